"""A finger that holds the page and lies on its print."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import PaperKind
from kiosk_app.capture.light import Mask, Small, comes_in, foreign, grown

_LEAST_DIFFERENCE = 0.14
_THICKNESS = {PaperKind.PAGE: (0.024, 0.13), PaperKind.CARD: (0.07, 0.36)}
"""A finger's, as shares of the paper's long side: 10 to 25 mm."""
_RED_TO_BLUE = (1.16, 3.4)
_RED_TO_GREEN = (1.06, 2.1)
_BURNT = 250
_HIDDEN = 3.0
_CUT = 0.5
"""So many letters' area of text under it, or of letters that end at it."""


@dataclass(frozen=True, slots=True, eq=False)
class Finger:
    """``mask`` is 1 where it lies, at the size of :class:`Small`; ``hides`` tells whether on print."""

    mask: Mask
    hides: bool


def finger(small: Small, kind: PaperKind, letter_px: float) -> Finger | None:
    """Skin that comes in over the paper's edge, as thick as a finger.

    ``letter_px`` is the height of letters in ``small``.
    """
    burnt = small.blank.max(axis=2) >= _BURNT
    strange = ((foreign(small.blank, small.paper) > _LEAST_DIFFERENCE) & ~burnt).astype(np.uint8)
    thin, thick = (round(share * max(strange.shape)) for share in _THICKNESS[kind])
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (thin | 1, thin | 1))
    strange = cv2.morphologyEx(strange, cv2.MORPH_OPEN, disc, borderType=cv2.BORDER_CONSTANT, borderValue=0)
    count, labels = cv2.connectedComponents(strange.astype(np.uint8))
    found, like_skin = [], 0
    for k in range(1, count):
        patch = (labels == k).astype(np.uint8)
        if not (_is_skin(small.blank, patch) or _is_skin(small.blank / small.paper, patch)):
            continue
        if comes_in(patch) and 2 * cv2.distanceTransform(np.pad(patch, 1), cv2.DIST_L2, 3).max() < thick:
            found.append(patch)
        else:
            like_skin += int(patch.sum())
    # A page full of brown pictures has one at its edge, too; a card has a face.
    if kind is PaperKind.PAGE and like_skin > sum(int(patch.sum()) for patch in found):
        return None
    if not found:
        return None
    hiding = [patch for patch in found if _hides_print(patch, small.ink, thick, letter_px)]
    return Finger(np.max(hiding or found, axis=0), bool(hiding))


def _hides_print(patch: Mask, ink: Mask, thick: int, letter_px: float) -> bool:
    """Whether rows end at the finger, or go on behind it."""
    bare = ink & (1 - grown(patch, 3))
    cut = (grown(patch, round(0.7 * letter_px) + 3) & bare).sum() > _CUT * letter_px**2
    rows = cv2.morphologyEx(
        bare,
        cv2.MORPH_CLOSE,
        np.ones((thick, thick), np.uint8),
        borderType=cv2.BORDER_CONSTANT,
        borderValue=0,
    )
    return bool(cut or (patch & rows.astype(np.uint8)).sum() > _HIDDEN * letter_px**2)


def _is_skin(colours: NDArray[Any], patch: Mask) -> bool:
    blue, green, red = np.maximum(np.median(colours[patch > 0], axis=0), 1e-3)
    return bool(
        _RED_TO_BLUE[0] < red / blue < _RED_TO_BLUE[1] and _RED_TO_GREEN[0] < red / green < _RED_TO_GREEN[1]
    )
