"""The audit log: each entry carries the hash of the one before, so that none can be changed unseen.

Entries name what happened and to which visit or filing by id; never a name or an answer. The newest
hash travels in every dossier, so that a log cut at its end is found, too.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk_app.store.tables import AuditEntry

GENESIS = "0" * 64


@dataclass(frozen=True, slots=True)
class Entry:
    seq: int
    at: datetime
    event: str
    subject: str
    hash: str


def append(session: Session, at: datetime, event: str, subject: str) -> str:
    """Add an entry and return its hash, the new head."""
    last = session.scalars(select(AuditEntry).order_by(AuditEntry.seq.desc()).limit(1)).first()
    seq, previous = (last.seq + 1, last.hash) if last else (1, GENESIS)
    digest = _hash(seq, at, event, subject, previous)
    session.add(AuditEntry(seq=seq, at=at, event=event, subject=subject, previous_hash=previous, hash=digest))
    session.flush()
    return digest


def head(session: Session) -> str:
    """The hash of the newest entry; :data:`GENESIS` for an empty log."""
    newest = select(AuditEntry.hash).order_by(AuditEntry.seq.desc()).limit(1)
    return session.scalars(newest).first() or GENESIS


def entries(session: Session, subject: str | None = None) -> tuple[Entry, ...]:
    """What happened, oldest first; with ``subject``, to one visit or filing."""
    query = select(AuditEntry).order_by(AuditEntry.seq)
    if subject is not None:
        query = query.where(AuditEntry.subject == subject)
    return tuple(Entry(row.seq, row.at, row.event, row.subject, row.hash) for row in session.scalars(query))


def verify(session: Session) -> int | None:
    """The first sequence number at which the chain breaks; None if it holds.

    A missing entry breaks the chain at the number that is missing.
    """
    expected, previous = 1, GENESIS
    for row in session.scalars(select(AuditEntry).order_by(AuditEntry.seq).execution_options(yield_per=500)):
        if row.seq != expected:
            return expected
        if row.previous_hash != previous or row.hash != _hash(
            row.seq, row.at, row.event, row.subject, previous
        ):
            return row.seq
        expected, previous = expected + 1, row.hash
    return None


def _hash(seq: int, at: datetime, event: str, subject: str, previous: str) -> str:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(json.dumps([seq, moment, event, subject, previous]).encode()).hexdigest()
