"""What can be worked out from the answers and offered: interest, with its table. Nothing puts itself in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.interest import InterestTable, InterestTerms, Overdue, Rate, RatePeriod, compute
from kiosk_app.domain.lpr import LprTable
from kiosk_app.domain.money import Money
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.interest_words import line_words
from kiosk_app.forms.question import Form, InterestRule

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class InterestOffer:
    """Interest that answers the question ``key``; ``line`` says where the law draws one, or is empty."""

    key: str
    table: InterestTable
    line: str


def interest_offers(form: Form, answers: Answers, lpr: LprTable, today: date) -> Iterator[InterestOffer]:
    """What the form's rules make of the answers on paper. Where something is missing or contradicts itself,
    there is no offer; other screens say what is wrong with it."""
    for rule in form.interest:
        terms = _terms(rule, answers, today)
        if terms is None:
            continue
        try:
            table = compute(terms)
        except InputFault:
            continue
        if table.rows:
            made_on = _value(answers, rule.made_on, date)
            yield InterestOffer(rule.fills, table, line_words(lpr, made_on, terms) if made_on else "")


def _terms(rule: InterestRule, answers: Answers, today: date) -> InterestTerms | None:
    principal = _value(answers, rule.principal, Money)
    rate = _rate(rule, rule.rate, answers)
    start = next((day for key in rule.start if (day := _value(answers, key, date))), None)
    if principal is None or rate is None or start is None:
        return None
    later, due = _rate(rule, rule.overdue_rate, answers), _value(answers, rule.due, date)
    return InterestTerms(
        principal,
        rate,
        start,
        _value(answers, rule.end, date) or today,
        Overdue(later, due) if later and due else None,
    )


def _rate(rule: InterestRule, key: str, answers: Answers) -> Rate | None:
    percent, per = _value(answers, key, Decimal), _value(answers, rule.per, str)
    try:
        return Rate(percent, RatePeriod(per or RatePeriod.YEAR)) if percent is not None else None
    except InputFault:
        return None


def _value(answers: Answers, key: str, kind: type[T]) -> T | None:
    answer = answers.get(key)
    return answer.value if answer and isinstance(answer.value, kind) else None
