"""The stack of evidence: pages under titles, taken, turned, ordered, taken out and put back.

Every change is committed before the method returns.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from uuid_utils import uuid7

from kiosk_app.capture.geometry import Quad
from kiosk_app.capture.seen import fingerprint, same_page
from kiosk_app.domain.evidence import ItemPart
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.paper import Suggestion
from kiosk_app.forms.question import Form
from kiosk_app.store.draft import Draft, StoredItem, StoredPage
from kiosk_app.store.tables import Slot
from kiosk_app.visit import arrange
from kiosk_app.visit.arrange import Pages
from kiosk_app.visit.evidence_view import EvidenceView
from kiosk_app.visit.gathered import evidence_pages
from kiosk_app.visit.keeper import Keeper
from kiosk_app.visit.pages import (
    FlatPage,
    Picture,
    flat_paper,
    keep,
    made_again,
    read_flat,
    read_paper,
)
from kiosk_app.visit.parts import VisitParts
from kiosk_app.visit.separators import (
    Separating,
    Separation,
    begun,
    item_for,
    separated,
    separator_of,
)

LONGEST_TITLE, LONGEST_PURPOSE = 60, 300
SEEN = "page_seen"
_MADE = ("cleaned", "thumbnail", "lines", "codes", "size_px", "quad", "findings")
"""What is made of a page's original."""


class EvidenceStack(EvidenceView):
    """The evidence of one visit. Safe to call from the worker that takes a picture while the screen reads
    and reorders. Changes raise DiskFull and VisitEnded."""

    def __init__(self, parts: VisitParts, form: Form, keeper: Keeper) -> None:
        super().__init__(parts, form, keeper)
        self._separating = Separating()

    # Taking --------------------------------------------------------------------------------------

    def lay(
        self, picture: Picture, title: str, quad: Quad | None = None, instead_of: str = ""
    ) -> str | Separation:
        """What was laid down: a page, which is added or put in the place of ``instead_of``; or a separator
        sheet, which is not kept, and the next page begins an item. Slow. Raises NoPageFound, DiskFull."""
        flat = flat_paper(picture, quad)
        number = separator_of(flat.codes, flat.size_px)
        if number is None:
            return self._replace(flat, instead_of) if instead_of else self._add(flat, title)
        self._separating, separation = separated(self._separating, number, str(uuid7()), self._keeper.draft)
        return separation

    def begin_item(self, number: int) -> None:
        """The next page begins an item although the separator sheet of that number was used before."""
        self._separating = begun(self._separating, str(uuid7()), self._keeper.draft, number)

    def undo_separation(self, separation: Separation) -> None:
        """The sheet changes nothing after all: the next page goes where it would have gone without it."""
        self._separating = separation.before

    def take(self, picture: Picture, title: str, quad: Quad | None = None) -> str:
        """Add a page, whatever it is, at the end of the item that a separator sheet has begun, else of the
        last item of that title; its id. Slow. Without a title it goes by what the page seems to be, or where
        nobody can say, by the last of the usual ones.

        Raises NoPageFound, DiskFull.
        """
        return self._add(flat_paper(picture, quad), title)

    def _add(self, flat: FlatPage, title: str) -> str:
        stored = self._taken(flat)
        chosen = title
        title = title or self._seems(stored) or self.titles[-1]
        fresh = StoredItem(str(uuid7()), title, self._hints.get(title, ""))

        def change(draft: Draft) -> Draft:
            self._separating, item = item_for(self._separating, chosen, fresh, draft)
            item = item or _item_called(draft, title) or fresh
            draft = replace(draft, items={**draft.items, item.id: item})
            own = replace(stored, item_id=item.id)
            return _with(draft, arrange.moved((*evidence_pages(draft), own), {own.id}, item.id, None))

        self._keeper.rearrange(change)
        return stored.id

    def retake(self, page_id: str, picture: Picture, quad: Quad | None = None) -> str:
        """A new picture in the place of a page, which can be put back beside it; the new id. Slow.

        Raises NoPageFound, DiskFull.
        """
        return self._replace(flat_paper(picture, quad), page_id)

    def _replace(self, flat: FlatPage, page_id: str) -> str:
        stored = self._taken(flat, instead_of=page_id)

        def change(draft: Draft) -> Draft:
            old = next(old for old in (*draft.pages, *draft.removed) if old.id == page_id)
            new = replace(stored, item_id=old.item_id, position=old.position, back_of=old.back_of)
            if old.removal is None:
                draft = _without(draft, {page_id})
            kept = tuple(
                replace(other, back_of=new.id) if other.back_of == page_id else other
                for other in evidence_pages(draft)
            )
            return _with(draft, arrange.put_back(kept, [new]))

        self._keeper.rearrange(change)
        return stored.id

    def reframe(self, page_id: str, quad: Quad) -> None:
        """Make a page anew from its untouched picture, inside the outline that a person drew. Slow."""
        page = read_paper(Picture(self.original(page_id)), self._parts.reader, quad)
        again = made_again(self._page(page_id), page, self._parts, self._keeper.draft.visit_id)
        made = {name: getattr(again, name) for name in _MADE}
        self._prints[page_id] = fingerprint(page.flat)
        self._change({page_id}, lambda page: replace(page, **made))
        self.papers.facts(self._page(page_id))

    def _taken(self, flat: FlatPage, instead_of: str = "") -> StoredPage:
        """The page on disk, with a finding where it looks like one that is in already."""
        page = read_flat(flat, self._parts.reader)
        stored = keep(page, Slot.EVIDENCE, self._parts, self._keeper.draft.visit_id)
        own = fingerprint(page.flat)
        others = {other.id for other in evidence_pages(self._keeper.draft)} & self._prints.keys() - {
            instead_of
        }
        seen = next((other for other in sorted(others) if same_page(own, self._prints[other])), None)
        self._prints[stored.id] = own
        self.papers.facts(stored)  # here, in the worker, so that no screen waits for it
        if seen is None:
            return stored
        found = Finding("page_seen", Grade.WORTH_KNOWING, stored.id, facts=(("page", seen),))
        return replace(stored, findings=(*stored.findings, found))

    # Arranging -----------------------------------------------------------------------------------

    def accept(self, page_id: str) -> None:
        """The visitor keeps the page as it is: that it looks like another one is settled."""
        self._change(
            {page_id},
            lambda page: replace(page, findings=tuple(f for f in page.findings if f.code != SEEN)),
        )

    def turn(self, page_ids: Collection[str]) -> None:
        """Turn pages a quarter to the right."""
        self._change(page_ids, lambda page: replace(page, quarter_turns=(page.quarter_turns + 1) % 4))

    def shift(self, page_ids: Collection[str], by: int) -> None:
        """Move pages one sheet on (1) or back (-1) inside their item."""
        self._order(lambda pages: arrange.shifted(pages, page_ids, by))

    def move(self, page_ids: Collection[str], item_id: str, before: str | None = None) -> None:
        """Move pages into an item, in front of a page of it or at its end."""
        self._order(lambda pages: arrange.moved(pages, page_ids, item_id, before))

    def set_back(self, page_id: str, is_back: bool) -> None:
        """Say whether a page is the back of the one before it; it then follows its front."""
        front = self.front_for(page_id)
        self._change({page_id}, lambda page: replace(page, back_of=front if is_back else None))

    def front_for(self, page_id: str) -> str | None:
        """The page before, if this one can be its back: in the same item, each a single page."""
        pages = self.item_of(page_id).pages
        at = next(number for number, page in enumerate(pages) if page.id == page_id)
        sheets = {sheet[0].id: sheet for sheet in arrange.leaves(pages)}
        alone = at > 0 and len(sheets.get(page_id, ())) == 1 and len(sheets.get(pages[at - 1].id, ())) == 1
        return pages[at - 1].id if alone else None

    def remove(self, page_ids: Collection[str]) -> None:
        """Take pages out; :meth:`put_back` brings them back for as long as the visit lasts."""
        self._keeper.rearrange(lambda draft: _without(draft, set(page_ids)))

    def put_back(self) -> tuple[str, ...]:
        """Undo the last :meth:`remove` that still stands; the ids. May be repeated until all are back."""
        returned: list[str] = []

        def change(draft: Draft) -> Draft:
            if not draft.removed:
                return draft
            last = [page for page in draft.removed if page.removal == draft.removed[-1].removal]
            returned.extend(page.id for page in last)
            rest = draft.removed[: -len(last)]
            pages = arrange.put_back(evidence_pages(draft), last)
            return _with(replace(draft, removed=rest), pages)

        self._keeper.rearrange(change)
        return tuple(returned)

    # Items ---------------------------------------------------------------------------------------

    def split(self, page_id: str) -> str:
        """Begin a new item with this page and those behind it in its item; the new item's id."""
        sheets = arrange.leaves(self.item_of(page_id).pages)
        at = next(n for n, sheet in enumerate(sheets) if any(page.id == page_id for page in sheet))
        return self.gather({page.id for sheet in sheets[at:] for page in sheet})

    def gather(self, page_ids: Collection[str]) -> str:
        """Begin a new item with these pages, behind the one that the first of them comes from; its id."""
        fresh = str(uuid7())
        item = next(item for item in self.items if any(page.id in page_ids for page in item.pages))
        self._set_item(
            StoredItem(fresh, item.title, item.purpose),
            lambda pages: arrange.gathered(pages, page_ids, fresh),
        )
        return fresh

    def file_under(self, page_id: str, title: str) -> None:
        """Put a page at the end of the last item of that title, a new one where there is none."""
        item = _item_called(self._keeper.draft, title)
        if item is not None and any(each.id == item.id for each in self.items):
            self.move({page_id}, item.id)
        else:
            self.rename(self.gather({page_id}), title)

    def merge(self, item_id: str, into: str) -> None:
        """Add all pages of an item at the end of another one."""
        own = {page.id for item in self.items if item.id == item_id for page in item.pages}
        self._order(lambda pages: arrange.moved(pages, own, into, None))

    def shift_item(self, item_id: str, by: int) -> None:
        """Move an item one place on (1) or back (-1)."""
        self._order(lambda pages: arrange.item_shifted(pages, item_id, by))

    def rename(self, item_id: str, title: str) -> None:
        """Call an item something else. What such evidence usually proves comes with its name, unless the
        visitor has written something of their own."""
        item = self._keeper.draft.items[item_id]
        title = title.strip()[:LONGEST_TITLE] or item.title
        usual = item.purpose in ("", self._hints.get(item.title, ""))
        purpose = self._hints.get(title, item.purpose) if usual else item.purpose
        if title != item.title:
            self._set_item(_written(replace(item, title=title, purpose=purpose), ItemPart.TITLE))

    def set_purpose(self, item_id: str, purpose: str) -> None:
        """What an item is to prove, in the visitor's words."""
        item = replace(self._keeper.draft.items[item_id], purpose=purpose[:LONGEST_PURPOSE])
        self._set_item(_written(item, ItemPart.PURPOSE))

    def set_day(self, item_id: str, dated: date | None) -> None:
        """The day that stands on an item, as the visitor says; None for no day."""
        item = replace(self._keeper.draft.items[item_id], dated=dated)
        self._set_item(_written(item, ItemPart.DATED))

    def take_suggestion(self, item_id: str, suggestion: Suggestion) -> None:
        """The visitor has looked at the picture and takes over what the paper says of this part."""
        part, value = ItemPart(suggestion.key), suggestion.value
        match part:
            case ItemPart.TITLE:
                self.rename(item_id, str(value))
            case ItemPart.DATED if isinstance(value, date):
                self.set_day(item_id, value)
            case ItemPart.PURPOSE:
                self.set_purpose(item_id, str(value))
        item = self._keeper.draft.items[item_id]
        self._set_item(replace(item, origins={**item.origins, part: suggestion.origin}))

    def _set_item(self, item: StoredItem, change: Callable[[Pages], Pages] = lambda pages: pages) -> None:
        def changed(draft: Draft) -> Draft:
            draft = replace(draft, items={**draft.items, item.id: item})
            return _with(draft, change(evidence_pages(draft)))

        self._keeper.rearrange(changed)

    def _order(self, change: Callable[[Pages], Pages]) -> None:
        self._keeper.rearrange(lambda draft: _with(draft, change(evidence_pages(draft))))

    def _change(self, page_ids: Collection[str], change: Callable[[StoredPage], StoredPage]) -> None:
        """Change some pages where they are, in the stack or taken out of it."""
        self._keeper.rearrange(
            lambda draft: draft.with_pages(
                change(page) if page.id in page_ids else page for page in (*draft.pages, *draft.removed)
            )
        )


def _written(item: StoredItem, part: ItemPart) -> StoredItem:
    """The item with one part in a person's own words: it was not taken over from a page any more."""
    return replace(item, origins={other: at for other, at in item.origins.items() if other is not part})


def _item_called(draft: Draft, title: str) -> StoredItem | None:
    """The last item of that title, one whose pages were all taken out only where there is no other."""
    present = [draft.items[page.item_id or ""] for page in reversed(evidence_pages(draft))]
    return next((item for item in (*present, *draft.items.values()) if item.title == title), None)


def _with(draft: Draft, pages: Pages) -> Draft:
    """The draft with these pages as its evidence, in this order."""
    others = (page for page in draft.pages if page.slot is not Slot.EVIDENCE)
    return draft.with_pages((*others, *arrange.spaced(pages), *draft.removed))


def _without(draft: Draft, page_ids: set[str]) -> Draft:
    """The draft with these pages taken out, all in one act."""
    removal = 1 + max((page.removal or 0 for page in draft.removed), default=0)
    return draft.with_pages(
        replace(page, removal=removal) if page.id in page_ids else page
        for page in (*draft.pages, *draft.removed)
    )
