"""A signature as it was drawn: strokes with time, so that it can be placed on paper and examined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class SignedOn(StrEnum):
    """How a document was signed: with a finger on the screen, or with a pen on paper that was captured."""

    SCREEN = "screen"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class StrokePoint:
    """A point of a stroke. ``x`` and ``y`` run from 0 to 1 over the pad; ``t_ms`` since the first touch."""

    x: float
    y: float
    t_ms: int


Stroke = tuple[StrokePoint, ...]


@dataclass(frozen=True, slots=True)
class Signature:
    """A drawn signature. ``aspect`` is the pad's width divided by its height."""

    strokes: tuple[Stroke, ...]
    aspect: float
    at: datetime


DrawnCharacters = Mapping[str, Signature]
"""What the visitor wrote of characters that no font has, by the character."""
