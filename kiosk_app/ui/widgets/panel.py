"""The panel at the foot of the page: number pad or keyboard, whichever the field with the focus wants.

It stands in the layout, so the page above grows shorter and what is being written stays in sight.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QStackedLayout, QWidget

from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import columns, text
from kiosk_app.ui.widgets.entries import EntryKind
from kiosk_app.ui.widgets.keyboard import Keyboard
from kiosk_app.ui.widgets.number_pad import NumberPad


class TouchPanel(QFrame):
    """``opened`` carries the field that is being written in; ``shut`` is emitted when there is none."""

    opened = Signal(QWidget)
    shut = Signal()

    def __init__(self, theme: Theme, qml: Path) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self._pad = NumberPad(theme)
        self._pad.next_wanted.connect(self.go_on)
        self._pad.close_wanted.connect(self.close_panel)
        self._keyboard = Keyboard(qml)
        self._keyboard.height_changed.connect(self._fit)
        self._stack = QStackedLayout(self)
        middle = QWidget()
        middle.setLayout(columns(self._pad))
        self._stack.addWidget(middle)
        self._dead = text(self.tr("屏幕键盘没有打开。请用外接键盘，或点“请工作人员帮助”。"), "bad")
        self._dead.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(self._dead)
        self._keyboard.setMaximumWidth(theme.px("board_width"))
        self._board = QWidget()
        self._board.setLayout(columns(self._keyboard))
        self._stack.addWidget(self._board)
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
        showing = writing and self._stack.currentWidget() is self._board
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
            self.hide()
            self.shut.emit()
            return
        kind = EntryKind(field.property("entry"))
        if kind is EntryKind.WORDS:
            self._open_keyboard()
        else:
            self._pad.serve(kind)
            self._stack.setCurrentIndex(0)
            self.setFixedHeight(4 * self._theme.px("key") + 6 * self._theme.px("gap_s"))
        self.show()
        self.opened.emit(field)

    def _open_keyboard(self) -> None:
        if self._keyboard.load():
            self._stack.setCurrentWidget(self._board)
            QApplication.inputMethod().show()
            self._fit(self._keyboard.wanted_px)
        else:
            self._stack.setCurrentWidget(self._dead)
            self.setFixedHeight(2 * self._theme.px("key"))

    def _fit(self, height_px: int) -> None:
        if self._stack.currentWidget() is self._board:
            self.setFixedHeight(max(height_px, 3 * self._theme.px("key")))

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
