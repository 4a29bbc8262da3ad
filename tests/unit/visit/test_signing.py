"""Signing with a pen: kept, counted, taken off by a change, and sent as it came back."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.take import NoPageFound
from kiosk_app.documents.paper_canvas import SIGNATURE
from kiosk_app.domain.signature import Signature, SignedOn, StrokePoint
from kiosk_app.dossier.read import OpenedDossier, read
from kiosk_app.store import drafts
from kiosk_app.store.tables import Slot
from kiosk_app.visit.pages import Picture
from kiosk_app.visit.papers import Document
from kiosk_app.visit.visit import Visit
from tests.fakes import papers
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.pens import under_the_camera
from tests.fakes.stacks import SilentReader

STROKE = (StrokePoint(0.1, 0.5, 0), StrokePoint(0.9, 0.4, 250))
DRAWN = Signature((STROKE,), 3.0, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture
def reader(request: pytest.FixtureRequest) -> Reader:
    """Reads nothing, except for a test that looks at what was read."""
    return getattr(request, "param", SilentReader)()


def document(visit: Visit, document_id: str) -> Document:
    return next(each for each in visit.signing.documents() if each.id == document_id)


def signed_sheet(visit: Visit, document_id: str = "service_address") -> Picture:
    """The page with the signature as it lies under the camera."""
    printed = document(visit, document_id).printed
    place = printed.places[SIGNATURE]
    return Picture(under_the_camera(printed.pdf, place.page, place))


def sign_rest(visit: Visit) -> None:
    for each in visit.signing.documents():
        if each.waits:
            visit.signing.sign(each.id, DRAWN)


def opened(kiosk: FakeKiosk, filing_id: str, into: Path) -> OpenedDossier:
    return read(kiosk.store.dossier_path(filing_id), [kiosk.court_secret], into)


def test_a_captured_page_is_a_signature(visit: Visit) -> None:
    assert document(visit, "service_address").signed is None
    visit.signing.take("service_address", signed_sheet(visit))
    signed = document(visit, "service_address")
    assert (signed.signed, signed.signed_pages) == (SignedOn.PAPER, 1)
    visit.jump("sign")
    assert visit.blocker() == "signature_missing"
    sign_rest(visit)
    assert visit.blocker() is None
    assert [each.signed for each in visit.signing.documents()].count(SignedOn.PAPER) == 1


def test_pages_come_in_the_order_in_which_they_were_laid_down(visit: Visit) -> None:
    sheet = signed_sheet(visit)
    first = visit.signing.take("service_address", sheet)
    second = visit.signing.take("service_address", sheet)
    assert [page.id for page in visit.signing.pages("service_address")] == [first, second]
    visit.signing.remove(first)
    third = visit.signing.take("service_address", sheet)
    assert [page.id for page in visit.signing.pages("service_address")] == [second, third]
    for page in visit.signing.pages("service_address"):
        visit.signing.remove(page.id)
    assert document(visit, "service_address").signed is None


def test_the_way_chosen_last_counts(visit: Visit) -> None:
    sheet = signed_sheet(visit)
    visit.signing.sign("complaint", DRAWN)
    visit.signing.sign("service_address", DRAWN)
    visit.signing.take("service_address", sheet)
    assert document(visit, "service_address").signed is SignedOn.PAPER
    assert document(visit, "complaint").signed is SignedOn.SCREEN
    visit.signing.sign("service_address", DRAWN)
    signed = document(visit, "service_address")
    assert (signed.signed, signed.signed_pages) == (SignedOn.SCREEN, 0)
    assert not visit.signing.pages("service_address")


def test_a_change_takes_what_was_signed_with_a_pen_off(kiosk: FakeKiosk, visit: Visit) -> None:
    visit.signing.take("service_address", signed_sheet(visit))
    visit.enter("claims.principal", "1000")
    assert document(visit, "service_address").signed is None
    with kiosk.store.database.read() as session:
        assert not [page for page in drafts.load(session, visit.id).pages if page.slot is Slot.SIGNED]


def test_another_page_of_evidence_takes_it_off_too(visit: Visit) -> None:
    visit.signing.take("service_address", signed_sheet(visit))
    visit.stack.take(
        Picture(np.array(under_the_camera(visit.signing.documents()[0].printed.pdf, 1, None))), "借条"
    )
    assert document(visit, "service_address").signed is None
    assert len(visit.evidence) == 1


def test_a_signed_page_is_no_evidence_and_finds_no_fault(visit: Visit) -> None:
    before = visit.findings()
    visit.signing.take("service_address", signed_sheet(visit))
    assert visit.evidence == ()
    assert visit.findings() == before
    assert visit.stack.thumbnail(visit.signing.pages("service_address")[0].id)


def test_a_bare_desk_is_no_page(visit: Visit) -> None:
    with pytest.raises(NoPageFound):
        visit.signing.take("complaint", Picture(np.full((1080, 1920, 3), 90, np.uint8)))
    assert visit.signing.pages("complaint") == ()


def test_it_is_there_after_a_crash_and_gone_after_the_end(kiosk: FakeKiosk, visit: Visit) -> None:
    visit.signing.take("service_address", signed_sheet(visit))
    with kiosk.store.database.read() as session:
        draft = drafts.load(session, visit.id)
    assert [(page.slot, page.document_id) for page in draft.pages] == [(Slot.SIGNED, "service_address")]
    visit.end()
    assert not list((kiosk.store.outbox_directory.parent / "blobs").rglob("*.blob"))


@pytest.mark.parametrize("reader", [Reader], indirect=True)
def test_the_court_gets_what_was_printed_and_what_came_back(
    kiosk: FakeKiosk, visit: Visit, tmp_path: Path
) -> None:
    visit.enter("plaintiff.1.name", "林知远")
    printed = document(visit, "service_address").printed
    sheet = np.ascontiguousarray(np.rot90(signed_sheet(visit).image, 2))
    page_id = visit.signing.take("service_address", Picture(sheet))
    sign_rest(visit)
    submitted = visit.submit()
    filed = opened(kiosk, submitted.filing_id, tmp_path / "opened")
    told = {each["kind"]: each for each in filed.filing["documents"]}
    assert told["complaint"]["signed"] == "screen"
    assert "scan" not in told["complaint"]
    assert told["service_address"] == {
        "kind": "service_address",
        "path": "data/documents/service_address.pdf",
        "pages": printed.pages,
        "signed": "paper",
        "scan": {
            "path": "data/documents/service_address-signed.pdf",
            "pages": [{"id": page_id, "path": f"data/originals/{page_id}.jpg"}],
        },
    }
    sent = (filed.root / "data" / "documents" / "service_address.pdf").read_bytes()
    assert papers.text(sent) == papers.text(printed.pdf), "what lies there is what was signed"
    scan = (filed.root / "data" / "documents" / "service_address-signed.pdf").read_bytes()
    papers.assert_sound(scan, tmp_path)
    (text,) = papers.pages(scan)
    assert "送达地址确认书（纸上签名）第1页共1页" in text
    assert text.startswith("送达地址确认书"), "it was read, upright, and can be searched"
    assert "当事人（签名、盖章或捺印）" in text
    receipt = papers.text(submitted.receipt_pdf)
    assert "送达地址确认书（纸上签名）电子11" in receipt


def test_what_needs_no_signature_may_come_back_signed_or_sealed(
    kiosk: FakeKiosk, visit: Visit, tmp_path: Path
) -> None:
    visit.signing.take("missing_notice", signed_sheet(visit))
    sign_rest(visit)
    notice = document(visit, "missing_notice")
    assert (notice.signed, notice.signed_pages, notice.waits) == (SignedOn.PAPER, 1, False)
    submitted = visit.submit()
    documents = opened(kiosk, submitted.filing_id, tmp_path / "opened").filing["documents"]
    (sent,) = [each for each in documents if each["kind"] == "missing_notice"]
    assert (sent["signed"], len(sent["scan"]["pages"])) == ("paper", 1)
    assert "一次性告知书（纸上签名）" in papers.text(submitted.receipt_pdf)
