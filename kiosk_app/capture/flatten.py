"""A paper seen askew → the same paper seen from straight above."""

from __future__ import annotations

import cv2
import numpy as np

from kiosk_app.capture.dewarp import Curl, curl_of, straighten
from kiosk_app.capture.geometry import (
    A4_ASPECT,
    CARD_ASPECT,
    Corners,
    Image,
    PaperKind,
    Quad,
    side_lengths_px,
    true_aspect,
)

_LARGEST_SIDE_PX = 3_508  # A4 at 300 dpi: more tells nothing more
_NARROWEST = 0.01  # no paper is: such an outline has no area
_A4_TOLERANCE = 0.07
_FINE_PX = 2_400
_OUTSIDE = (255, 255, 255)


def flatten(image: Image, quad: Quad, kind: PaperKind) -> Image:
    """The paper inside ``quad`` in its true proportions, at the resolution that the picture has.

    A card becomes 85.60 x 53.98 mm lying; a page near A4 becomes A4, standing or lying; any other
    page keeps the proportions that the perspective tells. Which way is up is for the reader of the
    text to say (:func:`kiosk_app.capture.ocr.Reader.read_upright`).
    """
    corners = quad.corners
    height, width = image.shape[:2]
    aspect = true_aspect(corners, (width, height))
    if kind is PaperKind.CARD:
        if aspect < 1:
            corners = np.roll(corners, 1, axis=0)
        aspect = CARD_ASPECT
    else:
        aspect = _snap_to_a4(max(aspect, _NARROWEST))
    curl = curl_of(image, corners) if kind is PaperKind.PAGE else None
    return _warp(image, corners, aspect, curl)


def _snap_to_a4(aspect: float) -> float:
    for paper in (A4_ASPECT, 1 / A4_ASPECT):
        if abs(aspect / paper - 1) < _A4_TOLERANCE:
            return paper
    return aspect


def _warp(image: Image, corners: Corners, aspect: float, curl: Curl | None) -> Image:
    top, right, bottom, left = side_lengths_px(corners)
    width = max(top, bottom, max(left, right) * aspect)
    width = min(width, _LARGEST_SIDE_PX, _LARGEST_SIDE_PX * aspect)
    size = max(2, round(width)), max(2, round(width / aspect))
    # Small pages need the better interpolation to be read, and large ones the faster.
    interpolation = cv2.INTER_CUBIC if max(size) < _FINE_PX else cv2.INTER_LINEAR
    if curl:
        return straighten(image, corners, size, curl, interpolation)
    # Pixel centres: a corner of the paper is the outer edge of the corner pixel.
    target = np.array([(0, 0), (size[0], 0), size, (0, size[1])], np.float32) - 0.5
    transform = cv2.getPerspectiveTransform(corners.astype(np.float32), target)
    flat = cv2.warpPerspective(
        image, transform, size, flags=interpolation, borderMode=cv2.BORDER_CONSTANT, borderValue=_OUTSIDE
    )
    return flat.astype(np.uint8, copy=False)
