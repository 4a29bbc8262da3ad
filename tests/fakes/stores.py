"""A real store in a temporary directory, and real values to put into it."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC, datetime
from pathlib import Path

from kiosk_app.domain.consent import Consent, ConsentKind
from kiosk_app.domain.filing import ClockConfidence, Moment
from kiosk_app.domain.findings import Finding, Grade, Place
from kiosk_app.domain.identity import Reading
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.domain.values import Answer, Source
from kiosk_app.store import drafts, receipts
from kiosk_app.store.draft import StoredChip, StoredItem, StoredPage
from kiosk_app.store.outbox import SealedFiling
from kiosk_app.store.store import Store, open_store
from kiosk_app.store.tables import Slot

MIGRATIONS = Path(__file__).parents[2] / "migrations" / "kiosk"
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
SECRET = "借条出借人王小明 ZHANGSAN-SECRET"

CHIP = StoredChip(SECRET.ljust(128).encode("utf-16-le"), b"portrait", NOON)


def open_at(directory: Path) -> Store:
    return open_store(directory, directory / "root.key", MIGRATIONS)


def answer(key: str = "lender", value: str = SECRET) -> Answer:
    return Answer(key, value, Source.LITIGANT, NOON)


def begin(store: Store, visit_id: str, at: datetime = NOON) -> None:
    """A visit with one of everything."""
    store.begin_visit(visit_id, at, "loan", "notice")
    blob = store.put_blob(visit_id, io.BytesIO(SECRET.encode() * 1000))
    page = StoredPage(
        id=f"page-of-{visit_id}",
        slot=Slot.EVIDENCE,
        position=0,
        original=blob,
        cleaned=None,
        taken_at=at,
        item_id=f"item-of-{visit_id}",
        lines=(Reading(SECRET, SECRET, 0.93, (1, 2, 30, 40)),),
        quad=((0.0, 0.5), (10.0, 0.0), (10.0, 20.0), (0.0, 20.0)),
        findings=(
            Finding(
                "glare", Grade.UNREADABLE, "page", "规则12", (("share", "0.1"),), Place(0.5, 0.25, 0.1, 0.2)
            ),
        ),
    )
    stroke = (StrokePoint(0.1, 0.2, 0), StrokePoint(0.3, 0.4, 16))
    with store.database.begin() as session:
        drafts.save_answer(session, visit_id, answer())
        drafts.save_consent(session, visit_id, Consent(ConsentKind.SENSITIVE_DATA, True, "1", at))
        drafts.save_item(session, visit_id, StoredItem(f"item-of-{visit_id}", "借条", "证明借款"))
        drafts.save_page(session, visit_id, page)
        drafts.save_chip(session, visit_id, CHIP)
        drafts.save_signature(session, visit_id, "complaint", Signature((stroke,), 2.5, at))
        drafts.save_drawn(session, visit_id, "\U000323b0", Signature((stroke,), 1.0, at))


def write_dossier(store: Store, visit_id: str, at: datetime = NOON) -> SealedFiling:
    """Bind the visit to a filing and put a file where its dossier belongs."""
    with store.database.begin() as session:
        number = receipts.next_number(session, "K03", at)
        filing_id, number = drafts.reserve(session, visit_id, f"filing-of-{visit_id}", number)
    content = f"sealed {filing_id}".encode() * 100
    path = store.dossier_path(filing_id)
    path.write_bytes(content)
    return SealedFiling(
        filing_id=filing_id,
        receipt_number=number,
        dossier=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        sealed=Moment(at, ClockConfidence.SYNCHRONISED),
        receipt_facts={"cause": "民间借贷纠纷"},
    )


def queue(store: Store, visit_id: str, at: datetime = NOON) -> SealedFiling:
    """A whole visit, from its beginning to the queue."""
    begin(store, visit_id, at)
    sealed = write_dossier(store, visit_id, at)
    store.queue(visit_id, sealed)
    return sealed
