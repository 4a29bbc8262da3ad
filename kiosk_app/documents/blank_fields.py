"""What a mark of the official table becomes on a blank form: a box to tick, a line, squares, ruled lines.

The size follows from the kind of the question: a name, 18 figures of an identity number, an address.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kiosk_app.domain.layout_map import FieldKind
from kiosk_app.forms.element_table import question_in
from kiosk_app.forms.question import Form, Kind, Question

SIGNATURE = "signature"
SIGNED_ON = "signature.on"
CONTINUED = "continuation"
"""What is no question and yet is written on every form."""

CODE_LENGTH = 18
"""An identity number (GB 11643) and a credit code (GB 32100) have 18 characters."""
_CREDIT_CODE = "统一社会信用代码"

_MARK = re.compile(r"\{([a-z0-9_.]+)(?:=([a-z0-9_]+))?\}")
_SEGMENT = re.compile(r"\[([^\[\]]*)\]")
_ENDED_TICK = re.compile(r"(=[a-z0-9_]+\})。")
"""A full stop after the last choice, where the chosen one would be a word."""
_UNNAMED = re.compile(r"^\n\{([a-z0-9_.]+)\}")
_DATE = "{{{0}.year}}年{{{0}.month}}月{{{0}.day}}日"
_CHOSEN = frozenset({Kind.CHOICE, Kind.CHOICES, Kind.YES_NO})

_PART_MM = {"year": 17.0, "month": 11.0, "day": 11.0}
_SHORT_MM, _UNLABELLED_MM = 15.0, 70.0


@dataclass(frozen=True, slots=True)
class Room:
    """The room for an answer. ``cells`` are the squares of a comb or the lines of an area; what ``grows``
    takes the rest of its line."""

    kind: FieldKind
    width_mm: float = 0.0
    cells: int = 0
    grows: bool = False


_ROOM = {
    Kind.NAME: Room(FieldKind.LINE, 38, grows=True),
    Kind.TEXT: Room(FieldKind.LINE, 42, grows=True),
    Kind.PHONE: Room(FieldKind.LINE, 42, grows=True),
    Kind.POSTCODE: Room(FieldKind.COMB, cells=6),
    Kind.RESIDENT_ID: Room(FieldKind.COMB, cells=CODE_LENGTH),
    Kind.CASE_NUMBER: Room(FieldKind.LINE, 75, grows=True),
    Kind.MONEY: Room(FieldKind.LINE, 38),
    Kind.PERCENT: Room(FieldKind.LINE, 20),
    Kind.NUMBER: Room(FieldKind.LINE, 22),
    Kind.ADDRESS: Room(FieldKind.AREA, cells=2),
    Kind.LONG_TEXT: Room(FieldKind.AREA, cells=2),
}
_TICK = Room(FieldKind.TICK)
_WHOLE_STORY, _WHOLE_CLAIM, _ALONE, _EVIDENCE, _TOTAL = 10, 5, 3, 4, _ROOM[Kind.MONEY]
_AREAS = {
    "facts.whole": _WHOLE_STORY,
    "facts.text": _WHOLE_STORY,
    "claims.whole": _WHOLE_CLAIM,
    "claims.relief": _WHOLE_CLAIM,
    "evidence_list": _EVIDENCE,
}
"""How many lines what is told in one's own words gets: a story two fifths of a page."""

_OWN = {
    SIGNATURE: Room(FieldKind.SIGNATURE, 62),
    "continuation.page": Room(FieldKind.LINE, _SHORT_MM),
    "continuation.about": Room(FieldKind.LINE, 40, grows=True),
    CONTINUED: Room(FieldKind.AREA, cells=25),
}


@dataclass(frozen=True, slots=True)
class Blank:
    """One mark with its room. ``name`` is that of its place on the paper."""

    name: str
    key: str
    part: str
    choice: str
    nth: int
    room: Room


@dataclass(frozen=True, slots=True)
class Blanks:
    """The blanks of a form, in the order in which they were made; each has a name of its own."""

    form: Form
    made: dict[str, Blank] = field(default_factory=dict)
    _times: Counter[tuple[str, str]] = field(default_factory=Counter)

    def pieces(self, paragraph: str) -> Iterator[str | Blank]:
        """The words and the blanks of a paragraph of a cell that :func:`written_out` made."""
        alone = not _MARK.sub("", paragraph, count=1).strip()
        place = 0
        for mark in _MARK.finditer(paragraph):
            words = paragraph[place : mark.start()]
            yield words
            yield self._blank(mark[1], mark[2] or "", words, alone=alone, opens=not mark.start())
            place = mark.end()
        yield paragraph[place:]

    def _blank(self, key: str, choice: str, words: str, *, alone: bool, opens: bool) -> Blank:
        found = question_in(key, self.form.by_key)
        question = found[0] if found else None
        stem, part = (found[0].key, ".".join(found[1])) if found else _own(key)
        room = _TICK if choice else _room(stem, part, question, alone=alone)
        if room.grows:
            # 第__条 takes a number; what no words ask for may be anything.
            width_mm = _SHORT_MM if words.endswith("第") else _UNLABELLED_MM if opens else room.width_mm
            room = replace(room, width_mm=width_mm, grows=width_mm != _SHORT_MM)
        self._times[key, choice] += 1
        nth = self._times[key, choice]
        name = f"{key}={choice} ({nth})"
        self.made[name] = Blank(name, stem, part, choice, nth, room)
        return self.made[name]


def written_out(cell: str, form: Form, *, labelled: bool) -> str:
    """A cell's template for the pen: what stands in brackets where it has an answer stands there, a day has
    its year, month and day, a choice that the table leaves open its boxes.

    In a ``labelled`` row, a line of brackets that is nothing but an answer is told what it is for.
    """

    def opened(segment: re.Match[str]) -> str:
        unnamed = _UNNAMED.match(segment[1]) if labelled else None
        question = form.by_key.get(unnamed[1]) if unnamed else None
        if question is None:
            return segment[1]
        return f"\n{(question.term or question.label).rstrip('？')}：{segment[1][1:]}"

    def mark(match: re.Match[str]) -> str:
        found = question_in(match[1], form.by_key)
        if found is None or match[2]:
            return match[0]
        question, parts = found
        if question.kind in _CHOSEN:
            return "　".join(f"{each.label}{{{question.key}={each.id}}}" for each in question.choices)
        if question.kind is Kind.PERIOD and not parts:
            return f"{_DATE.format(f'{match[1]}.from')}至{_DATE.format(f'{match[1]}.to')}"
        day = question.kind in (Kind.DATE, Kind.PERIOD) and parts in ((), ("from",), ("to",))
        return _DATE.format(match[1]) if day else match[0]

    # Two answers that stand next to each other need something between their blanks.
    spread = _MARK.sub(mark, _SEGMENT.sub(opened, cell)).replace("}{", "}　{")
    return _ENDED_TICK.sub(r"\1", spread)


def ticks_in(cell: str) -> int:
    return sum(1 for mark in _MARK.finditer(cell) if mark[2])


def _own(key: str) -> tuple[str, str]:
    """The key and the part of what is no question."""
    stem, _, part = key.rpartition(".")
    return (stem, part) if stem == SIGNED_ON else (key, "")


def _room(key: str, part: str, question: Question | None, *, alone: bool) -> Room:
    if part:
        return Room(FieldKind.LINE, _PART_MM[part.rpartition(".")[2]])
    if key in _AREAS:
        return Room(FieldKind.AREA, cells=_AREAS[key])
    if question is None:
        return _OWN.get(key, _TOTAL)
    if question.label == _CREDIT_CODE:
        return _ROOM[Kind.RESIDENT_ID]
    if question.kind is Kind.LONG_TEXT and alone:
        return Room(FieldKind.AREA, cells=_ALONE)
    return _ROOM[question.kind]
