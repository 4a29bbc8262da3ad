"""Corners by hand: they follow the finger and the arrows, stay in the picture and a paper's."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk_app.capture.geometry import quad_of
from kiosk_app.ui.theme import load_theme
from kiosk_app.ui.widgets.corner_editor import CornerEditor, is_paper, moved_corners, shot_of, whole_of
from tests.fakes.kiosks import RESOURCES

SIZE = (1600, 1200)
FOUND = quad_of([(300, 200), (1300, 250), (1250, 1000), (350, 950)])
PLAIN = Qt.KeyboardModifier.NoModifier


@pytest.fixture(params=[(1000, 1300), (1400, 700)], ids=["portrait", "landscape"])
def editor(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[CornerEditor]:
    made = CornerEditor(load_theme(RESOURCES, 1080, 1920))
    made.resize(*request.param)
    made.show_shot(shot_of(np.zeros((SIZE[1], SIZE[0], 3), np.uint8)), FOUND)
    made.show()
    yield made
    # Gone before the next window comes: Qt's keyboard is one for the process and would lose its way.
    made.close()
    made.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def drag(editor: CornerEditor, start: QPointF, by: tuple[float, float]) -> None:
    """Drag by so many pixels of the picture."""
    scale = (editor.place_of(1).x() - editor.place_of(0).x()) / (FOUND.tr.x - FOUND.tl.x)
    end = start + QPointF(*by) * scale
    QTest.mousePress(editor, Qt.MouseButton.LeftButton, PLAIN, start.toPoint())
    QTest.mouseMove(editor, end.toPoint())
    QTest.mouseRelease(editor, Qt.MouseButton.LeftButton, PLAIN, end.toPoint())


def away(editor: CornerEditor) -> list[tuple[int, int]]:
    """How far each corner has come, in whole steps of ten pixels."""
    moved = editor.quad().corners - FOUND.corners
    return [(round(x / 10), round(y / 10)) for x, y in moved]


@pytest.mark.parametrize("corner", range(4))
def test_a_corner_follows_the_finger_without_a_jump(editor: CornerEditor, corner: int) -> None:
    off_the_middle = editor.place_of(corner) + QPointF(12, -9)
    drag(editor, off_the_middle, (-100, 60))
    assert away(editor) == [(-10, 6) if number == corner else (0, 0) for number in range(4)]


def test_an_edge_takes_both_its_corners_along(editor: CornerEditor) -> None:
    drag(editor, (editor.place_of(1) + editor.place_of(2)) / 2, (80, 0))
    assert away(editor) == [(0, 0), (8, 0), (8, 0), (0, 0)]


def test_a_touch_beside_everything_moves_nothing(editor: CornerEditor) -> None:
    drag(editor, (editor.place_of(0) + editor.place_of(2)) / 2, (200, 200))
    assert away(editor) == [(0, 0)] * 4


def test_a_touch_target_is_large(editor: CornerEditor) -> None:
    assert editor._under(editor.place_of(2) + QPointF(30, 0)) == (2,)
    assert editor._under(editor.place_of(2) + QPointF(-21, 21)) == (2,)


def test_the_paper_stays_convex_and_in_the_picture(editor: CornerEditor) -> None:
    drag(editor, editor.place_of(0), (3000, 3000))
    assert is_paper(editor.quad().corners, max(SIZE))
    editor.restore()
    drag(editor, editor.place_of(0), (-3000, -3000))
    assert editor.quad().tl.x == 0
    assert editor.quad().tl.y == 0


def test_back_to_what_was_found_and_the_whole_picture(editor: CornerEditor, qtbot: QtBot) -> None:
    with qtbot.waitSignal(editor.changed):
        editor.take_whole()
    assert editor.quad() == whole_of(np.zeros((SIZE[1], SIZE[0], 3), np.uint8))
    editor.restore()
    assert editor.quad() == FOUND


@pytest.mark.parametrize(
    ("key", "shift", "by"),
    [
        (Qt.Key.Key_Left, False, (-1, 0)),
        (Qt.Key.Key_Right, False, (1, 0)),
        (Qt.Key.Key_Up, True, (0, -10)),
        (Qt.Key.Key_Down, True, (0, 10)),
    ],
)
def test_arrows_move_the_chosen_corner(
    editor: CornerEditor, key: Qt.Key, shift: bool, by: tuple[int, int]
) -> None:
    editor.chosen = 2
    QTest.keyClick(editor, key, Qt.KeyboardModifier.ShiftModifier if shift else PLAIN)
    moved = editor.quad().corners - FOUND.corners
    assert moved.round().tolist() == [[0, 0], [0, 0], list(by), [0, 0]]
    assert "右下角" in editor.accessibleDescription()


def test_tab_walks_round_the_corners_and_on(qtbot: QtBot) -> None:
    home = QWidget()
    qtbot.addWidget(home)
    before, editor, after = QLineEdit(), CornerEditor(load_theme(RESOURCES, 1080, 1920)), QLineEdit()
    lay = QVBoxLayout(home)
    for widget in (before, editor, after):
        lay.addWidget(widget)
    editor.show_shot(shot_of(np.zeros((SIZE[1], SIZE[0], 3), np.uint8)), FOUND)
    with qtbot.waitActive(home):
        home.show()
        home.activateWindow()
    before.setFocus()
    seen = []
    for _ in range(5):
        QTest.keyClick(QApplication.focusWidget() or home, Qt.Key.Key_Tab)
        seen.append(editor.chosen if editor.hasFocus() else -1)
    assert seen == [0, 1, 2, 3, -1]


@pytest.mark.parametrize("share", [(0.0, 0.0), (1.0, 0.0), (0.5, 0.5), (0.0, 1.0), (1.0, 1.0), (0.5, 0.0)])
def test_the_magnifier_is_never_under_the_finger(editor: CornerEditor, share: tuple[float, float]) -> None:
    finger = QPointF(editor.width() * share[0], editor.height() * share[1])
    place = editor.magnifier_at(finger)
    side_px = 300
    assert abs(place.x() - finger.x()) > side_px / 2 or abs(place.y() - finger.y()) > side_px / 2
    assert editor.rect().adjusted(-1, -1, 1, 1).contains(QPoint(round(place.x()), round(place.y())))


corner = st.tuples(st.floats(-4000, 4000), st.floats(-4000, 4000))


@given(
    st.sampled_from([(0,), (1,), (2,), (3,), (0, 1), (1, 2), (2, 3), (3, 0)]), st.lists(corner, max_size=6)
)
def test_no_drag_ever_breaks_the_outline(which: tuple[int, ...], moves: list[tuple[float, float]]) -> None:
    corners = FOUND.corners
    for by in moves:
        corners = moved_corners(corners, which, by, SIZE)
        assert is_paper(corners, max(SIZE))
        assert (corners >= 0).all()
        assert (corners <= SIZE).all()
