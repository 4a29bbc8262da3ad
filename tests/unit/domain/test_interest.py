from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kiosk_app.domain.interest import (
    InterestTable,
    InterestTerms,
    Overdue,
    Rate,
    RatePeriod,
    RateUnusable,
    RepaidTooEarly,
    RepaidTooMuch,
    Repayment,
    SpanBackwards,
    compute,
)
from kiosk_app.domain.money import ZERO, Money

DAYS = st.dates(date(1990, 1, 1), date(2100, 1, 1))
MONEY = st.decimals(0, 10**12, places=2).map(Money)
PERCENTS = st.decimals(0, 100, places=4)
RATES = st.builds(Rate, PERCENTS, st.sampled_from(RatePeriod))
FEN = Decimal("0.01")


@st.composite
def terms_of(draw: st.DrawFn) -> InterestTerms:
    """Any terms that can be: overdue or not, repaid or not, in no order."""
    start, end = sorted((draw(DAYS), draw(DAYS)))
    left = principal = draw(MONEY)
    repaid = []
    for day in sorted(draw(st.lists(st.dates(start, date(2101, 1, 1)), max_size=4))):
        part = Money(draw(st.decimals(0, left.yuan, places=2)))
        left = Money(left.yuan - part.yuan)
        repaid.append(Repayment(day, part))
    overdue = draw(st.none() | st.builds(Overdue, RATES, DAYS))
    order = tuple(draw(st.permutations(repaid)))
    return InterestTerms(principal, draw(RATES), start, end, overdue, order)


def loan(
    principal: str = "50000",
    percent: str = "6",
    start: str = "2024-03-15",
    end: str = "2025-03-14",
    overdue: tuple[str, str] | None = None,
    repaid: dict[str, str] | None = None,
    per: RatePeriod = RatePeriod.YEAR,
) -> InterestTable:
    return compute(
        InterestTerms(
            Money(Decimal(principal)),
            Rate(Decimal(percent), per),
            date.fromisoformat(start),
            date.fromisoformat(end),
            Overdue(Rate(Decimal(overdue[0]), per), date.fromisoformat(overdue[1])) if overdue else None,
            tuple(
                Repayment(date.fromisoformat(day), Money(Decimal(amount)))
                for day, amount in (repaid or {}).items()
            ),
        )
    )


def told(table: InterestTable) -> list[tuple[str, int, str, str, str]]:
    return [
        (row.start.isoformat(), row.days, row.principal.plain, f"{row.yearly.normalize():f}", str(row.amount))
        for row in table.rows
    ]


def test_one_span_is_one_row() -> None:
    table = loan()
    assert told(table) == [("2024-03-15", 364, "50000", "6", "2,991.78")]
    assert str(table.total) == "2,991.78"


def test_the_first_day_counts_and_the_last_does_not() -> None:
    assert loan(start="2024-03-15", end="2024-03-16").rows[0].days == 1
    assert loan(start="2024-03-15", end="2024-03-15").rows == ()


def test_a_leap_day_is_a_day_and_the_year_keeps_365() -> None:
    assert [loan(start="2024-02-28", end=end).rows[0].days for end in ("2024-02-29", "2024-03-01")] == [1, 2]
    assert loan(start="2023-02-28", end="2023-03-01").rows[0].days == 1
    assert str(loan(start="2024-01-01", end="2025-01-01").total) == "3,008.22"  # 366 days
    assert str(loan(start="2023-01-01", end="2024-01-01").total) == "3,000.00"


@pytest.mark.parametrize(
    ("per", "percent"), [(RatePeriod.YEAR, "12"), (RatePeriod.QUARTER, "3"), (RatePeriod.MONTH, "1")]
)
def test_rates_of_a_month_and_a_quarter_are_counted_by_the_year(per: RatePeriod, percent: str) -> None:
    assert loan(percent=percent, per=per).total == loan(percent="12").total


def test_from_the_due_day_on_the_overdue_rate_holds() -> None:
    table = loan(end="2025-03-24", overdue=("12", "2025-03-14"))
    assert told(table) == [
        ("2024-03-15", 364, "50000", "6", "2,991.78"),
        ("2025-03-14", 10, "50000", "12", "164.38"),
    ]
    assert [row.overdue for row in table.rows] == [False, True]
    assert str(table.total) == "3,156.16"


@pytest.mark.parametrize(("due", "overdue"), [("2020-01-01", [True]), ("2025-03-14", [False])])
def test_a_due_day_outside_the_span_makes_no_second_row(due: str, overdue: list[bool]) -> None:
    assert [row.overdue for row in loan(overdue=("12", due)).rows] == overdue


def test_without_interest_until_the_due_day_there_is_only_the_overdue_row() -> None:
    assert told(loan(percent="0", end="2025-03-24", overdue=("12", "2025-03-14"))) == [
        ("2025-03-14", 10, "50000", "12", "164.38")
    ]


def test_what_is_repaid_no_longer_counts_from_that_day_on() -> None:
    assert told(loan(repaid={"2024-09-01": "10000", "2024-06-01": "15000"})) == [
        ("2024-03-15", 78, "50000", "6", "641.10"),
        ("2024-06-01", 92, "35000", "6", "529.32"),
        ("2024-09-01", 194, "25000", "6", "797.26"),
    ]
    assert told(loan(repaid={"2024-03-15": "50000"})) == []
    assert len(loan(repaid={"2024-06-01": "50000"}).rows) == 1
    assert loan(repaid={"2025-03-14": "50000", "9999-12-31": "0"}).rows == loan().rows


def test_half_a_fen_goes_up() -> None:
    assert str(loan("1234.50", "15", "2023-01-01", "2024-01-01").total) == "185.18"  # 185.175


def test_huge_amounts_and_the_end_of_the_calendar_stay_exact() -> None:
    principal = "9999999999999990000"
    table = loan(
        principal, "10000", "0001-01-01", "9999-12-31", repaid={"5000-01-01": "1"}, per=RatePeriod.MONTH
    )
    exact = sum(
        (Fraction(row.principal.yuan) * 1200 * row.days / 365 for row in table.rows), start=Fraction(0)
    )
    assert abs(Fraction(table.total.yuan) - exact) <= Fraction(1, 100)
    assert sum(Fraction(row.amount.yuan) for row in table.rows) == Fraction(table.total.yuan)


@pytest.mark.parametrize(
    "table",
    [
        loan(end="2024-03-15"),
        loan(percent="0"),
        loan("0"),
        loan("-5"),
        loan(start="9999-12-31", end="9999-12-31"),
    ],
)
def test_where_nothing_is_owed_the_table_is_empty(table: InterestTable) -> None:
    assert table.rows == ()
    assert table.total == ZERO


def test_a_span_that_runs_backwards_is_named() -> None:
    with pytest.raises(SpanBackwards) as caught:
        loan(start="2024-03-15", end="2024-03-14")
    assert caught.value.facts == {"start": "2024-03-15", "end": "2024-03-14"}


def test_repayments_that_cannot_be_are_named() -> None:
    with pytest.raises(RepaidTooEarly) as early:
        loan(repaid={"2024-03-14": "1"})
    assert early.value.facts == {"day": "2024-03-14", "start": "2024-03-15"}
    with pytest.raises(RepaidTooMuch) as much:
        loan(repaid={"2024-05-01": "40000", "2024-06-01": "10000.01"})
    assert much.value.facts == {"day": "2024-06-01", "repaid": "10,000.01", "left": "10,000.00"}


@pytest.mark.parametrize(
    "percent",
    ["-1", "10000.01", "NaN", "sNaN", "Infinity", "-Infinity", "1E+999999", "1E-999999", "0.00000000001"],
)
def test_a_number_that_is_no_rate_is_named(percent: str) -> None:
    with pytest.raises(RateUnusable):
        Rate(Decimal(percent))


@pytest.mark.parametrize(
    ("text", "percent"), [("6", "6"), (" 6% ", "6"), ("１.５％", "1.5"), ("0", "0"), ("0E+999999", "0")]
)
def test_a_rate_as_people_write_it(text: str, percent: str) -> None:
    assert Rate.parse(text, RatePeriod.MONTH) == Rate(Decimal(percent), RatePeriod.MONTH)


@pytest.mark.parametrize("text", ["", "%", "six", "百分之六", "6,5", "--6", "6\0", "6" * 5000, "😀"])
def test_a_text_that_is_no_rate_is_named(text: str) -> None:
    with pytest.raises(RateUnusable) as caught:
        Rate.parse(text)
    assert len(str(caught.value.facts["percent"])) <= 40


@given(terms=terms_of())
def test_the_total_is_the_sum_of_the_rows_as_printed(terms: InterestTerms) -> None:
    table = compute(terms)
    assert sum((row.amount.yuan for row in table.rows), Decimal(0)) == table.total.yuan
    for row in table.rows:
        exact = Fraction(row.principal.yuan) * Fraction(row.yearly) * row.days / 36_500
        assert Fraction(-1, 200) <= exact - Fraction(row.amount.yuan) < Fraction(1, 200)
        assert row.amount.yuan == row.amount.yuan.quantize(FEN)
        assert row.days == (row.end - row.start).days > 0
        assert terms.start <= row.start < row.end <= terms.end
        assert row.overdue == (terms.overdue is not None and row.start >= terms.overdue.due)
        back = sum(each.amount.yuan for each in terms.repaid if each.day <= row.start)
        assert row.principal.yuan == terms.principal.yuan - back
    assert all(before.end <= row.start for before, row in pairwise(table.rows))


@given(
    principal=st.integers(1, 100_000),
    percent=st.decimals("0.1", 24, places=1),
    days=st.integers(1, 2000),
)
def test_a_pocket_calculator_gives_the_same(principal: int, percent: Decimal, days: int) -> None:
    """Twelve figures, the rest cut off, typed in the order in which the row is printed."""
    (row,) = loan(str(principal), str(percent), end=str(date(2024, 3, 15) + timedelta(days))).rows
    calculator = Context(prec=12, rounding=ROUND_DOWN)
    shown = calculator.multiply(Decimal(principal), calculator.divide(percent, Decimal(100)))
    shown = calculator.divide(calculator.multiply(shown, Decimal(days)), Decimal(365))
    assert shown.quantize(FEN, ROUND_HALF_UP) == row.amount.yuan


@given(terms=terms_of(), data=st.data())
def test_a_span_cut_in_two_gives_the_same_up_to_a_fen(terms: InterestTerms, data: st.DataObject) -> None:
    """Only the row that is cut is rounded twice."""
    cut = data.draw(st.dates(terms.start, terms.end))
    back = sum(each.amount.yuan for each in terms.repaid if each.day < cut)
    after = tuple(each for each in terms.repaid if each.day >= cut)
    first = compute(replace(terms, end=cut))
    second = compute(replace(terms, principal=Money(terms.principal.yuan - back), start=cut, repaid=after))
    assert abs(first.total.yuan + second.total.yuan - compute(terms).total.yuan) <= FEN


@given(terms=terms_of(), days=st.integers(0, 400), more=MONEY, rate=RATES)
def test_more_days_more_principal_or_a_higher_rate_never_give_less(
    terms: InterestTerms, days: int, more: Money, rate: Rate
) -> None:
    total = compute(terms).total
    assert total <= compute(replace(terms, end=terms.end + timedelta(days))).total
    assert total <= compute(replace(terms, principal=terms.principal + more)).total
    assume(rate.yearly >= terms.rate.yearly)
    assert total <= compute(replace(terms, rate=rate)).total
