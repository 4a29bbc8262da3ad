"""What a form file declares, understood: what is asked, what is printed, what is checked (docs/forms.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk_app.domain.cause import Cause
from kiosk_app.domain.findings import Grade
from kiosk_app.domain.paper import FactName, PaperSort
from kiosk_app.forms.condition import ALWAYS, Condition

CLAIM_TOTAL = "claim_total"
"""The sum that every form has: 标的总额."""

VENUE_COURT = "venue.court"
"""Under which the court that was chosen is kept among the answers: its id."""


def count_key(group: str) -> str:
    """Under which it is kept among the answers how many there are of a group, where they do not say it."""
    return f"{group}.count"


class Kind(StrEnum):
    """What sort of answer a question wants. The screen picks its input by it."""

    NAME = "name"
    TEXT = "text"
    LONG_TEXT = "long_text"
    ADDRESS = "address"
    PHONE = "phone"
    RESIDENT_ID = "resident_id"
    POSTCODE = "postcode"
    CASE_NUMBER = "case_number"
    DATE = "date"
    PERIOD = "period"
    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"


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


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``key`` is unique in a form, dotted, such as ``defendant.1.name``; as it is declared, a
    ``#`` stands for the number in a repeated group.

    ``label`` is plain language, ``term`` the statutory word; ``article`` is the rule that asks for it.
    ``voice`` is read aloud instead of the label. ``optional`` answers may be left without a finding.
    ``default`` is offered at once; of the questions in ``default_from``, the first answer is offered.
    ``otherwise`` is the answer that holds on paper where the question is not asked. ``future`` marks a date
    that may lie ahead. ``prefill`` names what papers can suggest. ``off_form`` fills no element of the form.
    ``group`` and ``number`` say which one of a repeated group asks it.
    """

    key: str
    kind: Kind
    label: str
    term: str = ""
    help: str = ""
    voice: str = ""
    example: str = ""
    article: str = ""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    when: Condition = ALWAYS
    default: str = ""
    default_from: tuple[str, ...] = ()
    otherwise: str = ""
    future: bool = False
    prefill: tuple[Prefill, ...] = ()
    off_form: bool = False
    group: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that are asked for several alike, ``most`` of them. ``each`` names one, ``add`` one more."""

    key: str
    each: str
    add: str
    most: int


@dataclass(frozen=True, slots=True)
class Section:
    """One screen of questions. ``why`` is the one sentence that says what they are for; ``totals`` are sums
    to show below them."""

    id: str
    title: str
    why: str
    questions: tuple[Question, ...]
    totals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the official table: a label and a cell written as a template (see ``element_table``)."""

    label: str
    cell: str


@dataclass(frozen=True, slots=True)
class RowBlock:
    """Rows under one heading. Without ``when`` fulfilled, ``otherwise`` stands there, or nothing at all.
    ``group`` names the repeated group whose every one has such a block."""

    heading: str
    rows: tuple[Row, ...]
    when: Condition = ALWAYS
    otherwise: str = ""
    group: str = ""


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
class Sum:
    """An amount that follows from others: those of ``add`` less those of ``less``, by their keys."""

    key: str
    label: str
    add: tuple[str, ...]
    less: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FeeChoice:
    """Which kind of fee a case costs, by which sum (empty: by none), and when."""

    kind: str
    amount: str = ""
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class VenueRule:
    """Which rules of venue hold, and for each place that counts the questions whose answers say it."""

    case: str
    places: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class InterestRule:
    """Between which answers interest can be computed and offered as the answer to ``fills``. ``per`` is the
    choice of the rate's period; ``start`` are days, the first answered one counts; ``end`` is the last day,
    else today; from ``due`` on, ``overdue_rate`` counts; ``made_on`` is the day of the contract."""

    fills: str
    principal: str
    rate: str
    start: tuple[str, ...]
    per: str = ""
    end: str = ""
    overdue_rate: str = ""
    due: str = ""
    made_on: str = ""


@dataclass(frozen=True, slots=True)
class FormNotice:
    """What somebody with such a case is told before the questions, and on paper where ``print`` is set."""

    id: str
    title: str
    article: str
    text: tuple[str, ...]
    print: bool = False
    when: Condition = ALWAYS


@dataclass(frozen=True, slots=True)
class Check:
    """A finding of this case type: where ``when`` holds, ``say`` is told with the ``remedy`` at ``about``."""

    id: str
    when: Condition
    grade: Grade
    about: str
    say: str
    remedy: str
    article: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One edition of an element-style form: what is asked and what is printed.

    ``title`` and ``description`` say in a visitor's words which situation it is for. As it is declared, keys
    of repeated groups hold a ``#``; :func:`~kiosk_app.forms.unroll.unroll` makes the form of one filing.
    """

    id: str
    title: str
    description: str
    edition: str
    valid_from: date
    valid_until: date | None
    source: str
    verified: bool
    cause: Cause
    sections: tuple[Section, ...]
    groups: tuple[Group, ...]
    document_title: str
    preface: tuple[str, ...]
    blocks: tuple[RowBlock, ...]
    sums: Mapping[str, Sum]
    fee: tuple[FeeChoice, ...]
    venue: VenueRule | None
    interest: tuple[InterestRule, ...]
    notices: tuple[FormNotice, ...]
    checks: tuple[Check, ...]
    evidence: tuple[EvidenceHint, ...]
    quick_exit: bool = False
    by_key: Mapping[str, Question] = field(init=False, repr=False, compare=False)
    several: frozenset[str] = field(init=False, repr=False, compare=False)
    """The groups of which there are two or more."""

    def __post_init__(self) -> None:
        by_key = {question.key: question for question in self.questions()}
        object.__setattr__(self, "by_key", by_key)
        several = frozenset(question.group for question in by_key.values() if question.number > 1)
        object.__setattr__(self, "several", several)

    def questions(self) -> tuple[Question, ...]:
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, key: str) -> Question:
        """The question with this key. Raises KeyError for one that the form does not have."""
        return self.by_key[key]

    def called(self, key: str) -> str:
        """A question's label, with which one of several it asks about: ``被告2　姓名``. Raises KeyError."""
        question = self.by_key[key]
        if question.group not in self.several:
            return question.label
        return f"{self.group(question.group).each}{question.number}　{question.label}"

    def keeps(self, key: str) -> bool:
        """Whether an answer with this key belongs to the form: to a question, or to what buttons say."""
        return (
            key in self.by_key or key == VENUE_COURT or key in {count_key(each.key) for each in self.groups}
        )

    def group(self, key: str) -> Group:
        """The repeated group with this key. Raises KeyError for one that the form does not have."""
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(key)
