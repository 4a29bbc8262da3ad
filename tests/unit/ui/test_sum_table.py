from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from kiosk_app.domain.interest import InterestTable, InterestTerms, Overdue, Rate, Repayment, compute
from kiosk_app.domain.money import Money
from kiosk_app.ui.theme import FAMILY, Theme, load_theme, style_sheet
from kiosk_app.ui.widgets.interest_card import InterestCard
from kiosk_app.ui.widgets.sum_table import SumRow, SumTable
from tests.fakes.kiosks import RESOURCES

LONG = "为了要回这笔钱花的律师费、保全费、公告费、交通费和其他合理的费用，按票据上写的数加起来"
LINE = "合同成立时（2024年3月15日）一年期LPR是3.45%，四倍是13.80%（民间借贷规定第25条）。写多少由您决定。"


@pytest.fixture(params=[(1080, 1920), (1920, 1080)], ids=["portrait", "landscape"])
def theme(request: pytest.FixtureRequest) -> Theme:
    return load_theme(RESOURCES, *request.param)


def shown(widget: QWidget, theme: Theme, width_px: int, qtbot: QtBot) -> list[QLabel]:
    """Its labels, from above to below, laid out as the kiosk does it."""
    qtbot.addWidget(widget)
    widget.setStyleSheet(style_sheet(theme))
    widget.ensurePolished()
    widget.resize(width_px, widget.heightForWidth(width_px))
    widget.show()
    labels = [label for label in widget.findChildren(QLabel) if label.text()]
    return sorted(labels, key=lambda each: (place(each, widget).y(), place(each, widget).x()))


def place(label: QLabel, widget: QWidget) -> QPoint:
    return label.mapTo(widget, QPoint(0, 0))


def interest(repayments: int) -> InterestTable:
    start = date(2024, 3, 15)
    repaid = tuple(
        Repayment(start + timedelta(40 * (number + 1)), Money(Decimal(1000))) for number in range(repayments)
    )
    overdue = Overdue(Rate(Decimal(12)), start + timedelta(40 * (repayments + 1)))
    end = start + timedelta(40 * (repayments + 2))
    return compute(
        InterestTerms(
            Money(Decimal(50_000)), Rate(Decimal(6)), start, end, overdue if repayments else None, repaid
        )
    )


@pytest.mark.parametrize("weight", [QFont.Weight.Normal, QFont.Weight.Bold])
def test_figures_stand_under_each_other(weight: QFont.Weight) -> None:
    metrics = QFontMetrics(QFont(FAMILY, 24, weight))
    assert len({metrics.horizontalAdvance(digit) for digit in "0123456789"}) == 1


@pytest.mark.parametrize("width_px", [1080, 620])
@pytest.mark.parametrize("count", [1, 6, 30])
def test_nothing_is_cut_off_and_amounts_end_at_one_edge(
    theme: Theme, qtbot: QtBot, count: int, width_px: int
) -> None:
    parts = [
        SumRow(LONG * (number % 3) + "本金", f"{10**number % 999_983:,}.00元", LONG * (number % 2))
        for number in range(count)
    ]
    table = SumTable(theme, parts, SumRow("标的总额", "1,234,567.00元"), "诉讼费按这个数算。")
    labels = shown(table, theme, width_px, qtbot)
    amounts = [label for label in labels if label.text().endswith(".00元")]
    assert len(amounts) == count + 1
    assert {place(label, table).x() + label.width() for label in amounts} == {width_px}
    for label in labels:
        assert label.width() >= label.minimumSizeHint().width()
        assert label.height() >= label.heightForWidth(label.width())
    edges = [(place(label, table), label) for label in labels]
    for (at, label), (below, _) in pairwise(edges):
        same_line = below.y() < at.y() + label.height()
        assert not same_line or below.x() >= at.x() + label.width()


def test_an_amount_too_long_for_its_line_stands_below_its_words(theme: Theme, qtbot: QtBot) -> None:
    huge = "9,999,999,999,999,990,000.00元"
    table = SumTable(theme, [SumRow("本金", huge), SumRow("利息", "1.00元")], SumRow("标的总额", huge))
    labels = {label.text(): label for label in shown(table, theme, 528, qtbot)}
    assert labels[huge].width() >= labels[huge].sizeHint().width()
    assert place(labels[huge], table).x() >= 0
    assert place(labels[huge], table).y() >= labels["标的总额"].geometry().bottom()


def test_an_amount_that_is_heard_alone_says_what_it_is(theme: Theme, qtbot: QtBot) -> None:
    table = SumTable(theme, [SumRow("还欠的本金", "50,000.00元")], SumRow("标的总额", "50,000.00元"))
    qtbot.addWidget(table)
    names = [label.accessibleName() for label in table.findChildren(QLabel)]
    assert "还欠的本金，50,000.00元" in names
    assert "标的总额，50,000.00元" in names


@pytest.mark.parametrize("width_px", [1080, 620])
@pytest.mark.parametrize("repayments", [0, 4, 28])
def test_every_row_of_interest_is_on_the_card(
    theme: Theme, qtbot: QtBot, repayments: int, width_px: int
) -> None:
    table = interest(repayments)
    card = InterestCard(theme, table, LINE)
    said = [label.text() for label in shown(card, theme, width_px, qtbot)]
    assert said[0] == "按您填的算一算"
    assert sum(f"{row.amount}元" in said for row in table.rows) == len(table.rows)
    assert f"{table.total}元" in said
    assert any("算头不算尾" in words for words in said)
    assert said[-1] == LINE
    assert card.rect().contains(card.take.mapTo(card, card.take.rect().bottomRight()))


def test_the_total_is_taken_over_by_one_touch(theme: Theme, qtbot: QtBot) -> None:
    card = InterestCard(theme, interest(0))
    shown(card, theme, 1080, qtbot)
    assert card.take.text() == "就填这个数"
    assert card.take.accessibleName() == f"{card.table.total}元，就填这个数"
    with qtbot.waitSignal(card.taken):
        card.take.click()


def test_without_a_line_there_is_no_word_of_one(theme: Theme, qtbot: QtBot) -> None:
    card = InterestCard(theme, interest(0))
    said = [label.text() for label in shown(card, theme, 1080, qtbot)]
    assert not any("LPR" in words for words in said)


def test_no_number_is_parted_from_its_sign(theme: Theme, qtbot: QtBot) -> None:
    card = InterestCard(theme, interest(0))
    said = [label.text() for label in shown(card, theme, 620, qtbot)]
    assert "50,000.00 ×\u00a06% ×\u00a080 ÷\u00a0365" in said
    assert "2024年3月15日至2024年6月3日，80\u2060天" in said
