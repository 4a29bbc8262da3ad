"""Beside every way of writing words: by hand or by pinyin, the next field, and away with it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QSizePolicy, QWidget

from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import button, columns, rows
from kiosk_app.ui.widgets.word_button import WordButton
from kiosk_app.visit.writing import Writing


class WritingBar(QWidget):
    """``chosen`` carries the way of writing that was touched."""

    chosen = Signal(Writing)
    next_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, theme: Theme, landscape: bool) -> None:
        super().__init__()
        self._ways: dict[Writing, WordButton] = {}
        self._group = QButtonGroup(self)
        for writing, words, icon_name in (
            (Writing.HAND, self.tr("手写"), "pen"),
            (Writing.PINYIN, self.tr("拼音"), "keyboard"),
        ):
            way = button(theme, words, partial(self.chosen.emit, writing), "way", icon_name, f"way {writing}")
            way.setCheckable(True)
            self._group.addButton(way)
            self._ways[writing] = way
        onward = button(theme, self.tr("下一项"), self.next_wanted.emit, "onward", "next", "words next")
        away = button(theme, self.tr("收起"), self.close_wanted.emit, "away", "down", "words close")
        parts = (*self._ways.values(), away, onward)
        for part in parts:
            # The field keeps the focus, and with it the cursor.
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            part.setMinimumWidth(theme.px("switch"))
        gap_px = theme.px("gap_xs")
        if landscape:
            self.setLayout(rows(*parts, gap_px=gap_px))
            for part in parts:
                part.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        else:
            self.setLayout(columns(*parts[:2], 1, *parts[2:], gap_px=gap_px))
        self.check(Writing.HAND)

    @property
    def writing(self) -> Writing:
        """The way that is chosen."""
        return next(writing for writing, way in self._ways.items() if way.isChecked())

    def check(self, writing: Writing) -> None:
        """Show a way as chosen; nothing is emitted."""
        self._ways[writing].setChecked(True)
