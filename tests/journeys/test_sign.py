"""Reading and signing on the screens: every page is shown, larger where wanted, and where it is signed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QLabel

from kiosk_app.ui.pages.sign import SignPage
from kiosk_app.ui.screens import draw, settle, wait_for
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.screens import Finger, go_to_evidence, sound


@pytest.fixture
def finger(open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int]) -> Finger:
    """Somebody who has answered nothing and is about to sign."""
    window = open_window(size)
    go_to_evidence(window)
    while window.desk.visit.step.kind is not StepKind.SIGN:
        window.desk.visit.forward()
    window._show_step()
    settle(window)
    return Finger(window)


def at_the_paper(finger: Finger) -> SignPage:
    page = finger.window.page
    assert isinstance(page, SignPage)
    drawn(finger)
    return page


def drawn(finger: Finger) -> QImage:
    """The page of the paper as it stands on the screen."""
    page = finger.window.page
    assert isinstance(page, SignPage)
    settle(finger.window)
    while page.reader.drawing:
        wait_for(page.reader.drawn)
    settle(finger.window)
    sheet = page.reader.findChild(QLabel, "sheet")
    assert isinstance(sheet, QLabel)
    return sheet.pixmap().toImage()


def marked_px(finger: Finger, image: QImage) -> list[int]:
    """The rows of the picture in which the frame around the place to sign is seen."""
    seal = QColor(finger.window.desk.theme.colour("seal")).rgb()
    return [
        y for y in range(image.height()) if any(image.pixel(x, y) == seal for x in range(0, image.width(), 5))
    ]


def test_every_page_is_shown_before_it_can_be_signed(finger: Finger) -> None:
    page = at_the_paper(finger)
    sound(finger.window)
    pages = page.reader.document.pageCount()
    assert pages > 2
    for _ in range(pages - 1):
        assert page.main().words == "看下一页"
        finger.tap("main")
        assert not page.signing
    assert page.main().words == "看完了，去签名"
    finger.tap("main")
    assert page.signing
    sound(finger.window)


def test_the_paper_is_drawn_larger_and_smaller_again(finger: Finger) -> None:
    page = at_the_paper(finger)
    widths = [drawn(finger).width()]
    for name in ("zoom in", "zoom in", "zoom out", "zoom out"):
        finger.tap(name)
        widths.append(drawn(finger).width())
    sound(finger.window)
    assert widths[0] < widths[1] < widths[2] > widths[3] == widths[1] > widths[4] == widths[0]
    assert not finger.find("zoom out").isEnabled()
    assert page.reader.document.pageCount() > 1


def test_the_place_to_sign_is_shown_until_it_is_signed(finger: Finger) -> None:
    page = at_the_paper(finger)
    assert not marked_px(finger, drawn(finger)), "the first page is not the one to sign"
    finger.tap("zoom in")
    finger.tap("to place")
    frame = marked_px(finger, drawn(finger))
    area = page.reader.paper_in_sight
    assert area.top() <= frame[0] < frame[-1] <= area.bottom(), "the place lies in sight"
    while not page.signing:
        finger.tap("main")
    draw(page.pad)
    finger.tap("main")
    settle(finger.window)
    finger.tap("back")
    drawn(finger)
    assert page.main().words == "看下一份"
    with pytest.raises(AssertionError, match="nobody can see"):
        finger.find("to place")
    page.reader.turn(page.reader.document.pageCount())
    assert not marked_px(finger, drawn(finger))


def test_how_large_it_is_stays_for_the_next_paper(finger: Finger) -> None:
    page = at_the_paper(finger)
    finger.tap("zoom in")
    wide = drawn(finger).width()
    while not page.signing:
        finger.tap("main")
    draw(page.pad)
    finger.tap("main")
    settle(finger.window)
    assert not page.signing
    assert drawn(finger).width() == wide


def test_papers_that_want_no_signature_are_there_to_be_read(finger: Finger) -> None:
    page = at_the_paper(finger)
    finger.tap("only read")
    drawn(finger)
    sound(finger.window)
    for _ in page.desk.visit.signing.documents():
        if page.main().words == "看完了，回去签名":
            break
        assert page.main().words == "看下一份"
        finger.tap("main")
        drawn(finger)
    finger.tap("main")
    drawn(finger)
    assert page.waits
    assert page.main().words == "看下一页"
