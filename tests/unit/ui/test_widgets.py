from __future__ import annotations

from datetime import UTC, datetime

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from kiosk_app.domain.values import Answer, Source
from kiosk_app.forms.question import Choice, Kind, Question
from kiosk_app.ui.theme import Theme, load_theme
from kiosk_app.ui.widgets.entries import EntryKind, LineEntry
from kiosk_app.ui.widgets.question_field import QuestionField
from kiosk_app.ui.widgets.signature_pad import SignaturePad
from kiosk_app.ui.widgets.tiles import Tiles
from tests.fakes.kiosks import RESOURCES

NOW = datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


@pytest.fixture
def theme() -> Theme:
    return load_theme(RESOURCES, 1080, 1920)


def test_a_signature_keeps_strokes_in_shares_of_the_pad(theme: Theme, qtbot: QtBot) -> None:
    pad = SignaturePad(theme, 200)
    qtbot.addWidget(pad)
    pad.resize(400, 200)
    pad.show()
    for x in (100, 300):
        QTest.mousePress(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, 50))
        QTest.mouseMove(pad, QPoint(x, 100))
        QTest.mouseRelease(pad, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(x, 150))
    signature = pad.signature(NOW)
    assert len(signature.strokes) == 2
    assert signature.aspect == 2.0
    assert (signature.strokes[0][0].x, signature.strokes[0][0].y) == (0.25, 0.25)
    times = [point.t_ms for stroke in signature.strokes for point in stroke]
    assert times[0] == 0
    assert times == sorted(times)
    pad.undo()
    assert len(pad.signature(NOW).strokes) == 1
    pad.clear()
    assert pad.empty


def test_touching_a_taken_choice_again_keeps_it(theme: Theme, qtbot: QtBot) -> None:
    tiles = Tiles(theme, (Choice("yes", "要"), Choice("no", "不要")), several=False, width_px=900)
    qtbot.addWidget(tiles)
    tiles.tile("yes").click()
    tiles.tile("yes").click()
    assert tiles.text() == "yes"
    tiles.tile("no").click()
    assert tiles.text() == "no"


def test_several_choices_come_and_go(theme: Theme, qtbot: QtBot) -> None:
    tiles = Tiles(theme, (Choice("a", "甲"), Choice("b", "乙")), several=True, width_px=900)
    qtbot.addWidget(tiles)
    tiles.tile("a").click()
    tiles.tile("b").click()
    assert tiles.text() == "a|b"
    tiles.tile("a").click()
    assert tiles.text() == "b"


@pytest.mark.parametrize("written", ["2024-03-01", "2024-3-1", "2024年03月01日"])
def test_a_date_is_shown_with_its_signs(qtbot: QtBot, written: str) -> None:
    entry = LineEntry(EntryKind.DATE)
    qtbot.addWidget(entry)
    assert entry.written() == ""
    entry.write(written)
    assert entry.written() == "2024年03月01日"


def test_a_doubtful_reading_asks_and_a_sure_one_says_where_it_is_from(theme: Theme, qtbot: QtBot) -> None:
    field = QuestionField(theme, Question("plaintiff.1.name", Kind.NAME, "姓名"), 900, beside=False)
    qtbot.addWidget(field)
    field.show()
    field.show_answer(Answer("plaintiff.1.name", "王秀兰", Source.CARD, NOW, 0.4, confirmed=False), None)
    assert field._yes.isVisible()
    with qtbot.waitSignal(field.confirmed):
        field._yes.click()
    field.show_answer(Answer("plaintiff.1.name", "王秀兰", Source.CARD, NOW, 0.99), None)
    assert not field._yes.isVisible()
    assert field.written() == "王秀兰"
