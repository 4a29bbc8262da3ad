from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.capture.ocr import Line
from kiosk_app.capture.prefill import PaperFacts, read_facts
from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName, PaperSort
from tests.fakes.lines import SIZE, Row, lines, said

LENT = "今借到林知远人民币50,000元（大写：伍万元整），于2025年3月14日前还清。"
FOOT = ((800, "借款人：周明川"), (800, "2024年3月15日"))


def iou(*rows: Row, confidence: float = 0.99) -> PaperFacts:
    return read_facts(lines((600, "借条"), *rows, confidence=confidence), SIZE)


def test_an_iou_says_who_how_much_and_when() -> None:
    facts = iou(
        "今因资金周转需要，周明川向林知远（身份证号：110101189602290017）借到人",
        "民币50,000元（大写：伍万元整），以银行转账方式收讫。借款期限自2024年3月",
        "15日起至2025年3月14日止，年利率百分之六，到期一次还本付息。",
        *FOOT,
    )
    assert facts.sort is PaperSort.IOU
    assert facts.findings == ()
    certain = {fact.name: fact.value for fact in facts.facts if fact.certain}
    assert certain == {
        FactName.LENDER: "林知远",
        FactName.BORROWER: "周明川",
        FactName.SIGNED: "周明川",
        FactName.LENDER_ID: "110101189602290017",
        FactName.AMOUNT: Money(Decimal(50_000)),
        FactName.FROM: date(2024, 3, 15),
        FactName.DUE: date(2025, 3, 14),
        FactName.DATE: date(2024, 3, 15),
        FactName.RATE: Decimal(6),
        FactName.RATE_PERIOD: "year",
        FactName.DELIVERY: "transfer",
    }


def test_a_fact_knows_where_it_stands() -> None:
    facts = iou(LENT, *FOOT)
    amount = facts.first(FactName.AMOUNT)
    assert amount
    assert amount.text == "50,000元"
    left, top, right, bottom = amount.box
    assert (top, bottom) == (210, 270)
    assert 100 < left < right < 100 + 38 * len(LENT)


@pytest.mark.parametrize(
    "words",
    [
        "今借到林知远人民币伍万元整（¥50000.00），此据。",
        "今向林知远借人民币伍万元整（50000元），此据。",
        "周明川今向林知远借款伍万元整（50000元），此据。",
        "本人周明川（身份证号略）于2024年3月1日向林知远借到现金50000元（伍万元整）。",
        "林知远借给周明川人民币伍万元整（50,000元）。",
        "林知远于2024年3月1日出借给周明川伍万元整（50,000元）。",
        "出借人：林知远，现借款伍万元整（50,000元）。",
        "今借林知远先生人民币伍万元整（50,000元）。",
    ],
)
def test_who_lends_is_told_by_the_wording(words: str) -> None:
    facts = iou(words, *FOOT)
    assert said(facts, FactName.LENDER) == [("林知远", True)]
    assert said(facts, FactName.BORROWER) == [("周明川", True)]
    assert said(facts, FactName.AMOUNT) == [(Money(Decimal(50_000)), True)]


def test_labels_tell_who_is_who() -> None:
    facts = iou("出借人（甲方）：林知远", "借款人（乙方）：周明川", "借款金额：50000元（大写伍万元整）")
    assert said(facts, FactName.LENDER) == [("林知远", True)]
    assert said(facts, FactName.BORROWER) == [("周明川", True)]


def test_a_name_alone_above_the_day_is_the_signature() -> None:
    facts = iou("今借到林知远人民币伍万元整（50000元）。", (800, "周明川"), (800, "2024年3月15日"))
    assert said(facts, FactName.BORROWER) == [("周明川", True)]
    assert said(facts, FactName.SIGNED) == [("周明川", True)]


def test_figures_and_formal_that_disagree_are_a_finding_and_nothing_is_certain() -> None:
    facts = iou("今借到林知远人民币50,000元（大写：伍仟元整）。", *FOOT)
    assert said(facts, FactName.AMOUNT) == [(Money(Decimal(50_000)), False), (Money(Decimal(5_000)), False)]
    (finding,) = facts.findings
    assert finding.code == "amounts_disagree"
    assert dict(finding.facts) == {"figures": "50,000.00", "formal": "5,000.00"}
    assert finding.place
    assert 0 < finding.place.top < finding.place.top + finding.place.height < 1


def test_a_formal_amount_that_cannot_be_read_leaves_the_figures_uncertain() -> None:
    facts = iou("今借到林知远人民币50,000元（大写：伍萬染仟元整）。", *FOOT)
    assert said(facts, FactName.AMOUNT) == [(Money(Decimal(50_000)), False)]


def test_without_formal_the_figures_stand_alone() -> None:
    assert said(iou("今借到林知远50,000元。", *FOOT), FactName.AMOUNT) == [(Money(Decimal(50_000)), True)]
    dim = iou("今借到林知远50,000元。", *FOOT, confidence=0.93)
    assert said(dim, FactName.AMOUNT) == [(Money(Decimal(50_000)), False)]


def test_an_altered_amount_is_not_certain() -> None:
    facts = iou("今借到林知远人民币50,000元80,000元。", *FOOT)
    assert said(facts, FactName.AMOUNT) == [(Money(Decimal(50_000)), False), (Money(Decimal(80_000)), False)]


def test_interest_and_instalments_are_not_the_principal() -> None:
    facts = iou("今借到林知远伍万元整（50000元），每月利息500元，逾期违约金1000元。", *FOOT)
    assert said(facts, FactName.AMOUNT) == [(Money(Decimal(50_000)), True)]


def test_two_days_are_both_told_and_none_is_certain() -> None:
    facts = iou("2024年3月1日借到林知远伍万元整（50000元）。", *FOOT)
    assert said(facts, FactName.DATE) == [(date(2024, 3, 15), False), (date(2024, 3, 1), False)]


def test_a_day_that_something_covers_is_none() -> None:
    """A finger's print over 二十二日 leaves 二 and, far behind it, 日."""
    covered = (
        Line("二〇二三年五月二", 0.99, (800, 540, 1_100, 600)),
        Line("日", 0.99, (1_200, 540, 1_240, 600)),
    )
    facts = read_facts((*lines((600, "借条"), LENT, FOOT[0]), *covered), SIZE)
    assert said(facts, FactName.DATE) == []


def test_two_names_for_one_role_are_both_told_and_none_is_certain() -> None:
    facts = iou("本人周明川今向林知远借款伍万元整。", (800, "借款人：周明洲"), (800, "2024年3月15日"))
    assert said(facts, FactName.BORROWER) == [("周明洲", False), ("周明川", False)]


def test_one_name_for_both_roles_is_not_certain() -> None:
    facts = iou("今借到周明川人民币伍万元整。", *FOOT)
    assert not any(certain for _, certain in said(facts, FactName.LENDER) + said(facts, FactName.BORROWER))


def test_a_name_with_an_uncommon_sign_is_to_be_looked_at() -> None:
    assert said(iou("今借到李軒涵人民币伍万元整（50000元）。", *FOOT), FactName.LENDER) == [("李軒涵", False)]


def test_several_borrowers_are_not_certain() -> None:
    facts = iou(LENT, (600, "借款人：周明川、李梅"), (800, "2024年3月15日"))
    assert not any(certain for _, certain in said(facts, FactName.BORROWER))


def test_little_confidence_is_never_certain() -> None:
    facts = iou(LENT, *FOOT, confidence=0.8)
    assert facts.facts
    assert not any(fact.certain for fact in facts.facts)


def test_a_receipt_is_no_iou() -> None:
    rows = (
        (600, "收条"),
        "今收到林知远借款人民币伍万元整（50000元）。",
        (800, "收款人：周明川"),
        "2024年3月15日",
    )
    facts = read_facts(lines(*rows), SIZE)
    assert facts.sort is PaperSort.RECEIPT
    assert said(facts, FactName.PAYER) == [("林知远", True)]
    assert said(facts, FactName.PAYEE) == [("周明川", True)]
    assert said(facts, FactName.LENDER) == []


def test_two_papers_on_one_page_leave_nothing_certain() -> None:
    facts = read_facts(lines((600, "借条"), LENT, *FOOT, (600, "收条"), "今收到林知远现金伍万元整。"), SIZE)
    assert facts.sort is PaperSort.IOU
    assert facts.facts
    assert not any(fact.certain for fact in facts.facts)


def test_a_day_to_come_is_not_certainly_the_paper_s_own() -> None:
    facts = iou("今向林知远借款伍万元整（50000元），到2025年3月14日如还。", (800, "借款人：周明川"))
    assert said(facts, FactName.DATE) == [(date(2025, 3, 14), False)]


def test_a_number_belongs_to_the_name_it_stands_behind_and_to_no_other() -> None:
    facts = iou("周明川于今日借到一笔款，由王某某（身份证号", "：110101189602290017）见证。", *FOOT)
    assert said(facts, FactName.BORROWER_ID) == []
    assert said(facts, FactName.ID_NUMBER) == [("110101189602290017", True)]


def test_talk_about_an_iou_is_none() -> None:
    chat = lines("收到就好，借条写了吗？", "写了，一年以后连本带利还你，利息按年百分之六。", "我知道欠你五万")
    assert read_facts(chat, SIZE) == PaperFacts(PaperSort.UNKNOWN)


def test_nothing_gives_nothing() -> None:
    assert read_facts((), SIZE) == PaperFacts(PaperSort.UNKNOWN)
    foreign = lines("I owe you 50,000 dollars", "ПРИВЕТ МИР", "ཨོཾ་མ་ཎི་པདྨེ", "لا شيء", "100 元")
    assert read_facts(foreign, SIZE).facts == ()


def test_three_hundred_lines_and_a_hostile_code_come_to_an_end() -> None:
    many = lines((600, "借条"), *(LENT for _ in range(300)))
    assert read_facts(many, SIZE).first(FactName.AMOUNT)
    long = lines(
        "借条", "今向" + "周" * 50_000, "借到" * 20_000, "1" * 100_000, "（" * 5_000, "借款人：" * 5_000
    )
    read_facts(long, SIZE)


_WORDS = st.text("今借到向林知远周明川伍万元整50,.（）：，。年月日2024借款人出给欠收条a ", max_size=60)


@given(
    st.lists(
        st.tuples(_WORDS | st.text(max_size=20), st.integers(0, 1_600), st.integers(0, 2_300)), max_size=12
    )
)
def test_any_lines_have_an_answer(placed: list[tuple[str, int, int]]) -> None:
    page = [Line(text, 0.99, (x, y, x + 20, y + 30)) for text, x, y in placed]
    facts = read_facts(page, SIZE, PaperSort.IOU)
    for fact in facts.facts:
        assert fact.box[0] <= fact.box[2]
        assert fact.text
