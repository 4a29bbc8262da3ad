"""What the evidence suggests, as a visitor meets it: seen, taken over by a touch, taken back."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtWidgets import QLabel

from kiosk_app.domain.values import Source
from kiosk_app.ui.pages.evidence import EvidencePage
from kiosk_app.ui.pages.evidence_item import ItemPage
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.widgets.suggestion import SuggestionCard
from kiosk_app.ui.window import Window
from tests.fakes.screens import Finger, sound, words
from tests.fakes.stacks import IOU, SHEET, TRANSFER, PrintedReader, sheet


@pytest.fixture(scope="module")
def reader() -> PrintedReader:
    return PrintedReader()


@pytest.fixture
def window(at_evidence: Window) -> Window:
    return at_evidence


def cards(window: Window) -> list[SuggestionCard]:
    return [card for card in window.findChildren(SuggestionCard) if card.isVisible()]


def test_a_paper_is_recognised_and_put_right_by_one_touch(window: Window, reader: PrintedReader) -> None:
    page, finger = window.page, Finger(window)
    assert isinstance(page, EvidencePage)
    reader.rows = IOU
    page.take(sheet(1))
    settle(window)
    assert "看起来是借条" in words(window)
    reader.rows = TRANSFER
    page.titles.set_text("借条")
    page.take(sheet(2))
    settle(window)
    sound(window)
    finger.tap("file under")
    assert [item.title for item in window.desk.visit.stack.items] == ["借条", "转账凭证"]
    window.desk.visit.stack.rename(window.desk.visit.stack.items[0].id, "纸条")
    window.show_aside(ItemPage(window.desk, window.desk.visit.stack.items[0].id))
    settle(window)
    sound(window)
    assert "看起来是借条" in words(window)
    finger.tap("take title")
    assert window.desk.visit.stack.items[0].title == "借条"
    assert window.desk.visit.stack.items[0].dated is None
    finger.tap("take dated")
    finger.tap("take purpose")
    settle(window)
    sound(window)
    assert cards(window) == []
    (item, _) = window.desk.visit.stack.items
    assert (item.dated, item.purpose) == (date(2024, 3, 15), "证明2024年3月15日周明川向林知远借款50,000.00元")
    page = window.page
    assert isinstance(page, ItemPage)
    page.day.write("")
    page.day.typed.emit("")
    assert window.desk.visit.stack.items[0].dated is None
    settle(window)
    assert len(cards(window)) == 1


def test_a_suggestion_is_taken_by_a_touch_and_taken_back_by_clearing(
    window: Window, reader: PrintedReader
) -> None:
    visit, finger = window.desk.visit, Finger(window)
    for number, rows in enumerate((IOU, TRANSFER)):
        reader.rows = rows
        visit.stack.take(sheet(number), "", SHEET)
    visit.jump("claims")
    window._show_step()
    settle(window)
    (card,) = cards(window)
    assert "借条上写的是 50,000.00元" in words(window)
    assert not card._piece.pixmap().isNull()
    assert "claims.principal" not in visit.answers
    sound(window)
    finger.tap("take claims.principal")
    page = window.page
    assert isinstance(page, QuestionsPage)
    field = page.fields["claims.principal"]
    assert field.written() == "50000"
    assert visit.answers["claims.principal"].source is Source.PAPER
    assert cards(window) == []
    assert field.entry is not None
    field.entry.write("")
    field.entry.typed.emit("")
    settle(window)
    assert "claims.principal" not in visit.answers
    assert len(cards(window)) == 1


def test_papers_that_differ_are_shown_beside_each_other(window: Window, reader: PrintedReader) -> None:
    visit, finger = window.desk.visit, Finger(window)
    for number, rows in enumerate((IOU, TRANSFER)):
        reader.rows = rows
        visit.stack.take(sheet(number), "", SHEET)
    visit.jump("contract")
    window._show_step()
    settle(window)
    page = window.page
    assert isinstance(page, QuestionsPage)
    told = [(each.paper, each.certain) for each in page.fields["contract.paid"].suggested]
    assert told == [("转账凭证", False), ("借条", False)]
    assert "转账凭证上好像写的是 48,000.00元，请对照图片看一看" in words(window)
    sound(window)
    finger.tap("take contract.delivery")
    assert visit.answers["contract.delivery"].value == "transfer"
    finger.tap("take contract.rate_agreed")
    assert not page.fields["contract.rate"].isHidden()
    assert page.fields["contract.rate"].suggested
    page.column.bar.setValue(page.column.bar.maximum())
    settle(window)
    sound(window)


def test_long_values_stay_in_their_card(window: Window, reader: PrintedReader) -> None:
    visit = window.desk.visit
    name = "示范市光明区长长长长长长长长长长长长长长长长商贸有限公司"
    reader.rows = ("借款合同", "出借人：林知远", f"借款人：{name}", "2024年3月15日")
    visit.stack.take(sheet(1), "", SHEET)
    visit.enter("defendant.1.kind", "organization")
    visit.jump("defendant")
    window._show_step()
    settle(window)
    assert any(name in label.text() for label in window.findChildren(QLabel))
    sound(window)
