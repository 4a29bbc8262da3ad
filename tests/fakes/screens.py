"""What tests of the screens share: Qt set up as the kiosk does it, fingers, and a walk over the geometry."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from kiosk_app.domain.consent import ConsentKind
from kiosk_app.ui.app import prepare_environment
from kiosk_app.ui.pages.card import CardPage
from kiosk_app.ui.pages.cases import CasesPage
from kiosk_app.ui.private_place import PrivatePlace
from kiosk_app.ui.screens import SIZES, settle
from kiosk_app.ui.widgets.bricks import Column
from kiosk_app.ui.widgets.page_stack import PageStack
from kiosk_app.ui.widgets.word_button import WordButton
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.kiosks import RESOURCES


def prepare_qt(place: PrivatePlace) -> type[QApplication]:
    """Before there is a QApplication: no screen, the keyboard in the window."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    prepare_environment(place, RESOURCES)
    return QApplication


@dataclass
class Finger:
    """Touches a window where a person would, and counts the touches."""

    window: Window
    touches: int = 0
    per_page: dict[str, int] = field(default_factory=dict)

    def tap(self, target: QWidget | str) -> None:
        """Touch the middle of a widget, scrolling to it by the buttons beside the column first."""
        widget = self.find(target)
        self._bring(widget)
        at = widget.mapTo(self.window, widget.rect().center())
        assert self.window.rect().contains(at), f"{target} lies outside the window"
        self._touch(at)

    def tap_page(self, pages: PageStack, page_id: str) -> None:
        """Touch a page of the evidence stack, scrolled into sight."""
        pages.show_page(page_id)
        at = pages.list.viewport().mapTo(self.window, pages.place_of(page_id).center())
        self._touch(at)

    def find(self, target: QWidget | str) -> QWidget:
        if isinstance(target, QWidget):
            return target
        for widget in self.window.findChildren(QWidget, target):
            if widget.isVisible():
                return widget
        raise AssertionError(f"nobody can see a widget named {target}")

    def _touch(self, at: QPoint) -> None:
        page = type(self.window.page).__name__ if self.window.page else "Idle"
        self.touches += 1
        self.per_page[page] = self.per_page.get(page, 0) + 1
        QTest.mouseClick(
            self.window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
        )
        settle(self.window)

    def _bring(self, widget: QWidget) -> None:
        column = _column_of(widget)
        for _ in range(40):
            if column is None:
                return
            view = QRect(column.mapTo(self.window, QPoint(0, 0)), column.size())
            middle = widget.mapTo(self.window, widget.rect().center())
            if view.top() + 8 <= middle.y() <= view.bottom() - 8:
                return
            names = ("up", "down")
            button = column.findChild(QPushButton, names[middle.y() > view.bottom() - 8])
            assert isinstance(button, QPushButton)
            assert button.isVisible()
            assert button.isEnabled(), "there is no way to scroll to it"
            self._touch(button.mapTo(self.window, button.rect().center()))
        raise AssertionError("scrolling never brought it into sight")

    def write(self, target: QWidget | str, words: str) -> None:
        """Write words into a field, as the pinyin keyboard hands them over."""
        self.tap(target)
        event = QInputMethodEvent()
        event.setCommitString(words)
        field = QApplication.focusWidget()
        assert field is not None
        QApplication.sendEvent(field, event)
        settle(self.window)

    def dial(self, target: QWidget | str, digits: str) -> None:
        """Write digits by the number pad."""
        self.tap(target)
        for digit in digits:
            self.tap(f"key {digit}" if digit.isdigit() else "key .")


def _column_of(widget: QWidget) -> Column | None:
    parent = widget.parentWidget()
    while parent is not None and not isinstance(parent, Column):
        parent = parent.parentWidget()
    return parent


def pick_case(finger: Finger, form_id: str) -> None:
    """Pick a kind of case by its pictures."""
    page = finger.window.page
    assert isinstance(page, CasesPage)
    top = next(
        top
        for top in page.situations.top
        if form_id in (top.form_id, *(child.form_id for child in top.children))
    )
    if top.children:
        finger.tap(f"situation {top.id}")
    finger.tap(f"case {form_id}")


def at_the_card(window: Window) -> CardPage:
    """Begin a visit by touch and agree to what must be agreed to."""
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("case loan")
    for kind in (ConsentKind.ONLINE_FILING, ConsentKind.SENSITIVE_DATA):
        finger.tap(finger.find(f"consent {kind}").tile("yes"))  # type: ignore[attr-defined]
    finger.tap("main")
    settle(window)
    assert isinstance(window.page, CardPage)
    return window.page


def go_to_evidence(window: Window) -> None:
    """Begin a visit and go on to the page for evidence, agreeing to all and answering nothing."""
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("case loan")
    visit = window.desk.visit
    for notice in visit.notices:
        visit.agree(notice.kind, True)
    while visit.step.kind is not StepKind.EVIDENCE:
        visit.forward()
    window._show_step()


def clipped(window: Window) -> Iterator[str]:
    """Every text on the screen that does not fit into its widget, or leaves the window."""
    for label in window.findChildren(QLabel):
        if not label.isVisible() or not label.text():
            continue
        if label.wordWrap():
            if label.heightForWidth(label.width()) > label.height() + 2:
                yield f"label cut below: {label.text()[:24]}"
            words = label.text().split() if label.text().isascii() else []
            if any(label.fontMetrics().horizontalAdvance(word) > label.width() for word in words):
                yield f"label with a word too wide: {label.text()[:24]}"
        elif label.fontMetrics().horizontalAdvance(label.text()) > label.width() + 1:
            yield f"label cut at its side: {label.text()[:24]}"
        yield from _outside(window, label, label.text())
    for button in window.findChildren(WordButton):
        if button.isVisible():
            if button.sizeHint().width() > button.width() + 1:
                yield f"button too narrow: {button.text()}"
            yield from _outside(window, button, button.text())


def _outside(window: Window, widget: QWidget, words: str) -> Iterator[str]:
    left = widget.mapTo(window, QPoint(0, 0)).x()
    if left < 0 or left + widget.width() > window.width():
        yield f"outside the window: {words[:24]}"
    column = _column_of(widget)
    if column is None:
        top = widget.mapTo(window, QPoint(0, 0)).y()
        if top < 0 or top + widget.height() > window.height():
            yield f"below or above the window: {words[:24]}"
    else:
        content = widget.mapTo(column, QPoint(0, 0)).x()
        if content < 0 or content + widget.width() > column.width():
            yield f"outside its column: {words[:24]}"


def small_targets(window: Window) -> Iterator[str]:
    """Every button a finger could miss: lower than 88 pixels of a 1080 pixel wide screen."""
    for button in window.findChildren(QPushButton):
        if button.isVisible() and button.height() < 88:
            yield f"{button.objectName() or button.text()}: {button.height()} px"


def sound(window: Window) -> None:
    """Nothing clipped, no target too small, and all of it on the screen it was composed for."""
    assert (window.width(), window.height()) in SIZES
    assert list(clipped(window)) == []
    assert list(small_targets(window)) == []


def words(window: Window) -> str:
    """All that can be read on it."""
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())
