"""What is read in given pictures: lines of print, and a card's fields, from the command line."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np

from kiosk_app.capture.cards import CardRead, read_card_side, sides_belong
from kiosk_app.capture.codes import Code, read_codes
from kiosk_app.capture.copies import copy_findings
from kiosk_app.capture.doubt import doubt_lit_lines
from kiosk_app.capture.find import find_page
from kiosk_app.capture.geometry import PaperKind
from kiosk_app.capture.idcard import Side, cross_check, outside_portrait, read_back, read_front, which_side
from kiosk_app.capture.licence import licence_findings
from kiosk_app.capture.ocr import Line, Reader
from kiosk_app.capture.picture import load_picture
from kiosk_app.capture.take import take_card, take_inside, take_whole
from kiosk_app.domain.code_meaning import Meaning, meaning_of, shown
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import LONG_TERM, Reading


@dataclass(frozen=True, slots=True)
class ReadPicture:
    """The print and the codes of one picture. Boxes are in pixels of the flattened page, turned upright."""

    picture: Path
    width_px: int
    height_px: int
    quarter_turns: int
    found: bool
    lines: tuple[Line, ...]
    codes: tuple[Code, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "picture": str(self.picture),
            "width_px": self.width_px,
            "height_px": self.height_px,
            "page_found": self.found,
            "turned_left": self.quarter_turns,
            "lines": [
                {"text": line.text, "confidence": round(line.confidence, 4), "box": line.box}
                for line in self.lines
            ],
            "codes": [code_json(code) for code in self.codes],
        }


@dataclass(frozen=True, slots=True)
class ReadId:
    """Both sides of a card and what was found on them. A side is None where its picture shows no card that is
    known."""

    pictures: tuple[Path, ...]
    sides: tuple[CardRead | None, ...]
    findings: tuple[Finding, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "sides": [
                {
                    "picture": str(path),
                    "kind": side.kind if side else None,
                    "side": side.side if side else None,
                    "fields": {name: field_json(read) for name, read in side.fields.items()} if side else {},
                    "codes_untrusted": [shown(text) for text in side.untrusted] if side else [],
                }
                for path, side in zip(self.pictures, self.sides, strict=True)
            ],
            "findings": [
                {"code": found.code, "about": found.about, "grade": found.grade} for found in self.findings
            ],
        }


def field_json(read: Reading[Any]) -> dict[str, Any]:
    return {
        "value": value_text(read.value) if read.value is not None else None,
        "text": read.text,
        "confidence": round(read.confidence, 4),
        "box": read.box,
    }


def code_json(code: Code) -> dict[str, Any]:
    meaning = meaning_of(code.text)
    says = {name: value_text(getattr(meaning, name)) for name in meaning.__dataclass_fields__}
    return {"kind": code.kind, "box": code.box, "meaning": code_sort(meaning), "says_untrusted": says}


def code_sort(meaning: Meaning) -> str:
    """What a code is, in a word: separator, form, receipt, licence, invoice or plain."""
    return type(meaning).__name__.removesuffix("Code").lower()


def value_text(value: object) -> str:
    """A field's value as a card writes it."""
    return "长期" if value == LONG_TERM else str(value)


def read_picture(path: Path, reader: Reader) -> ReadPicture:
    """The lines on the page in a picture; of the whole picture where no page is seen in it.

    Raises FileMissing, NotAPicture and its kin, TextModelsMissing.
    """
    image = load_picture(path)
    quad = find_page(image)
    taken = take_inside(image, quad) if quad else take_whole(image)
    upright = reader.read_upright(taken.clean)
    height_px, width_px = upright.image.shape[:2]
    codes = read_codes(upright.image)
    return ReadPicture(
        path, width_px, height_px, upright.quarter_turns, quad is not None, upright.lines, codes
    )


def read_id(front: Path, back: Path, reader: Reader, today: date) -> ReadId:
    """Both sides of a card, in either order, with every check that a visit makes.

    Raises NoCardFound, SeveralCards and what :func:`read_picture` does.
    """
    sides: list[CardRead | None] = []
    lines: dict[Side, tuple[Line, ...]] = {}
    findings: list[Finding] = []
    for path in (front, back):
        taken = take_card(load_picture(path))
        upright = reader.read_upright(taken.clean, PaperKind.CARD)
        height_px, width_px = upright.image.shape[:2]
        flat = np.ascontiguousarray(np.rot90(taken.flat, upright.quarter_turns))
        printed = doubt_lit_lines(flat, upright.lines)
        if which_side(printed) is Side.FRONT:
            printed = outside_portrait(printed, (width_px, height_px))
        side = read_card_side(printed, read_codes(upright.image), today)
        sides.append(side)
        findings += (*taken.findings, *copy_findings(taken.flat, upright.lines))
        if side is not None:
            lines[side.side] = printed
            findings += licence_findings(side)
    findings += _checked(lines, today)
    return ReadId((front, back), tuple(sides), tuple(dict.fromkeys(findings)))


def _checked(lines: dict[Side, tuple[Line, ...]], today: date) -> Iterable[Finding]:
    """The checks of a resident's card; only those that hold of both sides where it is another card."""
    kinds = {side: which_side(printed) for side, printed in lines.items()}
    if all(kinds[side] is side for side in lines):
        yield from cross_check(
            read_front(lines[Side.FRONT]) if Side.FRONT in lines else None,
            read_back(lines[Side.BACK]) if Side.BACK in lines else None,
            today,
        )
    if len(lines) == len(Side):
        yield from sides_belong(lines[Side.FRONT], lines[Side.BACK])
