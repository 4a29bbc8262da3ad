"""Strokes of a finger: made safe, drawn for the reading network, and where one character may end.

A stroke is N x 3 numbers: x and y in pixels, y downward, and the time in milliseconds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image

Stroke = NDArray[np.float32]

NETWORK_PX = 48
"""How high the picture is that the reading network takes."""

_MOST_STROKES = 160
_MOST_POINTS = 400
_FARTHEST_PX = 1e5
_FILL = 0.8
"""How much of the picture's height a character fills."""
_PEN = 0.04
"""How thick the pen is, as a share of that height: thin print of this weight is what the network knows."""
_SIDES = 1.0
"""White beside the character, in heights of the picture, both sides together."""
_FINER = 4
"""Drawn so much larger first: smooth edges."""
_SMALLEST = 0.4
"""A dot is not blown up to a character: what is smaller than this share of a character is drawn small."""
_LONGEST = 16
"""A row is drawn no longer than this many heights: some thirty digits."""
_SHIFT = 4
"""Bits behind the point in OpenCV's coordinates."""
_MOST_BREAKS = 6


def clean(strokes_untrusted: Sequence[Stroke]) -> tuple[Stroke, ...]:
    """Strokes that can be drawn: finite, near, thinned out, the newest where there are far too many."""
    kept = []
    for stroke in strokes_untrusted[-_MOST_STROKES:]:
        points = np.asarray(stroke, np.float32).reshape(-1, 3)
        sound = np.isfinite(points).all(axis=1) & (np.abs(points[:, :2]) < _FARTHEST_PX).all(axis=1)
        points = points[sound]
        if len(points) > _MOST_POINTS:
            points = points[np.linspace(0, len(points) - 1, _MOST_POINTS).round().astype(int)]
        if len(points):
            kept.append(np.ascontiguousarray(points))
    return tuple(kept)


@dataclass(frozen=True, slots=True)
class Extent:
    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


def extent(strokes: Sequence[Stroke]) -> Extent:
    """The smallest upright box around strokes."""
    points = np.vstack(strokes)[:, :2]
    (left, top), (right, bottom) = points.min(axis=0), points.max(axis=0)
    return Extent(float(left), float(top), float(right), float(bottom))


def draw(strokes: Sequence[Stroke], side_px: float = 0, row: bool = False) -> Image:
    """Strokes as a grey picture of the network's height, dark on white, in the middle.

    ``side_px`` is about how large the writer's characters are, where that is known. A ``row`` is fitted by
    its height alone and may be long.
    """
    box = extent(strokes)
    large = box.height if row else max(box.width, box.height)
    high = NETWORK_PX * _FINER
    scale = min(_FILL * high / max(large, _SMALLEST * side_px, 1.0), _LONGEST * high / max(box.width, 1.0))
    wide = -(-round(box.width * scale + _SIDES * high) // _FINER) * _FINER
    drawn = np.full((high, wide), 255, np.uint8)
    middle = np.array([box.left + box.right, box.top + box.bottom]) / 2
    pen_px = max(1, round(_PEN * high))
    lines = [
        (((stroke[:, :2] - middle) * scale + (wide / 2, high / 2)) * (1 << _SHIFT)).round().astype(np.int32)
        for stroke in strokes
    ]
    cv2.polylines(drawn, lines, False, 0, pen_px, cv2.LINE_AA, _SHIFT)
    return np.asarray(cv2.resize(drawn, (wide // _FINER, NETWORK_PX), interpolation=cv2.INTER_AREA), np.uint8)


@dataclass(frozen=True, slots=True)
class Break:
    """A character may end before stroke ``at``. ``log_odds``: how much speaks for it, above 0 more than
    against it."""

    at: int
    log_odds: float


_ROW_FROM = 1.45
"""Ink so many times as wide as high is a row; less is one character, or several on top of each other."""
# Logistic weights, fitted to drawn words: how far what was written before reaches beyond the new stroke (in
# characters), the pause (logarithm, beside the usual one), how far the pen goes up and left, how far from the
# top and left the new stroke begins, how far from the bottom the last one ended, how much of the same place
# both parts fill.
_IN_A_ROW = np.array([-14.0, 2.5, 1.6, -5.6, 2.5, 0.0, 0.0, 0.0, -8.0])
_ON_TOP = np.array([0.0, 4.0, 4.5, 6.5, -6.6, -4.5, -3.3, 4.0, -6.25])
_LEAST_ODDS = -5.5
_SHORTEST_PAUSE_MS = 10.0


def is_row(strokes: Sequence[Stroke]) -> bool:
    """Whether characters stand side by side."""
    box = extent(strokes)
    return len(strokes) > 1 and box.width > _ROW_FROM * box.height


def breaks(strokes: Sequence[Stroke]) -> tuple[Break, ...]:
    """Where one character may end and the next begin, in order; the likeliest few only."""
    if len(strokes) < 2:
        return ()
    box = extent(strokes)
    row = is_row(strokes)
    side = max(box.height, 1.0)
    odds = _features(strokes, box, side) @ (_IN_A_ROW if row else _ON_TOP)
    most = _MOST_BREAKS if not row else _MOST_BREAKS + round(box.width / side)
    likeliest = np.argsort(-odds, kind="stable")[:most]
    return tuple(
        Break(int(place) + 1, float(odds[place])) for place in sorted(likeliest) if odds[place] > _LEAST_ODDS
    )


def _features(strokes: Sequence[Stroke], box: Extent, side: float) -> NDArray[np.float64]:
    left = np.array([stroke[:, 0].min() for stroke in strokes], np.float64)
    right = np.array([stroke[:, 0].max() for stroke in strokes], np.float64)
    begin = np.array([stroke[0] for stroke in strokes], np.float64)[1:]
    end = np.array([stroke[-1] for stroke in strokes], np.float64)[:-1]
    reached = np.maximum.accumulate(right)[:-1]
    following = np.array([left[place : place + 3].min() for place in range(1, len(strokes))])
    pause_ms = np.maximum(begin[:, 2] - end[:, 2], _SHORTEST_PAUSE_MS)
    return np.column_stack(
        (
            (reached - following) / side,
            np.log(pause_ms / np.median(pause_ms)),
            (end[:, 1] - begin[:, 1]) / side,
            (end[:, 0] - begin[:, 0]) / side,
            (begin[:, 1] - box.top) / side,
            (begin[:, 0] - box.left) / side,
            (box.bottom - end[:, 1]) / side,
            _shared_place(strokes),
            np.ones(len(begin)),
        )
    )


def _shared_place(strokes: Sequence[Stroke]) -> NDArray[np.float64]:
    """For each place between two strokes: what the box around all before it shares with that around all after
    it, as a part of what both fill."""
    low = np.array([stroke[:, :2].min(axis=0) for stroke in strokes], np.float64)
    high = np.array([stroke[:, :2].max(axis=0) for stroke in strokes], np.float64)
    low_before = np.minimum.accumulate(low)[:-1]
    high_before = np.maximum.accumulate(high)[:-1]
    low_after = np.minimum.accumulate(low[::-1])[::-1][1:]
    high_after = np.maximum.accumulate(high[::-1])[::-1][1:]
    shared = np.maximum(np.minimum(high_before, high_after) - np.maximum(low_before, low_after), 0)
    before, after = np.maximum(high_before - low_before, 1), np.maximum(high_after - low_after, 1)
    both = shared.prod(axis=1)
    return np.asarray(both / (before.prod(axis=1) + after.prod(axis=1) - both), np.float64)
