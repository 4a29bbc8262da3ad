"""Three short sounds: a page was taken, was taken before, a new item begins. Silent without a loudspeaker."""

from __future__ import annotations

import os
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtMultimedia import QSoundEffect

_VOLUME = 0.4


class Tone(StrEnum):
    """The name of a file in resources/sounds (made by tests/samples/make_tones.py)."""

    TAKEN = "taken"
    SEEN = "seen"
    PARTED = "parted"


class Tones(QObject):
    """Plays tones; loads them when the first one is wanted."""

    def __init__(self, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder = resources / "sounds"
        self._effects: dict[Tone, QSoundEffect] = {}

    def play(self, tone: Tone) -> None:
        """Begin to play. Returns at once, and does nothing where there is no sound."""
        if not can_be_heard():
            return
        for each in Tone:
            if each not in self._effects:
                effect = QSoundEffect(self)
                effect.setSource(QUrl.fromLocalFile(str(self._folder / f"{each}.wav")))
                effect.setVolume(_VOLUME)
                self._effects[each] = effect
        self._effects[tone].play()


def can_be_heard(devices: Path = Path("/dev/snd")) -> bool:
    """Whether this machine has a loudspeaker. Asked of the files of the system, since to ask Qt starts its
    sound, which on a machine without one takes time and complains."""
    runtime = Path(os.environ.get("XDG_RUNTIME_DIR", "/run/user/0"))
    servers = (runtime / "pulse" / "native", runtime / "pipewire-0")
    return any(devices.glob("pcm*p")) or any(server.exists() for server in servers)
