"""``kiosk-app interest``: the table of interest that a visitor is shown, and the line that the law draws."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from datetime import date

from kiosk_app.content.library import load_library
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.interest import (
    InterestTable,
    InterestTerms,
    Overdue,
    Rate,
    RatePeriod,
    Repayment,
    compute,
)
from kiosk_app.domain.lpr import LprTable
from kiosk_app.domain.money import Money
from kiosk_app.forms.interest_words import interest_json, line_words, note_words, row_words
from kiosk_app.settings import load_settings
from kiosk_app.ui.terminal import DELIVERED, tell

_EXAMPLES = """\
examples:
  kiosk-app interest --principal 50000 --rate 6 --from 2024-03-15 --to 2026-10-31
  kiosk-app interest --principal 5万元 --rate 1.5 --per month --from 2024-03-15 --to 2026-10-31
  kiosk-app interest --principal 50000 --rate 6 --from 2024-03-15 --to 2026-10-31 \\
                     --due 2025-03-14 --overdue-rate 12      another rate from the due day on
  kiosk-app interest --principal 50000 --rate 6 --from 2024-03-15 --to 2026-10-31 \\
                     --repaid 2024-09-01=10000 --repaid 2025-01-01=5000
  kiosk-app interest --principal 50000 --rate 6 --from 2024-03-15 --to 2026-10-31 \\
                     --made 2024-03-15 --json                with four times the LPR of that day

The first day counts, the last does not; a year has 365 days; each row is rounded to the fen.
"""


class NotADay(InputFault):
    """The text is no day of the calendar. Facts: ``text``."""


class OverdueIncomplete(InputFault):
    """An overdue rate without its due day, or the other way round."""


def interest_options(sub: argparse.ArgumentParser) -> None:
    sub.epilog, sub.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    sub.add_argument("--principal", metavar="YUAN", required=True, help="owed on the first day: 50000, 5万元")
    sub.add_argument("--rate", metavar="PERCENT", required=True, help="as agreed; 0 where none was")
    sub.add_argument(
        "--per",
        choices=[*RatePeriod],
        default=RatePeriod.YEAR,
        help="what both rates are for; year if not said",
    )
    sub.add_argument("--from", dest="start", metavar="DAY", required=True, help="the first day, 2024-03-15")
    sub.add_argument("--to", dest="end", metavar="DAY", required=True, help="the day up to which is counted")
    sub.add_argument("--overdue-rate", metavar="PERCENT", help="instead of it from the due day on")
    sub.add_argument("--due", metavar="DAY", help="the due day, from which on the overdue rate holds")
    sub.add_argument(
        "--repaid",
        action="append",
        metavar="DAY=YUAN",
        default=[],
        help="principal that came back; again for more",
    )
    sub.add_argument("--made", metavar="DAY", help="when the contract was made: tells four times the LPR")
    sub.add_argument("--json", action="store_true", help="for programs; amounts are decimal strings")


def interest(options: argparse.Namespace) -> int:
    table = compute(_terms(options))
    made_on = _day(options.made) if options.made is not None else None
    lpr = load_library(load_settings().resources).lpr
    as_json = options.json
    tell(
        [json.dumps(interest_json(table, lpr, made_on), ensure_ascii=False)]
        if as_json
        else _lines(table, lpr, made_on)
    )
    return DELIVERED


def _terms(options: argparse.Namespace) -> InterestTerms:
    per = RatePeriod(options.per)
    if (options.overdue_rate is None) != (options.due is None):
        raise OverdueIncomplete
    overdue = (
        Overdue(Rate.parse(options.overdue_rate, per), _day(options.due)) if options.due is not None else None
    )
    return InterestTerms(
        Money.parse(options.principal),
        Rate.parse(options.rate, per),
        _day(options.start),
        _day(options.end),
        overdue,
        tuple(map(_repayment, options.repaid)),
    )


def _repayment(text_untrusted: str) -> Repayment:
    day, _, amount = text_untrusted.partition("=")
    return Repayment(_day(day), Money.parse(amount))


def _day(text_untrusted: str) -> date:
    try:
        return date.fromisoformat(text_untrusted)
    except ValueError:
        raise NotADay(text=text_untrusted[:40]) from None


def _lines(table: InterestTable, lpr: LprTable, made_on: date | None) -> Iterator[str]:
    yield from map(row_words, table.rows)
    yield f"合计：{table.total}元"
    yield note_words(table.terms)
    if made_on:
        yield line_words(lpr, made_on, table.terms) + ("" if lpr.verified else "（未核实）")
