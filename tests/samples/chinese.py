"""Amounts written in 大写, by rules of their own: what the program reads is never written by the program."""

from __future__ import annotations

from decimal import Decimal

_DIGITS = "零壹贰叁肆伍陆柒捌玖"


def formal(yuan: Decimal | int) -> str:
    """An amount below ten trillion yuan, such as ``贰拾万零伍佰元叁角``."""
    fen = int(Decimal(yuan) * 100)
    whole, jiao, cent = fen // 100, fen // 10 % 10, fen % 10
    words = f"{_whole(whole)}元" if whole else ""
    if not jiao and not cent:
        return f"{words or '零元'}整"
    if jiao:
        words += f"{_DIGITS[jiao]}角"
    elif whole:
        words += "零"
    return words + (f"{_DIGITS[cent]}分" if cent else "")


def _whole(number: int) -> str:
    words = ""
    for unit, name in ((10**8, "亿"), (10**4, "万"), (1, "")):
        part, number = divmod(number, unit)
        if not part:
            continue
        gap = words and part < 1_000
        words += ("零" if gap else "") + _section(part) + name
    return words


def _section(part: int) -> str:
    words, skipped = "", False
    for unit, name in ((1_000, "仟"), (100, "佰"), (10, "拾"), (1, "")):
        digit, part = divmod(part, unit)
        if digit:
            words += ("零" if skipped and words else "") + _DIGITS[digit] + name
            skipped = False
        else:
            skipped = True
    return words
