"""What in a picture speaks for the edge of a paper: edges in any colour, straight lines, blank margins."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image

Floats = NDArray[np.float32]

DIRECTIONS = 12
_CHROMA_WEIGHT = 1.6  # colour differences are smaller than light differences, but lie less
_SURROUND_PX = 25
_FLOOR = 0.5  # grey levels a pixel: what sensor noise leaves after smoothing


@dataclass(frozen=True, slots=True, eq=False)
class Cues:
    """Everything at one coarse scale. ``scale`` is coarse pixels for each pixel of the picture.

    ``edges[k]`` (0 to 255) says how surely an edge with its normal at ``k * 180 / DIRECTIONS`` degrees
    runs within two pixels of here, seen against its surroundings: a faint edge on a smooth desk counts
    as much as a strong one; the grain of wood counts little.
    """

    scale: float
    lab: Floats
    texture: Floats
    edges: NDArray[np.uint8]
    thin: NDArray[np.bool_]
    angle: Floats
    strength: Floats


def look(image: Image, long_side_px: int) -> Cues:
    """The cues of a picture at a coarse scale."""
    scale = min(1.0, long_side_px / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(cv2.GaussianBlur(small, (0, 0), 1.2).astype(np.float32) / 255, cv2.COLOR_BGR2LAB)
    lab = lab * np.array((2.55, _CHROMA_WEIGHT, _CHROMA_WEIGHT), np.float32)
    gx = cv2.Scharr(lab, cv2.CV_32F, 1, 0) / 32
    gy = cv2.Scharr(lab, cv2.CV_32F, 0, 1) / 32
    jxx, jyy, jxy = (gx * gx).sum(axis=2), (gy * gy).sum(axis=2), (gx * gy).sum(axis=2)
    magnitude = np.sqrt(jxx + jyy)
    window = (_SURROUND_PX, _SURROUND_PX)
    surround = cv2.boxFilter(magnitude, cv2.CV_32F, window, borderType=cv2.BORDER_REFLECT) + _FLOOR
    edges = np.empty((DIRECTIONS, *magnitude.shape), np.uint8)
    for k in range(DIRECTIONS):
        twice = 2 * np.pi * k / DIRECTIONS
        along = (jxx - jyy) * np.cos(twice) + 2 * jxy * np.sin(twice)
        edges[k] = (_certainty(np.sqrt(np.maximum(along, 0)), surround) * 255).astype(np.uint8)
    square = np.ones((3, 3), np.uint8)
    edges = np.stack([cv2.dilate(layer, square, iterations=2) for layer in edges]).astype(
        np.uint8, copy=False
    )
    angle = 0.5 * np.arctan2(2 * jxy, jxx - jyy)
    coherence = np.sqrt((jxx - jyy) ** 2 + 4 * jxy**2)
    strength = _certainty(np.sqrt(coherence), surround)
    thin = _thin(magnitude, angle) & (strength > 0.15)
    smooth = cv2.GaussianBlur(lab, (0, 0), 1.5).astype(np.float32, copy=False)
    texture = cv2.boxFilter(magnitude, cv2.CV_32F, (7, 7))
    return Cues(scale, smooth, texture.astype(np.float32, copy=False), edges, thin, angle, strength)


def _certainty(edge: Floats, surround: cv2.typing.MatLike) -> Floats:
    share = edge / (edge + 1.5 * surround)
    certain: Floats = np.clip((share - 0.35) / 0.35, 0, 1).astype(np.float32)
    return certain


def _thin(magnitude: Floats, angle: Floats) -> NDArray[np.bool_]:
    """True on the ridge of an edge: not weaker than its two neighbours across the edge."""
    sector = np.round(angle / (np.pi / 4)).astype(int) % 4
    ridge = np.zeros(magnitude.shape, bool)
    padded = np.pad(magnitude, 1)
    height, width = magnitude.shape
    for k, (dx, dy) in enumerate(((1, 0), (1, 1), (0, 1), (-1, 1))):
        after = padded[1 + dy : 1 + dy + height, 1 + dx : 1 + dx + width]
        before = padded[1 - dy : 1 - dy + height, 1 - dx : 1 - dx + width]
        ridge |= (sector == k) & (magnitude >= after) & (magnitude > before)
    return ridge


def straight_lines(cues: Cues, count: int) -> NDArray[np.float64]:
    """The longest straight edges, gaps allowed: N x 2 of (angle of the normal, distance from the origin).

    A Hough transform in which each edge pixel votes only near its own direction.
    """
    y, x = np.nonzero(cues.thin)
    if not len(x):
        return np.empty((0, 2))
    weight, own = cues.strength[y, x], np.degrees(cues.angle[y, x])
    reach = int(np.hypot(*cues.thin.shape)) + 2
    bins = reach  # two pixels each, from -reach to +reach
    votes = np.zeros(180 * bins, np.float64)
    for offset in (-2, -1, 0, 1, 2):
        degrees = np.round(own + offset).astype(int)
        radians = np.radians(degrees)
        rho = x * np.cos(radians) + y * np.sin(radians)
        turned = (degrees // 180) % 2 != 0
        slot = np.round((np.where(turned, -rho, rho) + reach) / 2).astype(int).clip(0, bins - 1)
        votes += np.bincount((degrees % 180) * bins + slot, weight * (1 - 0.2 * abs(offset)), 180 * bins)
    table = cv2.GaussianBlur(votes.reshape(180, bins), (3, 3), 0.8)
    return _peaks(table, reach, count)


def _peaks(table: cv2.typing.MatLike, reach: int, count: int) -> NDArray[np.float64]:
    lines: list[tuple[float, float]] = []
    bins = table.shape[1]
    strongest = float(table.max())
    for _ in range(count):
        degrees, slot = np.unravel_index(int(np.argmax(table)), table.shape)
        if table[degrees, slot] < 0.06 * strongest:
            break
        lines.append((np.radians(float(degrees)), float(slot) * 2 - reach))
        for near in range(int(degrees) - 4, int(degrees) + 5):
            # Past 180 degrees the same line has the opposite distance.
            middle = int(slot) if 0 <= near < 180 else bins - 1 - int(slot)
            table[near % 180, max(0, middle - 3) : middle + 4] = 0
    return np.array(lines, np.float64).reshape(-1, 2)
