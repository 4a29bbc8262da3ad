"""A character that no font has is asked for before the papers are shown; it may be left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QLabel

from kiosk_app.ui.pages.sign import SignPage
from kiosk_app.ui.screens import draw, settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.papers import UNENCODED
from tests.fakes.screens import Finger, go_to_evidence, sound


@pytest.fixture
def finger(open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int]) -> Finger:
    """Somebody with two such characters in the names, about to sign."""
    window = open_window(size)
    go_to_evidence(window)
    visit = window.desk.visit
    for party, name in (("plaintiff", f"王{UNENCODED}明"), ("defendant", "李\ue863")):
        visit.enter(f"{party}.1.kind", "person")
        visit.enter(f"{party}.1.name", name)
    while visit.step.kind is not StepKind.SIGN:
        visit.forward()
    window._show_step()
    settle(window)
    return Finger(window)


def page_of(finger: Finger) -> SignPage:
    page = finger.window.page
    assert isinstance(page, SignPage)
    return page


def question(page: SignPage) -> str:
    return next(label.text() for label in page.rare.findChildren(QLabel) if "□" in label.text())


def test_one_is_written_and_one_is_left_out(finger: Finger) -> None:
    page, visit = page_of(finger), finger.window.desk.visit
    assert page.asking
    assert question(page) == "打印机里没有“王□明”里方框处的字。请在格子里写一遍。"
    sound(finger.window)
    draw(page.rare.pad)
    finger.tap("main")
    settle(finger.window)
    assert [asked.character for asked in visit.signing.undrawn()] == ["\ue863"]
    assert question(page) == "打印机里没有“李□”里方框处的字。请在格子里写一遍。"
    finger.tap("leave character out")
    settle(finger.window)
    assert not page.asking
    assert page._documents


def test_nothing_is_kept_of_an_empty_square(finger: Finger) -> None:
    page = page_of(finger)
    finger.tap("main")
    settle(finger.window)
    assert page.asking
    assert len(finger.window.desk.visit.signing.undrawn()) == 2


def test_a_stroke_can_be_taken_back_and_all_wiped(finger: Finger) -> None:
    pad = page_of(finger).rare.pad
    draw(pad)
    finger.tap("undo character stroke")
    assert not pad.empty
    finger.tap("clear character")
    assert pad.empty
    assert pad.width() == pad.height()
