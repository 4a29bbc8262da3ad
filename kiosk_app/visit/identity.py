"""Who the visitor is: the card under the camera or on the reader, what it says, what is in doubt about it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from sqlalchemy.orm import Session

from kiosk_app.capture.cards import CardKind
from kiosk_app.capture.geometry import Image, Quad
from kiosk_app.capture.idcard import Side
from kiosk_app.capture.ocr import Line
from kiosk_app.capture.paper_text import place_of
from kiosk_app.capture.picture import decode_picture
from kiosk_app.devices.card_reader import RawCard
from kiosk_app.domain.chip import Chip, parse_chip
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import Reading
from kiosk_app.domain.values import Answer, Origin, Source
from kiosk_app.store import drafts
from kiosk_app.store.draft import Draft, StoredChip
from kiosk_app.visit.card import NAME, answers_on_card, readings_on_card
from kiosk_app.visit.gathered import card_lines, card_remarks, chip_of
from kiosk_app.visit.keeper import Keeper
from kiosk_app.visit.name_check import NameCheck, check_of, is_checkable, signs_on
from kiosk_app.visit.other_cards import kind_of, needs_one_side
from kiosk_app.visit.pages import SIDES, SLOTS, Picture, keep, read_card
from kiosk_app.visit.parts import VisitParts


class Identity:
    """The card of one visit. Every method that changes something commits before it returns."""

    def __init__(self, parts: VisitParts, keeper: Keeper) -> None:
        self._parts, self._keeper = parts, keeper

    @property
    def _draft(self) -> Draft:
        return self._keeper.draft

    # Taken -------------------------------------------------------------------------------------------

    def take(self, picture: Picture, quad: Quad | None = None) -> Side:
        """Read one side of an identity card or permit, or a passport's page, looked for or inside the outline
        that a person drew, and fill in what it says. Slow.

        What the card says wins over what was typed before. A passport takes the place of both sides. Raises
        NoCardFound, SeveralCards, NotAnIdCard, BusinessLicenceHere, LawyerLicenceHere, DiskFull.
        """
        side, page = read_card(picture, self._parts.reader, quad)
        stored = keep(page, SLOTS[side], self._parts, self._draft.visit_id)
        lines: dict[Side, tuple[Line, ...]] = {**card_lines(self._draft), side: page.lines}
        read = self._answers(lines, chip_of(self._draft), page.clean) if side is Side.FRONT else ()
        kind = kind_of(page.lines)
        gone = set(SIDES) if kind and needs_one_side(kind) else {stored.slot}

        def change(draft: Draft) -> Draft:
            kept = (page for page in (*draft.pages, *draft.removed) if page.slot not in gone)
            return draft.with_pages((*kept, stored))

        self._keeper.rearrange(change, self._writing(read))
        return side

    def take_chip(self, card: RawCard) -> None:
        """Fill in what the chip of the card on the reader says. It wins over the camera and over what was
        typed before. Raises ChipUnreadable, ChipOfOtherCard, DiskFull."""
        chip = parse_chip(card.text)
        stored = StoredChip(card.text, card.portrait, self._parts.clock.now().at)
        fill_in = self._writing(self._answers(card_lines(self._draft), chip))

        def write(session: Session) -> None:
            drafts.save_chip(session, self._draft.visit_id, stored)
            fill_in(session)

        self._keeper.save(write, unsign=True)

    def drop(self, side: Side) -> None:
        """Take one side out, to be taken anew. What it said stays until another says it."""
        slot = SLOTS[side]
        self._keeper.rearrange(
            lambda draft: draft.with_pages(
                tuple(page for page in (*draft.pages, *draft.removed) if page.slot is not slot)
            )
        )

    def _writing(self, answers: tuple[Answer, ...]) -> Callable[[Session], None]:
        return partial(drafts.save_answers, visit_id=self._draft.visit_id, answers=answers)

    def _answers(
        self, lines: Mapping[Side, tuple[Line, ...]], chip: Chip | None, front: Image | None = None
    ) -> tuple[Answer, ...]:
        """``front`` is the picture of the portrait side that is new: its name is looked at closely."""
        at = self._parts.clock.now().at
        read = readings_on_card(lines, at.date(), chip).get(NAME)
        doubted: set[str] = set()
        if front is not None and chip is None and read and read.box and is_checkable(read.value):
            signs = signs_on(front, read.box, str(read.value), self._parts.fonts)
            doubted = {NAME} if any(seen.rare_fits for seen in signs) else set()
        return answers_on_card(lines, at, chip, doubted)

    # What there is -----------------------------------------------------------------------------------

    @property
    def sides(self) -> Mapping[Side, str]:
        """The page id of each side that was taken."""
        return {SIDES[page.slot]: page.id for page in self._draft.pages if page.slot in SIDES}

    @property
    def chip(self) -> Chip | None:
        """What the card's chip says, where a reader has read it."""
        return chip_of(self._draft)

    def knows_chip(self, card: RawCard) -> bool:
        """Whether this card was taken already: it lies there still, or again."""
        return self._draft.chip is not None and self._draft.chip.text == card.text

    @property
    def kind(self) -> CardKind | None:
        """What was taken as the portrait side or page."""
        lines = card_lines(self._draft)
        return kind_of(lines[Side.FRONT]) if Side.FRONT in lines else None

    @property
    def missing(self) -> tuple[Side, ...]:
        """The sides that are still to be taken; a passport has one page only."""
        if (kind := self.kind) is not None and needs_one_side(kind):
            return ()
        return tuple(side for side in Side if side not in self.sides)

    def remarks(self) -> tuple[Finding, ...]:
        """What to say at once about what was taken: it may be two cards, or no original. Never a refusal."""
        return card_remarks(self._draft)

    def readings(self) -> Mapping[str, Reading[Any]]:
        """What was read, by the key of the answer that it gives, with the place on the portrait side."""
        today = self._parts.clock.now().at.date()
        return readings_on_card(card_lines(self._draft), today, self.chip)

    # The name ----------------------------------------------------------------------------------------

    def name_check(self) -> NameCheck | None:
        """The name while it waits for the person's word, with what else its characters may be; None where it
        needs none, or is not written in characters. A tenth of a second."""
        answer, read = self._draft.answers.get(NAME), self.readings().get(NAME)
        page_id = self.sides.get(Side.FRONT)
        if answer is None or answer.confirmed or page_id is None or read is None or read.box is None:
            return None
        if answer.value != read.value or not is_checkable(read.value):
            return None
        stored = next(page for page in self._draft.pages if page.id == page_id)
        with self._parts.store.open_blob(self._draft.visit_id, stored.cleaned or "") as picture:
            page = decode_picture(picture.read(), "")
        return check_of(page, read.box, read.value, self._parts.fonts)

    def take_name(self, name: str, sure: bool) -> None:
        """The person has put other characters into the name that was read: it is theirs now, and says where
        on the card it stands. ``sure`` is False while other characters of it are still in doubt."""
        read = self.readings().get(NAME)
        page = next((page for page in self._draft.pages if page.id == self.sides.get(Side.FRONT)), None)
        origin = None
        if page is not None and page.size_px and read is not None and read.box:
            origin = Origin(page.id, place_of(read.box, page.size_px))
        at = self._parts.clock.now().at
        answer = Answer(NAME, name, Source.LITIGANT, at, confirmed=sure, origin=origin)
        self._keeper.save(self._writing((answer,)), unsign=True)
