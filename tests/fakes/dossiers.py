"""A filing with Chinese names, amounts and pages, sealed the real way, for tests of both ends."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import BinaryIO

import pyrage
from joserfc.jwk import OKPKey
from uuid_utils import uuid7

from kiosk_app.court.protocol.signing import thumbprint
from kiosk_app.domain.cause import Cause
from kiosk_app.domain.consent import Consent, ConsentKind
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fees import Bracket, Charge, FeeRule, compute
from kiosk_app.domain.filing import ClockConfidence, Court, Filing, FormEdition, Moment
from kiosk_app.domain.findings import Finding, Grade, Place
from kiosk_app.domain.identity import ResidentId, Sex
from kiosk_app.domain.money import Money
from kiosk_app.domain.party import NaturalPerson, Organization
from kiosk_app.domain.service_address import ServiceAddress
from kiosk_app.domain.values import Answer, Source
from kiosk_app.dossier.filing_json import (
    Device,
    DocumentFile,
    Files,
    filing_to_json,
    json_bytes,
    record_to_json,
)
from kiosk_app.dossier.seal import Payload, SealedDossier, seal

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
MOMENT = Moment(AT, ClockConfidence.SYNCHRONISED)
FILES = Files(
    documents=(DocumentFile("complaint", "data/documents/起诉状.pdf", 2),),
    evidence=("data/evidence/01-借条.pdf",),
    originals={"page-1": "data/originals/page-1.jpg"},
)


def new_filing_id() -> str:
    return str(uuid7())


FILING_ID = "019a2c4e-1b7e-7c3d-9e5f-6a7b8c9d0e1f"
"""One that stays, where it stands in the name of a test."""


def a_filing(filing_id: str | None = None) -> Filing:
    rule = FeeRule(
        kind="property",
        name="财产案件",
        charge=Charge.ACCEPTANCE,
        source="诉讼费用交纳办法 13(一)",
        edition="2007",
        valid_from=date(2007, 4, 1),
        verified=True,
        brackets=(Bracket(None, Decimal("0.01")),),
    )
    amount = Money.parse("5万元")
    return Filing(
        id=filing_id or new_filing_id(),
        receipt_number="20260302-0001",
        court=Court("bj-cy", "北京市朝阳区人民法院"),
        addressed_to=Court("bj-dc", "北京市东城区人民法院"),
        cause=Cause("loan", "民间借贷纠纷", ("合同、准合同纠纷", "借款合同纠纷"), "2020"),
        form=FormEdition("loan", "2025"),
        plaintiffs=(
            NaturalPerson(
                "张三", Sex.MALE, date(1990, 1, 1), "汉族", id_number=ResidentId("110105199001010010")
            ),
        ),
        defendants=(NaturalPerson("李四"), Organization("某某有限公司", credit_code="91110105MA00000000")),
        third_parties=(),
        agents=(),
        answers={
            "amount": Answer("amount", amount, Source.PAPER, AT, 0.83, False),
            "lent_on": Answer("lent_on", date(2024, 5, 6), Source.LITIGANT, AT),
        },
        claim_total=amount,
        fee=compute(rule, amount),
        evidence=(EvidenceItem("借条", "证明借款事实", ("page-1",)),),
        service_address=ServiceAddress("张三", "13800000000", "北京市朝阳区某路1号", "100020"),
        consents=(Consent(ConsentKind.ONLINE_FILING, True, "2026-01", AT),),
        findings=(
            Finding("defendant_id_missing", Grade.WORTH_KNOWING, "defendants.0.id_number"),
            Finding("page_glare", Grade.UNREADABLE, "page-1", place=Place(0.5, 0.25, 0.2, 0.125)),
        ),
        prepared=MOMENT,
    )


def of_bytes(path: str, data: bytes) -> Payload:
    def open_bytes() -> BinaryIO:
        return io.BytesIO(data)

    return Payload(path, open_bytes)


def payloads_of(filing: Filing, key: OKPKey, *, scan: bytes = b"\xff\xd8 a frame") -> list[Payload]:
    device = Device("kiosk", thumbprint(key), "filing-kiosk test")
    record = record_to_json(filing, device=device, page_count=1, sealed=MOMENT, audit_head="0" * 64)
    return [
        of_bytes("data/filing.json", json_bytes(filing_to_json(filing, FILES))),
        of_bytes("data/record.json", json_bytes(record)),
        of_bytes("data/documents/起诉状.pdf", b"%PDF-1.7 complaint"),
        of_bytes("data/evidence/01-借条.pdf", b"%PDF-1.7 evidence"),
        of_bytes("data/originals/page-1.jpg", scan),
    ]


def a_dossier(
    folder: Path,
    key: OKPKey,
    recipients: Sequence[str],
    *,
    filing: Filing | None = None,
    scan: bytes = b"\xff\xd8 a frame",
    change: Callable[[list[Payload]], list[Payload]] = list,
) -> SealedDossier:
    """A sealed dossier in ``folder``; ``change`` may spoil its payloads first."""
    filing = filing or a_filing()
    return seal(
        change(payloads_of(filing, key, scan=scan)),
        bag_info={"Source-Organization": filing.court.name},
        device_key=key,
        recipients=recipients,
        to=folder / f"{filing.id}.dossier",
    )


def age_pair() -> tuple[str, str]:
    """A fresh secret identity and its public recipient."""
    identity = pyrage.x25519.Identity.generate()
    return str(identity), str(identity.to_public())
