"""Makes the three tones that ship: ``python -m tests.samples.make_tones``."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np

_SOUNDS = Path(__file__).resolve().parents[2] / "resources" / "sounds"
_RATE = 22_050
TONES = {
    "taken": ((784.0, 0.09), (1_047.0, 0.22)),  # a fourth upward: done
    "parted": ((784.0, 0.09), (784.0, 0.09), (1_175.0, 0.24)),  # a knock, then up: something new begins
    "seen": ((392.0, 0.14), (392.0, 0.18)),  # the same low tone twice: nothing happened
}


def samples(notes: tuple[tuple[float, float], ...]) -> bytes:
    """Soft bell tones one after the other, 16 bit."""
    parts = []
    for pitch_hz, seconds in notes:
        at_s = np.arange(int(seconds * _RATE)) / _RATE
        swell = np.minimum(at_s / 0.008, 1) * np.exp(-at_s * 9) * np.minimum((seconds - at_s) / 0.02, 1)
        wave_ = np.sin(2 * np.pi * pitch_hz * at_s) + 0.25 * np.sin(4 * np.pi * pitch_hz * at_s)
        parts.append(0.6 * swell * wave_)
    return (np.concatenate(parts).clip(-1, 1) * 32_000).astype("<i2").tobytes()


def main() -> None:
    _SOUNDS.mkdir(exist_ok=True)
    for name, notes in TONES.items():
        with wave.open(str(_SOUNDS / f"{name}.wav"), "wb") as file:
            file.setnchannels(1)
            file.setsampwidth(2)
            file.setframerate(_RATE)
            file.writeframes(samples(notes))


if __name__ == "__main__":
    main()
