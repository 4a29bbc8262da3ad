from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from kiosk_app.domain.money import Money
from kiosk_app.domain.party import NaturalPerson
from kiosk_app.domain.signature import SignedOn
from kiosk_app.domain.values import Answer, Source, decode
from kiosk_app.dossier.filing_json import (
    Device,
    DocumentFile,
    DocumentSignature,
    Files,
    SignedScan,
    filing_to_json,
    json_bytes,
    record_to_json,
)
from kiosk_app.dossier.read import named_files
from kiosk_app.dossier.schema import SchemaViolation, parse, schema_path
from tests.fakes.dossiers import AT, FILES, MOMENT, a_filing


@pytest.mark.parametrize("name", ["filing", "record"])
def test_schemas_are_sound_and_closed(name: str) -> None:
    schema = json.loads(schema_path(name).read_bytes())
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["additionalProperties"] is False
    assert schema["properties"]["version"] == {"const": 1}


def test_filing_says_everything() -> None:
    filing = a_filing()
    value = filing_to_json(filing, FILES)
    assert value["court"] == {"id": "bj-cy", "name": "北京市朝阳区人民法院"}
    assert value["addressed_to"] == {"id": "bj-dc", "name": "北京市东城区人民法院"}
    assert value["claim_total"] == "50000"
    assert value["fee"]["total"] == value["fee"]["steps"][0]["fee"] == {"low": "500", "high": "500"}
    assert value["plaintiffs"][0]["birth"] == "1990-01-01"
    assert value["defendants"][1]["kind"] == "organization"
    assert value["evidence"][0] == {
        "number": 1,
        "title": "借条",
        "purpose": "证明借款事实",
        "form": "翻拍件",
        "page_count": 1,
        "pages": [{"id": "page-1", "path": "data/originals/page-1.jpg"}],
        "file": "data/evidence/01-借条.pdf",
    }
    assert value["prepared"] == {"at": "2026-03-02T09:30:00+00:00", "clock": "synchronised"}
    assert named_files(value) == {
        "data/documents/起诉状.pdf",
        "data/evidence/01-借条.pdf",
        "data/originals/page-1.jpg",
    }


def test_without_files_or_address() -> None:
    value = filing_to_json(replace(a_filing(), service_address=None), Files())
    assert value["service_address"] is None
    assert named_files(value) == set()


@settings(max_examples=50, deadline=None)
@given(
    st.text(min_size=1, max_size=50),
    st.decimals(0, 10**15, places=2, allow_nan=False, allow_infinity=False),
    st.floats(0, 1),
)
def test_any_filing_survives_as_json(name: str, yuan: Decimal, confidence: float) -> None:
    answer = Answer("amount", Money(yuan), Source.PAPER, AT, confidence)
    filing = replace(
        a_filing(), plaintiffs=(NaturalPerson(name),), claim_total=Money(yuan), answers={"amount": answer}
    )
    again = parse(json_bytes(filing_to_json(filing, FILES)), "filing")
    assert again["plaintiffs"][0]["name"] == name
    assert Decimal(again["claim_total"]) == yuan
    assert decode(again["answers"][0]["value"]) == Money(yuan)
    assert again["answers"][0]["confidence"] == confidence


def test_a_filing_of_before_some_things_were_asked_can_be_read() -> None:
    value = filing_to_json(a_filing(), FILES)
    del value["addressed_to"]
    del value["service_address"]["confidential"]
    assert parse(json_bytes(value), "filing") == value


def test_large_round_amounts_have_no_exponent() -> None:
    filing = replace(a_filing(), claim_total=Money(Decimal("5E+6")))
    assert filing_to_json(filing, FILES)["claim_total"] == "5000000"


def test_time_without_offset_is_not_sent() -> None:
    naive = replace(MOMENT, at=datetime(2026, 3, 2, 9, 30))
    with pytest.raises(SchemaViolation) as caught:
        filing_to_json(replace(a_filing(), prepared=naive), FILES)
    assert caught.value.facts == {"file": "filing.json", "where": "$.prepared.at", "rule": "pattern"}


def test_record() -> None:
    device = Device("kiosk-1", "thumbprint", "filing-kiosk 0.1.0")
    value = record_to_json(a_filing(), device=device, page_count=3, sealed=MOMENT, audit_head="a" * 64)
    assert [(entry["key"], entry["source"]) for entry in value["entries"]] == [
        ("amount", "paper"),
        ("lent_on", "litigant"),
    ]
    assert (value["page_count"], value["audit_head"]) == (3, "a" * 64)
    with pytest.raises(SchemaViolation):
        record_to_json(a_filing(), device=device, page_count=3, sealed=MOMENT, audit_head="nonsense")


@pytest.mark.parametrize("signed", [None, *SignedOn])
@pytest.mark.parametrize("sealed", [False, True])
def test_a_signature_stands_just_where_a_document_was_signed_on_the_screen(
    signed: SignedOn | None, sealed: bool
) -> None:
    scan = (
        SignedScan("data/documents/complaint-signed.pdf", ("page-1",)) if signed is SignedOn.PAPER else None
    )
    signature = DocumentSignature("0" * 64, "data/signatures/complaint.inkml") if sealed else None
    document = DocumentFile("complaint", "data/documents/complaint.pdf", 2, signed, signature, scan)
    files = replace(FILES, documents=(document,))
    if sealed == (signed is SignedOn.SCREEN):
        filing_to_json(a_filing(), files)
    else:
        with pytest.raises(SchemaViolation):
            filing_to_json(a_filing(), files)


def test_a_scan_stands_just_where_a_pen_was_used() -> None:
    scan = SignedScan("data/documents/complaint-signed.pdf", ("page-1",))
    for signed, came_back in ((SignedOn.PAPER, None), (None, scan)):
        document = DocumentFile("complaint", "data/documents/complaint.pdf", 2, signed, scan=came_back)
        with pytest.raises(SchemaViolation):
            filing_to_json(a_filing(), replace(FILES, documents=(document,)))
    document = DocumentFile("complaint", "data/documents/complaint.pdf", 2, SignedOn.PAPER, scan=scan)
    told = filing_to_json(a_filing(), replace(FILES, documents=(document,)))
    assert told["documents"][0]["scan"]["pages"] == [{"id": "page-1", "path": "data/originals/page-1.jpg"}], (
        "with the untouched frame"
    )
    assert {"data/documents/complaint-signed.pdf", "data/originals/page-1.jpg"} <= named_files(told)
