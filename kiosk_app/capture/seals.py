"""Which boxes of text are a red seal's (公章) own: its characters belong to no line of the paper.

A seal is red ink inside a red frame, round or square, of a few centimetres. A black word under a seal is the
paper's, and so is a red heading, which has no frame.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image
from kiosk_app.capture.sheet import to_long_side

_WORK_PX = 1_200
_RED_HUE = (10, 165)  # of OpenCV's 180: below and above
_LEAST_SATURATION = 70
_LARGEST, _SMALLEST = 0.25, 0.025  # of the page's long side: 公章 are 38 to 58 mm, a person's 10 and more
_FRAME_HIGHER = 1.1  # than a line inside it; the strokes of a heading are lower than its box
_INSIDE = 0.8
_RED_INK = 0.6  # of the ink in a box: a black word under a seal has less
_INK_DARKER = 40  # grey levels below the paper


def in_seals(image: Image, boxes: NDArray[np.float32]) -> NDArray[np.bool_]:
    """For each box (N x 4 x 2, pixels of an upright ``image``) whether it holds a seal's own text."""
    inside = np.zeros(len(boxes), np.bool_)
    small = to_long_side(image, _WORK_PX)
    red = _red(small)
    frames = _frames(red)
    if not frames:
        return inside
    ink = _ink(small)
    scale = max(small.shape[:2]) / max(image.shape[:2])
    for index, box in enumerate(boxes * scale):
        low, high = box.min(axis=0), box.max(axis=0)
        if any(_holds(frame, low, high) for frame in frames):
            left, top, right, bottom = (int(v) for v in (*np.maximum(low, 0), *np.ceil(high)))
            here = ink[top:bottom, left:right] > 0
            inside[index] = bool(here.any()) and float(red[top:bottom, left:right][here].mean()) > _RED_INK
    return inside


def _red(image: Image) -> NDArray[np.uint8]:
    hue, saturation, _ = cv2.split(cv2.cvtColor(image, cv2.COLOR_BGR2HSV))
    red = ((hue < _RED_HUE[0]) | (hue > _RED_HUE[1])) & (saturation > _LEAST_SATURATION)
    return red.astype(np.uint8)


def _ink(image: Image) -> NDArray[np.uint8]:
    """What is darker than the paper around it, in the channel in which red ink is dark, too."""
    green = image[:, :, 1]
    paper = cv2.medianBlur(cv2.dilate(green, np.ones((9, 9), np.uint8)), 21)
    return (cv2.subtract(paper, green) > _INK_DARKER).astype(np.uint8)


def _frames(red: NDArray[np.uint8]) -> list[tuple[int, int, int, int]]:
    """Left, top, right, bottom of all that may be a seal's outline. Faded strokes are joined."""
    joined = cv2.morphologyEx(red, cv2.MORPH_CLOSE, np.ones((5, 5), np.uint8))
    contours, _ = cv2.findContours(joined, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    long_px = max(red.shape)
    rects = (cv2.boundingRect(contour) for contour in contours)
    return [
        (x, y, x + width, y + height)
        for x, y, width, height in rects
        if _SMALLEST * long_px < max(width, height) < _LARGEST * long_px
    ]


def _holds(frame: tuple[int, int, int, int], low: NDArray[np.float32], high: NDArray[np.float32]) -> bool:
    start, end = np.maximum(low, frame[:2]), np.minimum(high, frame[2:])
    shared = float(np.prod(np.maximum(end - start, 0)))
    higher = min(frame[2] - frame[0], frame[3] - frame[1]) > _FRAME_HIGHER * float(min(high - low))
    return higher and shared > _INSIDE * float(np.prod(high - low))
