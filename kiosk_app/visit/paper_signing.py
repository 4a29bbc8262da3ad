"""Documents that are signed with a pen: printed, signed, laid under the camera.

Offered for every document: doing it on a screen is a choice (在线诉讼规则 4). The way chosen last counts: a
drawn signature and captured pages never stand beside each other for one document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial

from kiosk_app.capture.geometry import Quad
from kiosk_app.domain.signature import DrawnCharacters, Signature, SignedOn
from kiosk_app.store import drafts
from kiosk_app.store.draft import Draft, StoredPage
from kiosk_app.store.tables import Slot
from kiosk_app.visit.keeper import Keeper
from kiosk_app.visit.pages import Picture, keep, read_paper
from kiosk_app.visit.parts import VisitParts


def signed_pages(draft: Draft) -> Mapping[str, tuple[StoredPage, ...]]:
    """By the id of a document, the captured pages that were signed with a pen, in order."""
    found: dict[str, tuple[StoredPage, ...]] = {}
    for page in draft.pages:
        if page.slot is Slot.SIGNED and page.document_id:
            found[page.document_id] = (*found.get(page.document_id, ()), page)
    return found


@dataclass(frozen=True, slots=True)
class ByHand:
    """What the visitor's hand gave to the papers: signatures by document, the captured pages of those signed
    with a pen, and characters that no font has."""

    signatures: Mapping[str, Signature] = field(default_factory=dict)
    captured: Mapping[str, tuple[StoredPage, ...]] = field(default_factory=dict)
    drawn: DrawnCharacters = field(default_factory=dict)

    def signed_on(self, document_id: str) -> SignedOn | None:
        """How a document was signed; None where it was not."""
        if document_id in self.captured:
            return SignedOn.PAPER
        return SignedOn.SCREEN if document_id in self.signatures else None


def by_hand(draft: Draft) -> ByHand:
    return ByHand(draft.signatures, signed_pages(draft), draft.drawn)


def signed_documents(draft: Draft) -> frozenset[str]:
    """The ids of those that were signed, in one way or the other."""
    return frozenset((*draft.signatures, *signed_pages(draft)))


class PaperSigning:
    """The signatures of one visit, on the screen and on paper. Changes are committed before a method returns;
    a later change of an answer takes all of them off again."""

    def __init__(self, parts: VisitParts, keeper: Keeper) -> None:
        self._parts, self._keeper = parts, keeper

    def pages(self, document_id: str) -> tuple[StoredPage, ...]:
        """The pages of a document that were captured, in order. A document with one is signed: how many of
        its pages there are is said to the court, and nobody is held up."""
        return signed_pages(self._keeper.draft).get(document_id, ())

    def take(self, document_id: str, picture: Picture, quad: Quad | None = None) -> str:
        """Keep the next page of a document that was signed with a pen; its id. Slow (two or three seconds).

        Raises NoPageFound, DiskFull, VisitEnded.
        """
        visit_id = self._keeper.draft.visit_id
        read = read_paper(picture, self._parts.reader, quad)
        taken = replace(keep(read, Slot.SIGNED, self._parts, visit_id), document_id=document_id)

        def change(draft: Draft) -> Draft:
            own = signed_pages(draft).get(document_id, ())
            page = replace(taken, position=own[-1].position + 1 if own else 0)
            return draft.with_pages((*draft.pages, *draft.removed, page))

        clear = partial(drafts.clear_signature, visit_id=visit_id, document_id=document_id)
        self._keeper.rearrange(change, clear, unsign=False)
        return taken.id

    def remove(self, page_id: str) -> None:
        """Take a page out, to be captured anew. A document without any is not signed any more."""
        self._keeper.rearrange(lambda draft: _without(draft, {page_id}), unsign=False)

    def sign(self, document_id: str, signature: Signature) -> None:
        """Put a drawn signature on a document, in the place of what was signed on paper."""
        visit_id = self._keeper.draft.visit_id
        write = partial(
            drafts.save_signature, visit_id=visit_id, document_id=document_id, signature=signature
        )
        gone = {page.id for page in self.pages(document_id)}
        self._keeper.rearrange(lambda draft: _without(draft, gone), write, unsign=False)


def _without(draft: Draft, page_ids: set[str]) -> Draft:
    return draft.with_pages(page for page in (*draft.pages, *draft.removed) if page.id not in page_ids)
