"""Asks for the characters that no font has, one after the other; each may be left out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.domain.signature import Signature
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import button, columns, rows, text
from kiosk_app.ui.widgets.signature_pad import SignaturePad
from kiosk_app.visit.papers import Undrawn


class CharacterPad(SignaturePad):
    """A square to write one character in."""

    def __init__(self, theme: Theme, side_px: int) -> None:
        super().__init__(theme, side_px)
        self.setFixedSize(side_px, side_px)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("写字格"))

    def _paint_guide(self, painter: QPainter, area: QRectF) -> None:
        """A cross of dashes, as in a copybook."""
        pen = QPen(QColor(self._theme.colour("line")), self._theme.px("hairline"), Qt.PenStyle.DashLine)
        painter.setPen(pen)
        middle = area.center()
        painter.drawLine(QPointF(area.left(), middle.y()), QPointF(area.right(), middle.y()))
        painter.drawLine(QPointF(middle.x(), area.top()), QPointF(middle.x(), area.bottom()))


class RareCharacters(QWidget):
    """``asked`` is emitted when there is a character to write, ``done`` when there is none left."""

    asked = Signal()
    done = Signal()

    def __init__(self, theme: Theme, landscape: bool) -> None:
        super().__init__()
        self._waiting: list[Undrawn] = []
        self._left_out: set[str] = set()
        self.pad = CharacterPad(theme, theme.px("pad"))
        self._words = text("", "heading")
        why = text(self.tr("您写的字照样印在材料上。不写也可以，就印它的编码。"), "why")
        undo = button(theme, self.tr("退一笔"), self.pad.undo, "", "undo", "undo character stroke")
        wipe = button(theme, self.tr("擦掉重写"), self.pad.clear, "", "trash", "clear character")
        skip = button(theme, self.tr("不写"), self.skip, "link", "", "leave character out")
        gap_px = theme.px("gap_m")
        tools = columns(undo, wipe, 1, skip, gap_px=gap_px)
        if landscape:
            beside = rows(self._words, why, 1, tools, gap_px=gap_px)
            lay = columns(self.pad, beside, gap_px=theme.px("gap_l"))
            lay.setStretch(1, 1)
            self.setLayout(rows(lay, 1))
        else:
            square = columns(1, self.pad, 1)
            self.setLayout(rows(self._words, why, square, tools, 1, gap_px=gap_px))

    def ask(self, characters: Iterable[Undrawn]) -> None:
        """Ask for these, but for what was left out before."""
        self._waiting = [each for each in characters if each.character not in self._left_out]
        self._ask_next()

    def skip(self) -> None:
        """The visitor would rather not write this one."""
        self._left_out.add(self._waiting.pop(0).character)
        self._ask_next()

    def written(self, at: datetime) -> tuple[str, Signature]:
        """The character that is asked for, as it was written."""
        return self._waiting[0].character, self.pad.signature(at)

    def kept(self) -> None:
        """What was written is saved: on to the next one."""
        self._waiting.pop(0)
        self._ask_next()

    def _ask_next(self) -> None:
        self.pad.clear()
        if not self._waiting:
            self.done.emit()
            return
        one = self._waiting[0]
        words = self.tr("打印机里没有“{0}□{1}”里方框处的字。请在格子里写一遍。")
        self._words.setText(words.format(one.before, one.after))
        self.asked.emit()
