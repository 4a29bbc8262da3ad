"""Numbers and amounts as Chinese papers write them → exact values, or nothing.

大写 (伍万元整), spoken (三千二), mixed (12万3千), figures with grouping. Nothing is guessed: what can be
read in two ways has no value. The rules of 大写 are those of 《票据法》 and 《支付结算办法》 annex 1
(正确填写票据和结算凭证的基本规定).

cn2an (MIT) was tried and left: it answers in floating point, knows neither 两, 块 nor grouped figures, takes
伍万伍 for 55,000, and needs minutes for a hostile line of 100,000 characters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from kiosk_app.domain.money import Money

T = TypeVar("T")

_DIGITS = {
    written: digit
    for digit, row in enumerate(
        ("零〇○", "一壹弌", "二贰貳弍两兩", "三叁參叄参弎", "四肆", "五伍", "六陆陸", "七柒", "八捌", "九玖")
    )
    for written in row
}
_UNITS = str.maketrans("拾佰仟萬億圆圓塊毛正", "十百千万亿元元块角整")
_FORMAL = frozenset("壹贰貳叁參叄参肆伍陆陸柒捌玖拾佰仟")
"""Signs that only 大写 has."""

HAN_DIGIT = "".join(_DIGITS)
_TENS = {"廿": "二十", "卅": "三十", "卌": "四十"}
_HAN = HAN_DIGIT + "十百千万亿拾佰仟萬億" + "".join(_TENS)
_LONGEST = 40
"""No amount that a person writes is longer."""

_SECTION = re.compile(
    r"(?P<lead>零)?(?:(?P<k>[1-9])千)?(?P<z1>零)?(?:(?P<h>[1-9])百)?(?P<z2>零)?(?:(?P<t>[1-9]?)十)?(?P<u>[1-9])?"
)
_FIGURES = re.compile(r"(?:0|[1-9]\d{0,2}(?:[,，]\d{3})+|[1-9]\d{0,11})(?:\.\d{1,2})?")
_SPOKEN = re.compile(r"(?:(?P<first>[1-9])(?P<unit>千|百)(?:(?P<hundreds>[1-9])百)?)?(?P<last>[1-9])")
_MIXED = re.compile(
    r"(?:(\d+(?:\.\d+)?)亿)?(?:(\d+(?:\.\d+)?)万)?(?:(\d+(?:\.\d+)?)千)?(?:(\d+(?:\.\d+)?)百)?"
)
_MIXED_UNITS = (100_000_000, 10_000, 1_000, 100)

_AMOUNT = re.compile(
    rf"(?P<mark>(?:人民币|RMB|CNY|[¥￥]|大写|小写|金额|合计|共计)[(（]?(?:大写|小写|人民币|[¥￥]|为|是)?[)）]?[:：]?[¥￥]?)?"
    rf"(?P<body>[\d{_HAN}](?:(?:[\d.{_HAN}]|(?<=\d)[,，](?=\d)){{0,{_LONGEST}}}[\d{_HAN}])?)"
    rf"(?P<unit>元|圆|圓|块钱|块|塊)?"
    rf"(?P<small>零?(?:[\d{HAN_DIGIT}][角毛])?零?(?:[\d{HAN_DIGIT}]分)?)"
    r"(?P<whole>整|正)?"
)
_ABOUT = re.compile(
    r"(?:约|近|不到|不足|超过|高于|低于|至少|至多|最多|最少|上限为?|下限为?)(?:人民币|[¥￥])?\Z"
    rf"|[\d{_HAN}元][-—–~～至到](?:人民币|[¥￥])?\Z|[\d{_HAN}]、\Z"
)
_OR_SO = re.compile(rf"左右|上下|以上|以下|以内|多|余|不到|[-—–~～至到](?:人民币|[¥￥])?[\d{_HAN}]")
"""What makes an amount a rough one, or an end of a range."""
_CASH = re.compile(r"(?:零?([\d一-鿿])角)?(?:(零)?([\d一-鿿])分)?")
_MARK = re.compile(r"^(?:人民币|RMB|CNY|[¥￥])?[(（]?(?:大写|小写)?[)）]?[:：]?[¥￥]?")
_BEFORE_FORMAL = frozenset("币写款到欠共计借收金额为是:：(（,，。;；、¥￥\n\t ")
_AFTER_FORMAL = frozenset(")）,，。;；、\n\t :：(（")


@dataclass(frozen=True, slots=True)
class Found(Generic[T]):
    """Something found in a text at ``start`` to ``end``. ``value`` is None where something stands there that
    could not be read for sure."""

    value: T | None
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount, and whether it was written in 大写. ``clean`` is False where a sign of it may be missing at
    its ends: another amount on the paper must then confirm it."""

    money: Money
    formal: bool
    clean: bool = True


def plain(text_untrusted: str) -> str:
    """The text in half-width letters, digits and signs, without white space."""
    return "".join(unicodedata.normalize("NFKC", text_untrusted[: 4 * _LONGEST]).split())


def number(text_untrusted: str) -> Decimal | None:
    """The number that the whole text is: ``12,345.6``, ``贰拾万零伍佰``, ``两万五``, ``1.5万``."""
    text = plain(text_untrusted)
    if not text or len(text) > _LONGEST:
        return None
    if text.isascii():
        return Decimal(text.replace(",", "")) if _FIGURES.fullmatch(text) else None
    return _mixed(text.translate(_UNITS)) if text[0].isascii() else _han(text, spoken=True)


def amount(text_untrusted: str) -> Money | None:
    """The amount that the whole text is, with or without 人民币, ¥, 元, 块, 角, 分, 整."""
    text = plain(text_untrusted)
    match = _AMOUNT.fullmatch(_MARK.sub("", text, count=1))
    return _money(match) if match else None


def find_amounts(text: str) -> Iterator[Found[Amount]]:
    """Every amount in a text of half-width signs, in order; those that cannot be read for sure without value.

    A number counts as an amount where its unit or a word such as 人民币 says so.
    """
    for match in _AMOUNT.finditer(text):
        body = match["body"]
        formal = sum(sign in _FORMAL for sign in body)
        named = bool(match["mark"] or match["unit"])
        if not named and not (match["whole"] and formal):
            continue
        if not formal and match["mark"] and not match["unit"] and not any(c.isdigit() for c in body):
            continue  # 合计十人, 金额一栏
        start = match.start("body")
        money = None if _is_rough(text, match) else _money(match)
        yield Found(
            Amount(money, bool(formal), not formal or _stands_alone(text, match)) if money else None,
            start,
            match.end(),
            text[start : match.end()],
        )


def _is_rough(text: str, match: re.Match[str]) -> bool:
    """Whether the amount is about so much, one end of a range, or goes on as in 两块五."""
    before = text[max(0, match.start() - 8) : match.start()]
    after = text[match.end() : match.end() + 1]
    spoken = (match["unit"] or "")[:1] in ("块", "塊") or match["small"][-1:] in ("角", "毛")
    goes_on = spoken and not match["whole"] and (after.isdecimal() or after in _DIGITS)
    return bool(goes_on or _ABOUT.search(before) or _OR_SO.match(text, match.end()))


def _stands_alone(text: str, match: re.Match[str]) -> bool:
    """Whether no sign of a 大写 amount was lost at its ends: one more there makes another amount."""
    before = text[match.start() - 1] if match.start() else "\n"
    after = text[match.end()] if match.end() < len(text) else "\n"
    opened = bool(match["mark"]) or before in _BEFORE_FORMAL
    return opened and (bool(match["unit"] or match["whole"]) or after in _AFTER_FORMAL)


def _money(match: re.Match[str]) -> Money | None:
    body, unit = match["body"], match["unit"] or ""
    if body.replace(",", "").replace("，", "").replace(".", "").isascii():
        yuan = Decimal(re.sub("[,，]", "", body)) if _FIGURES.fullmatch(body) else None
    elif body[0].isascii():
        yuan = _mixed(body.translate(_UNITS))
    else:
        # 三千二块 is said, 三千二元 is not: there a sign may be missing.
        yuan = _han(body, spoken=unit.translate(_UNITS)[:1] != "元")
    cash = _fen(match["small"].translate(_UNITS), unit)
    if yuan is None or cash is None:
        return None
    return Money(yuan + cash)


def _fen(text: str, unit: str) -> Decimal | None:
    """What stands behind the yuan, as yuan; None where it cannot be."""
    if not text:
        return Decimal(0)
    match = _CASH.fullmatch(text)
    if not unit or match is None:
        return None
    jiao, fen = (_digit(match[group]) if match[group] else 0 for group in (1, 3))
    return Decimal(10 * jiao + fen) / 100 if jiao is not None and fen is not None else None


def _digit(sign: str) -> int | None:
    return int(sign) if sign.isdecimal() else _DIGITS.get(sign)


def _mixed(text: str) -> Decimal | None:
    """``1.5万``, ``12万3千``. A fraction counts only where it is the whole coefficient."""
    match = _MIXED.fullmatch(text.replace(",", "").replace("，", ""))
    parts = (
        [(Decimal(part), unit) for part, unit in zip(match.groups(), _MIXED_UNITS, strict=True) if part]
        if match
        else []
    )
    if not parts or (len(parts) > 1 and any(part % 1 or part >= 10_000 for part, _ in parts)):
        return None
    smaller = [unit for _, unit in parts]
    fits = all(part * unit < above for (part, unit), above in zip(parts[1:], smaller, strict=False))
    return sum((part * unit for part, unit in parts), Decimal(0)) if fits else None


def _han(text: str, spoken: bool) -> Decimal | None:
    """A number in Chinese signs. ``spoken`` lets 三千二 be 3,200; 大写 has no such thing."""
    spoken = spoken and not any(sign in _FORMAL for sign in text)
    for short, tens in _TENS.items():
        text = text.replace(short, tens)
    text = "".join(str(_DIGITS[sign] or "零") if sign in _DIGITS else sign for sign in text.translate(_UNITS))
    if text == "零":
        return Decimal(0)
    total, above = 0, None
    for name, unit in (("亿", 100_000_000), ("万", 10_000)):
        part, found, rest = text.partition(name)
        if found:
            above = _section(part, above)
            if above is None:
                return None
            total, text = total + above * unit, rest
        elif above is not None:
            above = -1  # 一亿五: nobody knows of what unit
    if not text:
        return Decimal(total)
    low = (_spoken(text, above) if spoken else None) or _section(text, above)
    return Decimal(total + low) if low else None


def _spoken(text: str, above: int | None) -> int | None:
    """The last digit of 三千二, 二百五 and 两万五 is of the next unit."""
    match = _SPOKEN.fullmatch(text)
    if match is None:
        return None
    if not match["unit"]:
        return 1_000 * int(match["last"]) if above is not None and above > 0 else None
    unit = 1_000 if match["unit"] == "千" else 100
    rest = int(match["hundreds"] or 0) * 100
    if unit == 1_000 and rest:
        return int(match["first"]) * unit + rest + 10 * int(match["last"])
    return int(match["first"]) * unit + int(match["last"]) * unit // 10


def _section(text: str, above: int | None) -> int | None:
    """Up to four places. ``above`` is what the section before it says, None for the first one."""
    match = _SECTION.fullmatch(text)
    if match is None or not text:
        return None
    k, h, u = (int(match[name] or 0) for name in "khu")
    t = int(match["t"] or 1) if match["t"] is not None else 0
    value = k * 1_000 + h * 100 + t * 10 + u
    if u and not t and (k or h or above is not None) and not (match["lead"] or match["z1"] or match["z2"]):
        return None  # 伍万伍: nobody knows of what unit
    return value if value and _zeros_fit(match, value, above) else None


def _zeros_fit(match: re.Match[str], value: int, above: int | None) -> bool:
    """Whether each 零 stands where a place is empty, or behind a section that ends in an empty one."""
    if match["lead"] and not (above is not None and (value < 1_000 or above % 10 == 0)):
        return False
    if match["z1"] and (match["h"] or not match["k"]):
        return False
    return not (match["z2"] and (match["t"] is not None or not match["h"]))
