"""How sharp the print of a page is, measured by its own letters: blurred, moved, or too small.

A picture is blurred once more, by an eighth of a letter's height. What was sharp loses most of its
slopes by that, what was blurred already hardly any; contrast and light drop out (Crété-Roffet et al.,
"The blur effect", 2007; Zhuo and Sim, "Defocus map estimation from a single image", 2011). Slopes are
taken along eight directions: a movement wears away those that lie across it.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.sheet import Plane, Sheet

_LETTER_PX = 16.0
"""Letters are brought down to this height before they are looked at."""
_BLUR_SHARE = 0.125
_HIGHEST_LETTER = 0.03
_ANGLES = np.arange(8) * np.pi / 8
_MOST_POINTS = 120_000
_LEAST_LETTERS = 3
_LEAST_POINTS = 60
_TILES = 10
_LEAST_TILE_POINTS = 120
_CREST = 0.75


@dataclass(frozen=True, slots=True, eq=False)
class Legibility:
    """``sharp`` is 0 for wholly blurred letters to about 0.7 for sharp ones, over the whole page.

    ``across`` is the same in the one direction that is the worst, less where slopes in that direction
    are rare; ``even`` is that in proportion to the direction at right angles, 1 where no direction
    stands out. ``tiles`` is ``sharp`` for each of 10 x 10 parts, NaN where there is too little print.
    ``pixel_sharp`` is how sharp the picture is at the scale of its own pixels, in its worst direction,
    whatever the letters; 0 where they are not small.
    """

    sharp: float
    across: float
    even: float
    tiles: NDArray[np.float64]
    pixel_sharp: float


@dataclass(frozen=True, slots=True, eq=False)
class _Slopes:
    """Of each point of print: where it is, its slopes, its slopes after another blur, and whether it is
    the steepest hereabouts."""

    row: NDArray[np.intp]
    column: NDArray[np.intp]
    before: NDArray[np.float32]
    after: NDArray[np.float32]
    crest: NDArray[np.bool_]


def legibility(sheet: Sheet) -> Legibility | None:
    """None where there is too little print to tell."""
    if len(sheet.letters) < _LEAST_LETTERS:
        return None
    print_here = _print(sheet)
    # Large thin handwriting is judged by its strokes, which would vanish with its height.
    letter_px = min(sheet.letter_px, _HIGHEST_LETTER * max(sheet.grey.shape))
    scale = min(1.0, _LETTER_PX / letter_px)
    grey = cv2.resize(sheet.grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    small_print = cv2.resize(print_here, grey.shape[::-1], interpolation=cv2.INTER_NEAREST)
    slopes = _slopes(_plane(grey), _plane(small_print), max(0.6, _BLUR_SHARE * letter_px * scale))
    if slopes is None:
        return None
    before, after = _along(slopes.before), _along(slopes.after)
    kept = 1 - after / before
    rare = before / np.roll(before, 4)
    worst = int(np.argmin(kept))
    weight = min(1.0, float(min(rare.min(), 1.0)) / 0.65) ** 1.5
    small = sheet.shrunk == 1 and sheet.letter_px < _LETTER_PX
    at_pixels = _slopes(sheet.grey, print_here, 1.0) if small else None
    pixel_sharp = float((1 - _along(at_pixels.after) / _along(at_pixels.before)).min()) if at_pixels else 0.0
    return Legibility(
        sharp=float(kept.mean()),
        across=float(kept[worst]) * weight,
        even=float(kept[worst] / max(kept[worst - 4], 1e-6)) * weight,
        tiles=_tiles(slopes, grey.shape),
        pixel_sharp=pixel_sharp,
    )


def _plane(image: cv2.typing.MatLike) -> Plane:
    return image.astype(np.uint8, copy=False)


def _print(sheet: Sheet) -> Plane:
    """1 in the boxes of letters and a little around them."""
    mask = np.zeros_like(sheet.ink)
    reach = max(1, round(0.12 * sheet.letter_px))
    for x, y, width, height in sheet.letters:
        mask[max(0, y - reach) : y + height + reach, max(0, x - reach) : x + width + reach] = 1
    return mask


def _slopes(grey: Plane, where: Plane, sigma_px: float) -> _Slopes | None:
    first = cv2.GaussianBlur(grey, (0, 0), 0.7)
    again = cv2.GaussianBlur(first, (0, 0), sigma_px)
    across, down = (cv2.Scharr(first, cv2.CV_32F, *way, scale=1 / 32) for way in ((1, 0), (0, 1)))
    steep = cv2.magnitude(across, down)
    inside = steep[where > 0]
    if not inside.size:
        return None
    noise = float(np.median(cv2.absdiff(grey[::2, ::2], cv2.GaussianBlur(grey, (5, 5), 0)[::2, ::2])))
    strong = float(np.percentile(inside[:: max(1, inside.size // 50_000)], 95))
    least = max(2.0, 1.8 * noise, 0.07 * strong)
    crest = steep >= _CREST * cv2.dilate(steep, np.ones((5, 5), np.uint8))
    row, column = np.nonzero((where > 0) & (steep > least))
    if len(row) < _LEAST_POINTS:
        return None
    step = 1 + len(row) // _MOST_POINTS
    row, column = row[::step], column[::step]
    softer = (cv2.Scharr(again, cv2.CV_32F, *way, scale=1 / 32) for way in ((1, 0), (0, 1)))
    before, after = (
        np.stack([np.asarray(slope, np.float32)[row, column] for slope in pair])
        for pair in ((across, down), softer)
    )
    return _Slopes(row, column, before, after, np.asarray(crest)[row, column])


def _along(slopes: NDArray[np.float32]) -> NDArray[np.float64]:
    """All slopes along each of the eight directions."""
    return np.array(
        [np.abs(slopes[0] * np.cos(a) + slopes[1] * np.sin(a)).sum() for a in _ANGLES], np.float64
    )


def _tiles(slopes: _Slopes, shape: tuple[int, ...]) -> NDArray[np.float64]:
    tile = slopes.row * _TILES // shape[0] * _TILES + slopes.column * _TILES // shape[1]
    tile = tile[slopes.crest]  # beside a lone edge another blur raises the slopes
    count = np.bincount(tile, minlength=_TILES**2)
    before, after = (np.hypot(*each[:, slopes.crest]) for each in (slopes.before, slopes.after))
    # Each point counts the same: steep sharp letters must not outweigh the blurred ones beside them.
    kept = np.clip(1 - after / np.maximum(before, 1e-6), -0.2, 1)
    mean = np.bincount(tile, kept, minlength=_TILES**2) / np.maximum(count, 1)
    kept = np.where(count >= _LEAST_TILE_POINTS, mean, np.nan)
    return np.asarray(kept.reshape(_TILES, _TILES), np.float64)
