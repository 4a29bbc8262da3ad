"""What the other modules draw with: smooth noise, soft masks, colours. Pictures are float32, BGR, 0-255."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.float32]
"""Height x width x 3, blue-green-red, 0 to 255."""

Plane = NDArray[np.float32]
"""Height x width."""

Random = np.random.Generator


def chance(rng: Random, share: float) -> bool:
    return bool(rng.random() < share)


def noise(rng: Random, size_px: tuple[int, int], grain_px: tuple[float, float]) -> Plane:
    """Smooth noise, mean 0 and about 1 large, of grains so many pixels wide and high."""
    width, height = size_px
    cells = (max(2, round(height / grain_px[1])) + 1, max(2, round(width / grain_px[0])) + 1)
    small = rng.standard_normal(cells, np.float32)
    return np.asarray(cv2.resize(small, size_px, interpolation=cv2.INTER_CUBIC), np.float32)


def flat(size_px: tuple[int, int], colour: NDArray[np.float64]) -> Picture:
    picture = np.empty((size_px[1], size_px[0], 3), np.float32)
    picture[:] = colour
    return picture


def colour(rng: Random, light: tuple[float, float], strength: float) -> NDArray[np.float64]:
    """A random colour: its lightness (0-255) in a range, its saturation up to ``strength`` (0-1)."""
    hue, saturation = rng.uniform(0, 180), 255 * strength * rng.beta(1.2, 2.5)
    hsv = np.uint8([[[hue, saturation, 255]]])  # type: ignore[arg-type]
    full = cv2.cvtColor(np.asarray(hsv), cv2.COLOR_HSV2BGR)[0, 0].astype(np.float64)
    return np.asarray(full * rng.uniform(*light) / 255, np.float64)


def polygon(size_px: tuple[int, int], points: NDArray[np.float64]) -> Plane:
    """1 inside, 0 outside, the border smooth. Points in pixels, centres on whole numbers."""
    mask = np.zeros(size_px[::-1], np.uint8)
    cv2.fillPoly(mask, [np.round(points * 16).astype(np.int32)], 255, cv2.LINE_AA, shift=4)
    return mask.astype(np.float32) * np.float32(1 / 255)


def blurred(plane: Plane, sigma_px: float) -> Plane:
    """A wide blur is made on a smaller copy: nobody sees the difference."""
    if sigma_px < 0.25:
        return plane
    shrink = max(1, int(sigma_px / 2.5))
    if shrink == 1:
        return np.asarray(cv2.GaussianBlur(plane, (0, 0), sigma_px), np.float32)
    size = plane.shape[1::-1]
    small = cv2.resize(
        plane, (max(2, size[0] // shrink), max(2, size[1] // shrink)), interpolation=cv2.INTER_AREA
    )
    soft = cv2.GaussianBlur(small, (0, 0), sigma_px / shrink)
    return np.asarray(cv2.resize(soft, size, interpolation=cv2.INTER_LINEAR), np.float32)


def blend(under: Picture, over: Picture | NDArray[np.float64], alpha: Plane) -> Picture:
    """``over``, a picture or a colour, where ``alpha`` is 1."""
    above = flat(under.shape[1::-1], np.asarray(over, np.float64)) if over.ndim == 1 else over
    return np.asarray(cv2.blendLinear(above, under, alpha, 1 - alpha), np.float32)


def shaded(picture: Picture, light: NDArray[np.floating]) -> Picture:
    """The picture under a light of height x width."""
    return np.asarray(cv2.multiply(picture, cv2.merge([np.asarray(light, np.float32)] * 3)), np.float32)


def rough(rng: Random, size_px: tuple[int, int]) -> Picture:
    """Noise without grain in three colours, mean 0 and 1 large."""
    width, height = size_px
    bytes_ = np.frombuffer(rng.bytes(width * height * 3), np.int8).reshape(height, width, 3)
    return np.asarray(bytes_.astype(np.float32) * np.float32(1 / 73.9), np.float32)
