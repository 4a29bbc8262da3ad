"""Court fees: a rule in, an exact amount with every step of its computation out (诉讼费用交纳办法 13–16).

Where a province or the court sets the amount between two bounds, the fee is a span; it stays one until
somebody who may decides.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction

from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.money import ZERO, Money

_FEN = Decimal("0.01")


class AmountNeeded(InputFault):
    """This fee depends on an amount, and none was given. Facts: ``kind``, ``counted``."""


class BaseOutside(InputFault):
    """What is set for each case is outside the rule's bounds. Facts: ``kind``, ``base``, ``bounds``."""


@dataclass(frozen=True, slots=True)
class Span:
    """An amount between two bounds, both included."""

    low: Money
    high: Money

    @classmethod
    def of(cls, amount: Money) -> Span:
        return cls(amount, amount)

    @property
    def exact(self) -> Money | None:
        return self.low if self.low == self.high else None

    def each(self, change: Callable[[Money], Money]) -> Span:
        return Span(change(self.low), change(self.high))

    def __contains__(self, amount: Money) -> bool:
        return self.low <= amount <= self.high

    def __add__(self, other: Span) -> Span:
        return Span(self.low + other.low, self.high + other.high)

    def __str__(self) -> str:
        return str(self.low) if self.exact else f"{self.low}–{self.high}"


NOTHING = Span.of(ZERO)


@dataclass(frozen=True, slots=True)
class Bracket:
    """The part of an amount up to ``upper`` (None: without end) costs ``rate``, or ``flat`` once."""

    upper: Money | None
    rate: Decimal
    flat: Money = ZERO


class Charge(StrEnum):
    ACCEPTANCE = "acceptance"
    """案件受理费: may be halved once."""
    APPLICATION = "application"
    """申请费."""


@dataclass(frozen=True, slots=True)
class FeeRule:
    """A fee as its article gives it.

    ``counted`` says what the amount is. ``base`` is due for each case, ``brackets`` add to it by parts of the
    amount (分段累计). ``no_amount`` is due where there is no amount. ``of`` is the rule that this one takes a
    part of, and ``cap`` its limit.
    """

    kind: str
    name: str
    charge: Charge
    source: str
    edition: str
    valid_from: date
    verified: bool
    counted: str = ""
    valid_until: date | None = None
    base: Span | None = None
    no_amount: Span | None = None
    brackets: tuple[Bracket, ...] = ()
    of: FeeRule | None = None
    divided_by: int = 1
    cap: Money | None = None
    notes: tuple[str, ...] = ()

    @property
    def by_amount(self) -> bool:
        return bool(self.brackets or self.of)

    @property
    def set_between(self) -> Span | None:
        """The bounds inside which a province or the court sets what a case costs."""
        return next((span for span in (self.base, self.no_amount) if span and not span.exact), None)


class StepKind(StrEnum):
    BASE = "base"
    PART = "part"
    SHARE = "share"
    CAP = "cap"


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One line of the computation. A ``PART`` is what lies between ``lower`` and ``upper``; a ``SHARE`` and a
    ``CAP`` make ``fee`` of all that stands before. ``rounded``: to the fen, where no decimal is exact."""

    kind: StepKind
    fee: Span
    lower: Money = ZERO
    upper: Money | None = None
    part: Money = ZERO
    rate: Decimal = Decimal(0)
    divided_by: int = 1
    rounded: bool = False


@dataclass(frozen=True, slots=True)
class Fee:
    """``halved`` is what an acceptance fee would be if the court halves it, which it does once (办法 15–18,
    民诉法解释 206); None for an application's."""

    rule: FeeRule
    amount: Money | None
    total: Span
    steps: tuple[FeeStep, ...]

    @property
    def halved(self) -> Span | None:
        if self.rule.charge is not Charge.ACCEPTANCE:
            return None
        return self.total.each(lambda money: Money(money.yuan / 2))


def compute(rule: FeeRule, amount: Money | None = None, base: Money | None = None) -> Fee:
    """The fee for ``amount``, which a rule that does not count by amounts leaves alone.

    ``base`` is what the province or the court has set for each case. A bracket's upper bound belongs to it.
    Raises :class:`AmountNeeded`, :class:`BaseOutside`.
    """
    bounds = rule.set_between
    if base is not None and (bounds is None or base not in bounds):
        raise BaseOutside(kind=rule.kind, base=base.plain, bounds=str(bounds) if bounds else "")
    chosen = Span.of(base) if base is not None else None
    if amount is None and rule.no_amount:
        steps: tuple[FeeStep, ...] = (FeeStep(StepKind.BASE, chosen or rule.no_amount),)
    elif amount is None and rule.by_amount and rule.base is None:
        raise AmountNeeded(kind=rule.kind, counted=rule.counted)
    else:
        steps = _steps(rule, amount if rule.by_amount else None, chosen)
    return Fee(rule, amount, _total(steps), steps)


def in_force(rules: tuple[FeeRule, ...], kind: str, on: date) -> FeeRule | None:
    """The rule of a kind that holds on a day."""
    return next(
        (
            rule
            for rule in rules
            if rule.kind == kind
            and rule.valid_from <= on
            and (not rule.valid_until or on <= rule.valid_until)
        ),
        None,
    )


def _steps(rule: FeeRule, amount: Money | None, chosen: Span | None) -> tuple[FeeStep, ...]:
    steps: list[FeeStep] = []
    if rule.base:
        steps.append(FeeStep(StepKind.BASE, chosen or rule.base))
    if amount is not None:
        steps += _steps(rule.of, amount, None) if rule.of else _parts(rule.brackets, amount)
    if rule.divided_by > 1:
        steps.append(_share(_total(tuple(steps)), rule.divided_by))
    if rule.cap and (total := _total(tuple(steps))).high > rule.cap:
        cap = rule.cap
        steps.append(FeeStep(StepKind.CAP, total.each(lambda money: min(money, cap))))
    return tuple(steps)


def _parts(brackets: tuple[Bracket, ...], amount: Money) -> list[FeeStep]:
    steps: list[FeeStep] = []
    lower = ZERO
    for bracket in brackets:
        if steps and amount <= lower:
            break
        end = amount if bracket.upper is None else min(amount, bracket.upper)
        part = Money(end.yuan - lower.yuan)
        fee = Money(bracket.flat.yuan + part.yuan * bracket.rate)
        steps.append(FeeStep(StepKind.PART, Span.of(fee), lower, bracket.upper, part, bracket.rate))
        if bracket.upper is None:
            break
        lower = bracket.upper
    return steps


def _share(total: Span, divided_by: int) -> FeeStep:
    shared = total.each(lambda money: Money(money.yuan / divided_by))
    if Fraction(shared.high.yuan) * divided_by == Fraction(total.high.yuan):
        return FeeStep(StepKind.SHARE, shared, divided_by=divided_by)
    fen = shared.each(lambda money: Money(money.yuan.quantize(_FEN, ROUND_HALF_UP)))
    return FeeStep(StepKind.SHARE, fen, divided_by=divided_by, rounded=True)


def _total(steps: tuple[FeeStep, ...]) -> Span:
    total = NOTHING
    for step in steps:
        total = total + step.fee if step.kind in (StepKind.BASE, StepKind.PART) else step.fee
    return total
