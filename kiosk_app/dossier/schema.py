"""The published JSON Schemas of filing.json and record.json, and checking data against them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from kiosk_app.domain.errors import InputFault
from kiosk_app.dossier.bag import UnknownVersion

MAX_JSON_BYTES = 8 * 2**20
_PACKAGE = Path(__file__).parent.parent
_KNOWN_VERSIONS = {"filing": 1, "record": 1}


class SchemaViolation(InputFault):
    """filing.json or record.json is not as its schema says. Facts: ``file``, ``where``, ``rule``."""


def schema_path(name: str) -> Path:
    """Where the schema ``filing`` or ``record`` stands, in a checkout or an installed package."""
    file = f"schema/{name}-{_KNOWN_VERSIONS[name]}.schema.json"
    inside = _PACKAGE / "resources" / file
    return inside if inside.exists() else _PACKAGE.parent / "resources" / file


@cache
def _validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(json.loads(schema_path(name).read_bytes()))


def parse(data_untrusted: bytes, name: str) -> Mapping[str, Any]:
    """The object in ``data_untrusted``, if the schema ``name`` holds.

    Two members of one name are refused: programs differ in which they believe.
    Raises :class:`SchemaViolation`, :class:`~kiosk_app.dossier.bag.UnknownVersion`.
    """
    file = f"{name}.json"
    try:
        value = json.loads(data_untrusted, object_pairs_hook=_unique, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise SchemaViolation(file=file, where="$", rule="json") from error
    return check(value, name)


def check(value: object, name: str) -> Mapping[str, Any]:
    """``value`` itself, if the schema ``name`` holds. Faults as :func:`parse`."""
    file = f"{name}.json"
    if not isinstance(value, dict):
        raise SchemaViolation(file=file, where="$", rule="type")
    version = value.get("version")
    if type(version) is int and version != _KNOWN_VERSIONS[name]:
        raise UnknownVersion(what=name, version=str(version)[:20])
    for error in _validator(name).iter_errors(value):
        raise SchemaViolation(file=file, where=error.json_path[:120], rule=str(error.validator))
    return value


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise ValueError("member named twice")
    return value


def _no_constant(name: str) -> float:
    raise ValueError(name)
