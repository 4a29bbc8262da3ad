"""A card laid on the reader, by the real window: read, compared, never left behind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QLabel

from kiosk_app.devices.card_reader import FolderReader
from kiosk_app.devices.card_worker import CardReaderCrashed
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.domain.values import Source
from kiosk_app.ui.pages.asides import LeavePage
from kiosk_app.ui.pages.card import CardPage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.chips import chip_text, lay_card, take_card_away
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.screens import Finger, at_the_card, sound
from tests.samples.people import LENDER

SIGNATURE = Signature(
    ((StrokePoint(0.1, 0.5, 0), StrokePoint(0.9, 0.4, 250)),), 3.0, datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
)
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


def test_a_card_that_lay_there_before_is_read_to_nobody_else(
    open_window: Opener, on_reader: Path, size: tuple[int, int]
) -> None:
    lay_card(on_reader)
    window = open_window(size)
    until(lambda: None, lambda: "读卡区有一张身份证忘了拿" in said(window))
    sound(window)
    page = at_the_card(window)
    until(lambda: None, lambda: "读卡区已经有一张身份证" in said(window))
    visit = window.desk.visit
    assert not visit.answers
    assert visit.chip is None
    assert LENDER.name not in said(window)
    sound(window)
    until(lambda: take_card_away(on_reader), lambda: "是您的身份证，就再放一次" in said(window))
    sound(window)
    until(lambda: lay_card(on_reader), lambda: "读到了" in said(window))
    assert visit.answers["plaintiff.1.name"].value == LENDER.name
    assert page.main().strong


def test_a_card_left_at_the_end_is_called_out_on_the_receipt_and_after(
    open_window: Opener, on_reader: Path, size: tuple[int, int]
) -> None:
    window = open_window(size)
    at_the_card(window)
    visit = window.desk.visit
    for document in visit.signing.documents():
        visit.signing.sign(document.id, SIGNATURE)
    visit.submit()
    visit._place = visit._place.at("receipt")
    window._show_step()
    settle(window)
    finger = Finger(window)
    until(lambda: lay_card(on_reader), lambda: "身份证还在读卡区，请拿走。" in said(window))
    sound(window)
    finger.tap("main")
    assert window.page is not None, "the first touch says it once more"
    assert "身份证一定要带走" in said(window)
    sound(window)
    finger.tap("main")
    assert window.page is None
    until(lambda: None, lambda: "读卡区有一张身份证忘了拿" in said(window))
    sound(window)
    until(lambda: take_card_away(on_reader), lambda: "忘了拿" not in said(window))


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
