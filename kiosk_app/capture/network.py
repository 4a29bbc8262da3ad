"""What a small network sees in a picture: where there is page, where card, where their sides are.

It was trained on drawn scenes only; how, and how to do it again, stands in tests/training/README.md.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from math import sqrt
from pathlib import Path

import cv2
import numpy as np
import onnxruntime
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Corners, Image

_MODEL = Path(__file__).with_name("page_finder.onnx")
_INPUT_PX = 320 * 192
"""About so many pixels are shown to the network, in the picture's own proportions."""
_MULTIPLE_PX = 32
_LONGEST_PX = 512

Map = NDArray[np.float32]
"""Height x width of logits: above 0 is more likely than not."""


@dataclass(frozen=True, slots=True, eq=False)
class Sight:
    """The network's maps, in pixels of its own small picture; ``scale`` leads back to the true one."""

    page: Map
    card: Map
    edge: Map
    corner: Map
    scale: NDArray[np.float64]

    @property
    def paper(self) -> Map:
        """Page or card: on a bare sheet of a card's proportions the network cannot tell them apart."""
        either: Map = np.maximum(self.page, self.card)
        return either

    def in_picture(self, corners: Corners) -> Corners:
        """Places in the maps → places in the picture, pixel centres being whole numbers in both."""
        placed: Corners = (corners + 0.5) * self.scale - 0.5
        return placed


def look(image: Image) -> Sight:
    """One pass of the network on one processor core. ``image`` is at least 1 x 1."""
    height, width = image.shape[:2]
    size = _input_size(width, height)
    small = _reduced(image, size)
    batch = cv2.dnn.blobFromImage(small, 1 / 255)
    (maps,) = _session().run(None, {"picture": batch})
    page, card, edge, corner = (
        np.asarray(cv2.resize(layer, size, interpolation=cv2.INTER_LINEAR), np.float32) for layer in maps[0]
    )
    return Sight(page, card, edge, corner, np.array((width / size[0], height / size[1])))


def _reduced(image: Image, size: tuple[int, int]) -> cv2.typing.MatLike:
    """Halved as often as it goes, then less than halved: ten times as fast as one step, and as good."""
    while image.shape[1] >= 2 * size[0] and image.shape[0] >= 2 * size[1]:
        half = image.shape[1] // 2, image.shape[0] // 2
        even = image[: 2 * half[1], : 2 * half[0]]
        image = cv2.resize(even, half, interpolation=cv2.INTER_AREA).astype(np.uint8, copy=False)
    return cv2.resize(image, size, interpolation=cv2.INTER_LINEAR)


def _input_size(width: int, height: int) -> tuple[int, int]:
    proportion = sqrt(width / height)
    sides = (sqrt(_INPUT_PX) * proportion, sqrt(_INPUT_PX) / proportion)
    across, down = (min(_LONGEST_PX, max(1, round(side / _MULTIPLE_PX)) * _MULTIPLE_PX) for side in sides)
    return across, down


@cache
def _session() -> onnxruntime.InferenceSession:
    """Loaded at the first look (some tens of milliseconds); safe to share between threads."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(_MODEL), options, providers=["CPUExecutionProvider"])
