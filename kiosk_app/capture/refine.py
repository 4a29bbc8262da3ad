"""An outline that is nearly right → one whose sides lie on the paper's edges to a fraction of a pixel."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Corners, Image, Line, crossings, is_convex, line_through

_SAMPLES = 72
_ROUNDING = 0.09  # of each side is left out at both ends: cards are rounded there
_STEPS = 15  # profiles are sampled so many times on either side
_BOW_STEPS = 1.5  # a side that bows less than this is straight
_TOLERANCE = 0.1 * _STEPS
_APART = (_SAMPLES // 2, _SAMPLES // 3)
_LEAST_VOTES = 0.3
_FEWEST = 12

Numbers = NDArray[np.float64]


def refine(image: Image, corners: Corners, reach_px: float) -> Corners:
    """Lay a curve through each side, from profiles across it, and meet the curves at their ends.

    ``reach_px`` is how far the edge may be from ``corners``. A side whose edge cannot be seen stays
    where it is; a gently bowed one keeps its bow, so that the corners of a curled page are its own.
    """
    for reach in (reach_px, reach_px / 3):
        moved = _moved(image, corners, reach)
        if moved is None or not is_convex(moved) or float(np.abs(moved - corners).max()) > 3 * reach_px:
            return corners
        corners = moved
    return corners


def _moved(image: Image, corners: Corners, reach_px: float) -> Corners | None:
    way = np.roll(corners, -1, axis=0) - corners
    normal = (
        np.stack((-way[:, 1], way[:, 0]), axis=1) / np.maximum(np.linalg.norm(way, axis=1), 1e-9)[:, None]
    )
    share = np.linspace(_ROUNDING, 1 - _ROUNDING, _SAMPLES)
    base = corners[:, None] + share[None, :, None] * way[:, None]
    step = reach_px / _STEPS
    offset, strength = _edges(image, base, normal, step)
    # Beyond the frame there is nothing to see.
    there = np.all((base > 1) & (base < np.array(image.shape[1::-1]) - 2), axis=2)
    curves = _curves(share, offset, strength * there, there) * step
    sides = list(zip(corners, way, normal, curves, strict=True))
    return _met([_tangent(*side, 1.0) for side in sides], [_tangent(*side, 0.0) for side in sides])


def _met(ending: list[Line], starting: list[Line]) -> Corners | None:
    """Each corner is where one side ends and the next one starts."""
    met = [crossings((ending[k - 1], starting[k]) * 2) for k in range(4)]
    return (
        None
        if any(corner is None for corner in met)
        else np.array([corner[1] for corner in met if corner is not None])
    )


def _tangent(start: Numbers, way: Numbers, normal: Numbers, curve: Numbers, share: float) -> Line:
    """The line that touches a side, bowed by ``curve``, at a share of its way."""
    bow, slope, shift = curve
    at = start + share * way + normal * ((bow * share + slope) * share + shift)
    return line_through(at, at + way + normal * (2 * bow * share + slope))


def _edges(image: Image, base: Numbers, normal: Numbers, step_px: float) -> tuple[Numbers, Numbers]:
    """The offset in steps of the likeliest edge on each profile, and its strength: both 4 x samples."""
    steps = np.arange(-_STEPS - 3, _STEPS + 4, dtype=np.float64)
    places = base[:, :, None] + (steps * step_px)[None, None, :, None] * normal[:, None, None]
    across, down = places.reshape(4 * _SAMPLES, len(steps), 2).astype(np.float32).transpose(2, 0, 1)
    profiles = cv2.remap(image, across, down, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
    colours = cv2.cvtColor(profiles, cv2.COLOR_BGR2LAB).astype(np.float32)
    # Neighbours along a side are averaged, which leaves a straight edge and wears grain and letters down.
    smooth = np.concatenate(
        [cv2.GaussianBlur(side, (5, 9), sigmaX=1.0, sigmaY=2.5) for side in np.split(colours, 4)]
    )
    change = (smooth[:, 2:] - smooth[:, :-2])[:, 2:-2]
    slope = np.sqrt(np.einsum("ijk,ijk->ij", change, change)) / 2
    offset, weight = _peaks(slope, steps[3:-3])
    return offset.reshape(4, _SAMPLES), weight.reshape(4, _SAMPLES)


def _peaks(slope: NDArray[np.float32], steps: Numbers) -> tuple[Numbers, Numbers]:
    """Sub-step place of each profile's steepest change (parabola through three), and its strength."""
    # An edge near where it is expected beats a stronger one far off.
    expected = np.exp(-0.5 * (steps / (0.6 * _STEPS)) ** 2)
    best = np.argmax(slope * expected, axis=1).clip(1, slope.shape[1] - 2)
    rows = np.arange(len(slope))
    before, here, after = (slope[rows, best + k].astype(np.float64) for k in (-1, 0, 1))
    bend = before - 2 * here + after
    shift = np.where(np.abs(bend) > 1e-9, 0.5 * (before - after) / np.where(bend == 0, 1, bend), 0.0)
    return steps[best] + shift.clip(-1, 1), here


def _curves(share: Numbers, offset: Numbers, strength: Numbers, there: NDArray[np.bool_]) -> Numbers:
    """For each side the line, or the parabola where it clearly bows, that most of its points agree on.

    4 x (bow, slope, shift) in steps, a polynomial in the share of the way; zeros where too few agree.
    """
    seen = np.maximum(there.sum(axis=1, keepdims=True), 1)
    weight = np.minimum(strength, 1.5 * strength.sum(axis=1, keepdims=True) / seen) + 0.2 * there
    # Lines through points half and a third of the side apart; the one with the most followers wins.
    first = np.concatenate([np.arange(_SAMPLES - apart) for apart in _APART])
    second = np.concatenate([np.arange(apart, _SAMPLES) for apart in _APART])
    slope = (offset[:, second] - offset[:, first]) / (share[second] - share[first])
    shift = offset[:, first] - slope * share[first]
    miss = (offset[:, None] - slope[..., None] * share - shift[..., None]) / _TOLERANCE
    votes = np.einsum("kps,ks->kp", np.maximum(0, 1 - miss * miss), weight)
    votes *= there[:, first] & there[:, second]
    sides, best = np.arange(4), votes.argmax(axis=1)
    agreed = (votes[sides, best] >= _LEAST_VOTES * weight.sum(axis=1)) & (seen[:, 0] >= _FEWEST)
    line = np.stack((np.zeros(4), slope[sides, best], shift[sides, best]), axis=1)
    line = _polished(line, 2, share, offset, weight, 2 * _TOLERANCE)
    bowed = _polished(line, 3, share, offset, weight, 4 * _TOLERANCE)
    curves = np.where(np.abs(bowed[:, :1]) / 4 > _BOW_STEPS, bowed, line)
    return np.asarray(curves * agreed[:, None], np.float64)


def _polished(
    curves: Numbers, terms: int, share: Numbers, offset: Numbers, weight: Numbers, reach: float
) -> Numbers:
    """Least squares over the points near each curve, repeated; ``terms`` 2 for lines, 3 for parabolas."""
    powers = np.stack((share * share, share, np.ones_like(share)))
    free = powers[3 - terms :]
    for _ in range(3):
        miss = (offset - curves @ powers) / reach
        close = np.maximum(0, 1 - miss * miss) * weight
        weighted = free[None] * close[:, None]
        # What has too few points is held where it is by the last term.
        solved = np.linalg.solve(
            weighted @ free.T + 1e-6 * np.eye(terms),
            (weighted @ offset[..., None]) + 1e-6 * curves[:, 3 - terms :, None],
        )
        curves = np.concatenate((np.zeros((4, 3 - terms)), solved[..., 0]), axis=1)
    return curves
