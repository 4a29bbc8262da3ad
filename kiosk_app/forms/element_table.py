"""The official element-style table, filled: labels and order as published, cells with the answers.

A cell's template is text with three marks, and nothing else:

* ``{key}``: the answer, or a blank line to write on;
* ``{key=choice}``: ☑ where that is the answer, ☐ where not;
* ``{key.year}`` (``.month``, ``.day``): a part of a date.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kiosk_app.domain.money import Money
from kiosk_app.forms.answers import Answers, display, holds
from kiosk_app.forms.question import Form, Question

BLANK = "____"
TICKED, UNTICKED = "☑", "☐"
_MARK = re.compile(r"\{([a-z0-9_.]+)(?:=([a-z0-9_]+))?\}")
_DATE_PARTS = ("year", "month", "day")


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
    """The form's table with these answers. ``computed`` holds what is no answer, such as ``claim_total``."""
    questions = {question.key: question for question in form.questions()}

    def cell(template: str) -> str:
        return _MARK.sub(lambda match: _fill_mark(match, questions, answers, computed), template)

    return ElementTable(
        title=form.document_title,
        cause=form.cause.name,
        preface=form.preface,
        blocks=tuple(
            FilledBlock(block.heading, tuple(FilledRow(row.label, cell(row.cell)) for row in block.rows))
            for block in form.blocks
            if holds(block.when, answers)
        ),
    )


def marks(template: str) -> tuple[tuple[str, str], ...]:
    """The (key, choice) pairs a template speaks of; choice is empty for a plain key."""
    return tuple((match[1], match[2] or "") for match in _MARK.finditer(template))


def _fill_mark(
    match: re.Match[str], questions: Mapping[str, Question], answers: Answers, computed: Mapping[str, str]
) -> str:
    key, choice = match[1], match[2]
    if key in computed:
        return computed[key]
    stem, _, part = key.rpartition(".")
    if part in _DATE_PARTS and stem in questions:
        value = answers[stem].value if stem in answers else None
        return str(getattr(value, part)) if isinstance(value, date) else BLANK
    answer = answers.get(key)
    if choice:
        given = answer.value if answer else ""
        return TICKED if choice == given or (isinstance(given, tuple) and choice in given) else UNTICKED
    if answer is None or answer.value == "":
        return BLANK
    # The official cells print the unit themselves ("尚欠本金__元").
    if isinstance(answer.value, Money | Decimal):
        return str(answer.value)
    return display(questions[key], answer.value)
