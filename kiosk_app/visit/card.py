"""What a card says, as answers: what was read surely is taken, what is doubtful waits for a look."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from kiosk_app.capture.idcard import Side, cross_check, read_back, read_front
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import CardBack, CardFront, Reading, ResidentId, Sex
from kiosk_app.domain.values import Answer, Source, Value

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

_SEXES = {Sex.MALE: "male", Sex.FEMALE: "female"}


def read_sides(lines: Mapping[Side, Iterable[Line]]) -> tuple[CardFront | None, CardBack | None]:
    """The typed fields of the sides that were taken."""
    front = read_front(lines[Side.FRONT]) if Side.FRONT in lines else None
    back = read_back(lines[Side.BACK]) if Side.BACK in lines else None
    return front, back


def card_findings(front: CardFront | None, back: CardBack | None, today: date) -> tuple[Finding, ...]:
    """The card's findings, each about the answer it concerns, or about ``card`` itself."""
    return tuple(
        Finding(found.code, found.grade, _KEYS.get(found.about, "card"), found.article, found.facts)
        for found in cross_check(front, back, today)
    )


def answers_from(front: CardFront, findings: Iterable[Finding], at: datetime) -> tuple[Answer, ...]:
    """The plaintiff's answers as the card gives them. A field that was not read gives none.

    A number with a wrong check digit is handed on as it was read, to be looked at: never mended.
    """
    doubtful = {found.about for found in findings}
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
            confirmed=reading.confidence >= SURE and key not in doubtful,
        )
        for key, reading in readings.items()
        if reading.value is not None
    )
    return (*read, Answer("plaintiff.1.id_kind", "resident_card", Source.CARD, at))


def _value(reading: Reading[object]) -> Value | None:
    match reading.value:
        case ResidentId() as number:
            return number.number
        case Sex() as sex:
            return _SEXES[sex]
        case str() | date() as value:
            return value
    return reading.text if len(reading.text) == 18 else None
