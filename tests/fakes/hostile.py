"""Dossiers as an enemy, or a broken program, would make them: any tar entry, any manifest, sealed."""

from __future__ import annotations

import hashlib
import io
import tarfile
from collections.abc import Iterable
from pathlib import Path

import pyrage
from joserfc.jwk import OKPKey

from kiosk_app.court.protocol.signing import sign_detached
from kiosk_app.domain.filing import Filing
from kiosk_app.dossier import bag
from tests.fakes.dossiers import payloads_of

RawEntry = tuple[tarfile.TarInfo, bytes]


def bag_of(filing: Filing, key: OKPKey) -> dict[str, bytes]:
    """A sound bag, by path."""
    files = {payload.path: payload.open().read() for payload in payloads_of(filing, key)}
    files[bag.BAGIT_TXT] = bag.DECLARATION.encode()
    files[bag.BAG_INFO] = b"Filing-Dossier-Version: 1\n"
    return listed(files, key)


def listed(files: dict[str, bytes], key: OKPKey) -> dict[str, bytes]:
    """The same files with manifests and signature that fit them."""
    files = {path: data for path, data in files.items() if path not in bag.TAG_FILES[2:]}
    payload = {path: data for path, data in files.items() if path.startswith("data/")}
    files[bag.MANIFEST] = bag.manifest_text(_digests(payload)).encode()
    tags = {path: data for path, data in files.items() if not path.startswith("data/")}
    return signed({**files, bag.TAG_MANIFEST: bag.manifest_text(_digests(tags)).encode()}, key)


def signed(files: dict[str, bytes], key: OKPKey) -> dict[str, bytes]:
    return {**files, bag.SIGNATURE: sign_detached(files[bag.TAG_MANIFEST], key).encode()}


def _digests(files: dict[str, bytes]) -> dict[str, str]:
    return {path: hashlib.sha256(data).hexdigest() for path, data in files.items()}


def entry(path: str, data: bytes = b"", **fields: object) -> RawEntry:
    info = tarfile.TarInfo(path)
    info.size = len(data)
    for name, value in fields.items():
        setattr(info, name, value)
    return info, data


def entries_of(base: str, files: dict[str, bytes]) -> list[RawEntry]:
    return [entry(f"{base}/{path}", data) for path, data in files.items()]


def tar_of(entries: Iterable[RawEntry]) -> bytes:
    """A tar as Python's own library writes it."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=tarfile.GNU_FORMAT) as archive:
        for info, data in entries:
            archive.addfile(info, io.BytesIO(data) if data else None)
    return out.getvalue()


def sealed(plain: bytes, recipient: str, to: Path) -> Path:
    to.write_bytes(pyrage.encrypt(plain, [pyrage.x25519.Recipient.from_str(recipient)]))
    return to
