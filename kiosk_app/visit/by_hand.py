"""What a visitor's hand gave to the papers: signatures, on the screen and with a pen, and characters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from kiosk_app.domain.signature import DrawnCharacters, Signature, SignedOn
from kiosk_app.store.draft import Draft, StoredPage
from kiosk_app.store.tables import Slot


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
