"""Reading and signing the documents of a visit: on the screen, or printed, signed with a pen, captured.

Paper is offered for every document: doing it on a screen is a choice (在线诉讼规则 4). The way chosen last
counts: a drawn signature and captured pages never stand beside each other for one document.
"""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from kiosk_app.capture.geometry import Quad
from kiosk_app.domain.filing import Filing
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.question import Form
from kiosk_app.forms.unroll import of_answers
from kiosk_app.store import drafts
from kiosk_app.store.draft import Draft, StoredPage
from kiosk_app.store.tables import Slot
from kiosk_app.visit import papers
from kiosk_app.visit.by_hand import signed_pages
from kiosk_app.visit.gathered import filing_of
from kiosk_app.visit.keeper import Keeper
from kiosk_app.visit.pages import Picture, keep, read_paper
from kiosk_app.visit.papers import Document, Undrawn
from kiosk_app.visit.parts import VisitParts


class Signing:
    """The documents of one visit and their signatures. Changes are committed before a method returns; a later
    change of an answer takes all signatures off again."""

    def __init__(self, parts: VisitParts, declared: Form, keeper: Keeper) -> None:
        self._parts, self._declared, self._keeper = parts, declared, keeper

    def documents(self, *ids: str) -> tuple[Document, ...]:
        """What is to be read, and mostly signed, as it stands now; all of it, or the papers named. Takes
        about a second; safe in a worker."""
        draft = self._keeper.draft  # all of one draft, whatever the screen changes meanwhile
        return papers.of_draft(self._parts, *self._filing(draft), draft, ids)

    def undrawn(self) -> tuple[Undrawn, ...]:
        """The characters of names and other answers that no font has and the visitor did not write yet, names
        first. Slow the first time; safe in a worker."""
        draft = self._keeper.draft
        _, filing = self._filing(draft)
        return papers.undrawn(self._parts.fonts, filing, draft.drawn)

    def _filing(self, draft: Draft) -> tuple[Form, Filing]:
        form = of_answers(self._declared, draft.answers)
        return form, filing_of(self._parts, form, draft, self._parts.clock.now())

    def draw_character(self, character: str, drawn: Signature) -> None:
        """Keep how the visitor writes a character that no font has: papers show it so. What was signed
        without it is to be signed anew."""
        visit_id, written = self._keeper.draft.visit_id, self._dated(drawn)
        self._keeper.save(
            lambda session: drafts.save_drawn(session, visit_id, character, written), unsign=True
        )

    def _dated(self, drawn: Signature) -> Signature:
        return replace(drawn, at=self._parts.clock.now().at)

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
        """Put a drawn signature on a document, at this moment, in the place of what was signed on paper."""
        visit_id, signature = self._keeper.draft.visit_id, self._dated(signature)
        write = partial(
            drafts.save_signature, visit_id=visit_id, document_id=document_id, signature=signature
        )
        gone = {page.id for page in self.pages(document_id)}
        self._keeper.rearrange(lambda draft: _without(draft, gone), write, unsign=False)


def _without(draft: Draft, page_ids: set[str]) -> Draft:
    return draft.with_pages(page for page in (*draft.pages, *draft.removed) if page.id not in page_ids)
