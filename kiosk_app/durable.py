"""Files that survive a power cut, and the faults of a disk. Shared by everything that writes one."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from io import BufferedWriter
from pathlib import Path

from kiosk_app.domain.errors import EnvironmentFault, InputFault

TEMPORARY = ".part"
"""How a file is called that is still being written."""

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class DiskFull(EnvironmentFault):
    """No room is left for what was to be saved; what was saved before is intact. Facts: ``path``."""


class DiskFailed(EnvironmentFault):
    """The disk cannot be read or written. Facts: ``path``, ``reason``."""


class OutputNotEmpty(InputFault):
    """The folder for results holds something already, or is a file. Facts: ``path``."""


def sync_directory(directory: Path) -> None:
    """Make the names in ``directory`` survive a power cut (fsync(2) of a file does not)."""
    descriptor = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def disk_faults(path: Path) -> Iterator[None]:
    """Translate what the operating system says into :class:`DiskFull` or :class:`DiskFailed`."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull(path=str(path)) from error
        raise DiskFailed(path=str(path), reason=errno.errorcode.get(error.errno or 0, "unknown")) from error


def empty_folder(path: Path) -> None:
    """A folder for results, for us alone. Raises :class:`OutputNotEmpty`, DiskFull, DiskFailed."""
    with disk_faults(path):
        if not path.is_file():
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        if path.is_file() or any(path.iterdir()):
            raise OutputNotEmpty(path=str(path))


def write_whole(path: Path, content: bytes) -> None:
    """Write a small file so that after a power cut it is there whole or not at all, for us alone."""
    temporary = path.with_name(f".{path.name}{TEMPORARY}")
    try:
        with create_private(temporary) as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.rename(path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    sync_directory(path.parent)


def create_private(path: Path) -> BufferedWriter:
    """A new, empty file that only its owner can read; one of the same name is emptied."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600), "wb")


def is_full(directory: Path) -> bool:
    """Whether a database page and its log frame could no longer be written."""
    room = os.statvfs(directory)
    return room.f_bavail * room.f_frsize < 64 * 1024
