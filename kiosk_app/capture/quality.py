"""Whether a captured paper can be read, said while it still lies there (在线诉讼规则 12)."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image, PaperKind, Quad
from kiosk_app.domain.findings import Finding, Grade

_ARTICLE = "在线诉讼规则 12"
_LONG_SIDE_PX = 1_200
_BLURRED = 0.45  # sharp prints of any kind stay below 0.3
_MOVED = 0.25  # of sharp pages the weaker direction has at least 0.4 of the stronger one
_GLARE_SHARE = 0.006
_DARK = 80
_EMPTY_SHARE = 0.0006
_LEAST_LONG_SIDE_PX = {PaperKind.PAGE: 800, PaperKind.CARD: 420}
_BORDER_SHARE = 0.004


def judge(image: Image, kind: PaperKind = PaperKind.PAGE) -> tuple[Finding, ...]:
    """What is wrong with a flattened, uncleaned paper; empty where nothing is.

    Codes: ``page_too_far``, ``page_dark``, ``page_glare``, ``page_empty``, ``page_blurred``.
    """
    height, width = image.shape[:2]
    scale = min(1.0, _LONG_SIDE_PX / max(height, width))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    grey = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    empty = _ink_share(grey) < _EMPTY_SHARE
    wrong = {
        "page_too_far": max(height, width) < _LEAST_LONG_SIDE_PX[kind],
        "page_dark": float(np.percentile(grey, 90)) < _DARK,
        "page_glare": _glare_share(small) > _GLARE_SHARE,
        "page_empty": empty,
        "page_blurred": not empty and (_blur(grey) > _BLURRED or _evenness(grey) < _MOVED),
    }
    return tuple(Finding(code, Grade.UNREADABLE, article=_ARTICLE) for code, is_so in wrong.items() if is_so)


def cut_off(quad: Quad, image: Image) -> tuple[Finding, ...]:
    """``page_cut_off`` where the paper's outline reaches the edge of the picture."""
    height, width = image.shape[:2]
    margin = _BORDER_SHARE * max(height, width)
    x, y = quad.corners.T
    inside = x.min() > margin and y.min() > margin and x.max() < width - margin and y.max() < height - margin
    return () if inside else (Finding("page_cut_off", Grade.UNREADABLE, article=_ARTICLE),)


def _ink_share(grey: cv2.typing.MatLike) -> float:
    """The share of places much darker than the paper around them."""
    inner = cv2.medianBlur(_inner(grey), 3)
    paper = cv2.medianBlur(cv2.dilate(inner, np.ones((15, 15), np.uint8)), 31)
    return float(np.mean(inner < 0.85 * paper))


def _inner(plane: cv2.typing.MatLike) -> NDArray[np.uint8]:
    """Without the outermost 4 %, where a sliver of the desk may show."""
    y, x = (max(1, side // 25) for side in plane.shape[:2])
    return plane[y:-y, x:-x].astype(np.uint8, copy=False)


def _glare_share(small: cv2.typing.MatLike) -> float:
    """The share of burnt-out patches that stand out from a paper that is not burnt out itself."""
    darkest = _inner(small.min(axis=2))
    if float(np.median(darkest)) > 232:
        return 0.0
    burnt = (darkest >= 252).astype(np.uint8)
    # Print leaves no patch this large, nor does the white between letters.
    patches = cv2.morphologyEx(burnt, cv2.MORPH_OPEN, np.ones((11, 11), np.uint8))
    return float(patches.mean())


def _blur(grey: cv2.typing.MatLike) -> float:
    """0 for sharp to 1 for wholly blurred, where there is print.

    How little a further blur takes away (Crété-Roffet et al., "The blur effect", 2007).
    """
    plane = grey.astype(np.float32)
    again = cv2.blur(plane, (9, 1)), cv2.blur(plane, (1, 9))
    worst = 0.0
    for axis, softer in zip((1, 0), again, strict=True):
        sharp, soft = np.abs(np.diff(plane, axis=axis)), np.abs(np.diff(softer, axis=axis))
        print_here = sharp > max(4.0, float(np.percentile(sharp, 97)) * 0.3)
        total = float(sharp[print_here].sum())
        if total > 0:
            lost = float(np.maximum(sharp - soft, 0)[print_here].sum())
            worst = max(worst, 1 - lost / total)
    return worst


def _evenness(grey: cv2.typing.MatLike) -> float:
    """How strong edges across are against edges down, 0 to 1: a movement wears one of them away."""
    plane = grey.astype(np.float32)
    across, down = (float(np.percentile(np.abs(np.diff(plane, axis=axis)), 99)) for axis in (1, 0))
    return min(across, down) / max(across, down, 1.0)
