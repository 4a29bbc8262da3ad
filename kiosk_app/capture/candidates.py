"""Outlines that could be a paper's: from straight lines, and from closed shapes."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.cues import Cues, straight_lines
from kiosk_app.capture.geometry import quad_of

Quads = NDArray[np.float64]
"""N x 4 x 2, clockwise from the top left as they lie, in pixels."""

_LINES = 40
_PARALLEL = np.radians(28)
_SQUARE = np.radians(35)
_LEAST_SHARE = 0.012  # of the picture: a card held far from the camera
_OUTSIDE = 0.03  # a corner may lie this share of the long side outside the picture


def outlines(cues: Cues) -> Quads:
    """Candidates of every origin at the cues' scale, the plainly impossible ones left out."""
    found = np.concatenate((_from_lines(straight_lines(cues, _LINES)), _from_shapes(cues)))
    return found[_possible(found, cues.thin.shape)]


def _from_lines(lines: NDArray[np.float64]) -> Quads:
    """Every pair of roughly parallel lines crossed with every pair roughly square to it."""
    first, second = np.triu_indices(len(lines), 1)
    apart = np.abs(_turn(lines[first, 0] - lines[second, 0]))
    parallel = apart < _PARALLEL
    first, second = first[parallel], second[parallel]
    if not len(first):
        return np.empty((0, 4, 2))
    middle = lines[first, 0] + _turn(lines[second, 0] - lines[first, 0]) / 2
    p, q = np.triu_indices(len(first), 1)
    square = np.abs(np.abs(_turn(middle[p] - middle[q])) - np.pi / 2) < _SQUARE
    p, q = p[square], q[square]
    a, b, c, d = lines[first[p]], lines[second[p]], lines[first[q]], lines[second[q]]
    quads = np.stack((_meet(a, c), _meet(a, d), _meet(b, d), _meet(b, c)), axis=1)
    return _ordered(quads[np.isfinite(quads).all(axis=(1, 2))])


def _turn(angle: NDArray[np.float64]) -> NDArray[np.float64]:
    """An angle between lines, from -90 to 90 degrees."""
    turned: NDArray[np.float64] = (angle + np.pi / 2) % np.pi - np.pi / 2
    return turned


def _meet(one: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    sine = np.sin(other[:, 0] - one[:, 0])
    with np.errstate(divide="ignore", invalid="ignore"):
        x = (one[:, 1] * np.sin(other[:, 0]) - other[:, 1] * np.sin(one[:, 0])) / sine
        y = (other[:, 1] * np.cos(one[:, 0]) - one[:, 1] * np.cos(other[:, 0])) / sine
    return np.stack((x, y), axis=1)


def _ordered(quads: Quads) -> Quads:
    """Corners clockwise, starting nearest the top left of their own bounds."""
    away = quads - quads.mean(axis=1, keepdims=True)
    around = np.argsort(np.arctan2(away[:, :, 1], away[:, :, 0]), axis=1)
    quads = np.take_along_axis(quads, around[:, :, None], axis=1)
    start = np.argmin((quads - quads.min(axis=1, keepdims=True)).sum(axis=2), axis=1)
    order = (start[:, None] + np.arange(4)) % 4
    return np.take_along_axis(quads, order[:, :, None], axis=1)


def _possible(quads: Quads, shape: tuple[int, ...]) -> NDArray[np.bool_]:
    height, width = shape[:2]
    margin = _OUTSIDE * max(width, height)
    inside = ((quads > -margin) & (quads < np.array((width, height)) + margin)).all(axis=(1, 2))
    edge = np.roll(quads, -1, axis=1) - quads
    after = np.roll(edge, -1, axis=1)
    length = np.maximum(np.linalg.norm(edge, axis=2), 1e-6)
    turn = edge[:, :, 0] * after[:, :, 1] - edge[:, :, 1] * after[:, :, 0]
    sine = turn / (length * np.roll(length, -1, axis=1))
    area = (
        np.abs(
            np.sum(quads[:, :, 0] * np.roll(quads[:, :, 1], -1, 1), axis=1)
            - np.sum(quads[:, :, 1] * np.roll(quads[:, :, 0], -1, 1), axis=1)
        )
        / 2
    )
    ratio = (length[:, 0] + length[:, 2]) / (length[:, 1] + length[:, 3])
    opposite = length / np.roll(length, 2, axis=1)
    possible: NDArray[np.bool_] = (
        inside
        & (sine > 0.6).all(axis=1)
        & (area > _LEAST_SHARE * width * height)
        & (ratio > 0.33)
        & (ratio < 3)
        & (opposite > 0.5).all(axis=1)
    )
    return possible


def _from_shapes(cues: Cues) -> Quads:
    """Four-sided hulls of closed edges and of bright or oddly coloured areas."""
    masks = [_dilated(np.where(cues.strength * cues.thin > level, 255, 0)) for level in (0.25, 0.6)]
    for channel in range(3):
        plane = cues.lab[:, :, channel]
        low, high = float(plane.min()), float(plane.max())
        plane = ((plane - low) * (255 / max(high - low, 1e-6))).astype(np.uint8)
        _, otsu = cv2.threshold(plane, 0, 255, cv2.THRESH_BINARY | cv2.THRESH_OTSU)
        masks += [otsu, 255 - otsu]
    light = cues.lab[:, :, 0].clip(0, 255).astype(np.uint8)
    for block in (0.12, 0.3):
        size = int(block * max(light.shape)) | 1
        masks.append(
            cv2.adaptiveThreshold(light, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY, size, -3)
        )
    quads = [quad for mask in masks for quad in _hulls(mask)]
    return np.array(quads, np.float64).reshape(-1, 4, 2)


def _dilated(mask: NDArray[np.int64]) -> cv2.typing.MatLike:
    return cv2.dilate(mask.astype(np.uint8), np.ones((5, 5), np.uint8))


def _hulls(mask: cv2.typing.MatLike) -> list[NDArray[np.float64]]:
    contours, _ = cv2.findContours(mask, cv2.RETR_LIST, cv2.CHAIN_APPROX_SIMPLE)
    least = _LEAST_SHARE * mask.shape[0] * mask.shape[1]
    found = []
    for contour in sorted(contours, key=cv2.contourArea, reverse=True)[:6]:
        hull = cv2.convexHull(contour)
        if cv2.contourArea(hull) < least:
            continue
        for tolerance in (0.02, 0.04, 0.07):
            corners = cv2.approxPolyDP(hull, tolerance * cv2.arcLength(hull, True), True)
            if len(corners) <= 4:
                break
        points = corners[:, 0] if len(corners) == 4 else cv2.boxPoints(cv2.minAreaRect(hull))
        found.append(quad_of(points.tolist()).corners)
    return found
