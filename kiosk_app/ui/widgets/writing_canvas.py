"""The glass under the finger: thick, smooth strokes that are drawn as they come.

Each move draws only its own piece of the curve into a picture and renews only that piece of the screen, so
that ink costs the same with one stroke and with a hundred and follows the finger within a frame.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QHideEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.capture.strokes import Stroke
from kiosk_app.ui.theme import Theme

_THINNEST = 0.7
"""How thin a quick stroke gets, as a share of the pen."""
_QUICK_PX_MS = 3.0
_CALM = 0.35
"""How fast the width follows the finger's speed."""
_MOST_POINTS = 20_000
"""A palm or a stuck sensor may draw for ever; the pad takes no more than this in one word."""

_Point = tuple[float, float, float]


class WritingCanvas(QWidget):
    """``begun``: the finger came down; ``lifted``: all strokes are whole; ``emptied``: there is none."""

    begun = Signal()
    lifted = Signal()
    emptied = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._strokes: list[list[_Point]] = []
        self._writing = False
        self._points = 0
        self._width_px = float(theme.px("brush"))
        self._ink = QImage()
        self._hint = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)

    @property
    def empty(self) -> bool:
        return not self._strokes

    @property
    def writing(self) -> bool:
        """Whether the finger is on the glass."""
        return self._writing

    def strokes(self) -> tuple[Stroke, ...]:
        """What was written, whole strokes only: x and y in pixels of the canvas, milliseconds."""
        whole = self._strokes[:-1] if self._writing else self._strokes
        return tuple(np.array(stroke, np.float32) for stroke in whole)

    def undo(self) -> None:
        """Take the last stroke back."""
        self._writing = False
        if self._strokes:
            self._points -= len(self._strokes.pop())
            self._draw_all()
            (self.lifted if self._strokes else self.emptied).emit()

    def clear(self) -> None:
        self._writing = False
        self._strokes.clear()
        self._points = 0
        self._draw_all()
        self.emptied.emit()

    def show_hint(self, words: str) -> None:
        """Words at the foot of the canvas; none for ""."""
        if words != self._hint:
            self._hint = words
            self.update()

    # The finger -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._lift()  # a release that never came: another window took it
        if event.button() != Qt.MouseButton.LeftButton or self._points >= _MOST_POINTS:
            return
        first = not self._strokes
        self._writing = True
        self._width_px = float(self._theme.px("brush"))
        self._strokes.append([])
        self._add(event)
        if first:
            self.update()  # the words of the empty canvas go
        self.begun.emit()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # Two quick strokes of a character are not a double click.
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._writing and self._points < _MOST_POINTS:
            self._add(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._writing and event.button() == Qt.MouseButton.LeftButton:
            self._add(event)
            self._lift()

    def hideEvent(self, event: QHideEvent) -> None:
        self._lift()
        super().hideEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() in (QEvent.Type.ActivationChange, QEvent.Type.EnabledChange):
            self._lift()
        super().changeEvent(event)

    def _lift(self) -> None:
        """The stroke is whole, however it came to its end: what the visitor sees is what counts."""
        if self._writing:
            self._writing = False
            self.lifted.emit()

    def _add(self, event: QMouseEvent) -> None:
        place = event.position()
        x = min(max(place.x(), 0.0), self.width() - 1.0)
        y = min(max(place.y(), 0.0), self.height() - 1.0)
        self._strokes[-1].append((x, y, float(event.timestamp())))
        self._points += 1
        self._draw_newest()

    # The ink ----------------------------------------------------------------------------------------

    def _draw_newest(self) -> None:
        """Draw the last piece of the stroke, and renew the screen there and nowhere else."""
        stroke = self._strokes[-1]
        path = _piece(stroke, len(stroke) - 1)
        self._width_px += _CALM * (self._wanted_px(stroke) - self._width_px)
        painter = self._painter()
        painter.setPen(self._pen(self._width_px))
        painter.drawPath(path)
        painter.end()
        reach = self._theme.px("brush")
        self.update(path.boundingRect().adjusted(-reach, -reach, reach, reach).toAlignedRect())

    def _draw_all(self) -> None:
        self._new_ink()
        painter = self._painter()
        for stroke in self._strokes:
            width_px = float(self._theme.px("brush"))
            for place in range(len(stroke)):
                width_px += _CALM * (self._wanted_px(stroke[: place + 1][-2:]) - width_px)
                painter.setPen(self._pen(width_px))
                painter.drawPath(_piece(stroke, place))
        painter.end()
        self.update()

    def _wanted_px(self, stroke: list[_Point]) -> float:
        """How thick the pen is at the end of a stroke: slow is thick, quick is thin."""
        full = self._theme.px("brush")
        if len(stroke) < 2:
            return float(full)
        (x0, y0, t0), (x1, y1, t1) = stroke[-2:]
        speed = float(np.hypot(x1 - x0, y1 - y0)) / max(t1 - t0, 1.0)
        return full * max(_THINNEST, 1 - (1 - _THINNEST) * speed / _QUICK_PX_MS)

    def _pen(self, width_px: float) -> QPen:
        pen = QPen(QColor(self._theme.colour("pen_ink")), width_px)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen

    def _painter(self) -> QPainter:
        painter = QPainter(self._ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        return painter

    def _new_ink(self) -> None:
        ratio = self.devicePixelRatioF()
        self._ink = QImage(self.size() * ratio, QImage.Format.Format_ARGB32_Premultiplied)
        self._ink.setDevicePixelRatio(ratio)
        self._ink.fill(Qt.GlobalColor.transparent)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._draw_all()

    def paintEvent(self, event: QPaintEvent) -> None:
        theme = self._theme
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = theme.px("hairline")
        area = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.setPen(QPen(QColor(theme.colour("edge")), edge))
        painter.setBrush(QColor(theme.colour("surface")))
        painter.drawRoundedRect(area, theme.px("radius"), theme.px("radius"))
        painter.setPen(QPen(QColor(theme.colour("line")), edge, Qt.PenStyle.DashLine))
        side, middle = theme.px("gap_m"), area.center().y()
        if self._strokes:
            painter.drawLine(QPointF(area.left() + side, middle), QPointF(area.right() - side, middle))
        painter.setPen(QColor(theme.colour("ink_soft")))
        if self.empty:
            painter.drawText(
                area, Qt.AlignmentFlag.AlignCenter, self.tr("在这里写字\n可以连着写几个字，写错了点“撤一笔”")
            )
        elif self._hint:
            foot = area.adjusted(side, 0, -side, -theme.px("gap_s"))
            painter.drawText(foot, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignHCenter, self._hint)
        painter.drawImage(QPointF(0, 0), self._ink)
        painter.end()


def _piece(stroke: list[_Point], place: int) -> QPainterPath:
    """The part of a stroke's curve that its point ``place`` adds: from the middle before the last point,
    past it, to the middle after it, and on to the finger."""
    here = QPointF(*stroke[place][:2])
    if place == 0:
        path = QPainterPath(here)
        path.lineTo(here + QPointF(0.1, 0))
        return path
    before = QPointF(*stroke[place - 1][:2])
    start = before if place == 1 else (QPointF(*stroke[place - 2][:2]) + before) / 2
    path = QPainterPath(start)
    path.quadTo(before, (before + here) / 2)
    path.lineTo(here)
    return path
