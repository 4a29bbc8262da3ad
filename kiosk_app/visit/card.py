"""What a card says, as answers: what was read surely is taken, what is doubtful waits for a look.

Where the chip was read too, it wins over the camera, field by field, and the two are compared.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from kiosk_app.capture.idcard import Side, cross_check, read_back, read_front
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.chip import Chip
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.identity import CardBack, CardFront, Reading, ResidentId, Sex, uncommon
from kiosk_app.domain.values import Answer, Source, Value
from kiosk_app.visit.other_cards import other_answers, other_card, other_findings, readings_of

SURE = 0.9
"""Below this confidence of the reading, the person is asked whether it is right."""

_KEYS = {
    "name": "plaintiff.1.name",
    "sex": "plaintiff.1.sex",
    "ethnicity": "plaintiff.1.ethnicity",
    "birth": "plaintiff.1.birth",
    "address": "plaintiff.1.domicile",
    "number": "plaintiff.1.id_number",
}
"""Which answer each field of the portrait side gives."""

NAME, NUMBER = _KEYS["name"], _KEYS["number"]

_BACK_FIELDS = ("authority", "valid_from", "valid_until")
_DOTS = str.maketrans(dict.fromkeys("•・．.∙･", "·"))

_DOUBTFUL = 0.5
"""The confidence of a chip's field that may be cut off: the person holds it against the print."""

_SEXES = {Sex.MALE: "male", Sex.FEMALE: "female"}


def read_sides(lines: Mapping[Side, Iterable[Line]]) -> tuple[CardFront | None, CardBack | None]:
    """The typed fields of the sides that were taken."""
    front = read_front(lines[Side.FRONT]) if Side.FRONT in lines else None
    back = read_back(lines[Side.BACK]) if Side.BACK in lines else None
    return front, back


def with_chip(
    front: CardFront | None, back: CardBack | None, chip: Chip | None
) -> tuple[CardFront | None, CardBack | None]:
    """The card's fields as the chip gives them, with the places where the camera saw them.

    Where the chip has none, or one that may be cut off and is whole in print, the camera's stays.
    """
    if chip is None:
        return front, back
    front_fields = {field: _better(chip, field, getattr(front, field, None)) for field in _KEYS}
    back_fields = {field: _better(chip, field, getattr(back, field, None)) for field in _BACK_FIELDS}
    return CardFront(**front_fields), CardBack(**back_fields)


def _better(chip: Chip, field: str, seen: Reading[Any] | None) -> Reading[Any]:
    seen = seen or Reading(None)
    value = getattr(chip, field)
    if value is None or value == "":
        return seen
    if field not in chip.doubtful:
        return Reading(value, str(value), 1.0, seen.box)
    if isinstance(seen.value, str) and (field == "ethnicity" or seen.value.startswith(value)):
        return seen
    return Reading(value, str(value), _DOUBTFUL, seen.box)


def chip_findings(front: CardFront | None, back: CardBack | None, chip: Chip) -> tuple[Finding, ...]:
    """Where the camera surely read another thing than the chip says.

    ``id_chip_other_card`` where the numbers differ: two cards. Else ``id_chip_differs``, ``about`` the field.
    """
    if front and front.number.value and front.number.value != chip.number:
        return (Finding("id_chip_other_card", Grade.COURT_WILL_ASK, "number"),)
    return tuple(
        Finding("id_chip_differs", Grade.WORTH_KNOWING, field)
        for side, fields in ((front, _KEYS), (back, _BACK_FIELDS))
        for field in fields
        if side and _differs(getattr(side, field), getattr(chip, field), field in chip.doubtful)
    )


def _differs(seen: Reading[Any], value: object, doubtful: bool) -> bool:
    if seen.value is None or seen.confidence < SURE or value is None or value == "":
        return False
    if not (isinstance(value, str) and isinstance(seen.value, str)):
        return bool(seen.value != value)
    ours, theirs = _plain(value), _plain(seen.value)
    return not doubtful and ours != theirs


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).translate(_DOTS)


def card_findings(
    front: CardFront | None, back: CardBack | None, today: date, chip: Chip | None = None
) -> tuple[Finding, ...]:
    """The card's findings, each about the answer it concerns, or about ``card`` itself. ``front`` and
    ``back`` are what the camera read."""
    compared = chip_findings(front, back, chip) if chip else ()
    return tuple(
        replace(found, about=_KEYS.get(found.about, "card"))
        for found in (*cross_check(*with_chip(front, back, chip), today), *compared)
    )


def findings_on_card(
    lines: Mapping[Side, tuple[Line, ...]], today: date, chip: Chip | None
) -> tuple[Finding, ...]:
    """The findings of whichever card was taken. A chip is a resident's card."""
    if chip is None and (other := other_card(lines, today)):
        return other_findings(other, today)
    return card_findings(*read_sides(lines), today, chip)


def answers_on_card(
    lines: Mapping[Side, tuple[Line, ...]], at: datetime, chip: Chip | None, doubted: Iterable[str] = ()
) -> tuple[Answer, ...]:
    """The plaintiff's answers as whichever card was taken gives them; ``doubted`` are keys of those that a
    closer look does not confirm."""
    findings = findings_on_card(lines, at.date(), chip)
    if chip is None and (other := other_card(lines, at.date())):
        answers = other_answers(other, findings, SURE, at)
    else:
        whole, _ = with_chip(*read_sides(lines), chip)
        answers = answers_from(whole, findings, at, chip) if whole else ()
    waiting = frozenset(doubted)
    return tuple(replace(each, confirmed=False) if each.key in waiting else each for each in answers)


def readings_on_card(
    lines: Mapping[Side, tuple[Line, ...]], today: date, chip: Chip | None
) -> Mapping[str, Reading[Any]]:
    """What was read, with its place on the portrait side, by the key of the answer that it gives."""
    if chip is None and (other := other_card(lines, today)):
        return readings_of(other)
    whole, _ = with_chip(*read_sides(lines), chip)
    return {key: getattr(whole, field) for field, key in _KEYS.items()} if whole else {}


def answers_from(
    front: CardFront, findings: Iterable[Finding], at: datetime, chip: Chip | None = None
) -> tuple[Answer, ...]:
    """The plaintiff's answers as the card gives them. A field that was not read gives none.

    ``front`` is what :func:`with_chip` made of it. A number with a wrong check digit is handed on as it was
    read, to be looked at: never mended.
    """
    doubtful = {found.about for found in findings}
    proved = _proved(front)
    by_camera = chip is None or "name" in chip.doubtful
    if by_camera and uncommon(front.name.value or ""):
        doubtful.add(_KEYS["name"])  # a look-alike may stand there: the person says whether it is right
    readings: dict[str, Reading[Value]] = {}
    for field, key in _KEYS.items():
        reading = getattr(front, field)
        if (value := _value(reading)) is not None:
            readings[key] = Reading(value, reading.text, reading.confidence, reading.box)
    read = tuple(
        Answer(
            key,
            reading.value,
            Source.CARD,
            at,
            round(reading.confidence, 4),
            confirmed=(reading.confidence >= SURE or key in proved) and key not in doubtful,
        )
        for key, reading in readings.items()
        if reading.value is not None
    )
    return (*read, Answer("plaintiff.1.id_kind", "resident_card", Source.CARD, at))


def _proved(front: CardFront) -> frozenset[str]:
    """The keys of what the number (GB 11643) says too, where that was surely read: two readings agree."""
    number = front.number.value
    if number is None or front.number.confidence < SURE:
        return frozenset()
    agree = {"birth": front.birth.value == number.birth, "sex": front.sex.value == number.sex}
    return frozenset(_KEYS[field] for field, same in agree.items() if same)


def _value(reading: Reading[object]) -> Value | None:
    match reading.value:
        case ResidentId() as number:
            return number.number
        case Sex() as sex:
            return _SEXES[sex]
        case str() | date() as value:
            return value
    return reading.text if len(reading.text) == 18 else None
