"""Days, spans, rates and periods as Chinese papers write them → typed values, or nothing.

What the calendar of the paper does not say for sure is left alone: 今年, 去年, a day without its year, and
all that looks lunar (农历, 正月, 腊月, 初五, 廿三).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from kiosk_app.capture.chinese_numbers import HAN_DIGIT, Found, number, plain

_YEAR_DIGITS = str.maketrans("〇零○Oo一二三四五六七八九", "00000123456789")
_NUMBER = rf"(?:\d{{1,4}}(?:\.\d{{1,4}})?|[{HAN_DIGIT}十百拾佰]{{1,5}})"

_DATE = re.compile(
    r"(?<![\d一二三四五六七八九零〇])(?P<y>[12][0-9Oo○]{3}|[一二][〇零○Oo0-9一二三四五六七八九]{3})"
    r"(?:(?P<sep>[-./])(?P<m>\d{1,2})(?P=sep)(?P<d>\d{2}(?=\d{2}:\d{2})|\d{1,2}(?![\d.]))"
    r"|年(?P<cm>\d{1,2}|[零〇]?[一二三四五六七八九十元]{1,3})月(?:(?P<cd>\d{1,2}|[零〇]?[一二三四五六七八九十]{1,3})[日号]"
    r"|(?P<ed>\d{2})(?=[\n\t]|\Z)|(?![\d一二三四五六七八九十])))"
)
"""``ed`` is a day whose 日 a finger's print covers at the end of a line: two digits are a whole day. In
Chinese signs it would be lunar: 三月十五."""
_FORMAL = str.maketrans("壹贰貳叁參肆伍陆陸柒捌玖拾", "一二二三三四五六六七八九十")
_DATE_ALONE = re.compile(r"([12]\d{3})(\d{2})(\d{2})")
_LUNAR_BEFORE = re.compile(r"(?:农历|阴历|旧历|古历)[^\n\t。]{0,6}$")
_LUNAR_AFTER = re.compile(r"[初廿卅]|[正腊冬闰]月|[(（]?(?:农历|阴历|旧历|古历)")
_MORE_DAYS = re.compile(r"[、和及]\d{1,2}[日号]")
_TO = re.compile(r"(?:起|开始)?[(（]?(?:至|到|[-—–~～一])")
_DAY_ONLY = re.compile(r"(?:(?P<m>\d{1,2})月)?(?P<d>\d{1,2})日")


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A month of which no day is named."""

    year: int
    month: int


@dataclass(frozen=True, slots=True)
class Span:
    """From one day to another, both named."""

    start: date
    end: date


class Per(StrEnum):
    """What a rate is counted by."""

    YEAR = "year"
    QUARTER = "quarter"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Rate:
    """Interest: ``percent`` of the principal for each year, quarter, month or day, as the paper says it."""

    percent: Decimal
    per: Per


class Unit(StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class Period:
    """How long, as the paper says it; when it ends is not computed, since how to count is a matter of law."""

    count: Decimal
    unit: Unit


# Days ---------------------------------------------------------------------------------------------


def day(text_untrusted: str) -> date | Month | None:
    """The day or month that the whole text is: ``二〇二五年三月十五日``, ``2025.3.15``, ``2025年3月``."""
    text = plain(text_untrusted)
    if match := _DATE_ALONE.fullmatch(text):
        return _date(*(int(part) for part in match.groups()))
    match = _DATE.fullmatch(text.translate(_FORMAL))
    return _of(match) if match else None


def find_days(text: str) -> Iterator[Found[date | Month]]:
    """Every day and month in a text of half-width signs; those that are none, or lunar, are left out."""
    for match in _DATE.finditer(text.translate(_FORMAL)):
        lunar = _LUNAR_BEFORE.search(text[max(0, match.start() - 12) : match.start()])
        if lunar or _LUNAR_AFTER.match(text, match.end()) or _MORE_DAYS.match(text, match.end()):
            continue
        if (value := _of(match)) is not None:
            yield Found(value, *match.span(), text[slice(*match.span())])


def find_spans(text: str) -> Iterator[Found[Span]]:
    """Every span from one day to another. An end without its year or month is of the same one."""
    found = list(find_days(text))
    for index, first in enumerate(found):
        to = _TO.match(text, first.end)
        if to is None or not isinstance(first.value, date):
            continue
        second = found[index + 1] if index + 1 < len(found) else None
        if second and second.start == to.end() and isinstance(second.value, date):
            end, at = second.value, second.end
        elif short := _DAY_ONLY.match(text, to.end()):
            same_year = _date(first.value.year, int(short["m"] or first.value.month), int(short["d"]))
            if same_year is None:
                continue
            end, at = same_year, short.end()
        else:
            continue
        if first.value < end:
            yield Found(Span(first.value, end), first.start, at, text[first.start : at])


def _of(match: re.Match[str]) -> date | Month | None:
    year = match["y"].translate(_YEAR_DIGITS)
    month, in_month = match["m"] or match["cm"], match["d"] or match["cd"] or match["ed"]
    if month[0] == "0" and len(in_month or "00") < 2:
        return None  # 2021.06.1: who writes 06 writes 01, so a digit is lost
    if not year.isdecimal() or not 1900 <= int(year) < 2100:
        return None
    month_number = _small(month)
    if not in_month:
        return Month(int(year), month_number) if 1 <= month_number <= 12 else None
    return _date(int(year), month_number, _small(in_month))


def _small(text: str) -> int:
    """A number of a month or a day; 0 for none. 元月 is the first one."""
    text = "一" if text == "元" else text.lstrip("零〇") or text
    value = Decimal(text) if text.isdecimal() else number(text)
    return int(value) if value is not None else 0


def _date(year: int, month: int, in_month: int) -> date | None:
    try:
        return date(year, month, in_month)
    except ValueError:
        return None


# Rates and periods ----------------------------------------------------------------------------------

_PER = {"年": Per.YEAR, "季": Per.QUARTER, "月": Per.MONTH, "日": Per.DAY, "天": Per.DAY}
_RATE = re.compile(
    r"(?P<per>年|季度?|月|日|天)[化利率息的收益]{0,8}[为是按以计:：]{0,3}"
    rf"(?:(?P<pre>百分之|千分之|万分之)(?P<of>{_NUMBER}(?:点{_NUMBER})?)"
    rf"|(?P<percent>\d{{1,4}}(?:\.\d{{1,4}})?)(?P<sign>[%‰])"
    rf"|(?P<fen>{_NUMBER})分(?:(?P<li>{_NUMBER})厘?)?(?P<half>半)?"
    rf"|(?P<only_li>{_NUMBER})厘)"
)
_INTEREST = re.compile(r"化|利|息|违约")
_RANGE = re.compile(r"[-—–~～至到][\d一二三四五六七八九十]")
_SHARES = {
    "百分之": Decimal(1),
    "千分之": Decimal("0.1"),
    "万分之": Decimal("0.01"),
    "%": Decimal(1),
    "‰": Decimal("0.1"),
}

_PERIOD = re.compile(
    rf"(?:借期|期限|借款期|使用期)(?:限|间)?[为是共:：]{{0,3}}(?P<count>{_NUMBER}|半)(?P<unit>年|个月|个?季度|天|日)"
    rf"|(?P<within>{_NUMBER}|半)(?P<of>年|个月|天|日)(?:之内|以内|内)(?:全部|一次性)?(?:还|归还|付|偿)"
)
_MORE_PERIOD = re.compile(rf"(?P<half>半)|[零又]?(?P<months>{_NUMBER})个月")
_UNITS = {
    "年": (1, Unit.YEAR),
    "个月": (1, Unit.MONTH),
    "季度": (3, Unit.MONTH),
    "个季度": (3, Unit.MONTH),
    "天": (1, Unit.DAY),
    "日": (1, Unit.DAY),
}


def find_rates(text: str) -> Iterator[Found[Rate]]:
    """Every rate whose period is named: 年利率6%, 月息1分5厘, 日万分之五. 年息1分 is left alone: some mean
    ten per cent by it, some one."""
    for match in _RATE.finditer(text):
        if (
            match["fen"] or match["only_li"] or match["sign"] or match["pre"] == "百分之"
        ) and not _INTEREST.search(match[0]):
            continue  # 每日5分钟, 三月50%的货款
        if _RANGE.match(text, match.end()):
            continue  # 年利率6%-8%
        percent = _percent(match)
        if percent is not None and 0 < percent <= 100:
            yield Found(
                Rate(percent.normalize() + 0, _PER[match["per"][0]]), match.start(), match.end(), match[0]
            )


def _percent(match: re.Match[str]) -> Decimal | None:
    if match["pre"]:
        of = _with_point(match["of"])
        return of * _SHARES[match["pre"]] if of is not None else None
    if match["percent"]:
        return Decimal(match["percent"]) * _SHARES[match["sign"]]
    if match["per"] != "月":
        return None
    if match["only_li"]:
        li = number(match["only_li"])
        return li / 10 if li is not None else None
    fen, extra = number(match["fen"]), number(match["li"]) if match["li"] else Decimal(0)
    if fen is None or extra is None:
        return None
    return fen + extra / 10 + (Decimal("0.5") if match["half"] else 0)


def _with_point(text: str) -> Decimal | None:
    """``六``, ``3.85``, ``三点八五``."""
    whole, point, digits = text.partition("点")
    value = number(whole)
    if not point or value is None:
        return value
    spelt = digits.translate(_YEAR_DIGITS)
    return value + Decimal(f"0.{spelt}") if spelt.isdecimal() else None


def find_periods(text: str) -> Iterator[Found[Period]]:
    """Every period for which money is lent: 借期一年, 期限12个月, 六个月内还清, 借期半年."""
    for match in _PERIOD.finditer(text):
        written, unit = match["count"] or match["within"], match["unit"] or match["of"]
        factor, base = _UNITS[unit]
        count = Decimal("0.5") if written == "半" else number(written)
        if not count or text[max(0, match.start() - 1) : match.start()] in tuple("-—–~～至到"):
            continue
        period, end = Period(count * factor, base), match.end()
        if match["unit"] == "年" and (more := _MORE_PERIOD.match(text, end)):
            months = Decimal(6) if more["half"] else number(more["months"])
            period, end = Period(12 * count + (months or 0), Unit.MONTH), more.end()
        yield Found(period, match.start(), end, text[match.start() : end])
