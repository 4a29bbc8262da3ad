"""A filing as the JSON that leaves the building: data/filing.json and data/record.json.

Money is a decimal string, a time is RFC 3339 with its offset, an answer's value is the tagged text
of :func:`kiosk_app.domain.values.encode`. The schemas stand in resources/schema/.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from typing import Any

from kiosk_app.domain.consent import Consent
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fees import Fee, FeeStep, Span
from kiosk_app.domain.filing import Filing, Moment
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.money import Money
from kiosk_app.domain.party import Agent, NaturalPerson, Party
from kiosk_app.domain.service_address import ServiceAddress
from kiosk_app.domain.signature import SignedOn
from kiosk_app.domain.values import Answer, Origin, encode
from kiosk_app.dossier import schema

VERSION = 1


@dataclass(frozen=True, slots=True)
class DocumentSignature:
    """What a document was signed with: the certificate of its PAdES signature (SHA-256 in hex), and the path
    of the strokes that were drawn."""

    certificate_sha256: str
    strokes: str


@dataclass(frozen=True, slots=True)
class SignedScan:
    """The captured pages of a document that was signed with a pen: one PDF, and the ids of the pages."""

    path: str
    page_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document in the bag, e.g. ``complaint`` at ``data/documents/complaint.pdf``, and how it was signed.
    One that was signed with a pen lies there as it was printed; ``scan`` is what came back."""

    kind: str
    path: str
    pages: int
    signed: SignedOn | None = None
    signature: DocumentSignature | None = None
    scan: SignedScan | None = None


@dataclass(frozen=True, slots=True)
class Files:
    """Where in the bag a filing's files are.

    ``evidence`` holds one PDF per evidence item in the list's order, or nothing at all;
    ``originals`` maps a page id to its untouched frame.
    """

    documents: tuple[DocumentFile, ...] = ()
    evidence: tuple[str, ...] = ()
    originals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Device:
    """The kiosk a filing was made at. ``signing_key`` is the RFC 7638 thumbprint of its key."""

    kiosk_id: str
    signing_key: str
    software: str


def filing_to_json(filing: Filing, files: Files) -> dict[str, Any]:
    """The filing as data (schema ``filing-1``). Raises ``SchemaViolation`` where a value cannot be sent."""
    pages = {page_id for item in filing.evidence for page_id in item.page_ids}
    value = {
        "version": VERSION,
        "id": filing.id,
        "receipt_number": filing.receipt_number,
        "court": asdict(filing.court),
        "addressed_to": asdict(filing.addressed_to),
        "cause": {
            "id": filing.cause.id,
            "name": filing.cause.name,
            "path": list(filing.cause.path),
            "edition": filing.cause.edition,
        },
        "form": {"id": filing.form.id, "edition": filing.form.edition},
        "plaintiffs": [_party(party) for party in filing.plaintiffs],
        "defendants": [_party(party) for party in filing.defendants],
        "third_parties": [_party(party) for party in filing.third_parties],
        "agents": [_agent(agent) for agent in filing.agents],
        "answers": [_answer(answer, pages) for _, answer in sorted(filing.answers.items())],
        "claim_total": _money(filing.claim_total),
        "fee": _fee(filing.fee),
        "evidence": [
            _evidence(number, item, files, pages) for number, item in enumerate(filing.evidence, start=1)
        ],
        "documents": [_document(document, files.originals) for document in files.documents],
        "service_address": _service_address(filing.service_address),
        "consents": [_consent(consent) for consent in filing.consents],
        "findings": [_finding(finding) for finding in filing.findings],
        "prepared": _moment(filing.prepared),
    }
    schema.check(value, "filing")
    return value


def record_to_json(
    filing: Filing, *, device: Device, page_count: int, sealed: Moment, audit_head: str
) -> dict[str, Any]:
    """How the filing came to be (schema ``record-1``): who entered what, consents, device, clock.

    ``audit_head`` is the head of the kiosk's hash-chained audit log in hex; ``page_count`` counts
    every captured page. Raises ``SchemaViolation``.
    """
    value = {
        "version": VERSION,
        "filing_id": filing.id,
        "entries": [
            {
                "key": answer.key,
                "source": answer.source.value,
                "at": answer.at.isoformat(),
                "confirmed": answer.confirmed,
            }
            for _, answer in sorted(filing.answers.items())
        ],
        "consents": [_consent(consent) for consent in filing.consents],
        "page_count": page_count,
        "device": {
            "kiosk_id": device.kiosk_id,
            "signing_key": device.signing_key,
            "software": device.software,
        },
        "sealed": _moment(sealed),
        "audit_head": audit_head,
    }
    schema.check(value, "record")
    return value


def json_bytes(value: Mapping[str, Any]) -> bytes:
    """The one spelling of JSON in a dossier: UTF-8, two spaces, readable by a clerk."""
    return (json.dumps(value, ensure_ascii=False, indent=2, allow_nan=False) + "\n").encode()


def _money(amount: Money) -> str:
    return amount.plain


def _decimal(number: Decimal) -> str:
    return f"{number:f}"


def _moment(moment: Moment) -> dict[str, str]:
    return {"at": moment.at.isoformat(), "clock": moment.confidence.value}


def _party(party: Party) -> dict[str, Any]:
    if not isinstance(party, NaturalPerson):
        return {
            "kind": "organization",
            "name": party.name,
            "domicile": party.domicile,
            "registered_at": party.registered_at,
            "representative": party.representative,
            "position": party.position,
            "phone": party.phone,
            "credit_code": party.credit_code,
        }
    return {
        "kind": "person",
        "name": party.name,
        "sex": party.sex.value if party.sex else None,
        "birth": party.birth.isoformat() if party.birth else None,
        "ethnicity": party.ethnicity,
        "employer": party.employer,
        "position": party.position,
        "phone": party.phone,
        "domicile": party.domicile,
        "residence": party.residence,
        "id_kind": party.id_kind,
        "id_number": str(party.id_number) if party.id_number else None,
        "trade_name": party.trade_name,
        "trade_code": party.trade_code,
        "guardian": asdict(party.guardian) if party.guardian else None,
    }


def _agent(agent: Agent) -> dict[str, Any]:
    return asdict(agent) | {"power": agent.power.value if agent.power else None}


def _answer(answer: Answer, pages: Collection[str]) -> dict[str, Any]:
    """An answer; where it was read is said only of a page that is still part of the filing."""
    said = {
        "key": answer.key,
        "value": encode(answer.value),
        "source": answer.source.value,
        "confidence": answer.confidence,
        "at": answer.at.isoformat(),
        "confirmed": answer.confirmed,
    }
    if answer.origin is None or answer.origin.page_id not in pages:
        return said
    return said | {"origin": _origin(answer.origin)}


def _origin(origin: Origin) -> dict[str, Any]:
    return {"page": origin.page_id, "place": asdict(origin.place)}


def _fee(fee: Fee) -> dict[str, Any]:
    return {
        "kind": fee.rule.kind,
        "edition": fee.rule.edition,
        "amount": _money(fee.amount) if fee.amount else None,
        "total": _span(fee.total),
        "halved": _span(fee.halved) if fee.halved else None,
        "source": fee.rule.source,
        "steps": [_step(step) for step in fee.steps],
    }


def _step(step: FeeStep) -> dict[str, Any]:
    return {
        "kind": step.kind,
        "lower": _money(step.lower),
        "upper": _money(step.upper) if step.upper else None,
        "part": _money(step.part),
        "rate": _decimal(step.rate),
        "divided_by": step.divided_by,
        "fee": _span(step.fee),
    }


def _span(span: Span) -> dict[str, str]:
    """An amount that a province or the court sets between two; one amount where both are the same."""
    return {"low": _money(span.low), "high": _money(span.high)}


def _document(document: DocumentFile, originals: Mapping[str, str]) -> dict[str, Any]:
    told: dict[str, Any] = {"kind": document.kind, "path": document.path, "pages": document.pages}
    if document.signed:
        told["signed"] = document.signed.value
    if document.signature:
        told["signature"] = {"kind": "pades", **asdict(document.signature)}
    if document.scan:
        told["scan"] = {"path": document.scan.path, "pages": _pages(document.scan.page_ids, originals)}
    return told


def _pages(page_ids: Iterable[str], originals: Mapping[str, str]) -> list[dict[str, str]]:
    """Captured pages, each with where its untouched frame lies."""
    return [
        {"id": page_id} | ({"path": originals[page_id]} if page_id in originals else {})
        for page_id in page_ids
    ]


def _evidence(number: int, item: EvidenceItem, files: Files, known: Collection[str]) -> dict[str, Any]:
    """An item; where a part of it was read is said only of a page in ``known``, those of the filing."""
    described = {
        "number": number,
        "title": item.title,
        "purpose": item.purpose,
        "form": item.form,
        "page_count": item.page_count,
        "pages": _pages(item.page_ids, files.originals),
    }
    if item.dated:
        described["dated"] = item.dated.isoformat()
    origins = {part.value: _origin(at) for part, at in item.origins.items() if at.page_id in known}
    if origins:
        described["origins"] = origins
    return described | ({"file": files.evidence[number - 1]} if files.evidence else {})


def _service_address(address: ServiceAddress | None) -> dict[str, str | bool | None] | None:
    if address is None:
        return None
    return {
        "recipient": address.recipient,
        "phone": address.phone,
        "address": address.address,
        "postcode": address.postcode,
        "electronic": address.electronic,
        "confidential": address.confidential,
    }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "kind": consent.kind.value,
        "given": consent.given,
        "text_version": consent.text_version,
        "at": consent.at.isoformat(),
    }


def _finding(finding: Finding) -> dict[str, Any]:
    found = {
        "code": finding.code,
        "grade": finding.grade.value,
        "about": finding.about,
        "article": finding.article,
        "facts": dict(finding.facts),
    }
    return {**found, "place": asdict(finding.place)} if finding.place else found
