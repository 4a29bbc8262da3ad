"""What papers suggest, from the picture that is taken to the filing that is sealed."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np
import pytest

from kiosk_app.content.library import Library
from kiosk_app.domain.evidence import ItemPart
from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName, PaperSort
from kiosk_app.domain.values import Source
from kiosk_app.dossier.filing_json import Files, filing_to_json
from kiosk_app.forms.question import Section
from kiosk_app.store import drafts
from kiosk_app.visit.gathered import filing_of
from kiosk_app.visit.pages import piece_of
from kiosk_app.visit.suggest import Papers, item_suggestions
from kiosk_app.visit.visit import Visit
from tests.fakes.kiosks import RESOURCES, FakeKiosk
from tests.fakes.stacks import IOU, SHEET, TRANSFER, PrintedReader, sheet, thick_stack


@pytest.fixture
def reader() -> PrintedReader:
    return PrintedReader()


@pytest.fixture
def visit(kiosk: FakeKiosk) -> Visit:
    visit = kiosk.parts.reception.open("loan")
    visit.enter("contract.rate_agreed", "yes")
    return visit


def take(visit: Visit, reader: PrintedReader, *rows: str, title: str = "") -> str:
    reader.rows = rows
    return visit.stack.take(sheet(len(visit.stack.prints)), title, SHEET)


def suggested(visit: Visit, key: str) -> list[tuple[object, str, bool]]:
    for step in visit.steps:
        if step.section and any(question.key == key for question in step.section.questions):
            found = visit.suggestions(step.section).get(key, ())
            return [(each.value, each.paper, each.certain) for each in found]
    raise KeyError(key)


def test_an_iou_suggests_but_answers_nothing(visit: Visit, reader: PrintedReader) -> None:
    before = dict(visit.answers)
    take(visit, reader, *IOU)
    assert suggested(visit, "claims.principal") == [(Money(Decimal(50_000)), "借条", True)]
    assert suggested(visit, "contract.lender") == [("林知远", "借条", True)]
    assert suggested(visit, "contract.to") == [(date(2025, 3, 14), "借条", True)]
    assert suggested(visit, "contract.rate") == [(Decimal(6), "借条", True)]
    assert suggested(visit, "contract.rate_period") == [("year", "借条", True)]
    assert dict(visit.answers) == before


def test_what_is_taken_over_says_where_it_comes_from(
    kiosk: FakeKiosk, visit: Visit, reader: PrintedReader
) -> None:
    page_id = take(visit, reader, *IOU)
    (suggestion,) = visit.suggestions(_section(visit, "claims"))["claims.principal"]
    visit.take_suggestion(suggestion)
    with kiosk.store.database.read() as session:
        answer = drafts.load(session, visit.id).answers["claims.principal"]
    assert (answer.source, answer.confidence, answer.confirmed) == (Source.PAPER, 0.99, True)
    assert answer.origin
    assert answer.origin.page_id == page_id
    assert suggested(visit, "claims.principal") == []

    (told,) = [each for each in _filing(kiosk, visit)["answers"] if each["key"] == "claims.principal"]
    place = told["origin"]["place"]
    assert told["origin"]["page"] == page_id
    assert 0 < place["left"] < place["left"] + place["width"] <= 1

    visit.stack.remove({page_id})
    (told,) = [each for each in _filing(kiosk, visit)["answers"] if each["key"] == "claims.principal"]
    assert "origin" not in told
    assert told["source"] == "paper"


def test_clearing_takes_it_back_and_typing_makes_it_ones_own(visit: Visit, reader: PrintedReader) -> None:
    take(visit, reader, *IOU)
    (suggestion,) = visit.suggestions(_section(visit, "claims"))["claims.principal"]
    visit.take_suggestion(suggestion)
    visit.enter("claims.principal", "")
    assert "claims.principal" not in visit.answers
    assert suggested(visit, "claims.principal")
    visit.take_suggestion(suggestion)
    visit.enter("claims.principal", "50000")
    assert visit.answers["claims.principal"].source is Source.PAPER
    visit.enter("claims.principal", "40000")
    answer = visit.answers["claims.principal"]
    assert (answer.source, answer.origin) == (Source.LITIGANT, None)
    assert suggested(visit, "claims.principal") == [(Money(Decimal(50_000)), "借条", True)]


def test_papers_that_differ_are_both_shown_and_none_is_certain(visit: Visit, reader: PrintedReader) -> None:
    take(visit, reader, *IOU)
    take(visit, reader, *TRANSFER)
    assert suggested(visit, "contract.paid") == [
        (Money(Decimal(48_000)), "转账凭证", False),
        (Money(Decimal(50_000)), "借条", False),
    ]
    assert suggested(visit, "contract.agreed") == [(Money(Decimal(50_000)), "借条", True)]


def test_amounts_that_disagree_are_a_finding_of_the_page(visit: Visit, reader: PrintedReader) -> None:
    page_id = take(visit, reader, "借条", "今借到林知远人民币50,000元（大写：伍仟元整）。", *IOU[3:])
    (finding,) = [found for found in visit.stack.findings(page_id) if found.code == "amounts_disagree"]
    assert finding.about == page_id
    assert finding in visit.findings()
    assert [certain for _, _, certain in suggested(visit, "claims.principal")] == [False, False]


def test_a_page_that_was_taken_out_suggests_nothing(visit: Visit, reader: PrintedReader) -> None:
    page_id = take(visit, reader, *IOU)
    visit.stack.remove({page_id})
    assert suggested(visit, "claims.principal") == []
    visit.stack.put_back()
    assert suggested(visit, "claims.principal")


def test_a_page_names_its_item_unless_the_visitor_does(visit: Visit, reader: PrintedReader) -> None:
    take(visit, reader, *IOU)
    take(visit, reader, *TRANSFER)
    take(visit, reader, "说不清是什么")
    own = take(visit, reader, *TRANSFER, title="聊天记录")
    assert [item.title for item in visit.stack.items] == ["借条", "转账凭证", "其他证据", "聊天记录"]
    assert visit.stack.items[0].purpose == "证明双方之间有借款关系"
    assert visit.stack.seems(own) == "转账凭证"
    visit.stack.file_under(own, "转账凭证")
    assert [item.title for item in visit.stack.items] == ["借条", "转账凭证", "其他证据"]
    assert len(visit.stack.items[1].pages) == 2


def test_an_item_suggests_its_name_day_and_purpose_and_keeps_none_of_them(
    visit: Visit, reader: PrintedReader
) -> None:
    take(visit, reader, *IOU, title="其他证据")
    stack = visit.stack
    (item,) = stack.items
    found = stack.suggestions(item.id)
    assert (found[ItemPart.TITLE].value, found[ItemPart.TITLE].text) == ("借条", "借条")
    assert (found[ItemPart.DATED].value, found[ItemPart.DATED].certain) == (date(2024, 3, 15), True)
    assert ItemPart.PURPOSE not in found  # that of another name would be none of its own
    assert stack.items == (item,)

    stack.take_suggestion(item.id, found[ItemPart.TITLE])
    stack.take_suggestion(item.id, found[ItemPart.DATED])
    purpose = stack.suggestions(item.id)[ItemPart.PURPOSE]
    assert purpose.value == "证明2024年3月15日周明川向林知远借款50,000.00元"
    assert stack.items[0].purpose == "证明双方之间有借款关系"
    stack.take_suggestion(item.id, purpose)
    assert stack.suggestions(item.id) == {}
    (kept,) = visit.evidence
    assert (kept.title, kept.dated, kept.purpose) == ("借条", date(2024, 3, 15), purpose.value)
    assert set(kept.origins) == set(ItemPart)


def test_where_a_part_was_read_goes_into_the_filing_until_it_is_written_anew(
    kiosk: FakeKiosk, visit: Visit, reader: PrintedReader
) -> None:
    page_id = take(visit, reader, *IOU)
    (item,) = visit.stack.items
    visit.stack.take_suggestion(item.id, visit.stack.suggestions(item.id)[ItemPart.DATED])
    visit.stack.take_suggestion(item.id, visit.stack.suggestions(item.id)[ItemPart.PURPOSE])
    (told,) = _filing(kiosk, visit)["evidence"]
    assert told["dated"] == "2024-03-15"
    assert set(told["origins"]) == {"dated", "purpose"}
    assert told["origins"]["dated"]["page"] == page_id
    with kiosk.store.database.read() as session:
        assert drafts.load(session, visit.id).items == visit._draft.items

    visit.stack.set_day(item.id, None)
    visit.stack.set_purpose(item.id, "证明借过钱")
    (told,) = _filing(kiosk, visit)["evidence"]
    assert "dated" not in told
    assert "origins" not in told


def test_a_purpose_in_full_wants_every_fact_to_be_certain(visit: Visit, reader: PrintedReader) -> None:
    take(visit, reader, "借条", "今借到林知远人民币50,000元（大写：伍仟元整）。", *IOU[3:])
    (item,) = visit.stack.items
    assert item.purpose == "证明双方之间有借款关系"
    assert ItemPart.PURPOSE not in visit.stack.suggestions(item.id)


def test_a_paper_that_the_form_does_not_know_is_named_by_its_head(
    visit: Visit, reader: PrintedReader
) -> None:
    take(visit, reader, "劳动合同书", "用人单位：示范市光明商贸有限公司", "签订日期：2024年3月15日")
    (item,) = visit.stack.items
    found = visit.stack.suggestions(item.id)
    assert item.title == "其他证据"
    assert found[ItemPart.TITLE].value == "劳动合同书"
    assert found[ItemPart.DATED].value == date(2024, 3, 15)
    assert ItemPart.PURPOSE not in found


def test_a_receipt_tells_who_got_how_much_from_whom_and_when(visit: Visit, reader: PrintedReader) -> None:
    foot = ("收款人：周明川", "2024年3月16日")
    take(visit, reader, "收条", "今收到林知远借款人民币50,000元（大写：伍万元整）。", *foot)
    assert suggested(visit, "contract.paid") == [(Money(Decimal(50_000)), "收条", True)]
    assert suggested(visit, "contract.paid_on") == [(date(2024, 3, 16), "收条", True)]
    assert suggested(visit, "contract.lender") == [("林知远", "收条", True)]
    assert suggested(visit, "contract.borrower") == [("周明川", "收条", True)]
    assert suggested(visit, "repayment.any") == []


def test_a_receipt_of_a_repayment_is_no_loan(visit: Visit, reader: PrintedReader) -> None:
    foot = ("收款人：林知远", "2024年8月1日")
    take(visit, reader, "收条", "今收到周明川归还借款人民币10,000元（大写：壹万元整）。", *foot)
    assert [item.title for item in visit.stack.items] == ["还款收条"]
    assert suggested(visit, "contract.paid") == []
    assert suggested(visit, "repayment.any") == [("yes", "还款收条", True)]
    visit.enter("repayment.any", "yes")
    assert suggested(visit, "repayment.principal") == [(Money(Decimal(10_000)), "还款收条", True)]


def test_a_snippet_shows_the_place_upright_as_the_visitor_turned_it(
    visit: Visit, reader: PrintedReader
) -> None:
    page_id = take(visit, reader, *IOU)
    (suggestion,) = visit.suggestions(_section(visit, "claims"))["claims.principal"]
    piece = visit.stack.snippet(suggestion)
    assert piece.shape[1] > 2 * piece.shape[0]
    visit.stack.turn({page_id})
    assert visit.stack.snippet(suggestion).shape[:2] == piece.shape[1::-1]


def test_a_piece_at_the_edge_of_a_page_stays_on_it() -> None:
    page = np.full((100, 200, 3), 255, np.uint8)
    assert piece_of(page, (0, 0, 20, 10)).shape[0] == 15
    assert piece_of(page, (180, 95, 230, 130)).size > 0


def test_a_visit_that_is_taken_up_again_waits_for_no_page(visit: Visit, reader: PrintedReader) -> None:
    """Hundreds of pages are gone through in a worker, not when a page of questions is shown."""
    take(visit, reader, *IOU)
    take(visit, reader, "第二页：出借人：林知远", title="借条")
    visit.stack.go_through()
    assert not visit.stack.has_unread
    first = suggested(visit, "claims.principal")
    visit.stack.papers = Papers()
    assert visit.stack.has_unread
    assert suggested(visit, "claims.principal") == []
    assert visit.stack.has_unread
    visit.stack.go_through()
    assert suggested(visit, "claims.principal") == first
    assert not visit.stack.has_unread


def test_pages_that_were_kept_before_they_knew_their_size_suggest_nothing(
    kiosk: FakeKiosk, visit: Visit
) -> None:
    """So it was before migration 0004."""
    draft = thick_stack(kiosk.store, visit.id, 300)
    papers = Papers()
    assert not papers.is_behind(draft)
    assert list(papers.of(draft)) == []
    papers.go_through(draft)
    form = visit.form
    page = draft.pages[0]
    assert item_suggestions(form, draft.items["first"], page, papers.facts(page)) == {}


def test_blank_and_foreign_pages_suggest_nothing(visit: Visit, reader: PrintedReader) -> None:
    take(visit, reader)
    take(visit, reader, "I owe you 50,000 dollars", "ПРИВЕТ")
    for step in visit.steps:
        if step.section:
            assert visit.suggestions(step.section) == {}


def test_every_prefill_of_the_forms_names_a_fact_that_there_is(library: Library) -> None:
    schema = json.loads((RESOURCES / "schema" / "form.schema.json").read_text("utf-8"))
    pattern = schema["$defs"]["prefill"]["items"]["pattern"]
    assert set(schema["$defs"]["paper"]["enum"]) == set(PaperSort) - {PaperSort.UNKNOWN}
    assert all(name in pattern for name in FactName)
    assert any(question.prefill for question in library.forms["loan"].questions())


def _section(visit: Visit, step_id: str) -> Section:
    return next(step.section for step in visit.steps if step.id == step_id and step.section)


def _filing(kiosk: FakeKiosk, visit: Visit) -> dict[str, Any]:
    """What filing.json would say now, held against its schema."""
    parts = visit._parts
    filing = filing_of(parts, visit.form, visit._draft, parts.clock.now())
    named = replace(filing, id="01939e9b-0000-7000-8000-000000000000", receipt_number="K01-1")
    return filing_to_json(named, Files())
