"""An interest table in words for screens, papers and terminals: a person can check each line by hand."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from kiosk_app.domain.interest import (
    DAYS_A_YEAR,
    InterestRow,
    InterestTable,
    InterestTerms,
    Rate,
    RatePeriod,
)
from kiosk_app.domain.lpr import LprLine, LprTable

_LINE_ARTICLE, _OVERDUE_ARTICLE = "民间借贷规定第25条", "第28条"

_COUNTING = f"一年按{DAYS_A_YEAR}天算，闰年也一样。开始那天算，最后那天不算（算头不算尾）。每行四舍五入到分。"
"""How days are counted, in words that stand below every table."""

_PER = {RatePeriod.YEAR: "年利率", RatePeriod.QUARTER: "季利率", RatePeriod.MONTH: "月利率"}


def span_words(row: InterestRow) -> str:
    """``2024年3月15日至2025年3月14日，364天``."""
    overdue = "（逾期）" if row.overdue else ""
    return f"{_day(row.start)}至{_day(row.end)}，{row.days}天{overdue}"


def sum_words(row: InterestRow) -> str:
    """``50,000.00 × 6% × 364 ÷ 365``: what to type into a pocket calculator. The division comes last, so that
    what a calculator cuts off there is not multiplied."""
    return f"{row.principal} × {_percent(row.yearly)} × {row.days} ÷ {DAYS_A_YEAR}"


def row_words(row: InterestRow) -> str:
    """``2024年3月15日至2025年3月14日，364天：50,000.00 × 6% × 364 ÷ 365 = 2,991.78元``."""
    return f"{span_words(row)}：{sum_words(row)} = {row.amount}元"


def note_words(terms: InterestTerms) -> str:
    """How a rate for a month or a quarter became one for a year, and how days are counted."""
    rates = dict.fromkeys([terms.rate, *([terms.overdue.rate] if terms.overdue else [])])
    said = [
        f"{_PER[each.per]}{_percent(each.percent)} × {each.per.times_a_year} = "
        f"年利率{_percent(each.yearly)}。"
        for each in rates
        if each.per is not RatePeriod.YEAR
    ]
    return "".join([*said, _COUNTING])


def line_words(lpr: LprTable, made_on: date, terms: InterestTerms) -> str:
    """Where the law draws a line, and on which side the rates lie that were filled in. Information only."""
    line = lpr.line(made_on)
    if line is None:
        return (
            f"合同是{_day(lpr.begins)}以前成立的，那时还没有现在的LPR，这里没有四倍这条线可以对照"
            f"（{_articles(terms)}）。写多少由您决定。"
        )
    figure = f"{line.lpr.one_year:.2f}%，四倍是{line.four_times:.2f}%"
    sides = "".join(
        f"您填的{name}（每年{_percent(yearly)}）{'高于' if line.lies_below(yearly) else '不高于'}这条线。"
        for name, yearly in _named_rates(terms)
    )
    return (
        f"合同成立时（{_day(made_on)}）一年期LPR是{figure}（{_articles(terms)}）。{_unsure(lpr, line)}{sides}"
        "这只是告诉您法律上的一条线，写多少由您决定。"
    )


def interest_json(table: InterestTable, lpr: LprTable, made_on: date | None = None) -> dict[str, Any]:
    """A table for programs, amounts and rates as decimal strings. ``line`` is there where ``made_on`` is."""
    terms = table.terms
    return {
        "principal": terms.principal.plain,
        "rate": _rate_json(terms.rate),
        "from": terms.start.isoformat(),
        "to": terms.end.isoformat(),
        "overdue": _rate_json(terms.overdue.rate) | {"due": terms.overdue.due.isoformat()}
        if terms.overdue
        else None,
        "repaid": [{"day": each.day.isoformat(), "amount": each.amount.plain} for each in terms.repaid],
        "rows": [_row_json(row) for row in table.rows],
        "total": table.total.plain,
        "counting": note_words(terms),
        "line": _line_json(lpr, made_on, terms) if made_on else None,
    }


def _row_json(row: InterestRow) -> dict[str, Any]:
    return {
        "from": row.start.isoformat(),
        "to": row.end.isoformat(),
        "days": row.days,
        "principal": row.principal.plain,
        "yearly_percent": _plain(row.yearly),
        "overdue": row.overdue,
        "amount": row.amount.plain,
        "text": row_words(row),
    }


def _rate_json(rate: Rate) -> dict[str, Any]:
    return {"percent": _plain(rate.percent), "per": rate.per, "yearly_percent": _plain(rate.yearly)}


def _line_json(lpr: LprTable, made_on: date, terms: InterestTerms) -> dict[str, Any]:
    line = lpr.line(made_on)
    return {
        "made_on": made_on.isoformat(),
        "lpr_since": line.lpr.since.isoformat() if line else None,
        "one_year_percent": _plain(line.lpr.one_year) if line else None,
        "four_times_percent": _plain(line.four_times) if line else None,
        "rate_above": line.lies_below(terms.rate.yearly) if line else None,
        "overdue_above": line.lies_below(terms.overdue.rate.yearly) if line and terms.overdue else None,
        "sure": line.sure if line else None,
        "known_until": lpr.known_until.isoformat(),
        "text": line_words(lpr, made_on, terms),
        "article": _articles(terms),
        "source": lpr.source,
        "edition": lpr.edition,
        "verified": lpr.verified,
    }


def _named_rates(terms: InterestTerms) -> Iterator[tuple[str, Decimal]]:
    """Those that are not nought, percent a year."""
    if terms.rate.yearly:
        yield "利率", terms.rate.yearly
    if terms.overdue and terms.overdue.rate.yearly:
        yield "逾期利率", terms.overdue.rate.yearly


def _articles(terms: InterestTerms) -> str:
    return f"{_LINE_ARTICLE}、{_OVERDUE_ARTICLE}" if terms.overdue else _LINE_ARTICLE


def _unsure(lpr: LprTable, line: LprLine) -> str:
    if line.sure:
        return ""
    return f"本机的利率表只到{_day(lpr.known_until)}，以后有没有变，请问一下工作人员。"


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _percent(percent: Decimal) -> str:
    return f"{_plain(percent)}%"


def _plain(number: Decimal) -> str:
    """``6``, ``3.45``: no idle zeros, no powers of ten."""
    return f"{number.normalize():f}"
