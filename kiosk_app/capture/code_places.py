"""Where codes may stand in a picture: QR codes by their finder patterns, bar codes by their stripes."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Corners

Grey = NDArray[np.uint8]
"""Height x width, 0 for black."""

Plane = NDArray[Any]

_LARGE_PX = 1_000  # up to here a picture is looked at enlarged, so that small QR codes are found too
_HALF = 0.5
_SIGHTS = ((8, 16.0), (13, 8.0))
"""What is taken together, in pixels of the half-sized picture, and the least contrast in it: strong stripes
without the print and lines around them first, then faint ones."""
_ONE_WAY = 0.72  # how far all edges of a place run one way: bars 0.9 and more, print 0.5 or less
_FILLED = 0.55  # of the outline that is drawn around a place
_LEAST_LENGTH_PX = 22


def qr_places(grey: Grey) -> list[Corners]:
    """The corners of what looks like a QR code, the largest first."""
    scale = 2.0 if max(grey.shape) <= _LARGE_PX else 1.0
    large = cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_CUBIC) if scale > 1 else grey
    found, corners = cv2.QRCodeDetectorAruco().detectMulti(large)
    quads = [np.asarray(quad, np.float64) / scale for quad in corners] if found else []
    return sorted(quads, key=lambda quad: -cv2.contourArea(quad.astype(np.float32)))


def stripe_places(grey: Grey) -> list[Corners]:
    """The corners of places that are full of parallel stripes, the likeliest first. The first side runs
    across the stripes, so that bars stand upright when the place is laid flat.

    By the structure tensor: where all edges run one way, its larger eigenvalue is nearly the whole of it.
    """
    gx, gy = (
        cv2.Scharr(grey, cv2.CV_32F, 1, 0, scale=1 / 16),
        cv2.Scharr(grey, cv2.CV_32F, 0, 1, scale=1 / 16),
    )
    half = [
        cv2.resize(each, None, fx=_HALF, fy=_HALF, interpolation=cv2.INTER_AREA)
        for each in (gx * gx, gy * gy, gx * gy)
    ]
    places = []
    for window_px, contrast in _SIGHTS:
        xx, yy, xy = (cv2.blur(each, (window_px, window_px)) for each in half)
        energy, differ = xx + yy, np.hypot(xx - yy, 2 * xy)
        striped = (differ > _ONE_WAY * energy) & (energy > contrast**2)
        mask = cv2.morphologyEx(striped.astype(np.uint8), cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
        places += list(_striped(mask, xx - yy, 2 * xy))
    ours = [corners / _HALF for _, corners in sorted(places, key=lambda each: -each[0])]
    # OpenCV's own finder sees small bars among print better, ours those that are tilted.
    return [quad for pair in zip_longest(ours, _opencv_bars(grey)) for quad in pair if quad is not None]


def _opencv_bars(grey: Grey) -> list[Corners]:
    found, corners = cv2.barcode.BarcodeDetector().detectMulti(grey)
    quads = [np.asarray(quad, np.float64) for quad in corners] if found else []
    lying = [np.linalg.norm(quad[1] - quad[0]) >= np.linalg.norm(quad[3] - quad[0]) for quad in quads]
    return [quad if long else np.roll(quad, 1, axis=0) for quad, long in zip(quads, lying, strict=True)]


def _striped(mask: cv2.typing.MatLike, cosine: Plane, sine: Plane) -> Iterator[tuple[int, Corners]]:
    """Each place of the mask as its size and corners; ``cosine`` and ``sine`` are of twice the angle across
    the stripes."""
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    for label in range(1, count):
        left, top, width, height, area = (int(value) for value in stats[label])
        if max(width, height) < _LEAST_LENGTH_PX:
            continue
        part = slice(top, top + height), slice(left, left + width)
        inside = labels[part] == label
        angle = 0.5 * np.arctan2(sine[part][inside].sum(), cosine[part][inside].sum())
        across = np.array((np.cos(angle), np.sin(angle)))
        along = np.array((-across[1], across[0]))
        points = np.argwhere(inside)[:, ::-1] + (left, top)
        (u0, u1), (v0, v1) = (np.percentile(points @ axis, (1, 99)) for axis in (across, along))
        if u1 - u0 >= _LEAST_LENGTH_PX and area >= _FILLED * (u1 - u0) * (v1 - v0):
            corners = [u * across + v * along for u, v in ((u0, v0), (u1, v0), (u1, v1), (u0, v1))]
            yield area, np.array(corners)
