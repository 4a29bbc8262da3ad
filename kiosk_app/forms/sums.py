"""Sums of what was answered, with every part of them, so that a person can check them by hand."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.domain.money import ZERO, Money
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.condition import holds
from kiosk_app.forms.question import CLAIM_TOTAL, FeeChoice, Form, Sum


@dataclass(frozen=True, slots=True)
class Part:
    """One amount of a sum, by its question's label. ``taken_off`` ones are subtracted."""

    label: str
    amount: Money
    taken_off: bool = False


@dataclass(frozen=True, slots=True)
class Total:
    """A sum with its parts; never below nought."""

    label: str
    parts: tuple[Part, ...]
    amount: Money


def total(form: Form, sum_key: str, answers: Answers) -> Total:
    """A sum of the form. ``answers`` are those that go on paper (``relevant``)."""
    declared: Sum = form.sums[sum_key]
    parts = tuple(
        Part(form.called(key), answer.value, taken_off)
        for names, taken_off in ((declared.add, False), (declared.less, True))
        for key in names
        if (answer := answers.get(key)) is not None and isinstance(answer.value, Money)
    )
    yuan = sum((-part.amount.yuan if part.taken_off else part.amount.yuan for part in parts), ZERO.yuan)
    return Total(declared.label, parts, max(ZERO, Money(yuan)))


def claim_total(form: Form, answers: Answers) -> Money:
    """The sum of what is claimed (民诉法解释 201), as the visitor wrote it."""
    return total(form, CLAIM_TOTAL, answers).amount


def fee_choice(form: Form, answers: Answers) -> FeeChoice:
    """Which kind of fee the case costs, as its form says."""
    return next(choice for choice in form.fee if holds(choice.when, answers))
