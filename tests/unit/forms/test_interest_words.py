from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest

from kiosk_app.content.library import Library
from kiosk_app.domain.interest import (
    InterestTerms,
    Overdue,
    Rate,
    RatePeriod,
    Repayment,
    compute,
)
from kiosk_app.domain.money import Money
from kiosk_app.forms.interest_words import interest_json, line_words, note_words, row_words

TERMS = InterestTerms(
    Money(Decimal(50_000)),
    Rate(Decimal("1.2"), RatePeriod.MONTH),
    date(2024, 3, 15),
    date(2025, 3, 24),
    Overdue(Rate(Decimal(12)), date(2025, 3, 14)),
    (Repayment(date(2024, 6, 1), Money(Decimal("10000.50"))),),
)


def terms(percent: str, overdue: str | None = None) -> InterestTerms:
    until = Overdue(Rate(Decimal(overdue)), date(2025, 3, 14)) if overdue else None
    return InterestTerms(TERMS.principal, Rate(Decimal(percent)), date(2024, 3, 15), date(2025, 3, 14), until)


def test_each_row_can_be_checked_by_hand() -> None:
    assert [row_words(row) for row in compute(terms("6")).rows] == [
        "2024年3月15日至2025年3月14日，364天：50,000.00 × 6% × 364 ÷ 365 = 2,991.78元"
    ]
    assert [row_words(row) for row in compute(TERMS).rows] == [
        "2024年3月15日至2024年6月1日，78天：50,000.00 × 14.4% × 78 ÷ 365 = 1,538.63元",
        "2024年6月1日至2025年3月14日，286天：39,999.50 × 14.4% × 286 ÷ 365 = 4,513.26元",
        "2025年3月14日至2025年3月24日，10天（逾期）：39,999.50 × 12% × 10 ÷ 365 = 131.51元",
    ]


def test_how_days_are_counted_and_rates_become_yearly_is_said() -> None:
    assert note_words(TERMS).startswith("月利率1.2% × 12 = 年利率14.4%。一年按365天算")
    assert "算头不算尾" in note_words(TERMS)
    assert "×" not in note_words(terms("6"))


def test_the_line_is_information(library: Library) -> None:
    words = line_words(library.lpr, date(2024, 3, 15), terms("6"))
    assert words == (
        "合同成立时（2024年3月15日）一年期LPR是3.45%，四倍是13.80%（民间借贷规定第25条）。"
        "您填的利率（每年6%）不高于这条线。这只是告诉您法律上的一条线，写多少由您决定。"
    )


@pytest.mark.parametrize(
    ("percent", "overdue", "says"),
    [
        ("13.8", None, "您填的利率（每年13.8%）不高于这条线。"),
        ("13.81", None, "您填的利率（每年13.81%）高于这条线。"),
        ("6", "24", "您填的利率（每年6%）不高于这条线。您填的逾期利率（每年24%）高于这条线。"),
        ("0", "12", "（民间借贷规定第25条、第28条）。您填的逾期利率（每年12%）不高于这条线。"),
    ],
)
def test_each_rate_is_held_against_the_line(
    library: Library, percent: str, overdue: str | None, says: str
) -> None:
    words = line_words(library.lpr, date(2024, 3, 15), terms(percent, overdue))
    assert says in words
    assert words.endswith("写多少由您决定。")


def test_before_there_was_a_line_it_is_said_so(library: Library) -> None:
    words = line_words(library.lpr, date(2019, 8, 19), terms("36"))
    assert "2019年8月20日以前" in words
    assert "%" not in words
    assert words.endswith("写多少由您决定。")


def test_a_table_that_is_not_complete_up_to_the_day_says_so(library: Library) -> None:
    known = library.lpr.known_until
    assert "只到2025年5月20日" in line_words(library.lpr, date(9999, 12, 31), terms("6"))
    assert "只到" not in line_words(library.lpr, known, terms("6"))


def test_for_a_program(library: Library) -> None:
    told = json.loads(json.dumps(interest_json(compute(TERMS), library.lpr, date(2024, 3, 15))))
    assert told["principal"] == "50000"
    assert told["rate"] == {"percent": "1.2", "per": "month", "yearly_percent": "14.4"}
    assert told["overdue"] == {"percent": "12", "per": "year", "yearly_percent": "12", "due": "2025-03-14"}
    assert told["repaid"] == [{"day": "2024-06-01", "amount": "10000.5"}]
    assert [row["amount"] for row in told["rows"]] == ["1538.63", "4513.26", "131.51"]
    assert told["rows"][0]["text"].endswith("1,538.63元")
    assert told["total"] == "6183.4"
    assert told["line"]["four_times_percent"] == "13.8"
    assert (told["line"]["rate_above"], told["line"]["overdue_above"]) == (True, False)
    assert told["line"]["verified"] is False


def test_for_a_program_without_a_line(library: Library) -> None:
    assert interest_json(compute(TERMS), library.lpr)["line"] is None
    before = interest_json(compute(TERMS), library.lpr, date(2019, 8, 19))["line"]
    assert (before["one_year_percent"], before["four_times_percent"], before["rate_above"]) == (None,) * 3
    assert before["text"]
