"""Whether a camera gives the detail that it claims: "high resolution" may be a small picture blown up.

Two traces are looked for in the untouched frame, on the paper. Interpolation comes back in the same
step along rows and columns, and so does the strength of the second derivative (Gallagher, "Detection of
linear and cubic interpolation in JPEG compressed images", 2005); what is printed rarely has one step
both ways. And the steepest edges of a blown-up picture are as wide as its factor, on print as on photos.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Corners, Image

_LOOK_PX = 768
_LEAST_PX = 128
_COARSE = 16
_EDGE_PX = 0.36
"""How wide edges come out for each pixel of the picture that was enlarged: strokes being thin, narrower
than a step would."""
_SHARP_PX = 0.2
_WIDE_PX = 1.2
_REBLUR_PX = 1.5
_LEAST_SLOPE = 4.0
_LEAST_POINTS = 200
_PERIODIC = 5.0
_LEAST_FREQUENCY = 0.12
_JPEG_BLOCK = 8


@dataclass(frozen=True, slots=True)
class Enlargement:
    """How many pixels wide one real pixel is, about; 1 for a picture that is what it says. ``certain``
    where interpolation left its step; else the picture is only soft, and the lens may be to blame."""

    factor: float = 1.0
    certain: bool = False


HONEST = Enlargement()


def enlargement(frame: Image, corners: Corners) -> Enlargement:
    """``corners`` enclose the paper in the untouched frame. Costs about 15 ms."""
    paper = _busiest(frame, corners)
    if min(paper.shape[:2]) < _LEAST_PX:
        return HONEST
    grey = cv2.cvtColor(paper, cv2.COLOR_BGR2GRAY).astype(np.float32)
    width_px = edge_width_px(grey)
    if width_px is None or width_px < _SHARP_PX:
        return HONEST
    certain = periodicity(grey) > _PERIODIC
    if width_px > _WIDE_PX or certain:
        return Enlargement(max(1.5, width_px / _EDGE_PX), certain)
    return HONEST


def _busiest(frame: Image, corners: Corners) -> Image:
    """The square of the paper that shows the most."""
    left, top = np.maximum(corners.min(axis=0), 0).astype(int)
    right, bottom = np.ceil(corners.max(axis=0)).astype(int)
    paper = frame[top:bottom, left:right]
    if min(paper.shape[:2]) < _LEAST_PX:
        return paper
    coarse = cv2.resize(paper, None, fx=1 / _COARSE, fy=1 / _COARSE, interpolation=cv2.INTER_NEAREST)
    grey = cv2.cvtColor(coarse, cv2.COLOR_BGR2GRAY)
    busy = cv2.absdiff(grey, cv2.blur(grey, (5, 5))).astype(np.float32)
    window = max(1, _LOOK_PX // _COARSE)
    total = cv2.boxFilter(busy, -1, (window, window), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    row, column = divmod(int(np.argmax(total)), total.shape[1])
    x = max(0, min(column * _COARSE, paper.shape[1] - _LOOK_PX))
    y = max(0, min(row * _COARSE, paper.shape[0] - _LOOK_PX))
    return paper[y : y + _LOOK_PX, x : x + _LOOK_PX]


def edge_width_px(grey: NDArray[np.float32]) -> float | None:
    """The sigma of the sharpest edges, too small for thin strokes; None where there are none.

    Zhuo and Sim, "Defocus map estimation from a single image", 2011.
    """
    first = cv2.GaussianBlur(grey, (0, 0), 0.6)
    again = cv2.GaussianBlur(first, (0, 0), _REBLUR_PX)
    before, after = (
        cv2.magnitude(*(cv2.Scharr(plane, cv2.CV_32F, *way, scale=1 / 32) for way in ((1, 0), (0, 1))))
        for plane in (first, again)
    )
    least = max(_LEAST_SLOPE, float(np.percentile(before, 97)))
    # Crests only: beside an edge the second blur raises the slope.
    crest = (before >= cv2.dilate(before, np.ones((3, 3), np.uint8))) & (before > least)
    if crest.sum() < _LEAST_POINTS:
        return None
    ratio = float(np.percentile(before[crest] / np.maximum(after[crest], 1e-3), 80))
    squared = _REBLUR_PX**2 / max(ratio**2 - 1, 1e-3) - 0.6**2
    return float(np.sqrt(max(squared, 0.01)))


def periodicity(grey: NDArray[np.float32]) -> float:
    """How far the strongest step that rows and columns share stands above chance; JPEG's own apart."""
    across, down = (_spectrum(plane) for plane in (grey, np.ascontiguousarray(grey.T)))
    length = min(len(across), len(down))
    if length < 128 or len(across) != len(down):
        return 0.0
    frequency = np.arange(length) / (2 * (length - 1))
    shared = np.minimum(across, down)
    from_block = np.abs(frequency * _JPEG_BLOCK - np.round(frequency * _JPEG_BLOCK)) / _JPEG_BLOCK
    shared[(frequency < _LEAST_FREQUENCY) | (from_block < 2 / length)] = 0
    return float(shared.max())


def _spectrum(plane: NDArray[np.float32]) -> NDArray[np.float64]:
    """How strongly the second derivative along rows comes back at each frequency, beside its neighbours."""
    bend = np.abs(2 * plane[:, 1:-1] - plane[:, :-2] - plane[:, 2:])
    # Each row counts the same: loud rows of print must not drown the rest.
    bend = np.minimum(bend / (bend.mean(axis=1, keepdims=True) + 0.5), 4)
    line = np.pad(bend.mean(axis=0), 1, mode="edge").astype(np.float64)
    line -= np.convolve(np.pad(line, 4, mode="edge"), np.full(9, 1 / 9), "valid")
    power = np.abs(np.fft.rfft(line * np.hanning(len(line))))
    padded = np.pad(power, 24, mode="reflect")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, 49), axis=1)
    return np.asarray(power / (usual + 1e-9), np.float64)
