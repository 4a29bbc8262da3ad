"""Where on a printed blank form each answer goes, so that a scan can be read back (docs/blank_forms.md).

All lengths are millimetres. What stands on a page is measured from the top left corner of the frame that the
four registration marks span, to the right and down: a scan is laid onto that frame, whatever its margins.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

VERSION = 1
DICTIONARY = "DICT_5X5_50"
"""OpenCV's name of the ArUco dictionary whose first four marks stand in the corners."""

_FINGERPRINT_LENGTH = 10


class FieldKind(StrEnum):
    """What the visitor does there: tick a box, write on a line, into squares or over lines, sign."""

    TICK = "tick"
    LINE = "line"
    COMB = "comb"
    AREA = "area"
    SIGNATURE = "signature"


@dataclass(frozen=True, slots=True)
class BoxMm:
    """A rectangle in millimetres."""

    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Field:
    """One place to write or tick. ``key`` is the question's, or a sum's or the form's own such as
    ``signature``; ``part`` is that of a date (``year``, ``from.month``). ``choice`` is what a tick says.
    ``nth`` counts places of the same mark. ``cells`` are the squares of a comb, the lines of an area.
    """

    key: str
    part: str
    choice: str
    nth: int
    kind: FieldKind
    cells: int
    box: BoxMm


@dataclass(frozen=True, slots=True)
class Mark:
    """A registration mark: its number in the dictionary, and its black square."""

    id: int
    box: BoxMm


@dataclass(frozen=True, slots=True)
class PageLayout:
    """One page: its marks clockwise from the top left, its QR code and its fields from the top down."""

    marks: tuple[Mark, ...]
    code: BoxMm
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class LayoutMap:
    """A blank form's pages. ``frame`` is that of the marks, measured from the corner of the paper.

    ``line_pitch`` is the distance of the rules in an area, of which the last is the area's lower edge.
    """

    form_id: str
    edition: str
    paper_width: float
    paper_height: float
    frame: BoxMm
    line_pitch: float
    pages: tuple[PageLayout, ...]


def fingerprint(layout: LayoutMap) -> str:
    """Ten hexadecimal digits of each page's QR code: they tell whether a scan is of this layout."""
    text = json.dumps(_content(layout), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_FINGERPRINT_LENGTH].upper()


def layout_json(layout: LayoutMap) -> dict[str, Any]:
    """The map as resources/schema/layout-1.schema.json has it, with its fingerprint."""
    return {"version": VERSION, "layout": fingerprint(layout), **_content(layout)}


def _content(layout: LayoutMap) -> dict[str, Any]:
    return {
        "form": layout.form_id,
        "edition": layout.edition,
        "paper_mm": [layout.paper_width, layout.paper_height],
        "frame_mm": _numbers(layout.frame),
        "line_pitch_mm": layout.line_pitch,
        "dictionary": DICTIONARY,
        "pages": [
            {
                "page": number,
                "marks": [{"id": mark.id, "box_mm": _numbers(mark.box)} for mark in page.marks],
                "code_mm": _numbers(page.code),
                "fields": [_field(field) for field in page.fields],
            }
            for number, page in enumerate(layout.pages, 1)
        ],
    }


def _field(field: Field) -> dict[str, Any]:
    told = {"key": field.key, "part": field.part, "choice": field.choice}
    return {
        **{name: said for name, said in told.items() if said},
        "nth": field.nth,
        "kind": field.kind,
        **({"cells": field.cells} if field.cells else {}),
        "box_mm": _numbers(field.box),
    }


def _numbers(box: BoxMm) -> list[float]:
    return [box.left, box.top, box.width, box.height]
