"""A pad to sign on with a finger. Strokes are kept with the time of every point."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.domain.signature import Signature, Stroke, StrokePoint
from kiosk_app.ui.theme import Theme

_BASELINE = 0.78


class SignaturePad(QWidget):
    """``drawn`` is emitted when a stroke begins, ends, or is taken back."""

    drawn = Signal()

    def __init__(self, theme: Theme, least_height_px: int) -> None:
        super().__init__()
        self._theme = theme
        self._strokes: list[Stroke] = []
        self._stroke: list[StrokePoint] = []
        self._first_ms: int | None = None
        self.setObjectName("pad")
        self.setMinimumHeight(least_height_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("签名区"))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumHeight() * 2, self.minimumHeight())

    @property
    def empty(self) -> bool:
        return not self._strokes and not self._stroke

    def signature(self, at: datetime) -> Signature:
        """What was drawn so far."""
        return Signature(tuple(self._strokes), self.width() / self.height(), at)

    def undo(self) -> None:
        """Take the last stroke back."""
        if self._strokes:
            self._strokes.pop()
        self._changed()

    def clear(self) -> None:
        self._strokes.clear()
        self._first_ms = None
        self._changed()

    def _changed(self) -> None:
        self.update()
        self.drawn.emit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._first_ms is None:
            self._first_ms = event.timestamp()
        self._stroke = [self._point(event)]
        self._changed()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        # Two quick strokes of a character are not a double click.
        self.mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._stroke:
            self._stroke.append(self._point(event))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._stroke:
            self._strokes.append((*self._stroke, self._point(event)))
            self._stroke = []
            self._changed()

    def _point(self, event: QMouseEvent) -> StrokePoint:
        place = event.position()
        return StrokePoint(
            x=min(1.0, max(0.0, place.x() / self.width())),
            y=min(1.0, max(0.0, place.y() / self.height())),
            t_ms=max(0, event.timestamp() - (self._first_ms or 0)),
        )

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        radius = self._theme.px("radius")
        edge = self._theme.px("thick_line")
        area = QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)
        painter.setPen(QPen(QColor(self._theme.colour("edge")), self._theme.px("hairline")))
        painter.setBrush(QColor(self._theme.colour("surface")))
        painter.drawRoundedRect(area, radius, radius)
        self._paint_guide(painter, area)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        pen = QPen(QColor(self._theme.colour("pen_ink")), self._theme.px("pen"))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in (*self._strokes, tuple(self._stroke)):
            painter.drawPath(self._path(stroke))
        painter.end()

    def _paint_guide(self, painter: QPainter, area: QRectF) -> None:
        y = area.top() + area.height() * _BASELINE
        side = self._theme.px("gap_l")
        painter.setPen(
            QPen(QColor(self._theme.colour("line")), self._theme.px("hairline"), Qt.PenStyle.DashLine)
        )
        painter.drawLine(QPointF(area.left() + side, y), QPointF(area.right() - side, y))
        if self.empty:
            painter.setPen(QColor(self._theme.colour("ink_soft")))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("请用手指在这里写您的姓名"))

    def _path(self, stroke: Stroke) -> QPainterPath:
        """The stroke as a smooth curve through the middles of its points."""
        path = QPainterPath()
        points = [QPointF(point.x * self.width(), point.y * self.height()) for point in stroke]
        if points:
            path.moveTo(points[0])
        for before, after in pairwise(points):
            path.quadTo(before, (before + after) / 2)
        if points:
            path.lineTo(points[-1] + QPointF(0.1, 0))
        return path
