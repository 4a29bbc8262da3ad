"""The official element-style table, filled: labels and order as published, cells with the answers.

A cell's template is text with these marks, and nothing else:

* ``{key}``: the answer, or a blank line to write on;
* ``{key=choice}``: ☑ where that is the answer, ☐ where not;
* ``{key.year}`` (``.month``, ``.day``): a part of a date; ``{key.from}``, ``{key.to}``: an end of a period;
* ``[…]``: left out where no mark inside has an answer.

Lines for each of a repeated group were written out before, by ``unroll``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiosk_app.domain.money import Money
from kiosk_app.domain.values import Period, Value
from kiosk_app.forms.answers import Answers, display, spoken
from kiosk_app.forms.condition import holds
from kiosk_app.forms.question import Form, Kind, Question, RowBlock

BLANK = "____"
TICKED, UNTICKED = "☑", "☐"
_MARK = re.compile(r"\{([a-z0-9_.#]+)(?:=([a-z0-9_]+))?\}")
_SEGMENT = re.compile(r"\[([^\[\]]*)\]")
_PARTS = {Kind.DATE: ("year", "month", "day"), Kind.PERIOD: ("from", "to")}


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A label and its cell's text. Lines are separated by line feeds; boxes are ☑ and ☐."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class FilledBlock:
    heading: str
    rows: tuple[FilledRow, ...]


@dataclass(frozen=True, slots=True)
class ElementTable:
    """A complaint ready to be drawn: title, the cause under it, the printed preface, the blocks."""

    title: str
    cause: str
    preface: tuple[str, ...]
    blocks: tuple[FilledBlock, ...]


def fill(form: Form, answers: Answers, computed: Mapping[str, str]) -> ElementTable:
    """The unrolled form's table with these answers. ``computed`` holds what is no answer, such as
    ``claim_total``."""

    def cell(template: str) -> str:
        whole = _SEGMENT.sub(lambda match: match[1] if _says(match[1]) else "", template)
        return _MARK.sub(
            lambda match: _unechoed(
                _printed(match[1], match[2]), whole[: match.start()], whole[match.end() :]
            ),
            whole,
        )

    def _says(segment: str) -> bool:
        return any(_printed(key, choice) not in (BLANK, UNTICKED) for key, choice in marks(segment))

    def _printed(key: str, choice: str | None) -> str:
        return computed[key] if key in computed else _mark(key, choice or "", form, answers)

    def block(each: RowBlock) -> FilledBlock:
        if not holds(each.when, answers):
            return FilledBlock(each.heading, (FilledRow("", each.otherwise),))
        return FilledBlock(each.heading, tuple(FilledRow(row.label, cell(row.cell)) for row in each.rows))

    return ElementTable(
        title=form.document_title,
        cause=form.cause.name,
        preface=form.preface,
        blocks=tuple(block(each) for each in _shown(form, answers)),
    )


def marks(template: str) -> tuple[tuple[str, str], ...]:
    """The (key, choice) pairs a template speaks of; choice is empty for a plain key."""
    return tuple((match[1], match[2] or "") for match in _MARK.finditer(template))


def question_in(key: str, questions: Mapping[str, Question]) -> tuple[Question, tuple[str, ...]] | None:
    """The question a mark names, and which part of its answer; None where it names none."""
    if key in questions:
        return questions[key], ()
    stem, _, part = key.rpartition(".")
    found = question_in(stem, questions) if stem else None
    if found is None:
        return None
    question, parts = found
    kind = Kind.DATE if question.kind is Kind.PERIOD and parts else question.kind
    return (question, (*parts, part)) if part in _PARTS.get(kind, ()) and len(parts) < 2 else None


def _shown(form: Form, answers: Answers) -> Iterator[RowBlock]:
    """The blocks that are printed: those that apply; where none of a repeated one does, the first with what
    stands there otherwise."""
    told = {(block.heading, block.group) for block in form.blocks if holds(block.when, answers)}
    for block in form.blocks:
        alike = (block.heading, block.group)
        if holds(block.when, answers):
            yield block
        elif block.otherwise and alike not in told:
            told.add(alike)
            yield block


def _mark(key: str, choice: str, form: Form, answers: Answers) -> str:
    question, parts = _found(key, form)
    answer = answers.get(question.key)
    value = answer.value if answer else None
    if choice:
        return TICKED if choice == value or (isinstance(value, tuple) and choice in value) else UNTICKED
    for part in parts:
        value = _part(value, part)
    if value is None or value == "":
        return BLANK
    # The official cells print the unit themselves ("尚欠本金__元").
    if isinstance(value, Money | Decimal):
        return str(value)
    return spoken(value) if parts else display(question, value)


def _unechoed(said: str, before: str, after: str) -> str:
    """What was said, without the words that the official cell prints around it: of "第5条" for "第__条" the
    "5", of "市第一人民医院" for "__医院住院" the hospital's name."""
    if before.endswith("第") and len(said) > 1:
        said = said.removeprefix("第")
    most = min(len(said) - 1, len(after))
    echo = next((length for length in range(most, 0, -1) if said.endswith(after[:length])), 0)
    return said[: len(said) - echo]


def _found(key: str, form: Form) -> tuple[Question, tuple[str, ...]]:
    found = question_in(key, form.by_key)
    if found is None:
        raise KeyError(key)
    return found


def _part(value: Value | None, part: str) -> Value | None:
    if isinstance(value, Period):
        return value.first if part == "from" else value.last
    return str(getattr(value, part)) if isinstance(value, date) else None
