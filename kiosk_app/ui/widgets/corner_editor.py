"""The four corners of a paper, set by hand: the picture large, big handles, a magnifier beside the finger."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QPolygonF,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from kiosk_app.capture.geometry import Corners, Image, Quad, quad_of
from kiosk_app.ui.pixels import as_qimage
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.camera_feed import preview_of

_LEAST_SINE = 0.12
"""Of the angle at a corner: flatter ones are no paper's."""

_LEAST_SIDE = 0.02
"""The shortest side allowed, in shares of the picture's longer one."""

_MAGNIFIED = 3.0
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}


@dataclass(frozen=True, slots=True)
class Shot:
    """The picture to draw on, and the same small enough to be painted. :func:`shot_of` makes it."""

    image: Image
    preview: QImage


def shot_of(image: Image) -> Shot:
    return Shot(image, preview_of(image))


def whole_of(image: Image, inset: float = 0.0) -> Quad:
    """The outline of the whole picture, or of its middle: ``inset`` in shares of its sides."""
    height_px, width_px = image.shape[:2]
    x, y = inset * width_px, inset * height_px
    return quad_of([(x, y), (width_px - x, y), (width_px - x, height_px - y), (x, height_px - y)])


def is_paper(corners: Corners, longest_px: float) -> bool:
    """Whether four corners, clockwise from the top left, could be a paper's: convex, no angle nearly flat."""
    edge = np.roll(corners, -1, axis=0) - corners
    length = np.linalg.norm(edge, axis=1)
    if length.min() < _LEAST_SIDE * longest_px:
        return False
    after = np.roll(edge, -1, axis=0)
    turn = edge[:, 0] * after[:, 1] - edge[:, 1] * after[:, 0]
    return bool((turn > _LEAST_SINE * length * np.roll(length, -1)).all())


def moved_corners(
    corners: Corners, which: tuple[int, ...], by: tuple[float, float], size_px: tuple[int, int]
) -> Corners:
    """Some corners moved as far towards ``by`` as they stay in the picture (width, height) and a paper's."""
    step = np.zeros_like(corners)
    step[list(which)] = by
    limit = np.array(size_px, np.float64)
    low, high = 0.0, 1.0
    wanted = np.clip(corners + step, 0, limit)
    if is_paper(wanted, max(size_px)):
        return wanted
    for _ in range(12):  # to less than a thousandth of the way
        middle = (low + high) / 2
        if is_paper(np.clip(corners + step * middle, 0, limit), max(size_px)):
            low = middle
        else:
            high = middle
    return np.clip(corners + step * low, 0, limit)


class CornerEditor(QWidget):
    """``changed`` is emitted at each move. Touch a corner or an edge and drag it; from the keyboard, Tab goes
    from corner to corner and arrows move the chosen one by a pixel, with Shift by ten."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._shot: Shot | None = None
        self._corners: Corners = np.zeros((4, 2))
        self._start: Corners = self._corners
        self.chosen = 0
        self._held: tuple[int, ...] = ()
        self._from = QPointF()
        self._before: Corners = self._corners
        self._finger: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(theme.px("preview"))
        self.setAccessibleName(self.tr("纸的四个角"))
        self._names = (self.tr("左上角"), self.tr("右上角"), self.tr("右下角"), self.tr("左下角"))

    def sizeHint(self) -> QSize:
        return QSize(self.minimumHeight() * 4 // 3, self.minimumHeight())

    def show_shot(self, shot: Shot, quad: Quad) -> None:
        """Show a picture with an outline to begin with, to which :meth:`restore` returns."""
        height_px, width_px = shot.image.shape[:2]
        self._shot = shot
        self._start = np.clip(quad.corners, 0, (width_px, height_px))
        self.restore()

    def restore(self) -> None:
        """Back to the outline that was there first."""
        self._set(self._start.copy())

    def take_whole(self) -> None:
        """The outline of the whole picture."""
        if self._shot is not None:
            self._set(whole_of(self._shot.image).corners)

    def quad(self) -> Quad:
        """The outline as it stands, in pixels of the picture."""
        return quad_of(self._corners.tolist())

    def _set(self, corners: Corners) -> None:
        self._corners = corners
        x, y = corners[self.chosen].round().astype(int)
        self.setAccessibleDescription(self.tr("{0}：横{1}，竖{2}").format(self._names[self.chosen], x, y))
        self.update()
        self.changed.emit()

    # Where things are ------------------------------------------------------------------------------

    def _area(self) -> QRectF:
        """Where the picture is painted; room for half a handle is left around it."""
        room = QRectF(self.rect()).adjusted(*(side * self._theme.px("handle") / 2 for side in (1, 1, -1, -1)))
        size = QSizeF(self._size_px()[0], self._size_px()[1]).scaled(
            room.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        area = QRectF(QPointF(0, 0), size)
        area.moveCenter(room.center())
        return area

    def _size_px(self) -> tuple[int, int]:
        height_px, width_px = self._shot.image.shape[:2] if self._shot else (3, 4)
        return width_px, height_px

    def _scale(self) -> float:
        return self._area().width() / self._size_px()[0]

    def place_of(self, corner: int) -> QPointF:
        """Where a corner is painted, in pixels of this widget."""
        x, y = self._corners[corner] * self._scale()
        return self._area().topLeft() + QPointF(x, y)

    def _middle_of(self, edge: int) -> QPointF:
        return (self.place_of(edge) + self.place_of((edge + 1) % 4)) / 2

    def _under(self, at: QPointF) -> tuple[int, ...]:
        """The corners that a touch here takes hold of: the nearest one, else both ends of an edge."""
        reach_px = self._theme.px("handle") * 0.75
        away = [_length(self.place_of(corner) - at) for corner in range(4)]
        if min(away) <= reach_px:
            return (away.index(min(away)),)
        for edge in range(4):
            start, end = self.place_of(edge), self.place_of((edge + 1) % 4)
            if _from_line(at, start, end) <= self._theme.px("handle") / 2:
                return edge, (edge + 1) % 4
        return ()

    # Touches ---------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self._shot is None:
            return
        self._held = self._under(event.position())
        if self._held:
            self.chosen = self._held[0]
            self._from, self._before = event.position(), self._corners
            self._finger = event.position()
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._held:
            return
        self._finger = event.position()
        by = (self._finger - self._from) / self._scale()
        self._set(moved_corners(self._before, self._held, (by.x(), by.y()), self._size_px()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held, self._finger = (), None
        self.update()

    # Keys ------------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() not in _ARROWS or self._shot is None:
            super().keyPressEvent(event)
            return
        step_px = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        x, y = _ARROWS[Qt.Key(event.key())]
        by = (x * step_px, y * step_px)
        self._set(moved_corners(self._corners, (self.chosen,), by, self._size_px()))

    def focusNextPrevChild(self, onward: bool) -> bool:
        following = self.chosen + (1 if onward else -1)
        if not 0 <= following <= 3:
            return super().focusNextPrevChild(onward)
        self.chosen = following
        self._set(self._corners)
        return True

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.chosen = 0 if event.reason() == Qt.FocusReason.TabFocusReason else 3
            self._set(self._corners)

    # Painting --------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), QColor(self._theme.colour("camera")))
        if self._shot is not None:
            area = self._area()
            painter.drawImage(area, self._shot.preview)
            self._paint_outline(painter, area)
            if self._finger is not None or self.hasFocus():
                self._paint_magnifier(painter, self._shot)
        painter.end()

    def _paint_outline(self, painter: QPainter, area: QRectF) -> None:
        polygon = QPolygonF([self.place_of(corner) for corner in range(4)])
        outside, inside = QPainterPath(), QPainterPath()
        outside.addRect(area)
        inside.addPolygon(polygon)
        inside.closeSubpath()
        painter.fillPath(outside - inside, QColor(0, 0, 0, 130))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        # A dark line under the bright one: seen on white paper and on a dark desk.
        for colour, width_px in (("camera", "gap_xs"), ("outline", "thick_line")):
            painter.setPen(QPen(QColor(self._theme.colour(colour)), self._theme.px(width_px)))
            painter.drawPolygon(polygon)
        for edge in range(4):
            self._paint_bar(painter, edge)
        for corner in range(4):
            self._paint_handle(painter, corner)

    def _paint_handle(self, painter: QPainter, corner: int) -> None:
        chosen = corner == self.chosen and (self._finger is not None or self.hasFocus())
        radius_px = self._theme.px("handle") / 2 - 4
        at = self.place_of(corner)
        # Open in the middle, so that the corner itself can be seen.
        painter.setBrush(QColor(255, 255, 255, 40))
        for colour, width_px in (("camera", 10), ("focus" if chosen else "outline", 6)):
            painter.setPen(QPen(QColor(self._theme.colour(colour)), width_px))
            painter.drawEllipse(at, radius_px, radius_px)
            painter.setBrush(Qt.BrushStyle.NoBrush)

    def _paint_bar(self, painter: QPainter, edge: int) -> None:
        start, end, middle = self.place_of(edge), self.place_of((edge + 1) % 4), self._middle_of(edge)
        length = _length(end - start)
        if length < 3 * self._theme.px("handle"):
            return
        half = (end - start) / length * self._theme.px("handle") / 2
        for colour, width_px in (("camera", 20), ("outline", 14)):
            pen = QPen(QColor(self._theme.colour(colour)), width_px)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            painter.setPen(pen)
            painter.drawLine(middle - half, middle + half)

    def _paint_magnifier(self, painter: QPainter, shot: Shot) -> None:
        spot = self.place_of(self.chosen)
        middle = self.magnifier_at(self._finger or spot)
        side_px = float(self._theme.px("magnifier"))
        glass = QRectF(middle.x() - side_px / 2, middle.y() - side_px / 2, side_px, side_px)
        painter.save()
        clip = QPainterPath()
        clip.addEllipse(glass)
        painter.setClipPath(clip)
        painter.fillRect(glass, QColor(self._theme.colour("camera")))
        reach_px = side_px / 2 / (self._scale() * _MAGNIFIED)
        x, y = self._corners[self.chosen]
        painter.translate(middle)
        painter.scale(side_px / 2 / reach_px, side_px / 2 / reach_px)
        painter.translate(-x, -y)
        left, top, seen = _cut(shot.image, x, y, reach_px)
        painter.drawImage(QPointF(left, top), seen)
        for colour, width_px in (("camera", 6), ("outline", 3)):
            pen = QPen(QColor(self._theme.colour(colour)), width_px)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawPolygon(QPolygonF([QPointF(*corner) for corner in self._corners]))
        painter.restore()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self._theme.colour("focus")), self._theme.px("thick_line")))
        painter.drawEllipse(glass)

    def magnifier_at(self, finger: QPointF) -> QPointF:
        """The middle of the magnifier: beside the finger, where neither it nor the hand covers it."""
        side_px = self._theme.px("magnifier")
        away_px = side_px / 2 + 1.4 * self._theme.px("handle")
        room = QRectF(self.rect()).adjusted(*(sign * side_px / 2 for sign in (1, 1, -1, -1)))
        places = [
            finger + QPointF(x, y) * away_px
            for x, y in ((0, -1), (-0.8, -0.8), (-1, 0), (0.8, -0.8), (1, 0), (0.8, 0.8), (-0.8, 0.8), (0, 1))
        ]
        return next((place for place in places if room.contains(place)), room.center())


def _cut(image: Image, x: float, y: float, reach_px: float) -> tuple[int, int, QImage]:
    """The piece of the picture around a point, and where its top left lies."""
    height_px, width_px = image.shape[:2]
    left, top = (max(0, int(value - reach_px) - 1) for value in (x, y))
    right, bottom = (min(end, int(v + reach_px) + 2) for v, end in ((x, width_px), (y, height_px)))
    return left, top, as_qimage(image[top:bottom, left:right])


def _length(of: QPointF) -> float:
    return float(np.hypot(of.x(), of.y()))


def _from_line(at: QPointF, start: QPointF, end: QPointF) -> float:
    """How far a point is from a piece of a line."""
    along = end - start
    square = along.x() ** 2 + along.y() ** 2
    share = QPointF.dotProduct(at - start, along) / square if square else 0.0
    return _length(at - (start + along * min(1.0, max(0.0, share))))
