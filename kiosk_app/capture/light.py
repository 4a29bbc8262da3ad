"""What the light does to a page: too little of it, a lamp mirrored in it, a shadow on its print."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image
from kiosk_app.capture.sheet import Plane, Sheet, to_long_side

_SMALL_PX = 400
_SAME_COLOUR = 0.14
_INKED = 20  # of 255
_DARK = 60
_DARK_PRINT = 90
_BURNT = 250
_LEAST_GLARE = 0.004
_GLARE_DROP = 14.0
_CRISP = 0.4
_SHADOW = 0.52
_DEEP_SHADOW = 0.16
_LEAST_SHADOW = 0.012

Mask = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A part of the page: ``mask`` is 1 there, at the size of :class:`Small`; ``strength`` is the share
    of the light that is left (a shadow) or of the page that it takes up (glare)."""

    mask: Mask
    strength: float


@dataclass(frozen=True, slots=True, eq=False)
class Small:
    """The page 400 pixels long, with and without its print; ``ink`` is 1 where there is some, ``letters``
    where it is letters, not lines, folds or the edges of shadows.

    ``level`` is the brightness of the paper where the light is good; ``paper`` is its colour, as a factor
    on white; ``paper_share`` is how much of the page is of that colour, in whatever light.
    """

    bgr: Image
    blank: Image
    level: float
    paper: NDArray[np.float32]
    paper_share: float
    ink: Mask
    letters: Mask


def small_of(sheet: Sheet) -> Small:
    bgr = to_long_side(sheet.bgr, _SMALL_PX)
    blank = cv2.morphologyEx(bgr, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8)).astype(np.uint8, copy=False)
    level = float(np.percentile(_grey(blank), 90))
    paper = _paper(blank)
    same = (foreign(blank, paper) < _SAME_COLOUR) & (_grey(blank) > 0.4 * level)
    return Small(bgr, blank, level, paper, float(same.mean()), *_print(sheet, bgr.shape))


def _print(sheet: Sheet, shape: tuple[int, ...]) -> tuple[Mask, Mask]:
    """All ink, and that of letters alone, at the size of ``shape``."""
    boxes = np.zeros_like(sheet.ink)
    for left, top, width, height in sheet.letters:
        boxes[top : top + height, left : left + width] = 1
    ink, letters = (
        np.greater(cv2.resize(mask * 255, shape[1::-1], interpolation=cv2.INTER_AREA), _INKED)
        for mask in (sheet.ink, boxes & sheet.ink)
    )
    return ink.astype(np.uint8), letters.astype(np.uint8)


def _paper(blank: Image) -> NDArray[np.float32]:
    bright = blank.max(axis=2)
    colour = np.median(blank[bright >= np.median(bright)], axis=0)
    return np.asarray(np.maximum(colour, 1.0) / 255, np.float32)


def foreign(image: Image, paper: NDArray[np.float32]) -> NDArray[np.float32]:
    """How far each colour is from the paper's, by hue, which light and shadow do not touch: 0 is the same."""
    balanced = image / paper
    total = np.maximum(balanced.sum(axis=2), 40.0)
    blue, green, red = (balanced[:, :, k] for k in range(3))
    return np.asarray(3 * np.maximum(np.abs(red - blue), np.abs(red - green)) / total, np.float32)


def is_dark(sheet: Sheet, small: Small) -> bool:
    """Hardly any light. White print on black is none of that."""
    return small.level < _DARK and float(np.percentile(sheet.grey[::4, ::4], 99.8)) < _DARK_PRINT


def glare(small: Small) -> Patch | None:
    """Where a lamp is mirrored: burnt out, and fading into the page instead of ending at a line."""
    burnt = (small.bgr.min(axis=2) >= _BURNT).astype(np.uint8)
    burnt = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((3, 3), np.uint8)).astype(np.uint8)
    grey = _grey(small.blank)
    found = [
        patch
        for patch in _patches(burnt, _LEAST_GLARE)
        if (edge := _edge(grey, patch)) and edge.outside < 255 - _GLARE_DROP and edge.crisp < _CRISP
    ]
    return _together(found, None)


def shadow(small: Small) -> Patch | None:
    """The deepest shadow that lies on print. A dark picture ends at a line, a shadow fades."""
    grey = _grey(small.blank)
    dark = (grey < _SHADOW * small.level).astype(np.uint8)
    dark = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((7, 7), np.uint8)).astype(np.uint8)
    found = []
    for patch in _patches(dark, _LEAST_SHADOW):
        edge = _edge(grey, patch)
        if edge is None or edge.crisp > _CRISP or not comes_in(patch) or not _touches(patch, small.letters):
            continue
        left = edge.inside / max(edge.outside, 1.0)
        if left < _SHADOW + 0.1:
            found.append((left, patch))
    if not found:
        return None
    return _together([patch for _, patch in found], min(left for left, _ in found))


def is_deep(patch: Patch) -> bool:
    """So deep that even the cleaned page may not be read."""
    return patch.strength < _DEEP_SHADOW


def _grey(image: Image) -> Plane:
    return cv2.cvtColor(image, cv2.COLOR_BGR2GRAY).astype(np.uint8, copy=False)


def _patches(mask: Mask, least_share: float) -> list[Mask]:
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    large = [k for k in range(1, count) if stats[k, cv2.CC_STAT_AREA] >= least_share * mask.size]
    return [(labels == k).astype(np.uint8) for k in large]


def _together(patches: list[Mask], strength: float | None) -> Patch | None:
    if not patches:
        return None
    mask = np.max(patches, axis=0)
    return Patch(mask, float(mask.mean()) if strength is None else strength)


def comes_in(patch: Mask) -> bool:
    """Whether it reaches the page from outside, as hands and their shadows do."""
    y, x = np.nonzero(patch)
    return bool(
        x.min() <= 2 or y.min() <= 2 or x.max() >= patch.shape[1] - 3 or y.max() >= patch.shape[0] - 3
    )


def grown(mask: Mask, reach_px: int) -> Mask:
    """The mask with all that lies within so many pixels of it."""
    return cv2.dilate(mask, np.ones((2 * reach_px + 1,) * 2, np.uint8)).astype(np.uint8, copy=False)


def _touches(patch: Mask, ink: Mask) -> bool:
    return float((patch & grown(ink, 4)).sum()) > 0.004 * patch.size


@dataclass(frozen=True, slots=True)
class _Edge:
    """Brightness 6 pixels inside and 10 outside, and how much of the step lies within one pixel."""

    inside: float
    outside: float
    crisp: float


def _edge(grey: Plane, patch: Mask) -> _Edge | None:
    """How a patch ends where it ends on the page; None where it ends nowhere."""
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    rings = {
        name: cv2.dilate(patch, disc, iterations=k) for name, k in (("near", 2), ("far", 8), ("farther", 12))
    }
    core = cv2.erode(patch, disc, iterations=4, borderValue=1)
    outside = (rings["farther"] - rings["far"]) > 0
    rim = (rings["near"] - cv2.erode(patch, disc, iterations=2, borderValue=1)) > 0
    if outside.sum() < 30 or rim.sum() < 30:
        return None
    inner = core > 0 if core.any() else patch > 0
    inside_level, outside_level = float(np.median(grey[inner])), float(np.median(grey[outside]))
    drop = abs(outside_level - inside_level)
    slope = cv2.magnitude(
        *(cv2.Sobel(grey, cv2.CV_32F, *way, ksize=3, scale=1 / 8) for way in ((1, 0), (0, 1)))
    )
    # The steepest quarter of the rim: everywhere else the rim is wider than the edge.
    steep = float(np.percentile(slope[rim], 85))
    return _Edge(inside_level, outside_level, steep / max(drop, 1.0))
