"""What a form tells its visitors: on the first page as far as it holds, on paper with the receipt."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.store import outbox
from kiosk_app.visit import slip
from kiosk_app.visit.slip import Submitted
from kiosk_app.visit.visit import Visit
from tests.fakes import papers
from tests.fakes.kiosks import FakeKiosk, kiosk_at
from tests.fakes.papers import SIGNATURE
from tests.fakes.resources import NOTICES, resources_with


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def telling(tmp_path: Path, reader: Reader) -> Iterator[FakeKiosk]:
    """A kiosk whose loan form has notices."""
    kiosk = kiosk_at(tmp_path / "kiosk", reader, resources=resources_with(tmp_path / "own", "loan", NOTICES))
    yield kiosk
    kiosk.store.close()


def submit(visit: Visit) -> Submitted:
    for document in visit.signing.documents():
        visit.signing.sign(document.id, SIGNATURE)
    return visit.submit()


def test_what_holds_now_is_told(telling: FakeKiosk) -> None:
    visit = telling.parts.reception.open("loan")
    assert [notice.id for notice in visit.form_notices] == ["rights", "calm"]
    visit.enter("contract.delivery", "cash")
    assert [notice.id for notice in visit.form_notices] == ["rights", "cash", "calm"]


def test_a_form_without_notices_tells_nothing(visit: Visit) -> None:
    assert visit.form_notices == ()
    receipt = papers.text(submit(visit).receipt_pdf)
    assert "诉讼权利义务告知" not in receipt


def test_what_is_missing_goes_home_with_the_receipt_and_is_kept_word_for_word(
    visit: Visit, kiosk: FakeKiosk
) -> None:
    submitted = submit(visit)
    (notice,) = papers.pages(submitted.receipt_pdf)[1:2]
    assert notice.startswith("补充材料一次性告知书")
    assert "您的材料照样接收" in notice
    text = papers.text(submitted.receipt_pdf)
    assert (
        "还没有拍身份证。请拍身份证正反两面；没带的，工作人员可以帮您核对身份。（登记立案规定第6条）" in text
    )
    with kiosk.store.database.read() as session:
        facts = outbox.find(session, submitted.filing_id).receipt_facts
    assert slip.to_facts(slip.from_facts(facts, None)) == facts
    assert "补充材料一次性告知书" in facts["notices"]


def test_printed_notices_are_those_that_hold_at_the_end(telling: FakeKiosk) -> None:
    visit = telling.parts.reception.open("loan")
    visit.enter("contract.delivery", "cash")
    visit.enter("contract.delivery", "transfer")
    text = papers.pages(submit(visit).receipt_pdf)[1]
    assert "诉讼权利义务告知您有权委托代理人" in text
    assert "依据：民事诉讼法第52条" in text
    assert "现金交付" not in text
    assert "只在屏幕上看" not in text


def test_after_a_restart_with_another_form_the_same_is_printed(
    tmp_path: Path, reader: Reader, telling: FakeKiosk
) -> None:
    visit = telling.parts.reception.open("loan")
    visit.enter("contract.delivery", "cash")
    submitted = submit(visit)
    telling.store.close()

    kiosk = kiosk_at(tmp_path / "kiosk", reader)  # the form has no notices any more
    again = kiosk.parts.reception.receipt(submitted.filing_id)
    assert again.receipt_pdf == submitted.receipt_pdf
    assert "现金交付的借款" in papers.pages(again.receipt_pdf)[1]
    with kiosk.store.database.read() as session:
        facts = outbox.find(session, submitted.filing_id).receipt_facts
    assert slip.to_facts(slip.from_facts(facts, None)) == facts
    kiosk.store.close()
