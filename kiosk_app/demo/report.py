"""What a demonstration leaves in its folder, for people and for other programs."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from kiosk_app.bootstrap import Kiosk
from kiosk_app.court.protocol.signing import parse_signing_key, public_jwk
from kiosk_app.court.protocol.statements import verify_acknowledgement
from kiosk_app.domain.identity import LONG_TERM, Reading
from kiosk_app.domain.submission import RECEIVED_BY_COURT
from kiosk_app.durable import disk_faults, write_whole
from kiosk_app.forms.fee_words import fee_json
from kiosk_app.store import enrolment, outbox
from kiosk_app.visit.papers import Document
from kiosk_app.visit.visit import Visit

_NAME = "report.json"


def before_submitting(visit: Visit) -> dict[str, Any]:
    """What was read, computed and found, while the visit still holds it."""
    front, back = visit.card()
    return {
        "card": {
            side: {name: _reading(getattr(card, name)) for name in card.__slots__}
            for side, card in (("front", front), ("back", back))
            if card
        },
        "claim_total": visit.claim_total().plain,
        "fee": fee_json(visit.fee()),
        "findings": [asdict(finding) for finding in visit.findings()],
    }


def write_papers(documents: tuple[Document, ...], out: Path) -> list[dict[str, Any]]:
    """The signed documents as files; where each is."""
    with disk_faults(out):
        (out / "documents").mkdir(mode=0o700)
    listed = []
    for document in documents:
        file = f"documents/{document.id}.pdf"
        _leave(out / file, document.printed.pdf)
        listed.append({"title": document.title, "file": file, "pages": document.printed.pages})
    return listed


def after_delivery(kiosk: Kiosk, filing_id: str, court_key_file: Path, out: Path) -> dict[str, Any]:
    """What became of the filing; beside it the receipt, the dossier and the key that opens it.

    ``acknowledgement`` is None unless the court's signature verified.
    """
    with kiosk.store.database.read() as session:
        filing = outbox.find(session, filing_id)
        events = outbox.events(session, filing_id)
        enrolled = enrolment.load(session)
    file = f"{filing_id}.dossier"
    with disk_faults(out):
        copied = {file: kiosk.store.dossier_path(filing_id), "court.key": court_key_file}
        for name, source in copied.items():
            write_whole(out / name, source.read_bytes())
    _leave(out / "documents" / "receipt.pdf", kiosk.reception.receipt(filing_id).receipt_pdf)
    acknowledgement = None
    if filing.acknowledgement and enrolled and filing.state in RECEIVED_BY_COURT:
        key = parse_signing_key(enrolled.court_jwk, private=False)
        acknowledgement = {
            "jws": filing.acknowledgement,
            "claims": verify_acknowledgement(filing.acknowledgement, key).model_dump(mode="json"),
            "court_jwk": dict(enrolled.court_jwk),
        }
    return {
        "states": [
            {"state": event.state, "at": event.at.isoformat(), "reason": event.reason} for event in events
        ],
        "dossier": {"file": file, "sha256": filing.sha256, "size": filing.size},
        "acknowledgement": acknowledgement,
        "device_jwk": public_jwk(parse_signing_key(enrolled.device_jwk, private=True)) if enrolled else None,
    }


def write(out: Path, report: Mapping[str, Any]) -> None:
    """Write ``report.json``. A file name that is not UTF-8 comes out as JSON's own escapes."""
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    _leave(out / _NAME, text.encode("utf-8", "backslashreplace"))


def read(out: Path) -> dict[str, Any]:
    """The report that an earlier run left. Raises OSError or ValueError where there is none."""
    report: dict[str, Any] = json.loads((out / _NAME).read_text("utf-8"))
    return report


def _leave(path: Path, content: bytes) -> None:
    """A file for its owner alone: it holds what a visitor said. Raises the faults of ``durable``."""
    with disk_faults(path):
        write_whole(path, content)


def _reading(reading: Reading[object]) -> dict[str, object]:
    value = reading.value
    if isinstance(value, date):
        value = "长期" if value == LONG_TERM else value.isoformat()
    return {
        "value": None if value is None else str(value),
        "text": reading.text,
        "confidence": round(reading.confidence, 4),
    }
