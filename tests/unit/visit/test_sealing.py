"""What a submitted visit sends: papers signed in the right name, the strokes beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.picture import load_picture
from kiosk_app.court.protocol.signing import parse_signing_key, thumbprint
from kiosk_app.devices.card_reader import RawCard
from kiosk_app.documents import receipt
from kiosk_app.documents.typeface import FontMissing
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.dossier.read import OpenedDossier, read, verify
from kiosk_app.pades.certificate import Identification
from kiosk_app.pades.read import SignatureReport, read_signatures
from kiosk_app.store import enrolment
from kiosk_app.visit.pages import Picture
from kiosk_app.visit.visit import Visit
from tests.fakes import pdfa
from tests.fakes.chips import PORTRAIT, chip_text
from tests.fakes.dossiers import age_pair
from tests.fakes.kiosks import SAMPLES, FakeKiosk
from tests.samples.people import LENDER

STROKE = (StrokePoint(0.1, 0.5, 0), StrokePoint(0.9, 0.4, 250))
SIGNATURE = Signature((STROKE,), 3.0, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@contextmanager
def sent(kiosk: FakeKiosk, visit: Visit, folder: Path) -> Iterator[tuple[OpenedDossier, str]]:
    """The visit's dossier as the court opens it, and the thumbprint of the kiosk's key."""
    identity, recipient = age_pair()
    with kiosk.store.database.begin() as session:
        known = enrolment.load(session)
        assert known is not None
        enrolment.save(session, replace(known, recipients=(recipient,)))
    for document in visit.signing.documents():
        if document.waits:
            visit.signing.sign(document.id, SIGNATURE)
    submitted = visit.submit()
    opened = read(kiosk.store.dossier_path(submitted.filing_id), [identity], folder / "opened")
    key = parse_signing_key(known.device_jwk, private=True)
    verify(opened, key)
    yield opened, thumbprint(key)


def signed(opened: OpenedDossier) -> list[dict[str, Any]]:
    """What filing.json says of the documents that were signed: all but those that are only read."""
    documents: list[dict[str, Any]] = opened.filing["documents"]
    only_read = [document["kind"] for document in documents if "signature" not in document]
    assert only_read == ["missing_notice"]
    return [document for document in documents if "signature" in document]


def reports(opened: OpenedDossier, key: str) -> list[SignatureReport]:
    """The one signature of each document, which filing.json names too."""
    found = []
    for document in signed(opened):
        (report,) = read_signatures((opened.root / document["path"]).read_bytes(), [key])
        assert document["signature"]["certificate_sha256"] == report.certificate_sha256
        found.append(report)
    return found


def test_every_signed_document_is_signed_for_the_card_on_the_reader(
    kiosk: FakeKiosk, visit: Visit, tmp_path: Path
) -> None:
    visit.take_chip(RawCard(chip_text(), PORTRAIT))
    visit.enter("plaintiff.1.name", "别人的名字")
    with sent(kiosk, visit, tmp_path) as (opened, key):
        found = reports(opened, key)
        assert len(found) == 4
        assert all(report.sound for report in found)
        said = {(report.person, report.identified, report.kiosk_id, report.at) for report in found}
        assert said == {(LENDER.name, Identification.CHIP, "K01", kiosk.clock.now().at)}
        assert len({report.certificate_sha256 for report in found}) == 1
        number = LENDER.number.encode()
        for document in opened.filing["documents"]:
            pdf = (opened.root / document["path"]).read_bytes()
            assert number not in pdf
            assert number.hex().encode() not in pdf


def test_the_strokes_go_along(kiosk: FakeKiosk, visit: Visit, tmp_path: Path) -> None:
    with sent(kiosk, visit, tmp_path) as (opened, _):
        for document in signed(opened):
            strokes = document["signature"]["strokes"]
            assert strokes == f"data/signatures/{document['kind']}.inkml"
            assert b"0.300000 0.500000 0, 2.700000 0.400000 250" in (opened.root / strokes).read_bytes()


def test_without_a_card_the_name_is_only_stated(kiosk: FakeKiosk, visit: Visit, tmp_path: Path) -> None:
    visit.enter("plaintiff.1.kind", "person")
    visit.enter("plaintiff.1.name", "林知远")
    with sent(kiosk, visit, tmp_path) as (opened, key):
        said = {(report.person, report.identified) for report in reports(opened, key)}
        assert said == {("林知远", Identification.STATED)}


def test_with_no_name_at_all_it_is_signed_all_the_same(
    kiosk: FakeKiosk, visit: Visit, tmp_path: Path
) -> None:
    with sent(kiosk, visit, tmp_path) as (opened, key):
        assert {report.person for report in reports(opened, key)} == {"（未填写姓名）"}


@pytest.mark.parametrize(("typed", "signs"), [("林知元", "林知元"), ("", LENDER.name)])
def test_a_photographed_card_and_a_name_put_right(
    kiosk: FakeKiosk, visit: Visit, tmp_path: Path, typed: str, signs: str
) -> None:
    path = SAMPLES / "id_front.jpg"
    visit.take_card(Picture(load_picture(path), path.read_bytes()))
    assert visit.answers["plaintiff.1.id_number"].value == LENDER.number
    visit.enter("plaintiff.1.kind", "person")
    visit.enter("plaintiff.1.name", typed)
    with sent(kiosk, visit, tmp_path) as (opened, key):
        said = {(report.person, report.identified) for report in reports(opened, key)}
        assert said == {(signs, Identification.CARD)}


def test_the_card_of_somebody_else_signs_in_its_own_name(
    kiosk: FakeKiosk, visit: Visit, tmp_path: Path
) -> None:
    path = SAMPLES / "id_front.jpg"
    visit.take_card(Picture(load_picture(path), path.read_bytes()))
    visit.enter("plaintiff.1.kind", "person")
    visit.enter("plaintiff.1.name", "王原告")
    visit.enter("plaintiff.1.id_number", "")
    with sent(kiosk, visit, tmp_path) as (opened, key):
        said = {(report.person, report.identified) for report in reports(opened, key)}
        assert said == {(LENDER.name, Identification.CARD)}


def test_signed_documents_are_still_archive_files(kiosk: FakeKiosk, visit: Visit, tmp_path: Path) -> None:
    with sent(kiosk, visit, tmp_path) as (opened, _):
        for document in opened.filing["documents"]:
            assert pdfa.faults((opened.root / document["path"]).read_bytes()) == []


def test_a_receipt_that_cannot_be_drawn_leaves_the_visit_as_it_was(
    kiosk: FakeKiosk, visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise FontMissing(path="gone")

    with monkeypatch.context() as broken:
        broken.setattr(receipt, "render", fails)
        with pytest.raises(FontMissing):
            visit.submit()
    assert not kiosk.parts.reception.queue()
    visit.submit()
    assert len(kiosk.parts.reception.queue()) == 1
