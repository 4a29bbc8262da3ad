"""What else lies on desks and reaches into pictures: pens, phones, books, cups, cables, hands."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.samples.scenes.desks import Textures
from tests.samples.scenes.pixels import (
    Picture,
    Plane,
    Random,
    blend,
    blurred,
    chance,
    colour,
    polygon,
    shaded,
)

_SKIN = ((120, 155, 205), (140, 175, 225), (95, 130, 185), (70, 100, 150), (150, 180, 215))


def thing(rng: Random, frame: Picture, at_px: NDArray[np.float64], textures: Textures) -> Picture:
    """One thing with its shadow, somewhere near ``at_px``."""
    drawn = (_pen, _slab, _slab, _keys, _cup, _cable)
    return drawn[int(rng.integers(len(drawn)))](rng, frame, at_px, textures)


def _put(rng: Random, frame: Picture, shape: Plane, look: Picture | NDArray[np.float64]) -> Picture:
    long_px = max(frame.shape[:2])
    away = rng.uniform(-1, 1, 2) * long_px * 0.012
    moved = cv2.warpAffine(shape, np.array(((1, 0, away[0]), (0, 1, away[1]))), shape.shape[1::-1])
    dark = blurred(np.asarray(moved, np.float32), long_px * rng.uniform(0.002, 0.01))
    return blend(shaded(frame, 1 - rng.uniform(0, 0.6) * dark), look, shape)


def _box(
    rng: Random, frame: Picture, at: NDArray[np.float64], long: float, wide: float
) -> NDArray[np.float64]:
    turn = rng.uniform(0, 2 * np.pi) if chance(rng, 0.6) else rng.normal(0, 0.1)
    box = np.array(((-long, -wide), (long, -wide), (long, wide), (-long, wide))) / 2
    lean = 1 + rng.uniform(-0.15, 0.15, (4, 1))
    return np.asarray(
        (box * lean) @ np.array(((np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn)))) + at,
        np.float64,
    )


def _pen(rng: Random, frame: Picture, at: NDArray[np.float64], _: Textures) -> Picture:
    size, long_px = frame.shape[1::-1], max(frame.shape[:2])
    long, wide = long_px * rng.uniform(0.12, 0.4), long_px * rng.uniform(0.006, 0.02)
    box = _box(rng, frame, at, long, wide)
    frame = _put(rng, frame, polygon(size, box), colour(rng, (10, 240), 1.0))
    shine = box.mean(axis=0) + (box - box.mean(axis=0)) * (0.9, 0.9) * 0.3
    return blend(frame, np.full(3, 235.0), polygon(size, shine) * np.float32(rng.uniform(0, 0.6)))


def _slab(rng: Random, frame: Picture, at: NDArray[np.float64], textures: Textures) -> Picture:
    """A phone, a book, a box, a mouse mat: a rectangle that is no paper."""
    size, long_px = frame.shape[1::-1], max(frame.shape[:2])
    long = long_px * rng.uniform(0.08, 0.5)
    box = _box(rng, frame, at, long, long * rng.uniform(0.3, 0.9))
    look: Picture | NDArray[np.float64] = colour(rng, (8, 110) if chance(rng, 0.6) else (60, 200), 0.9)
    if textures and chance(rng, 0.5):
        texture = textures[int(rng.integers(len(textures)))]
        corners = np.array(
            ((0, 0), (texture.shape[1], 0), texture.shape[1::-1], (0, texture.shape[0])), np.float32
        )
        transform = cv2.getPerspectiveTransform(corners, box.astype(np.float32))
        look = np.asarray(cv2.warpPerspective(texture, transform, size), np.float32) * np.float32(
            rng.uniform(0.3, 0.9)
        )
    frame = _put(rng, frame, polygon(size, box), look)
    if chance(rng, 0.4):
        inner = box.mean(axis=0) + (box - box.mean(axis=0)) * rng.uniform(0.75, 0.95)
        frame = blend(frame, colour(rng, (5, 160), 0.6), polygon(size, inner))
    return frame


def _keys(rng: Random, frame: Picture, at: NDArray[np.float64], _: Textures) -> Picture:
    size, long_px = frame.shape[1::-1], max(frame.shape[:2])
    box = _box(rng, frame, at, long_px * rng.uniform(0.3, 0.9), long_px * rng.uniform(0.12, 0.3))
    frame = _put(rng, frame, polygon(size, box), colour(rng, (15, 230), 0.2))
    rows, columns, shade = int(rng.integers(3, 6)), int(rng.integers(8, 16)), colour(rng, (10, 250), 0.2)
    keys = np.zeros(size[::-1], np.uint8)
    right, down = (box[1] - box[0]) / columns, (box[3] - box[0]) / rows
    for row in range(rows):
        for column in range(columns):
            corner = box[0] + right * (column + 0.12) + down * (row + 0.12)
            key = np.array(
                (corner, corner + right * 0.76, corner + right * 0.76 + down * 0.76, corner + down * 0.76)
            )
            cv2.fillPoly(keys, [np.round(key * 16).astype(np.int32)], 255, cv2.LINE_AA, shift=4)
    return blend(frame, shade, keys.astype(np.float32) * np.float32(1 / 255))


def _cup(rng: Random, frame: Picture, at: NDArray[np.float64], _: Textures) -> Picture:
    size, long_px = frame.shape[1::-1], max(frame.shape[:2])
    angle = np.linspace(0, 2 * np.pi, 40)
    round_ = (
        np.stack((np.cos(angle), np.sin(angle) * rng.uniform(0.75, 1)), axis=1)
        * long_px
        * rng.uniform(0.04, 0.14)
    )
    frame = _put(rng, frame, polygon(size, at + round_), colour(rng, (30, 250), 0.6))
    return blend(frame, colour(rng, (10, 200), 0.7), polygon(size, at + round_ * rng.uniform(0.75, 0.92)))


def _cable(rng: Random, frame: Picture, at: NDArray[np.float64], _: Textures) -> Picture:
    long_px = max(frame.shape[:2])
    t = np.linspace(-1, 1, 40)
    bend = rng.uniform(-1, 1, (4, 2)) * long_px * 0.35
    points = at + t[:, None] * bend[0] + (t**2)[:, None] * bend[1] + (t**3)[:, None] * bend[2]
    shape = np.zeros(frame.shape[:2], np.uint8)
    width = max(1, round(long_px * rng.uniform(0.003, 0.012)))
    cv2.polylines(shape, [np.round(points * 16).astype(np.int32)], False, 255, width, cv2.LINE_AA, shift=4)
    return _put(rng, frame, shape.astype(np.float32) * np.float32(1 / 255), colour(rng, (10, 240), 0.5))


def hand(
    rng: Random, frame: Picture, edge_px: NDArray[np.float64], inward: NDArray[np.float64], finger_px: float
) -> Picture:
    """Fingers that hold a paper at a place of its edge, from outside; ``inward`` is a unit vector."""
    size = frame.shape[1::-1]
    skin = np.array(_SKIN[int(rng.integers(len(_SKIN)))]) * rng.uniform(0.75, 1.15)
    count = int(rng.choice((1, 1, 2, 3, 4)))
    side = np.array((-inward[1], inward[0]))
    slant = inward + side * rng.normal(0, 0.35)
    slant /= np.linalg.norm(slant)
    across = np.array((-slant[1], slant[0]))
    shape = np.zeros(size[::-1], np.uint8)
    nails = np.zeros(size[::-1], np.uint8)
    for finger in range(count):
        spread = (finger - (count - 1) / 2) * 1.15 * finger_px
        tip = edge_px + side * spread + slant * finger_px * rng.uniform(0.3, 2.2)
        root = tip - (slant + across * rng.normal(0, 0.08)) * finger_px * rng.uniform(6, 14)
        width = finger_px * rng.uniform(0.85, 1.1)
        joints = np.linspace(tip, root, 5)
        for a, b in pairwise(joints):
            cv2.line(
                shape, a.astype(int).tolist(), b.astype(int).tolist(), 255, max(2, round(width)), cv2.LINE_AA
            )
        nail = tip - slant * finger_px * 0.1
        axes = (max(1, round(width * 0.38)), max(1, round(width * 0.3)))
        turn = float(np.degrees(np.arctan2(slant[1], slant[0])))
        cv2.ellipse(nails, nail.astype(int).tolist(), axes, turn, 0, 360, 255, -1, cv2.LINE_AA)
    if count > 2:
        palm = edge_px - slant * finger_px * 9
        cv2.circle(shape, palm.astype(int).tolist(), max(2, round(finger_px * 3.2)), 255, -1, cv2.LINE_AA)
    mask = shape.astype(np.float32) * np.float32(1 / 255)
    depth = blurred(mask, finger_px * 0.25)
    rounded = (skin[None, None] * (0.55 + 0.5 * depth[:, :, None])).astype(np.float32)
    frame = _put(rng, frame, mask, rounded)
    return blend(
        frame,
        np.clip(skin * 1.15 + 18, 0, 255),
        nails.astype(np.float32) * np.float32(1 / 255) * mask * np.float32(0.7),
    )
