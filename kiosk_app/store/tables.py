"""The tables of a kiosk's database, as SQLAlchemy mappings.

What must never be is forbidden here by CHECK constraints, not only by the code that writes: an
acknowledgement stands exactly beside the states that need one, an ended visit has no key, a state
follows only where :data:`~kiosk_app.domain.submission.FOLLOWS` lets it, and nothing is purged that the
court has not acknowledged.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import JSON, CheckConstraint, ForeignKey, MetaData, UniqueConstraint
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import String, TypeDecorator

from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.filing import ClockConfidence
from kiosk_app.domain.submission import FOLLOWS, RECEIVED_BY_COURT, State
from kiosk_app.domain.values import Source


class Slot(StrEnum):
    """What a captured page may be."""

    ID_FRONT = "id_front"
    ID_BACK = "id_back"
    EVIDENCE = "evidence"
    SIGNED = "signed"


class UtcText(TypeDecorator[datetime]):
    """A moment as text that sorts by time: ``2026-11-22T03:04:05.000000+00:00``."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise Bug("a moment without its time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


def _one_of(column: str, values: Iterable[str], name: str) -> CheckConstraint:
    names = ", ".join(f"'{value}'" for value in sorted(values))
    return CheckConstraint(f"{column} IN ({names})", name=name)


def _transitions() -> CheckConstraint:
    """``previous`` and ``state`` of an event, as the domain's table allows them."""
    steps = sorted(f"{before}>{after}" for before, afters in FOLLOWS.items() for after in afters)
    names = ", ".join(f"'{step}'" for step in steps)
    return CheckConstraint(f"previous || '>' || state IN ({names})", name="follows")


_QUEUED_STATES = frozenset(State) - {State.DRAFTING}
_RECEIVED = ", ".join(f"'{state}'" for state in sorted(RECEIVED_BY_COURT))


class Table(DeclarativeBase):
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {datetime: UtcText, Any: JSON}


class Visit(Table):
    """One person's use of the kiosk. ``filing_id`` and ``receipt_number`` are chosen before sealing."""

    __tablename__ = "visits"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (wrapped_key IS NOT NULL)", name="ended_without_key"),
        CheckConstraint("(filing_id IS NULL) = (receipt_number IS NULL)", name="numbered_together"),
        UniqueConstraint("filing_id"),
        UniqueConstraint("receipt_number"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    wrapped_key: Mapped[bytes | None]
    form_id: Mapped[str]
    step: Mapped[str]
    filing_id: Mapped[str | None]
    receipt_number: Mapped[str | None]


class Answer(Table):
    __tablename__ = "answers"
    __table_args__ = (
        _one_of("source", Source, "source"),
        CheckConstraint("confidence BETWEEN 0 AND 1", name="confidence"),
    )

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    source: Mapped[str]
    at: Mapped[datetime]
    confidence: Mapped[float]
    confirmed: Mapped[bool]
    page_id: Mapped[str | None]
    place: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)


class Consent(Table):
    __tablename__ = "consents"
    __table_args__ = (_one_of("kind", ConsentKind, "kind"),)

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    given: Mapped[bool]
    text_version: Mapped[str]
    at: Mapped[datetime]


class EvidenceItem(Table):
    """What pages of evidence are gathered under. An empty one waits for its pages to be put back. ``dated``
    is a day such as 2024-03-15; ``origins`` names a page and a place on it for each part read from there."""

    __tablename__ = "evidence_items"

    id: Mapped[str] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    title: Mapped[str]
    purpose: Mapped[str]
    dated: Mapped[str | None]
    origins: Mapped[Any]


class Page(Table):
    """A captured page. ``original``, ``cleaned`` and ``thumbnail`` name blobs; ``quad`` is in pixels of the
    original; ``removal`` counts the acts of taking pages out and is empty on a page that is in;
    ``document_id`` names the document of which it is a page that was signed with a pen."""

    __tablename__ = "pages"
    __table_args__ = (
        _one_of("slot", Slot, "slot"),
        CheckConstraint("position >= 0", name="position"),
        CheckConstraint("quarter_turns BETWEEN 0 AND 3", name="quarter_turns"),
        CheckConstraint("(slot = 'evidence') = (item_id IS NOT NULL)", name="evidence_in_an_item"),
        CheckConstraint("(slot = 'signed') = (document_id IS NOT NULL)", name="signed_of_a_document"),
    )

    id: Mapped[str] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), index=True)
    slot: Mapped[str]
    position: Mapped[int]
    item_id: Mapped[str | None] = mapped_column(ForeignKey("evidence_items.id"))
    document_id: Mapped[str | None]
    quarter_turns: Mapped[int]
    back_of: Mapped[str | None]
    removal: Mapped[int | None]
    original: Mapped[str]
    cleaned: Mapped[str | None]
    thumbnail: Mapped[str | None]
    lines: Mapped[Any]
    codes: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    size_px: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    quad: Mapped[Any] = mapped_column(JSON(none_as_null=True), nullable=True)
    findings: Mapped[Any]
    taken_at: Mapped[datetime]


class Chip(Table):
    """What the chip of the visitor's card said, as the reader delivered it."""

    __tablename__ = "chips"
    __table_args__ = (CheckConstraint("length(text) = 256", name="text"),)

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    text: Mapped[bytes]
    portrait: Mapped[bytes]
    read_at: Mapped[datetime]


class Signature(Table):
    __tablename__ = "signatures"
    __table_args__ = (CheckConstraint("aspect > 0", name="aspect"),)

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    document_id: Mapped[str] = mapped_column(primary_key=True)
    strokes: Mapped[Any]
    aspect: Mapped[float]
    at: Mapped[datetime]


class DrawnCharacter(Table):
    """A character that no font has, as the visitor wrote it."""

    __tablename__ = "drawn_characters"
    __table_args__ = (
        CheckConstraint("aspect > 0", name="aspect"),
        CheckConstraint("length(character) = 1", name="character"),
    )

    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    character: Mapped[str] = mapped_column(primary_key=True)
    strokes: Mapped[Any]
    aspect: Mapped[float]
    at: Mapped[datetime]


class Outbox(Table):
    """A sealed filing on its way. ``dossier`` is the file's name in the outbox directory."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("visit_id"),
        UniqueConstraint("receipt_number"),
        _one_of("state", _QUEUED_STATES, "state"),
        _one_of("sealed_confidence", ClockConfidence, "sealed_confidence"),
        CheckConstraint(f"(acknowledgement IS NOT NULL) = (state IN ({_RECEIVED}))", name="acknowledged"),
        CheckConstraint(
            "(acknowledgement IS NULL) = (acknowledged_at IS NULL)", name="acknowledged_with_time"
        ),
        CheckConstraint("purged_at IS NULL OR acknowledgement IS NOT NULL", name="purged_after_receipt"),
        CheckConstraint("state <> 'needs_person' OR reason <> ''", name="reason_named"),
        CheckConstraint("attempts >= 0 AND size >= 0 AND length(sha256) = 64", name="figures"),
    )

    filing_id: Mapped[str] = mapped_column(primary_key=True)
    visit_id: Mapped[str] = mapped_column(ForeignKey("visits.id"))
    receipt_number: Mapped[str]
    state: Mapped[str]
    dossier: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    sealed_at: Mapped[datetime]
    sealed_confidence: Mapped[str]
    receipt_facts: Mapped[Any]
    attempts: Mapped[int]
    next_attempt_at: Mapped[datetime | None]
    upload_url: Mapped[str | None]
    reason: Mapped[str]
    acknowledgement: Mapped[str | None]
    acknowledged_at: Mapped[datetime | None]
    purged_at: Mapped[datetime | None]


class SubmissionEvent(Table):
    """A filing went from ``previous`` to ``state``. Rows are only ever added."""

    __tablename__ = "submission_events"
    __table_args__ = (_transitions(),)

    id: Mapped[int] = mapped_column(primary_key=True)
    filing_id: Mapped[str] = mapped_column(ForeignKey("outbox.filing_id"), index=True)
    previous: Mapped[str]
    state: Mapped[str]
    at: Mapped[datetime]
    reason: Mapped[str]


class AuditEntry(Table):
    __tablename__ = "audit"

    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    event: Mapped[str]
    subject: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class Enrolment(Table):
    """The one court this kiosk files to. ``device_jwk`` is the private key of this kiosk."""

    __tablename__ = "enrolment"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kiosk_id: Mapped[str]
    gateway_url: Mapped[str]
    court_id: Mapped[str]
    court_name: Mapped[str]
    recipients: Mapped[Any]
    court_jwk: Mapped[Any]
    device_jwk: Mapped[Any]
    enrolled_at: Mapped[datetime]


class Counter(Table):
    """The last number given out of a series. Never deleted, so that no number comes twice."""

    __tablename__ = "counters"
    __table_args__ = (CheckConstraint("last >= 0", name="last"),)

    series: Mapped[str] = mapped_column(primary_key=True)
    last: Mapped[int]
