"""Court fees: a table of brackets in, an exact amount with every step of its computation out."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from kiosk_app.domain.money import ZERO, Money


@dataclass(frozen=True, slots=True)
class Bracket:
    """The part of an amount up to ``upper`` (None: without end) costs ``rate``, or ``flat`` once."""

    upper: Money | None
    rate: Decimal
    flat: Money = ZERO


@dataclass(frozen=True, slots=True)
class FeeTable:
    """A progressive fee (分段累计) as its rule gives it, e.g. 诉讼费用交纳办法 13(一)."""

    kind: str
    source: str
    edition: str
    brackets: tuple[Bracket, ...]


@dataclass(frozen=True, slots=True)
class FeeStep:
    """One line of the computation: the part of the amount between ``lower`` and ``upper``."""

    lower: Money
    upper: Money | None
    part: Money
    rate: Decimal
    fee: Money


@dataclass(frozen=True, slots=True)
class Fee:
    """An exact fee. ``halved`` is what it would be if the court halves it once (办法 15–18)."""

    kind: str
    amount: Money
    total: Money
    steps: tuple[FeeStep, ...]
    source: str

    @property
    def halved(self) -> Money:
        return Money(self.total.yuan / 2)


def compute(table: FeeTable, amount: Money) -> Fee:
    """The fee for ``amount`` of claim. A bracket's upper bound belongs to it."""
    steps: list[FeeStep] = []
    lower = ZERO
    for bracket in table.brackets:
        if steps and amount <= lower:
            break
        end = amount if bracket.upper is None else min(amount, bracket.upper)
        part = Money(end.yuan - lower.yuan)
        fee = Money(bracket.flat.yuan + part.yuan * bracket.rate)
        steps.append(FeeStep(lower, bracket.upper, part, bracket.rate, fee))
        if bracket.upper is None:
            break
        lower = bracket.upper
    return Fee(table.kind, amount, sum((step.fee for step in steps), ZERO), tuple(steps), table.source)
