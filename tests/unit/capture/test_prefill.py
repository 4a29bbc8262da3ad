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

SIZE = (1_654, 2_339)
LENT = "今借到林知远人民币50,000元（大写：伍万元整），于2025年3月14日前还清。"
FOOT = ((800, "借款人：周明川"), (800, "2024年3月15日"))
Row = str | tuple[int, str]


def lines(*rows: Row, confidence: float = 0.99) -> tuple[Line, ...]:
    """Lines one below the other; a pair has its left edge first."""
    placed = [(100, row) if isinstance(row, str) else row for row in rows]
    return tuple(
        Line(text, confidence, (x, 100 + 110 * n, x + 38 * len(text), 160 + 110 * n))
        for n, (x, text) in enumerate(placed)
    )


def iou(*rows: Row, confidence: float = 0.99) -> PaperFacts:
    return read_facts(lines((600, "借条"), *rows, confidence=confidence), SIZE)


def said(facts: PaperFacts, name: FactName) -> list[tuple[object, bool]]:
    return [(fact.value, fact.certain) for fact in facts.facts if fact.name is name]


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


@pytest.mark.parametrize(
    ("rows", "sort", "expected"),
    [
        (
            ("欠条", "今欠王建国货款壹拾贰万元整（120000元）。", "欠款人：李志强", "2023年1月5日"),
            PaperSort.DEBT_NOTE,
            {
                FactName.LENDER: "王建国",
                FactName.BORROWER: "李志强",
                FactName.AMOUNT: Money(Decimal(120_000)),
            },
        ),
        (
            (
                "借款合同",
                "出借人（甲方）：林知远",
                "借款人（乙方）：周明川",
                "借款金额：人民币伍万元整（¥50,000.00）",
            ),
            PaperSort.LOAN_CONTRACT,
            {FactName.LENDER: "林知远", FactName.BORROWER: "周明川", FactName.AMOUNT: Money(Decimal(50_000))},
        ),
        (
            (
                "某某银行电子回单",
                "付款人户名：林知远",
                "收款人户名：周明川",
                "金额：50,000.00元",
                "交易日期：2024-03-15",
            ),
            PaperSort.TRANSFER,
            {
                FactName.PAYER: "林知远",
                FactName.PAYEE: "周明川",
                FactName.AMOUNT: Money(Decimal(50_000)),
                FactName.DATE: date(2024, 3, 15),
            },
        ),
        (
            ("劳动合同书", "用人单位：示范市光明商贸有限公司", "劳动者：周明川", "月工资：6000元"),
            PaperSort.LABOUR_CONTRACT,
            {
                FactName.EMPLOYER: "示范市光明商贸有限公司",
                FactName.WORKER: "周明川",
                FactName.AMOUNT: Money(Decimal(6_000)),
            },
        ),
        (
            ("工资条", "姓名：周明川", "应发工资：6500元", "实发工资：6000元"),
            PaperSort.PAYSLIP,
            {FactName.WORKER: "周明川", FactName.AMOUNT: Money(Decimal(6_000))},
        ),
        (
            ("买卖合同", "买方：示范市光明商贸有限公司", "卖方：林知远", "合同总价：120000元"),
            PaperSort.PURCHASE_CONTRACT,
            {FactName.BUYER: "示范市光明商贸有限公司", FactName.SELLER: "林知远"},
        ),
        (
            ("送货单", "收货单位：示范市光明商贸有限公司", "合计：3500元", "日期：2024年3月15日"),
            PaperSort.DELIVERY_NOTE,
            {FactName.AMOUNT: Money(Decimal(3_500)), FactName.DATE: date(2024, 3, 15)},
        ),
        (
            ("道路交通事故认定书", "当事人：周明川", "事故时间：2024年3月15日"),
            PaperSort.ACCIDENT,
            {FactName.PARTY: "周明川", FactName.DATE: date(2024, 3, 15)},
        ),
    ],
)
def test_other_papers(rows: tuple[Row, ...], sort: PaperSort, expected: dict[FactName, object]) -> None:
    facts = read_facts(lines(*rows), SIZE)
    assert facts.sort is sort
    for name, value in expected.items():
        first = facts.first(name)
        assert first, name
        assert first.value == value


def test_a_table_of_cells_is_read_across() -> None:
    cells = [
        ("付款人户名", 100, 300),
        ("林知远", 100, 700),
        ("收款人户名", 100, 1_000),
        ("周明川", 100, 1_400),
    ]
    table = (
        Line("电子转账回单", 0.99, (600, 100, 1_000, 160)),
        *(Line(text, 0.99, (x, 300, x + 38 * len(text), 360)) for text, _, x in cells),
    )
    facts = read_facts(table, SIZE)
    assert said(facts, FactName.PAYER) == [("林知远", True)]
    assert said(facts, FactName.PAYEE) == [("周明川", True)]


def placed(*cells: tuple[str, int, int]) -> tuple[Line, ...]:
    """Cells by their text, left edge and top."""
    return tuple(Line(text, 0.99, (x, y, x + 38 * len(text), y + 60)) for text, x, y in cells)


def paper(*rows: Row) -> PaperFacts:
    return read_facts(lines(*rows), SIZE)


def test_a_value_below_the_name_of_its_column_is_read() -> None:
    heads = zip(("姓名", "部门", "应发工资", "实发工资"), (100, 400, 700, 1_100), strict=True)
    values = zip(("周明川", "仓储部", "6500.00", "6000.00"), (100, 400, 700, 1_100), strict=True)
    rows = (*((text, x, 300) for text, x in heads), *((text, x, 400) for text, x in values))
    facts = read_facts(
        placed(("示范市光明商贸有限公司", 500, 80), ("2024年3月工资条", 600, 180), *rows), SIZE
    )
    assert facts.sort is PaperSort.PAYSLIP
    assert said(facts, FactName.WORKER) == [("周明川", True)]
    assert said(facts, FactName.AMOUNT) == [(Money(Decimal(6_000)), True)]
    assert said(facts, FactName.EMPLOYER) == [("示范市光明商贸有限公司", True)]
    assert said(facts, FactName.DATE) == []
    other = tuple((text, x, 500) for text, x, _ in rows[4:])
    several = read_facts(placed(("工资表", 600, 180), *rows, *other), SIZE)
    assert said(several, FactName.WORKER) == []  # whose payslip is it?


def test_a_bill_of_a_phone_says_to_whom_how_much_and_when() -> None:
    facts = paper("账单", (500, "转账-转给周明川"), (500, "-50000.00"), "转账时间 2024年3月15日10:26:12")
    assert facts.sort is PaperSort.TRANSFER
    assert said(facts, FactName.PAYEE) == [("周明川", True)]
    assert said(facts, FactName.AMOUNT) == [(Money(Decimal(50_000)), True)]
    assert said(facts, FactName.DATE) == [(date(2024, 3, 15), True)]
    assert said(facts, FactName.PAYER) == []


@pytest.mark.parametrize(
    ("figure", "role", "certain"),
    [
        ("-50,000.00", FactName.PAYEE, True),
        ("+50,000.00", FactName.PAYER, True),
        ("50,000.00", FactName.PAYEE, False),
    ],
)
def test_who_the_other_one_is_on_a_bill_is_told_by_its_sign(
    figure: str, role: FactName, certain: bool
) -> None:
    facts = paper("账单详情", (500, figure), "对方账户：周明川")
    assert said(facts, role) == [("周明川", certain)]


def test_the_day_a_slip_was_printed_is_not_the_day_of_the_transfer() -> None:
    facts = paper("电子回单", "打印日期：2025年4月20日", "金额：100.00元", "记账日期：2024年3月15日")
    assert said(facts, FactName.DATE) == [(date(2024, 3, 15), True)]


def test_an_accident_is_of_its_own_day_and_has_several_parties() -> None:
    facts = paper(
        "道路交通事故认定书",
        "事故时间：2024年5月8日18时20分",
        "当事人甲方：林知远，男，驾驶小型轿车。",
        "当事人乙方：周明川，男，驾驶小型轿车。",
        (800, "2024年6月30日"),
    )
    assert said(facts, FactName.DATE) == [(date(2024, 5, 8), True)]
    assert said(facts, FactName.PARTY) == [("林知远", True), ("周明川", True)]


def test_both_signatures_of_a_contract_are_told() -> None:
    facts = paper(
        "借款合同", "出借人：林知远", "借款人：周明川", "甲方（签字）：林知远", "乙方（签字）：周明川"
    )
    assert said(facts, FactName.SIGNED) == [("林知远", True), ("周明川", True)]


def test_a_signature_that_lost_a_sign_is_not_certain() -> None:
    facts = paper(
        "借款合同", "出借人：林知远", "借款人：周明川", "甲方（签字）：林知", "乙方（签字）：周明川"
    )
    assert said(facts, FactName.SIGNED) == [("林知", False), ("周明川", True)]


def test_a_name_behind_a_gap_is_not_certain() -> None:
    """Light took 向 before the lender: what stands before 借款 would be the borrower then."""
    facts = read_facts(
        placed(("借条", 600, 80), ("本人因生意", 100, 300), ("林知远借款伍佰元整。", 600, 300)), SIZE
    )
    assert said(facts, FactName.BORROWER) == [("林知远", False)]


def test_a_day_to_come_is_not_certainly_the_paper_s_own() -> None:
    facts = iou("今向林知远借款伍万元整（50000元），到2025年3月14日如还。", (800, "借款人：周明川"))
    assert said(facts, FactName.DATE) == [(date(2025, 3, 14), False)]


def test_a_receipt_of_a_repayment_is_told_from_one_of_a_loan() -> None:
    foot = ((800, "收款人：林知远"), (800, "2024年3月15日"))
    assert paper((600, "收条"), "今收到周明川归还借款人民币伍万元整。", *foot).sort is PaperSort.REPAYMENT
    assert paper((600, "收条"), "今收到周明川借款人民币伍万元整。", *foot).sort is PaperSort.RECEIPT
    more = read_facts(lines("今收到周明川归还借款伍万元整。"), SIZE, PaperSort.REPAYMENT)
    assert said(more, FactName.PAYER) == [("周明川", True)]


def test_a_second_page_is_what_the_first_one_was() -> None:
    page = lines("借款金额：人民币伍万元整（50000元）", "出借人（签名）：林知远", "2024年3月15日")
    assert read_facts(page, SIZE).sort is PaperSort.UNKNOWN
    facts = read_facts(page, SIZE, PaperSort.LOAN_CONTRACT)
    assert said(facts, FactName.LENDER) == [("林知远", True)]


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
