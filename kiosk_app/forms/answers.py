"""Answers: from what a person typed to a value, and from a value to what a person reads."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kiosk_app.domain.case_number import case_number
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.identity import InvalidResidentId, ResidentId
from kiosk_app.domain.money import Money, NotAnAmount
from kiosk_app.domain.values import Answer, Period, Value
from kiosk_app.forms.condition import holds, keys
from kiosk_app.forms.question import Form, Kind, Question, Section

Answers = Mapping[str, Answer]

_LONGEST = {Kind.NAME: 60, Kind.LONG_TEXT: 5000}
_LONGEST_OTHER = 300
_TURNS = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
_DATE = re.compile(r"^(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$")
_MOBILE = re.compile(r"^1[3-9]\d{9}$")
_LANDLINE = re.compile(r"^0\d{2,3}-?\d{7,8}(-\d{1,6})?$")
_ABROAD = re.compile(r"^\+\d{6,15}$")


class AnswerProblem(StrEnum):
    """Why an answer cannot be taken as it was typed."""

    TOO_LONG = "too_long"
    NOT_TEXT = "not_text"
    NOT_A_DATE = "not_a_date"
    NOT_A_PERIOD = "not_a_period"
    NOT_AN_AMOUNT = "not_an_amount"
    NOT_A_PERCENTAGE = "not_a_percentage"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_POSTCODE = "not_a_postcode"
    NOT_A_CHOICE = "not_a_choice"


class InvalidAnswer(InputFault):
    """An answer that cannot be understood. Facts: ``key``, ``problem`` (:class:`AnswerProblem`)."""


def parse(question: Question, text_untrusted: str) -> Value:
    """What was typed, as a value of the question's kind. Raises :class:`InvalidAnswer`.

    A doubtful identity number is taken as it was written: of a defendant it is only a hint
    (民诉法解释 209), so it becomes a finding and never stands in the way.
    """
    text = unicodedata.normalize("NFC", text_untrusted).strip()
    if len(text) > _LONGEST.get(question.kind, _LONGEST_OTHER):
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.TOO_LONG)
    if any(not _is_text(character) for character in text):
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_TEXT)
    return _PARSERS.get(question.kind, _text)(question, text)


def _is_text(character: str) -> bool:
    # Rare characters of names lie in planes 2 and 3, some of them newer than Python's own tables.
    if character == "\n" or 0x20000 <= ord(character) <= 0x3FFFD:
        return True
    # Marks that turn the direction of what follows make a name read otherwise than it is written.
    if unicodedata.bidirectional(character) in _TURNS:
        return False
    return unicodedata.category(character) not in ("Cc", "Cs", "Cn")


def _text(question: Question, text: str) -> str:
    if question.kind is Kind.NAME:
        # GB/T middle dot of minority names: one spelling for the five that keyboards offer.
        return re.sub("[•・．]", "·", text)
    return text


def _half_width(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _date(question: Question, text: str) -> date:
    match = _DATE.match(_half_width(text))
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else date.fromisoformat(text)
    except ValueError:
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_A_DATE) from None


def _period(question: Question, text: str) -> Period:
    """Two days with a slash or 至 between them; one may be left out, and the second is not the earlier."""
    first, _, last = re.sub("[至到~—]", "/", text, count=1).partition("/")
    days = [_date(question, part.strip()) if part.strip() else None for part in (first, last)]
    if days[0] and days[1] and days[1] < days[0]:
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_A_PERIOD)
    return Period(*days)


def _money(question: Question, text: str) -> Money:
    try:
        return Money.parse(text)
    except NotAnAmount:
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_AN_AMOUNT) from None


def _percent(question: Question, text: str) -> Decimal:
    number = _half_width(text).removesuffix("%")
    if not re.fullmatch(r"\d{1,4}(\.\d{1,8})?", number, re.ASCII):
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_A_PERCENTAGE)
    return Decimal(number)


def _number(question: Question, text: str) -> str:
    """How many there are of something: kept as text, for it is printed as it was written."""
    number = _half_width(text).replace(",", "")
    if not re.fullmatch(r"\d{1,12}(\.\d{1,4})?", number, re.ASCII):
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_A_NUMBER)
    return number


def _phone(question: Question, text: str) -> str:
    number = re.sub(r"[()（）]", "", _half_width(text))
    mobile = re.sub(r"^(\+86|0086|86-?)", "", number).replace("-", "")
    if _MOBILE.match(mobile):
        return mobile
    if _LANDLINE.match(number) or _ABROAD.match(number):
        return number
    raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_A_PHONE)


def _postcode(question: Question, text: str) -> str:
    postcode = _half_width(text)
    if not re.fullmatch(r"\d{6}", postcode):
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_A_POSTCODE)
    return postcode


def _resident_id(_question: Question, text: str) -> str:
    try:
        return ResidentId.parse(text).number
    except InvalidResidentId:
        return _half_width(text).upper()  # another card's number, a passport's for one


def _case_number(_question: Question, text: str) -> str:
    return case_number(text) or text  # an older one is written otherwise


def _choice(question: Question, text: str) -> str:
    if text not in {choice.id for choice in question.choices}:
        raise InvalidAnswer(key=question.key, problem=AnswerProblem.NOT_A_CHOICE)
    return text


def _choices(question: Question, text: str) -> tuple[str, ...]:
    return tuple(_choice(question, part) for part in text.split("|") if part)


_PARSERS: dict[Kind, Callable[[Question, str], Value]] = {
    Kind.DATE: _date,
    Kind.PERIOD: _period,
    Kind.MONEY: _money,
    Kind.PERCENT: _percent,
    Kind.NUMBER: _number,
    Kind.PHONE: _phone,
    Kind.POSTCODE: _postcode,
    Kind.RESIDENT_ID: _resident_id,
    Kind.CASE_NUMBER: _case_number,
    Kind.CHOICE: _choice,
    Kind.CHOICES: _choices,
    Kind.YES_NO: _choice,
}


def spoken(value: Value) -> str:
    """The value as a visitor reads it where no question is asked: ``2024年3月1日``, ``50,000.00元``."""
    if isinstance(value, date):
        return f"{value.year}年{value.month}月{value.day}日"
    if isinstance(value, Period):
        first, last = (spoken(day) if day else "" for day in (value.first, value.last))
        return f"{first}至{last}" if first and last else f"{first}起" if first else f"至{last}"
    if isinstance(value, Money):
        return f"{value}元"
    if isinstance(value, Decimal):
        return f"{value}%"
    return "、".join(value) if isinstance(value, tuple) else value


def display(question: Question, value: Value) -> str:
    """The same with the labels of a question's choices."""
    if not isinstance(value, str | tuple):
        return spoken(value)
    labels = {choice.id: choice.label for choice in question.choices}
    if isinstance(value, tuple):
        return "、".join(labels.get(part, part) for part in value)
    return labels.get(value, value)


def edit_text(value: Value) -> str:
    """The value as text that :func:`parse` reads back."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Period):
        return "/".join(day.isoformat() if day else "" for day in (value.first, value.last))
    if isinstance(value, Money):
        return value.plain
    return "|".join(value) if isinstance(value, tuple) else str(value)


def visible(section: Section, answers: Answers) -> tuple[Question, ...]:
    """The section's questions that the answers so far call for. ``answers`` are those that go on paper."""
    return tuple(question for question in section.questions if holds(question.when, answers))


def relevant(form: Form, answers: Answers) -> dict[str, Answer]:
    """The answers as they go on paper: without those that no longer apply or that the unrolled form never
    asks for (a card says more than some forms want), with what holds instead.

    What no longer applies stays in the visit, so that changing one's mind twice loses nothing.
    """
    on_paper = {key: answer for key, answer in answers.items() if form.keeps(key)}
    for question in form.questions():
        if holds(question.when, on_paper):
            continue
        on_paper.pop(question.key, None)
        gates = (on_paper.get(key) or answers.get(key) for key in keys(question.when))
        gate = next((gate for gate in gates if gate), None)
        if question.otherwise and gate is not None:
            on_paper[question.key] = replace(gate, key=question.key, value=question.otherwise, origin=None)
    return on_paper
