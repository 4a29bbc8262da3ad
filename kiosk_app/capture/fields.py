"""Labels and values on a card: rows of print → the text behind a label → a typed reading."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from kiosk_app.capture.ocr import Line
from kiosk_app.domain.identity import Reading

T = TypeVar("T")
Box = tuple[int, int, int, int]

_STRAY = ":;.,。、·'`"


@dataclass(frozen=True, slots=True)
class Piece:
    """Text of one row or field, with the confidence of its weakest line. ``lines`` are what it is made of."""

    text: str
    confidence: float
    box: Box
    lines: tuple[Line, ...] = ()

    def part(self, start: int, end: int) -> Piece:
        """The characters from ``start`` to ``end``, with confidence and place of the lines they are in."""
        at, under = 0, []
        for line in self.lines:
            at, before = at + len(plain(line.text)), at
            if before < end and start < at:
                under.append(line)
        whole = join(under) if under else self
        return Piece(self.text[start:end], whole.confidence, whole.box)


def plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def join(lines: list[Line]) -> Piece:
    boxes = [line.box for line in lines]
    box = (
        min(b[0] for b in boxes),
        min(b[1] for b in boxes),
        max(b[2] for b in boxes),
        max(b[3] for b in boxes),
    )
    weakest = min(line.confidence for line in lines)
    return Piece("".join(plain(line.text) for line in lines), weakest, box, tuple(lines))


def behind(text: str, label: str) -> str:
    """What stands behind a label, without a stop or colon that the reader saw in the gap between them."""
    return text.partition(label)[2].lstrip(_STRAY)


def after(rows: list[Piece], label: str, stop: str = "") -> Piece | None:
    """What stands behind a label in its row, up to the next label."""
    for row in rows:
        if label in row.text:
            rest = behind(row.text, label)
            value = rest.partition(stop)[0] if stop else rest
            start = len(row.text) - len(rest)
            return row.part(start, start + len(value))
    return None


def parsed(piece: Piece | None, parse: Callable[[str], T | None]) -> Reading[T]:
    if piece is None:
        return Reading(None)
    return Reading(parse(piece.text), piece.text, piece.confidence, piece.box)


def day_of(parts: Iterable[str]) -> date | None:
    try:
        return date(*map(int, parts))
    except ValueError:
        return None
