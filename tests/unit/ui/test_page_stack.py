"""The stack on the screen: hundreds of pages cost what is in sight; touches, keys and carrying."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from kiosk_app.capture.picture import encode_jpeg
from kiosk_app.domain.errors import InputFault
from kiosk_app.store.draft import StoredPage
from kiosk_app.store.tables import Slot
from kiosk_app.ui.pixels import as_qimage
from kiosk_app.ui.tasks import Tasks
from kiosk_app.ui.theme import load_theme
from kiosk_app.ui.widgets.page_stack import PageStack
from kiosk_app.ui.widgets.stack_model import Heading, Row, Sheet, Thumbnails, Waiting, rows_of
from kiosk_app.visit.evidence_view import Item
from tests.fakes.kiosks import RESOURCES

NOON = datetime(2026, 11, 22, 4, tzinfo=UTC)
JPEG = encode_jpeg(np.full((360, 255, 3), 200, np.uint8))
PLAIN = Qt.KeyboardModifier.NoModifier


class Fetched:
    """Gives every page the same thumbnail and remembers for whom."""

    def __init__(self) -> None:
        self.ids: list[str] = []

    def __call__(self, page_id: str) -> bytes:
        self.ids.append(page_id)
        if page_id == "p-broken":
            raise InputFault
        return JPEG


def page(name: str, **more: object) -> StoredPage:
    return StoredPage(name, Slot.EVIDENCE, 1, "o", "c", NOON, "i", thumbnail=f"blob of {name}", **more)  # type: ignore[arg-type]


def items(*counts: int) -> list[Item]:
    return [
        Item(f"i{item}", f"材料{item}", "证明", tuple(page(f"p{item}-{n}") for n in range(count)))
        for item, count in enumerate(counts)
    ]


@pytest.fixture
def tasks(qtbot: QtBot) -> Tasks:
    return Tasks()


@pytest.fixture
def fetched() -> Fetched:
    return Fetched()


@pytest.fixture
def pages(qtbot: QtBot, tasks: Tasks, fetched: Fetched) -> PageStack:
    theme = load_theme(RESOURCES, 1080, 1920)
    made = PageStack(theme, Thumbnails(tasks, fetched, 190, tasks), movable=True)
    qtbot.addWidget(made)
    made.resize(980, 900)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def show(qtbot: QtBot, pages: PageStack, tasks: Tasks, rows: list[Row], chosen: Sequence[str] = ()) -> None:
    pages.show_rows(rows, chosen)
    pages.grab()
    while tasks.running:
        with qtbot.waitSignal(tasks.settled):
            pass
    pages.grab()


def rows(*counts: int) -> list[Row]:
    return rows_of(items(*counts), doubtful={"p0-1"})


def test_of_three_hundred_pages_those_in_sight_are_decoded_once(
    qtbot: QtBot, pages: PageStack, tasks: Tasks, fetched: Fetched
) -> None:
    show(qtbot, pages, tasks, rows(150, 150))
    first = len(fetched.ids)
    assert 4 < first < 30
    for _ in range(3):  # in another order, and shown anew
        show(qtbot, pages, tasks, rows(150, 150))
    assert len(fetched.ids) == first
    pages.show_end()
    show(qtbot, pages, tasks, rows(150, 150))
    assert first < len(fetched.ids) < 60
    assert len(set(fetched.ids)) == len(fetched.ids)
    assert "p1-149" in fetched.ids


def test_the_list_stands_where_it_stood(qtbot: QtBot, pages: PageStack, tasks: Tasks) -> None:
    show(qtbot, pages, tasks, rows(100))
    pages.show_page("p0-60")
    at = pages.list.verticalScrollBar().value()
    assert at > 0
    show(qtbot, pages, tasks, rows(100))
    assert pages.list.verticalScrollBar().value() == at
    current = pages.list.stack.row(pages.list.currentIndex())
    assert isinstance(current, Sheet)
    assert current.page.id == "p0-60"


def test_a_turned_page_needs_no_second_look_into_the_store(
    qtbot: QtBot, pages: PageStack, tasks: Tasks, fetched: Fetched
) -> None:
    show(qtbot, pages, tasks, rows_of([Item("i", "借条", "", (page("p"),))]))
    turned = page("p", quarter_turns=1)
    show(qtbot, pages, tasks, rows_of([Item("i", "借条", "", (turned,))]))
    assert fetched.ids == ["p"]
    shown = pages.list.stack.thumbnails.of(turned)
    assert shown is not None
    assert shown.width() > shown.height()


def test_a_picture_that_cannot_be_read_leaves_a_blank(
    qtbot: QtBot, pages: PageStack, tasks: Tasks, fetched: Fetched
) -> None:
    broken = rows_of([Item("i", "借条", "", (page("p-broken"), page("p")))])
    for _ in range(3):
        show(qtbot, pages, tasks, broken)
    assert sorted(fetched.ids) == ["p", "p-broken"]


def middle(pages: PageStack, page_id: str) -> QPoint:
    return pages.place_of(page_id).center()


def test_a_touch_tells_what_was_touched(qtbot: QtBot, pages: PageStack, tasks: Tasks) -> None:
    waiting = Waiting("mine", as_qimage(np.zeros((10, 10, 3), np.uint8)), failed=True)
    show(qtbot, pages, tasks, [*rows(2), waiting])
    touched: list[Row] = []
    pages.list.touched.connect(touched.append)
    view = pages.list.viewport()
    for row in range(4):
        at = pages.list.visualRect(pages.list.stack.index(row, 0)).center()
        QTest.mouseClick(view, Qt.MouseButton.LeftButton, PLAIN, at)
    assert [type(row) for row in touched] == [Heading, Sheet, Sheet, Waiting]
    assert isinstance(touched[3], Waiting)
    assert touched[3].key == "mine"
    QTest.mouseDClick(view, Qt.MouseButton.LeftButton, PLAIN, middle(pages, "p0-0"))
    assert len(touched) == 4


def carry(pages: PageStack, start: QPoint, end: QPoint) -> list[tuple[str, str, str]]:
    dropped: list[tuple[str, str, str]] = []
    pages.list.dropped.connect(lambda *place: dropped.append(place))
    view = pages.list.viewport()
    QTest.mousePress(view, Qt.MouseButton.LeftButton, PLAIN, start)
    QTest.mouseMove(view, start + QPoint(QApplication.startDragDistance() + 1, 0))
    QTest.mouseMove(view, end)
    pages.grab()
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, PLAIN, end)
    return dropped


def test_a_page_is_carried_to_another_place(qtbot: QtBot, pages: PageStack, tasks: Tasks) -> None:
    show(qtbot, pages, tasks, rows(3, 2))
    left, right = (
        pages.place_of("p1-1").center() - QPoint(40, 0),
        pages.place_of("p1-1").center() + QPoint(40, 0),
    )
    heading = pages.list.visualRect(pages.list.stack.index(4, 0)).center()
    empty = pages.place_of("p1-1").center() + QPoint(pages.place_of("p1-1").width() + 40, 0)
    start = middle(pages, "p0-0")
    assert carry(pages, start, left)[-1:] == [("p0-0", "i1", "p1-1")]
    assert carry(pages, start, right)[-1:] == [("p0-0", "i1", "")]
    assert carry(pages, start, heading)[-1:] == [("p0-0", "i1", "p1-0")]
    assert carry(pages, start, empty)[-1:] == [("p0-0", "i1", "")]
    assert carry(pages, heading, left) == []


def test_a_finger_picks_up_only_after_holding_still(qtbot: QtBot, pages: PageStack, tasks: Tasks) -> None:
    show(qtbot, pages, tasks, rows(3))
    dropped: list[object] = []
    pages.list.dropped.connect(lambda *place: dropped.append(place))
    view, start, end = pages.list.viewport(), middle(pages, "p0-0"), middle(pages, "p0-2")
    QTest.mousePress(view, Qt.MouseButton.LeftButton, PLAIN, start)
    pages.list._hold.timeout.emit()
    QTest.mouseMove(view, end + QPoint(30, 0))
    QTest.mouseRelease(view, Qt.MouseButton.LeftButton, PLAIN, end + QPoint(30, 0))
    assert dropped == [("p0-0", "i0", "")]


def test_keys_touch_move_and_take_out(qtbot: QtBot, pages: PageStack, tasks: Tasks) -> None:
    show(qtbot, pages, tasks, rows(3))
    said: list[object] = []
    pages.list.touched.connect(lambda row: said.append(row.page.id))
    pages.list.shift_wanted.connect(lambda *wanted: said.append(wanted))
    pages.list.remove_wanted.connect(said.append)
    pages.list.setFocus()
    pages.show_page("p0-0")
    QTest.keyClick(pages.list, Qt.Key.Key_Right)
    QTest.keyClick(pages.list, Qt.Key.Key_Space)
    QTest.keyClick(pages.list, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(pages.list, Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(pages.list, Qt.Key.Key_Delete)
    assert said == ["p0-1", ("p0-1", -1), ("p0-1", 1), "p0-1"]


def test_a_screen_reader_hears_each_row(qtbot: QtBot, pages: PageStack, tasks: Tasks) -> None:
    back = page("back", back_of="front")
    shown = rows_of([Item("i", "借条", "", (page("front"), back))], doubtful={"back"})
    look = as_qimage(np.zeros((4, 4, 3), np.uint8))
    pages.show_rows([*shown, Waiting(1, look, False), Waiting(2, look, True)])
    model = pages.list.stack
    said = [model.data(model.index(n, 0), Qt.ItemDataRole.AccessibleTextRole) for n in range(5)]
    assert said == [
        "1. 借条（2页）",
        "第1页",
        "第2页，背面，有地方要看一看",
        "正在处理…",
        "没找到纸的边，点这里",
    ]
    assert model.data(model.index(0, 0), Qt.ItemDataRole.DecorationRole) is None
