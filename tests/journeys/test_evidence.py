"""The evidence page as a visitor meets it: several pictures at once, none lost, everything can be undone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.domain.findings import Finding, Grade, Place
from kiosk_app.ui.pages.arrange import ArrangePage
from kiosk_app.ui.pages.corners import CornersPage
from kiosk_app.ui.pages.evidence import EvidencePage
from kiosk_app.ui.pages.evidence_item import ChooseItemPage, ItemPage
from kiosk_app.ui.pages.evidence_page import PagePage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.widgets.stack_model import Heading, Sheet, Waiting
from kiosk_app.ui.window import Window
from kiosk_app.visit.evidence import EvidenceStack
from kiosk_app.visit.pages import Picture
from tests.fakes.screens import Finger, sound, words
from tests.fakes.stacks import SilentReader, sheet
from tests.samples.desk import bare_desk


@pytest.fixture(scope="module")
def reader() -> Reader:
    """What stands on the sheets does not matter here."""
    return SilentReader()


@pytest.fixture
def window(at_evidence: Window) -> Window:
    return at_evidence


@pytest.fixture
def finger(window: Window) -> Finger:
    return Finger(window)


def evidence(window: Window) -> EvidencePage:
    assert isinstance(window.page, EvidencePage)
    return window.page


def stack(window: Window) -> EvidenceStack:
    return window.desk.visit.stack


def ids(window: Window) -> list[str]:
    return [page.id for item in stack(window).items for page in item.pages]


def nothing() -> Picture:
    return Picture(bare_desk(3))


def kinds(page: EvidencePage) -> list[type]:
    model = page.pages.list.stack
    return [type(model.row(model.index(n, 0))) for n in range(model.rowCount())]


def lay(window: Window, *numbers: int, title: str = "借条") -> None:
    page = evidence(window)
    page.titles.set_text(title)
    for number in numbers:
        page.take(sheet(number))
    settle(window)


def test_pictures_wait_in_sight_and_none_is_lost(window: Window, finger: Finger) -> None:
    page = evidence(window)
    sound(window)
    for number in range(3):
        page.take(sheet(number))
    assert kinds(page) == [Waiting, Waiting, Waiting]
    finger.window.frame.main.click()
    assert "3页正在处理" in page.busy
    settle(window)
    assert window.desk.visit.step.id == "defendant"
    assert len(ids(window)) == 3


def test_a_picture_without_a_page_keeps_the_visitor_until_it_is_decided(
    window: Window, finger: Finger
) -> None:
    page = evidence(window)
    page.take(nothing())
    page.take(sheet(1))
    window.frame.main.click()
    settle(window)
    assert kinds(page) == [Heading, Sheet, Waiting]
    assert not page.busy
    sound(window)
    finger.tap("main")
    finger.tap("back")
    assert window.desk.visit.step.id == "evidence"
    finger.tap("forget")
    assert kinds(page) == [Heading, Sheet]
    finger.tap("main")
    assert window.desk.visit.step.id == "defendant"


def test_the_corners_are_set_by_hand_where_no_page_was_found(window: Window, finger: Finger) -> None:
    page = evidence(window)
    page.take(nothing())
    settle(window)
    finger.tap("by hand")
    corners = window.page
    assert isinstance(corners, CornersPage)
    sound(window)
    finger.tap("leave corners")
    assert not ids(window)
    row = page.pages.list.stack.row(page.pages.list.stack.index(0, 0))
    page.pages.list.touched.emit(row)
    settle(window)
    finger.tap("by hand")
    corners = window.page
    assert isinstance(corners, CornersPage)
    finger.tap("whole picture")
    finger.tap("restore corners")
    wanted = corners.editor.quad()
    finger.tap("main")
    (page_id,) = ids(window)
    kept = stack(window).page(page_id)
    assert kept
    assert kept.quad == tuple(map(tuple, wanted.corners))
    assert kinds(evidence(window)) == [Heading, Sheet]


def test_a_file_that_is_no_picture_is_said_and_leaves_nothing(window: Window, tmp_path: Path) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_text("no picture")
    evidence(window).take_file(broken)
    settle(window)
    assert "broken.jpg" in words(window)
    assert kinds(evidence(window)) == []


def test_a_page_is_taken_again_in_its_place(window: Window, finger: Finger) -> None:
    lay(window, 0, 1, 2)
    first, second, third = ids(window)
    finger.tap_page(evidence(window).pages, second)
    sound(window)
    finger.tap("again")
    assert "换下" in words(window)
    sound(window)
    lay(window, 7, title="转账凭证")
    after = ids(window)
    assert (after[0], after[2], len(after)) == (first, third, 3)
    assert after[1] != second
    lay(window, 8)
    assert len(ids(window)) == 4


def test_a_retake_can_be_called_off(window: Window, finger: Finger) -> None:
    lay(window, 0)
    (only,) = ids(window)
    finger.tap_page(evidence(window).pages, only)
    finger.tap("again")
    finger.tap("cancel retake")
    lay(window, 1)
    assert ids(window)[0] == only
    assert len(ids(window)) == 2


def test_a_finding_is_shown_with_its_place_and_the_page_may_stay(window: Window, finger: Finger) -> None:
    lay(window, 0)
    lay(window, 0, title="转账凭证")
    first, second = ids(window)
    assert "拍过" in words(window)
    sound(window)
    finger.tap("look")
    sound(window)
    finger.tap("other page")
    assert isinstance(window.page, PagePage)
    assert window.page.ids() == (first,)
    finger.tap("main")
    finger.tap("keep")
    assert stack(window).findings(second) == ()
    assert ids(window) == [first, second]
    place = Place(0.5, 0.25, 0.2, 0.1)
    found = Finding("page_glare", Grade.UNREADABLE, first, place=place)
    stack(window)._change({first}, lambda page: replace(page, findings=(found,)))
    stack(window).turn({first})
    finger.tap_page(evidence(window).pages, first)
    assert isinstance(window.page, PagePage)
    assert window.page.look._marks == [place.turned(-1)]
    finger.tap("keep")
    assert stack(window).findings(first) == (found,)


def test_undo_lasts_as_long_as_the_visit(window: Window, finger: Finger) -> None:
    lay(window, 0, 1, 2)
    before = ids(window)
    for page_id in before[:2]:
        finger.tap_page(evidence(window).pages, page_id)
        finger.tap("remove page")
    finger.tap("main")
    finger.tap("back")
    assert ids(window) == before[2:]
    finger.tap("put back")
    finger.tap("put back")
    assert ids(window) == before


def test_pages_are_chosen_and_arranged(window: Window, finger: Finger) -> None:
    lay(window, 0, 1, 2)
    lay(window, 3, title="转账凭证")
    a, b, c, d = ids(window)
    finger.tap("arrange")
    page = window.page
    assert isinstance(page, ArrangePage)
    sound(window)
    finger.tap_page(page.pages, a)
    finger.tap("later")
    assert ids(window) == [b, a, c, d]
    finger.tap("turn page")
    turned = stack(window).page(a)
    assert turned
    assert turned.quarter_turns == 1
    finger.tap("back side")
    finger.tap("choose none")
    finger.tap_page(page.pages, b)
    finger.tap("later")
    assert ids(window) == [c, b, a, d]
    finger.tap_page(page.pages, c)
    finger.tap("remove page")
    sound(window)
    assert ids(window) == [a, d]
    finger.tap("undo remove")
    assert ids(window) == [c, b, a, d]
    finger.tap("move")
    assert isinstance(window.page, ChooseItemPage)
    sound(window)
    finger.tap(f"to {stack(window).items[1].id}")
    assert [item.title for item in stack(window).items] == ["转账凭证"]
    finger.tap("choose none")
    finger.tap_page(page.pages, c)
    finger.tap("split")
    assert isinstance(window.page, ItemPage)
    sound(window)
    finger.tap(window.page.titles.tile("聊天记录"))
    finger.write(window.page.own, "微信")
    finger.tap("item back")
    finger.tap("main")
    assert [len(item.pages) for item in stack(window).items] == [3, 1]
    page.pages.list.dropped.emit(d, stack(window).items[0].id, "")
    assert len(stack(window).items) == 1
    page._on_shift_wanted(d, -1)
    page._on_remove_wanted(d)
    assert len(ids(window)) == 3
    finger.tap("choose none")
    finger.tap_page(page.pages, b)
    finger.tap("view")
    assert isinstance(window.page, PagePage)
    finger.tap("move")
    finger.tap("to new")
    assert isinstance(window.page, ItemPage)
    finger.tap("main")
    assert len(stack(window).items) == 2


def test_a_page_is_framed_anew(window: Window, finger: Finger) -> None:
    lay(window, 0)
    (only,) = ids(window)
    before = stack(window).page(only)
    finger.tap_page(evidence(window).pages, only)
    finger.tap("corners")
    corners = window.page
    assert isinstance(corners, CornersPage)
    assert before
    assert before.quad
    assert np.allclose(corners.editor.quad().corners, before.quad, atol=1)
    finger.tap("whole picture")
    finger.tap("main")
    after = stack(window).page(only)
    assert after
    assert after.quad != before.quad
    assert after.original == before.original
    assert isinstance(window.page, PagePage)
    assert not window.page.busy
