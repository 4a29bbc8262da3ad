"""Conditions as data: a small language that always ends, never fails and reads nothing but answers.

What is not answered compares with nothing: it does not hold. docs/forms.md says how it is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from kiosk_app.domain.identity import age_on
from kiosk_app.domain.money import Money
from kiosk_app.domain.values import Answer, Value

TODAY = "today"


class How(StrEnum):
    """How an answer is held against something."""

    IS = "is"
    GIVEN = "given"
    BLANK = "blank"
    OVER = "over"
    UNDER = "under"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    BEFORE = "before"
    AFTER = "after"
    ON_OR_BEFORE = "on_or_before"
    ON_OR_AFTER = "on_or_after"
    YOUNGER_THAN = "younger_than"
    SAME = "same"
    DIFFERS = "differs"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One answer held against ``against``: choices, or a number, a day, ``today`` or other keys."""

    key: str
    how: How
    against: tuple[str, ...] = ()

    @property
    def others(self) -> tuple[str, ...]:
        """The keys of the questions that it is held against."""
        return () if self.how is How.IS else tuple(filter(is_key, self.against))


@dataclass(frozen=True, slots=True)
class AllOf:
    parts: tuple[Condition, ...] = ()


@dataclass(frozen=True, slots=True)
class OneOf:
    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class NoneOf:
    parts: tuple[Condition, ...]


Condition = Comparison | AllOf | OneOf | NoneOf

ALWAYS = AllOf()


def both(first: Condition, second: Condition) -> Condition:
    """A condition that holds where both do, without needless shells."""
    parts = [
        part for each in (first, second) for part in (each.parts if isinstance(each, AllOf) else (each,))
    ]
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def holds(condition: Condition, answers: Mapping[str, Answer], today: date | None = None) -> bool:
    """Whether it is fulfilled. Without ``today``, comparisons with it do not hold."""
    match condition:
        case AllOf(parts):
            return all(holds(part, answers, today) for part in parts)
        case OneOf(parts):
            return any(holds(part, answers, today) for part in parts)
        case NoneOf(parts):
            return not any(holds(part, answers, today) for part in parts)
        case Comparison():
            return _compare(condition, answers, today)


def comparisons(condition: Condition) -> Iterator[Comparison]:
    """Every single comparison in a condition."""
    if isinstance(condition, Comparison):
        yield condition
    else:
        for part in condition.parts:
            yield from comparisons(part)


def keys(condition: Condition) -> Iterator[str]:
    """The keys of the questions that a condition reads."""
    for comparison in comparisons(condition):
        yield comparison.key
        yield from comparison.others


def is_key(word: str) -> bool:
    """Whether a word that something is held against names a question, and no number, day or ``today``."""
    return word != TODAY and _number(word) is None and _day(word) is None


def rewrite(condition: Condition, change: Callable[[Comparison], Condition]) -> Condition:
    """The same condition with every comparison put through ``change``."""
    if isinstance(condition, Comparison):
        return change(condition)
    return replace(condition, parts=tuple(rewrite(part, change) for part in condition.parts))


def _compare(comparison: Comparison, answers: Mapping[str, Answer], today: date | None) -> bool:
    value = answers[comparison.key].value if comparison.key in answers else None
    given = value not in (None, "", ())
    match comparison.how:
        case How.GIVEN:
            return given
        case How.BLANK:
            return not given
        case How.IS:
            chosen = value if isinstance(value, tuple) else (value,)
            return any(choice in comparison.against for choice in chosen)
        case How.YOUNGER_THAN:
            years = int(comparison.against[0])
            return isinstance(value, date) and today is not None and age_on(value, today) < years
    others = [_other(word, answers, today) for word in comparison.against]
    return given and _compared(
        comparison.how, value, [other for other in others if other not in (None, "", ())]
    )


def _compared(how: How, value: Value | None, others: list[Value | Decimal]) -> bool:
    if how is How.SAME:
        return any(_plain(value) == _plain(other) for other in others)
    if how is How.DIFFERS:
        return bool(others) and all(_plain(value) != _plain(other) for other in others)
    for other in others:
        left, right = _comparable(value), _comparable(other)
        if left is not None and right is not None and type(left) is type(right) and _ORDERS[how](left, right):
            return True
    return False


_ORDERS: Mapping[How, Callable[..., bool]] = {
    How.OVER: lambda a, b: a > b,
    How.UNDER: lambda a, b: a < b,
    How.AT_LEAST: lambda a, b: a >= b,
    How.AT_MOST: lambda a, b: a <= b,
    How.BEFORE: lambda a, b: a < b,
    How.AFTER: lambda a, b: a > b,
    How.ON_OR_BEFORE: lambda a, b: a <= b,
    How.ON_OR_AFTER: lambda a, b: a >= b,
}


def _other(word: str, answers: Mapping[str, Answer], today: date | None) -> Value | Decimal | None:
    if word == TODAY:
        return today
    literal = _number(word) if _number(word) is not None else _day(word)
    if literal is not None:
        return literal
    return answers[word].value if word in answers else None


def _comparable(value: Value | Decimal | None) -> Decimal | date | None:
    if isinstance(value, Money):
        return value.yuan
    if isinstance(value, str):
        return _number(value)
    return value if isinstance(value, Decimal | date) else None


def _plain(value: Value | Decimal | None) -> object:
    """Two spellings of one name or address are the same."""
    return "".join(value.split()) if isinstance(value, str) else value


def _number(word: str) -> Decimal | None:
    try:
        number = Decimal(word)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _day(word: str) -> date | None:
    try:
        return date.fromisoformat(word) if len(word) == 10 else None
    except ValueError:
        return None
