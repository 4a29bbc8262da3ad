"""The live picture: the outline of the paper, how far its taking has come, and what to do in large type."""

from __future__ import annotations

from PySide6.QtCore import QEasingCurve, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.capture.geometry import PaperKind
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.camera_feed import Shown
from kiosk_app.ui.widgets.hint import GOOD, hint_words

_FLASH_MS = 450


class CameraView(QWidget):
    """Shows a feed. ``aspect`` is the shape to lay the paper in, its width by its height."""

    def __init__(self, theme: Theme, aspect: float, kind: PaperKind, least_height_px: int) -> None:
        super().__init__()
        self._theme, self._aspect, self._kind = theme, aspect, kind
        self._shown: Shown | None = None
        self._words = ""
        self._flash = QVariantAnimation(self)
        self._flash.setDuration(_FLASH_MS)
        self._flash.setStartValue(0.8)
        self._flash.setEndValue(0.0)
        self._flash.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._flash.valueChanged.connect(self.update)
        self.setMinimumHeight(least_height_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumHeight() * 16 // 9, self.minimumHeight())

    @property
    def shown(self) -> Shown | None:
        return self._shown

    @property
    def words(self) -> str:
        """What is written over the picture."""
        return self._words

    def show_frame(self, shown: Shown | None, instead: str = "") -> None:
        """Paint a picture with its hint, or other words ``instead`` of the hint."""
        self._shown = shown
        words = instead or (hint_words(shown.hint, self._kind) if shown else "")
        if words != self._words:
            self._words = words
            self.setAccessibleDescription(words)
        self.update()

    def flash(self) -> None:
        """Show that a picture was taken: the paper lights up once."""
        self._flash.start()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(self.rect()), self._theme.px("radius"), self._theme.px("radius"))
        painter.setClipPath(clip)
        painter.fillRect(self.rect(), QColor(self._theme.colour("camera")))
        if self._shown is None:
            self._paint_guide(painter)
        else:
            self._paint_frame(painter, self._shown)
        if self._words:
            self._paint_words(painter)
        painter.end()

    def _paint_frame(self, painter: QPainter, shown: Shown) -> None:
        area = _fitted(shown.preview.size(), self._picture_room)
        painter.drawImage(area, shown.preview)
        if not shown.outline:
            self._paint_guide(painter)
            return
        corners = [
            QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in shown.outline
        ]
        good = shown.hint in GOOD
        thin_px = self._theme.px("thick_line")
        painter.setPen(self._pen("outline" if good else "doubt_line", thin_px))
        painter.drawPolygon(QPolygonF(corners))
        if shown.progress > 0:
            painter.setPen(self._pen("outline", 3 * thin_px))
            painter.drawPolyline(QPolygonF(_part_of(corners, shown.progress)))
        if self._flash.state() == QVariantAnimation.State.Running:
            light = QColor(Qt.GlobalColor.white)
            light.setAlphaF(float(self._flash.currentValue()))
            lit = QPainterPath()
            lit.addPolygon(QPolygonF([*corners, corners[0]]))
            painter.fillPath(lit, light)

    def _paint_guide(self, painter: QPainter) -> None:
        gap_px = self._theme.px("gap_l")
        room = self._picture_room.adjusted(gap_px, gap_px, -gap_px, -gap_px)
        guide = _fitted(QSize(1000, round(1000 / self._aspect)), room)
        painter.setPen(self._pen("guide", self._theme.px("thick_line"), Qt.PenStyle.DashLine))
        painter.drawRoundedRect(guide, self._theme.px("radius"), self._theme.px("radius"))

    def _paint_words(self, painter: QPainter) -> None:
        """At the foot, below the picture, as large as they fit on one line."""
        font = painter.font()
        font.setBold(True)
        for size in ("type_heading", "type_lead", "type_body", "type_small"):
            font.setPixelSize(self._theme.px(size))
            if QFontMetricsF(font).horizontalAdvance(self._words) <= self.width() - 2 * self._theme.px(
                "gap_s"
            ):
                break
        painter.setFont(font)
        good = self._shown is not None and self._shown.hint in GOOD
        painter.setPen(QColor(self._theme.colour("outline" if good else "on_brand")))
        foot = QRectF(0, self._picture_room.bottom(), self.width(), self._foot_px)
        painter.drawText(foot, Qt.AlignmentFlag.AlignCenter, self._words)

    @property
    def _foot_px(self) -> int:
        return round(1.6 * self._theme.px("type_heading"))

    @property
    def _picture_room(self) -> QRectF:
        return QRectF(self.rect()).adjusted(0, 0, 0, -self._foot_px)

    def _pen(self, colour: str, width_px: int, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
        pen = QPen(QColor(self._theme.colour(colour)), width_px, style)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        return pen


def _part_of(corners: list[QPointF], share: float) -> list[QPointF]:
    """The first share of the way around an outline."""
    ends = [*corners[1:], corners[0]]
    lengths = [(end - start).manhattanLength() for start, end in zip(corners, ends, strict=True)]
    left = share * sum(lengths)
    way = [corners[0]]
    for start, end, length in zip(corners, ends, lengths, strict=True):
        if left <= 0 or length <= 0:
            break
        way.append(start + (end - start) * min(1.0, left / length))
        left -= length
    return way


def _fitted(size: QSize, room: QRectF) -> QRectF:
    """The largest area of these proportions in the middle of the room."""
    scale = min(room.width() / max(1, size.width()), room.height() / max(1, size.height()))
    width, height = size.width() * scale, size.height() * scale
    return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)
