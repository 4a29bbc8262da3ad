"""Handwriting made from stroke data that nobody here drew: npm ``hanzi-writer-data`` holds, for each of some
9,500 characters, the middle line of every stroke in its order.

The data is under the Arphic Public License and is not kept in this repository; get it with
``npm pack hanzi-writer-data`` and unpack it anywhere. Digits and signs come from the single-line font
"futural" of npm ``hersheytext`` (MIT), whose ``hersheytext.json`` belongs into the same folder.

A hand is made of it by numbers that are drawn for every character: slant, turn, size and proportions of the
whole; place, size and wobble of each stroke; strokes that overshoot; strokes joined where a hasty pen stays
down; strokes in another order.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from kiosk_app.capture.strokes import Stroke

_EM = 1024
_ASCENT = 900
_STEP_PX = 4.0
_POINT_MS = 9
_LIFT_MS = (120, 0.35)
_NEXT_CHARACTER_MS = (260, 0.45)
"""How long the pen is off the glass: median, and the standard deviation of its logarithm. They overlap, as
they do in life: a pause alone never says where a character ends."""

Curve = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Hand:
    """How somebody writes. Lengths are shares of the character's side; angles are radians; all but the last
    three are standard deviations."""

    slant: float
    turn: float
    stretch: float
    size: float
    place: float
    stroke_turn: float
    stroke_size: float
    wobble: float
    overshoot: float
    joined: float
    """How likely a stroke is joined to the next one where its way there is short."""
    swapped: float
    """How likely two neighbouring strokes come in the other order."""
    rounded: float
    """How far corners are cut, 0 to 1."""


HANDS = {
    "neat": Hand(0.05, 0.02, 0.05, 0.06, 0.010, 0.015, 0.03, 0.004, 0.02, 0.00, 0.03, 0.2),
    "usual": Hand(0.10, 0.04, 0.09, 0.10, 0.018, 0.030, 0.06, 0.008, 0.04, 0.12, 0.06, 0.4),
    "hasty": Hand(0.15, 0.06, 0.12, 0.14, 0.026, 0.045, 0.09, 0.012, 0.06, 0.30, 0.10, 0.7),
}


def has(folder: Path, character: str) -> bool:
    """Whether there are strokes for a character."""
    return (folder / f"{character}.json").is_file()


def medians(folder: Path, character: str) -> tuple[Curve, ...]:
    """The middle lines of a character's strokes, y downward, in a square of side 1."""
    data = json.loads((folder / f"{character}.json").read_text("utf-8"))
    return tuple(np.array([(x, _ASCENT - y) for x, y in line], np.float64) / _EM for line in data["medians"])


def line_sign(folder: Path, sign: str) -> tuple[Curve, ...]:
    """A digit or an ASCII sign as lines, a little smaller than a Chinese character, from the left edge on."""
    font = json.loads((folder / "hersheytext.json").read_text("utf-8"))["futural"]["chars"]
    path = font[ord(sign) - ord("!")]["d"]
    lines = [
        np.array([tuple(map(float, pair.split(","))) for pair in line.replace("L", " ").split()])
        for line in path.split("M")
        if line.strip()
    ]
    left = min(line[:, 0].min() for line in lines)
    return tuple((line - (left, 1)) / 30 + (0.0, 0.15) for line in lines)


def write(
    folder: Path,
    text: str,
    hand: Hand,
    rng: Generator,
    side_px: float = 300,
    overlapped: bool = False,
) -> tuple[tuple[Stroke, ...], ...]:
    """A word as a finger writes it, character by character: in a row, or all in the same place."""
    characters: list[tuple[Stroke, ...]] = []
    left_px, clock_ms = 40.0 + rng.uniform(0, side_px / 2), 0.0
    for character in text:
        size = float(np.clip(rng.normal(1, hand.size), 0.6, 1.3))
        offset = np.array([left_px, 40 + rng.normal(0, 0.03) * side_px])
        strokes: list[Stroke] = []
        curves = medians(folder, character) if has(folder, character) else line_sign(folder, character)
        for curve in _written(curves, hand, rng):
            points = _even(curve * side_px * size + offset, _STEP_PX)
            if strokes or characters:
                median_ms, spread = _LIFT_MS if strokes else _NEXT_CHARACTER_MS
                clock_ms += median_ms * float(np.exp(rng.normal(0, spread)))
            times = clock_ms + np.arange(len(points)) * _POINT_MS
            clock_ms = float(times[-1])
            strokes.append(np.column_stack((points, times)).astype(np.float32))
        characters.append(tuple(strokes))
        wide = 1.0 if has(folder, character) else max(curve[:, 0].max() for curve in curves) + 0.12
        left_px += side_px * (rng.normal(0, 0.05) if overlapped else wide * size * rng.uniform(0.92, 1.15))
    return tuple(characters)


def _written(curves: tuple[Curve, ...], hand: Hand, rng: Generator) -> list[Curve]:
    whole = _about(
        rng.normal(0, hand.turn), rng.normal(0, hand.slant), np.exp(rng.normal(0, hand.stretch, 2) / 2)
    )
    drawn = [_stroke(curve, hand, rng) for curve in curves]
    drawn = [(curve - 0.5) @ whole.T + 0.5 for curve in drawn]
    for place in range(len(drawn) - 1):
        if rng.random() < hand.swapped:
            drawn[place], drawn[place + 1] = drawn[place + 1], drawn[place]
    joined: list[Curve] = []
    for curve in drawn:
        near = joined and np.linalg.norm(joined[-1][-1] - curve[0]) < 0.35
        if near and rng.random() < hand.joined:
            joined[-1] = np.vstack((joined[-1], curve))
        else:
            joined.append(curve)
    return joined


def _stroke(curve: Curve, hand: Hand, rng: Generator) -> Curve:
    points = _even(curve, 0.02)
    middle = points.mean(axis=0)
    change = _about(rng.normal(0, hand.stroke_turn), 0, np.exp(rng.normal(0, hand.stroke_size, 2)))
    points = (points - middle) @ change.T + middle + rng.normal(0, hand.place, 2)
    if len(points) > 3:
        along = (points[-1] - points[-3]) / (np.linalg.norm(points[-1] - points[-3]) + 1e-9)
        points = np.vstack((points, points[-1] + along * abs(rng.normal(0, hand.overshoot))))
    points = points + _smooth(rng.normal(0, 1, points.shape), 5) * hand.wobble * 2
    softened = _smooth(points, 2 + round(3 * hand.rounded))
    return points * (1 - hand.rounded) + softened * hand.rounded


def _about(turn: float, slant: float, stretch: Curve) -> Curve:
    cos, sin = np.cos(turn), np.sin(turn)
    turned = np.array([[cos, -sin], [sin, cos]]) @ np.array([[1, -slant], [0, 1]])
    return np.asarray(turned @ np.diag(stretch), np.float64)


def _even(curve: Curve, step: float) -> Curve:
    """The same line with a point at every step."""
    lengths = np.concatenate(([0], np.cumsum(np.linalg.norm(np.diff(curve, axis=0), axis=1))))
    at = np.linspace(0, lengths[-1], max(3, round(lengths[-1] / step) + 1))
    return np.column_stack([np.interp(at, lengths, curve[:, axis]) for axis in (0, 1)])


def _smooth(points: Curve, reach: int) -> Curve:
    """A running mean of ``2 * reach + 1`` points whose ends stay where they are."""
    reach = min(reach, (len(points) - 1) // 2)
    if reach < 1:
        return points
    padded = np.pad(points, ((reach, reach), (0, 0)), mode="edge")
    sums = np.cumsum(np.vstack((np.zeros((1, 2)), padded)), axis=0)
    width = 2 * reach + 1
    return np.asarray((sums[width:] - sums[:-width]) / width, np.float64)
