"""Lines of which something was not read: a spot of light took it, or a print or a seal lies on it.

What is left of such a line is perfectly clear, and says another day or another name.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image
from kiosk_app.capture.ocr import Line

LOST_AT_MOST = 0.85
"""What is left of the confidence of a line that runs into a burnt spot, or on which a red print or seal lies:
nothing in it is certain."""
COVERED_AT_MOST = 0.94
"""The same where ink follows that was not read: only what the paper says twice is certain."""

_BURNT = 248
_PAPER = 240
"""Paper as bright as this is no photograph under a lamp but a scan or a screenshot: white is its colour."""
_LEAST_SHARE = 0.08
_BESIDE_HEIGHTS = 2
_INK = 0.8
"""Ink is so much darker than the paper around it in red light, in which red prints and seals hardly show."""
_AROUND_PX = 25
_RED = 35
"""So much brighter than blue and green is what a print or a seal leaves, of 255."""
_LEAST_RED, _LEAST_DARK = 0.012, 0.03
"""Shares of a line's box. Print that is red itself has nothing dark beside it."""
_NEXT_HEIGHTS = (0.1, 1.0)
_LEAST_STROKE = 0.12
_LEAST_SPREAD = 0.4
"""Strokes in so many rows and columns are a sign; a ruled line or the border of a table is not."""

_LEAST_CUT = 0.25
"""Ink in so many rows right behind the line's end is a sign that was cut through."""

_Mask = NDArray[np.bool_]


def doubt_lines(flat: Image, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of an upright page, those of which something was not read with less confidence.

    ``flat`` is the page as it was seen, before cleaning, the lines' boxes in its pixels.
    """
    known = tuple(lines)
    if not known or not flat.size:
        return known
    lit = _lit(flat)
    red = cv2.blur(flat[:, :, 2], (3, 3))
    around = cv2.blur(cv2.dilate(red, np.ones((_AROUND_PX, _AROUND_PX))), (_AROUND_PX, _AROUND_PX))
    dark = red < _INK * around
    stamped = flat[:, :, 2] > flat[:, :, :2].max(axis=2).astype(np.int16) + _RED
    unread = _unread(dark, known)
    return tuple(_doubted(line, lit, stamped, dark, unread) for line in known)


def doubt_lit_lines(flat: Image, lines: Iterable[Line]) -> tuple[Line, ...]:
    """The lines of an upright card, those into which a spot of light runs with less confidence. What a card
    is printed on says nothing of its lines. Boxes as in :func:`doubt_lines`."""
    lit = _lit(flat)
    return tuple(
        replace(line, confidence=min(line.confidence, LOST_AT_MOST)) if _is_burnt(lit, line) else line
        for line in lines
    )


def _lit(flat: Image) -> _Mask:
    """Where light has taken all that stood there."""
    level = cv2.blur(flat.min(axis=2), (5, 5))
    return level >= _BURNT if float(np.median(level)) < _PAPER else np.zeros(level.shape, bool)


def _doubted(line: Line, burnt: _Mask, stamped: _Mask, dark: _Mask, unread: _Mask) -> Line:
    left, top, right, bottom = line.box
    inside = slice(top, bottom), slice(left, right)
    sealed = _share(stamped[inside]) > _LEAST_RED and _share(dark[inside]) > _LEAST_DARK
    if sealed or _is_burnt(burnt, line):
        return replace(line, confidence=min(line.confidence, LOST_AT_MOST))
    if _goes_on(unread, line):
        return replace(line, confidence=min(line.confidence, COVERED_AT_MOST))
    return line


def _is_burnt(burnt: _Mask, line: Line) -> bool:
    """Whether the light reaches the line, or what lies beside it."""
    left, top, right, bottom = line.box
    beside_px = _BESIDE_HEIGHTS * (bottom - top)
    return _share(burnt[top:bottom, max(0, left - beside_px) : right + beside_px]) > _LEAST_SHARE


def _share(mask: _Mask) -> float:
    return float(mask.mean()) if mask.size else 0.0


def _unread(ink: _Mask, lines: Sequence[Line]) -> _Mask:
    """The ink that no line is made of."""
    unread = ink.copy()
    for line in lines:
        left, top, right, bottom = line.box
        unread[top:bottom, left:right] = False
    return unread


def _goes_on(unread: _Mask, line: Line) -> bool:
    """Whether something like a sign stands where the line ends."""
    _, top, right, bottom = line.box
    height_px = bottom - top
    begin, end = (right + round(share * height_px) for share in _NEXT_HEIGHTS)
    after = unread[top:bottom, begin:end]
    if not after.size or after.shape[1] < 0.5 * height_px:
        return False
    rows, columns = ((after.mean(axis=way) >= _LEAST_STROKE).mean() for way in (1, 0))
    cut = unread[top:bottom, right : right + 3].any(axis=1).mean()
    return bool(min(rows, columns) >= _LEAST_SPREAD or cut >= _LEAST_CUT)
