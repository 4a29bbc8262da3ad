"""Which characters a field takes, and how likely each is before anybody has written: data for reading a hand.

The common characters are level 1 of GB/T 2312 (3,755 characters in everyday use), the rarer ones level 2
(3,008); Python's codec holds the standard's table. A character in neither, as in some names, is never ruled
out: it only has to be written more clearly than a common one that looks the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache


class FieldKind(StrEnum):
    """What a field is for, as far as it narrows what a hand may mean."""

    TEXT = "text"
    NAME = "name"
    ADDRESS = "address"
    DIGITS = "digits"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Alphabet:
    """``signs`` may stand in the field beside Han characters (``han``). ``same`` says which signs mean
    another one here: a lone stroke is a one where only digits stand. ``rarer`` and ``foreign`` are how much
    less likely a character of GB/T 2312 level 2, and one outside both levels, is than a common one."""

    signs: str
    han: bool = True
    rarer: float = 0.5
    foreign: float = 0.02
    same: Mapping[str, str] = field(default_factory=dict)


_DIGITS = "0123456789"
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_CAPITALS = "零壹贰叁肆伍陆柒捌玖拾佰仟万亿元圆角分整正一二三四五六七八九十百千两〇"
_LOOKS_LIKE = {
    **dict.fromkeys("lI|丨!/丿", "1"),
    **dict.fromkeys("oOQD〇口", "0"),
    **dict.fromkeys("zZ乙", "2"),
    **dict.fromkeys("sS", "5"),
    "b": "6",
    "q": "9",
    "g": "9",
    "B": "8",
    "x": "X",
    "×": "X",
    "Ⅹ": "X",
    "了": "3",
    "，": ",",
    "。": ".",
    "、": ".",
    "·": ".",
    "一": "-",
    "—": "-",
    "￥": "¥",
}


def _numbers(signs: str) -> Alphabet:
    """An alphabet of these signs alone; what looks like one of them means it."""
    same = {sign: meant for sign, meant in _LOOKS_LIKE.items() if meant in signs and sign not in signs}
    return Alphabet(signs, han=False, same=same)


ALPHABETS: Mapping[FieldKind, Alphabet] = {
    FieldKind.TEXT: Alphabet(_DIGITS + _LETTERS + "，。、；：？！（）《》“”‘’—…·,.-%/¥", rarer=0.3),
    FieldKind.NAME: Alphabet("·", rarer=0.6),
    FieldKind.ADDRESS: Alphabet(_DIGITS + _LETTERS + "-—#·（），", rarer=0.3),
    FieldKind.DIGITS: _numbers(_DIGITS + "X-"),
    FieldKind.MONEY: _numbers(_DIGITS + ".,¥" + _CAPITALS),
}


@cache
def _levels() -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(_rows(0xB0, 0xD7)), frozenset(_rows(0xD8, 0xF7))


def common_characters() -> tuple[str, ...]:
    """Level 1 of GB/T 2312, in its order."""
    return tuple(_rows(0xB0, 0xD7))


def _rows(first: int, last: int) -> Iterable[str]:
    """The characters of some rows of GB/T 2312. The last five places of level 1 are empty."""
    for row in range(first, last + 1):
        for place in range(0xA1, 0xFF):
            if character := bytes((row, place)).decode("gb2312", "ignore"):
                yield character


def meant(sign: str, kind: FieldKind) -> str:
    """What a sign means in a field: itself, or the one that its alphabet has for it."""
    return ALPHABETS[kind].same.get(sign, sign)


def weight(sign: str, kind: FieldKind) -> float:
    """How likely a sign is in a field, beside a common character's 1; 0 where it cannot stand."""
    alphabet = ALPHABETS[kind]
    if sign in alphabet.signs:
        return 1.0
    if not alphabet.han or not is_han(sign):
        return 0.0
    common, rarer = _levels()
    return 1.0 if sign in common else alphabet.rarer if sign in rarer else alphabet.foreign


def is_han(sign: str) -> bool:
    """Whether a sign is a Chinese character (Unicode's unified ideographs and 〇)."""
    return (
        "\u3400" <= sign <= "\u9fff"
        or sign == "〇"
        or (len(sign) == 1 and "\U00020000" <= sign <= "\U0003ffff")
    )
