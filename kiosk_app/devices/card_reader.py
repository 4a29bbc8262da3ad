"""What a reader of identity cards is to the kiosk: what it delivers, the faults it knows, its three methods.

A vendor's driver is a plug-in (docs/card_reader.md); the kiosk runs it in a process of its own, through
:class:`~kiosk_app.devices.card_worker.CardWorker`. ``folder:DIR`` stands in for a reader.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import entry_points
from pathlib import Path
from typing import Protocol

from kiosk_app.domain.errors import EnvironmentFault, InputFault

PLUGIN_GROUP = "filing_kiosk.card_readers"
"""The entry-point group. Each entry is called with what stands behind the colon of the setting."""


class CardReaderMissing(EnvironmentFault):
    """The reader is not connected or does not answer. Facts: ``source``."""


class CardReaderUnknown(InputFault):
    """The setting names no plug-in that is installed. Facts: ``spec``, ``known``."""


@dataclass(frozen=True, slots=True)
class RawCard:
    """What lies on the reader, as it was read: ``text`` is the chip's 256 bytes (GA/T 490), ``portrait`` the
    1,024 bytes of its photograph, empty where the reader gives none. Untrusted until it is parsed."""

    text: bytes
    portrait: bytes = b""


class CardReader(Protocol):
    """What a driver does. One thread makes it, opens it, reads it and closes it."""

    def open(self) -> None:
        """Take hold of the device. Raises :class:`CardReaderMissing`."""

    def read(self) -> RawCard | None:
        """The card that lies there, the same one as long as it lies there; None where there is none.

        Asked about three times a second; must come back within a few seconds. A card that is taken away
        while it is read is None. Raises :class:`CardReaderMissing`.
        """

    def close(self) -> None:
        """Give the device back. May be called at any time and more than once."""


class FolderReader:
    """A folder in place of a reader: a card lies there while ``chip.bin`` is in it, with ``portrait.wlt``
    beside it or not. Lay it down by renaming a file to that name: what is half written is half read."""

    def __init__(self, folder: str) -> None:
        self._folder = Path(folder)

    def open(self) -> None:
        if not self._folder.is_dir():
            raise CardReaderMissing(source=str(self._folder))

    def read(self) -> RawCard | None:
        self.open()  # a folder that went away is a reader that was pulled out
        text = _bytes(self._folder / "chip.bin")
        return RawCard(text, _bytes(self._folder / "portrait.wlt")) if text else None

    def close(self) -> None:
        """Nothing is held between two readings."""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise CardReaderMissing(source=str(path)) from error


def make_reader(spec: str) -> CardReader:
    """The reader a setting names, ``NAME`` or ``NAME:OPTIONS``, not opened yet. Loads the vendor's code:
    for the worker process only. Raises :class:`CardReaderUnknown` and whatever the vendor's code does."""
    name, _, options = spec.partition(":")
    if name == "folder":
        return FolderReader(options)
    plugins = entry_points(group=PLUGIN_GROUP)
    if name not in plugins.names:
        raise CardReaderUnknown(spec=spec, known=", ".join(sorted({"folder", *plugins.names})))
    make: Callable[[str], CardReader] = plugins[name].load()
    return make(options)
