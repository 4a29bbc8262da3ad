"""A paper on the screen, page by page, larger where it is wanted, with the place to sign shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPixmap
from PySide6.QtPdf import QPdfDocument, QPdfPageRenderer
from PySide6.QtWidgets import QLabel, QLayout, QPushButton, QScrollArea, QScroller, QWidget

from kiosk_app.documents.paper_canvas import SIGNATURE, Place, Printed
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import Strip, button, columns, line, rows

_MARGIN = 0.09
"""How much of the paper's empty left and right edge is left off, so that its print is larger."""

_ZOOMS = (1.0, 1.5, 2.2)
"""How many times the width of the view the paper is drawn."""


class PdfReader(QWidget):
    """A paper, one page at a time, as wide as there is room or larger. How large it is stays for the next.

    ``drawn`` is emitted when a page is there, ``turned`` when another page or paper is shown.
    """

    drawn = Signal()
    turned = Signal()

    def __init__(self, theme: Theme, width_px: int, *, landscape: bool) -> None:
        super().__init__()
        self._theme, self._landscape = theme, landscape
        self._width_px = width_px - self._side_px
        self._buffer = QBuffer(self)
        self.document = QPdfDocument(self)
        self._renderer = QPdfPageRenderer(self)
        self._renderer.setRenderMode(QPdfPageRenderer.RenderMode.MultiThreaded)
        self._renderer.setDocument(self.document)
        self._renderer.pageRendered.connect(self._on_rendered)
        self._page, self._zoom = 0, 0
        self._seen: set[int] = set()
        self._place: Place | None = None
        self._show_place = False
        self.drawing = False
        self._sheet = QLabel()
        self._sheet.setObjectName("sheet")
        self._area = self._scrolling()
        self._strip = Strip(theme, self._area, with_words=False)
        self._where = line("", "label")
        self._before = button(theme, self.tr("前一页"), lambda: self.turn(-1), "", "back", "before")
        self._after = button(theme, self.tr("后一页"), lambda: self.turn(1), "", "next", "after")
        self._in = self._tool(self.tr("放大"), lambda: self._zoom_by(1), "zoom_in", "zoom in")
        self._out = self._tool(self.tr("缩小"), lambda: self._zoom_by(-1), "zoom_out", "zoom out")
        self._to_place = self._tool(self.tr("签名处"), self.show_place, "sign", "to place")
        self.setLayout(self._lying() if landscape else self._upright())

    @property
    def _side_px(self) -> int:
        """What stands beside the paper and the gap between, less what a column's buttons have anyway."""
        return self._theme.px("reader_side") - self._theme.px("strip") if self._landscape else 0

    def _tool(self, words: str, act: Callable[[], object], icon_name: str, name: str) -> QPushButton:
        """A button beside the paper: with its word where the screen lies, else with its picture alone."""
        made = button(
            self._theme,
            words if self._landscape else "",
            act,
            "" if self._landscape else "turn",
            icon_name,
            name,
        )
        made.setAccessibleName(words)
        return made

    def _lying(self) -> QLayout:
        """The paper as high as there is room, all that turns it beside it."""
        gap_px = self._theme.px("gap_s")
        side = QWidget()
        side.setFixedWidth(self._theme.px("reader_side"))
        size = columns(self._in, self._out, gap_px=gap_px)
        pages = (self._where, self._after, self._before)
        turning = columns(rows(*pages, 1, gap_px=gap_px), self._strip, gap_px=gap_px)
        side.setLayout(rows(turning, size, self._to_place, gap_px=gap_px))
        lay = columns(self._area, side, gap_px=self._theme.px("gap_m"))
        lay.setStretch(0, 1)
        return lay

    def _upright(self) -> QLayout:
        """The paper as wide as there is room, what enlarges it beside it, the pages below."""
        gap_px = self._theme.px("gap_s")
        side = rows(self._in, self._out, self._to_place, self._strip, gap_px=gap_px)
        side.setStretch(3, 1)
        paper = columns(self._area, side, gap_px=self._theme.px("gap_m"))
        paper.setStretch(0, 1)
        pages = columns(self._before, 1, self._where, 1, self._after, gap_px=self._theme.px("gap_m"))
        lay = rows(paper, pages, gap_px=gap_px)
        lay.setStretch(0, 1)
        return lay

    def _scrolling(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidget(self._sheet)
        area.setWidgetResizable(False)
        area.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.LeftMouseButtonGesture)
        return area

    @property
    def all_seen(self) -> bool:
        """Whether every page of the paper has been on the screen."""
        return self._seen.issuperset(self._pages)

    @property
    def _pages(self) -> range:
        return range(self.document.pageCount())

    @property
    def paper_in_sight(self) -> QRect:
        """The part of the drawn page that can be seen, in its own pixels."""
        shown = QRect(self._area.viewport().rect())
        shown.moveTopLeft(-self._sheet.pos())
        return shown

    def show_paper(self, printed: Printed, *, signed: bool) -> None:
        """Show this paper from its first page, and where it is to be signed."""
        self.document.close()
        self._buffer.close()
        self._buffer.setData(QByteArray(printed.pdf))
        self._buffer.open(QBuffer.OpenModeFlag.ReadOnly)
        self.document.load(self._buffer)
        self._place = None if signed else printed.places.get(SIGNATURE)
        self._to_place.setVisible(self._place is not None)
        self._seen.clear()
        self._turn_to(0)

    def turn(self, pages: int) -> None:
        """So many pages on, or back; not past the ends."""
        self._turn_to(min(max(0, self._page + pages), self.document.pageCount() - 1))

    def show_unseen(self) -> None:
        """Turn to the first page that has not been on the screen."""
        self._turn_to(next((page for page in self._pages if page not in self._seen), self._page))

    def show_place(self) -> None:
        """Turn to where the paper is to be signed."""
        if self._place:
            self._show_place = True
            self._turn_to(self._place.page - 1)

    def _zoom_by(self, steps: int) -> None:
        self._zoom = min(max(0, self._zoom + steps), len(_ZOOMS) - 1)
        self._turn_to(self._page)

    def _turn_to(self, page: int) -> None:
        self._page = page
        count = self.document.pageCount()
        self._seen.add(page)
        self._where.setText(self.tr("第{0}页，共{1}页").format(page + 1, max(1, count)))
        self._before.setEnabled(page > 0)
        self._after.setEnabled(page + 1 < count)
        self._out.setEnabled(self._zoom > 0)
        self._in.setEnabled(self._zoom + 1 < len(_ZOOMS))
        size = self.document.pagePointSize(page)
        width_px = round(self._width_px * _ZOOMS[self._zoom] / (1 - 2 * _MARGIN))
        height_px = round(width_px * size.height() / max(1.0, size.width()))
        self.drawing = True
        self._renderer.requestPage(page, QSize(width_px, height_px))
        self.turned.emit()

    def _on_rendered(self, page: int, _size: QSize, image: QImage) -> None:
        if page != self._page:
            return
        paper = QPixmap(round(image.width() * (1 - 2 * _MARGIN)), image.height())
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(-round(image.width() * _MARGIN), 0, image)
        place = self._place_px(image)
        if place:
            self._mark(painter, place)
        painter.end()
        self._sheet.setPixmap(paper)
        self._sheet.adjustSize()
        self._area.horizontalScrollBar().setValue(0)
        self._area.verticalScrollBar().setValue(0)
        if place and self._show_place:
            QTimer.singleShot(0, self, lambda: self._bring(place))
        self._show_place = False
        self.drawing = False
        self.drawn.emit()

    def _place_px(self, image: QImage) -> QRectF | None:
        """Where on the drawn page it is to be signed."""
        place = self._place
        if place is None or place.page != self._page + 1:
            return None
        size = self.document.pagePointSize(self._page)
        scale = image.width() / size.width()
        left = place.left_pt * scale - image.width() * _MARGIN
        top = (size.height() - place.bottom_pt - place.height_pt) * scale
        return QRectF(left, top, place.width_pt * scale, place.height_pt * scale)

    def _mark(self, painter: QPainter, place: QRectF) -> None:
        """A frame with words in it, as a hand would mark it with a pencil."""
        theme = self._theme
        colour = QColor(theme.colour("seal"))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(colour, theme.px("thick_line"), Qt.PenStyle.DashLine))
        painter.drawRoundedRect(place, theme.px("radius"), theme.px("radius"))
        painter.setPen(colour)
        painter.setFont(self._where.font())
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, self.tr("在这里签名"))

    def _bring(self, place: QRectF) -> None:
        centre = place.center().toPoint()
        view = self._area.viewport()
        self._area.ensureVisible(centre.x(), centre.y(), view.width() // 3, view.height() // 3)
