"""The loan prime rate (贷款市场报价利率, LPR), and the line that 民间借贷规定 25 draws at four times of it.

The line is information. Nothing here changes what a person claims; which rate is protected the court alone
decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class LprRate:
    """What was published on a day: percent a year for one year, and for five years and more."""

    since: date
    one_year: Decimal
    five_years: Decimal


@dataclass(frozen=True, slots=True)
class LprTable:
    """The figures by the day on which each came into force, rising; there is at least one.

    ``known_until`` is the last publication that the table takes into account: later ones may say otherwise.
    """

    rates: tuple[LprRate, ...]
    known_until: date
    source: str
    edition: str
    verified: bool

    @property
    def begins(self) -> date:
        return self.rates[0].since

    def on(self, day: date) -> LprRate | None:
        """The figures in force on a day, as far as they are known; None before the first of them."""
        return next((rate for rate in reversed(self.rates) if rate.since <= day), None)

    def line(self, made_on: date) -> LprLine | None:
        """The line of a contract made on that day; None before the table begins, where other rules hold."""
        rate = self.on(made_on)
        return LprLine(made_on, rate, sure=made_on <= self.known_until) if rate else None


@dataclass(frozen=True, slots=True)
class LprLine:
    """Four times the one-year figure in force on the day the contract was made (民间借贷规定 25).

    ``sure`` is False where the figure may have changed since the table was last completed.
    """

    made_on: date
    lpr: LprRate
    sure: bool

    @property
    def four_times(self) -> Decimal:
        """Percent a year."""
        return 4 * self.lpr.one_year

    def lies_below(self, yearly: Decimal) -> bool:
        """Whether a rate, in percent a year, is above the line; one that just reaches it is not."""
        return yearly > self.four_times
