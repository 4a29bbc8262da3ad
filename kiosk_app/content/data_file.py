"""One YAML file held against its JSON Schema, with errors that name file, line and remedy."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError, best_match
from referencing import Registry, Resource

from kiosk_app.domain.errors import InputFault


class ContentMissing(InputFault):
    """A file of resources/ is not there, or cannot be read. Facts: ``path``."""


class ContentInvalid(InputFault):
    """A file of resources/ is not as its schema wants it. Facts: ``path``, ``line``, ``problem``."""


_DEEPEST = 50
"""Lists and mappings inside one another; forms have a dozen."""


class _TextLoader(yaml.CSafeLoader):
    """YAML in which everything but ``true`` and ``false`` stays text, and no key stands twice.

    Amounts and dates stay exact, and ``yes``, ``no`` and ``on`` are words.
    """

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 - PyYAML's interface

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                problem = f"the key {key.value!r} stands here twice; remove one"
                raise yaml.constructor.ConstructorError(None, None, problem, key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


_TextLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile("^(?:true|false)$"), list("tf"))


def load(path: Path, schema_path: Path) -> Any:
    """The file's data. Raises :class:`ContentMissing` or :class:`ContentInvalid`."""
    try:
        text = path.read_text("utf-8")
        schemas = {
            file: json.loads(file.read_text("utf-8")) for file in schema_path.parent.glob("*.schema.json")
        }
    except OSError as error:
        raise ContentMissing(path=str(error.filename or path)) from error
    except UnicodeDecodeError as error:
        raise invalid(path, 1, "not UTF-8 text") from error
    data = _parse(path, text)
    registry: Registry[Any] = Registry().with_resources(
        (file.name, Resource.from_contents(schema)) for file, schema in schemas.items()
    )
    violation = best_match(Draft202012Validator(schemas[schema_path], registry=registry).iter_errors(data))
    if violation:
        raise invalid(path, line_of(text, list(violation.absolute_path)), _remedy(violation))
    return data


def invalid(path: Path, line: int, problem: str) -> ContentInvalid:
    return ContentInvalid(path=str(path), line=line, problem=problem)


def problem_at(path: Path, place: Sequence[str | int], problem: str) -> ContentInvalid:
    """The fault of the value at ``place``: keys and indices from the top."""
    return invalid(path, line_of(path.read_text("utf-8"), place), problem)


def line_with(path: Path, word: str) -> int:
    """The first line (from 1) that speaks of a word, or of its last part where a shared block brought it."""
    lines = path.read_text("utf-8").splitlines()
    for part in (word, word.rpartition(".")[2]):
        for number, line in enumerate(lines, 1):
            if part in line:
                return number
    return 1


def day_at(path: Path, data: Mapping[str, str], name: str) -> date:
    """The day under a key at the top. Raises :class:`ContentInvalid` where the calendar has none such."""
    try:
        return date.fromisoformat(data[name])
    except ValueError:
        raise problem_at(path, [name], f"{data[name]} is no day of the calendar") from None


def line_of(text: str, place: Sequence[str | int]) -> int:
    """The line (from 1) of the value at ``place`` (keys and indices from the top) in YAML text."""
    node = yaml.compose(text, _TextLoader)
    line = 1
    for part in place:
        if isinstance(node, yaml.SequenceNode) and isinstance(part, int):
            node = node.value[part]
        elif isinstance(node, yaml.MappingNode):
            node = next((value for key, value in node.value if key.value == part), None)
        if node is None:
            break
        line = node.start_mark.line + 1
    return line


def _parse(path: Path, text_untrusted: str) -> Any:
    try:
        _check_depth(path, text_untrusted)
        return yaml.load(text_untrusted, _TextLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        raise invalid(path, mark.line + 1 if mark else 1, error.problem or "not YAML") from error
    # PyYAML lets these through: a NUL, a key that is a list, a thousand brackets, a tag that does not fit.
    except (yaml.YAMLError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise invalid(path, 1, "not YAML") from error


def _check_depth(path: Path, text_untrusted: str) -> None:
    """libyaml composes nested nodes on the machine's stack, and takes the process along when that is full."""
    depth = 0
    for event in yaml.parse(text_untrusted, _TextLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > _DEEPEST:
            line = event.start_mark.line + 1 if event.start_mark else 1
            raise invalid(path, line, f"nested more than {_DEEPEST} deep")


def _remedy(error: ValidationError) -> str:
    where = ".".join(map(str, error.absolute_path)) or "the file"
    return f"{where}: {error.message[:200]}"
