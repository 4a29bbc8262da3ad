"""Points and outlines in a picture, and the true proportions of what they enclose."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot, sqrt

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]
"""Height x width x 3, blue-green-red, 8 bit."""

Corners = NDArray[np.float64]
"""4 x 2, clockwise from the top left as it lies in the picture, in pixels."""

A4_ASPECT = 297 / 210
CARD_ASPECT = 85.60 / 53.98
"""ISO/IEC 7810 ID-1, the resident identity card."""


class PaperKind(StrEnum):
    PAGE = "page"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Quad:
    """Four corners as they lie in the picture, in pixels; ``confidence`` runs from 0 to 1."""

    tl: Point
    tr: Point
    br: Point
    bl: Point
    confidence: float = 1.0

    @property
    def corners(self) -> Corners:
        return np.array([(p.x, p.y) for p in (self.tl, self.tr, self.br, self.bl)], np.float64)

    @property
    def area_px(self) -> float:
        return abs(signed_area_px(self.corners))

    def scaled(self, factor: float) -> Quad:
        """The same outline in a picture ``factor`` times as large."""
        return quad_of(self.corners * factor, self.confidence)


def signed_area_px(corners: Corners) -> float:
    """Shoelace area; positive for corners that run clockwise on the screen."""
    x, y = corners[:, 0], corners[:, 1]
    return float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y) / 2)


def quad_of(points: Iterable[Iterable[float]], confidence: float = 1.0) -> Quad:
    """An outline from four points in any order: clockwise, from the one nearest the top left."""
    corners = np.array([tuple(p) for p in points], np.float64)
    centre = corners.mean(axis=0)
    corners = corners[np.argsort(np.arctan2(*(corners - centre).T[::-1]), kind="stable")]
    first = int(np.argmin((corners - corners.min(axis=0)).sum(axis=1)))
    tl, tr, br, bl = (Point(float(x), float(y)) for x, y in np.roll(corners, -first, axis=0))
    return Quad(tl, tr, br, bl, confidence)


def side_lengths_px(corners: Corners) -> tuple[float, float, float, float]:
    """Top, right, bottom, left."""
    top, right, bottom, left = np.linalg.norm(np.roll(corners, -1, axis=0) - corners, axis=1)
    return float(top), float(right), float(bottom), float(left)


def true_aspect(corners: Corners, size_px: tuple[int, int]) -> float:
    """Width divided by height of the paper itself, perspective undone.

    ``size_px`` is the picture's width and height: a camera with square pixels looks through its
    middle (Zhang and He, "Whiteboard scanning and image enhancement", 2007, section 3.2). Where the
    perspective is too weak to tell the focal length, the mean of opposite sides is as good.
    """
    top, right, bottom, left = side_lengths_px(corners)
    plain = (top + bottom) / max(right + left, 1e-9)
    middle = np.array(size_px) / 2
    m1, m2, m4, m3 = (np.array((x, y, 1.0)) for x, y in corners - middle)
    d4, d3 = np.dot(np.cross(m2, m4), m3), np.dot(np.cross(m3, m4), m2)
    if abs(d4) < 1e-9 or abs(d3) < 1e-9:
        return plain
    n2 = np.dot(np.cross(m1, m4), m3) / d4 * m2 - m1
    n3 = np.dot(np.cross(m1, m4), m2) / d3 * m3 - m1
    depth = n2[2] * n3[2]
    longest = hypot(*size_px)
    if abs(depth) < 1e-6:
        return plain
    focal_squared = -(n2[0] * n3[0] + n2[1] * n3[1]) / depth
    if not (0.3 * longest) ** 2 < focal_squared < (3 * longest) ** 2:
        return plain
    scale = np.array((1 / focal_squared, 1 / focal_squared, 1.0))
    found = sqrt(float(np.sum(n2 * n2 * scale)) / max(float(np.sum(n3 * n3 * scale)), 1e-12))
    # The estimate is exact for exact corners only; far from the plain one it is noise.
    return found if 0.7 < found / plain < 1.43 else plain


def is_convex(corners: Corners) -> bool:
    edge = np.roll(corners, -1, axis=0) - corners
    after = np.roll(edge, -1, axis=0)
    cross = edge[:, 0] * after[:, 1] - edge[:, 1] * after[:, 0]
    return bool(np.all(cross > 0) or np.all(cross < 0))


Line = tuple[float, float, float]
"""a x + b y + c = 0, of any scale. Plain numbers: a finder crosses hundreds of them a frame."""


def line_through(a: NDArray[np.float64], b: NDArray[np.float64]) -> Line:
    ax, ay, bx, by = float(a[0]), float(a[1]), float(b[0]), float(b[1])
    return ay - by, bx - ax, ax * by - bx * ay


def crossings(sides: Sequence[Line]) -> Corners | None:
    """Where each of four sides meets the one before it; None where two run side by side."""
    corners = []
    for k in range(4):
        (a, b, c), (d, e, f) = sides[k - 1], sides[k]
        weight = a * e - d * b
        if abs(weight) < 1e-9:
            return None
        corners.append(((b * f - e * c) / weight, (d * c - a * f) / weight))
    return np.array(corners)
