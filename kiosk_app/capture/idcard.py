"""Lines read from a resident identity card → typed fields, and what does not fit together.

A field that was not read surely has no value: what stood there is kept as text for the person to
look at. Nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from kiosk_app.capture.fields import Box, Piece, after, behind, day_of, join, parsed, plain
from kiosk_app.capture.ocr import Line, in_rows
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.identity import (
    ETHNICITIES,
    LONG_TERM,
    CardBack,
    CardFront,
    IdProblem,
    InvalidResidentId,
    Reading,
    ResidentId,
    Sex,
    age_on,
)

_SIMPLIFIED = str.maketrans("漢滿壯維爾蘇東鮮納錫烏羅倫恩崗", "汉满壮维尔苏东鲜纳锡乌罗伦恩岗")
"""A single character gives the text reader no hint which of two scripts it is in."""

_FRONT_MARKS = ("姓名", "性别", "民族", "住址", "出生", "公民身份号码")
_BACK_MARKS = ("中华人民共和国", "居民身份证", "签发机关", "有效期限")
_NUMBER_LABEL = re.compile(r"公?民?身份号码|公民身份.?号?码?")
_NAME = re.compile(r"^[㐀-䶿一-鿿\U00020000-\U0003ffff]{1,}(?:·[㐀-䶿一-鿿\U00020000-\U0003ffff]+)*$")
_DATE_CN = re.compile(r"^(\d{4})年(\d{1,2})月(\d{1,2})日$")
_VALIDITY = re.compile(
    r"(\d{4})[.。,]?(\d{2})[.。,]?(\d{2})[-—–一~至]+(?:(\d{4})[.。,]?(\d{2})[.。,]?(\d{2})|(长期))"
)
_MIDDLE_DOTS = str.maketrans(dict.fromkeys("•・．.∙･", "·"))
_LOOKS_LIKE = str.maketrans("OoQDIil|ZzSsB×Xx", "0000111122558XXX")
"""What print makes of digits: tried on a number only, and believed only if its check digit holds."""
_PORTRAIT = (0.63, 0.82)  # right of this, above this: the photograph
_DOUBTED = 0.8
_TERMS_BY_AGE: tuple[tuple[int, int | None], ...] = ((16, 5), (26, 10), (46, 20), (1_000, None))
"""Below this age at issue, valid for so many years; None: without end (居民身份证法 5)."""


class Side(StrEnum):
    FRONT = "front"
    BACK = "back"


def which_side(lines: Iterable[Line]) -> Side | None:
    """Which side of a card these lines are from; None where neither's print is seen."""
    text = "".join(plain(line.text) for line in lines)
    front = sum(mark in text for mark in _FRONT_MARKS)
    back = sum(mark in text for mark in _BACK_MARKS)
    if front == back:
        return None
    return Side.FRONT if front > back else Side.BACK


def outside_portrait(lines: Iterable[Line], size_px: tuple[int, int]) -> tuple[Line, ...]:
    """The print of a portrait side; what seems to stand in the portrait itself is none.

    ``size_px`` is the flattened card's width and height.
    """
    return tuple(line for line in lines if not _in_portrait(line.box, size_px))


def read_front(lines: Iterable[Line]) -> CardFront:
    """The portrait side's fields (居民身份证法 3) from the print of an upright, flattened card."""
    rows = [join(row) for row in in_rows(list(lines))]
    return CardFront(
        name=parsed(after(rows, "姓名", stop="性别"), _name),
        sex=parsed(after(rows, "性别", stop="民族"), _sex),
        ethnicity=parsed(after(rows, "民族", stop="出生"), _ethnicity),
        birth=parsed(after(rows, "出生", stop="住址"), _chinese_date),
        address=parsed(_address(rows), _address_text),
        number=_number(rows),
    )


def read_back(lines: Iterable[Line]) -> CardBack:
    """The emblem side's fields from the lines of an upright, flattened card."""
    lines = list(lines)
    rows = [join(row) for row in in_rows(lines)]
    # Where boxes of label and date overlap, a digit may be read twice: a line of the date alone is better.
    alone = (piece for piece in (join([line]) for line in lines) if _VALIDITY.fullmatch(piece.text))
    term = next(alone, None) or after(rows, "有效期限")
    return CardBack(
        authority=parsed(after(rows, "签发机关", stop="有效期限"), _address_text),
        valid_from=parsed(term, lambda text: _term(text)[0]),
        valid_until=parsed(term, lambda text: _term(text)[1]),
    )


def _in_portrait(box: Box, size_px: tuple[int, int]) -> bool:
    across, down = (box[0] + box[2]) / 2 / size_px[0], (box[1] + box[3]) / 2 / size_px[1]
    return across > _PORTRAIT[0] and down < _PORTRAIT[1]


def _name(text: str) -> str | None:
    name = text.translate(_MIDDLE_DOTS)
    return name if len(name) > 1 and _NAME.match(name) else None


def _sex(text: str) -> Sex | None:
    return Sex(text) if text in tuple(Sex) else None


def _ethnicity(text: str) -> str | None:
    name = text.removesuffix("族").translate(_SIMPLIFIED)
    return f"{name}族" if name in ETHNICITIES else None


def _chinese_date(text: str) -> date | None:
    match = _DATE_CN.match(text)
    return day_of(match.groups()) if match else None


def _address(rows: list[Piece]) -> Piece | None:
    """The address runs over several rows, down to the number."""
    start = next((i for i, row in enumerate(rows) if "住址" in row.text), None)
    if start is None:
        return None
    parts = [rows[start]]
    for row in rows[start + 1 :]:
        if _NUMBER_LABEL.search(row.text) or _digits(row.text):
            break
        parts.append(row)
    joined = join([Line(part.text, part.confidence, part.box) for part in parts])
    return Piece(behind(joined.text, "住址"), joined.confidence, joined.box)


def _address_text(text: str) -> str | None:
    return text if len(text) > 3 else None


def _digits(text: str) -> str:
    """The last eighteen characters that could be a number, or nothing."""
    match = re.search(r"[\dOoQDIil|ZzSsB]{17}[\dXx×OoQDIil|ZzSsB]$", text)
    return match[0] if match else ""


def _number(rows: list[Piece]) -> Reading[ResidentId]:
    for row in rows:
        text = _digits(row.text) or (row.text if _NUMBER_LABEL.search(row.text) else "")
        text = _NUMBER_LABEL.sub("", text)
        if not text:
            continue
        for candidate, confidence in ((text, 1.0), (text.translate(_LOOKS_LIKE), _DOUBTED)):
            try:
                number = ResidentId.parse(candidate)
            except InvalidResidentId:
                continue
            return Reading(number, text, row.confidence * confidence, row.box)
        return Reading(None, text, row.confidence, row.box)
    return Reading(None)


def _term(text: str) -> tuple[date | None, date | None]:
    match = _VALIDITY.fullmatch(text)
    if not match:
        return None, None
    return day_of(match.groups()[:3]), LONG_TERM if match[7] else day_of(match.groups()[3:6])


def cross_check(front: CardFront | None, back: CardBack | None, today: date) -> tuple[Finding, ...]:
    """What is missing on the card or does not fit together. Every one is for the person to look at.

    Codes: ``id_field_unreadable`` (``about`` names the field), ``id_number_invalid``,
    ``id_birth_mismatch``, ``id_sex_mismatch``, ``id_card_expired``, ``id_validity_implausible``.
    """
    findings: list[Finding] = []
    if front:
        findings += _unreadable(front, ("name", "sex", "ethnicity", "birth", "address", "number"))
        findings += _against_number(front)
    if back:
        findings += _unreadable(back, ("authority", "valid_from", "valid_until"))
        findings += _validity(front, back, today)
    return tuple(findings)


def _unreadable(side: CardFront | CardBack, names: Iterable[str]) -> list[Finding]:
    readings: list[tuple[str, Reading[object]]] = [(name, getattr(side, name)) for name in names]
    return [
        Finding("id_field_unreadable", Grade.UNREADABLE, name, "居民身份证法 3")
        for name, reading in readings
        if reading.value is None and not (name == "number" and _problem(reading.text))
    ]


def _problem(text: str) -> IdProblem | None:
    """Why eighteen characters are no number; None where there are not eighteen."""
    if len(text) != 18:
        return None
    try:
        ResidentId.parse(text)
    except InvalidResidentId as fault:
        return IdProblem(str(fault.facts["problem"]))
    return None


def _against_number(front: CardFront) -> list[Finding]:
    number = front.number.value
    if number is None:
        problem = _problem(front.number.text)
        if problem is None:
            return []
        facts = (("problem", problem.value),)
        return [Finding("id_number_invalid", Grade.COURT_WILL_ASK, "number", "GB 11643-1999", facts)]
    findings = []
    if front.birth.value and front.birth.value != number.birth:
        findings.append(Finding("id_birth_mismatch", Grade.COURT_WILL_ASK, "birth", "GB 11643-1999"))
    if front.sex.value and front.sex.value is not number.sex:
        findings.append(Finding("id_sex_mismatch", Grade.COURT_WILL_ASK, "sex", "GB 11643-1999"))
    return findings


def _validity(front: CardFront | None, back: CardBack, today: date) -> list[Finding]:
    start, end = back.valid_from.value, back.valid_until.value
    findings = []
    if end and end < today:
        findings.append(Finding("id_card_expired", Grade.COURT_WILL_ASK, "valid_until", "居民身份证法 12"))
    if start and end:
        number = front.number.value if front else None
        birth = number.birth if number else front.birth.value if front else None
        if start > today or not _plausible(start, end, birth):
            findings.append(
                Finding("id_validity_implausible", Grade.WORTH_KNOWING, "valid_until", "居民身份证法 5")
            )
    return findings


def _plausible(start: date, end: date, birth: date | None) -> bool:
    years = None if end == LONG_TERM else end.year - start.year
    terms = {term for _, term in _TERMS_BY_AGE}
    if birth:
        terms = {next(term for below, term in _TERMS_BY_AGE if age_on(birth, start) < below)}
    same_day = end == LONG_TERM or (start.month, start.day) == (end.month, end.day)
    leap_day = (start.month, start.day) == (2, 29)
    return years in terms and (same_day or leap_day)
