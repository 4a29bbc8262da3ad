"""Big keys for numbers: digits, and the one further sign that the field can take."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QSizePolicy, QWidget

from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import button
from kiosk_app.ui.widgets.entries import EntryKind
from kiosk_app.ui.widgets.field_keys import send_key
from kiosk_app.ui.widgets.word_button import WordButton

_SIGNS = {EntryKind.AMOUNT: ".", EntryKind.ID: "X", EntryKind.PHONE: "-"}
_DIGITS = ("123", "456", "789")


class NumberPad(QWidget):
    """Types into whatever field has the focus. ``next_wanted`` and ``close_wanted`` tell the panel."""

    next_wanted = Signal()
    close_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        grid = QGridLayout(self)
        gap_px = theme.px("gap_s")
        grid.setContentsMargins(gap_px, gap_px, gap_px, gap_px)
        grid.setSpacing(theme.px("gap_xs"))
        for row, digits in enumerate(_DIGITS):
            for column, digit in enumerate(digits):
                grid.addWidget(self._key(theme, digit), row, column)
        self._sign = self._key(theme, ".")
        grid.addWidget(self._sign, 3, 0)
        grid.addWidget(self._key(theme, "0"), 3, 1)
        words = (
            (self.tr("退格"), self._erase, "backspace", 0, 3),
            (self.tr("清空"), self._empty, "", 1, 3),
            (self.tr("收起"), self.close_wanted.emit, "down", 3, 2),
        )
        for label, act, icon_name, row, column in words:
            key = button(theme, label, act, "keyword", icon_name, f"key {label}")
            self._let_grow(key)
            grid.addWidget(key, row, column)
        onward = button(theme, self.tr("下一项"), self.next_wanted.emit, "strong", "next", "key next")
        self._let_grow(onward)
        grid.addWidget(onward, 2, 3, 2, 1)
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.setMaximumWidth(theme.px("reading_width"))

    def _key(self, theme: Theme, sign: str) -> WordButton:
        key = button(theme, sign, lambda: self._type(key.text()), "key", "", f"key {sign}")
        # Two quick touches are two digits here, not one slip of a finger.
        key.setProperty("repeats", True)
        self._let_grow(key)
        return key

    def _let_grow(self, key: WordButton) -> None:
        key.setProperty("repeats", True)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def serve(self, kind: EntryKind) -> None:
        """Show the sign that this kind of field can take, or none."""
        sign = _SIGNS.get(kind, "")
        self._sign.setText(sign)
        self._sign.setEnabled(bool(sign))

    def _type(self, sign: str) -> None:
        send_key(Qt.Key.Key_unknown, sign)

    def _erase(self) -> None:
        send_key(Qt.Key.Key_Backspace)

    def _empty(self) -> None:
        field = QApplication.focusWidget()
        if isinstance(field, QLineEdit):
            field.selectAll()
            send_key(Qt.Key.Key_Backspace)
            field.setCursorPosition(0)
