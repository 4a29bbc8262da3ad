"""How many strokes a character has, and how well that fits the strokes that a finger made.

A hasty hand joins strokes and hardly ever makes one too many: 马 is not written in seventeen. The counts are
kTotalStrokes of Unicode's Han database (UAX #38); ``tests.samples.make_stroke_counts`` makes their table.
"""

from __future__ import annotations

from functools import cache
from math import comb
from pathlib import Path

_TABLE = Path(__file__).with_name("stroke_counts.txt")
_HANDS = ((0.0, 0.35), (0.1, 0.25), (0.25, 0.25), (0.45, 0.15))
"""How likely a hand joins one stroke to the next, and how usual such a hand is."""
_ONE_MORE = 0.03
_LEAST = 1e-4
_UNKNOWN = 0.1
"""A character that is not in the table fits as well as one with a few strokes joined."""


@cache
def stroke_counts() -> dict[str, int]:
    """The strokes of every character that the handwriting network knows."""
    lines = (line for line in _TABLE.read_text("utf-8").splitlines() if not line.startswith("#"))
    return {sign: int(count) for count, signs in map(str.split, lines) for sign in signs}


def fits(sign: str, written: int) -> float:
    """The likelihood of so many strokes on the glass where this sign is meant, 0 to 1."""
    count = stroke_counts().get(sign)
    return _UNKNOWN if count is None else _likelihood(count, written)


@cache
def _likelihood(count: int, written: int) -> float:
    if written > count:
        return max(_LEAST, _likelihood(count, count) * _ONE_MORE ** (written - count))
    joined = count - written
    ways = comb(count - 1, joined)
    return max(
        _LEAST,
        sum(usual * ways * p**joined * (1 - p) ** (written - 1) for p, usual in _HANDS if p or not joined),
    )
