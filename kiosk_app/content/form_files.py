"""Form files understood: shared blocks put in their place, every reference held against what exists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from kiosk_app.content import data_file
from kiosk_app.domain.cause import Cause
from kiosk_app.domain.paper import FactName, PaperSort
from kiosk_app.forms.element_table import marks
from kiosk_app.forms.question import (
    Choice,
    EvidenceHint,
    Form,
    Kind,
    Prefill,
    Question,
    Row,
    RowBlock,
    Section,
    When,
)

COMPUTED = frozenset({"claim_total", "evidence_list"})
"""What a cell may name besides answers: the visit computes it."""

_DATE_PARTS = ("year", "month", "day")


def load_form(path: Path, schemas: Path) -> Form:
    """One form with its blocks from ``common.yaml`` beside it.

    Raises :class:`~kiosk_app.content.data_file.ContentInvalid` naming file, line and remedy.
    """
    data = data_file.load(path, schemas / "form.schema.json")
    blocks = data_file.load(path.with_name("common.yaml"), schemas / "blocks.schema.json")
    try:
        form = _form(data, blocks, data_file.day_at(path, data, "valid_from"))
    except _UnknownBlock as unknown:
        raise _problem(
            path, str(unknown), f"there is no block {unknown} in common.yaml; name one that exists"
        ) from None
    _check_references(path, form)
    return form


class _UnknownBlock(KeyError):
    def __str__(self) -> str:
        return str(self.args[0])


def _form(data: Mapping[str, Any], blocks: Mapping[str, Any], valid_from: date) -> Form:
    cause = data["cause"]
    document = data["document"]
    return Form(
        id=data["id"],
        edition=data["edition"],
        valid_from=valid_from,
        source=data["source"],
        verified=data["verified"],
        title=data["title"],
        description=data["description"],
        cause=Cause(cause["id"], cause["name"], tuple(cause["path"]), cause["edition"]),
        sections=tuple(
            Section(
                section["id"],
                section["title"],
                section["why"],
                tuple(_questions(section["questions"], blocks)),
            )
            for section in data["sections"]
        ),
        document_title=document["title"],
        preface=tuple(document["preface"]),
        blocks=tuple(_row_block(block, blocks) for block in document["blocks"]),
        claim_total=tuple(data["claim_total"]),
        evidence=tuple(
            EvidenceHint(
                hint["title"],
                hint["purpose"],
                tuple(map(PaperSort, hint.get("papers", ()))),
                hint.get("aside", False),
                hint.get("proves", ""),
            )
            for hint in data["evidence"]
        ),
    )


def _block(name: str, blocks: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        block: Mapping[str, Any] = blocks[name]
    except KeyError:
        raise _UnknownBlock(name) from None
    return block


def _questions(entries: Iterable[Mapping[str, Any]], blocks: Mapping[str, Any]) -> Iterable[Question]:
    for entry in entries:
        if "use" not in entry:
            yield _question(entry, "", {}, False)
            continue
        for data in _block(entry["use"], blocks)["questions"]:
            own = {**data, "prefill": entry.get("prefill", {}).get(data["key"], ())}
            optional = data["key"] in entry.get("optional", ())
            yield _question(own, f"{entry['for']}.", entry.get("when", {}), optional)


def _question(
    data: Mapping[str, Any], prefix: str, when: Mapping[str, list[str]], optional: bool
) -> Question:
    own_when = {f"{prefix}{key}": tuple(values) for key, values in data.get("when", {}).items()}
    return Question(
        key=f"{prefix}{data['key']}",
        kind=Kind(data["kind"]),
        label=data["label"],
        term=data.get("term", ""),
        help=data.get("help", ""),
        example=data.get("example", ""),
        article=data.get("article", ""),
        optional=optional or data.get("optional", False),
        choices=tuple(Choice(id, label) for id, label in data.get("choices", {}).items()),
        when={key: tuple(values) for key, values in when.items()} | own_when,
        default_from=tuple(data.get("default_from", ())),
        otherwise=data.get("otherwise", ""),
        future=data.get("future", False),
        prefill=tuple(_prefill(written) for written in data.get("prefill", ())),
    )


def _prefill(written: str) -> Prefill:
    """``iou.amount``, or ``iou.rate=yes``: that there is a rate suggests the choice "yes"."""
    named, _, choice = written.partition("=")
    sort, _, fact = named.partition(".")
    return Prefill(PaperSort(sort), FactName(fact), choice)


def _row_block(data: Mapping[str, Any], blocks: Mapping[str, Any]) -> RowBlock:
    rows = data.get("rows", []) if "use" not in data else _block(data["use"], blocks)["rows"]
    prefix = f"{data['for']}." if "use" in data else ""
    when: When = {key: tuple(values) for key, values in data.get("when", {}).items()}
    return RowBlock(
        data["heading"],
        tuple(Row(row["label"], re.sub(r"\{(?=[a-z])", "{" + prefix, row["cell"])) for row in rows),
        when,
    )


def _check_references(path: Path, form: Form) -> None:
    questions: dict[str, Question] = {}
    for question in form.questions():
        if question.key in questions:
            raise _problem(path, question.key, f"the question {question.key} stands here twice; remove one")
        questions[question.key] = question
    for key in form.claim_total:
        if key not in questions or questions[key].kind is not Kind.MONEY:
            raise _problem(path, key, f"claim_total names {key}, which is no question about money")
    for question in questions.values():
        _check_question(path, question, questions)
    _check_cycles(path, questions)
    for block in form.blocks:
        _check_when(path, block.when, questions)
        for row in block.rows:
            for key, choice in marks(row.cell):
                _check_mark(path, key, choice, questions)


def _check_question(path: Path, question: Question, questions: Mapping[str, Question]) -> None:
    _check_when(path, question.when, questions)
    for key in question.default_from:
        if key not in questions:
            raise _problem(path, key, f"default_from of {question.key} names {key}, which is no question")
    for prefill in question.prefill:
        if prefill.choice and not _has_choice(question, prefill.choice):
            problem = f"prefill of {question.key} suggests {prefill.choice}, which is no choice of it"
            raise _problem(path, prefill.choice, problem)
    if question.otherwise and not _has_choice(question, question.otherwise):
        raise _problem(path, question.key, f"otherwise: {question.otherwise} is no choice of {question.key}")


def _check_when(path: Path, when: When, questions: Mapping[str, Question]) -> None:
    for key, values in when.items():
        if key not in questions:
            raise _problem(path, key, f"a condition names {key}, which is no question")
        for value in values:
            if not _has_choice(questions[key], value):
                raise _problem(path, key, f"a condition wants {key} to be {value}, which is no choice of it")


def _check_cycles(path: Path, questions: Mapping[str, Question]) -> None:
    """No question waits, over others, for an answer to itself: it would never be asked."""
    try:
        TopologicalSorter({key: question.when for key, question in questions.items()}).prepare()
    except CycleError as error:
        circle = error.args[1]
        raise _problem(
            path, circle[0], f"conditions run in a circle: {' → '.join(circle)}; leave one out"
        ) from None


def _check_mark(path: Path, key: str, choice: str, questions: Mapping[str, Question]) -> None:
    stem, _, part = key.rpartition(".")
    if key in COMPUTED or (part in _DATE_PARTS and stem in questions and questions[stem].kind is Kind.DATE):
        return
    if key not in questions:
        raise _problem(path, key, f"a cell names {key}, which is no question")
    if choice and not _has_choice(questions[key], choice):
        raise _problem(path, key, f"a cell ticks {key}={choice}, which is no choice of it")


def _has_choice(question: Question, id: str) -> bool:
    return any(choice.id == id for choice in question.choices)


def _problem(path: Path, word: str, problem: str) -> data_file.ContentInvalid:
    """The fault at the first line that speaks of ``word``, or of its last part where a block brought it."""
    lines = path.read_text("utf-8").splitlines()
    numbers = [number for number, line in enumerate(lines, 1) if word in line]
    return data_file.invalid(path, numbers[0] if numbers else 1, problem)
