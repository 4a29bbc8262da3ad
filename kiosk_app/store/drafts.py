"""The draft of a visit: saved as it is spoken, loaded back whole, gone when the visit ends.

Each function works inside the caller's transaction. All that change a draft raise :class:`VisitEnded`
once it has ended, so that a late reading of a picture cannot revive what was wiped.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from kiosk_app.domain.consent import Consent, ConsentKind
from kiosk_app.domain.errors import EnvironmentFault
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.identity import Reading
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.domain.values import Answer, Source, decode, encode
from kiosk_app.store import tables
from kiosk_app.store.audit import append
from kiosk_app.store.keys import RootKey, VisitKey, new_visit_key, unwrap, wrap
from kiosk_app.store.tables import Slot

Corners = tuple[tuple[float, float], tuple[float, float], tuple[float, float], tuple[float, float]]
"""Four corners in pixels of the original picture, clockwise from the top left."""


class VisitEnded(EnvironmentFault):
    """The visit was ended and wiped, or never began. Facts: ``visit_id``."""


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A captured page. ``original`` and ``cleaned`` are blob ids; ``lines`` were read from the cleaned
    picture, boxes in its pixels; ``item_title`` and ``purpose`` name the evidence it belongs to."""

    id: str
    slot: Slot
    position: int
    original: str
    cleaned: str | None
    taken_at: datetime
    item_title: str = ""
    purpose: str = ""
    lines: tuple[Reading[str], ...] = ()
    quad: Corners | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class Draft:
    """Everything a visit has gathered so far. ``pages`` are in order of slot and position."""

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
    _open_visit(session, visit_id)
    session.merge(
        tables.Answer(
            visit_id=visit_id,
            key=answer.key,
            value=encode(answer.value),
            source=answer.source.value,
            at=answer.at,
            confidence=answer.confidence,
            confirmed=answer.confirmed,
        )
    )


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


def save_page(session: Session, visit_id: str, page: StoredPage) -> None:
    """Keep a page whose blobs are on disk already; the same id takes its place."""
    _open_visit(session, visit_id)
    session.merge(
        tables.Page(
            id=page.id,
            visit_id=visit_id,
            slot=page.slot.value,
            position=page.position,
            item_title=page.item_title,
            purpose=page.purpose,
            original=page.original,
            cleaned=page.cleaned,
            lines=[[line.text, line.confidence, line.box] for line in page.lines],
            quad=page.quad,
            findings=[[f.code, f.grade.value, f.about, f.article, f.facts] for f in page.findings],
            taken_at=page.taken_at,
        )
    )


def remove_page(session: Session, visit_id: str, page_id: str) -> None:
    """Forget a page. Its pictures stay readable until the visit ends, so that it can be saved again."""
    _open_visit(session, visit_id)
    session.execute(delete(tables.Page).where(tables.Page.visit_id == visit_id, tables.Page.id == page_id))


def blobs_of(session: Session, visit_id: str) -> frozenset[str]:
    """The blobs that the visit's pages name."""
    query = select(tables.Page.original, tables.Page.cleaned).where(tables.Page.visit_id == visit_id)
    return frozenset(blob for row in session.execute(query) for blob in row if blob)


def save_signature(session: Session, visit_id: str, document_id: str, signature: Signature) -> None:
    _open_visit(session, visit_id)
    session.merge(
        tables.Signature(
            visit_id=visit_id,
            document_id=document_id,
            strokes=[[[p.x, p.y, p.t_ms] for p in stroke] for stroke in signature.strokes],
            aspect=signature.aspect,
            at=signature.at,
        )
    )


def clear_signatures(session: Session, visit_id: str) -> None:
    """What was signed has changed: it has to be read and signed again."""
    _open_visit(session, visit_id)
    session.execute(delete(tables.Signature).where(tables.Signature.visit_id == visit_id))


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


def load(session: Session, visit_id: str) -> Draft:
    """Everything saved for a visit that has not ended. Raises :class:`VisitEnded`."""
    visit = _open_visit(session, visit_id)
    return Draft(
        visit_id=visit_id,
        started_at=visit.started_at,
        form_id=visit.form_id,
        step=visit.step,
        filing_id=visit.filing_id,
        receipt_number=visit.receipt_number,
        answers={row.key: _answer(row) for row in _rows(session, tables.Answer, visit_id)},
        consents=tuple(_consent(row) for row in _rows(session, tables.Consent, visit_id)),
        pages=tuple(
            sorted(
                (_page(row) for row in _rows(session, tables.Page, visit_id)),
                key=lambda page: (_SLOT_ORDER[page.slot], page.position, page.taken_at, page.id),
            )
        ),
        signatures={row.document_id: _signature(row) for row in _rows(session, tables.Signature, visit_id)},
    )


def end(session: Session, visit_id: str, at: datetime, event: str) -> None:
    """Destroy the visit's key and rows. ``event`` says why in the audit log. Twice is as good as once."""
    visit = session.get(tables.Visit, visit_id)
    if visit is None or visit.ended_at is not None:
        return
    for table in (tables.Answer, tables.Consent, tables.Page, tables.Signature):
        session.execute(delete(table).where(table.visit_id == visit_id))
    visit.wrapped_key, visit.ended_at, visit.step = None, at, ""
    append(session, at, event, visit_id)


_SLOT_ORDER = {slot: order for order, slot in enumerate(Slot)}


def _open_visit(session: Session, visit_id: str) -> tables.Visit:
    visit = session.get(tables.Visit, visit_id)
    if visit is None or visit.ended_at is not None:
        raise VisitEnded(visit_id=visit_id)
    return visit


def _rows(session: Session, table: Any, visit_id: str) -> Any:
    order = table.at if hasattr(table, "at") else table.taken_at
    return session.scalars(select(table).where(table.visit_id == visit_id).order_by(order))


def _answer(row: tables.Answer) -> Answer:
    return Answer(row.key, decode(row.value), Source(row.source), row.at, row.confidence, row.confirmed)


def _consent(row: tables.Consent) -> Consent:
    return Consent(ConsentKind(row.kind), row.given, row.text_version, row.at)


def _page(row: tables.Page) -> StoredPage:
    lines = (Reading(text, text, confidence, box and tuple(box)) for text, confidence, box in row.lines)
    findings = (
        Finding(code, Grade(grade), about, article, tuple((name, value) for name, value in facts))
        for code, grade, about, article, facts in row.findings
    )
    corners: Any = row.quad and tuple((x, y) for x, y in row.quad)
    return StoredPage(
        id=row.id,
        slot=Slot(row.slot),
        position=row.position,
        original=row.original,
        cleaned=row.cleaned,
        taken_at=row.taken_at,
        item_title=row.item_title,
        purpose=row.purpose,
        lines=tuple(lines),
        quad=corners,
        findings=tuple(findings),
    )


def _signature(row: tables.Signature) -> Signature:
    strokes = tuple(tuple(StrokePoint(x, y, t_ms) for x, y, t_ms in stroke) for stroke in row.strokes)
    return Signature(strokes, row.aspect, row.at)
