"""Pictures and other big things of a visit, each an encrypted file of its own.

The format is the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár, CRYPTO 2015) as age uses it::

    8 bytes   magic "FKBLOB1\\n"
    16 bytes  salt
    chunks    64 KiB of plain text each (the last one shorter), each followed by its 16-byte tag

Chunk *n* is AES-256-GCM with the nonce ``n`` (11 bytes, big-endian) followed by 1 for the last chunk and
0 for the others; the key is HKDF of the visit's key with the salt and the blob's id. So a flipped bit, a
missing end, a moved chunk or an exchanged file is found when it is read, no key meets a nonce twice, and
a video of any length needs memory for one chunk.
"""

from __future__ import annotations

import io
import os
import secrets
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from kiosk_app.domain.errors import IntegrityFault
from kiosk_app.durable import TEMPORARY, create_private, disk_faults, sync_directory
from kiosk_app.store.keys import VisitKey, derive

CHUNK_BYTES = 64 * 1024
_MAGIC = b"FKBLOB1\n"
_SALT_BYTES = 16
_TAG_BYTES = 16
_HEADER_BYTES = len(_MAGIC) + _SALT_BYTES
_SEALED_BYTES = CHUNK_BYTES + _TAG_BYTES


class BlobMissing(IntegrityFault):
    """A picture that was saved is no longer there. Facts: ``path``."""


class BlobDamaged(IntegrityFault):
    """A saved picture is not what was written, or belongs elsewhere. Facts: ``path``."""


class BlobStore:
    """Encrypted files under ``directory``, a folder for each visit."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def put(self, key: VisitKey, source: BinaryIO) -> str:
        """Keep what ``source`` gives and return the blob's id: on disk for good when this returns.

        The caller writes the row that names it afterwards; a blob that no row names is swept at the
        next start. Raises the faults of ``durable``; nothing is left then.
        """
        blob_id = secrets.token_hex(16)
        path = self._path(key.visit_id, blob_id)
        temporary = path.with_name(path.name + TEMPORARY)
        with disk_faults(path):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            try:
                with create_private(temporary) as file:
                    _seal(key, blob_id, source, file)
                    file.flush()
                    os.fsync(file.fileno())
                temporary.rename(path)
            except BaseException:
                temporary.unlink(missing_ok=True)
                raise
            sync_directory(path.parent)
            sync_directory(self._directory)
        return blob_id

    def open(self, key: VisitKey, blob_id: str) -> BinaryIO:
        """The plain content as a seekable stream, checked chunk by chunk as it is read.

        Raises :class:`BlobMissing` here, :class:`BlobDamaged` here or while reading.
        """
        path = self._path(key.visit_id, blob_id)
        with disk_faults(path):
            if not path.exists():
                raise BlobMissing(path=str(path))
            file = path.open("rb")
        try:
            return io.BufferedReader(_OpenedBlob(file, key, blob_id, path), CHUNK_BYTES)
        except BaseException:
            file.close()
            raise

    def delete_visit(self, visit_id: str) -> None:
        """Remove a visit's folder. Its key is destroyed before, so a crash here leaves only noise."""
        folder = self._directory / visit_id
        with disk_faults(folder):
            if folder.exists():
                shutil.rmtree(folder)

    def sweep(self, keep: Mapping[str, frozenset[str]]) -> int:
        """Remove every file but the blobs in ``keep`` (visit id → blob ids); returns how many.

        Only safe while nobody writes: a blob just put has no row yet.
        """
        swept = 0
        with disk_faults(self._directory):
            for folder in self._directory.iterdir() if self._directory.exists() else ():
                kept = {f"{blob_id}.blob" for blob_id in keep.get(folder.name, ())}
                doomed = [path for path in folder.iterdir() if path.name not in kept]
                for path in doomed:
                    path.unlink()
                swept += len(doomed)
                if not kept:
                    folder.rmdir()
        return swept

    def _path(self, visit_id: str, blob_id: str) -> Path:
        return self._directory / visit_id / f"{blob_id}.blob"


def _cipher(key: VisitKey, blob_id: str, salt: bytes) -> AESGCM:
    return AESGCM(derive(key.key, b"filing-kiosk blob 1 " + blob_id.encode(), salt))


def _nonce(index: int, last: bool) -> bytes:
    return index.to_bytes(11, "big") + bytes([last])


def _seal(key: VisitKey, blob_id: str, source: BinaryIO, target: BinaryIO) -> None:
    salt = secrets.token_bytes(_SALT_BYTES)
    cipher = _cipher(key, blob_id, salt)
    target.write(_MAGIC + salt)
    index, chunk = 0, _read_chunk(source)
    while True:
        following = _read_chunk(source) if len(chunk) == CHUNK_BYTES else b""
        target.write(cipher.encrypt(_nonce(index, last=not following), chunk, None))
        if not following:
            return
        index, chunk = index + 1, following


def _read_chunk(source: BinaryIO) -> bytes:
    """A full chunk unless the source ends: a pipe or a socket may give less at a time."""
    parts = bytearray()
    while len(parts) < CHUNK_BYTES and (part := source.read(CHUNK_BYTES - len(parts))):
        parts += part
    return bytes(parts)


class _OpenedBlob(io.RawIOBase):
    """Plain text on demand. Which chunk is the last follows from the file's length, so that a file cut
    at the edge of a chunk ends in one that was not sealed as the last."""

    def __init__(self, file: BinaryIO, key: VisitKey, blob_id: str, path: Path) -> None:
        super().__init__()
        self._file = file
        self._path = path
        header = file.read(_HEADER_BYTES)
        sealed = path.stat().st_size - _HEADER_BYTES
        self._chunks = -(-sealed // _SEALED_BYTES)
        self._size = sealed - self._chunks * _TAG_BYTES
        last_bytes = sealed - (self._chunks - 1) * _SEALED_BYTES
        if len(header) != _HEADER_BYTES or not header.startswith(_MAGIC) or sealed < _TAG_BYTES:
            raise BlobDamaged(path=str(path))
        if last_bytes < _TAG_BYTES or (last_bytes == _TAG_BYTES and self._chunks > 1):
            raise BlobDamaged(path=str(path))
        self._cipher = _cipher(key, blob_id, header[len(_MAGIC) :])
        self._position = 0
        self._index = -1
        self._chunk = b""
        self._load(0 if self._size == 0 else self._chunks - 1)  # an end that is missing is said at once

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self._size}[whence]
        self._position = max(0, start + offset)
        return self._position

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]
        if self._position >= self._size:
            return 0
        index, offset = divmod(self._position, CHUNK_BYTES)
        self._load(index)
        part = self._chunk[offset : offset + len(buffer)]
        buffer[: len(part)] = part
        self._position += len(part)
        return len(part)

    def close(self) -> None:
        self._file.close()
        super().close()

    def _load(self, index: int) -> None:
        if index == self._index:
            return
        with disk_faults(self._path):
            self._file.seek(_HEADER_BYTES + index * _SEALED_BYTES)
            sealed = self._file.read(_SEALED_BYTES)
        try:
            self._chunk = self._cipher.decrypt(_nonce(index, last=index == self._chunks - 1), sealed, None)
        except InvalidTag as error:
            raise BlobDamaged(path=str(self._path)) from error
        self._index = index
