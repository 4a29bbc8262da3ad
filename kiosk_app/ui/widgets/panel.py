"""The panel at the foot of the page: number pad, handwriting or keyboard, as the field with the focus wants.

It stands in the layout, so the page above grows shorter and what is being written stays in sight.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QStackedLayout, QWidget

from kiosk_app.capture.alphabet import FieldKind
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import columns, rows, text
from kiosk_app.ui.widgets.entries import EntryKind
from kiosk_app.ui.widgets.handwriting_pad import HandwritingPad
from kiosk_app.ui.widgets.keyboard import Keyboard
from kiosk_app.ui.widgets.number_pad import NumberPad
from kiosk_app.ui.widgets.writing_bar import WritingBar
from kiosk_app.visit.writing import Writing


class TouchPanel(QFrame):
    """``opened`` carries the field that is being written in; ``shut`` is emitted when there is none.
    ``writing_chosen`` carries how the visitor wants to write words from now on."""

    opened = Signal(QWidget)
    shut = Signal()
    writing_chosen = Signal(Writing)

    def __init__(self, theme: Theme, qml: Path, landscape: bool = False) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self._pad = NumberPad(theme)
        self._pad.next_wanted.connect(self.go_on)
        self._pad.close_wanted.connect(self.close_panel)
        self._keyboard = Keyboard(qml)
        self._keyboard.height_changed.connect(self._on_height)
        self._stack = QStackedLayout(self)
        middle = QWidget()
        middle.setLayout(columns(self._pad))
        self._stack.addWidget(middle)
        self._dead = text(self.tr("屏幕键盘没有打开。请改用手写，或点“请工作人员帮助”。"), "bad")
        self._dead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._keyboard.setMaximumWidth(theme.px("board_width"))
        self._board = QWidget()
        self._board.setLayout(columns(self._keyboard))
        self.hand = HandwritingPad(theme, landscape)
        self._landscape = landscape
        self._bar = WritingBar(theme, landscape)
        self._bar.chosen.connect(self._on_chosen)
        self._bar.next_wanted.connect(self.go_on)
        self._bar.close_wanted.connect(self.close_panel)
        self._ways = QStackedLayout()
        for way in (self.hand, self._board, self._dead):
            self._ways.addWidget(way)
        self._words = QWidget()
        parts = (self._bar, self._ways)
        gap_px = theme.px("gap_s")
        # A lying screen has no room to spare: page, keys and footer fill it to the last line.
        self._edge_px = theme.px("gap_xs") // 2 if landscape else gap_px
        lay = columns(*parts, gap_px=gap_px) if landscape else rows(*parts, gap_px=gap_px)
        lay.setContentsMargins(gap_px, self._edge_px, gap_px, self._edge_px)
        lay.setStretch(1, 1)
        self._words.setLayout(lay)
        self._stack.addWidget(self._words)
        self._field: QWidget | None = None
        self.hide()
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._on_focus)
        application.installEventFilter(self)
        QApplication.inputMethod().visibleChanged.connect(self._on_keyboard_hidden)

    def warm_up(self) -> None:
        """Load the keyboard before anybody waits for it, and before a field has the focus: it hears
        only of fields that get the focus later."""
        self._keyboard.load()

    @property
    def keyboard(self) -> Keyboard:
        return self._keyboard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        # The layout must not move between a finger's press and its release, or the touch is lost.
        if event.type() == QEvent.Type.MouseButtonRelease:
            QTimer.singleShot(0, self, self._settle)
        return False

    def _on_focus(self, _old: QWidget | None, _new: QWidget | None) -> None:
        if QApplication.mouseButtons() == Qt.MouseButton.NoButton:
            QTimer.singleShot(0, self, self._settle)

    def _on_keyboard_hidden(self) -> None:
        # Going on to a field of another kind hides the keyboard too: that is not the visitor's wish to end.
        writing = self._field is not None and QApplication.focusWidget() is self._field
        showing = writing and self._showing_board()
        if showing and self.isVisible() and not QApplication.inputMethod().isVisible():
            self.close_panel()

    def _settle(self) -> None:
        field = QApplication.focusWidget()
        if field is None or field.window() is not self.window() or not field.property("entry"):
            field = None
        if field is self._field:
            return
        self._field = field
        if field is None:
            self.hand.forget()
            self.hide()
            self.shut.emit()
            return
        kind = EntryKind(field.property("entry"))
        if kind is EntryKind.WORDS:
            self.hand.serve(FieldKind(field.property("hand") or FieldKind.TEXT))
            self._open_words()
        else:
            self._pad.serve(kind)
            self._stack.setCurrentIndex(0)
            self.setFixedHeight(4 * self._theme.px("key") + 6 * self._theme.px("gap_s"))
        self.opened.emit(field)  # the page makes room before it is taken
        self.show()

    # Words: by hand or by pinyin ----------------------------------------------------------------------

    @property
    def writing(self) -> Writing:
        """The way of writing words that is chosen."""
        return self._bar.writing

    def set_writing(self, writing: Writing) -> None:
        """Begin with this way of writing words."""
        self._bar.check(writing)

    def _on_chosen(self, writing: Writing) -> None:
        # What the keyboard holds underlined is taken, not lost with the keys.
        QApplication.inputMethod().commit()
        self.hand.forget()
        self.writing_chosen.emit(writing)
        self._open_words()

    def _open_words(self) -> None:
        self._stack.setCurrentWidget(self._words)
        if self._bar.writing is Writing.HAND:
            self._ways.setCurrentWidget(self.hand)
            self._fit(self._theme.px("hand"))
            QApplication.inputMethod().hide()
        elif self._keyboard.load():
            self._ways.setCurrentWidget(self._board)
            QApplication.inputMethod().show()
            self._fit(self._keyboard.wanted_px)
        else:
            self._ways.setCurrentWidget(self._dead)
            self._fit(2 * self._theme.px("key"))

    def _showing_board(self) -> bool:
        return self._stack.currentWidget() is self._words and self._ways.currentWidget() is self._board

    def _on_height(self, height_px: int) -> None:
        if self._showing_board():
            self._fit(height_px)

    def _fit(self, height_px: int) -> None:
        """As high as the way of writing and the bar want."""
        margins_px = 2 * self._edge_px
        bar_px = self._bar.sizeHint().height()
        if self._landscape:
            self.setFixedHeight(max(height_px, bar_px) + margins_px)
        else:
            self.setFixedHeight(height_px + bar_px + margins_px + self._theme.px("gap_s"))

    def close_panel(self) -> None:
        """Leave the field; what stands in it stays."""
        if field := QApplication.focusWidget():
            field.clearFocus()
        self._settle()

    def go_on(self) -> None:
        """To the next field of the page, or close where this is the last."""
        start = QApplication.focusWidget()
        field = start.nextInFocusChain() if start else None
        while start is not None and field is not None and field is not start:
            if field.property("entry") and field.isVisible() and field.window() is self.window():
                if _top_px(field) >= _top_px(start):
                    field.setFocus(Qt.FocusReason.TabFocusReason)
                    self._settle()
                    return
                break  # the chain has come round to the top of the page again
            field = field.nextInFocusChain()
        self.close_panel()


def _top_px(field: QWidget) -> int:
    return field.mapTo(field.window(), field.rect().topLeft()).y()
