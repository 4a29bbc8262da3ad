from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.capture.chinese_dates import (
    Month,
    Per,
    Period,
    Rate,
    Span,
    Unit,
    day,
    find_days,
    find_periods,
    find_rates,
    find_spans,
)

MARCH_15 = date(2025, 3, 15)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("二〇二五年三月十五日", MARCH_15),
        ("二O二五年三月十五日", MARCH_15),
        ("２０２５年３月１５日", MARCH_15),
        ("2025.3.15", MARCH_15),
        ("2025-03-15", MARCH_15),
        ("2025/3/15", MARCH_15),
        ("20250315", MARCH_15),
        ("2025年3月", Month(2025, 3)),
        ("二零二四年十二月三十一日", date(2024, 12, 31)),
        ("今年三月", None),
        ("去年3月5日", None),
        ("农历2024年三月十五日", None),
        ("2024年三月初五", None),
        ("2024年正月十五", None),
        ("2024年腊月廿三", None),
        ("2024年三月廿三", None),
        ("24年3月15日", None),
        ("2025年13月1日", None),
        ("2025年2月30日", None),
        ("2025.3-15", None),
        ("二〇二五年三月二", None),  # 日 is lost, and who knows what stood before it
        ("2025年3月1", None),
        ("3025年3月15日", None),
        ("", None),
    ],
)
def test_days(written: str, meant: date | Month | None) -> None:
    assert day(written) == meant
    assert (
        not isinstance(meant, date)
        or written == "20250315"
        or [f.value for f in find_days(_half(written))] == [meant]
    )


def _half(text: str) -> str:
    return text.translate(str.maketrans("０１２３４５６７８９", "0123456789"))


def test_lunar_days_in_a_sentence_are_left_alone() -> None:
    assert list(find_days("于农历2024年三月十五日借款")) == []
    assert [f.value for f in find_days("农历三月还。2025年3月15日")] == [MARCH_15]


@pytest.mark.parametrize(
    ("written", "start", "end"),
    [
        ("2024年3月1日至2025年2月28日", date(2024, 3, 1), date(2025, 2, 28)),
        ("自2024年3月15日起至2025年3月14日止", date(2024, 3, 15), date(2025, 3, 14)),
        ("2024.3.15-2025.3.14", date(2024, 3, 15), date(2025, 3, 14)),
        ("2024年3月1日到12月31日", date(2024, 3, 1), date(2024, 12, 31)),
    ],
)
def test_spans(written: str, start: date, end: date) -> None:
    assert [f.value for f in find_spans(written)] == [Span(start, end)]


def test_a_span_that_runs_backwards_is_none() -> None:
    assert list(find_spans("2025年3月1日至2024年1月1日")) == []


@pytest.mark.parametrize(
    ("written", "percent", "per"),
    [
        ("月息1分", "1", Per.MONTH),
        ("月息2分半", "2.5", Per.MONTH),
        ("月息一分五厘", "1.5", Per.MONTH),
        ("月息八厘", "0.8", Per.MONTH),
        ("月利率1%", "1", Per.MONTH),
        ("年利率百分之六", "6", Per.YEAR),
        ("年利率百分之三点八五", "3.85", Per.YEAR),
        ("年化12%", "12", Per.YEAR),
        ("按月利率千分之五", "0.5", Per.MONTH),
        ("日万分之五", "0.05", Per.DAY),
        ("季利率3%", "3", Per.QUARTER),
    ],
)
def test_rates(written: str, percent: str, per: Per) -> None:
    assert [f.value for f in find_rates(written)] == [Rate(Decimal(percent), per)]


@pytest.mark.parametrize("written", ["年息1分", "利率6%", "每日5分钟", "三月50%", "年利率900%", "年利率%"])
def test_no_rate(written: str) -> None:
    assert list(find_rates(written)) == []


@pytest.mark.parametrize(
    ("written", "count", "unit"),
    [
        ("借期一年", "1", Unit.YEAR),
        ("借期半年", "0.5", Unit.YEAR),
        ("期限12个月", "12", Unit.MONTH),
        ("六个月内还清", "6", Unit.MONTH),
        ("借款期限为三十天", "30", Unit.DAY),
        ("期限两个季度", "6", Unit.MONTH),
    ],
)
def test_periods(written: str, count: str, unit: Unit) -> None:
    assert [f.value for f in find_periods(written)] == [Period(Decimal(count), unit)]


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_round_trips(meant: date) -> None:
    for written in (
        meant.isoformat(),
        f"{meant.year}年{meant.month}月{meant.day}日",
        f"{meant:%Y.%m.%d}",
        f"{meant:%Y%m%d}",
    ):
        assert day(written) == meant


@given(st.text(max_size=200) | st.text("年月日利息率化1二.%分厘百之至-期限", max_size=200))
def test_any_text_has_an_answer(text: str) -> None:
    day(text)
    for find in (find_days, find_spans, find_rates, find_periods):
        for found in find(text):
            assert text[found.start : found.end] == found.text


def test_hostile_lines_end() -> None:
    for piece in ("年利息", "2024年", "月息1", "1", "化", "期限", "半"):
        text = piece * 30_000
        for find in (find_days, find_spans, find_rates, find_periods):
            list(find(text))
