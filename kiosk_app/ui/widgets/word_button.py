"""A button whose icon stands at a proper distance from its words, behind them where it points onward."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton

_BEHIND = frozenset({"next", "down"})


class WordButton(QPushButton):
    """Qt's own button draws words and icon glued together and cannot put the icon behind the words."""

    def __init__(self, words: str, gap_px: int, margin_px: int) -> None:
        super().__init__(words)
        self._gap_px, self._margin_px = gap_px, margin_px
        self._icon_behind = False

    def set_icon(self, icon: QIcon, name: str) -> None:
        """The icon; its name tells on which side it stands."""
        self.setIcon(icon)
        self._icon_behind = name in _BEHIND

    def _words_px(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text())

    def _content_px(self) -> int:
        icon_px = (
            0 if self.icon().isNull() else self.iconSize().width() + (self._gap_px if self.text() else 0)
        )
        return icon_px + self._words_px()

    def sizeHint(self) -> QSize:
        self.ensurePolished()
        hint = super().sizeHint()
        return QSize(max(self.minimumWidth(), self._content_px() + 2 * self._margin_px), hint.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text, icon = "", self.icon()
        option.icon = QIcon()
        self.style().drawControl(QStyle.ControlElement.CE_PushButton, option, painter, self)
        at_left = self.property("role") == "rail"
        left_px = self._margin_px if at_left else (self.width() - self._content_px()) // 2
        words = QRect(left_px, 0, self._words_px(), self.height())
        if not icon.isNull():
            size = self.iconSize()
            behind_px = words.right() + 1 + (self._gap_px if self.text() else 0)
            icon_left_px = behind_px if self._icon_behind else left_px
            if not self._icon_behind:
                words.translate(size.width() + (self._gap_px if self.text() else 0), 0)
            place = QRect(icon_left_px, (self.height() - size.height()) // 2, size.width(), size.height())
            mode = QIcon.Mode.Normal if self.isEnabled() else QIcon.Mode.Disabled
            icon.paint(painter, place, Qt.AlignmentFlag.AlignCenter, mode)
        painter.setPen(option.palette.buttonText().color())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, self.text())
        painter.end()
