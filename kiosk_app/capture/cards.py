"""Which card lies there, and what it says: a table of kinds, each with its marks, labels and parsers.

The print of resident cards and residence permits was seen in samples; the labels of the foreigner's card and
of the lawyer's licence come from descriptions and were never seen by anybody here [K].
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from typing import Any, TypeVar

from kiosk_app.capture.codes import Code
from kiosk_app.capture.fields import Box, Piece, day_of, join, parsed, plain
from kiosk_app.capture.idcard import Side, read_back, read_front, which_side
from kiosk_app.capture.ocr import Line, in_rows
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.identity import CreditCode, ForeignerId, Reading, Sex, lawyer_licence
from kiosk_app.domain.passport import LINE_LENGTH, InvalidMrz, PassportZone, parse_zone, zone_line

T = TypeVar("T")

_UNPROVED = 0.8
"""How sure a value can be at most that no check digit proves, or that may be one of two."""


class CardKind(StrEnum):
    RESIDENT = "resident"
    PERMIT = "residence_permit"
    FOREIGNER = "foreigner"
    PASSPORT = "passport"
    BUSINESS = "business_licence"
    LAWYER = "lawyer_licence"


@dataclass(frozen=True, slots=True)
class CardRead:
    """One side of a card. ``fields`` are by the name of the field, each with confidence and place; one that
    was looked for and not read has no value. ``unsure`` is set where the kind cannot be told from this side
    alone. ``untrusted`` is what its codes say, as text, never opened."""

    kind: CardKind
    side: Side
    fields: Mapping[str, Reading[Any]]
    unsure: bool = False
    untrusted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Field:
    labels: tuple[str, ...]
    parse: Callable[[str], object | None]
    rows: int = 1
    """Over how many rows at most the value runs."""


@dataclass(frozen=True, slots=True)
class _Print:
    """One side's print. ``marks``: any of them says what it is; the first kind in the table wins."""

    kind: CardKind
    side: Side
    marks: tuple[str, ...]
    fields: Mapping[str, _Field]


def read_card_side(
    lines: Iterable[Line], codes: Iterable[Code] = (), today: date = date.max
) -> CardRead | None:
    """What an upright, flattened card or licence says; None where it is none that is known.

    ``today`` tells the century of a passport's birth date.
    """
    lines = tuple(lines)
    if passport := _passport(lines, today):
        return passport
    text = "".join(plain(line.text) for line in lines)
    for known in _PRINTS:
        if any(mark in text for mark in known.marks):
            found = CardRead(known.kind, known.side, _fields(lines, known))
            return _with_codes(found, codes)
    return _resident(lines)


def _resident(lines: tuple[Line, ...]) -> CardRead | None:
    """A resident's card, or the portrait side of a permit, which only its number tells apart."""
    side = which_side(lines)
    if side is None:
        return None
    if side is Side.BACK:
        back = read_back(lines)
        return CardRead(
            CardKind.RESIDENT, side, {name: getattr(back, name) for name in back.__dataclass_fields__}
        )
    front = read_front(lines)
    fields = {name: getattr(front, name) for name in front.__dataclass_fields__}
    number = front.number.value
    if number is not None and number.of_residence_permit:
        del fields["ethnicity"]  # a permit names none (国办发〔2018〕81号)
        return CardRead(CardKind.PERMIT, side, fields | {"sex": _until_birth(front.sex)})
    return CardRead(CardKind.RESIDENT, side, fields, unsure=number is None)


def _until_birth(sex: Reading[Sex]) -> Reading[Sex]:
    """Without an ethnicity the row of the sex ends at itself."""
    return parsed(Piece(sex.text, sex.confidence, sex.box), _sex) if sex.box else sex


def _with_codes(found: CardRead, codes: Iterable[Code]) -> CardRead:
    texts = tuple(code.text for code in codes)
    return CardRead(found.kind, found.side, found.fields, found.unsure, texts)


def sides_belong(front: Iterable[Line], back: Iterable[Line]) -> tuple[Finding, ...]:
    """Whether two sides can be of one card.

    ``id_sides_differ``: a resident's card on one side and a permit on the other, which is certain.
    ``id_authority_elsewhere``: no place of the issuing authority's name stands in the address. That is a hint
    only: districts are renamed, and an address outlives the office that issued a card.
    """
    there, here = read_card_side(front), read_card_side(back)
    if there is None or here is None:
        return ()
    if there.kind is not here.kind and not there.unsure:
        return (Finding("id_sides_differ", Grade.COURT_WILL_ASK, "card"),)
    address, authority = there.fields["address"].value, here.fields["authority"].value
    if there.kind is CardKind.RESIDENT and address and authority:
        places = [place for place in _PLACE.findall(authority.partition("公安局")[0]) if len(place) > 1]
        if places and not any(place in address for place in places):
            return (Finding("id_authority_elsewhere", Grade.WORTH_KNOWING, "card"),)
    return ()


_PLACE = re.compile(r"[^省市县区盟旗]+")

# Labels and values --------------------------------------------------------------------------------------


def _fields(lines: tuple[Line, ...], known: _Print) -> dict[str, Reading[Any]]:
    rows = [join(row) for row in in_rows(list(lines))]
    labels = tuple(label for each in known.fields.values() for label in each.labels)
    return {name: parsed(_value(rows, each, labels), each.parse) for name, each in known.fields.items()}


def _value(rows: list[Piece], wanted: _Field, labels: tuple[str, ...]) -> Piece | None:
    """What stands behind a label, or below it where nothing stands behind, up to the next label."""
    for number, row in enumerate(rows):
        label = next((label for label in wanted.labels if label in row.text), None)
        if label is None:
            continue
        pieces = [Piece(_bare(row.text.partition(label)[2], labels), row.confidence, row.box)]
        for below in rows[number + 1 : number + 1 + wanted.rows]:
            full = sum(bool(piece.text) for piece in pieces) >= wanted.rows
            if full or any(other in below.text for other in labels):
                break
            pieces.append(Piece(_bare(below.text, labels), below.confidence, below.box))
        written = [piece for piece in pieces if piece.text] or pieces[:1]
        return join([Line(piece.text, piece.confidence, piece.box) for piece in written])
    return None


_LATIN_LABEL = re.compile(
    r"^(?:/?(?:Name|Sex|DateofBirth|Nationality|PeriodofValidity|ID(?:Card)?No\.?))+", re.I
)


def _bare(text: str, labels: tuple[str, ...]) -> str:
    """Without the English beside a label, and without what belongs to the next label of the row."""
    text = _LATIN_LABEL.sub("", text).lstrip("/:：")
    starts = [text.index(label) for label in labels if label in text]
    return text[: min(starts)] if starts else text


def _words(text: str) -> str | None:
    return text if len(text) > 1 else None


def _sex(text: str) -> Sex | None:
    letter = text.partition("/")[0].removesuffix("性")
    return {"男": Sex.MALE, "女": Sex.FEMALE, "M": Sex.MALE, "F": Sex.FEMALE}.get(letter)


_DAY = re.compile(r"(\d{4})[年.\-/](\d{1,2})[月.\-/](\d{1,2})日?")


def _first_day(text: str) -> date | None:
    match = _DAY.search(text)
    return day_of(match.groups()) if match else None


def _last_day(text: str) -> date | None:
    found = _DAY.findall(text)
    return day_of(found[-1]) if len(found) == 2 else None


def _foreigner(text: str) -> ForeignerId | None:
    return _or_none(ForeignerId.parse, text)


def _credit_code(text: str) -> CreditCode | None:
    match = re.search(r"[0-9A-Z]{18}", text.upper())
    return _or_none(CreditCode.parse, match[0]) if match else None


def _or_none(parse: Callable[[str], T], text: str) -> T | None:
    try:
        return parse(text)
    except InputFault:
        return None


def _travel_permit(text: str) -> str | None:
    """H or M and eight digits, or a Taiwan resident's eight [K]."""
    return text if re.fullmatch(r"[HM]?\d{8}(?:\d{2})?", text) else None


def _times(text: str) -> str | None:
    return text if re.fullmatch(r"\d{1,2}", text) else None


_PRINTS: tuple[_Print, ...] = (
    _Print(
        CardKind.BUSINESS,
        Side.FRONT,
        ("营业执照", "统一社会信用代码"),
        {
            "code": _Field(("统一社会信用代码", "社会信用代码"), _credit_code),
            "name": _Field(("名称",), _words),
            "representative": _Field(("法定代表人", "经营者", "负责人", "执行事务合伙人", "投资人"), _words),
            "address": _Field(("住所", "经营场所", "营业场所", "主要经营场所"), _words, rows=2),
            "kind": _Field(("类型",), _words),
            "capital": _Field(("注册资本",), _words),
            "founded": _Field(("成立日期", "注册日期"), _first_day),
            "scope": _Field(("经营范围",), _words, rows=8),
            "office": _Field(("登记机关",), _words),
        },
    ),
    _Print(
        CardKind.LAWYER,
        Side.FRONT,
        ("律师执业证", "执业机构", "执业证号"),
        {
            "number": _Field(("执业证号",), lawyer_licence),
            "firm": _Field(("执业机构",), _words),
            "name": _Field(("持证人", "姓名"), _words),
            "sex": _Field(("性别",), _sex),
            "qualification": _Field(("法律职业资格或律师资格证号", "法律职业资格"), _words),
            "kind": _Field(("执业证类别",), _words),
            "office": _Field(("发证机关",), _words),
            "issued": _Field(("发证日期",), _first_day),
        },
    ),
    _Print(
        CardKind.FOREIGNER,
        Side.FRONT,
        ("外国人永久居留",),
        {
            "name": _Field(("姓名",), _words, rows=2),
            "sex": _Field(("性别",), _sex),
            "birth": _Field(("出生日期",), _first_day),
            "nationality": _Field(("国籍",), _words),
            "valid_from": _Field(("有效期限",), _first_day),
            "valid_until": _Field(("有效期限",), _last_day),
            "number": _Field(("证件号码",), _foreigner),
            "authority": _Field(("签发机关",), _words),
        },
    ),
    _Print(
        CardKind.PERMIT,
        Side.BACK,
        ("港澳居民居住证", "台湾居民居住证"),
        {
            "authority": _Field(("签发机关",), _words),
            "valid_from": _Field(("有效期限",), _first_day),
            "valid_until": _Field(("有效期限",), _last_day),
            "travel_permit": _Field(("通行证号码",), _travel_permit),
            "times_issued": _Field(("签发次数",), _times),
        },
    ),
)


# Passports ----------------------------------------------------------------------------------------------


def _passport(lines: tuple[Line, ...], today: date) -> CardRead | None:
    """The two lines at the foot of the page, each over nearly the whole width and full of fillers."""
    long = [line for line in lines if len(zone_line(line.text)) == LINE_LENGTH]
    for first, second in pairwise(long):
        try:
            zone = parse_zone(first.text, second.text, today)
        except InvalidMrz:
            continue
        return CardRead(CardKind.PASSPORT, Side.FRONT, _zone_fields(zone, first, second))
    return None


def _zone_fields(zone: PassportZone, first: Line, second: Line) -> dict[str, Reading[Any]]:
    sure = second.confidence if zone.whole else min(second.confidence, _UNPROVED)
    names = min(first.confidence, _UNPROVED) if zone.names_cut or zone.names_doubted else first.confidence

    def read(value: object, line: Line, confidence: float) -> Reading[Any]:
        box: Box = line.box
        return Reading(value if value != "" else None, line.text, confidence, box)

    return {
        "number": read(zone.number, second, sure),
        "surname": read(zone.surname, first, names),
        "given": read(zone.given, first, names),
        "issuer": read(zone.issuer, first, first.confidence),
        "nationality": read(zone.nationality, second, min(second.confidence, _UNPROVED)),
        "birth": read(zone.birth, second, sure if zone.birth_sure else min(sure, _UNPROVED)),
        "sex": read(zone.sex, second, sure),
        "valid_until": read(zone.expiry, second, sure),
    }
