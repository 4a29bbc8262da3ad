"""Drawn scenes → batches of pictures and of the maps that the network is to give for them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from tests.training.net import STRIDE

Pictures = NDArray[np.uint8]
"""N x height x width x 3."""

Labels = NDArray[np.float32]
"""N x 2 papers x 9: 1 for a card, 0 for a page, then its corners x, y in pixels; NaN where there is none."""


def batches(
    files: Sequence[Path], size: int, rng: np.random.Generator
) -> Iterator[tuple[Pictures, NDArray[np.float32]]]:
    """Every scene of the files once, varied anew: pictures and maps (N x 4 x h x w, 0 to 1)."""
    for path in rng.permutation(np.array(files, object)):
        with np.load(path) as kept:
            pictures, labels = kept["X"], kept["Y"]
        for chosen in np.array_split(rng.permutation(len(pictures)), len(pictures) // size):
            turned = _turned(pictures[chosen], labels[chosen], rng)
            pairs = [_varied(picture, label, rng) for picture, label in zip(*turned, strict=True)]
            yield np.stack([picture for picture, _ in pairs]), np.stack([maps for _, maps in pairs])


def maps_of(label: NDArray[np.float32], size_px: tuple[int, int]) -> NDArray[np.float32]:
    """What the network should say: 4 maps of height/4 x width/4."""
    width, height = size_px
    cells = (width // STRIDE, height // STRIDE)
    maps = np.zeros((4, cells[1], cells[0]), np.float32)
    for paper in label:
        if np.isnan(paper[0]):
            continue
        corners = paper[1:].reshape(4, 2)
        outline = [np.round(corners * 16).astype(np.int32)]
        inside, sides = np.zeros((2, height, width), np.uint8)
        cv2.fillPoly(inside, outline, 255, cv2.LINE_AA, shift=4)
        cv2.polylines(sides, outline, True, 255, STRIDE + 1, cv2.LINE_AA, shift=4)
        index = int(paper[0])
        maps[index] = np.maximum(maps[index], cv2.resize(inside, cells, interpolation=cv2.INTER_AREA) / 255.0)
        maps[2] = np.maximum(maps[2], cv2.resize(sides, cells, interpolation=cv2.INTER_AREA) / 255.0)
        y, x = np.mgrid[: cells[1], : cells[0]]
        for at_x, at_y in (corners + 0.5) / STRIDE - 0.5:
            maps[3] = np.maximum(maps[3], np.exp(-((x - at_x) ** 2 + (y - at_y) ** 2) / (2 * 1.1**2)))
    return maps


def _turned(pictures: Pictures, labels: Labels, rng: np.random.Generator) -> tuple[Pictures, Labels]:
    """The whole batch mirrored and turned by quarters: a page is a page however it lies."""
    labels = labels.copy()
    x, y = labels[:, :, 1::2], labels[:, :, 2::2]
    if rng.random() < 0.5:
        pictures, x[:] = pictures[:, :, ::-1], pictures.shape[2] - 1 - x
    if rng.random() < 0.5:
        pictures, y[:] = pictures[:, ::-1], pictures.shape[1] - 1 - y
    if rng.random() < 0.5:
        pictures = pictures.transpose(0, 2, 1, 3)
        x[:], y[:] = y.copy(), x.copy()
    return np.ascontiguousarray(pictures), labels


def _varied(
    picture: Pictures, label: NDArray[np.float32], rng: np.random.Generator
) -> tuple[Pictures, NDArray[np.float32]]:
    """Another zoom, exposure, colour and noise."""
    height, width = picture.shape[:2]
    if rng.random() < 0.4:
        zoom = rng.uniform(1, 1.3)
        shift = -rng.uniform(0, 1, 2) * (zoom - 1) * (width, height)
        about = np.array(((zoom, 0, shift[0]), (0, zoom, shift[1])))
        zoomed = cv2.warpAffine(picture, about, (width, height), borderMode=cv2.BORDER_REPLICATE)
        picture = np.asarray(zoomed, np.uint8)
        label = label.copy()
        label[:, 1:] = label[:, 1:] * zoom + np.tile(shift, 4)
    changed = picture.astype(np.float32)
    if rng.random() < 0.15:
        changed[:] = changed.mean(axis=2, keepdims=True)
    gain = np.exp(rng.normal(0, 0.15) + rng.normal(0, 0.05, 3))
    if rng.random() < 0.5:  # a camera that sets its own exposure
        gain *= rng.uniform(170, 270) / max(float(np.percentile(changed[::4, ::4], 97)), 8.0)
    changed = changed * gain.astype(np.float32) + np.float32(rng.normal(0, 8))
    if rng.random() < 0.3:
        changed += np.float32(rng.uniform(0, 6)) * rng.standard_normal(changed.shape, np.float32)
    return np.clip(changed, 0, 255).astype(np.uint8), maps_of(label, (width, height))
