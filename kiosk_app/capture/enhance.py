"""A photographed paper → one that looks scanned, gently: nothing may become harder to read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image, PaperKind

_WORK_PX = 400
_PAPER_WHITE = 246.0
_STRONGEST_GAIN = 2.2
_STRONGEST_TINT = 1.15
_NOT_PAPER = 0.55
"""What is darker than this share of the paper is a picture or a dark screen, not a shadow on paper."""


def clean(image: Image, kind: PaperKind = PaperKind.PAGE) -> Image:
    """Even light and a white background; ink, stamps and red seals keep their colour.

    A page is divided by the light that falls on it. A card is only brightened as a whole: its
    printed background and portrait are content.
    """
    if kind is PaperKind.CARD:
        white = np.percentile(image[::4, ::4].max(axis=2), 97)
        gain = float(np.clip(_PAPER_WHITE / max(float(white), 1.0), 1.0, _STRONGEST_GAIN))
        return _times(image, np.full((1, 1, 3), gain, np.float32))
    light, tint = _light(image)
    gains = np.clip(_PAPER_WHITE / np.maximum(light, 1.0), 1.0, _STRONGEST_GAIN).astype(np.float32)
    even = cv2.resize(gains, image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return _times(image, even[:, :, None] * tint)


def _light(image: Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How bright blank paper would be at each place (small: print removed, then smoothed), and what
    takes the lamp's tint off it. One tint for the page: a coloured picture on it is no coloured light."""
    scale = _WORK_PX / max(image.shape[:2])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21).astype(np.float32)
    bright = paper.max(axis=2)
    level = float(np.percentile(bright, 80))
    is_paper = bright >= _NOT_PAPER * level
    white = np.median(paper[is_paper], axis=0)
    tint = np.clip(white.max() / np.maximum(white, 1.0), 1.0, _STRONGEST_TINT).astype(np.float32)
    # A dark picture on the page is lit like the paper around it, not worse.
    bright[~is_paper] = float(np.median(bright[is_paper]))
    return cv2.GaussianBlur(bright, (0, 0), 9).astype(np.float32, copy=False), tint


def _times(image: Image, gains: cv2.typing.MatLike) -> Image:
    scaled: Image = np.clip(image * gains, 0, 255).astype(np.uint8)
    return scaled
