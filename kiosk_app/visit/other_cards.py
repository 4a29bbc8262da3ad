"""What identifies a person beside a resident's card: permits, foreigners' cards, passports, as answers.

A table by kind. What a form has no place for, such as a nationality, stays on the picture, which goes along.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from kiosk_app.capture.cards import CardKind, CardRead, read_card_side
from kiosk_app.capture.idcard import Side
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.identity import ForeignerId, Reading, ResidentId, Sex
from kiosk_app.domain.values import Answer, Source, Value

PARTY = "plaintiff.1"


@dataclass(frozen=True, slots=True)
class _Kind:
    """``choice`` is the form's answer for the kind; ``answers`` by field of the card, where the form asks it;
    ``one_side`` says all that is wanted stands on one side or page."""

    choice: str
    answers: Mapping[str, str]
    one_side: bool = False


_KINDS: Mapping[CardKind, _Kind] = {
    CardKind.PERMIT: _Kind(
        "residence_permit",
        {"name": "name", "sex": "sex", "birth": "birth", "address": "domicile", "number": "id_number"},
    ),
    CardKind.FOREIGNER: _Kind(
        "foreigner_card",
        {"name": "name", "sex": "sex", "birth": "birth", "number": "id_number"},
        one_side=True,
    ),
    CardKind.PASSPORT: _Kind(
        "passport",
        {"name": "name", "sex": "sex", "birth": "birth", "number": "id_number"},
        one_side=True,
    ),
}

_CHINESE_PASSPORT = "CHN"
_DOUBTED = 0.5
_SEXES = {Sex.MALE: "male", Sex.FEMALE: "female"}


def kind_of(lines: Iterable[Line]) -> CardKind | None:
    """Which card a side belongs to."""
    card = read_card_side(lines)
    return card.kind if card else None


def needs_one_side(kind: CardKind) -> bool:
    """Whether one picture of it is all that is wanted."""
    return kind in _KINDS and _KINDS[kind].one_side


def other_card(lines: Mapping[Side, Iterable[Line]], today: date) -> CardRead | None:
    """The card whose portrait side or page was taken, where it is another one than a resident's.

    A passport has no name in Chinese: the letters of its zone stand for it, and the holder of a Chinese one
    is asked for the name.
    """
    if Side.FRONT not in lines:
        return None
    card = read_card_side(lines[Side.FRONT], today=today)
    if card is None or card.kind not in _KINDS:
        return None
    if card.kind is not CardKind.PASSPORT:
        return card
    return replace(card, fields={**card.fields, "name": _zone_name(card.fields)})


def _zone_name(fields: Mapping[str, Reading[Any]]) -> Reading[str]:
    surname, given = fields["surname"], fields["given"]
    name = " ".join(part for part in (surname.value, given.value) if part)
    chinese = fields["issuer"].value == _CHINESE_PASSPORT
    return Reading(name or None, name, _DOUBTED if chinese else surname.confidence, surname.box)


def readings_of(card: CardRead) -> dict[str, Reading[Any]]:
    """What was read, by the key of the answer that it gives."""
    return {
        f"{PARTY}.{key}": card.fields[field]
        for field, key in _KINDS[card.kind].answers.items()
        if field in card.fields
    }


def other_answers(
    card: CardRead, findings: Iterable[Finding], sure: float, at: datetime
) -> tuple[Answer, ...]:
    """The plaintiff's answers as the card gives them; below ``sure`` one waits for a look."""
    doubtful = {found.about for found in findings}
    kind = Answer(f"{PARTY}.id_kind", _KINDS[card.kind].choice, Source.CARD, at)
    read = (
        Answer(
            key,
            value,
            Source.CARD,
            at,
            round(reading.confidence, 4),
            confirmed=reading.confidence >= sure and key not in doubtful,
        )
        for key, reading in readings_of(card).items()
        if (value := _value(reading)) is not None
    )
    return (*read, kind)


def _value(reading: Reading[Any]) -> Value | None:
    match reading.value:
        case ResidentId() | ForeignerId() as number:
            return number.number
        case Sex() as sex:
            return _SEXES[sex]
        case str() | date() as value:
            return value
    return None


def other_findings(card: CardRead, today: date) -> tuple[Finding, ...]:
    """What could not be read of it, what disagrees with its number, and whether it has expired."""
    found = [
        Finding("id_field_unreadable", Grade.UNREADABLE, key)
        for key, reading in readings_of(card).items()
        if reading.value is None
    ]
    number = card.fields["number"].value
    if isinstance(number, ResidentId | ForeignerId):
        for field, code in (("birth", "id_birth_mismatch"), ("sex", "id_sex_mismatch")):
            seen, told = card.fields[field].value, getattr(number, field)
            if seen and told and seen != told:
                found.append(Finding(code, Grade.COURT_WILL_ASK, f"{PARTY}.{field}", "GB 11643-1999"))
    until = card.fields.get("valid_until")
    if until is not None and until.value is not None and until.value < today:
        found.append(Finding("id_card_expired", Grade.COURT_WILL_ASK, "card"))
    return tuple(found)
