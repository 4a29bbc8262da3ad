"""A pinhole camera over a desk: where a paper's corners fall, and how it is laid into the picture."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.samples.scenes.pixels import Picture, Plane, Random, blend, blurred, chance, noise, rough, shaded
from tests.samples.scenes.sheets import Sheet

Corners = NDArray[np.float64]
"""4 x 2 pixels, clockwise, from the sheet's own top left; pixel centres are whole numbers."""


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """``to_image`` maps millimetres on the desk (origin in the middle of the main paper) to pixels."""

    size_px: tuple[int, int]
    to_image: NDArray[np.float64]

    def seen(self, points_mm: NDArray[np.float64]) -> NDArray[np.float64]:
        mapped = np.c_[points_mm, np.ones(len(points_mm))] @ self.to_image.T
        return np.asarray(mapped[:, :2] / mapped[:, 2:], np.float64)


def corners_mm(sheet: Sheet, turn: float, at_mm: NDArray[np.float64]) -> NDArray[np.float64]:
    width, height = sheet.size_mm
    box = np.array(((-width, -height), (width, -height), (width, height), (-width, height))) / 2
    turned = np.array(((np.cos(turn), np.sin(turn)), (-np.sin(turn), np.cos(turn))))
    return np.asarray(box @ turned + at_mm, np.float64)


def look_at(
    rng: Random,
    size_px: tuple[int, int],
    paper_mm: NDArray[np.float64],
    tilt_deg: float,
    fill: float,
    cut: bool,
) -> View:
    """A view in which the paper's bounds fill that share of the frame, somewhere in it.

    ``cut``: a part of the paper leaves the frame.
    """
    size = np.array(size_px, np.float64)
    focal = size.max() * rng.uniform(0.75, 1.5)
    tilt, lean = np.radians(rng.uniform(-1, 1, 2) * tilt_deg * (1, 0.6))
    turn_x = np.array(((1, 0, 0), (0, np.cos(tilt), -np.sin(tilt)), (0, np.sin(tilt), np.cos(tilt))))
    turn_y = np.array(((np.cos(lean), 0, np.sin(lean)), (0, 1, 0), (-np.sin(lean), 0, np.cos(lean))))
    rotation = turn_x @ turn_y
    lens = np.array(((focal, 0, size[0] / 2), (0, focal, size[1] / 2), (0, 0, 1)))
    extent = np.ptp(paper_mm, axis=0)
    distance = focal * float((extent / (fill * size)).max())
    centre = size / 2
    for _ in range(3):  # where it lies changes how large it looks
        view = _view(size_px, lens, rotation, centre, distance)
        seen = view.seen(paper_mm)
        span = np.ptp(seen, axis=0)
        distance *= float((span / (fill * size)).max())
        free = (size * 0.96 - span) / 2
        if cut:
            over = rng.uniform(0.05, 0.3) * span
            side = int(rng.integers(2))
            aside = rng.uniform(-1, 1, 2) * np.maximum(free, 0)
            aside[side] = (free[side] + over[side]) * rng.choice((-1, 1))
        else:
            aside = rng.uniform(-1, 1, 2) * np.maximum(free, 0) * rng.uniform(0, 1)
        middle = (seen.max(axis=0) + seen.min(axis=0)) / 2
        centre = centre + size / 2 + aside - middle
    return _view(size_px, lens, rotation, centre, distance)


def _view(
    size_px: tuple[int, int],
    lens: NDArray[np.float64],
    rotation: NDArray[np.float64],
    centre: NDArray[np.float64],
    distance: float,
) -> View:
    ray = np.linalg.inv(lens) @ np.array((*centre, 1.0))
    to_image = lens @ np.column_stack((rotation[:, 0], rotation[:, 1], ray * distance))
    return View(size_px, to_image)


def lay(
    rng: Random, frame: Picture, view: View, sheet: Sheet, mm: NDArray[np.float64], curl: float
) -> Picture:
    """The sheet on the desk at those corners, with the shadow it throws. ``curl``: how far its edges
    bow, as a share of their length."""
    corners = view.seen(mm)
    image, alpha = _curled(rng, sheet, curl)
    pad = (image.shape[1] - sheet.image.shape[1]) / 2, (image.shape[0] - sheet.image.shape[0]) / 2
    height, width = sheet.image.shape[:2]
    # Shrunk before it is warped: warping alone would alias the print.
    longest = max(float(np.linalg.norm(np.roll(corners, -1, 0) - corners, axis=1).max()), 2.0)
    shrink = min(1.0, 1.25 * longest / max(width, height))
    if shrink < 1:
        image = cv2.resize(image, None, fx=shrink, fy=shrink, interpolation=cv2.INTER_AREA).astype(np.uint8)
        alpha = cv2.resize(alpha, image.shape[1::-1], interpolation=cv2.INTER_AREA).astype(np.uint8)
    box = np.array(((0, 0), (width, 0), (width, height), (0, height)), np.float64) + pad
    factor = image.shape[1] / (width + 2 * pad[0]), image.shape[0] / (height + 2 * pad[1])
    source = (box * factor - 0.5).astype(np.float32)
    transform = cv2.getPerspectiveTransform(source, corners.astype(np.float32))
    size = view.size_px
    shape = cv2.warpPerspective(alpha, transform, size, flags=cv2.INTER_LINEAR).astype(
        np.float32
    ) * np.float32(1 / 255)
    laid = cv2.warpPerspective(
        image, transform, size, flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    ).astype(np.float32)
    return blend(shaded(frame, _shadow(rng, shape, max(size))), laid, shape)


def _shadow(rng: Random, shape: Plane, long_px: int) -> Plane:
    """Darkest where paper and desk meet; a raised edge throws it further to one side."""
    near = blurred(shape, long_px * rng.uniform(0.001, 0.003))
    away = rng.uniform(-1, 1, 2) * long_px * rng.uniform(0, 0.012)
    moved = cv2.warpAffine(shape, np.array(((1, 0, away[0]), (0, 1, away[1]))), shape.shape[1::-1])
    far = blurred(np.asarray(moved, np.float32), long_px * rng.uniform(0.002, 0.012))
    depth = rng.uniform(0.03, 0.55)
    return np.asarray(1 - depth * np.maximum(far, rng.uniform(0, 0.9) * near), np.float32)


def _curled(rng: Random, sheet: Sheet, curl: float) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """The sheet with a rim around it, its edges bowed and shaded, and where it covers the desk."""
    height, width = sheet.image.shape[:2]
    rim = 4 + int(abs(curl) * 1.2 * max(width, height))
    image = cv2.copyMakeBorder(sheet.image, rim, rim, rim, rim, cv2.BORDER_REPLICATE)
    alpha = cv2.copyMakeBorder(_outline(width, height, sheet), rim, rim, rim, rim, cv2.BORDER_CONSTANT)
    if curl:
        x, y = np.meshgrid(
            np.arange(width + 2 * rim, dtype=np.float32), np.arange(height + 2 * rim, dtype=np.float32)
        )
        u, v = np.clip((x - rim) / width, 0, 1), np.clip((y - rim) / height, 0, 1)
        # Bent around one axis: opposite edges bow the same way, more on one side than on the other.
        uneven = rng.uniform(-1, 1)
        skew = rng.uniform(0.7, 1.4)
        if chance(rng, 0.5):
            wave = np.sin(np.pi * v**skew)
            bow = wave * curl * height * (1 + uneven * (u - 0.5))
            x = x - bow
        else:
            wave = np.sin(np.pi * u**skew)
            bow = wave * curl * width * (1 + uneven * (v - 0.5))
            y = y - bow
        shade = 1 + np.asarray(wave - 0.5, np.float32) * np.float32(rng.uniform(-0.16, 0.16))
        image = cv2.remap(image, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        image = np.clip(image * shade[:, :, None], 0, 255).astype(np.uint8)
        alpha = cv2.remap(alpha, x, y, cv2.INTER_LINEAR)
    return np.asarray(image, np.uint8), np.asarray(alpha, np.uint8)


def _outline(width: int, height: int, sheet: Sheet) -> NDArray[np.uint8]:
    mask = np.full((height, width), 255, np.uint8)
    radius = round(sheet.radius_mm / sheet.size_mm[0] * width)
    if radius > 0:
        mask[:] = 0
        cv2.rectangle(mask, (radius, 0), (width - radius - 1, height - 1), 255, -1)
        cv2.rectangle(mask, (0, radius), (width - 1, height - radius - 1), 255, -1)
        for x in (radius, width - radius - 1):
            for y in (radius, height - radius - 1):
                cv2.circle(mask, (x, y), radius, 255, -1, cv2.LINE_AA)
    return mask


def unevenly_lit(rng: Random, frame: Picture, shadow: float = 0.0) -> Picture:
    """A window at one side, a lamp, the shadows of people and phones with edges of any softness.

    ``shadow``: how deep one more shadow is.
    """
    height, width = frame.shape[:2]
    size, long_px = (width, height), max(width, height)
    x, y = np.meshgrid(
        np.linspace(-1, 1, width, dtype=np.float32), np.linspace(-1, 1, height, dtype=np.float32)
    )
    way = rng.uniform(0, 2 * np.pi)
    light = 1 - rng.uniform(0, 0.45) * (0.5 + 0.5 * (x * np.cos(way) + y * np.sin(way)))
    if chance(rng, 0.4):
        cx, cy, reach = rng.uniform(-1.2, 1.2), rng.uniform(-1.2, 1.2), rng.uniform(0.4, 1.5)
        light = light * (1 - rng.uniform(0, 0.5) * (1 - np.exp(-((x - cx) ** 2 + (y - cy) ** 2) / reach**2)))
    if chance(rng, 0.3):
        light = light * (1 + rng.uniform(0, 0.07) * noise(rng, size, (long_px * 0.3, long_px * 0.3)))
    for _ in range(int(rng.choice((0, 1, 2), p=(0.55, 0.35, 0.1)))):
        light = light * (1 - rng.uniform(0.1, 0.6) * _cast(rng, size))
    if shadow:
        light = light * (1 - shadow * _cast(rng, size))
    return shaded(frame, np.asarray(light))


def _cast(rng: Random, size: tuple[int, int]) -> Plane:
    """The shape of a shadow: a half plane, a bar, or a blob such as a head or a hand."""
    width, height = size
    long_px = max(size)
    kind = rng.random()
    shape = np.zeros((height, width), np.float32)
    if kind < 0.4:
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        turn = rng.uniform(0, 2 * np.pi)
        away = (x - width * rng.uniform(0.2, 0.8)) * np.cos(turn) + (
            y - height * rng.uniform(0.2, 0.8)
        ) * np.sin(turn)
        shape = (away > 0).astype(np.float32)
        if kind < 0.15:
            shape = shape * (away < long_px * rng.uniform(0.05, 0.4))
    else:
        count = int(rng.integers(4, 9))
        angle = np.sort(rng.uniform(0, 2 * np.pi, count))
        radius = long_px * rng.uniform(0.1, 0.4) * rng.uniform(0.5, 1.3, count)
        points = np.stack((np.cos(angle), np.sin(angle)), axis=1) * radius[:, None]
        cv2.fillPoly(shape, [(points + rng.uniform(0, 1, 2) * size).astype(np.int32)], 1.0, cv2.LINE_AA)
    return blurred(np.asarray(shape, np.float32), long_px * rng.choice((0.002, 0.008, 0.02, 0.05)))


def photographed(
    rng: Random,
    frame: Picture,
    corners: Corners | None,
    blur_px: float,
    motion_px: float,
    grain: float,
    exposure: float = 0.0,
) -> Picture:
    """Glare, colour of the light, exposure (any where it is 0), the lens, movement and the sensor."""
    height, width = frame.shape[:2]
    long_px = max(width, height)
    if chance(rng, 0.12):
        centre = (
            corners.mean(axis=0) if corners is not None else np.array((width, height)) / 2
        ) + rng.normal(0, 0.15 * long_px, 2)
        x, y = np.meshgrid(np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32))
        reach = long_px * rng.uniform(0.03, 0.12, 2)
        spot = np.exp(-(((x - centre[0]) / reach[0]) ** 2 + ((y - centre[1]) / reach[1]) ** 2))
        frame = frame + (np.float32(rng.uniform(60, 220)) * spot)[:, :, None]
    warmth = np.exp(rng.normal(0, 0.07) * np.array((-1, 0, 1)) + rng.normal(0, 0.025) * np.array((1, -2, 1)))
    usual = float(np.exp(rng.normal(-0.05, 0.2))) if chance(rng, 0.9) else rng.uniform(0.18, 0.6)
    exposure = exposure or usual
    frame = frame * (warmth * exposure).astype(np.float32)
    if blur_px > 0.3:
        frame = np.asarray(cv2.GaussianBlur(frame, (0, 0), blur_px), np.float32)
    if motion_px > 1:
        frame = _moved(rng, frame, motion_px)
    gamma = float(np.exp(rng.normal(0, 0.15)))
    frame = np.asarray(
        cv2.pow(np.clip(frame, 0, 255) * np.float32(1 / 255), gamma) * np.float32(255), np.float32
    )
    if grain > 0:
        frame = frame + np.float32(grain) * rough(rng, (width, height))
        if chance(rng, 0.5):
            coarse = rough(rng, (width // 2 + 1, height // 2 + 1))
            frame = frame + np.float32(grain) * cv2.resize(coarse, (width, height))
    return np.asarray(frame, np.float32)


def _moved(rng: Random, frame: Picture, length_px: float) -> Picture:
    size = int(length_px) | 1
    kernel = np.zeros((size, size), np.float32)
    way, half = rng.uniform(0, np.pi), size // 2
    offset = np.array((np.cos(way), np.sin(way))) * half
    first, last = np.round(half - offset).astype(int), np.round(half + offset).astype(int)
    cv2.line(kernel, first.tolist(), last.tolist(), 1.0)
    return np.asarray(cv2.filter2D(frame, -1, kernel / max(float(kernel.sum()), 1.0)), np.float32)
