"""Interest on a sum of money, in a table that a person can check line by line with a pocket calculator.

A year has 365 days, and a leap day is a day like any other. The first day of a span counts, the last does not
(算头不算尾): from 15 to 16 March is one day, and the day on which two spans meet belongs to the second. Each
row is rounded to the fen, half up, and the total is the sum of the rows as they are printed.

Nothing here caps a rate or says what may be claimed; ``kiosk_app.domain.lpr`` has the line of the law.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import floor

from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.money import ZERO, Money

DAYS_A_YEAR = 365
_HIGHEST_PERCENT = 10_000
_MOST_DECIMALS = 10


class RateUnusable(InputFault):
    """The text or number is no rate of interest: 0 to 10,000 percent. Facts: ``percent``."""


class SpanBackwards(InputFault):
    """The span ends before it begins. Facts: ``start``, ``end``."""


class RepaidTooEarly(InputFault):
    """A repayment lies before the first day: the principal is what was owed on that day. Facts: ``day``,
    ``start``."""


class RepaidTooMuch(InputFault):
    """More principal is repaid than was left. Facts: ``day``, ``repaid``, ``left``."""


class RatePeriod(StrEnum):
    """What a rate is for: 年利率, 季利率, 月利率."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"

    @property
    def times_a_year(self) -> int:
        return _TIMES_A_YEAR[self]


_TIMES_A_YEAR = {RatePeriod.YEAR: 1, RatePeriod.QUARTER: 4, RatePeriod.MONTH: 12}


@dataclass(frozen=True, slots=True)
class Rate:
    """``percent`` for each ``per``; nought is a rate, for what is lent without interest.

    Raises :class:`RateUnusable`.
    """

    percent: Decimal
    per: RatePeriod = RatePeriod.YEAR

    def __post_init__(self) -> None:
        exponent = self.percent.as_tuple().exponent
        # Digits without end would keep the machine busy for as long: 1E-999999 is a number too.
        if not (isinstance(exponent, int) and exponent >= -_MOST_DECIMALS) or not (
            0 <= self.percent <= _HIGHEST_PERCENT
        ):
            raise RateUnusable(percent=str(self.percent)[:40])

    @classmethod
    def parse(cls, text_untrusted: str, per: RatePeriod = RatePeriod.YEAR) -> Rate:
        """Read ``6``, ``6%`` or ``１.５％``. Raises :class:`RateUnusable`."""
        try:
            return cls(Decimal(text_untrusted.strip().rstrip("%％")), per)
        except InvalidOperation:
            raise RateUnusable(percent=text_untrusted[:40]) from None

    @property
    def yearly(self) -> Decimal:
        """Percent a year."""
        return self.percent * self.per.times_a_year


@dataclass(frozen=True, slots=True)
class Overdue:
    """The rate that holds from the due day on, that day included, instead of the agreed one."""

    rate: Rate
    due: date


@dataclass(frozen=True, slots=True)
class Repayment:
    """Principal that came back on a day; that day no longer counts for it."""

    day: date
    amount: Money


@dataclass(frozen=True, slots=True)
class InterestTerms:
    """What a person has said. ``principal`` was owed on the day ``start``; ``end`` no longer counts."""

    principal: Money
    rate: Rate
    start: date
    end: date
    overdue: Overdue | None = None
    repaid: tuple[Repayment, ...] = ()


@dataclass(frozen=True, slots=True)
class InterestRow:
    """``principal`` × ``yearly`` percent × ``days`` ÷ 365 = ``amount``, rounded to the fen.

    ``overdue``: the overdue rate holds.
    """

    start: date
    end: date
    days: int
    principal: Money
    yearly: Decimal
    amount: Money
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class InterestTable:
    """``rows`` in the order of their days; none where nothing was owed, no day lies between, or the rate is
    nought. ``total`` is their sum."""

    terms: InterestTerms
    rows: tuple[InterestRow, ...]
    total: Money


def compute(terms: InterestTerms) -> InterestTable:
    """The table of what a person has said.

    A row ends where the rate changes or principal is repaid. What is repaid on the last day or later makes no
    difference. Raises :class:`SpanBackwards`, :class:`RepaidTooEarly`, :class:`RepaidTooMuch`.
    """
    if terms.end < terms.start:
        raise SpanBackwards(start=terms.start.isoformat(), end=terms.end.isoformat())
    owed = _owed(terms)
    rows = tuple(_rows(terms, owed))
    return InterestTable(terms, rows, _of_fen(sum(_fen(Fraction(row.amount.yuan)) for row in rows)))


def _owed(terms: InterestTerms) -> dict[date, Money]:
    """The principal from each day on which it changes."""
    owed, left = {terms.start: terms.principal}, terms.principal
    for repayment in sorted(terms.repaid, key=lambda each: each.day):
        if repayment.day < terms.start:
            raise RepaidTooEarly(day=repayment.day.isoformat(), start=terms.start.isoformat())
        if repayment.amount > left:
            raise RepaidTooMuch(day=repayment.day.isoformat(), repaid=str(repayment.amount), left=str(left))
        left = Money(left.yuan - repayment.amount.yuan)
        owed[repayment.day] = left
    return owed


def _rows(terms: InterestTerms, owed: dict[date, Money]) -> Iterator[InterestRow]:
    principal = ZERO
    for start, end in pairwise(_days_of_change(terms, owed)):
        principal = owed.get(start, principal)
        overdue = terms.overdue if terms.overdue and terms.overdue.due <= start else None
        yearly, days = (overdue.rate if overdue else terms.rate).yearly, (end - start).days
        if principal > ZERO and yearly:
            exact = Fraction(principal.yuan) * Fraction(yearly) * days / (100 * DAYS_A_YEAR)
            yield InterestRow(start, end, days, principal, yearly, _of_fen(_fen(exact)), bool(overdue))


def _days_of_change(terms: InterestTerms, repaid_on: Iterable[date]) -> list[date]:
    """First and last day, and those in between on which another row begins."""
    due = [terms.overdue.due] if terms.overdue else []
    between = {day for day in (*due, *repaid_on) if terms.start < day < terms.end}
    return sorted({terms.start, *between, terms.end})


def _fen(yuan: Fraction) -> int:
    """Rounded half up."""
    return floor(yuan * 100 + Fraction(1, 2))


def _of_fen(fen: int) -> Money:
    """Exact however many digits there are: written, not computed."""
    return Money(Decimal(f"{fen}e-2"))
