"""From a picture under the camera to a page in the store: found, flattened, cleaned, read, kept."""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from pathlib import Path

from uuid_utils import uuid7

from kiosk_app.capture.codes import read_codes
from kiosk_app.capture.geometry import Image, Quad
from kiosk_app.capture.idcard import Side, outside_portrait, which_side
from kiosk_app.capture.ocr import Line, Reader
from kiosk_app.capture.picture import decode_picture, encode_jpeg, read_picture_file
from kiosk_app.capture.take import TakenPage, take_card, take_page
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import Reading
from kiosk_app.store.drafts import Corners, StoredPage
from kiosk_app.store.tables import Slot
from kiosk_app.visit.parts import VisitParts

SLOTS = {Side.FRONT: Slot.ID_FRONT, Side.BACK: Slot.ID_BACK}
SIDES = {slot: side for side, slot in SLOTS.items()}

_ORIGINAL_QUALITY = 95
_CLEAN_QUALITY = 88


class NotAnIdCard(InputFault):
    """A card lies there, but nothing on it says that it is a resident identity card."""


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as it came in. ``data`` are the untouched bytes where it came from a file, else empty."""

    image: Image
    data: bytes = b""


def picture_file(path: Path) -> Picture:
    """A file as a picture, its bytes kept as they are.

    Raises FileMissing, NotAPicture, PictureTooSmall, PictureTooLarge.
    """
    data = read_picture_file(path)
    return Picture(decode_picture(data, path.name), data)


@dataclass(frozen=True, slots=True, eq=False)
class ReadPage:
    """A page that was found and read but is not kept yet. ``lines`` are in pixels of ``clean``."""

    picture: Picture
    quad: Quad
    clean: Image
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]


def read_card(picture: Picture, reader: Reader) -> tuple[Side, ReadPage]:
    """One side of an identity card. Slow (about a second).

    Raises NoCardFound, SeveralCards, :class:`NotAnIdCard`.
    """
    page = _read(picture, take_card(picture.image), reader)
    side = which_side(page.lines)
    if side is None:
        raise NotAnIdCard
    if side is Side.FRONT:
        height_px, width_px = page.clean.shape[:2]
        page = replace(page, lines=outside_portrait(page.lines, (width_px, height_px)))
    return side, page


def read_paper(picture: Picture, reader: Reader) -> ReadPage:
    """One page of evidence. Slow (two or three seconds). Raises NoPageFound.

    What its QR and bar codes say stands among its lines, and can be searched like the print.
    """
    page = _read(picture, take_page(picture.image), reader)
    codes = tuple(Line(code.text, 1.0, code.box) for code in read_codes(page.clean))
    return replace(page, lines=page.lines + codes)


def _read(picture: Picture, taken: TakenPage, reader: Reader) -> ReadPage:
    upright = reader.read_upright(taken.clean)
    return ReadPage(picture, taken.quad, upright.image, upright.lines, taken.findings)


def keep(page: ReadPage, slot: Slot, position: int, parts: VisitParts, visit_id: str) -> StoredPage:
    """The page with its pictures written to disk under the visit's key; its row is the caller's.

    Raises DiskFull, DiskFailed, VisitEnded.
    """
    page_id = str(uuid7())
    original = page.picture.data or encode_jpeg(page.picture.image, _ORIGINAL_QUALITY)
    return StoredPage(
        id=page_id,
        slot=slot,
        position=position,
        original=parts.store.put_blob(visit_id, io.BytesIO(original)),
        cleaned=parts.store.put_blob(visit_id, io.BytesIO(encode_jpeg(page.clean, _CLEAN_QUALITY))),
        taken_at=parts.clock.now().at,
        lines=tuple(Reading(line.text, line.text, line.confidence, line.box) for line in page.lines),
        quad=_corners(page.quad),
        findings=tuple(replace(finding, about=page_id) for finding in page.findings),
    )


def lines_of(page: StoredPage) -> tuple[Line, ...]:
    """What was read on a kept page."""
    return tuple(Line(line.text, line.confidence, line.box) for line in page.lines if line.box is not None)


def _corners(quad: Quad) -> Corners:
    return (quad.tl.x, quad.tl.y), (quad.tr.x, quad.tr.y), (quad.br.x, quad.br.y), (quad.bl.x, quad.bl.y)
