"""In whose name a visit's papers are signed: the person whose card was read, else who the papers say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from kiosk_app.domain.filing import Filing
from kiosk_app.domain.identity import Reading
from kiosk_app.pades.certificate import Identification, Signatory
from kiosk_app.store.draft import Draft
from kiosk_app.visit.card import NAME, NUMBER, readings_on_card
from kiosk_app.visit.gathered import card_lines, chip_of


def signatory_of(draft: Draft, filing: Filing, today: date) -> Signatory:
    """Who signs, and how the kiosk knows the name.

    A card speaks for whom it belongs to, also where the papers name another plaintiff. Only where it is the
    plaintiff's by its number does the name on the papers win over a reading of the camera: the visitor has
    looked at it, and a rare character may have been put right.
    """
    chip = chip_of(draft)
    read = readings_on_card(card_lines(draft), today, chip)
    stated = filing.plaintiffs[0].name if filing.plaintiffs else ""
    on_card = str(read[NAME].value or "") if NAME in read else ""
    if not on_card:
        return Signatory(stated, Identification.STATED)
    if chip and "name" not in chip.doubtful:
        return Signatory(chip.name, Identification.CHIP)
    name = stated if stated and _is_plaintiffs(read, draft) else on_card
    return Signatory(name, Identification.CHIP if chip else Identification.CARD)


def _is_plaintiffs(read: Mapping[str, Reading[Any]], draft: Draft) -> bool:
    number, answer = read.get(NUMBER), draft.answers.get(NUMBER)
    if number is None or number.value is None or answer is None:
        return False
    return str(number.value) == answer.value
