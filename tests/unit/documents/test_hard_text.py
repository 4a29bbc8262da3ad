"""Whole papers with text of any sort and length: nothing is clipped, covered, lost or badly divided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kiosk_app.content.library import Library
from kiosk_app.documents import address_confirmation, complaint, evidence_list, fee_relief, notice, receipt
from kiosk_app.documents.notice import PrintedNotice
from kiosk_app.documents.paper_canvas import SIGNATURE, Printed
from kiosk_app.documents.receipt import Receipt, ReceivedDocument
from kiosk_app.documents.sheet import FORM_PAPER, SLIP_PAPER, Paper
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fee_relief import FeeRelief, Ground, ReliefKind
from kiosk_app.domain.money import Money
from kiosk_app.domain.party import NaturalPerson
from kiosk_app.domain.service_address import ServiceAddress
from kiosk_app.forms.element_table import ElementTable, FilledBlock, FilledRow
from tests.fakes import page_geometry as geometry
from tests.fakes import papers
from tests.fakes.hard_text import (
    LONG,
    ODD,
    as_read,
    canonical,
    hard_text,
    has_right_to_left,
    name_text,
    short_text,
    unmirrored,
)
from tests.fakes.papers import FILING_ID, MOMENT

_QUICK = settings(
    max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)
_LONG = settings(_QUICK, max_examples=60)
_COURTS = st.sampled_from(("某某区人民法院", "北京市某某某自治县高级人民法院驻某某某街道诉讼服务站" * 2, ""))
_CAUSES = st.sampled_from(
    ("民间借贷纠纷", "申请确认人民调解协议效力以及与公司、证券、保险、票据等有关的纠纷" * 2)
)
_LABELS = st.sampled_from(("1.经过", "2.双方签订合同的时间、地点、名称及主要内容"))
_FORMS = st.sampled_from(("原件", "复印件", "电子数据"))
_PAGES = st.lists(st.just("a"), max_size=3).map(tuple)
_LISTS = st.one_of(
    st.lists(st.builds(EvidenceItem, short_text, hard_text, _PAGES, _FORMS), max_size=5),
    st.lists(st.builds(EvidenceItem, name_text, name_text, _PAGES, _FORMS), max_size=6).map(
        lambda few: few * 50
    ),
)
NOTICES = ("告知事项的一条，约有两行那么长，说明送达地址确认书怎样填写、怎样变更。" * 2,) * 8


def assert_well_set(printed: Printed, paper: Paper, texts: Iterable[str], filing_id: str = FILING_ID) -> None:
    """No fault on any page, and these texts on them in this order."""
    found = geometry.faults(printed, paper, filing_id=filing_id)
    if SIGNATURE not in printed.places:
        found.remove("there is no place to sign")
    assert not found, "\n".join(found[:5])
    body, at = geometry.body_text(geometry.read(printed.pdf), paper), 0
    texts = [as_read(text) for text in texts]
    body = as_read(body)
    if any(map(has_right_to_left, texts)):
        # PDFium puts such letters, and what stands beside them, into an order of its own.
        missing = Counter("".join(map(unmirrored, texts))) - Counter(unmirrored(body))
        assert not missing
        return
    for text in texts:
        place = body.find(text, at)
        assert place >= 0, (text[:120], body[at : at + 120])
        at = place + len(text)


def drawn_complaint(
    typeface: Typeface, court: str, cause: str, table: ElementTable, names: list[str]
) -> Printed:
    letterhead = replace(papers.letterhead(typeface), court=court, cause=cause)
    return complaint.render(table, plaintiffs=names, letterhead=letterhead, signature=papers.SIGNATURE)


def check_complaint(typeface: Typeface, library: Library, data: st.DataObject) -> None:
    court, cause = data.draw(_COURTS), data.draw(_CAUSES)
    row = st.builds(FilledRow, st.one_of(st.just(""), _LABELS), hard_text)
    # No row of a form is empty: where nothing was answered there is a blank to write on.
    rows = st.lists(row.filter(lambda row: row.label or canonical(as_read(row.text))), max_size=5).map(tuple)
    headings = st.sampled_from(("原告（自然人）", "事实与理由", ""))
    blocks = data.draw(st.lists(st.builds(FilledBlock, headings, rows), min_size=1, max_size=4))
    names = data.draw(st.lists(name_text, max_size=10))
    table = ElementTable("民事起诉状", cause, ("说明：", "请如实填写。"), tuple(blocks))
    texts = ["民事起诉状", cause, "请如实填写。"]
    for block in blocks:
        texts += [block.heading, *(part for row in block.rows for part in (row.label, row.text))]
    texts += names if len(names) > 1 else ["具状人"]
    assert_well_set(drawn_complaint(typeface, court, cause, table, names), FORM_PAPER, texts)


def check_evidence_list(typeface: Typeface, library: Library, data: st.DataObject) -> None:
    items = data.draw(_LISTS)
    letterhead = replace(papers.letterhead(typeface), court=data.draw(_COURTS), cause=data.draw(_CAUSES))
    submitter = data.draw(short_text)
    printed = evidence_list.render(items, submitter=submitter, letterhead=letterhead, signature=None)
    texts = ["提交人：", submitter, letterhead.cause, letterhead.court]
    texts += [text for item in items for text in (item.title, item.purpose, item.form)]
    assert_well_set(printed, FORM_PAPER, texts)


def check_address(typeface: Typeface, library: Library, data: st.DataObject) -> None:
    given_ = data.draw(st.builds(ServiceAddress, short_text, short_text, hard_text, short_text, short_text))
    letterhead = replace(papers.letterhead(typeface), court=data.draw(_COURTS), cause=data.draw(_CAUSES))
    party = data.draw(short_text)
    printed = address_confirmation.render(
        data.draw(st.sampled_from((None, given_))),
        party=party,
        role="原告",
        notices=NOTICES,
        letterhead=letterhead,
        signature=None,
    )
    texts = [letterhead.court, letterhead.cause, party, *NOTICES]
    assert_well_set(printed, address_confirmation._PAPER, texts)


def check_fee_relief(typeface: Typeface, library: Library, data: st.DataObject) -> None:
    person = st.builds(NaturalPerson, name_text, domicile=short_text, employer=short_text)
    people = data.draw(st.lists(person, max_size=3)) * data.draw(st.sampled_from((1, 3)))
    relief = FeeRelief(
        ReliefKind.EXEMPT,
        (Ground("第四十五条第（二）项", "追索赡养费、扶养费、抚育费、抚恤金的"),),
        data.draw(hard_text),
        tuple(data.draw(st.lists(short_text, max_size=4))),
    )
    letterhead = replace(papers.letterhead(typeface), court=data.draw(_COURTS), cause=data.draw(_CAUSES))
    defendants = data.draw(st.lists(short_text, max_size=10))
    printed = fee_relief.render(
        relief,
        applicants=people,
        defendants=defendants,
        claimed=Money.parse("224000"),
        fee=library.fee("property", Money.parse("224000"), MOMENT.at.date()),
        letterhead=letterhead,
        signature=None,
    )
    texts = [text for person in people for text in (person.name, person.domicile, person.employer)]
    texts += [letterhead.cause, *defendants, relief.reasons, *relief.proofs, letterhead.court]
    assert_well_set(printed, fee_relief._PAPER, texts)


def check_receipt(typeface: Typeface, library: Library, data: st.DataObject) -> None:
    notices = st.builds(PrintedNotice, short_text, short_text, st.lists(hard_text, max_size=3).map(tuple))
    taken = Receipt(
        receipt_number="S2611-0042-7K",
        filing_id=FILING_ID,
        court=data.draw(_COURTS),
        cause=data.draw(_CAUSES),
        plaintiffs=tuple(data.draw(st.lists(short_text, max_size=10))),
        documents=(ReceivedDocument("民事起诉状", 5),),
        evidence=tuple(data.draw(_LISTS)),
        submitted=MOMENT,
        received_by_court=data.draw(st.sampled_from((None, MOMENT.at))),
        notices=tuple(data.draw(st.lists(notices, max_size=2))),
    )
    texts = [taken.court, taken.receipt_number, *taken.plaintiffs, taken.cause, "民事起诉状"]
    texts += [item.title for item in taken.evidence]
    texts += [text for each in taken.notices for text in (each.title, *each.text, each.article)]
    assert_well_set(receipt.render(taken, typeface=typeface), SLIP_PAPER, texts, "")
    if taken.notices:
        alone = notice.render(taken.notices, moment=MOMENT, typeface=typeface)
        assert_well_set(alone, SLIP_PAPER, (text for each in taken.notices for text in each.text), "")


Check = Callable[[Typeface, Library, st.DataObject], None]
CHECKS: tuple[Check, ...] = (
    check_complaint, check_evidence_list, check_address, check_fee_relief, check_receipt,
)  # fmt: skip


def run(check: Check, typeface: Typeface, library: Library, how: settings) -> None:
    how(given(st.data())(lambda data: check(typeface, library, data)))()


@pytest.mark.parametrize("check", CHECKS)
def test_any_text_is_well_set(typeface: Typeface, library: Library, check: Check) -> None:
    run(check, typeface, library, _QUICK)


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("check", CHECKS)
def test_very_much_text_is_well_set(typeface: Typeface, library: Library, check: Check) -> None:
    run(check, typeface, library, _LONG)


@pytest.mark.parametrize("some", [ODD, LONG], ids=["odd", "long"])
def test_each_hard_text_is_well_set(typeface: Typeface, some: tuple[str, ...]) -> None:
    rows = tuple(FilledRow(f"{number}.要素", text) for number, text in enumerate(some))
    table = ElementTable("民事起诉状", papers.CAUSE, (), (FilledBlock("事实与理由", rows),))
    printed = drawn_complaint(typeface, papers.COURT, papers.CAUSE, table, ["甲", "乙"])
    assert_well_set(printed, FORM_PAPER, [part for row in rows for part in (row.label, row.text)])


def test_a_label_longer_than_a_page_is_divided_too(typeface: Typeface) -> None:
    blocks = (FilledBlock("长" * 200, (FilledRow("名" * 2000, "答" * 100), FilledRow("2.要素", "是☑"))),)
    table = ElementTable("民事起诉状", papers.CAUSE, (), blocks)
    printed = drawn_complaint(typeface, papers.COURT, papers.CAUSE, table, ["甲"])
    text = geometry.body_text(geometry.read(printed.pdf), FORM_PAPER)
    assert (text.count("长"), text.count("名"), text.count("答")) == (200, 2000, 100)
    assert_well_set(printed, FORM_PAPER, ["2.要素", "是☑"])
