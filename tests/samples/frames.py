"""Frames of a camera that is honest about its resolution, and of one that blows a small picture up."""

from __future__ import annotations

import cv2
import numpy as np

from tests.samples.desk import Corners, Pixels

_WAYS = (cv2.INTER_LINEAR, cv2.INTER_CUBIC, cv2.INTER_LANCZOS4)
_LONG_PX = 2_000


def honest(paper: Pixels, seed: int, jpeg: int | None) -> tuple[Pixels, Corners]:
    """The paper fills the frame; the lens's sigma is 0.5 to 1.1 pixels."""
    rng = np.random.default_rng((seed, 5))
    return _stored(_seen(rng, paper, _LONG_PX, float(rng.uniform(0.5, 1.1))), jpeg)


def blown_up(paper: Pixels, seed: int, jpeg: int | None, factor: float) -> tuple[Pixels, Corners]:
    """The same frame, but the camera saw it ``factor`` times smaller."""
    rng = np.random.default_rng((seed, 6, int(factor * 100)))
    small = _seen(rng, paper, _LONG_PX / factor, float(rng.uniform(0.5, 0.7)))
    way = _WAYS[int(rng.integers(len(_WAYS)))]
    return _stored(cv2.resize(small, None, fx=factor, fy=factor, interpolation=way).astype(np.uint8), jpeg)


def _seen(rng: np.random.Generator, paper: Pixels, long_px: float, lens_px: float) -> Pixels:
    scale = long_px / max(paper.shape[:2])
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    small = cv2.resize(paper, None, fx=scale, fy=scale, interpolation=how).astype(np.float32)
    soft = np.asarray(cv2.GaussianBlur(small * rng.uniform(0.65, 0.9), (0, 0), lens_px), np.float64)
    return np.clip(soft + rng.normal(0, 2, soft.shape), 0, 255).astype(np.uint8)


def _stored(image: Pixels, jpeg: int | None) -> tuple[Pixels, Corners]:
    height, width = image.shape[:2]
    corners = np.array([(0, 0), (width, 0), (width, height), (0, height)], np.float64)
    if jpeg is None:
        return image, corners
    data = cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, jpeg])[1]
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR), np.uint8), corners
