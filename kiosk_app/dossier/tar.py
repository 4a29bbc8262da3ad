"""The plainest tar there is (POSIX ustar): regular files only, written and read as a stream.

Python's own ``tarfile`` reads extension headers of any claimed length into memory and knows links,
devices and sparse files. A dossier needs none of them, so here they do not exist.
"""

from __future__ import annotations

import hashlib
import tarfile
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path

from kiosk_app.domain.errors import InputFault
from kiosk_app.dossier.bag import PathEscapes, check_path, fold

BLOCK = 512
MTIME = 1_704_067_200
"""2024-01-01T00:00:00Z on every entry: the same filing gives the same tar."""


class ArchiveMalformed(InputFault):
    """Inside the seal there is no readable ustar archive. Facts: ``why``."""


class LinkInDossier(InputFault):
    """The archive holds a link, a device or another entry that is no plain file. Facts: ``path``."""


class DuplicateName(InputFault):
    """Two entries that some file system would take for one. Facts: ``path``."""


class TooLarge(InputFault):
    """More bytes than the reader agreed to. Facts: ``path``, ``limit`` (bytes)."""


class TooManyFiles(InputFault):
    """More files than the reader agreed to. Facts: ``limit``."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a dossier may make the reader write: in all, in one file, and how many files."""

    total_bytes: int = 2 * 2**30
    file_bytes: int = 512 * 2**20
    files: int = 5000


DEFAULT_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Entry:
    """An unpacked file: its size in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


def header(path: str, size: int) -> bytes:
    """The 512 bytes before a file. Raises :class:`~kiosk_app.dossier.bag.PathEscapes` if ustar
    cannot hold the path."""
    info = tarfile.TarInfo(check_path(path))
    info.size, info.mtime, info.mode = size, MTIME, 0o644
    try:
        return info.tobuf(tarfile.USTAR_FORMAT, "utf-8", "strict")
    except ValueError as error:
        raise PathEscapes(path=path) from error


def padding(size: int) -> bytes:
    """The zeroes after a file of ``size`` bytes."""
    return bytes(-size % BLOCK)


END = bytes(2 * BLOCK)


class Unpacker:
    """Takes a tar piece by piece through :meth:`write` and puts its files under one directory.

    Every entry is checked before a byte of it is written. Call :meth:`finish` at the end.
    """

    def __init__(self, into: Path, limits: Limits) -> None:
        self.entries: dict[str, Entry] = {}
        self._into = into
        self._limits = limits
        self._files: set[str] = set()
        self._folders: set[str] = set()
        self._left = limits.total_bytes
        self._pending = bytearray()
        self._ended = False
        self._work = self._unpack()
        self._wanted = next(self._work)

    def write(self, piece: bytes) -> int:
        """Take the next bytes. Raises this module's faults, ``PathEscapes`` and ``OSError``."""
        self._pending += piece
        while len(self._pending) >= self._wanted:
            part = bytes(self._pending[: self._wanted])
            del self._pending[: self._wanted]
            self._wanted = self._work.send(part)
        return len(piece)

    def flush(self) -> None:
        """Part of a writer's protocol; what is complete is already written."""

    def finish(self) -> None:
        """Raises :class:`ArchiveMalformed` if the archive stopped in the middle."""
        self.close()
        if not self._ended or any(self._pending):
            raise ArchiveMalformed(why="truncated")

    def close(self) -> None:
        """Close the file that was being written, if one was."""
        self._work.close()

    def _unpack(self) -> Generator[int, bytes, None]:
        """A coroutine: yields how many bytes it wants next and is sent exactly those."""
        while any(block := (yield BLOCK)):
            info = _parse(block)
            if info.type in _FOLDER_TYPES and not info.size:
                check_path(info.name.rstrip("/"))
                continue
            path = self._admit(info)
            yield from self._write_file(path, info.size)
        self._ended = True
        while True:
            if any((yield BLOCK)):
                raise ArchiveMalformed(why="bytes after the end")

    def _admit(self, info: tarfile.TarInfo) -> str:
        """The path of an entry that may be written."""
        if info.type not in _FILE_TYPES or info.linkname:
            raise LinkInDossier(path=info.name[:120])
        path = check_path(info.name)
        if len(self.entries) >= self._limits.files:
            raise TooManyFiles(limit=self._limits.files)
        if info.size > self._limits.file_bytes:
            raise TooLarge(path=path, limit=self._limits.file_bytes)
        self._left -= info.size
        if self._left < 0:
            raise TooLarge(path=path, limit=self._limits.total_bytes)
        name = fold(path)
        parts = name.split("/")
        folders = {"/".join(parts[:depth]) for depth in range(1, len(parts))}
        if name in self._files or name in self._folders or folders & self._files:
            raise DuplicateName(path=path)
        self._files.add(name)
        self._folders |= folders
        return path

    def _write_file(self, path: str, size: int) -> Generator[int, bytes, None]:
        target = self._into / path
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        digest = hashlib.sha256()
        left = size
        with target.open("xb") as file:
            while left:
                wanted = min(left, _PIECE)
                piece = (yield wanted + len(padding(wanted)))[:wanted]
                digest.update(piece)
                file.write(piece)
                left -= wanted
        self.entries[path] = Entry(size, digest.hexdigest())


_PIECE = 64 * 1024
_FILE_TYPES = (tarfile.REGTYPE, tarfile.AREGTYPE)
_FOLDER_TYPES = (tarfile.DIRTYPE,)


def _parse(block: bytes) -> tarfile.TarInfo:
    try:
        info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
    except (tarfile.HeaderError, UnicodeDecodeError, ValueError) as error:
        raise ArchiveMalformed(why="header") from error
    if info.size < 0:
        raise ArchiveMalformed(why="size")
    return info
