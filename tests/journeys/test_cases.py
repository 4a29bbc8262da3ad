"""Finding the case type: by pictures in two touches, by one's own words, and back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QLabel, QPushButton

from kiosk_app.ui.pages.asides import CounterPage
from kiosk_app.ui.pages.cases import CasesPage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.widgets.bricks import Strip
from kiosk_app.ui.window import Window
from kiosk_app.visit.writing import Writing
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.screens import Finger, pick_case, sound, words

OpenWindow = Callable[[tuple[int, int]], Window]


@pytest.fixture
def finger(open_window: OpenWindow, size: tuple[int, int]) -> Finger:
    """Before the pictures."""
    made = Finger(open_window(size))
    made.tap("begin")
    return made


def page(finger: Finger) -> CasesPage:
    assert isinstance(finger.window.page, CasesPage)
    return finger.window.page


def offered(finger: Finger) -> list[str]:
    """The names of the offers on the page, in reading order."""
    buttons = [
        button
        for button in page(finger).findChildren(QPushButton)
        if button.isVisible() and button.property("role") == "offer"
    ]
    places = {button: button.mapTo(finger.window, QPoint(0, 0)) for button in buttons}
    return [
        button.objectName()
        for button in sorted(buttons, key=lambda button: (places[button].y(), places[button].x()))
    ]


def scrolls(finger: Finger) -> bool:
    return any(strip.isVisible() for strip in page(finger).findChildren(Strip))


def test_the_whole_tree_is_seen_without_scrolling(finger: Finger) -> None:
    situations = page(finger).situations
    sound(finger.window)
    assert not scrolls(finger)
    assert len(offered(finger)) == len(situations.top)
    for top in situations.top:
        if top.children:
            finger.tap(f"situation {top.id}")
            assert page(finger).title == top.title
            assert len(offered(finger)) == len(top.children)
            assert not scrolls(finger)
            sound(finger.window)
            finger.tap("main")
            assert page(finger).title == "您来办什么事？"


def test_every_form_is_two_touches_away(window: Window, kiosk: FakeKiosk) -> None:
    for form_id in {leaf.form_id for leaf in kiosk.parts.reception.situations.leaves()}:
        finger = Finger(window)
        finger.tap("begin")
        finger.touches = 0
        pick_case(finger, form_id)
        assert finger.touches <= 2
        assert window.desk.visit.form.id == form_id
        window.finish_visit()
        settle(window)


def test_words_lead_to_offers_with_their_reason(finger: Finger) -> None:
    finger.write("search", "我去年在工地干活")
    assert offered(finger)[0] == "case labour"
    finger.write("search", "，老板一直不给钱")
    assert "因为您说了：工地干活、老板" in words(finger.window)
    assert offered(finger)[-1] == "case general"
    sound(finger.window)
    finger.tap("case labour")
    assert finger.window.desk.visit.form.id == "labour"


def test_the_window_keeps_its_size_when_the_panel_opens(finger: Finger, size: tuple[int, int]) -> None:
    finger.tap("search")
    assert finger.window.panel.isVisible()
    sound(finger.window)
    assert (finger.window.width(), finger.window.height()) == size
    finger.window.panel.close_panel()
    settle(finger.window)
    assert "您来办什么事？" in words(finger.window)
    sound(finger.window)


def test_what_fits_nothing_is_offered_the_general_form_and_the_counter(finger: Finger) -> None:
    finger.write("search", "阿弥陀佛")
    assert "没有找到很像的事" in words(finger.window)
    assert offered(finger) == ["case general"]
    sound(finger.window)
    finger.tap("other case")
    assert isinstance(finger.window.page, CounterPage)


def test_many_offers_fit_on_the_screen(finger: Finger, size: tuple[int, int]) -> None:
    finger.write("search", "我朋友开公司借钱，骑电动车被车撞了，保险公司不赔，房东还不退押金")
    assert len(offered(finger)) == 5
    sound(finger.window)
    finger.window.panel.close_panel()
    settle(finger.window)
    assert scrolls(finger) == (
        size[0] > size[1]
    )  # the fifth, which takes everything else, stands below there
    sound(finger.window)


def test_the_way_back_goes_one_level_at_a_time(finger: Finger) -> None:
    finger.tap("situation family")
    opened = offered(finger)
    finger.write("search", "借钱")
    assert offered(finger)[0] == "case loan"
    finger.tap("main")
    assert page(finger).entry.written() == ""
    assert offered(finger) == opened
    finger.tap("main")
    assert "situation family" in offered(finger)
    finger.tap("main")
    assert finger.window.page is None


def test_wiping_the_search_shows_the_pictures_again(finger: Finger) -> None:
    before = offered(finger)
    finger.write("search", "离婚")
    assert offered(finger) != before
    finger.tap("wipe search")
    assert offered(finger) == before


def test_nothing_that_was_searched_is_left_for_the_next_visitor(finger: Finger) -> None:
    finger.write("search", "离婚")
    finger.tap("leave")
    assert finger.window.page is None
    finger.tap("begin")
    assert page(finger).entry.written() == ""
    assert not any(
        "离婚" in label.text() and "因为" in label.text() for label in page(finger).findChildren(QLabel)
    )


def test_how_somebody_writes_lasts_into_the_visit_and_no_longer(window: Window) -> None:
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("search")
    finger.tap("way pinyin")
    finger.tap("case loan")
    assert (window.desk.visit.writing, window.panel.writing) == (Writing.PINYIN, Writing.PINYIN)
    window.finish_visit()
    settle(window)
    finger.tap("begin")
    assert window.panel.writing is Writing.HAND


@pytest.mark.parametrize("said", ["字" * 10_000, "🙂" * 400, "\x00\x1b[31m借钱", ""])
def test_odd_words_are_no_trouble(window: Window, said: str) -> None:
    finger = Finger(window)
    finger.tap("begin")
    finger.write("search", said)
    assert offered(finger)
    assert len(page(finger).entry.written()) <= 500
    sound(window)
