"""The pad to write on: what the finger does, what is offered, what goes into the field, what is forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPaintEvent, QPointingDevice
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk_app.capture.alphabet import FieldKind, is_han
from kiosk_app.capture.strokes import Stroke
from kiosk_app.forms.question import Kind
from kiosk_app.ui.theme import load_theme, style_sheet
from kiosk_app.ui.widgets.entries import Entry, LineEntry, TextEntry, entry_for
from kiosk_app.ui.widgets.handwriting_pad import HandwritingPad
from kiosk_app.ui.widgets.writing_bar import WritingBar
from kiosk_app.visit.writing import Writing
from tests.fakes.kiosks import RESOURCES

LEFT = Qt.MouseButton.LeftButton
NO_KEY = Qt.KeyboardModifier.NoModifier
SIZES = {"portrait": (1080, 640), "landscape": (1500, 400)}
WANG = (((110, 60), (290, 55)), ((120, 150), (280, 145)), ((200, 60), (200, 240)), ((90, 245), (315, 240)))


@pytest.fixture(params=SIZES)
def desk(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[tuple[HandwritingPad, Entry]]:
    """A field with the focus and the pad below it, for each way the screen may stand."""
    wide, high = SIZES[request.param]
    theme = load_theme(RESOURCES, *((1080, 1920) if wide < 1200 else (1920, 1080)))
    window = QWidget()
    window.setStyleSheet(style_sheet(theme))
    pad, entry = HandwritingPad(theme, landscape=wide > 1200), entry_for(theme, Kind.NAME, "")
    lay = QVBoxLayout(window)
    lay.addWidget(entry)
    lay.addWidget(pad, 1)
    window.resize(wide, high + 120)
    window.show()
    assert QTest.qWaitForWindowActive(window)
    entry.setFocus()
    yield pad, entry
    window.close()
    # A reading that ends while its widget is taken down would wait for us, and we for it.
    qtbot.waitUntil(lambda: not pad.reading, timeout=20_000)
    pad.finish()
    # Gone before the next window comes: Qt's keyboard is one for the process and would lose its way.
    window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


def _send(pad: HandwritingPad, kind: QEvent.Type, x: float, y: float, t_ms: int) -> None:
    place = QPointF(x, y)
    pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else LEFT
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else LEFT
    event = QMouseEvent(kind, place, pad.canvas.mapToGlobal(place), button, pressed, NO_KEY)
    event.setTimestamp(t_ms)
    QApplication.sendEvent(pad.canvas, event)


def _stroke(pad: HandwritingPad, *corners: tuple[float, float], start_ms: int = 0, lift: bool = True) -> None:
    """A finger from corner to corner."""
    _send(pad, QEvent.Type.MouseButtonPress, *corners[0], start_ms)
    steps = np.vstack([np.linspace(a, b, 12) for a, b in pairwise(corners)])
    for number, (x, y) in enumerate(steps):
        _send(pad, QEvent.Type.MouseMove, x, y, start_ms + 8 * (number + 1))
    if lift:
        _send(pad, QEvent.Type.MouseButtonRelease, *corners[-1], start_ms + 120)


class _Painted(QObject):
    """Which parts of a widget were drawn anew."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[QRect] = []

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if isinstance(event, QPaintEvent):
            self.areas.append(event.rect())
        return False


def _write_wang(pad: HandwritingPad) -> None:
    for number, line in enumerate(WANG):
        _stroke(pad, *line, start_ms=250 * number)


def _read(pad: HandwritingPad, qtbot: QtBot) -> tuple[str, ...]:
    qtbot.waitUntil(lambda: not pad.reading, timeout=20_000)
    return pad.candidates


def _click(pad: HandwritingPad, name: str) -> None:
    key = pad.findChild(QPushButton, name)
    assert isinstance(key, QPushButton)
    QTest.mouseClick(key, LEFT)


def _places(stroke: Stroke) -> tuple[float, float, float, float]:
    return (stroke[:, 0].min(), stroke[:, 1].min(), stroke[:, 0].max(), stroke[:, 1].max())


def test_a_written_character_is_offered_and_a_touch_enters_it(
    desk: tuple[HandwritingPad, Entry], qtbot: QtBot
) -> None:
    pad, entry = desk
    pad.serve(FieldKind.NAME)
    _write_wang(pad)
    assert _read(pad, qtbot)[0] == "王"
    with qtbot.waitSignal(entry.typed):
        _click(pad, "offer 1")
    assert entry.written() == "王"
    assert pad.canvas.empty
    assert pad.candidates == ()
    assert QApplication.focusWidget() is entry
    _click(pad, "hand erase")
    assert entry.written() == ""


def test_nothing_is_entered_that_nobody_touched(desk: tuple[HandwritingPad, Entry], qtbot: QtBot) -> None:
    pad, entry = desk
    _write_wang(pad)
    _read(pad, qtbot)
    _stroke(pad, (400, 100), (480, 220), start_ms=9_000)
    _read(pad, qtbot)
    assert entry.written() == ""
    assert len(pad.canvas.strokes()) == len(WANG) + 1


def test_undo_takes_one_stroke_and_clear_all(desk: tuple[HandwritingPad, Entry], qtbot: QtBot) -> None:
    pad, _ = desk
    _write_wang(pad)
    _click(pad, "hand undo")
    assert len(pad.canvas.strokes()) == len(WANG) - 1
    assert _read(pad, qtbot)
    _click(pad, "hand clear")
    assert pad.canvas.strokes() == ()
    assert _read(pad, qtbot) == ()
    _click(pad, "hand undo")
    assert pad.canvas.empty


def test_the_newest_strokes_win(desk: tuple[HandwritingPad, Entry], qtbot: QtBot) -> None:
    """What was being read when the pad was cleared is not offered for what is written next."""
    pad, _ = desk
    pad.serve(FieldKind.NAME)
    _stroke(pad, (100, 100), (300, 100))
    assert pad.reading
    pad.canvas.clear()
    assert pad.candidates == ()
    _write_wang(pad)
    assert _read(pad, qtbot)[0] == "王"
    pad.canvas.clear()
    assert _read(pad, qtbot) == ()


def test_a_field_narrows_what_is_offered(desk: tuple[HandwritingPad, Entry], qtbot: QtBot) -> None:
    pad, _ = desk
    pad.serve(FieldKind.DIGITS)
    _stroke(pad, (200, 30), (200, 250))
    assert "1" in _read(pad, qtbot)
    assert not any(is_han(sign) for words in pad.candidates for sign in words)
    pad.serve(FieldKind.NAME)
    assert pad.canvas.empty
    assert pad.candidates == ()


def test_ink_follows_each_move_where_the_finger_is(desk: tuple[HandwritingPad, Entry]) -> None:
    """Each move is on the screen at once, before the finger is lifted and before anything is read."""
    pad, _ = desk
    _stroke(pad, (60, 80), (300, 80), lift=False)
    shown = pad.canvas.grab().toImage()
    ratio = shown.width() / pad.canvas.width()
    for x in range(60, 301, 20):
        assert shown.pixelColor(round(x * ratio), round(80 * ratio)).lightness() < 120, x
    assert shown.pixelColor(round(150 * ratio), round(150 * ratio)).lightness() > 200


def test_a_move_renews_only_its_own_piece_of_the_screen(desk: tuple[HandwritingPad, Entry]) -> None:
    pad, _ = desk
    painted = _Painted()
    _stroke(pad, (60, 80), (300, 80), lift=False)
    QApplication.processEvents()
    pad.canvas.installEventFilter(painted)
    _send(pad, QEvent.Type.MouseMove, 308, 84, 500)
    QApplication.processEvents()
    assert painted.areas
    assert all(area.width() < 120 and area.height() < 120 for area in painted.areas)


# Bad input --------------------------------------------------------------------------------------------


def test_a_dot_is_a_stroke(desk: tuple[HandwritingPad, Entry], qtbot: QtBot) -> None:
    pad, _ = desk
    QTest.mouseClick(pad.canvas, LEFT, NO_KEY, QPoint(100, 100))
    assert len(pad.canvas.strokes()) == 1
    _read(pad, qtbot)


def test_outside_the_pad_the_stroke_runs_along_its_edge(desk: tuple[HandwritingPad, Entry]) -> None:
    pad, _ = desk
    _stroke(pad, (50, 50), (5_000, -4_000))
    (stroke,) = pad.canvas.strokes()
    left, top, right, bottom = _places(stroke)
    assert left >= 0
    assert top >= 0
    assert right <= pad.canvas.width()
    assert bottom <= pad.canvas.height()


def test_a_release_that_never_comes_does_not_lose_the_stroke(desk: tuple[HandwritingPad, Entry]) -> None:
    pad, _ = desk
    _stroke(pad, (50, 50), (200, 60), lift=False)
    assert pad.canvas.strokes() == ()
    _stroke(pad, (50, 150), (200, 160), start_ms=900)
    assert len(pad.canvas.strokes()) == 2


def test_a_window_that_comes_between_ends_the_stroke(desk: tuple[HandwritingPad, Entry]) -> None:
    pad, _ = desk
    _stroke(pad, (50, 50), (200, 60), lift=False)
    QApplication.sendEvent(pad.canvas, QEvent(QEvent.Type.ActivationChange))
    assert not pad.canvas.writing
    assert len(pad.canvas.strokes()) == 1
    _send(pad, QEvent.Type.MouseMove, 300, 300, 800)
    (stroke,) = pad.canvas.strokes()
    assert stroke[:, 1].max() < 100


def test_hiding_the_pad_ends_the_stroke(desk: tuple[HandwritingPad, Entry]) -> None:
    pad, _ = desk
    _stroke(pad, (50, 50), (200, 60), lift=False)
    pad.hide()
    assert not pad.canvas.writing
    assert not pad.reading


def test_a_second_finger_writes_nothing(desk: tuple[HandwritingPad, Entry], qtbot: QtBot) -> None:
    pad, _ = desk
    finger = QTest.createTouchDevice(QPointingDevice.DeviceType.TouchScreen)
    window, canvas = pad.window(), pad.canvas
    at = [canvas.mapTo(window, QPoint(60 + 150 * number, 100)) for number in range(2)]
    moved = [place + QPoint(40, 40) for place in at]
    handle = window.windowHandle()
    QTest.touchEvent(handle, finger).press(0, at[0]).press(1, at[1]).commit()
    QTest.touchEvent(handle, finger).move(0, moved[0]).move(1, moved[1]).commit()
    QTest.touchEvent(handle, finger).release(0, moved[0]).release(1, moved[1]).commit()
    assert len(canvas.strokes()) == 1
    assert _places(canvas.strokes()[0])[2] < 150
    _read(pad, qtbot)


def test_a_palm_that_draws_for_ever_is_bounded(desk: tuple[HandwritingPad, Entry], qtbot: QtBot) -> None:
    pad, _ = desk
    _send(pad, QEvent.Type.MouseButtonPress, 5, 5, 0)
    for number in range(25_000):
        _send(pad, QEvent.Type.MouseMove, number % 300, number % 170, number)
    _send(pad, QEvent.Type.MouseButtonRelease, 5, 5, 25_000)
    (stroke,) = pad.canvas.strokes()
    assert len(stroke) <= 20_001
    _read(pad, qtbot)
    pad.canvas.clear()
    _stroke(pad, (50, 50), (200, 60))
    assert len(pad.canvas.strokes()) == 1


def test_without_a_field_nothing_happens(desk: tuple[HandwritingPad, Entry], qtbot: QtBot) -> None:
    pad, entry = desk
    _write_wang(pad)
    _read(pad, qtbot)
    entry.clearFocus()
    _click(pad, "offer 1")
    _click(pad, "hand erase")
    assert entry.written() == ""


# Around it --------------------------------------------------------------------------------------------


def test_everything_on_the_pad_has_a_name_and_leaves_the_focus(
    desk: tuple[HandwritingPad, Entry], qtbot: QtBot
) -> None:
    pad, _ = desk
    assert pad.canvas.accessibleName()
    _write_wang(pad)
    _read(pad, qtbot)
    for key in pad.findChildren(QPushButton):
        assert key.focusPolicy() == Qt.FocusPolicy.NoFocus
        assert key.height() >= 88, key.objectName()
        assert key.text() or not key.isEnabled()
        assert key.accessibleName() or not key.objectName().startswith("offer") or not key.isEnabled()


def test_fields_say_what_a_hand_may_mean_in_them(qtbot: QtBot) -> None:
    theme = load_theme(RESOURCES, 1080, 1920)
    for kind, hand in (
        (Kind.NAME, FieldKind.NAME),
        (Kind.ADDRESS, FieldKind.ADDRESS),
        (Kind.TEXT, FieldKind.TEXT),
    ):
        entry = entry_for(theme, kind, "")
        assert isinstance(entry, LineEntry | TextEntry)
        qtbot.addWidget(entry)
        assert entry.property("hand") == hand


@pytest.mark.parametrize("landscape", [False, True])
def test_the_bar_tells_which_way_was_chosen(qtbot: QtBot, landscape: bool) -> None:
    bar = WritingBar(load_theme(RESOURCES, 1080, 1920), landscape)
    qtbot.addWidget(bar)
    assert str(bar.writing) == "hand"
    key = bar.findChild(QPushButton, "way pinyin")
    assert isinstance(key, QPushButton)
    with qtbot.waitSignal(bar.chosen) as told:
        key.click()
    assert told.args == [Writing.PINYIN]
    assert str(bar.writing) == "pinyin"
