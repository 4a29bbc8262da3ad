from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import segno
from sqlalchemy import text

from kiosk_app.capture.idcard import Side
from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.picture import load_picture
from kiosk_app.capture.take import NoCardFound
from kiosk_app.devices.card_reader import RawCard
from kiosk_app.domain.chip import ChipUnreadable
from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.findings import Grade
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.domain.submission import State
from kiosk_app.domain.values import Source
from kiosk_app.forms.answers import InvalidAnswer
from kiosk_app.store import drafts, outbox
from kiosk_app.store.drafts import VisitEnded
from kiosk_app.visit.pages import NotAnIdCard, Picture
from kiosk_app.visit.reception import RESUME_WITHIN
from kiosk_app.visit.visit import Visit
from tests.fakes.chips import PORTRAIT, chip_text
from tests.fakes.kiosks import SAMPLES, FakeKiosk, kiosk_at
from tests.samples import papers
from tests.samples.desk import on_desk
from tests.samples.people import person

STROKE = (StrokePoint(0.1, 0.5, 0), StrokePoint(0.9, 0.4, 250))
SIGNATURE = Signature((STROKE,), 3.0, datetime(2026, 11, 22, 9, 30, tzinfo=UTC))


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def sample(name: str) -> Picture:
    return Picture(load_picture(SAMPLES / f"{name}.jpg"), (SAMPLES / f"{name}.jpg").read_bytes())


def agree(visit: Visit) -> None:
    visit.agree(ConsentKind.ONLINE_FILING, True)
    visit.agree(ConsentKind.SENSITIVE_DATA, True)


def sign_all(visit: Visit) -> None:
    for document in visit.signing.documents():
        if document.waits:
            visit.signing.sign(document.id, SIGNATURE)


def test_without_the_two_consents_nothing_goes_on(visit: Visit) -> None:
    assert visit.blocker() == "consent_needed"
    assert visit.forward().id == "notice"
    visit.agree(ConsentKind.ONLINE_FILING, True)
    visit.agree(ConsentKind.SENSITIVE_DATA, False)
    assert visit.forward().id == "notice"
    visit.agree(ConsentKind.SENSITIVE_DATA, True)
    assert visit.forward().id == "card"
    assert visit.consents[ConsentKind.SENSITIVE_DATA].text_version == visit.notices[1].version


def test_nothing_but_consent_signature_and_submitting_holds_anybody_up(visit: Visit) -> None:
    agree(visit)
    while visit.step.id != "sign":
        before = visit.step
        assert visit.blocker() is None
        assert visit.forward() != before
    assert visit.blocker() == "signature_missing"
    sign_all(visit)
    assert visit.forward().id == "submit"
    missing = {finding.about for finding in visit.findings() if finding.code == "answer_missing"}
    assert {"plaintiff.1.name", "defendant.1.kind", "claims.principal"} <= missing


def test_a_wrong_answer_keeps_the_right_one(visit: Visit) -> None:
    visit.enter("claims.principal", "50000")
    with pytest.raises(InvalidAnswer):
        visit.enter("claims.principal", "many")
    assert str(visit.answers["claims.principal"].value) == "50,000.00"
    visit.enter("claims.principal", "")
    assert "claims.principal" not in visit.answers


def test_the_card_fills_in_the_person_and_wins(visit: Visit) -> None:
    visit.enter("plaintiff.1.name", "别人")
    assert visit.take_card(sample("id_front")) is Side.FRONT
    name = visit.answers["plaintiff.1.name"]
    assert (name.value, name.source, name.confirmed) == ("林知远", Source.CARD, True)
    assert visit.answers["plaintiff.1.id_number"].value == "110101189602290017"
    assert visit.take_card(sample("id_back")) is Side.BACK
    first = visit.card_sides[Side.FRONT]
    visit.take_card(sample("id_front"))
    assert visit.card_sides[Side.FRONT] != first
    assert len(visit.card_sides) == 2
    assert visit.page_picture(visit.card_sides[Side.FRONT]).startswith(b"\xff\xd8")


def test_a_doubtful_reading_waits_for_a_look(visit: Visit) -> None:
    visit.take_card(sample("id_front"))
    visit.jump("plaintiff")
    visit.enter("plaintiff.1.id_number", "110101189602290018")
    found = {finding.code: finding for finding in visit.findings()}
    assert found["id_number_invalid"].grade is Grade.COURT_WILL_ASK
    visit.enter("plaintiff.1.id_number", "11010118960229001７")
    assert "id_number_invalid" not in {finding.code for finding in visit.findings()}


def test_what_a_code_on_a_paper_says_can_be_searched(kiosk: FakeKiosk, visit: Visit) -> None:
    paper = papers.render_transfer()
    code = np.array(list(segno.make("回单编号 20240315").matrix_iter(scale=14, border=4)), np.uint8)
    paper[-700 : -700 + len(code), 200 : 200 + len(code)] = np.where(code, 0, 255)[..., None]
    page_id = visit.stack.take(Picture(on_desk(paper, 21).image), "转账凭证")
    with kiosk.store.database.read() as session:
        page = next(page for page in drafts.load(session, visit.id).pages if page.id == page_id)
    assert [code.text for code in page.codes] == ["回单编号 20240315"]


def test_what_a_code_says_is_never_taken_for_print(kiosk: FakeKiosk, visit: Visit) -> None:
    """Anybody may print one: it may not suggest who owes how much."""
    said = "借条 今借到张三人民币伍拾万元整（500000元） 借款人：李四 2024年1月1日"
    paper = np.full((1_754, 1_240, 3), 250, np.uint8)
    code = np.array(list(segno.make(said).matrix_iter(scale=12, border=4)), np.uint8)
    paper[200 : 200 + len(code), 200 : 200 + len(code)] = np.where(code, 0, 255)[..., None]
    page_id = visit.stack.take(Picture(on_desk(paper, 21).image), "")
    with kiosk.store.database.read() as session:
        page = next(page for page in drafts.load(session, visit.id).pages if page.id == page_id)
    assert said in [code.text for code in page.codes]
    assert not visit.stack.papers.facts(page).facts
    assert not visit.stack.suggestions(visit.stack.item_of(page_id).id)


def test_a_paper_that_is_no_card_is_not_taken_for_one(visit: Visit) -> None:
    with pytest.raises((NotAnIdCard, NoCardFound)):
        visit.take_card(sample("evidence_transfer"))
    assert not visit.card_sides


def test_a_change_takes_the_signatures_off(visit: Visit) -> None:
    sign_all(visit)
    assert not any(document.waits for document in visit.signing.documents())
    visit.enter("claims.principal", "1000")
    assert not any(document.signed for document in visit.signing.documents())


def test_answers_given_before_are_offered_again(visit: Visit) -> None:
    agree(visit)
    visit.enter("plaintiff.1.name", "林知远")
    visit.enter("plaintiff.1.domicile", "北京市东城区")
    visit.jump("plaintiff")
    visit.jump("service")
    assert visit.answers["service.recipient"].value == "林知远"
    assert visit.answers["service.address"].value == "北京市东城区"
    visit.enter("service.recipient", "林小明")
    visit.forward()
    visit.jump("service")
    assert visit.answers["service.recipient"].value == "林小明"


def test_submitting_twice_is_one_filing_and_wipes_the_visit(kiosk: FakeKiosk, visit: Visit) -> None:
    visit.enter("plaintiff.1.name", "林知远")
    sign_all(visit)
    submitted = visit.submit()
    assert visit.submit() is submitted
    assert submitted.receipt_number == "K01-20261122-0001"
    reception = kiosk.parts.reception
    assert reception.state_of(submitted.filing_id) is State.SEALED
    assert [line.receipt_number for line in reception.queue()] == [submitted.receipt_number]
    assert reception.receipt(submitted.filing_id).receipt_pdf == submitted.receipt_pdf
    with pytest.raises(VisitEnded):
        visit.enter("plaintiff.1.name", "别人")
    assert not list((kiosk.store.outbox_directory.parent / "blobs").rglob("*.blob"))


def test_leaving_wipes_everything(kiosk: FakeKiosk, visit: Visit) -> None:
    visit.take_card(sample("id_front"))
    visit.end()
    visit.end()
    assert not list((kiosk.store.outbox_directory.parent / "blobs").rglob("*.blob"))
    with pytest.raises(VisitEnded):
        visit.enter("plaintiff.1.name", "别人")
    with kiosk.store.database.read() as session:
        assert outbox.listing(session) == ()


@pytest.mark.parametrize("minutes_later", [0, 4, 6])
def test_after_a_crash_only_whoever_still_stands_there_goes_on(
    tmp_path: Path, reader: Reader, minutes_later: int
) -> None:
    crashed = kiosk_at(tmp_path, reader)
    before = crashed.parts.reception.open("loan")
    before.enter("claims.principal", "50000")
    before.jump("claims")
    crashed.store.close()

    kiosk = kiosk_at(tmp_path, reader)
    kiosk.clock.advance(minutes_later * 60_000)
    visit = kiosk.parts.reception.recover()
    if minutes_later * 60 < RESUME_WITHIN.total_seconds():
        assert visit
        assert (visit.id, visit.step.id) == (before.id, "claims")
        assert visit.answers == before.answers
    else:
        assert visit is None
        with pytest.raises(VisitEnded):
            before.enter("claims.principal", "1")
    kiosk.store.close()


def test_a_picture_damaged_after_submitting_does_not_keep_the_kiosk_from_starting(
    tmp_path: Path, reader: Reader
) -> None:
    crashed = kiosk_at(tmp_path, reader)
    visit = crashed.parts.reception.open("loan")
    visit.take_card(sample("id_front"))
    with crashed.store.database.begin() as session:
        drafts.reserve(session, visit.id, "01a201d2-5db7-713b-8ea7-c7d2ce85aab1", "K01-20261122-0001")
    crashed.store.close()
    for blob in tmp_path.rglob("*.blob"):
        blob.write_bytes(blob.read_bytes()[:-1])

    kiosk = kiosk_at(tmp_path, reader)
    assert kiosk.parts.reception.recover() is None
    assert kiosk.parts.reception.queue() == ()
    with kiosk.store.database.read() as session:
        assert drafts.unfinished(session) == (visit.id,)
    kiosk.store.close()


def test_a_chip_fills_in_the_person_outlives_a_crash_and_is_sealed(tmp_path: Path, reader: Reader) -> None:
    crashed = kiosk_at(tmp_path, reader)
    visit = crashed.parts.reception.open("loan")
    card = RawCard(chip_text(), PORTRAIT)
    assert not visit.identity.knows_chip(card)
    visit.take_chip(card)
    assert visit.identity.knows_chip(card)
    assert visit.answers["plaintiff.1.name"].value == "林知远"
    assert visit.answers["plaintiff.1.id_number"].source is Source.CARD
    assert "identity_missing" not in {finding.code for finding in visit.findings()}
    visit.take_card(sample("id_front"))
    assert "id_chip_differs" not in {finding.code for finding in visit.findings()}
    assert "card_sample" in {finding.code for finding in visit.findings()}
    agree(visit)
    sign_all(visit)
    crashed.store.close()

    kiosk = kiosk_at(tmp_path, reader)
    again = kiosk.parts.reception.recover()
    assert again is not None
    assert again.chip == visit.chip
    submitted = again.submit()
    with kiosk.store.database.read() as session:
        assert outbox.find(session, submitted.filing_id).state is State.SEALED
        assert session.scalar(text("SELECT count(*) FROM chips")) == 0, "gone with the visit"
    kiosk.store.close()


def test_a_chip_that_is_none_changes_nothing(visit: Visit) -> None:
    with pytest.raises(ChipUnreadable):
        visit.take_chip(RawCard(b"short"))
    assert visit.chip is None
    assert not visit.answers


def test_another_card_on_the_reader_takes_the_place_of_the_first(visit: Visit) -> None:
    visit.take_card(sample("id_front"))
    other = person(7)
    visit.take_chip(RawCard(chip_text(other)))
    assert visit.answers["plaintiff.1.name"].value == other.name
    assert "id_chip_other_card" in {finding.code for finding in visit.findings()}
    visit.take_chip(RawCard(chip_text()))
    assert visit.answers["plaintiff.1.name"].value == "林知远"
    assert "id_chip_other_card" not in {finding.code for finding in visit.findings()}


def test_a_sample_is_told_once_for_both_sides(visit: Visit) -> None:
    for side in ("id_front", "id_back"):
        visit.take_card(sample(side))
    assert [found.about for found in visit.findings() if found.code == "card_sample"] == ["card"]
