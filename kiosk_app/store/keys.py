"""The root key of a kiosk, and the keys that come from it.

One secret of 32 bytes opens everything: the database, and the keys of the visits. It comes from a
systemd credential (bound to the TPM where there is one) or, in development, from a file that only the
kiosk's own user can read. Keys are derived by HKDF (RFC 5869), one label for each use.
"""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from kiosk_app.domain.errors import EnvironmentFault, IntegrityFault
from kiosk_app.durable import sync_directory

KEY_BYTES = 32
CREDENTIAL = "filing-kiosk-root-key"
_NONCE_BYTES = 12


class KeyFileExposed(EnvironmentFault):
    """Others than the kiosk's user may read or write the root key's file. Facts: ``path``, ``mode``."""


class KeyFileMissing(EnvironmentFault):
    """There is a database, but not the key that opens it. Facts: ``path``."""


class RootKeyUnusable(EnvironmentFault):
    """The root key cannot be read or created, or has not 32 bytes. Facts: ``path``, ``reason``."""


class VisitKeyDamaged(IntegrityFault):
    """A visit's key was not wrapped by this kiosk for this visit. Facts: ``visit_id``."""


@dataclass(frozen=True, slots=True)
class RootKey:
    """The two keys derived from the root key; the root itself is not kept."""

    database: bytes = field(repr=False)
    wrapping: bytes = field(repr=False)

    @classmethod
    def of(cls, root: bytes) -> RootKey:
        return cls(
            database=derive(root, b"filing-kiosk database key 1"),
            wrapping=derive(root, b"filing-kiosk key-wrapping key 1"),
        )


@dataclass(frozen=True, slots=True)
class VisitKey:
    """The key under which the files of one visit lie. Without it they are noise."""

    visit_id: str
    key: bytes = field(repr=False)


def derive(secret: bytes, label: bytes, salt: bytes | None = None) -> bytes:
    """32 bytes that tell nothing about ``secret`` or about what another label gives."""
    return HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=label).derive(secret)


def read_root_key(
    key_file: Path, *, may_create: bool, environment: Mapping[str, str] = os.environ
) -> RootKey:
    """The keys of this kiosk, from the systemd credential if there is one, else from ``key_file``.

    ``may_create`` is False once a database exists: a fresh key could never open it.
    Raises :class:`KeyFileExposed`, :class:`KeyFileMissing`, :class:`RootKeyUnusable`.
    """
    directory = environment.get("CREDENTIALS_DIRECTORY")
    credential = Path(directory) / CREDENTIAL if directory else None
    try:
        # systemd itself guards the credential; its ACL shows up as a group bit, so no mode is checked.
        if credential and credential.exists():
            return RootKey.of(_of_right_length(credential, credential.read_bytes()))
        if not key_file.exists():
            if not may_create:
                raise KeyFileMissing(path=str(key_file))
            _create(key_file)
        return RootKey.of(_of_right_length(key_file, _read_private(key_file)))
    except OSError as error:
        raise RootKeyUnusable(path=str(error.filename or key_file), reason=error.strerror) from error


def new_visit_key(visit_id: str) -> VisitKey:
    return VisitKey(visit_id, secrets.token_bytes(KEY_BYTES))


def wrap(root: RootKey, key: VisitKey) -> bytes:
    """The visit's key, sealed by AES-256-GCM and bound to its visit's id."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return nonce + AESGCM(root.wrapping).encrypt(nonce, key.key, key.visit_id.encode())


def unwrap(root: RootKey, visit_id: str, wrapped: bytes) -> VisitKey:
    """The inverse of :func:`wrap`. Raises :class:`VisitKeyDamaged`."""
    nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
    try:
        return VisitKey(visit_id, AESGCM(root.wrapping).decrypt(nonce, sealed, visit_id.encode()))
    except (InvalidTag, ValueError) as error:  # ValueError: too short to hold a nonce
        raise VisitKeyDamaged(visit_id=visit_id) from error


def _create(path: Path) -> None:
    """Write a fresh key under a temporary name and link it: two first starts agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(secrets.token_bytes(KEY_BYTES))
            file.flush()
            os.fsync(file.fileno())
        if not path.exists():
            os.link(temporary, path)
    except FileExistsError:
        pass  # the other first start was quicker: its key counts
    finally:
        temporary.unlink()
    sync_directory(path.parent)


def _read_private(path: Path) -> bytes:
    with path.open("rb") as file:
        status = os.fstat(file.fileno())
        mode = stat.S_IMODE(status.st_mode)
        if mode & 0o077 or status.st_uid not in (0, os.geteuid()):
            raise KeyFileExposed(path=str(path), mode=f"{mode:04o}")
        return file.read(KEY_BYTES + 1)


def _of_right_length(path: Path, key: bytes) -> bytes:
    if len(key) != KEY_BYTES:
        raise RootKeyUnusable(path=str(path), reason=f"{KEY_BYTES} bytes expected")
    return key
