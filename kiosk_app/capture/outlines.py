"""Four-sided outlines of the areas that the network sees, also where the frame or a hand cuts into them."""

from __future__ import annotations

from itertools import combinations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Corners, Line, crossings, is_convex, line_through, quad_of
from kiosk_app.capture.network import Map

_LEVELS = (0.0, 2.0)
"""Logits at which areas are cut out: a sheet beneath is often half believed and parts from the upper one
at the higher level only."""
_SURE = 0.85
_LEAST_SHARE = 0.003  # of the picture: a card held far from the camera
_LEAST_PART = 0.15  # of the largest area: smaller ones are crumbs of it
_MOST_SIDES = 7
_BORDER_PX = 2.5
_FAR_OUTSIDE = 0.6  # a corner may lie this share of the long side outside the picture
_NEAR_SIDE_PX = 4.0
_ROUNDING = 0.08  # of each side is left out at both ends: cards are rounded there
_CORNER_REACH = (
    0.1  # of the outline's width: so far a corner that the network sees may be from the sides' meeting
)
_FIXED_POINT = 4
_APART_PX = 9
_LEAST_CORNER = -2.0  # logit
_MOST_CORNERS = 8
_ROUGHLY = 0.55
_TILTED = 0.85  # what a tilt leaves of the likeness to a rectangle seen from straight above

Points = NDArray[np.float64]
Mask = NDArray[np.uint8]


def outlines(
    inside: Map, edge: Map, corner: Map, most: int = 4, aspect: float | None = None
) -> list[tuple[Corners, float]]:
    """Corners in pixels of the map and how sure they are (0 to 1), the surest first; none overlap much.

    ``aspect`` is long side by short side, where it is known.
    """
    found: list[tuple[Corners, float]] = []
    for level in _LEVELS:
        if not found or min(confidence for _, confidence in found) < _SURE:
            found += _at_level(inside, edge, corner, level, most, aspect)
    kept: list[tuple[Corners, float]] = []
    for corners, confidence in sorted(found, key=lambda each: -each[1]):
        middle = corners.mean(axis=0)
        if all(
            _distance(other, middle) < 0 and _distance(corners, other.mean(axis=0)) < 0 for other, _ in kept
        ):
            kept.append((corners, confidence))
    return kept[:most]


def _distance(corners: Corners, place: Points) -> float:
    """Above 0 inside the outline."""
    return cv2.pointPolygonTest(corners.astype(np.float32), (float(place[0]), float(place[1])), True)


def _at_level(
    inside: Map, edge: Map, corner: Map, level: float, most: int, aspect: float | None
) -> list[tuple[Corners, float]]:
    found = []
    mask = (inside > level).astype(np.uint8)
    contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    contours = sorted(contours, key=cv2.contourArea, reverse=True)[:most]
    largest = cv2.contourArea(contours[0]) if contours else 0.0
    for contour in contours:
        if cv2.contourArea(contour) < max(_LEAST_SHARE * mask.size, _LEAST_PART * largest):
            break
        area = np.zeros_like(mask)
        cv2.drawContours(area, [contour], -1, 1, -1)
        corners = _four_sided(contour, area)
        if corners is None:
            continue
        tried = [_at_corners(corners, corner)]
        if _sureness(area, tried[0], inside, edge, aspect) < _SURE:
            tried += _between_corners(area, corner) + ([_rectangle(area, aspect)] if aspect else [])
        sure = [_sureness(area, each, inside, edge, aspect) for each in tried]
        best = int(np.argmax(sure))
        found.append((tried[best], sure[best]))
    return found


def _sureness(area: Mask, corners: Corners, inside: Map, edge: Map, aspect: float | None) -> float:
    """The outline's confidence, less where its shape is not what is known of it."""
    confidence = _confidence(corners, inside, edge)
    if aspect is None:
        return confidence
    drawn = np.zeros_like(area)
    cv2.fillConvexPoly(drawn, np.round(corners).astype(np.int32), 1)
    if not drawn.any():
        return 0.0
    likeness = _overlap(_rectangle(drawn, aspect), drawn, cv2.countNonZero(drawn))
    return confidence * min(1.0, likeness / _TILTED)


def _rectangle(area: Mask, aspect: float) -> Corners:
    """The rectangle of those proportions that lies as the area does and is as large: where the area's
    sides are frayed, its middle, its direction and its size are not."""
    moments = cv2.moments(area, True)
    middle = np.array((moments["m10"], moments["m01"])) / moments["m00"]
    turn = 0.5 * np.arctan2(2 * moments["mu11"], moments["mu20"] - moments["mu02"])
    long, short = np.sqrt(moments["m00"] * aspect) / 2, np.sqrt(moments["m00"] / aspect) / 2
    box = np.array(((-long, -short), (long, -short), (long, short), (-long, short)))
    turned = box @ np.array(((np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))))
    return quad_of((turned + middle).tolist()).corners


def _between_corners(area: Mask, corner: Map) -> list[Corners]:
    """Outlines between the corners that the network sees, as far as they fit the area roughly: where the
    area is torn, its corners often are not."""
    grown = cv2.dilate(corner, np.ones((_APART_PX, _APART_PX), np.uint8))
    y, x = np.nonzero((corner >= grown) & (corner > _LEAST_CORNER))
    likeliest = np.argsort(-corner[y, x])[:_MOST_CORNERS]
    area_px = cv2.countNonZero(area)
    fitting = []
    for chosen in combinations(zip(x[likeliest].tolist(), y[likeliest].tolist(), strict=True), 4):
        corners = quad_of(chosen).corners
        if is_convex(corners) and _overlap(corners, area, area_px) > _ROUGHLY:
            fitting.append(_at_corners(corners, corner))
    return fitting


def _four_sided(contour: cv2.typing.MatLike, area: Mask) -> Corners | None:
    """Of all fours of the area's main sides those that enclose it best: a side on the frame, or across
    a corner that a hand covers, loses against the true ones."""
    area_px = cv2.countNonZero(area)
    best: tuple[float, Corners] | None = None
    sides = _sides(cv2.convexHull(contour))
    for chosen in combinations(sides, 4):
        corners = crossings(chosen)
        if corners is None or not _plausible(corners, area.shape):
            continue
        overlap = _overlap(corners, area, area_px)
        if best is None or overlap > best[0]:
            best = overlap, corners
    return None if best is None else _fitted(best[1], contour[:, 0].astype(np.float64), area.shape)


def _sides(hull: cv2.typing.MatLike) -> list[Line]:
    """The hull's main sides in order."""
    around = cv2.arcLength(hull, True)
    polygon = hull
    for tolerance in (0.006, 0.01, 0.015, 0.02, 0.03, 0.05):
        polygon = cv2.approxPolyDP(hull, tolerance * around, True)
        if len(polygon) <= _MOST_SIDES:
            break
    points = polygon[:, 0].astype(np.float64)
    if len(points) < 4:
        points = cv2.boxPoints(cv2.minAreaRect(hull)).astype(np.float64)
    return [line_through(a, b) for a, b in zip(points, np.roll(points, -1, axis=0), strict=True)]


def _plausible(corners: Corners, shape: tuple[int, ...]) -> bool:
    size = np.array(shape[1::-1])
    margin = _FAR_OUTSIDE * size.max()
    return is_convex(corners) and bool(np.all((corners > -margin) & (corners < size + margin)))


def _overlap(corners: Corners, area: Mask, area_px: int) -> float:
    """Intersection over union of the outline, as far as it lies in the picture, and the area.

    Counted in pixels: OpenCV's intersection of convex polygons errs where their sides nearly coincide.
    """
    drawn = np.zeros_like(area)
    points = np.round(corners * 2**_FIXED_POINT).astype(np.int32)
    cv2.fillConvexPoly(drawn, points, 1, shift=_FIXED_POINT)
    shared = cv2.countNonZero(cv2.bitwise_and(drawn, area))
    return shared / max(cv2.countNonZero(drawn) + area_px - shared, 1)


def _fitted(corners: Corners, contour: Points, shape: tuple[int, ...]) -> Corners:
    """Each side laid through the boundary points near it, where there are any away from the frame."""
    limit = np.array(shape[1::-1]) - 1 - _BORDER_PX
    free = contour[((contour > _BORDER_PX) & (contour < limit)).all(axis=1)]
    lines: list[Line] = []
    for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True):
        length = max(float(np.linalg.norm(b - a)), 1e-9)
        along, away = (b - a) / length, free - a
        share, off = away @ along / length, away @ np.array((-along[1], along[0]))
        near = free[(np.abs(off) < _NEAR_SIDE_PX) & (share > _ROUNDING) & (share < 1 - _ROUNDING)]
        if len(near) < 6:
            lines.append(line_through(a, b))
            continue
        dx, dy, x, y = (
            cv2.fitLine(near.astype(np.float32), cv2.DIST_HUBER, 0, 0.01, 0.01).ravel().astype(float)
        )
        lines.append((dy, -dx, dx * y - dy * x))
    better = crossings(lines)
    if better is None or not _plausible(better, shape):
        better = corners
    return quad_of(better.tolist()).corners


def _at_corners(corners: Corners, corner: Map) -> Corners:
    """Each corner moved to the one that the network sees near it: where a side bows, lines meet elsewhere."""
    reach = _CORNER_REACH * float(np.sqrt(max(cv2.contourArea(corners.astype(np.float32)), 1.0)))
    moved = corners.copy()
    height, width = corner.shape
    for k, (x, y) in enumerate(corners):
        left, top = max(0, int(x - reach)), max(0, int(y - reach))
        part = corner[top : min(height, int(y + reach) + 2), left : min(width, int(x + reach) + 2)]
        if not part.size or part.max() < 0:
            continue
        likely = 1 / (1 + np.exp(-part.astype(np.float64)))
        row, column = np.unravel_index(int(likely.argmax()), likely.shape)
        rows, columns = (slice(max(0, int(at) - 4), int(at) + 5) for at in (row, column))
        peak = likely[rows, columns] ** 2
        grid_y, grid_x = np.mgrid[
            rows.start : rows.start + peak.shape[0], columns.start : columns.start + peak.shape[1]
        ]
        seen = np.array(((grid_x * peak).sum(), (grid_y * peak).sum())) / peak.sum() + (left, top)
        if float(np.linalg.norm(seen - corners[k])) <= reach:
            moved[k] = seen
    return moved if is_convex(moved) else corners


def _confidence(corners: Corners, inside: Map, edge: Map) -> float:
    """How firmly the network says "inside" all over the outline, "outside" around it, "side" on its sides."""
    steps = np.linspace(0.06, 0.94, 12)
    u, v = (grid[..., None] for grid in np.meshgrid(steps, steps))
    tl, tr, br, bl = corners
    within = (tl * (1 - u) + tr * u) * (1 - v) + (bl * (1 - u) + br * u) * v
    share = np.linspace(0.04, 0.96, 24)[:, None]
    sides = np.concatenate(
        [a + share * (b - a) for a, b in zip(corners, np.roll(corners, -1, axis=0), strict=True)]
    )
    away = sides - corners.mean(axis=0)
    beyond = sides + away / np.maximum(np.linalg.norm(away, axis=1, keepdims=True), 1e-9) * 8
    page, side, desk = (
        _visible(logits, places)
        for logits, places in ((inside, within.reshape(-1, 2)), (edge, sides), (inside, beyond))
    )
    return float(page.mean() * side.mean() * (1 - desk.mean())) if len(side) and len(page) else 0.0


def _visible(logits: Map, places: Points) -> Points:
    """The probabilities at the places that lie in the picture."""
    x, y = np.round(places).astype(int).T
    there = (x >= 0) & (y >= 0) & (x < logits.shape[1]) & (y < logits.shape[0])
    probability: Points = 1 / (1 + np.exp(-logits[y[there], x[there]].astype(np.float64)))
    return probability if len(probability) else np.zeros(1)
