"""The draft of a visit: saved as it is spoken, loaded back whole, gone when the visit ends.

Each function works inside the caller's transaction. All that change a draft raise :class:`VisitEnded`
once it has ended, so that a late reading of a picture cannot revive what was wiped.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from kiosk_app.domain.consent import Consent
from kiosk_app.domain.errors import EnvironmentFault
from kiosk_app.domain.signature import Signature
from kiosk_app.domain.values import Answer
from kiosk_app.store import tables
from kiosk_app.store.audit import append
from kiosk_app.store.draft import Draft, StoredChip, StoredItem, StoredPage
from kiosk_app.store.draft_rows import (
    answer_of,
    answer_row,
    arranged,
    chip_of,
    consent_of,
    drawn_row,
    item_of,
    item_row,
    page_of,
    page_row,
    signature_row,
    strokes_of,
)
from kiosk_app.store.keys import RootKey, VisitKey, new_visit_key, unwrap, wrap


class VisitEnded(EnvironmentFault):
    """The visit was ended and wiped, or never began. Facts: ``visit_id``."""


def create(session: Session, root: RootKey, visit_id: str, at: datetime, form_id: str, step: str) -> None:
    """Begin a visit that fills in the named form, with a fresh key of its own."""
    wrapped = wrap(root, new_visit_key(visit_id))
    session.add(tables.Visit(id=visit_id, started_at=at, wrapped_key=wrapped, form_id=form_id, step=step))
    session.flush()


def unfinished(session: Session) -> tuple[str, ...]:
    """The ids of visits that have not ended, oldest first: after a start, what a crash left."""
    query = select(tables.Visit.id).where(tables.Visit.ended_at.is_(None)).order_by(tables.Visit.started_at)
    return tuple(session.scalars(query))


def key_of(session: Session, root: RootKey, visit_id: str) -> VisitKey:
    """The key of the visit's blobs. Raises :class:`VisitEnded`, :class:`~.keys.VisitKeyDamaged`."""
    return unwrap(root, visit_id, _open_visit(session, visit_id).wrapped_key or b"")


def set_step(session: Session, visit_id: str, step: str) -> None:
    _open_visit(session, visit_id).step = step


def save_answer(session: Session, visit_id: str, answer: Answer) -> None:
    """Keep an answer; it takes the place of an earlier one."""
    save_answers(session, visit_id, (answer,))


def save_answers(
    session: Session, visit_id: str, answers: Iterable[Answer], gone: Iterable[str] = ()
) -> None:
    """Keep several answers, each in the place of an earlier one, and clear those whose keys are ``gone``."""
    _open_visit(session, visit_id)
    for answer in answers:
        session.merge(answer_row(visit_id, answer))
    for key in gone:
        clear_answer(session, visit_id, key)


def clear_answer(session: Session, visit_id: str, key: str) -> None:
    _open_visit(session, visit_id)
    session.execute(delete(tables.Answer).where(tables.Answer.visit_id == visit_id, tables.Answer.key == key))


def save_consent(session: Session, visit_id: str, consent: Consent) -> None:
    """Keep what was said to one consent; saying it anew takes its place."""
    _open_visit(session, visit_id)
    session.merge(
        tables.Consent(
            visit_id=visit_id,
            kind=consent.kind.value,
            given=consent.given,
            text_version=consent.text_version,
            at=consent.at,
        )
    )


def save_item(session: Session, visit_id: str, item: StoredItem) -> None:
    """Keep what an item of evidence is called; the same id takes its place."""
    _open_visit(session, visit_id)
    session.merge(item_row(visit_id, item))


def save_page(session: Session, visit_id: str, page: StoredPage) -> None:
    """Keep a page whose blobs are on disk already; the same id takes its place."""
    _open_visit(session, visit_id)
    session.merge(page_row(visit_id, page))


def rearrange(session: Session, before: Draft, after: Draft) -> None:
    """Make the pages and items of ``before`` those of ``after``, writing only what differs.

    A page that is in neither ``pages`` nor ``removed`` of ``after`` is forgotten; its pictures go with the
    visit. Pages that only changed their place are written by one statement.
    """
    visit_id = after.visit_id
    _open_visit(session, visit_id)
    for item in after.items.values():
        if before.items.get(item.id) != item:
            save_item(session, visit_id, item)
    session.flush()
    old = {page.id: page for page in (*before.pages, *before.removed)}
    new = {page.id: page for page in (*after.pages, *after.removed)}
    for page_id in old.keys() - new.keys():
        remove_page(session, visit_id, page_id)
    moved: list[dict[str, Any]] = []
    for page in new.values():
        was = old.get(page.id)
        if was is page or was == page:
            continue
        if was is not None and replace(was, **arranged(page)) == page:
            moved.append({"id": page.id, **arranged(page)})
        else:
            save_page(session, visit_id, page)
    if moved:
        session.execute(update(tables.Page), moved)


def remove_page(session: Session, visit_id: str, page_id: str) -> None:
    """Forget a page. Its pictures stay on disk until the visit ends."""
    _open_visit(session, visit_id)
    session.execute(delete(tables.Page).where(tables.Page.visit_id == visit_id, tables.Page.id == page_id))


def blobs_of(session: Session, visit_id: str) -> frozenset[str]:
    """The blobs that the visit's pages name, those of pages taken out too."""
    pages = tables.Page
    query = select(pages.original, pages.cleaned, pages.thumbnail).where(pages.visit_id == visit_id)
    return frozenset(blob for row in session.execute(query) for blob in row if blob)


def save_chip(session: Session, visit_id: str, chip: StoredChip) -> None:
    """Keep what the card's chip says; another card takes its place."""
    _open_visit(session, visit_id)
    session.merge(
        tables.Chip(visit_id=visit_id, text=chip.text, portrait=chip.portrait, read_at=chip.read_at)
    )


def save_signature(session: Session, visit_id: str, document_id: str, signature: Signature) -> None:
    _open_visit(session, visit_id)
    session.merge(signature_row(visit_id, document_id, signature))


def clear_signature(session: Session, visit_id: str, document_id: str) -> None:
    """The document is signed in another way now."""
    _open_visit(session, visit_id)
    signatures = tables.Signature
    session.execute(
        delete(signatures).where(signatures.visit_id == visit_id, signatures.document_id == document_id)
    )


def clear_signatures(session: Session, visit_id: str) -> None:
    """What was signed has changed: it has to be read and signed again."""
    _open_visit(session, visit_id)
    session.execute(delete(tables.Signature).where(tables.Signature.visit_id == visit_id))


def save_drawn(session: Session, visit_id: str, character: str, drawn: Signature) -> None:
    """Keep how the visitor wrote a character that no font has; writing it again takes its place."""
    _open_visit(session, visit_id)
    session.merge(drawn_row(visit_id, character, drawn))


def reserve(session: Session, visit_id: str, filing_id: str, receipt_number: str) -> tuple[str, str]:
    """Bind the visit to the filing it becomes, before the dossier is written; returns the binding.

    A visit keeps its first binding: sealing again after a crash makes the same filing, not a second one.
    """
    visit = _open_visit(session, visit_id)
    if visit.filing_id and visit.receipt_number:
        return visit.filing_id, visit.receipt_number
    visit.filing_id, visit.receipt_number = filing_id, receipt_number
    session.flush()
    return filing_id, receipt_number


def load(session: Session, visit_id: str, known: Draft | None = None) -> Draft:
    """Everything saved for a visit that has not ended. Raises :class:`VisitEnded`.

    Pages and items are taken from ``known``, where a caller has them and knows that they did not change:
    hundreds of pages are not read again for one answer.
    """
    visit = _open_visit(session, visit_id)
    draft = Draft(
        visit_id=visit_id,
        started_at=visit.started_at,
        form_id=visit.form_id,
        step=visit.step,
        filing_id=visit.filing_id,
        receipt_number=visit.receipt_number,
        answers={row.key: answer_of(row) for row in _rows(session, tables.Answer, visit_id)},
        consents=tuple(consent_of(row) for row in _rows(session, tables.Consent, visit_id)),
        pages=known.pages if known else (),
        signatures={row.document_id: strokes_of(row) for row in _rows(session, tables.Signature, visit_id)},
        drawn={row.character: strokes_of(row) for row in _rows(session, tables.DrawnCharacter, visit_id)},
        removed=known.removed if known else (),
        items=known.items if known else _items(session, visit_id),
        chip=chip_of(session.get(tables.Chip, visit_id)),
    )
    if known:
        return draft
    return draft.with_pages(page_of(row) for row in _rows(session, tables.Page, visit_id))


def end(session: Session, visit_id: str, at: datetime, event: str) -> None:
    """Destroy the visit's key and rows. ``event`` says why in the audit log. Twice is as good as once."""
    visit = session.get(tables.Visit, visit_id)
    if visit is None or visit.ended_at is not None:
        return
    t = tables
    for table in (t.Answer, t.Consent, t.Page, t.EvidenceItem, t.Chip, t.Signature, t.DrawnCharacter):
        session.execute(delete(table).where(table.visit_id == visit_id))
    visit.wrapped_key, visit.ended_at, visit.step = None, at, ""
    append(session, at, event, visit_id)


def _open_visit(session: Session, visit_id: str) -> tables.Visit:
    visit = session.get(tables.Visit, visit_id)
    if visit is None or visit.ended_at is not None:
        raise VisitEnded(visit_id=visit_id)
    return visit


def _rows(session: Session, table: Any, visit_id: str) -> Any:
    order = table.at if hasattr(table, "at") else table.taken_at
    return session.scalars(select(table).where(table.visit_id == visit_id).order_by(order))


def _items(session: Session, visit_id: str) -> dict[str, StoredItem]:
    query = select(tables.EvidenceItem).where(tables.EvidenceItem.visit_id == visit_id)
    return {row.id: item_of(row) for row in session.scalars(query)}
