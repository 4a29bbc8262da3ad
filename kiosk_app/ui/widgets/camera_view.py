"""The live picture with the outline of what was found in it. The newest frame wins, none queues up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

import cv2
import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QThread, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.capture.geometry import Image, Quad
from kiosk_app.devices.camera import Camera
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.theme import Theme

_PREVIEW_PX = 960
_SHORTEST_TURN_MS = 33


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A frame ready to be painted: the preview, the outline in shares of its sides, the full picture."""

    preview: QImage
    outline: tuple[tuple[float, float], ...]
    full: Image


class CameraFeed(QThread):
    """Reads a camera on a thread of its own. At most one frame waits; a newer one takes its place."""

    arrived = Signal()
    broke = Signal(object)

    def __init__(self, open_camera: Callable[[], Camera], outline: Callable[[Image], Quad | None]) -> None:
        super().__init__()
        self._open_camera, self._outline = open_camera, outline
        self._lock = Lock()
        self._newest: Shown | None = None
        self._told = False

    def take(self) -> Shown | None:
        """The newest frame; the next one will be told again."""
        with self._lock:
            self._told = False
            return self._newest

    def stop(self) -> None:
        """End the thread and give the camera back. Returns when both are done."""
        self.requestInterruption()
        self.wait()

    def run(self) -> None:
        try:
            camera = self._open_camera()
        except Fault as fault:
            self.broke.emit(fault)
            return
        try:
            while not self.isInterruptionRequested():
                if frame := camera.read():
                    self._put(_shown(frame.image, self._outline(frame.image)))
                self.msleep(_SHORTEST_TURN_MS)
        except Fault as fault:
            self.broke.emit(fault)
        finally:
            camera.close()

    def _put(self, shown: Shown) -> None:
        with self._lock:
            self._newest = shown
            told, self._told = self._told, True
        if not told:
            self.arrived.emit()


def _shown(image: Image, quad: Quad | None) -> Shown:
    height_px, width_px = image.shape[:2]
    corners = quad.corners / (width_px, height_px) if quad else ()
    return Shown(preview_of(image), tuple((float(x), float(y)) for x, y in corners), image)


def preview_of(image: Image) -> QImage:
    """A small copy of a camera's picture for the screen."""
    scale = min(1.0, _PREVIEW_PX / max(image.shape[:2]))
    size = (round(image.shape[1] * scale), round(image.shape[0] * scale))
    small = np.ascontiguousarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
    stride = small.shape[1] * 3
    return QImage(small.data, small.shape[1], small.shape[0], stride, QImage.Format.Format_BGR888).copy()


class CameraView(QWidget):
    """Shows a feed. ``hint`` is the shape to lay the paper in: a card or a page."""

    def __init__(self, theme: Theme, aspect: float, least_height_px: int) -> None:
        super().__init__()
        self._theme, self._aspect = theme, aspect
        self._shown: Shown | None = None
        self.setMinimumHeight(least_height_px)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        return QSize(self.minimumHeight() * 16 // 9, self.minimumHeight())

    @property
    def shown(self) -> Shown | None:
        return self._shown

    def show_frame(self, shown: Shown | None) -> None:
        self._shown = shown
        self.update()

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
        painter.end()

    def _paint_frame(self, painter: QPainter, shown: Shown) -> None:
        area = _fitted(shown.preview.size(), QRectF(self.rect()))
        painter.drawImage(area, shown.preview)
        if shown.outline:
            points = [
                QPointF(area.x() + x * area.width(), area.y() + y * area.height()) for x, y in shown.outline
            ]
            painter.setPen(self._pen(Qt.PenStyle.SolidLine, "outline"))
            painter.drawPolygon(QPolygonF(points))
        else:
            self._paint_guide(painter)

    def _paint_guide(self, painter: QPainter) -> None:
        room = QRectF(self.rect()).adjusted(*(side * self._theme.px("gap_l") for side in (1, 1, -1, -1)))
        guide = _fitted(QSize(1000, round(1000 / self._aspect)), room)
        painter.setPen(self._pen(Qt.PenStyle.DashLine, "guide"))
        painter.drawRoundedRect(guide, self._theme.px("radius"), self._theme.px("radius"))

    def _pen(self, style: Qt.PenStyle, colour: str) -> QPen:
        pen = QPen(QColor(self._theme.colour(colour)), self._theme.px("thick_line"), style)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        return pen


def _fitted(size: QSize, room: QRectF) -> QRectF:
    """The largest area of these proportions in the middle of the room."""
    scale = min(room.width() / max(1, size.width()), room.height() / max(1, size.height()))
    width, height = size.width() * scale, size.height() * scale
    return QRectF(room.center().x() - width / 2, room.center().y() - height / 2, width, height)
