"""What can be seen of a visit's evidence: items, their pages, what was found there, what they suggest."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk_app.capture.geometry import Image
from kiosk_app.capture.picture import decode_picture
from kiosk_app.capture.seen import Fingerprint
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.evidence import ItemPart
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.paper import Suggestion
from kiosk_app.forms.question import Form
from kiosk_app.store.draft import StoredPage
from kiosk_app.visit.arrange import Pages
from kiosk_app.visit.gathered import evidence_pages, page_findings
from kiosk_app.visit.keeper import Keeper
from kiosk_app.visit.pages import piece_of, turned
from kiosk_app.visit.parts import VisitParts
from kiosk_app.visit.suggest import Papers, item_suggestions


@dataclass(frozen=True, slots=True)
class Item:
    """Pages that are one piece of evidence, in reading order. There is at least one."""

    id: str
    title: str
    purpose: str
    pages: Pages
    dated: date | None = None


class EvidenceView:
    """The evidence of one visit, to look at. Methods that are marked slow belong in a worker; all others fit
    into a frame, with hundreds of pages too."""

    def __init__(self, parts: VisitParts, form: Form, keeper: Keeper) -> None:
        self._parts = parts
        self._keeper = keeper
        self._form = form
        self._hints = {hint.title: hint.purpose for hint in form.evidence}
        self.papers = Papers()
        self._prints: dict[str, Fingerprint] = {}

    @property
    def prints(self) -> dict[str, Fingerprint]:
        """What the pages of this sitting are recognised by, by page id."""
        return dict(self._prints)

    @property
    def titles(self) -> tuple[str, ...]:
        """What evidence in such cases is usually called."""
        return tuple(self._hints)

    @property
    def first_titles(self) -> tuple[str, ...]:
        """Those that are offered at the camera."""
        return tuple(hint.title for hint in self._form.evidence if not hint.aside)

    @property
    def items(self) -> tuple[Item, ...]:
        """The items in order of their first pages."""
        draft = self._keeper.draft
        pages: dict[str, list[StoredPage]] = {}
        for page in evidence_pages(draft):
            pages.setdefault(page.item_id or "", []).append(page)
        return tuple(
            Item(item.id, item.title, item.purpose, tuple(own), item.dated)
            for item, own in ((draft.items[item_id], own) for item_id, own in pages.items())
        )

    @property
    def removed_count(self) -> int:
        """How many pages the next :meth:`put_back` brings back."""
        removed = self._keeper.draft.removed
        return sum(page.removal == removed[-1].removal for page in removed)

    def page(self, page_id: str) -> StoredPage | None:
        """A page that is in the stack; None if it was taken out."""
        return next((page for page in evidence_pages(self._keeper.draft) if page.id == page_id), None)

    def item_of(self, page_id: str) -> Item:
        return next(item for item in self.items if any(page.id == page_id for page in item.pages))

    def findings(self, page_id: str) -> tuple[Finding, ...]:
        """What was found on a page and still stands."""
        return page_findings(self._keeper.draft, self._page(page_id))

    @property
    def doubtful(self) -> frozenset[str]:
        """The pages on which something was found."""
        draft = self._keeper.draft
        return frozenset(page.id for page in evidence_pages(draft) if page_findings(draft, page))

    def picture(self, page_id: str) -> bytes:
        """The cleaned page as JPEG, not turned by hand. Raises BlobMissing, BlobDamaged."""
        return self._read(self._page(page_id).cleaned)

    def thumbnail(self, page_id: str) -> bytes:
        """The same, a few kilobytes. Raises BlobMissing, BlobDamaged."""
        page = self._page(page_id)
        return self._read(page.thumbnail or page.cleaned)

    def seems(self, page_id: str) -> str:
        """The name of the usual evidence that a page seems to be; empty where nobody can say."""
        return self._seems(self._page(page_id))

    def _seems(self, page: StoredPage) -> str:
        sort = self.papers.facts(page).sort
        return next((hint.title for hint in self._form.evidence if sort in hint.papers), "")

    def suggestions(self, item_id: str) -> Mapping[ItemPart, Suggestion]:
        """What the first page of an item suggests for its name, its day and its purpose, where the item does
        not say just so. None of it is kept before :meth:`take_suggestion`."""
        page = next(item for item in self.items if item.id == item_id).pages[0]
        item = self._keeper.draft.items[item_id]
        return item_suggestions(self._form, item, page, self.papers.facts(page))

    @property
    def has_unread(self) -> bool:
        """Whether pages wait for :meth:`go_through`, such as those of a visit that was taken up again."""
        return self.papers.is_behind(self._keeper.draft)

    def go_through(self) -> None:
        """Find what all pages suggest. Slow with hundreds of them."""
        self.papers.go_through(self._keeper.draft)

    def snippet(self, suggestion: Suggestion) -> Image:
        """The piece of the page that a suggestion was read from, turned as the visitor turned the page. Slow.
        Raises BlobMissing, BlobDamaged."""
        page = self._page(suggestion.origin.page_id)
        whole = decode_picture(self._read(page.cleaned), page.id)
        return turned(piece_of(whole, suggestion.box), page.quarter_turns)

    def original(self, page_id: str) -> Image:
        """The untouched picture. Slow. Raises BlobMissing, BlobDamaged, NotAPicture."""
        return decode_picture(self._read(self._page(page_id).original), page_id)

    def _page(self, page_id: str) -> StoredPage:
        draft = self._keeper.draft
        return next(page for page in (*draft.pages, *draft.removed) if page.id == page_id)

    def _read(self, blob_id: str | None) -> bytes:
        if blob_id is None:
            raise Bug("every page that a visit keeps has a cleaned picture")
        with self._parts.store.open_blob(self._keeper.draft.visit_id, blob_id) as stream:
            return stream.read()
