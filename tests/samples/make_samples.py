"""Makes the shipped sample pictures: ``python -m tests.samples.make_samples --out resources/samples``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from pathlib import Path

from kiosk_app.capture.picture import encode_jpeg
from tests.samples.desk import Difficulty, Pixels, on_desk
from tests.samples.papers import (
    HANDWRITING,
    SERIF,
    render_card_back,
    render_card_front,
    render_chat,
    render_iou,
    render_transfer,
)

_LARGEST_BYTES = 250_000
_SCENES: tuple[tuple[str, Callable[[], Pixels], int, Difficulty, int], ...] = (
    ("id_front", render_card_front, 11, Difficulty.EASY, 0),
    ("id_back", render_card_back, 12, Difficulty.EASY, 0),
    ("evidence_iou", lambda: render_iou(font=_handwriting()), 13, Difficulty.EASY, 1),
    ("evidence_transfer", render_transfer, 14, Difficulty.EASY, 3),
    ("evidence_chat", render_chat, 16, Difficulty.EASY, 1),
)


def _handwriting() -> str:
    return HANDWRITING if Path(HANDWRITING).is_file() else SERIF


def make_samples(folder: Path) -> list[Path]:
    """Write the five pictures and return where they are."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, render, seed, difficulty, turns in _SCENES:
        image = on_desk(render(), seed, difficulty, turns).image
        data = next(d for q in range(88, 30, -4) if len(d := encode_jpeg(image, q)) <= _LARGEST_BYTES)
        path = folder / f"{name}.jpg"
        path.write_bytes(data)
        written.append(path)
    return written


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    for path in make_samples(parser.parse_args().out):
        sys.stdout.write(f"{path}  {path.stat().st_size:,} bytes\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
