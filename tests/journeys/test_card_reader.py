"""A card laid on the reader, by the real window: read, compared, never left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QLabel

from kiosk_app.devices.card_reader import FolderReader
from kiosk_app.devices.card_worker import CardReaderCrashed
from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.values import Source
from kiosk_app.ui.pages.asides import LeavePage
from kiosk_app.ui.pages.card import CardPage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.chips import chip_text, lay_card, take_card_away
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.screens import Finger, sound
from tests.samples.people import LENDER

Opener = Callable[[tuple[int, int]], Window]


@pytest.fixture
def on_reader(kiosk: FakeKiosk, tmp_path: Path) -> Path:
    """The folder that stands in for the reader."""
    folder = tmp_path / "reader"
    folder.mkdir()
    kiosk.parts = replace(kiosk.parts, read_card=FolderReader(str(folder)).read)
    return folder


def until(act: Callable[[], object], holds: Callable[[], bool]) -> None:
    """Do something and let the window run until the condition holds."""
    loop = QEventLoop()
    act()
    while not holds():
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)


def at_the_card(window: Window) -> CardPage:
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("case loan")
    for kind in (ConsentKind.ONLINE_FILING, ConsentKind.SENSITIVE_DATA):
        finger.tap(finger.find(f"consent {kind}").tile("yes"))  # type: ignore[attr-defined]
    finger.tap("main")
    settle(window)
    assert isinstance(window.page, CardPage)
    return window.page


def said(window: Window) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_a_card_is_read_called_out_and_taken_along(
    open_window: Opener, on_reader: Path, size: tuple[int, int]
) -> None:
    window = open_window(size)
    at_the_card(window)
    finger = Finger(window)
    visit = window.desk.visit
    assert "读卡区" in said(window)
    until(lambda: lay_card(on_reader), lambda: "读到了" in said(window))
    assert visit.answers["plaintiff.1.id_number"].value == LENDER.number
    assert visit.answers["plaintiff.1.id_number"].source is Source.CARD
    sound(window)
    finger.tap("main")
    assert isinstance(window.page, CardPage), "the first touch says that the card is still there"
    assert "身份证还在读卡区" in said(window)
    sound(window)
    until(lambda: take_card_away(on_reader), lambda: "拿走了" in said(window))
    finger.tap("main")
    assert visit.step.kind is StepKind.IDENTITY
    assert "都是从身份证上读到的" in said(window)
    sound(window)


def test_nobody_is_held_up_by_a_card_that_stays(window_with_reader: Window, on_reader: Path) -> None:
    window = window_with_reader
    at_the_card(window)
    finger = Finger(window)
    until(lambda: lay_card(on_reader), lambda: "读到了" in said(window))
    finger.tap("main")
    finger.tap("main")
    assert window.desk.visit.step.kind is StepKind.IDENTITY


def test_leaving_with_a_card_on_the_reader_is_called_out(window_with_reader: Window, on_reader: Path) -> None:
    window = window_with_reader
    lay_card(on_reader)
    at_the_card(window)
    Finger(window).tap("leave")
    page = window.page
    assert isinstance(page, LeavePage)
    until(page.cards.start, lambda: "身份证还在读卡区" in said(window))
    sound(window)


def test_no_chip_and_a_broken_reader_leave_the_camera(window_with_reader: Window, on_reader: Path) -> None:
    window = window_with_reader
    page = at_the_card(window)
    half = on_reader / "half"
    half.write_bytes(chip_text()[:200])
    until(lambda: half.rename(on_reader / "chip.bin"), lambda: "没有读出" in said(window))
    assert not window.desk.visit.answers
    crashed = CardReaderCrashed(exit_code=-6)
    until(lambda: page.cards.broke.emit(crashed), lambda: "读卡区出了故障" in said(window))
    assert not page.busy
    sound(window)


@pytest.fixture
def window_with_reader(open_window: Opener, on_reader: Path) -> Window:
    return open_window((1080, 1920))
