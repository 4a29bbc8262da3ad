"""Where Qt may write while a visitor is there, and that nothing of it stays.

Qt's pinyin plug-in keeps a dictionary of its user below the configuration directory
(``qtvirtualkeyboard/pinyin/usr_dict.dat``). Its fields here are marked as sensitive, so it learns nothing;
besides, the directory is the process's own, is wiped at the end of every visit, and goes with the process.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from pathlib import Path

from kiosk_app.domain.errors import EnvironmentFault


class NoPrivatePlace(EnvironmentFault):
    """There is no directory for what Qt writes at run time. Facts: ``path``."""


class PrivatePlace:
    """A directory of this process alone, in memory where the system offers that (``XDG_RUNTIME_DIR``)."""

    def __init__(self) -> None:
        """Raises :class:`NoPrivatePlace`."""
        base = os.environ.get("XDG_RUNTIME_DIR")
        try:
            self._directory = tempfile.TemporaryDirectory(
                prefix="filing-kiosk-", dir=base if base and Path(base).is_dir() else None
            )
        except OSError as error:
            raise NoPrivatePlace(path=str(base or tempfile.gettempdir())) from error

    @property
    def path(self) -> Path:
        return Path(self._directory.name)

    def wipe(self) -> None:
        """Remove everything in it. What cannot be removed now is removed with the process."""
        for entry in self.path.iterdir():
            if entry.is_dir():
                shutil.rmtree(entry, ignore_errors=True)
            else:
                entry.unlink(missing_ok=True)

    def close(self) -> None:
        self._directory.cleanup()
