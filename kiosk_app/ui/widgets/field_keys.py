"""What every pad does to the field with the focus: type a sign, erase, put words in."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget


def _field() -> QWidget | None:
    field = QApplication.focusWidget()
    return field if isinstance(field, QLineEdit | QPlainTextEdit) else None


def send_key(key: Qt.Key, sign: str = "") -> None:
    """Press a key in the field with the focus, if there is one."""
    if field := _field():
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(field, QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, sign))


def send_words(words: str) -> None:
    """Put words into the field with the focus at its cursor, as an input method does."""
    if field := _field():
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(field, event)
