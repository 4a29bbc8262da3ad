"""The court's two secrets: the age identity that opens dossiers, the key that signs acknowledgements."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

import pyrage
from joserfc.jwk import OKPKey

from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.protocol.signing import (
    NotASigningKey,
    new_signing_key,
    parse_signing_key,
    private_jwk,
)
from kiosk_app.domain.errors import EnvironmentFault


class KeyFileUnusable(EnvironmentFault):
    """A key file of the court is damaged or unreadable. It is never replaced. Facts: ``path``."""


@dataclass(frozen=True, slots=True)
class CourtKeys:
    """``identities`` are secrets (``AGE-SECRET-KEY-1…``), the newest first; dossiers are sealed to
    ``recipients``."""

    identities: tuple[str, ...]
    recipients: tuple[str, ...]
    signing: OKPKey


def load_or_make(settings: GatewaySettings) -> CourtKeys:
    """The court's keys, made at the first start with mode 0600. Raises :class:`KeyFileUnusable`.

    ``court.key`` is what ``age-keygen`` writes and ``age -d -i`` reads. To change keys put the new
    identity's line above the old ones: dossiers are sealed to the first, opened with any.
    """
    if not settings.age_key.exists():
        identity = pyrage.x25519.Identity.generate()
        _write_secret(settings.age_key, f"# public key: {identity.to_public()}\n{identity}\n")
    if not settings.signing_key.exists():
        _write_secret(settings.signing_key, json.dumps(private_jwk(new_signing_key()), indent=2) + "\n")
    identities = _identities(settings.age_key)
    return CourtKeys(
        identities=tuple(str(identity) for identity in identities),
        recipients=(str(identities[0].to_public()),),
        signing=_signing_key(settings.signing_key),
    )


def _write_secret(path: Path, text: str) -> None:
    part = path.with_name(f".{path.name}.part")
    part.unlink(missing_ok=True)
    handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    part.rename(path)


def _identities(path: Path) -> list[pyrage.x25519.Identity]:
    try:
        lines = path.read_text().splitlines()
        identities = [
            pyrage.x25519.Identity.from_str(line.strip())
            for line in lines
            if line.strip() and not line.startswith("#")
        ]
    except (OSError, ValueError, pyrage.IdentityError) as error:
        raise KeyFileUnusable(path=str(path)) from error
    if not identities:
        raise KeyFileUnusable(path=str(path))
    return identities


def _signing_key(path: Path) -> OKPKey:
    try:
        return parse_signing_key(json.loads(path.read_text()), private=True)
    except (OSError, ValueError, AttributeError, NotASigningKey) as error:
        raise KeyFileUnusable(path=str(path)) from error
