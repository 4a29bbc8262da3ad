"""An outline that is nearly right → one whose sides lie on the paper's edges to a fraction of a pixel."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from kiosk_app.capture.geometry import Corners, Image, is_convex

_SAMPLES = 96
_CORNER = 0.09  # of each side is left out at both ends: cards are rounded there


def refine(image: Image, corners: Corners, reach_px: float, rounds: int = 2) -> Corners:
    """Fit a line to each side from profiles across it and meet the lines.

    ``reach_px`` is how far the edge may be from ``corners``. A side whose edge cannot be seen stays
    where it is. ``image`` is the picture or any scaled version of it in which ``corners`` are given.
    """
    planes = cv2.cvtColor(image, cv2.COLOR_BGR2LAB).astype(np.float32)
    for _ in range(rounds):
        lines = [_fit(planes, corners, side, reach_px) for side in range(4)]
        moved = np.array([np.cross(lines[side - 1], lines[side]) for side in range(4)])
        if np.any(np.abs(moved[:, 2]) < 1e-12):
            return corners
        moved = moved[:, :2] / moved[:, 2:]
        if not is_convex(moved) or np.abs(moved - corners).max() > 4 * reach_px:
            return corners
        corners, reach_px = moved, max(3.0, reach_px / 3)
    return corners


def _fit(planes: cv2.typing.MatLike, corners: Corners, side: int, reach_px: float) -> NDArray[np.float64]:
    """The side as a homogeneous line."""
    start, end = corners[side], corners[(side + 1) % 4]
    direction = (end - start) / max(float(np.linalg.norm(end - start)), 1e-9)
    normal = np.array((-direction[1], direction[0]))
    share = np.linspace(_CORNER, 1 - _CORNER, _SAMPLES)
    base = start + share[:, None] * (end - start)
    half = int(np.ceil(reach_px)) + 3
    steps = np.arange(-half, half + 1, dtype=np.float64)
    places = base[:, None, :] + steps[None, :, None] * normal
    profile = cv2.remap(
        np.asarray(planes),
        places[:, :, 0].astype(np.float32),
        places[:, :, 1].astype(np.float32),
        cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_REPLICATE,
    )
    slope = _slopes(profile)[:, 2:-2]
    offset, weight = _peaks(slope, steps[3:-3])
    along = share * float(np.linalg.norm(end - start))
    fitted = _robust_line(along, offset, weight, reach_px)
    if fitted is None:
        a, b = start, end
    else:
        gradient, shift = fitted
        a = start + normal * shift
        b = end + normal * (shift + gradient * float(np.linalg.norm(end - start)))
    return np.cross((*a, 1.0), (*b, 1.0))


def _slopes(profile: cv2.typing.MatLike) -> NDArray[np.float64]:
    """How strongly the colour changes along each profile; neighbours along the side are averaged,
    which leaves a straight edge and wears grain and letters down."""
    smooth = cv2.GaussianBlur(profile, (5, 9), sigmaX=1.2, sigmaY=2.5)
    change = (smooth[:, 2:] - smooth[:, :-2]) / 2
    slopes: NDArray[np.float64] = np.sqrt((change.astype(np.float64) ** 2).sum(axis=2))
    return slopes


def _peaks(
    slope: NDArray[np.float64], steps: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Sub-pixel place of each profile's steepest change (parabola through three), and its strength."""
    # An edge near where it is expected beats a stronger one far off.
    expected = np.exp(-0.5 * (steps / max(abs(steps[0]), 1.0)) ** 2)
    best = np.argmax(slope * expected, axis=1).clip(1, slope.shape[1] - 2)
    rows = np.arange(len(slope))
    before, here, after = slope[rows, best - 1], slope[rows, best], slope[rows, best + 1]
    bend = before - 2 * here + after
    shift = np.where(np.abs(bend) > 1e-9, 0.5 * (before - after) / np.where(bend == 0, 1, bend), 0.0)
    return steps[best] + shift.clip(-1, 1), here


def _robust_line(
    along: NDArray[np.float64], offset: NDArray[np.float64], weight: NDArray[np.float64], reach_px: float
) -> tuple[float, float] | None:
    """Gradient and shift of the line most of the points agree on; None where too few do."""
    rng = np.random.default_rng(1)
    tolerance = max(1.0, 0.12 * reach_px)
    weight = np.minimum(weight, np.percentile(weight, 75)) + 0.2
    first, second = rng.integers(0, len(along), (2, 160))
    apart = np.abs(along[first] - along[second]) > 0.25 * (along[-1] - along[0])
    first, second = first[apart], second[apart]
    gradient = (offset[second] - offset[first]) / (along[second] - along[first])
    shift = offset[first] - gradient * along[first]
    miss = np.abs(offset[None] - gradient[:, None] * along[None] - shift[:, None])
    votes = (np.maximum(0, 1 - (miss / tolerance) ** 2) * weight).sum(axis=1)
    if not len(votes) or votes.max() < 0.3 * weight.sum():
        return None
    g, s = float(gradient[votes.argmax()]), float(shift[votes.argmax()])
    for _ in range(3):
        close = np.maximum(0, 1 - (np.abs(offset - g * along - s) / (2 * tolerance)) ** 2) * weight
        if np.count_nonzero(close) < 8:
            return None
        g, s = (float(value) for value in np.polyfit(along, offset, 1, w=np.sqrt(close)))
    return g, s
