from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kiosk_app.capture.ocr import Line
from kiosk_app.capture.prefill import PaperFacts, read_facts
from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName, PaperSort
from tests.fakes.lines import SIZE, Row, lines, said


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
