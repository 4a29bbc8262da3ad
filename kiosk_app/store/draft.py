"""What a draft is made of: all that a visit has gathered so far, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from kiosk_app.domain.consent import Consent
from kiosk_app.domain.evidence import ItemPart
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import Reading
from kiosk_app.domain.signature import DrawnCharacters, Signature
from kiosk_app.domain.values import Answer, Origin
from kiosk_app.store.tables import Slot

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Four corners in pixels of the original picture, clockwise from the top left."""


@dataclass(frozen=True, slots=True)
class StoredItem:
    """What some pages of evidence are together, the day that stands on them, and what they are to prove.
    ``origins`` has a place on a page for each of these that was taken over from it."""

    id: str
    title: str
    purpose: str = ""
    dated: date | None = None
    origins: Mapping[ItemPart, Origin] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A captured page. ``original``, ``cleaned`` and ``thumbnail`` are blob ids; ``lines`` of print and what
    the ``codes`` say, which anybody may have printed, were read from the cleaned picture, boxes in its
    pixels, before a person turned it ``quarter_turns`` to the right;
    ``size_px`` is its width and height, None for pages that were kept before that was known.

    ``item_id`` names the evidence it belongs to, ``document_id`` the document that was signed on it with a
    pen; ``back_of`` the page whose back it is; ``removal`` is set on
    a page that was taken out, and larger the later that was.
    """

    id: str
    slot: Slot
    position: int
    original: str
    cleaned: str | None
    taken_at: datetime
    item_id: str | None = None
    document_id: str | None = None
    quarter_turns: int = 0
    back_of: str | None = None
    removal: int | None = None
    thumbnail: str | None = None
    lines: tuple[Reading[str], ...] = ()
    codes: tuple[Reading[str], ...] = ()
    size_px: tuple[int, int] | None = None
    quad: Corners | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class StoredChip:
    """The chip's 256 bytes and its portrait, as a card reader delivered them; they were parsed before."""

    text: bytes
    portrait: bytes
    read_at: datetime


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a visit has gathered so far. ``pages`` are in order of slot and position; ``removed`` are
    those that were taken out and can be put back, the last one last. ``items`` are by id."""

    visit_id: str
    started_at: datetime
    form_id: str
    step: str
    filing_id: str | None
    receipt_number: str | None
    answers: Mapping[str, Answer]
    consents: tuple[Consent, ...]
    pages: tuple[StoredPage, ...]
    signatures: Mapping[str, Signature]
    drawn: DrawnCharacters
    removed: tuple[StoredPage, ...] = ()
    items: Mapping[str, StoredItem] = field(default_factory=dict)
    chip: StoredChip | None = None

    def with_pages(self, pages: Iterable[StoredPage]) -> Draft:
        """The draft with these pages, in any order, those taken out among them."""
        ordered = sorted(pages, key=_page_order)
        return replace(
            self,
            pages=tuple(page for page in ordered if page.removal is None),
            removed=tuple(
                sorted((p for p in ordered if p.removal is not None), key=lambda p: p.removal or 0)
            ),
        )


_SLOT_ORDER = {slot: order for order, slot in enumerate(Slot)}


def _page_order(page: StoredPage) -> tuple[int, int, datetime, str]:
    return _SLOT_ORDER[page.slot], page.position, page.taken_at, page.id
