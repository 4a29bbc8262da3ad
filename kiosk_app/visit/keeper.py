"""Holds the draft of a visit: what is shown was committed before."""

from __future__ import annotations

import threading
from collections.abc import Callable

from sqlalchemy.orm import Session

from kiosk_app.store import drafts
from kiosk_app.store.draft import Draft
from kiosk_app.store.store import Store
from kiosk_app.store.tables import Slot


class Keeper:
    """One for a visit. The screen and the worker that takes pictures change the draft at the same time: each
    change is one transaction, done on what the one before has left, and ``draft`` is replaced whole."""

    def __init__(self, store: Store, draft: Draft) -> None:
        self._store = store
        self._lock = threading.RLock()
        self.draft = draft

    def save(self, write: Callable[[Session], object], *, unsign: bool = False) -> None:
        """Write anything but pages and items in one transaction. ``unsign`` where signed papers change: then
        every signature goes, drawn or captured.

        Raises DiskFull, VisitEnded.
        """
        with self._lock:
            kept = _without_signed(self.draft) if unsign else self.draft
            with self._store.database.begin() as session:
                write(session)
                self._unsign(session, unsign)
                if kept is not self.draft:
                    drafts.rearrange(session, self.draft, kept)
                draft = drafts.load(session, self.draft.visit_id, kept)
            self.draft = draft

    def rearrange(
        self,
        change: Callable[[Draft], Draft],
        write: Callable[[Session], object] | None = None,
        *,
        unsign: bool = True,
    ) -> None:
        """Change pages and items, and ``write`` what belongs to it, in one transaction. See :meth:`save`.

        Only the rows that differ are written, and nothing is read back: with hundreds of pages a change
        still fits into a frame. Raises DiskFull, VisitEnded.
        """
        with self._lock:
            before = self.draft
            after = _without_signed(change(before)) if unsign else change(before)
            with self._store.database.begin() as session:
                drafts.rearrange(session, before, after)
                if write is not None:
                    write(session)
                self._unsign(session, unsign)
                if write is not None or before.signatures:
                    after = drafts.load(session, after.visit_id, after)
            self.draft = after

    def _unsign(self, session: Session, wanted: bool) -> None:
        if wanted and self.draft.signatures:
            drafts.clear_signatures(session, self.draft.visit_id)


def _without_signed(draft: Draft) -> Draft:
    """The draft without the captured pages that were signed with a pen; itself where there are none."""
    pages = [*draft.pages, *draft.removed]
    others = [page for page in pages if page.slot is not Slot.SIGNED]
    return draft if len(others) == len(pages) else draft.with_pages(others)
