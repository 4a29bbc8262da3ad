"""The pinyin keyboard writes into our fields and remembers nobody."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtQuick import QQuickItem
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from kiosk_app.forms.question import Kind
from kiosk_app.ui.app import load_fonts
from kiosk_app.ui.private_place import NoPrivatePlace, PrivatePlace
from kiosk_app.ui.theme import load_theme, style_sheet
from kiosk_app.ui.widgets.entries import Entry, entry_for
from kiosk_app.ui.widgets.keyboard import Keyboard
from kiosk_app.ui.widgets.panel import TouchPanel
from kiosk_app.visit.writing import Writing
from tests.fakes.kiosks import RESOURCES, ROOT


@pytest.fixture(scope="module")
def window(qapp: QApplication) -> Iterator[tuple[TouchPanel, Entry]]:
    """One for all: Qt's keyboard is one for a process, as the kiosk's window is."""
    load_fonts(RESOURCES)
    theme = load_theme(RESOURCES, 1080, 1920)
    made = QWidget()
    made.setStyleSheet(style_sheet(theme))
    panel = TouchPanel(theme, RESOURCES / "theme" / "keyboard.qml")
    entry = entry_for(theme, Kind.NAME, "")
    lay = QVBoxLayout(made)
    lay.addWidget(entry)
    lay.addStretch(1)
    lay.addWidget(panel)
    made.resize(1080, 1920)
    panel.warm_up()
    panel.set_writing(Writing.PINYIN)
    made.show()
    assert QTest.qWaitForWindowActive(made)
    yield panel, entry
    made.close()
    made.deleteLater()


@pytest.fixture
def desk(window: tuple[TouchPanel, Entry], qtbot: QtBot) -> tuple[TouchPanel, Entry]:
    panel, entry = window
    entry.write("")
    entry.setFocus()
    qtbot.waitUntil(panel.isVisible)
    qtbot.waitUntil(lambda: panel.keyboard.ready)
    return panel, entry


def _items(item: QQuickItem) -> Iterator[QQuickItem]:
    for child in item.childItems():
        yield child
        yield from _items(child)


def _press(keyboard: Keyboard, match: str, text: str, qtbot: QtBot) -> None:
    """Touch a key, or a candidate, once it is there."""

    def found() -> QQuickItem | None:
        root = keyboard.rootObject()
        assert isinstance(root, QQuickItem)
        for item in _items(root):
            kind = item.metaObject().className()
            if kind.startswith(match) and item.isVisible() and text in (item.property("text"), ""):
                return item
        return None

    qtbot.waitUntil(lambda: found() is not None)
    item = found()
    assert item is not None
    at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
    QTest.mouseClick(keyboard, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def _write(panel: TouchPanel, letters: str, qtbot: QtBot) -> None:
    for letter in letters:
        _press(panel.keyboard, "Key_", letter, qtbot)


def test_pinyin_writes_chinese(desk: tuple[TouchPanel, Entry], qtbot: QtBot) -> None:
    panel, entry = desk
    _write(panel, "zhang", qtbot)
    _choose(panel.keyboard, "张", qtbot)
    qtbot.waitUntil(lambda: entry.written() == "张")


def test_nothing_of_a_visitor_is_learned(desk: tuple[TouchPanel, Entry], qtbot: QtBot) -> None:
    """A name put together sign by sign is what a learning keyboard offers first to the next visitor."""
    panel, entry = desk
    name = "章语辰"
    offered = []
    for _visitor in range(2):
        entry.write("")
        QApplication.inputMethod().reset()
        _write(panel, "zhangyuchen", qtbot)
        qtbot.waitUntil(lambda: bool(_candidates(panel.keyboard)))
        offered.append([words for words, _ in _candidates(panel.keyboard)])
        for sign in name:
            _choose(panel.keyboard, sign, qtbot)
        qtbot.waitUntil(lambda: entry.written() == name)
    assert offered[0] == offered[1]
    assert name not in offered[1]


_ONE_VISIT = """
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from kiosk_app.forms.question import Kind
from kiosk_app.ui.private_place import PrivatePlace
from kiosk_app.ui.theme import load_theme
from kiosk_app.ui.widgets.entries import entry_for
from kiosk_app.ui.widgets.panel import TouchPanel
from tests.fakes.kiosks import RESOURCES
from kiosk_app.visit.writing import Writing
from tests.fakes.screens import prepare_qt

place = PrivatePlace()
application = prepare_qt(place)([])
theme = load_theme(RESOURCES, 1080, 1920)
window, panel = QWidget(), TouchPanel(theme, RESOURCES / "theme" / "keyboard.qml")
lay, entry = QVBoxLayout(window), entry_for(theme, Kind.NAME, "")
lay.addWidget(panel)
lay.addWidget(entry)
panel.warm_up()
panel.set_writing(Writing.PINYIN)
window.show()
assert QTest.qWaitForWindowActive(window)
entry.setFocus()
while not panel.keyboard.ready:
    application.processEvents()
print(*[path.name for path in place.path.rglob("*") if path.is_file()])
place.wipe()
print(*[path.name for path in place.path.rglob("*")])
place.close()
"""


def test_the_end_of_a_visit_leaves_no_file(tmp_path: Path) -> None:
    """In a process and a home of its own: what Qt keeps lies where it is wiped, and nowhere else."""
    home = tmp_path / "home"
    home.mkdir()
    environment = {**os.environ, "HOME": str(home), "XDG_RUNTIME_DIR": str(tmp_path), "XDG_CACHE_HOME": ""}
    done = subprocess.run(
        [sys.executable, "-c", _ONE_VISIT],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    before, after = done.stdout.splitlines()[-2:]
    assert "usr_dict.dat" in before, "Qt keeps its dictionary elsewhere: this test looks at the wrong place"
    assert after == ""
    assert [path for path in _files(tmp_path) if "qtvirtualkeyboard" in str(path)] == []


def _candidates(keyboard: Keyboard) -> list[tuple[str, QQuickItem]]:
    """What the keyboard offers, in order: the words and the item to touch."""
    root = keyboard.rootObject()
    assert isinstance(root, QQuickItem)
    return [
        (str(child.property("text")), item)
        for item in _items(root)
        if item.metaObject().className().startswith("SelectionListItem")
        for child in item.childItems()
        if child.property("text")
    ]


def _choose(keyboard: Keyboard, sign: str, qtbot: QtBot) -> None:
    """Touch a candidate once it is offered."""
    qtbot.waitUntil(lambda: any(words == sign for words, _ in _candidates(keyboard)))
    item = next(item for words, item in _candidates(keyboard) if words == sign)
    at = item.mapToScene(QPointF(item.width() / 2, item.height() / 2)).toPoint()
    QTest.mouseClick(keyboard, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)


def _files(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_the_private_place_goes_with_its_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    place = PrivatePlace()
    assert place.path.parent == tmp_path
    (place.path / "usr_dict.dat").write_bytes(b"words")
    (place.path / "folder").mkdir()
    (place.path / "folder" / "more").write_bytes(b"words")
    place.wipe()
    assert list(place.path.iterdir()) == []
    place.close()
    assert list(tmp_path.iterdir()) == []


def test_without_a_place_the_kiosk_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", "")
    monkeypatch.setattr("tempfile.tempdir", "/no such folder")
    with pytest.raises(NoPrivatePlace):
        PrivatePlace()
