"""A filing's files become one sealed file: BagIt bag, tar, age. Nothing of it is on disk unsealed."""

from __future__ import annotations

import contextlib
import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyrage
from joserfc.jwk import OKPKey

from kiosk_app.court.protocol.signing import sign_detached
from kiosk_app.domain.errors import Bug, EnvironmentFault, InputFault
from kiosk_app.dossier import bag, tar
from kiosk_app.durable import disk_faults, sync_directory

VERSION = "1"
VERSION_LABEL = "Filing-Dossier-Version"
_PIECE = 256 * 1024


class RecipientInvalid(InputFault):
    """The court's public key is no age X25519 recipient. Facts: ``recipient``."""


class PayloadChanged(EnvironmentFault):
    """A file had another length when it was read again. Facts: ``path``."""


@dataclass(frozen=True, slots=True)
class Payload:
    """One file of a dossier: its path in the bag (``data/…``) and how to open its bytes.

    ``open`` may be called twice where the stream cannot seek; each stream is closed after use.
    """

    path: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class SealedDossier:
    """A finished dossier on disk. ``sha256`` (hex) and ``size`` (bytes) are of the sealed file."""

    path: Path
    sha256: str
    size: int


def seal(
    payloads: Iterable[Payload],
    *,
    bag_info: Mapping[str, str],
    device_key: OKPKey,
    recipients: Sequence[str],
    to: Path,
) -> SealedDossier:
    """Seal ``payloads`` to the court's ``recipients`` (``age1…``) as the file ``to``.

    The bag's folder inside the tar is named like ``to`` without its suffix (the filing id). The
    file appears under its name only when it is complete and on disk. Memory does not grow with
    the payloads. Format: docs/dossier.md.

    Raises ``DiskFull``, ``DiskFailed``, :class:`RecipientInvalid`, :class:`PayloadChanged`,
    ``PathEscapes``, ``DuplicateName``, and whatever a payload's ``open`` raises.
    """
    keys = [_parse_recipient(recipient) for recipient in recipients]
    if not keys:
        raise RecipientInvalid(recipient="")
    ordered = _ordered(payloads)
    source = _Source(_pieces(to.stem, ordered, bag_info, device_key))
    part = to.with_name(f".{to.name}.{os.getpid()}.part")
    try:
        with disk_faults(to):
            sealed = _write(source, keys, part)
            part.replace(to)
            sync_directory(to.parent)
    finally:
        source.close()
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
    return SealedDossier(to, sealed.sha256.hexdigest(), sealed.size)


def _parse_recipient(text: str) -> pyrage.x25519.Recipient:
    try:
        return pyrage.x25519.Recipient.from_str(text)
    except pyrage.RecipientError as error:
        raise RecipientInvalid(recipient=text[:80]) from error


def _ordered(payloads: Iterable[Payload]) -> list[Payload]:
    ordered = sorted(payloads, key=lambda payload: payload.path)
    seen: set[str] = set()
    for payload in ordered:
        if not bag.check_path(payload.path).startswith("data/"):
            raise bag.PathEscapes(path=payload.path)
        if bag.fold(payload.path) in seen:
            raise tar.DuplicateName(path=payload.path)
        seen.add(bag.fold(payload.path))
    return ordered


def _pieces(
    base: str, payloads: Sequence[Payload], bag_info: Mapping[str, str], key: OKPKey
) -> Iterator[bytes]:
    """The tar as a stream. Digests are known only after the payloads, so the manifests come last."""
    tags: dict[str, str] = {}

    def tag_file(name: str, text: str) -> Iterator[bytes]:
        data = text.encode()
        tags[name] = hashlib.sha256(data).hexdigest()
        yield tar.header(f"{base}/{name}", len(data)) + data + tar.padding(len(data))

    yield from tag_file(bag.BAGIT_TXT, bag.DECLARATION)
    digests: dict[str, str] = {}
    total = 0
    for payload in payloads:
        size = _size(payload)
        digest = hashlib.sha256()
        yield tar.header(f"{base}/{payload.path}", size)
        for piece in _read(payload, size):
            digest.update(piece)
            yield piece
        yield tar.padding(size)
        digests[payload.path] = digest.hexdigest()
        total += size
    reserved = {
        VERSION_LABEL: VERSION,
        "External-Identifier": base,
        "Payload-Oxum": f"{total}.{len(payloads)}",
    }
    yield from tag_file(bag.BAG_INFO, bag.bag_info_text({**bag_info, **reserved}.items()))
    yield from tag_file(bag.MANIFEST, bag.manifest_text(digests))
    tag_manifest = bag.manifest_text(tags)
    yield from tag_file(bag.TAG_MANIFEST, tag_manifest)
    yield from tag_file(bag.SIGNATURE, sign_detached(tag_manifest.encode(), key) + "\n")
    yield tar.END


def _size(payload: Payload) -> int:
    with payload.open() as stream:
        if stream.seekable():
            return stream.seek(0, os.SEEK_END)
        size = 0
        while piece := stream.read(_PIECE):
            size += len(piece)
        return size


def _read(payload: Payload, size: int) -> Iterator[bytes]:
    with payload.open() as stream:
        while piece := stream.read(_PIECE):
            size -= len(piece)
            if size < 0:
                break
            yield piece
    if size:
        raise PayloadChanged(path=payload.path)


class _Source:
    """A reader over pieces. pyrage turns an error of its reader into text, so we keep the error."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = memoryview(b"")
        self.failure: BaseException | None = None

    def read(self, size: int = -1) -> bytes:
        if size < 0:
            raise Bug("a dossier is not read in one piece")
        try:
            while not self._rest:
                piece = next(self._pieces, None)
                if piece is None:
                    return b""
                self._rest = memoryview(piece)
        except BaseException as error:
            self.failure = error
            raise
        taken, self._rest = self._rest[:size], self._rest[size:]
        return bytes(taken)

    def close(self) -> None:
        close = getattr(self._pieces, "close", None)
        if close:
            close()


class _Sink:
    """A writer that hashes and counts what goes by, and keeps its error."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.sha256 = hashlib.sha256()
        self.size = 0
        self.failure: OSError | None = None

    def write(self, data: bytes) -> int:
        try:
            self._file.write(data)
        except OSError as error:
            self.failure = error
            raise
        self.sha256.update(data)
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        self._file.flush()


def _write(source: _Source, keys: Sequence[pyrage.x25519.Recipient], part: Path) -> _Sink:
    with part.open("xb") as file:
        part.chmod(0o600)
        sink = _Sink(file)
        try:
            pyrage.encrypt_io(source, sink, keys)
        except (pyrage.EncryptError, OSError) as error:
            raise source.failure or sink.failure or error from None
        file.flush()
        os.fsync(file.fileno())
    return sink
