"""What the window does around the steps: leaving, going back, walking away, the side screens."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from sqlalchemy import delete

from kiosk_app.store import drafts, enrolment, tables
from kiosk_app.ui.pages.asides import CounterPage, FullTextPage, HelpPage, LeavePage
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.idle import COUNTDOWN_MS, WARN_AFTER_MS
from kiosk_app.visit.steps import StepKind
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.screens import Finger, clipped, small_targets


def _begin(window: Window, step: str = "") -> Finger:
    """A visit that has agreed, at a step of its way."""
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("case loan")
    for kind in ("online_filing", "sensitive_data"):
        finger.tap(finger.find(f"consent {kind}").tile("yes"))  # type: ignore[attr-defined]
    if step:
        visit = window.desk.visit
        while visit.step.id != step:
            window._on_forward()
            settle(window)
    return finger


def _questions(window: Window) -> QuestionsPage:
    assert isinstance(window.page, QuestionsPage)
    return window.page


def _drafts(kiosk: FakeKiosk) -> int:
    with kiosk.store.database.read() as session:
        return len(drafts.unfinished(session))


def _words(window: Window) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def test_nobody_begins_at_a_kiosk_that_no_court_has_registered(window: Window, kiosk: FakeKiosk) -> None:
    with kiosk.store.database.read() as session:
        known = enrolment.load(session)
    assert known
    with kiosk.store.database.begin() as session:
        session.execute(delete(tables.Enrolment))
    window.look()
    assert "还没有在法院登记" in _words(window)
    Finger(window).tap("begin")
    assert window.page is None
    with kiosk.store.database.begin() as session:
        enrolment.save(session, known)
    window.look()
    Finger(window).tap("begin")
    assert window.page is not None


def test_no_consent_no_way_on_and_a_friendly_word(window: Window) -> None:
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("case loan")
    finger.tap(finger.find("consent online_filing").tile("no"))  # type: ignore[attr-defined]
    finger.tap("main")
    assert window.desk.visit.step.kind is StepKind.NOTICE
    assert "不同意也能立案" in _words(window)


def test_back_and_forth_keeps_answers(window: Window) -> None:
    finger = _begin(window, "defendant")
    finger.tap(_questions(window).fields["defendant.1.kind"].tiles.tile("person"))  # type: ignore[union-attr]
    name = _questions(window).fields["defendant.1.name"].entry
    assert name is not None
    finger.write(name, "李建国")
    finger.tap("main")
    assert window.desk.visit.step.id == "contract"
    finger.tap("back")
    assert window.desk.visit.step.id == "defendant"
    assert _questions(window).fields["defendant.1.name"].written() == "李建国"


def test_what_cannot_be_understood_is_said_and_kept(window: Window) -> None:
    finger = _begin(window, "defendant")
    finger.tap(_questions(window).fields["defendant.1.kind"].tiles.tile("person"))  # type: ignore[union-attr]
    phone = _questions(window).fields["defendant.1.phone"].entry
    assert phone is not None
    finger.dial(phone, "13800")
    finger.tap("main")
    assert window.desk.visit.step.id == "defendant"
    assert "电话号码不完整" in _words(window)
    finger.tap("back")
    finger.tap("main")
    assert _questions(window).fields["defendant.1.phone"].written() == "13800"


def test_review_leads_to_a_line_and_back(window: Window) -> None:
    finger = _begin(window, "review")
    finger.tap("review claims.principal")
    assert window.desk.visit.step.id == "claims"
    principal = _questions(window).fields["claims.principal"].entry
    assert principal is not None
    assert principal.hasFocus()
    finger.dial(principal, "50000")
    finger.tap("main")
    assert window.desk.visit.step.kind is StepKind.REVIEW
    assert "50,000.00元" in _words(window)
    assert "1,050.00元" in _words(window)
    assert "由法院决定" in _words(window)


def test_leaving_asks_first_and_then_wipes(window: Window, kiosk: FakeKiosk) -> None:
    finger = _begin(window, "defendant")
    assert _drafts(kiosk) == 1
    finger.tap("leave")
    assert isinstance(window.page, LeavePage)
    finger.tap("main")
    assert window.desk.visit.step.id == "defendant"
    finger.tap("leave")
    finger.tap("wipe")
    assert window.page is None
    assert _drafts(kiosk) == 0


def test_starting_again_begins_an_empty_visit(window: Window, kiosk: FakeKiosk) -> None:
    finger = _begin(window, "defendant")
    before = window.desk.visit.id
    finger.tap("leave")
    finger.tap("start again")
    assert window.desk.visit.id != before
    assert window.desk.visit.step.kind is StepKind.NOTICE
    assert not window.desk.visit.consents
    assert _drafts(kiosk) == 1


def test_walking_away_warns_and_wipes(window: Window, kiosk: FakeKiosk) -> None:
    _begin(window, "defendant")
    kiosk.clock.advance(WARN_AFTER_MS - 1)
    window.look()
    assert not window.warning.isVisible()
    kiosk.clock.advance(1)
    window.look()
    assert window.warning.isVisible()
    assert "30秒" in _words(window)
    kiosk.clock.advance(COUNTDOWN_MS)
    window.look()
    settle(window)
    assert window.page is None
    assert _drafts(kiosk) == 0


def test_any_touch_stops_the_countdown_and_presses_nothing(window: Window, kiosk: FakeKiosk) -> None:
    finger = _begin(window, "defendant")
    kiosk.clock.advance(WARN_AFTER_MS + 5_000)
    window.look()
    main = finger.find("main")
    at = main.mapTo(window, main.rect().center())
    QTest.mouseClick(window.windowHandle(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    settle(window)
    assert not window.warning.isVisible()
    assert window.desk.visit.step.id == "defendant"
    kiosk.clock.advance(WARN_AFTER_MS - 1)
    window.look()
    assert not window.warning.isVisible()


def test_a_double_tap_acts_once(window: Window) -> None:
    finger = _begin(window, "card")
    main = finger.find("main")
    place = QPointF(main.rect().center())
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    kinds = (
        (QEvent.Type.MouseButtonPress, left),
        (QEvent.Type.MouseButtonRelease, none),
        (QEvent.Type.MouseButtonDblClick, left),
        (QEvent.Type.MouseButtonRelease, none),
    )
    for kind, pressed in kinds:
        event = QMouseEvent(kind, place, place, left, pressed, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(main, event)
        settle(window)
    assert window.desk.visit.step.id == "plaintiff"


@pytest.mark.parametrize(
    ("button", "page"),
    [("help", HelpPage), ("counter", CounterPage), ("full online_filing", FullTextPage)],
)
def test_side_screens_lead_back(
    open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int], button: str, page: type
) -> None:
    window = open_window(size)
    finger = _begin(window)
    finger.tap(button)
    assert isinstance(window.page, page)
    assert list(clipped(window)) == []
    finger.tap("main")
    assert window.desk.visit.step.kind is StepKind.NOTICE


def test_no_step_clips_its_words(
    open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int]
) -> None:
    window = open_window(size)
    assert list(clipped(window)) == []
    finger = _begin(window)
    visit = window.desk.visit
    _answer_everything(window)
    while visit.step.kind is not StepKind.SIGN:
        assert list(clipped(window)) == [], visit.step.id
        assert list(small_targets(window)) == [], visit.step.id
        window._on_forward()
        settle(window)
    finger.tap("leave")
    assert list(clipped(window)) == []


def _answer_everything(window: Window) -> None:
    """Answers that make every page as full as it can be."""
    visit = window.desk.visit
    long = "北京市东城区示例胡同十八号院二号楼三单元四百零一室（从东门进）"
    for _ in range(3):
        for question in visit.form.questions():
            if question.choices:
                first = next((c.id for c in question.choices if c.id in ("yes", "person")), "")
                visit.enter(question.key, first or question.choices[0].id)
            else:
                samples = {"date": "2024-03-01", "money": "12345678.90", "phone": "13800138000"}
                numbers = {"percent": "3.85", "postcode": "100000", "resident_id": "110101189602290017"}
                visit.enter(question.key, (samples | numbers).get(question.kind, long))
    window._show_step()
    settle(window)
