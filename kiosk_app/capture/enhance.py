"""A photographed paper → one that looks scanned, gently: nothing may become harder to read."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image, PaperKind
from kiosk_app.capture.sheet import to_long_side

_WORK_PX = 400
_PAPER_WHITE = 246.0
_STRONGEST_GAIN = 2.2
_STRONGEST_TINT = 1.15
_NOT_PAPER = 0.55
"""What is darker than this share of the paper is a picture or a dark screen, not a shadow on paper."""


def clean(image: Image, kind: PaperKind = PaperKind.PAGE) -> Image:
    """Even light and a white background; ink, stamps and red seals keep their colour.

    A page is divided by the light that falls on it. A card is only brightened as a whole: its
    printed background and portrait are content. Costs about 20 ms for A4 at 300 dpi.
    """
    if kind is PaperKind.CARD:
        white = np.percentile(image[::4, ::4].max(axis=2), 97)
        gain = float(np.clip(_PAPER_WHITE / max(float(white), 1.0), 1.0, _STRONGEST_GAIN))
        return cv2.convertScaleAbs(image, alpha=gain).astype(np.uint8, copy=False)
    light, tint = _light(image)
    least = _PAPER_WHITE / _STRONGEST_GAIN
    lit = np.clip(light, least, _PAPER_WHITE)[:, :, None] / tint
    # Whole numbers throughout: a copy of twelve megapixels in floating point costs more than all else.
    whole = cv2.resize(np.round(lit).astype(np.uint8), image.shape[1::-1], interpolation=cv2.INTER_LINEAR)
    return cv2.divide(image, whole, scale=_PAPER_WHITE).astype(np.uint8, copy=False)


def _light(image: Image) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """How bright blank paper would be at each place (small: print removed, then smoothed), and what
    takes the lamp's tint off it. One tint for the page: a coloured picture on it is no coloured light."""
    small = to_long_side(image, _WORK_PX)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((9, 9), np.uint8)), 21).astype(np.float32)
    bright = paper.max(axis=2)
    level = float(np.percentile(bright, 80))
    is_paper = bright >= _NOT_PAPER * level
    white = np.median(paper[is_paper], axis=0)
    tint = np.clip(white.max() / np.maximum(white, 1.0), 1.0, _STRONGEST_TINT).astype(np.float32)
    # A dark picture on the page is lit like the paper around it, not worse.
    bright[~is_paper] = float(np.median(bright[is_paper]))
    return cv2.GaussianBlur(bright, (0, 0), 9).astype(np.float32, copy=False), tint
