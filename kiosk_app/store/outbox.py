"""The durable queue of sealed filings, and where each of them is.

Every change of state is one row of ``submission_events`` in the same transaction. What a row says about
the court stands on a signed acknowledgement; the database refuses anything else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from kiosk_app.domain.errors import Bug, InputFault
from kiosk_app.domain.filing import ClockConfidence, Moment
from kiosk_app.domain.submission import RECEIVED_BY_COURT, State, move
from kiosk_app.store import drafts, tables
from kiosk_app.store.audit import append


class FilingUnknown(InputFault):
    """This kiosk has no filing of that id. Facts: ``filing_id``."""


@dataclass(frozen=True, slots=True)
class SealedFiling:
    """A dossier that lies sealed in the outbox directory, ready to be queued.

    ``dossier`` is its file name there, ``sha256`` its hash in hexadecimal, ``size`` its bytes;
    ``receipt_facts`` is the little that printing the receipt again needs.
    """

    filing_id: str
    receipt_number: str
    dossier: str
    sha256: str
    size: int
    sealed: Moment
    receipt_facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class QueuedFiling:
    """A filing as the queue knows it. ``reason`` says why it waits or needs a person; ``upload_url`` is
    where an unfinished upload goes on; ``acknowledgement`` is the court's JWS."""

    filing_id: str
    visit_id: str
    receipt_number: str
    state: State
    dossier: str
    sha256: str
    size: int
    sealed: Moment
    receipt_facts: Mapping[str, str]
    attempts: int
    next_attempt_at: datetime | None
    upload_url: str | None
    reason: str
    acknowledgement: str | None
    acknowledged_at: datetime | None
    purged_at: datetime | None


@dataclass(frozen=True, slots=True)
class Event:
    """The filing came into ``state`` at that time."""

    state: State
    at: datetime
    reason: str


def queue(session: Session, visit_id: str, sealed: SealedFiling) -> None:
    """Turn a visit into a filing that waits for delivery, and destroy what the visit left.

    One transaction: either the visit is still a draft, or the filing is queued and the visit's key gone.
    Queueing twice (a double touch) raises :class:`~.drafts.VisitEnded`.
    """
    binding = drafts.reserve(session, visit_id, sealed.filing_id, sealed.receipt_number)
    if binding != (sealed.filing_id, sealed.receipt_number):
        raise Bug("the dossier was sealed for another filing than the visit was bound to")
    session.add(
        tables.Outbox(
            filing_id=sealed.filing_id,
            visit_id=visit_id,
            receipt_number=sealed.receipt_number,
            state=State.SEALED.value,
            dossier=sealed.dossier,
            sha256=sealed.sha256,
            size=sealed.size,
            sealed_at=sealed.sealed.at,
            sealed_confidence=sealed.sealed.confidence.value,
            receipt_facts=dict(sealed.receipt_facts),
            attempts=0,
            reason="",
        )
    )
    session.flush()
    _record(session, sealed.filing_id, State.DRAFTING, State.SEALED, sealed.sealed.at, "")
    drafts.end(session, visit_id, sealed.sealed.at, "visit_sealed")


def find(session: Session, filing_id: str) -> QueuedFiling:
    """Raises :class:`FilingUnknown`."""
    return _value(_row(session, filing_id))


def find_receipt(session: Session, receipt_number: str) -> QueuedFiling | None:
    """The filing of a receipt, as a clerk looks for it; spaces and small letters are forgiven."""
    wanted = "".join(receipt_number.split()).upper()
    row = session.scalars(
        select(tables.Outbox).where(func.upper(tables.Outbox.receipt_number) == wanted)
    ).first()
    return _value(row) if row else None


def listing(session: Session, *states: State) -> tuple[QueuedFiling, ...]:
    """The queue, oldest first; only those in ``states`` if any are given."""
    query = select(tables.Outbox).order_by(tables.Outbox.sealed_at, tables.Outbox.filing_id)
    if states:
        query = query.where(tables.Outbox.state.in_([state.value for state in states]))
    return tuple(_value(row) for row in session.scalars(query))


def summary(session: Session) -> Mapping[State, int]:
    """How many filings are in each state; states without any are left out."""
    rows = session.execute(select(tables.Outbox.state, func.count()).group_by(tables.Outbox.state))
    return {State(state): count for state, count in rows}


def events(session: Session, filing_id: str) -> tuple[Event, ...]:
    """The way of a filing so far, oldest first."""
    query = select(tables.SubmissionEvent).where(tables.SubmissionEvent.filing_id == filing_id)
    rows = session.scalars(query.order_by(tables.SubmissionEvent.id))
    return tuple(Event(State(row.state), row.at, row.reason) for row in rows)


def change(
    session: Session,
    filing_id: str,
    to: State,
    at: datetime,
    *,
    reason: str = "",
    next_attempt_at: datetime | None = None,
) -> None:
    """Move a filing to another state, if :mod:`~kiosk_app.domain.submission` lets it.

    ``reason`` is a short name, not a sentence. Becoming SENDING counts as an attempt. The first state
    received by the court is :func:`acknowledge`'s alone.
    """
    row = _row(session, filing_id)
    before = State(row.state)
    row.state = move(before, to).value
    row.reason, row.next_attempt_at = reason, next_attempt_at
    row.attempts += to is State.SENDING
    session.flush()
    _record(session, filing_id, before, to, at, reason)


def remember_upload(session: Session, filing_id: str, upload_url: str | None) -> None:
    """Keep where the upload can be resumed, before its first byte goes out; None to begin anew."""
    _row(session, filing_id).upload_url = upload_url


def acknowledge(session: Session, filing_id: str, acknowledgement: str, at: datetime) -> None:
    """The court has it: the caller has verified the signature of ``acknowledgement`` (a JWS).

    That is a fact whenever it comes: a filing that a clerk stopped meanwhile, or that failed after the
    court had it, goes through the states that lead there. A second acknowledgement changes nothing.
    """
    row = _row(session, filing_id)
    if State(row.state) in RECEIVED_BY_COURT:
        return
    for to in _WAY_TO_SENDING[State(row.state)]:
        change(session, filing_id, to, at, reason="acknowledged")
    move(State(row.state), State.DELIVERED)
    row.state = State.DELIVERED.value
    row.acknowledgement, row.acknowledged_at = acknowledgement, at
    row.reason, row.next_attempt_at, row.upload_url = "", None, None
    session.flush()
    _record(session, filing_id, State.SENDING, State.DELIVERED, at, "")


def hurry(session: Session) -> None:
    """Let every waiting filing be tried at the next pass, whatever its back-off."""
    session.execute(update(tables.Outbox).values(next_attempt_at=None))


def acknowledged_before(session: Session, moment: datetime) -> tuple[QueuedFiling, ...]:
    """Filings whose sealed dossier is still kept and that the court acknowledged before ``moment``."""
    query = (
        select(tables.Outbox)
        .where(tables.Outbox.acknowledged_at < moment, tables.Outbox.purged_at.is_(None))
        .order_by(tables.Outbox.acknowledged_at)
    )
    return tuple(_value(row) for row in session.scalars(query))


def mark_purged(session: Session, filing_id: str, at: datetime) -> None:
    """The dossier's file is deleted; the row stays, without what it said for the receipt."""
    row = _row(session, filing_id)
    row.purged_at, row.receipt_facts = at, {}
    append(session, at, "dossier_purged", filing_id)


_WAY_TO_SENDING: Mapping[State, tuple[State, ...]] = {
    State.SENDING: (),
    State.SEALED: (State.SENDING,),
    State.HELD: (State.SEALED, State.SENDING),
    State.NEEDS_PERSON: (State.SEALED, State.SENDING),
}


def _row(session: Session, filing_id: str) -> tables.Outbox:
    row = session.get(tables.Outbox, filing_id)
    if row is None:
        raise FilingUnknown(filing_id=filing_id)
    return row


def _record(session: Session, filing_id: str, before: State, to: State, at: datetime, reason: str) -> None:
    session.add(
        tables.SubmissionEvent(
            filing_id=filing_id, previous=before.value, state=to.value, at=at, reason=reason
        )
    )
    append(session, at, f"filing_{to.value}", filing_id)


def _value(row: tables.Outbox) -> QueuedFiling:
    return QueuedFiling(
        filing_id=row.filing_id,
        visit_id=row.visit_id,
        receipt_number=row.receipt_number,
        state=State(row.state),
        dossier=row.dossier,
        sha256=row.sha256,
        size=row.size,
        sealed=Moment(row.sealed_at, ClockConfidence(row.sealed_confidence)),
        receipt_facts=row.receipt_facts,
        attempts=row.attempts,
        next_attempt_at=row.next_attempt_at,
        upload_url=row.upload_url,
        reason=row.reason,
        acknowledgement=row.acknowledgement,
        acknowledged_at=row.acknowledged_at,
        purged_at=row.purged_at,
    )
