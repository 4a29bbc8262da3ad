"""Whether two captured pages are the same sheet: recognised by its print, whatever the light and place.

Two pages of one contract differ in every line, two bank slips in a few digits only. To ask for a page
twice costs a moment, to lose one costs a case: "the same" is said only where every printed place of one
page is found on the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Image

_SIZE_PX = (720, 1_020)  # what a camera of 1080 lines resolves of a page of A4
_COARSE_PX = (24, 34)
_ASPECT_TOLERANCE = 0.15
_COARSE_LIKENESS = 0.55
_RIM_PX = 15  # a sliver of the desk may show
_LARGE_PX, _LARGE_REACH_PX = 90, 11  # of the half-sized page
_SQUARE_PX, _STEP_PX = 25, 5
_CLOSE_PX, _FAR_PX = 1, 4  # how far the print may lie from where it should: tried first, tried then
_LEAST_INK = 20.0  # standard deviation of the ink in a place that counts as printed
_LEAST_PLACES = 6
_LARGE_ALIKE = 0.5
_MARGIN_PX = _SQUARE_PX // 2 + _FAR_PX + 1
_SURE = 0.85  # a sheet seen twice has 0.89 or more, slips that differ in two digits 0.80 or less
_DOUBTFUL = 0.25  # where more places than this are unlike, it is another page

Ink = NDArray[np.uint8]
"""1020 x 720, 0 for bare paper to 255 for black."""


@dataclass(frozen=True, slots=True, eq=False)
class Fingerprint:
    """What is remembered of a page, at most 90 kB: its print, standing, its proportions undone.

    ``aspect`` is the long side by the short one, ``long_px`` the long side as the camera saw it.
    """

    png: bytes
    coarse: NDArray[np.float32]
    aspect: float
    long_px: int

    def ink(self) -> Ink:
        ink = cv2.imdecode(np.frombuffer(self.png, np.uint8), cv2.IMREAD_GRAYSCALE)
        assert ink is not None  # we encoded it
        return ink.astype(np.uint8, copy=False)


def fingerprint(flat: Image) -> Fingerprint:
    """What is to be remembered of a flattened page, cleaned or not, any way up. About 20 ms."""
    height_px, width_px = flat.shape[:2]
    standing = flat if height_px >= width_px else np.rot90(flat)
    small = cv2.resize(np.ascontiguousarray(standing), _SIZE_PX, interpolation=cv2.INTER_AREA)
    ink = _ink(cv2.cvtColor(small, cv2.COLOR_BGR2GRAY).astype(np.uint8))
    coarse = _normal(cv2.resize(cv2.GaussianBlur(ink, (0, 0), 9), _COARSE_PX, interpolation=cv2.INTER_AREA))
    png = cv2.imencode(".png", ink & 0xF0)[1].tobytes()
    return Fingerprint(png, coarse, max(height_px, width_px) / min(height_px, width_px), max(flat.shape))


def same_page(one: Fingerprint, other: Fingerprint) -> bool:
    """Whether both are surely the same sheet. About 0.1 s where they look alike, else nothing."""
    return likeness(one, other) >= _SURE


def likeness(one: Fingerprint, other: Fingerprint) -> float:
    """How alike the least alike printed place of both pages is, 0 to 1; 0 for pages without print.

    The places of both are sought on the other, so that neither may have print that the other lacks.
    """
    if abs(one.aspect / other.aspect - 1) > _ASPECT_TOLERANCE:
        return 0.0
    best = 0.0
    for turned in (False, True):
        coarse = other.coarse[::-1, ::-1] if turned else other.coarse
        if float(np.mean(one.coarse * coarse)) < _COARSE_LIKENESS:
            continue
        first, second = one.ink(), other.ink()
        if turned:
            second = np.ascontiguousarray(second[::-1, ::-1])
        # Both as coarse as the coarser of them was seen.
        softness_px = min(max(0.85 * _SIZE_PX[1] / min(one.long_px, other.long_px), 1.0), 4.0)
        best = max(best, _printed_alike(first, second, softness_px))
    return best


def _ink(grey: Ink) -> Ink:
    """How much darker each place is than the paper around it, stretched to the darkest print."""
    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    paper = cv2.resize(cv2.medianBlur(cv2.dilate(half, np.ones((7, 7), np.uint8)), 15), _SIZE_PX)
    share = 1 - grey.astype(np.float32) / np.maximum(paper, 1)
    inner = share[_RIM_PX:-_RIM_PX, _RIM_PX:-_RIM_PX]
    darkest = max(float(np.percentile(inner, 99)), 0.15)
    ink = np.clip(share / darkest, 0, 1)
    mask = np.zeros_like(ink)
    mask[_RIM_PX:-_RIM_PX, _RIM_PX:-_RIM_PX] = 1
    ink *= mask
    return (ink * 255).astype(np.uint8)


def _normal(plane: cv2.typing.MatLike) -> NDArray[np.float32]:
    values = plane.astype(np.float32)
    return np.asarray((values - values.mean()) / max(float(values.std()), 1e-6), np.float32)


def _printed_alike(one: Ink, other: Ink, softness_px: float) -> float:
    laid = _laid_over(one, other)
    if laid is None:
        return 0.0
    first, second = (cv2.GaussianBlur(ink, (0, 0), softness_px).astype(np.float32) for ink in (one, laid))
    alike, printed = _places_alike(first, second)
    if int(printed.sum()) < _LEAST_PLACES:
        return 0.0
    unlike = np.argwhere(printed & (alike < _SURE))
    if len(unlike) > _DOUBTFUL * int(printed.sum()):
        return 0.0
    for row, column in unlike:
        alike[row, column] = _sought(first, second, row * _STEP_PX, column * _STEP_PX)
    return max(0.0, float(alike[printed].min()))


def _places_alike(
    one: NDArray[np.float32], other: NDArray[np.float32]
) -> tuple[NDArray[np.float32], NDArray[np.bool_]]:
    """How well each small square correlates with the best of the nearest squares of the other page, and
    which squares are printed on at least one of them."""
    mean, spread = _local(one)
    mean_there, spread_there = _local(other)
    best = np.full(one.shape, -1, np.float32)
    for dy in range(-_CLOSE_PX, _CLOSE_PX + 1):
        for dx in range(-_CLOSE_PX, _CLOSE_PX + 1):
            there, its_mean, its_spread = (
                np.roll(plane, (dy, dx), (0, 1)) for plane in (other, mean_there, spread_there)
            )
            together = _box(one * there) - mean * its_mean
            np.maximum(best, together / np.maximum(spread * its_spread, _LEAST_INK), out=best)
    printed = np.maximum(spread, spread_there) > _LEAST_INK
    inner = slice(_MARGIN_PX, -_MARGIN_PX, _STEP_PX)
    return best[inner, inner], printed[inner, inner]


def _sought(one: NDArray[np.float32], other: NDArray[np.float32], top: int, left: int) -> float:
    """The same for one square, sought farther around: paper bends."""
    middle_y, middle_x, half = top + _MARGIN_PX, left + _MARGIN_PX, _SQUARE_PX // 2
    square = one[middle_y - half : middle_y + half + 1, middle_x - half : middle_x + half + 1]
    reach = half + _FAR_PX
    room = other[middle_y - reach : middle_y + reach + 1, middle_x - reach : middle_x + reach + 1]
    if float(square.std()) < _LEAST_INK / 2:  # printed on the other page only
        return 0.0
    return float(cv2.matchTemplate(room, square, cv2.TM_CCOEFF_NORMED).max())


def _local(plane: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Mean and standard deviation of the square around each place."""
    mean = _box(plane)
    return mean, np.sqrt(np.maximum(_box(plane * plane) - mean * mean, 0))


def _box(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    return cv2.blur(plane, (_SQUARE_PX, _SQUARE_PX)).astype(np.float32, copy=False)


def _laid_over(one: Ink, other: Ink) -> Ink | None:
    """The other page moved so that its print lies on that of the first; None if it does not fit."""
    half = [cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA) for ink in (one, other)]
    here, there = [], []
    for y, x, alike, (dy, dx) in _matches(*(ink.astype(np.uint8, copy=False) for ink in half)):
        if alike > _LARGE_ALIKE:
            here.append((2 * x, 2 * y))
            there.append((2 * (x + dx), 2 * (y + dy)))
    if len(here) < _LEAST_PLACES:
        return None
    move, kept = cv2.findHomography(np.array(there, np.float64), np.array(here, np.float64), cv2.RANSAC, 4.0)
    if move is None or int(kept.sum()) < max(_LEAST_PLACES, len(here) // 2):
        return None
    return cv2.warpPerspective(other, move, _SIZE_PX).astype(np.uint8)


def _matches(one: Ink, other: Ink) -> Iterator[tuple[float, float, float, tuple[int, int]]]:
    """Each large printed square of the first page: its middle, how alike the best place of the other is,
    and how far away that is."""
    side_px, reach_px = _LARGE_PX, _LARGE_REACH_PX
    height_px, width_px = one.shape
    for top in range(reach_px, height_px - side_px - reach_px + 1, side_px // 2):
        for left in range(reach_px, width_px - side_px - reach_px + 1, side_px // 2):
            square = one[top : top + side_px, left : left + side_px]
            if float(square.std()) < _LEAST_INK:
                continue
            room = other[
                top - reach_px : top + side_px + reach_px, left - reach_px : left + side_px + reach_px
            ]
            found = cv2.matchTemplate(room, square, cv2.TM_CCOEFF_NORMED)
            _, alike, _, (x, y) = cv2.minMaxLoc(found)
            yield top + side_px / 2, left + side_px / 2, float(alike), (y - reach_px, x - reach_px)
