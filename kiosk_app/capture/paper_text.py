"""The lines of a page as one text to search in, in which every sign still knows where it stands.

Wrapped prose flows on across line ends; paragraphs end in ``\\n``, cells of a row in ``\\t``. Signs are in
half width, without white space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kiosk_app.capture.ocr import Line, in_rows
from kiosk_app.domain.findings import Place
from kiosk_app.domain.paper import Fact, FactName
from kiosk_app.domain.values import Value

Box = tuple[int, int, int, int]

SURE = 0.9
"""Below this confidence of a line, nothing in it is certain."""
SURE_ALONE = 0.95
"""The same for what nothing else on the paper confirms: figures without 大写, a name that stands once."""

_MOST_LINES, _MOST_SIGNS = 1_000, 40_000
_WRAP_SHARE = 0.78
"""Prose that reaches so far across the page's print goes on in the next line."""
_INDENT_SHARE = 0.35
"""What begins further in is a head or a signature, no prose."""
_CELL_HEIGHTS = 0.6
"""A gap so wide parts two cells of a row."""
_LEAST_COLUMNS = 4
_INDENT_HEIGHTS = 3.5
_LEAST_SIGN = 0.15
"""No sign of a row is narrower, in heights of its line. Vertical seals and the words of a QR code are."""
_LONGEST_ASIDE = 30
_ASIDE = re.compile(r"[(（][^()（）]{0,10}[)）]")
_KEPT = "，。；、：！？"
"""Chinese punctuation that would become a sign of figures in half width."""


@dataclass(frozen=True, slots=True)
class PaperText:
    """``text`` and, for each of its signs, the number of its line and the share of the line's width where it
    begins and ends."""

    text: str
    lines: tuple[Line, ...]
    places: tuple[tuple[int, float, float], ...]

    def box(self, start: int, end: int) -> Box:
        """The box around the signs from ``start`` to ``end``, in pixels of the page."""
        boxes = []
        for number in sorted({self.places[at][0] for at in range(start, end)}):
            own = [place for place in self.places[start:end] if place[0] == number]
            left, top, right, bottom = self.lines[number].box
            width = right - left
            boxes.append((left + round(width * own[0][1]), top, left + round(width * own[-1][2]), bottom))
        return (
            min(box[0] for box in boxes),
            min(box[1] for box in boxes),
            max(box[2] for box in boxes),
            max(box[3] for box in boxes),
        )

    def confidence(self, start: int, end: int) -> float:
        """The least confidence of the lines that the signs stand in."""
        return min(self.lines[self.places[at][0]].confidence for at in range(start, end))


def paper_text(lines: Iterable[Line]) -> PaperText:
    """The page's lines, in any order. Bounded: at most a thousand lines and forty thousand signs count."""
    rows = in_rows([line for line in lines if _is_row(line)][:_MOST_LINES])
    flat = [line for row in rows for line in row]
    signs: list[str] = []
    places: list[tuple[int, float, float]] = []
    if not flat:
        return PaperText("", (), ())
    height_px = max(1.0, median(line.box[3] - line.box[1] for line in flat))
    left_px = min(line.box[0] for line in flat)
    right_px = max(line.box[2] for line in flat)
    number = 0
    for index, row in enumerate(rows):
        for place, line in enumerate(row):
            own = _signs(line.text)
            signs.extend(sign for sign, _, _ in own)
            places.extend((number, start, end) for _, start, end in own)
            last = place == len(row) - 1
            apart = "" if last else _between(line, row[place + 1], height_px)
            if last and index + 1 < len(rows):
                following = rows[index + 1][0]
                wraps = (
                    line.box[2] >= left_px + _WRAP_SHARE * (right_px - left_px)
                    and row[0].box[0] <= left_px + _INDENT_SHARE * (right_px - left_px)
                    and not _has_cells(row, height_px)
                    and following.box[0] <= left_px + _INDENT_HEIGHTS * height_px
                    and not _is_labelled(following.text)
                ) or _is_open(signs)
                apart = "" if wraps else "\n"
            if apart:
                signs.append(apart)
                places.append((number, 1.0, 1.0))
            number += 1
        if len(signs) > _MOST_SIGNS:
            break
    for head, value in _below_heads(rows):
        for line, behind in ((head, "\t"), (value, "\n")):
            own = _signs(line.text)
            at = flat.index(line)
            signs.extend((*(sign for sign, _, _ in own), behind))
            places.extend((*((at, start, end) for _, start, end in own), (at, 1.0, 1.0)))
    return PaperText("".join(signs[:_MOST_SIGNS]), tuple(flat), tuple(places[:_MOST_SIGNS]))


def _below_heads(rows: list[list[Line]]) -> Iterator[tuple[Line, Line]]:
    """What stands below the head of its column, in a table of two rows: 姓名 above 周明川. It is put behind
    the text as label and value. Where several rows follow, nobody can say which one is meant."""
    for number, (heads, values) in enumerate(pairwise(rows)):
        more = rows[number + 2] if number + 2 < len(rows) else []
        if len(heads) < _LEAST_COLUMNS or len(values) < _LEAST_COLUMNS or len(more) >= _LEAST_COLUMNS:
            continue
        if any(sign.isdigit() for line in heads for sign in line.text):
            continue
        for head in heads:
            below = [line for line in values if line.box[0] < head.box[2] and head.box[0] < line.box[2]]
            if len(below) == 1:
                yield head, below[0]


def _is_row(line: Line) -> bool:
    left, top, right, bottom = line.box
    return right - left > _LEAST_SIGN * (bottom - top) * len(line.text)


def _is_open(signs: list[str]) -> bool:
    """Whether a bracket was opened just now: what stands in it goes on in the next line."""
    last = "".join(signs[-_LONGEST_ASIDE:]).rpartition("\n")[2]
    return last.rfind("(") > last.rfind(")")


def _has_cells(row: list[Line], height_px: float) -> bool:
    return any(_between(one, other, height_px) for one, other in pairwise(row))


def _between(line: Line, following: Line, height_px: float) -> str:
    return "\t" if following.box[0] - line.box[2] > _CELL_HEIGHTS * height_px else ""


def _is_labelled(text: str) -> bool:
    """Whether a line begins with a label: that is no prose that goes on."""
    head, colon, _ = _ASIDE.sub("", text).replace("：", ":").partition(":")
    return bool(colon) and len(head) <= 10 and not any(sign in head for sign in "，。,(（")


def _signs(text: str) -> list[tuple[str, float, float]]:
    """The signs of a line, each with the share of its width where it begins and ends."""
    widths = [1.0 if ord(sign) > 0x2E80 else 0.55 for sign in text]
    total = sum(widths) or 1.0
    signs: list[tuple[str, float, float]] = []
    at = 0.0
    for sign, width in zip(text, widths, strict=True):
        for plain in _half_width(sign):
            signs.append((plain, at / total, (at + width) / total))
        at += width
    return signs


def _half_width(sign: str) -> str:
    if sign == "：":
        return ":"
    if sign in _KEPT:
        return sign
    return "".join(unicodedata.normalize("NFKC", sign).split())


def place_of(box: Box, size_px: tuple[int, int]) -> Place:
    """A box in pixels as shares of a page of that width and height."""
    width, height = (max(1, side) for side in size_px)
    left, right = (min(max(at / width, 0.0), 1.0) for at in (box[0], box[2]))
    top, bottom = (min(max(at / height, 0.0), 1.0) for at in (box[1], box[3]))
    return Place(left, top, max(0.0, right - left), max(0.0, bottom - top))


def fact_at(
    paper: PaperText, name: FactName, value: Value, start: int, end: int, confidence: float, certain: bool
) -> Fact:
    """What stands in the text from ``start`` to ``end``, as a fact with its place."""
    return Fact(name, value, paper.text[start:end], round(confidence, 4), certain, paper.box(start, end))
