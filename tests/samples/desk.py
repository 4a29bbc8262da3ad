"""What a camera over a desk sees: papers under a pinhole camera, with shadow, light, blur and noise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import cv2
import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]
Corners = NDArray[np.float64]
Field = NDArray[np.float32]

FRAME_PX = (1_920, 1_080)
_FOCAL_PX = 1_750.0
_CARD_ASPECT_LIMIT = 1.5
_CARD_RADIUS = 3.18 / 85.6  # ISO/IEC 7810


class Difficulty(StrEnum):
    EASY = "easy"
    MEDIUM = "medium"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class _Scene:
    turn_deg: float
    tilt_deg: float
    fill: tuple[float, float]
    light: float
    shadow: float
    blur: float
    noise: float
    glare: float
    clutter: int
    desks: tuple[str, ...]


_SCENES = {
    Difficulty.EASY: _Scene(6, 8, (0.72, 0.86), 0.10, 0.25, 0.5, 1.5, 0, 0, ("wood", "dark", "felt")),
    Difficulty.MEDIUM: _Scene(
        18, 20, (0.6, 0.82), 0.28, 0.4, 0.8, 3, 0, 1, ("wood", "felt", "dark", "light_wood", "tiles", "pale")
    ),
    Difficulty.HARD: _Scene(
        40, 30, (0.45, 0.8), 0.45, 0.5, 1.1, 6, 0.6, 3, ("light_wood", "tiles", "pale", "white", "felt")
    ),
}


@dataclass(frozen=True, slots=True, eq=False)
class Shot:
    """A frame and the true corners of each paper: top left, top right, bottom right, bottom left as it
    reads, in pixels."""

    image: Pixels
    corners: tuple[Corners, ...]


def on_desk(paper: Pixels, seed: int, difficulty: Difficulty = Difficulty.EASY, turns: int = 0) -> Shot:
    """One paper on a desk of its own for each seed, turned left by ``turns`` quarters."""
    return _shoot([paper], seed, difficulty, turns)


def side_by_side(papers: Sequence[Pixels], seed: int, difficulty: Difficulty = Difficulty.EASY) -> Shot:
    """Several papers beside each other."""
    return _shoot(papers, seed, difficulty, 0)


def bare_desk(seed: int, difficulty: Difficulty = Difficulty.EASY) -> Pixels:
    """A desk with nothing on it."""
    return _shoot([], seed, difficulty, 0).image


def _shoot(papers: Sequence[Pixels], seed: int, difficulty: Difficulty, turns: int) -> Shot:
    rng = np.random.default_rng((seed, list(Difficulty).index(difficulty)))
    scene = _SCENES[difficulty]
    frame = _desk(rng, str(rng.choice(scene.desks)))
    for _ in range(scene.clutter):
        _pen(rng, frame)
    corners = []
    for index, paper in enumerate(papers):
        shift = (index - (len(papers) - 1) / 2) * 2 / len(papers) if len(papers) > 1 else 0.0
        place = _place(rng, paper, scene, turns, shift, 1 / len(papers))
        frame = _lay(rng, frame, paper, place, scene.shadow)
        corners.append(place)
    frame = _expose(rng, frame, scene, corners)
    return Shot(frame.clip(0, 255).astype(np.uint8), tuple(corners))


def _noise(rng: np.random.Generator, grain: tuple[int, int]) -> Field:
    """Smooth noise, mean 0 and about 1 large, of grains so many pixels wide and high."""
    width, height = FRAME_PX
    small = rng.standard_normal((max(2, height // grain[1]), max(2, width // grain[0])), np.float32)
    return np.asarray(cv2.resize(small, FRAME_PX, interpolation=cv2.INTER_CUBIC), np.float32)


def _desk(rng: np.random.Generator, kind: str) -> Field:
    tone = {
        "wood": (70, 105, 150),
        "light_wood": (165, 195, 215),
        "dark": (58, 55, 52),
        "felt": (90, 110, 70),
        "tiles": (190, 192, 188),
        "pale": (205, 212, 214),
        "white": (236, 238, 238),
    }[kind]
    base = np.empty((FRAME_PX[1], FRAME_PX[0], 3), np.float32)
    base[:] = np.array(tone) * rng.uniform(0.9, 1.06)
    grain = np.zeros(FRAME_PX[::-1], np.float32)
    if "wood" in kind:
        grain = 7 * _noise(rng, (500, 6)) + 5 * _noise(rng, (900, 24)) + 2 * _noise(rng, (60, 2))
    elif kind == "felt":
        grain = 6 * _noise(rng, (2, 2)) + 3 * _noise(rng, (40, 40))
    elif kind == "tiles":
        x, y = np.meshgrid(np.arange(FRAME_PX[0]), np.arange(FRAME_PX[1]))
        step, offset = rng.uniform(320, 480), rng.uniform(0, 300)
        joint = (np.abs((x + offset) % step) < 5) | (np.abs((y + offset) % step) < 5)
        grain = cv2.GaussianBlur(np.where(joint, -45, 0).astype(np.float32), (0, 0), 1.2) + 2 * _noise(
            rng, (80, 80)
        )
    else:
        grain = 1.5 * _noise(rng, (3, 3)) + 2.5 * _noise(rng, (200, 200))
    return (base + grain[:, :, None]).astype(np.float32)


def _pen(rng: np.random.Generator, frame: Field) -> None:
    start = rng.uniform((0, 0), FRAME_PX)
    end = start + rng.uniform(250, 450) * np.array((np.cos(t := rng.uniform(0, 6.3)), np.sin(t)))
    colour = [float(v) for v in rng.uniform(20, 120, 3)]
    first, second = ((int(p[0]), int(p[1])) for p in (start, end))
    cv2.line(frame, first, second, colour, int(rng.integers(14, 26)), cv2.LINE_AA)


def _place(
    rng: np.random.Generator, paper: Pixels, scene: _Scene, turns: int, shift: float, shrink: float
) -> Corners:
    """The paper's corners under a camera that looks down at a slant."""
    height, width = paper.shape[:2]
    box = np.array([(-width, -height), (width, -height), (width, height), (-width, height)], np.float64)
    turn = np.radians(rng.uniform(-scene.turn_deg, scene.turn_deg) - 90 * turns)
    flat = (box / max(width, height)) @ np.array(
        ((np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn)))
    )
    tilt, lean = np.radians(rng.uniform(0.2, 1, 2) * scene.tilt_deg * rng.choice((-1, 1), 2) * (1, 0.5))
    x, y = flat[:, 0], flat[:, 1]
    y, z = y * np.cos(tilt), y * np.sin(tilt)
    x, z = x * np.cos(lean) - z * np.sin(lean), x * np.sin(lean) + z * np.cos(lean)
    # Far enough that it fills its share of the frame, then moved aside, not turned, under the camera.
    share = rng.uniform(*scene.fill) * shrink
    extent = np.array((np.ptp(x), np.ptp(y)))
    distance = float((_FOCAL_PX * extent / (share * np.array(FRAME_PX))).max())
    free = np.maximum(0, np.array(FRAME_PX) * distance / _FOCAL_PX - extent * 1.15) / 2
    aside = rng.uniform(-0.5, 0.5, 2) * free * (0.2 if shift else 1)
    aside[0] += shift * FRAME_PX[0] / 2 * distance / _FOCAL_PX
    seen = (np.stack((x, y), axis=1) + aside) * _FOCAL_PX / (distance + z)[:, None]
    corners: Corners = seen + np.array(FRAME_PX) / 2
    return corners


def _lay(rng: np.random.Generator, frame: Field, paper: Pixels, corners: Corners, shadow: float) -> Field:
    height, width = paper.shape[:2]
    shrink = float(np.linalg.norm(corners[1] - corners[0])) / width
    soft = cv2.GaussianBlur(paper, (0, 0), max(0.3, 0.4 / shrink)).astype(np.float32)
    mask = np.full((height, width), 255, np.uint8)
    if max(width, height) / min(width, height) > _CARD_ASPECT_LIMIT:
        mask = _rounded(width, height, round(_CARD_RADIUS * width))
    source = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float32) - 0.5
    transform = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    alpha = (
        cv2.warpPerspective(mask, transform, FRAME_PX, flags=cv2.INTER_AREA).astype(np.float32)[:, :, None]
        / 255
    )
    laid = cv2.warpPerspective(
        soft, transform, FRAME_PX, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    fall = rng.uniform(-9, 9, 2)
    moved = cv2.warpAffine(alpha[:, :, 0], np.array(((1, 0, fall[0]), (0, 1, fall[1]))), FRAME_PX)
    dark = cv2.GaussianBlur(moved, (0, 0), rng.uniform(4, 9))
    contact = cv2.GaussianBlur(alpha[:, :, 0], (0, 0), 2.5)
    frame = frame * (1 - shadow * np.maximum(dark, 0.8 * contact))[:, :, None]
    return np.asarray(frame * (1 - alpha) + laid * alpha, np.float32)


def _rounded(width: int, height: int, radius: int) -> Pixels:
    mask = np.zeros((height, width), np.uint8)
    cv2.rectangle(mask, (radius, 0), (width - radius - 1, height - 1), 255, -1)
    cv2.rectangle(mask, (0, radius), (width - 1, height - radius - 1), 255, -1)
    for x in (radius, width - radius - 1):
        for y in (radius, height - radius - 1):
            cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask


def _expose(rng: np.random.Generator, frame: Field, scene: _Scene, corners: Sequence[Corners]) -> Field:
    x, y = np.meshgrid(np.linspace(-1, 1, FRAME_PX[0]), np.linspace(-1, 1, FRAME_PX[1]))
    way = rng.uniform(0, 6.3)
    light = 1 - scene.light * (0.5 + 0.5 * (x * np.cos(way) + y * np.sin(way))) * 0.9
    warmth = 1 + rng.uniform(-0.05, 0.05) * np.array((-1, 0, 1))
    warmth *= rng.uniform(0.88, 0.98)
    frame = frame * light[:, :, None].astype(np.float32) * warmth.astype(np.float32)
    if scene.glare and corners and rng.random() < scene.glare:
        centre = corners[0].mean(axis=0) + rng.uniform(-120, 120, 2)
        px, py = np.meshgrid(np.arange(FRAME_PX[0]), np.arange(FRAME_PX[1]))
        spot = np.exp(-(((px - centre[0]) / 160) ** 2 + ((py - centre[1]) / 90) ** 2))
        frame = frame + 130 * spot[:, :, None].astype(np.float32)
    soft = cv2.GaussianBlur(frame, (0, 0), scene.blur * rng.uniform(0.7, 1.2))
    grain = scene.noise * rng.standard_normal(frame.shape, np.float32)
    return np.asarray(soft + grain, np.float32)
