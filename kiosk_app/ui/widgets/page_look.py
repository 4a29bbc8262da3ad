"""One captured page, large, with the places that something was found at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QTransform
from PySide6.QtWidgets import QWidget

from kiosk_app.domain.findings import Place
from kiosk_app.ui.theme import Theme


class PageLook(QWidget):
    """As wide as it was given room, as high as the page then is."""

    def __init__(self, theme: Theme, width_px: int) -> None:
        super().__init__()
        self._theme, self._width_px = theme, width_px
        self._shown = QImage()
        self._marks: Sequence[Place] = ()
        self.setFixedSize(width_px, width_px)

    def show_page(self, page: QImage, quarter_turns: int, marks: Sequence[Place]) -> None:
        """Show a page turned to the right, and mark places given in shares of the page before the turn."""
        turned = page.transformed(QTransform().rotate(90 * quarter_turns)) if quarter_turns else page
        self._shown = turned
        self._marks = [place.turned(-quarter_turns) for place in marks]
        height_px = round(self._width_px * turned.height() / max(1, turned.width()))
        self.setFixedSize(QSize(self._width_px, height_px))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self._shown.isNull():
            painter.fillRect(self.rect(), QColor(self._theme.colour("sunken")))
        else:
            painter.drawImage(self.rect(), self._shown)
        margin_px = self._theme.px("gap_s")
        for mark in self._marks:
            area = QRectF(
                mark.left * self.width(),
                mark.top * self.height(),
                mark.width * self.width(),
                mark.height * self.height(),
            ).adjusted(-margin_px, -margin_px, margin_px, margin_px)
            area &= QRectF(self.rect()).adjusted(4, 4, -4, -4)
            for colour, width_px in (("surface", 12), ("seal", 6)):
                painter.setPen(QPen(QColor(self._theme.colour(colour)), width_px, Qt.PenStyle.SolidLine))
                painter.drawRoundedRect(area, margin_px, margin_px)
        painter.end()
