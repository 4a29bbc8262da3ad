"""Whether the pictures of a live camera are alive: black, frozen and torn ones are told from good ones."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from kiosk_app.devices.frame import Pixels

_EVERY_ROW = 16
_BLACK, _LIT_SHARE = 24, 0.01
_FILLED_ROWS = 8
_CRUSHED, _BURNT = 8, 247


class Remark(StrEnum):
    """What is wrong with one picture."""

    BLACK = "black"
    """Less than 1 % of it is brighter than a covered lens. A lamp that is off leaves more."""
    REPEATED = "repeated"
    """Byte for byte the one before. Every sensor has noise: one that repeats itself hangs."""
    TORN = "torn"
    """It cannot be decoded, or ends in rows of one colour: a decoder filled up what did not arrive.
    Where the top of one picture stands over the bottom of another, nothing gives it away."""
    RESIZED = "resized"
    """It has another size than the one before. A good picture all the same."""


@dataclass(frozen=True, slots=True, eq=False)
class Health:
    """What is known after a picture. ``since_ms``: since when each picture drew the same ``remark``."""

    remark: Remark | None = None
    since_ms: int = 0
    size_px: tuple[int, int] | None = None
    rows: Pixels | None = None
    """Some rows of the last good picture, to know it again."""


def examine(before: Health, image: Pixels | None, at_ms: int) -> Health:
    """The health after one more picture; None is one that could not be decoded. A millisecond at 1080p."""
    rows = image[::_EVERY_ROW].copy() if image is not None and image.size else None
    size_px = (rows.shape[1], len(image)) if image is not None and rows is not None else before.size_px
    remark = _remark(before, image, rows, size_px)
    since_ms = before.since_ms if remark is before.remark else at_ms
    if remark is Remark.TORN:
        return Health(remark, since_ms, before.size_px, before.rows)
    return Health(remark, since_ms, size_px, rows)


def _remark(
    before: Health, image: Pixels | None, rows: Pixels | None, size_px: tuple[int, int] | None
) -> Remark | None:
    if image is None or rows is None:
        return Remark.TORN
    if np.count_nonzero(rows > _BLACK) < _LIT_SHARE * rows.size:
        return Remark.BLACK
    if _filled_up(image):
        return Remark.TORN
    if before.size_px not in (None, size_px):
        return Remark.RESIZED
    if before.rows is not None and np.array_equal(before.rows, rows) and rows.min() < _BURNT:
        return Remark.REPEATED
    return None


def _filled_up(image: Pixels) -> bool:
    """Whether the last rows are of exactly one colour, and not of one that a sensor saturates to."""
    last = image[-_FILLED_ROWS:]
    colour = last[-1, -1]
    return bool(colour.max() > _CRUSHED and colour.min() < _BURNT and (last == colour).all())
