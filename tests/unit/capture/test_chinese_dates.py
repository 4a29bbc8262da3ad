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
        ("贰零贰伍年零叁月壹拾伍日", MARCH_15),
        ("二〇二五年叁月拾伍日", MARCH_15),
        ("2025年元月5日", date(2025, 1, 5)),
        ("2025年3月15", MARCH_15),  # 日 is lost, the day is whole
        ("2025年三月十五", None),  # so lunar days are written
        ("2025.03.1", None),  # who writes 03 writes 01
        ("2025年三月廿五日", None),
        ("民国114年3月5日", None),
        ("民国一一四年三月五日", None),
        ("乙巳年三月初五", None),
        ("佛历2568年3月5日", None),
        ("2025年闰六月初一", None),
        ("二千零二十五年三月五日", None),
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


@pytest.mark.parametrize("written", ["2025年3月15日（农历）", "2025年3月5日、6日", "一二〇二五年三月五日"])
def test_days_that_are_none_or_several_are_left_alone(written: str) -> None:
    assert list(find_days(written)) == []


def test_a_time_that_runs_into_its_day_does_not_hide_it() -> None:
    assert [f.value for f in find_days("2025-03-1510:22:31")] == [MARCH_15]


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
        ("2024年3月1日-7日", date(2024, 3, 1), date(2024, 3, 7)),
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


@pytest.mark.parametrize(
    "written",
    ["年息1分", "利率6%", "每日5分钟", "三月50%", "年利率900%", "年利率%", "年利率6%-8%", "月息1-2分"],
)
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
        ("期限叁拾天", "30", Unit.DAY),
        ("借期壹年半", "18", Unit.MONTH),
        ("期限为1年零6个月", "18", Unit.MONTH),
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


_PLAIN, _BANK = "〇一二三四五六七八九", "零壹贰叁肆伍陆柒捌玖"


def _written(number: int, digits: str, ten: str) -> str:
    tens, one = divmod(number, 10)
    head = "" if not tens else ten if tens == 1 else digits[tens] + ten
    return head + (digits[one] if one else "")


@given(st.dates(date(1900, 1, 1), date(2099, 12, 31)))
def test_every_day_round_trips_in_chinese_signs_and_in_those_of_banks(meant: date) -> None:
    for digits, ten in ((_PLAIN, "十"), (_BANK, "拾")):
        year = "".join(digits[int(digit)] for digit in str(meant.year))
        month, in_month = (_written(each, digits, ten) for each in (meant.month, meant.day))
        text = f"{year}年{month}月{in_month}日"
        assert day(text) == meant
        assert [found.value for found in find_days(f"于{text}借款")] == [meant]


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
