"""The receipt of a filing: what it says, kept so that it can be printed again with today's truth."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from kiosk_app.documents import receipt, typeface
from kiosk_app.documents.notice import PrintedNotice
from kiosk_app.documents.receipt import Receipt, ReceivedDocument
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import ClockConfidence, Filing, Moment
from kiosk_app.domain.signature import DrawnCharacters
from kiosk_app.visit.papers import Document


@dataclass(frozen=True, slots=True)
class Submitted:
    """A filing that is saved on this kiosk, and the paper that says so."""

    filing_id: str
    receipt_number: str
    moment: Moment
    receipt_pdf: bytes


def of(filing: Filing, documents: Sequence[Document], notices: tuple[PrintedNotice, ...] = ()) -> Receipt:
    """The receipt for a filing at the moment it is saved here, before the court has it."""
    return Receipt(
        receipt_number=filing.receipt_number,
        filing_id=filing.id,
        court=filing.court.name,
        cause=filing.cause.name,
        plaintiffs=tuple(party.name for party in filing.plaintiffs),
        documents=tuple(
            received
            for paper in documents
            if paper.needs_signature or paper.signed
            for received in _received(paper)
        ),
        evidence=filing.evidence,
        submitted=filing.prepared,
        notices=notices,
    )


def _received(paper: Document) -> Iterator[ReceivedDocument]:
    """A document; what came back of it signed with a pen is listed by itself."""
    yield ReceivedDocument(paper.title, paper.printed.pages)
    if paper.signed_pages:
        yield ReceivedDocument(f"{paper.title}（纸上签名）", paper.signed_pages)


def submitted(
    slip: Receipt, fonts: Path, *, drawn: DrawnCharacters | None = None, roll: bool = False
) -> Submitted:
    """The receipt as what the visitor is shown and given, on a roll of 80 mm or on A5, with the characters
    they drew: these end with the visit, so a receipt that is printed again has their code points. Raises
    FontMissing."""
    pdf = receipt.render(slip, typeface=typeface.load(fonts, drawn=drawn), roll=roll).pdf
    return Submitted(slip.filing_id, slip.receipt_number, slip.submitted, pdf)


def to_facts(slip: Receipt) -> Mapping[str, str]:
    """The receipt as the little that the queue keeps of a filing. Notices are kept word for word: the form
    may be another by the time it is printed again."""
    notices = [[notice.title, notice.article, notice.text] for notice in slip.notices]
    return {
        "receipt_number": slip.receipt_number,
        "filing_id": slip.filing_id,
        "court": slip.court,
        "cause": slip.cause,
        "plaintiffs": json.dumps(slip.plaintiffs, ensure_ascii=False),
        "documents": json.dumps([[paper.title, paper.pages] for paper in slip.documents], ensure_ascii=False),
        "evidence": json.dumps(
            [[item.title, item.purpose, item.form, item.page_ids] for item in slip.evidence],
            ensure_ascii=False,
        ),
        "submitted": slip.submitted.at.isoformat(),
        "clock": slip.submitted.confidence.value,
        **({"notices": json.dumps(notices, ensure_ascii=False)} if notices else {}),
    }


def from_facts(facts: Mapping[str, str], received_by_court: datetime | None) -> Receipt:
    """The inverse of :func:`to_facts`, with what has become of the filing since."""
    slip = Receipt(
        receipt_number=facts["receipt_number"],
        filing_id=facts["filing_id"],
        court=facts["court"],
        cause=facts["cause"],
        plaintiffs=tuple(json.loads(facts["plaintiffs"])),
        documents=tuple(ReceivedDocument(title, pages) for title, pages in json.loads(facts["documents"])),
        evidence=tuple(
            EvidenceItem(title, purpose, tuple(page_ids), form)
            for title, purpose, form, page_ids in json.loads(facts["evidence"])
        ),
        submitted=Moment(datetime.fromisoformat(facts["submitted"]), ClockConfidence(facts["clock"])),
        notices=tuple(
            PrintedNotice(title, article, tuple(text))
            for title, article, text in json.loads(facts.get("notices", "[]"))
        ),
    )
    return replace(slip, received_by_court=received_by_court)
