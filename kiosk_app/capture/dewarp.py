"""A page that curls gently: its sides bow in the picture, and are straightened by what they show.

Only what is measured is undone. Each side is looked for along a family of cubic arcs through its two
corners; a page whose sides are as well explained by straight lines stays untouched. Between the sides
the shift is a Coons patch (Coons, "Surfaces for computer-aided design of space forms", 1967).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Corners, Image, side_lengths_px
from kiosk_app.capture.sheet import reduced

_LEAST_SIDE_PX = 64  # a smaller outline, or one far larger than the picture, is no page's
_LOOK_PX = 800
_MARGIN = 0.05
"""How far a side may bow, and how much of the desk is looked at, as a share of the long side."""
_POINTS = 96
_LEAST_BOW = 0.004
_GAIN = 1.35
_COVERAGE = 0.75
_CLEAR = 3.0

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Arc:
    """How far a side lies from the straight line between its corners at ``t`` of its length:
    ``4 t (1 - t) (bow + lean (2 t - 1))``, in shares of the page's height (top and bottom) or width."""

    bow: float = 0.0
    lean: float = 0.0

    def at(self, t: NDArray[np.float64]) -> Curve:
        return np.asarray(4 * t * (1 - t) * (self.bow + self.lean * (2 * t - 1)), np.float64)


@dataclass(frozen=True, slots=True)
class Curl:
    """The arcs of all four sides, positive downwards and to the right."""

    top: Arc
    right: Arc
    bottom: Arc
    left: Arc


def curl_of(image: Image, corners: Corners) -> Curl | None:
    """How the page inside ``corners`` curls; None where its sides are straight or not to be seen."""
    top, right, bottom, left = side_lengths_px(corners)
    width, height = max(top, bottom), max(left, right)
    if not _LEAST_SIDE_PX <= max(width, height) <= 4 * max(image.shape[:2]):
        return None
    scale = _LOOK_PX / max(width, height)
    near, times = reduced(image, int(max(image.shape[:2]) * min(1.0, scale)))
    inner = np.maximum(np.round(np.array((width, height)) * scale), 64)
    margin = round(_MARGIN * _LOOK_PX)
    target = np.array([(0, 0), (1, 0), (1, 1), (0, 1)]) * inner + margin
    source = (corners + 0.5) / times - 0.5
    transform = cv2.getPerspectiveTransform(source.astype(np.float32), target.astype(np.float32))
    size = (int(inner[0]) + 2 * margin, int(inner[1]) + 2 * margin)
    seen = cv2.warpPerspective(near, transform, size, borderMode=cv2.BORDER_REPLICATE)
    arcs = []
    for turns in range(4):  # each side in turn comes to the top
        side = np.rot90(seen, turns)
        strip = side[: 2 * margin + 1, margin : side.shape[1] - margin]
        arcs.append(_arc(np.ascontiguousarray(strip), margin, side.shape[0] - 2 * margin))
    top_arc, right_arc, bottom_arc, left_arc = arcs
    if not any(arcs):
        return None
    # A quarter turn takes left to down; along the bottom and the left the way runs backwards.
    return Curl(
        top_arc or Arc(),
        _mirrored(right_arc),
        Arc(-bottom_arc.bow, bottom_arc.lean) if bottom_arc else Arc(),
        Arc(left_arc.bow, -left_arc.lean) if left_arc else Arc(),
    )


def _mirrored(arc: Arc | None) -> Arc:
    return Arc(-arc.bow, -arc.lean) if arc else Arc()


def _arc(strip: Image, middle: int, depth_px: int) -> Arc | None:
    """The side that runs along the strip, near row ``middle``. ``depth_px`` is the page's extent below."""
    energy = _energy(strip)
    points = ((np.arange(_POINTS) + 0.5) / _POINTS * strip.shape[1]).astype(int)
    columns = energy[:, points]
    reach = round(0.8 * middle)
    bow, lean, shift = _tries(np.arange(-reach, reach + 1), np.arange(-6, 7, 3), np.arange(-3, 3.1, 1.5))
    score, _ = _along(columns, middle, bow, lean, shift)
    straight = float(score[(np.abs(bow) < 0.6) & (lean == 0)].max())
    best = int(np.argmax(score - 0.002 * np.abs(bow) * score.max()))
    fine = _tries(
        bow[best] + np.arange(-1, 1.1, 0.25),
        lean[best] + np.arange(-2, 3),
        shift[best] + np.arange(-1, 1.1, 0.5),
    )
    score, along = _along(columns, middle, *fine)
    best = int(np.argmax(score))
    found, leaning = float(fine[0][best]), float(fine[1][best])
    seen = along[best] > 0.35 * np.median(along[best])
    if (
        abs(found) < _LEAST_BOW * _LOOK_PX
        or score[best] < _GAIN * straight
        or score[best] < _CLEAR * float(np.median(columns))
        or seen.mean() < _COVERAGE
    ):
        return None
    return Arc(found / depth_px, leaning / depth_px)


def _tries(*ranges: NDArray[Any]) -> tuple[Curve, ...]:
    return tuple(grid.ravel() for grid in np.meshgrid(*ranges, indexing="ij"))


def _along(
    columns: NDArray[np.float32], middle: int, bow: Curve, lean: Curve, shift: Curve
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The mean strength of the edge along each arc, and the strength at each of its points."""
    t = (np.arange(_POINTS) + 0.5) / _POINTS
    bent = 4 * t * (1 - t) * (bow[:, None] + lean[:, None] * (2 * t - 1))
    rows = np.clip(np.round(middle + shift[:, None] + bent), 0, len(columns) - 1).astype(int)
    along = columns[rows, np.arange(_POINTS)]
    return along.mean(axis=1), along


def _energy(strip: Image) -> NDArray[np.float32]:
    """How strong an edge along the strip is at each place; loud places do not outweigh the rest."""
    soft = cv2.blur(strip, (15, 3)).astype(np.float32)
    steps = np.abs(soft[2:] - soft[:-2]).max(axis=2)
    steps = np.pad(steps, ((1, 1), (0, 0)))
    return np.asarray(np.minimum(steps, 4 * np.median(steps.max(axis=0)) + 1), np.float32)


def _nearer(first: Arc, second: Arc, t: NDArray[np.float64]) -> Curve | float:
    """How much larger the page is seen at ``t``, where both of its sides bow outwards, or inwards."""
    return second.at(t) - first.at(t) if first.bow * second.bow < 0 else 0.0


def straighten(
    image: Image, corners: Corners, size: tuple[int, int], curl: Curl, interpolation: int
) -> Image:
    """The page inside ``corners``, flat, ``size`` wide and high, its sides' arcs made straight."""
    step = 16
    columns, rows = (side // step + 3 for side in size)
    # A coarse grid with a cell to spare on every side, then enlarged: exact to a hundredth of a pixel.
    u = ((np.arange(columns) - 0.5) * step) / size[0]
    v = ((np.arange(rows) - 0.5) * step) / size[1]
    across, down = np.meshgrid(u, v)
    tu, tv = np.clip(across, 0, 1), np.clip(down, 0, 1)
    unit = np.array([(0, 0), (1, 0), (1, 1), (0, 1)], np.float32)
    back = cv2.getPerspectiveTransform(unit, corners.astype(np.float32))
    axis = cv2.perspectiveTransform(
        np.array([[(image.shape[1] / 2, image.shape[0] / 2)]], np.float64), np.linalg.inv(back)
    )[0, 0]
    x = across + (1 - tu) * curl.left.at(tv) + tu * curl.right.at(tv)
    y = down + (1 - tv) * curl.top.at(tu) + tv * curl.bottom.at(tu)
    # What stands up towards the lens is seen larger in every direction, away from the middle.
    x += (across - axis[0]) * _nearer(curl.top, curl.bottom, tu)
    y += (down - axis[1]) * _nearer(curl.left, curl.right, tv)
    places = cv2.perspectiveTransform(np.stack((x, y), axis=2).astype(np.float64), back)
    whole = cv2.resize(
        places.astype(np.float32), (columns * step, rows * step), interpolation=cv2.INTER_LINEAR
    )
    places = np.ascontiguousarray(whole[step : step + size[1], step : step + size[0]])
    flat = cv2.remap(
        image,
        places,
        np.empty(0),
        interpolation,
        borderMode=cv2.BORDER_CONSTANT,
        borderValue=(255, 255, 255),
    )
    return flat.astype(np.uint8, copy=False)
