"""What a form file declares, understood: sections of questions and the official table they fill."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk_app.domain.cause import Cause
from kiosk_app.domain.paper import FactName, PaperSort


class Kind(StrEnum):
    """What sort of answer a question wants. The screen picks its input by it."""

    NAME = "name"
    TEXT = "text"
    LONG_TEXT = "long_text"
    ADDRESS = "address"
    PHONE = "phone"
    RESIDENT_ID = "resident_id"
    POSTCODE = "postcode"
    DATE = "date"
    MONEY = "money"
    PERCENT = "percent"
    CHOICE = "choice"
    CHOICES = "choices"


@dataclass(frozen=True, slots=True)
class Choice:
    id: str
    label: str


@dataclass(frozen=True, slots=True)
class Prefill:
    """Which fact of which sort of paper suggests an answer. ``choice`` is what its mere presence suggests;
    empty: its value."""

    sort: PaperSort
    fact: FactName
    choice: str = ""


When = Mapping[str, tuple[str, ...]]
"""A condition: each named question must have one of the given answers. Empty: always."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``key`` is unique in a form, dotted, such as ``defendant.1.name``.

    ``label`` is plain language, ``term`` the statutory word; ``article`` is the rule that asks for it.
    ``optional`` answers may be left without a finding. ``default_from`` names questions; the first answer
    among theirs is offered. ``otherwise`` is the answer that holds on paper where the question is not asked.
    ``future`` marks a date that may lie ahead. ``prefill`` names what papers can suggest.
    """

    key: str
    kind: Kind
    label: str
    term: str = ""
    help: str = ""
    example: str = ""
    article: str = ""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    when: When = field(default_factory=dict)
    default_from: tuple[str, ...] = ()
    otherwise: str = ""
    future: bool = False
    prefill: tuple[Prefill, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One screen of questions. ``why`` is the one sentence that says what they are for."""

    id: str
    title: str
    why: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the official table: a label and a cell written as a template (see ``element_table``)."""

    label: str
    cell: str


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows under one heading. Without ``when`` fulfilled, the block is printed empty or left out."""

    heading: str
    rows: tuple[Row, ...]
    when: When = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class EvidenceHint:
    """A kind of evidence that cases of this type usually have, and what it is meant to prove."""

    title: str
    purpose: str
    papers: tuple[PaperSort, ...] = ()
    """The sorts of paper that are such evidence."""
    aside: bool = False
    """Not offered at the camera, where there is little room: the paper is recognised, or named afterwards."""
    proves: str = ""
    """The purpose in full, with the names of facts in braces: ``证明{date}{payer}向{payee}转账{amount}``."""


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of an element-style form: what is asked and what is printed.

    ``title`` and ``description`` say in a visitor's words which situation it is for.
    """

    id: str
    title: str
    description: str
    edition: str
    valid_from: date
    source: str
    verified: bool
    cause: Cause
    sections: tuple[Section, ...]
    document_title: str
    preface: tuple[str, ...]
    blocks: tuple[RowBlock, ...]
    claim_total: tuple[str, ...]
    """The keys of the amounts that make up the total claimed (标的总额)."""
    evidence: tuple[EvidenceHint, ...]

    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        """The question with this key. Raises KeyError for one that the form does not have."""
        for question in self.questions():
            if question.key == key:
                return question
        raise KeyError(key)
