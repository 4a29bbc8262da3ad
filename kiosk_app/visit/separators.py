"""Separator sheets in a stack: which sheet is one, and what it changes. Pure functions on a frozen state.

A sheet that stands first makes no empty item, nor do two in a row: an item is there from its first page on.
A sheet that is seen again, since it still lies there, changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kiosk_app.capture.codes import Code, CodeKind
from kiosk_app.domain.code_meaning import SeparatorCode, meaning_of
from kiosk_app.store.draft import Draft, StoredItem

_LEAST_SHARE = 0.2
"""Of the page's short side. On our sheet the code takes 0.38 of it: a code so small was printed on, or lies
beside, a page that is evidence."""


@dataclass(frozen=True, slots=True)
class Separating:
    """What the sheets so far ask for: pages without a name of their own go into ``item_id``, which need not
    exist yet; empty before the first sheet. ``numbers`` are those of the sheets that were used."""

    item_id: str = ""
    numbers: frozenset[int] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Separation:
    """A separator sheet was laid down. ``used``: it has begun an item before and changed nothing now;
    ``before`` is what to go back to where the visitor did not mean it."""

    number: int
    used: bool
    before: Separating


def separator_of(codes: Iterable[Code], size_px: tuple[int, int]) -> int | None:
    """The number of the separator sheet that a page of that size is; None for every other page."""
    for code in codes:
        left, top, right, bottom = code.box
        large = min(right - left, bottom - top) >= _LEAST_SHARE * min(size_px)
        meaning = meaning_of(code.text)
        if code.kind is CodeKind.QR and large and isinstance(meaning, SeparatorCode):
            return meaning.number
    return None


def separated(state: Separating, number: int, fresh_id: str, draft: Draft) -> tuple[Separating, Separation]:
    """After a separator sheet; ``fresh_id`` is for the item that it begins."""
    used = number in state.numbers
    if used and _has_pages(state.item_id, draft):
        return state, Separation(number, True, state)
    return begun(state, fresh_id, draft, number), Separation(number, False, state)


def begun(state: Separating, fresh_id: str, draft: Draft, number: int) -> Separating:
    """The next page begins an item, which is the one that waits for its first page where there is one."""
    waits = state.item_id and not _has_pages(state.item_id, draft) and state.item_id not in draft.items
    return Separating(state.item_id if waits else fresh_id, state.numbers | {number})


def item_for(
    state: Separating, chosen: str, usual: StoredItem, draft: Draft
) -> tuple[Separating, StoredItem | None]:
    """The item that the next page goes into; None where no separator sheet has a say in it.

    ``chosen`` is the title that the visitor has touched, empty if none; ``usual`` the title and purpose that
    a new item would get. A visitor who touches another title has taken the sorting over.
    """
    if not state.item_id:
        return state, None
    item = draft.items.get(state.item_id)
    if item is None:
        return state, StoredItem(state.item_id, usual.title, usual.purpose)
    if _has_pages(item.id, draft) and chosen in ("", item.title):
        return state, item
    return Separating("", state.numbers), None


def _has_pages(item_id: str, draft: Draft) -> bool:
    """Whether pages are in an item, or were taken out of it and can be put back."""
    return any(page.item_id == item_id for page in (*draft.pages, *draft.removed))
