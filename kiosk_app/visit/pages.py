"""From a picture under the camera to a page in the store: found, flattened, cleaned, read, kept."""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from uuid_utils import uuid7

from kiosk_app.capture.cards import CardKind, CardRead, read_card_side
from kiosk_app.capture.codes import Code, read_codes
from kiosk_app.capture.copies import copy_findings
from kiosk_app.capture.doubt import doubt_lines, doubt_lit_lines
from kiosk_app.capture.fields import Box
from kiosk_app.capture.geometry import Image, PaperKind, Quad
from kiosk_app.capture.idcard import Side, outside_portrait
from kiosk_app.capture.ocr import Line, Reader
from kiosk_app.capture.picture import decode_picture, encode_jpeg, read_picture_file
from kiosk_app.capture.prefill import read_facts
from kiosk_app.capture.take import NoCardFound, NoPageFound, TakenPage, take_card, take_inside, take_page
from kiosk_app.domain.code_meaning import shown
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import Reading
from kiosk_app.store.draft import Corners, StoredPage
from kiosk_app.store.tables import Slot
from kiosk_app.visit.parts import VisitParts

SLOTS = {Side.FRONT: Slot.ID_FRONT, Side.BACK: Slot.ID_BACK}
SIDES = {slot: side for side, slot in SLOTS.items()}

_ORIGINAL_QUALITY = 95
_CLEAN_QUALITY = 88
_THUMBNAIL_QUALITY = 80
_THUMBNAIL_PX = 360
_BESIDE_LINES, _WIDE_LINES = 2, 14
"""A snippet shows so much beside what is meant, and is at least so wide, in heights of its line."""
_MARKER = 0.55
"""How much blue a highlighter leaves."""


class NotAnIdCard(InputFault):
    """A card lies there, but nothing on it says that it tells who somebody is."""


class BusinessLicenceHere(InputFault):
    """A business licence lies where a person's card is asked for."""


class LawyerLicenceHere(InputFault):
    """A lawyer's licence lies where the card of the party is asked for."""


_OF_NO_PARTY: Mapping[CardKind, type[InputFault]] = {
    CardKind.BUSINESS: BusinessLicenceHere,
    CardKind.LAWYER: LawyerLicenceHere,
}
_LAID_LIKE_A_RESIDENTS = (CardKind.RESIDENT, CardKind.PERMIT)


@dataclass(frozen=True, slots=True, eq=False)
class Picture:
    """A picture as it came in. ``data`` are the untouched bytes where it came from a file, else empty."""

    image: Image
    data: bytes = b""


def picture_file(path: Path) -> Picture:
    """A file as a picture, its bytes kept as they are.

    Raises FileMissing, NotAPicture, HeicPicture, PictureHasPages, PictureTooSmall, PictureTooLarge.
    """
    data = read_picture_file(path)
    return Picture(decode_picture(data, path.name), data)


@dataclass(frozen=True, slots=True, eq=False)
class ReadPage:
    """A page that was found and read but is not kept yet. ``lines`` of print, and what the ``codes`` say, are
    in pixels of ``clean``, which stands upright; ``flat`` lies as it was taken, before it was turned left by
    ``quarter_turns``."""

    picture: Picture
    quad: Quad
    flat: Image
    clean: Image
    lines: tuple[Line, ...]
    findings: tuple[Finding, ...]
    quarter_turns: int
    codes: tuple[Line, ...] = ()


def read_card(picture: Picture, reader: Reader, quad: Quad | None = None) -> tuple[Side, ReadPage]:
    """One side of an identity card or permit, or a passport's page, looked for or inside the outline that a
    person drew. Slow (a second).

    Raises NoCardFound, SeveralCards, :class:`NotAnIdCard`, :class:`BusinessLicenceHere`,
    :class:`LawyerLicenceHere`.
    """
    page, card = _read_framed(picture, reader, quad) if quad else _read_found(picture, reader)
    if card is None:
        raise NotAnIdCard
    if fault := _OF_NO_PARTY.get(card.kind):
        raise fault
    page = replace(page, findings=(*page.findings, *copy_findings(page.flat, page.lines)))
    if card.side is Side.FRONT and card.kind in _LAID_LIKE_A_RESIDENTS:
        height_px, width_px = page.clean.shape[:2]
        page = replace(page, lines=outside_portrait(page.lines, (width_px, height_px)))
    return card.side, page


def _read_found(picture: Picture, reader: Reader) -> tuple[ReadPage, CardRead | None]:
    """What lies there: a card, or a page that says what it is, as a passport's and a licence's do."""
    try:
        page = _read(picture, take_card(picture.image), reader, PaperKind.CARD)
    except NoCardFound:
        try:
            page = _read(picture, take_page(picture.image), reader, PaperKind.PAGE)
        except NoPageFound:
            raise NoCardFound from None
        card = read_card_side(page.lines)
        if card is None or card.kind in _LAID_LIKE_A_RESIDENTS:
            raise  # a sheet, or a card that was not seen for one: to be laid anew
        return page, card
    return page, read_card_side(page.lines)


def _read_framed(picture: Picture, reader: Reader, quad: Quad) -> tuple[ReadPage, CardRead | None]:
    """What lies inside an outline that a person drew: of a card's shape, else of its own."""
    for kind in (PaperKind.CARD, PaperKind.PAGE):
        page = _read(picture, take_inside(picture.image, quad, kind), reader, kind)
        if card := read_card_side(page.lines):
            break
    return page, card


@dataclass(frozen=True, slots=True, eq=False)
class FlatPage:
    """A page that was found and laid flat, with its codes, but is not read yet. Boxes are in pixels of
    ``taken.clean``, as it was taken."""

    picture: Picture
    taken: TakenPage
    codes: tuple[Code, ...]

    @property
    def size_px(self) -> tuple[int, int]:
        height_px, width_px = self.taken.clean.shape[:2]
        return width_px, height_px


def flat_paper(picture: Picture, quad: Quad | None = None) -> FlatPage:
    """One page of evidence, looked for or inside the outline that a person drew. Half a second.

    Raises NoPageFound.
    """
    image = picture.image
    taken = take_inside(image, quad, PaperKind.PAGE) if quad else take_page(image)
    return FlatPage(picture, taken, read_codes(taken.clean))


def read_paper(picture: Picture, reader: Reader, quad: Quad | None = None) -> ReadPage:
    """One page of evidence, looked for or inside the outline that a person drew. Slow (two or three
    seconds). Raises NoPageFound."""
    return read_flat(flat_paper(picture, quad), reader)


def read_flat(flat: FlatPage, reader: Reader) -> ReadPage:
    """The page read. Slow (two or three seconds).

    What its QR and bar codes say can be searched like the print, but is never taken for it: anybody may have
    printed them. That figures and 大写 of an amount disagree is among the findings.
    """
    page = _read(flat.picture, flat.taken, reader, PaperKind.PAGE)
    turns = page.quarter_turns
    codes = tuple(
        Line(shown(code.text), 1.0, _turned_left(code.box, flat.size_px, turns)) for code in flat.codes
    )
    height_px, width_px = page.clean.shape[:2]
    found = read_facts(page.lines, (width_px, height_px)).findings
    return replace(page, codes=codes, findings=page.findings + found)


def _turned_left(box: Box, size_px: tuple[int, int], quarter_turns: int) -> Box:
    """A box on a page of that size, after so many quarter turns to the left."""
    width_px, height_px = size_px
    for _ in range(quarter_turns % 4):
        left, top, right, bottom = box
        box = top, width_px - right, bottom, width_px - left
        width_px, height_px = height_px, width_px
    return box


def _read(picture: Picture, taken: TakenPage, reader: Reader, kind: PaperKind) -> ReadPage:
    upright = reader.read_upright(taken.clean, kind)
    findings = tuple(
        replace(found, place=found.place.turned(upright.quarter_turns)) if found.place else found
        for found in taken.findings
    )
    turns = upright.quarter_turns
    doubt = doubt_lit_lines if kind is PaperKind.CARD else doubt_lines
    lines = doubt(np.ascontiguousarray(np.rot90(taken.flat, turns)), upright.lines)
    return ReadPage(picture, taken.quad, taken.flat, upright.image, lines, findings, turns)


def keep(page: ReadPage, slot: Slot, parts: VisitParts, visit_id: str) -> StoredPage:
    """The page with its pictures written to disk under the visit's key; its row is the caller's.

    Raises DiskFull, DiskFailed, VisitEnded.
    """
    original = page.picture.data or encode_jpeg(page.picture.image, _ORIGINAL_QUALITY)
    stored = StoredPage(
        id=str(uuid7()),
        slot=slot,
        position=0,
        original=parts.store.put_blob(visit_id, io.BytesIO(original)),
        cleaned=None,
        taken_at=parts.clock.now().at,
    )
    return made_again(stored, page, parts, visit_id)


def made_again(stored: StoredPage, page: ReadPage, parts: VisitParts, visit_id: str) -> StoredPage:
    """A kept page with all that was made of its original made anew. Raises what :func:`keep` does."""
    clean = encode_jpeg(page.clean, _CLEAN_QUALITY)
    small = encode_jpeg(_small(page.clean), _THUMBNAIL_QUALITY)
    height_px, width_px = page.clean.shape[:2]
    return replace(
        stored,
        cleaned=parts.store.put_blob(visit_id, io.BytesIO(clean)),
        thumbnail=parts.store.put_blob(visit_id, io.BytesIO(small)),
        lines=_readings(page.lines),
        codes=_readings(page.codes),
        size_px=(width_px, height_px),
        quad=_corners(page.quad),
        findings=tuple(replace(finding, about=stored.id) for finding in page.findings),
    )


def _readings(lines: Iterable[Line]) -> tuple[Reading[str], ...]:
    return tuple(Reading(line.text, line.text, line.confidence, line.box) for line in lines)


def _small(image: Image) -> Image:
    scale = min(1.0, _THUMBNAIL_PX / max(image.shape[:2]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return small.astype(np.uint8, copy=False)


def piece_of(page: Image, box: tuple[int, int, int, int]) -> Image:
    """What stands around a box on a page, the box marked as by a highlighter."""
    height_px, width_px = page.shape[:2]
    left, top, right, bottom = box
    line_px = max(1, bottom - top)
    beside_px = max(_BESIDE_LINES * line_px, (_WIDE_LINES * line_px - (right - left)) // 2)
    marked = page[max(0, top) : bottom, max(0, left) : right]
    marked[:, :, 0] = marked[:, :, 0] * _MARKER
    rows = slice(max(0, top - line_px // 2), min(height_px, bottom + line_px // 2))
    columns = slice(max(0, left - beside_px), min(width_px, right + beside_px))
    return np.ascontiguousarray(page[rows, columns])


def turned(image: Image, quarter_turns: int) -> Image:
    """The picture turned so many quarters to the right."""
    return np.ascontiguousarray(np.rot90(image, -quarter_turns))


def lines_of(page: StoredPage) -> tuple[Line, ...]:
    """What was read on a kept page."""
    return tuple(Line(line.text, line.confidence, line.box) for line in page.lines if line.box is not None)


def _corners(quad: Quad) -> Corners:
    return (quad.tl.x, quad.tl.y), (quad.tr.x, quad.tr.y), (quad.br.x, quad.br.y), (quad.bl.x, quad.bl.y)
