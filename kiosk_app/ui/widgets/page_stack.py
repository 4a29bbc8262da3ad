"""The stack of evidence on the screen: small pictures under the names of their items.

One list with a delegate instead of a widget for each page: hundreds of pages cost what is in sight.
"""

from __future__ import annotations

from collections.abc import Collection

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QPointingDevice,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QListView,
    QScroller,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kiosk_app.ui.theme import Theme, icon_pixmap
from kiosk_app.ui.widgets.bricks import Strip, columns
from kiosk_app.ui.widgets.stack_model import Heading, Row, Sheet, StackModel, Thumbnails, Waiting

_HOLD_MS = 350
"""A finger that stays this long on a page picks it up; one that moves before scrolls."""


class _Tiles(QStyledItemDelegate):
    """Draws a row: an item's name across the list, or a page with its number."""

    def __init__(self, theme: Theme, model: StackModel, view: StackList) -> None:
        super().__init__(view)
        self._theme, self._model, self._view = theme, model, view
        side_px = theme.px("icon_s")
        self._warning = icon_pixmap(theme, "warning", side_px, theme.colour("doubt"))
        self._taken = icon_pixmap(theme, "check", side_px, theme.colour("on_brand"))
        self._pen = icon_pixmap(theme, "pen", side_px, theme.colour("brand"))

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        if isinstance(self._model.row(index), Heading):
            return QSize(self._view.viewport().width(), self._theme.px("target"))
        return self._view.tile_size()

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        row = self._model.row(index)
        area: QRect = option.rect
        focused = self._view.hasFocus() and index == self._view.currentIndex()
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if isinstance(row, Heading):
            self._paint_heading(painter, area, row, str(index.data()), focused)
        elif row is not None:
            self._paint_tile(painter, area, row, focused)
        painter.restore()

    def _paint_heading(self, painter: QPainter, area: QRect, row: Heading, words: str, focused: bool) -> None:
        theme, pad_px = self._theme, self._theme.px("gap_s")
        room = area.adjusted(0, pad_px // 2, -pad_px, -pad_px // 2)
        self._frame(painter, room, "sunken", "focus" if focused else "line", focused)
        side_px = self._pen.width()
        painter.drawPixmap(room.right() - pad_px - side_px, room.center().y() - side_px // 2, self._pen)
        inner = room.adjusted(pad_px, 0, -2 * pad_px - side_px, 0)
        title_px = self._write(painter, inner, words, "ink", bold=True)
        purpose = inner.adjusted(title_px + theme.px("gap_m"), 0, 0, 0)
        if purpose.width() > 4 * side_px:
            self._write(painter, purpose, row.item.purpose, "ink_soft", bold=False)

    def _paint_tile(self, painter: QPainter, area: QRect, row: Sheet | Waiting, focused: bool) -> None:
        theme, gap_px = self._theme, self._theme.px("gap_xs")
        card = area.adjusted(0, 0, -theme.px("gap_s"), -theme.px("gap_s"))
        picture = QRect(card.left() + gap_px, card.top() + gap_px, card.width() - 2 * gap_px, 0)
        picture.setHeight(picture.width())
        caption = QRect(card.left(), picture.bottom(), card.width(), card.bottom() - picture.bottom())
        if isinstance(row, Waiting):
            self._frame(painter, card, "sunken", "doubt_line" if row.failed else "line", row.failed)
            painter.setOpacity(0.45)
            self._fit(painter, picture, QPixmap.fromImage(row.look))
            painter.setOpacity(1)
            words = self.tr("没找到纸边") if row.failed else self.tr("正在处理…")
            self._write(painter, caption, words, "doubt" if row.failed else "ink_soft", centred=True)
            return
        taken = row.page.id in self._view.chosen
        ground = "brand_ground" if taken else "doubt_ground" if row.doubtful else "surface"
        border = "focus" if focused else "brand" if taken else "doubt_line" if row.doubtful else "line"
        self._frame(painter, card, ground, border, focused or taken or row.doubtful)
        if (thumbnail := self._model.thumbnails.of(row.page)) is not None:
            self._fit(painter, picture, thumbnail)
        words = self.tr("第{0}页").format(row.number) + (self.tr("·背面") if row.is_back else "")
        if row.page.id == self._view.awaited:
            words = self.tr("等您重拍")
        self._write(painter, caption, words, "brand" if taken else "ink", centred=True, bold=taken)
        if taken:
            self._badge(painter, picture.topLeft(), self._taken, "brand")
        elif row.doubtful:
            self._badge(painter, picture.topLeft(), self._warning, "doubt_ground")

    def _frame(self, painter: QPainter, area: QRect, ground: str, border: str, thick: bool) -> None:
        theme = self._theme
        painter.setBrush(QColor(theme.colour(ground)))
        painter.setPen(QPen(QColor(theme.colour(border)), theme.px("thick_line" if thick else "hairline")))
        painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), theme.px("gap_xs"), theme.px("gap_xs"))

    def _fit(self, painter: QPainter, room: QRect, shown: QPixmap) -> None:
        size = shown.size()
        if size.width() > room.width() or size.height() > room.height():
            size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRect(QPoint(0, 0), size)
        place.moveCenter(room.center())
        painter.drawPixmap(place, shown)

    def _badge(self, painter: QPainter, at: QPoint, sign: QPixmap, ground: str) -> None:
        pad_px = self._theme.px("gap_xs") // 2
        disc = QRect(at, sign.size() + QSize(2 * pad_px, 2 * pad_px))
        painter.setBrush(QColor(self._theme.colour(ground)))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawEllipse(disc)
        painter.drawPixmap(disc.topLeft() + QPoint(pad_px, pad_px), sign)

    def _write(
        self,
        painter: QPainter,
        room: QRect,
        words: str,
        colour: str,
        *,
        bold: bool = False,
        centred: bool = False,
    ) -> int:
        """Words on one line, shortened where they are too long; how wide they came out, in pixels."""
        font = self._view.font()
        font.setPixelSize(self._theme.px("type_small"))
        font.setBold(bold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colour(colour)))
        fitting = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        side = Qt.AlignmentFlag.AlignHCenter if centred else Qt.AlignmentFlag.AlignLeft
        painter.drawText(room, side | Qt.AlignmentFlag.AlignVCenter, fitting)
        return painter.fontMetrics().horizontalAdvance(fitting)


class StackList(QListView):
    """The list itself: touches, keys, and carrying pages to another place."""

    touched = Signal(object)
    dropped = Signal(str, str, str)
    shift_wanted = Signal(str, int)
    remove_wanted = Signal(str)

    def __init__(self, theme: Theme, thumbnails: Thumbnails, movable: bool) -> None:
        super().__init__()
        self._theme, self._movable = theme, movable
        self.chosen: Collection[str] = frozenset()
        self.awaited = ""
        self._pressed: QPoint | None = None
        self._carried: Sheet | None = None
        self._at = QPoint()
        self.stack = StackModel(thumbnails, self)
        self.setModel(self.stack)
        self.setItemDelegate(_Tiles(theme, self.stack, self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setObjectName("stack")
        self.setAccessibleName(self.tr("拍好的材料"))
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._hold = QTimer(self)
        self._hold.setSingleShot(True)
        self._hold.setInterval(_HOLD_MS)
        self._hold.timeout.connect(self._pick_up)

    def tile_size(self) -> QSize:
        """As many pages side by side as keep near the size of a thumbnail, evenly spread."""
        side_px = self._theme.px("page_thumb")
        width_px = max(side_px, self.viewport().width())
        count = max(1, width_px // side_px)
        tile_px = width_px // count
        return QSize(tile_px, tile_px + self._theme.px("type_small") + self._theme.px("gap_s"))

    # Touches -------------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        if self._movable and isinstance(self._row_at(self._pressed), Sheet):
            self._hold.start()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._carried is not None:
            self._carry(event.position().toPoint())
            return
        if self._pressed is None:
            return
        far = (event.position().toPoint() - self._pressed).manhattanLength()
        if far >= QApplication.startDragDistance():
            by_mouse = event.pointingDevice().pointerType() == QPointingDevice.PointerType.Generic
            if by_mouse and self._hold.isActive():
                self._pick_up()
            else:
                self._hold.stop()
                self._pressed = None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._hold.stop()
        if self._carried is not None:
            self._put_down(event.position().toPoint())
        elif self._pressed is not None and (row := self._row_at(self._pressed)) is not None:
            self.setCurrentIndex(self.indexAt(self._pressed))
            self.touched.emit(row)
        self._pressed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second touch of a double tap does nothing."""

    def _row_at(self, at: QPoint) -> Row | None:
        return self.stack.row(self.indexAt(at))

    # Carrying ------------------------------------------------------------------------------------

    def _pick_up(self) -> None:
        self._hold.stop()
        row = self._row_at(self._pressed) if self._pressed is not None else None
        if isinstance(row, Sheet) and self._pressed is not None:
            QScroller.ungrabGesture(self.viewport())
            self._carried, self._at = row, self._pressed
            self.viewport().update()

    def _carry(self, at: QPoint) -> None:
        self._at = at
        edge_px, bar = self._theme.px("gap_l"), self.verticalScrollBar()
        if at.y() < edge_px or at.y() > self.viewport().height() - edge_px:
            step_px = self._theme.px("gap_m") * (1 if at.y() > edge_px else -1)
            bar.setValue(bar.value() + step_px)
        self.viewport().update()

    def _put_down(self, at: QPoint) -> None:
        carried, self._carried = self._carried, None
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.viewport().update()
        place = self._place(at)
        if carried is not None and place is not None:
            item_id, before = place
            self.dropped.emit(carried.page.id, item_id, before)

    def _place(self, at: QPoint) -> tuple[str, str] | None:
        """The item and the page in front of which a page put down here goes; "" for the item's end."""
        index = self._index_near(at)
        row = self.stack.row(index)
        behind = self.stack.row(self.stack.index(index.row() + 1, 0))
        if isinstance(row, Heading):
            return row.item.id, row.item.pages[0].id
        if not isinstance(row, Sheet):
            return None
        if at.x() < self.visualRect(index).center().x():
            return row.item_id, row.page.id
        return row.item_id, behind.page.id if isinstance(behind, Sheet) else ""

    def _index_near(self, at: QPoint) -> QModelIndex:
        """The row under a point, or the last one to its left where the line ends before it."""
        step_px = self.tile_size().width() // 2
        for x in range(min(at.x(), self.viewport().width() - 1), -1, -step_px):
            index = self.indexAt(QPoint(x, at.y()))
            if index.isValid():
                return index
        return self.stack.index(self.stack.rowCount() - 1, 0)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._carried is None:
            return
        painter = QPainter(self.viewport())
        if (place := self._place(self._at)) is not None:
            last = self._last_of(place[0])
            index = self.stack.index_of(place[1]) if place[1] else last
            area = self.visualRect(index)
            x = area.left() if place[1] else area.right() - self._theme.px("gap_s")
            bar = QRect(x - self._theme.px("gap_s") + 4, area.top(), self._theme.px("gap_xs"), area.height())
            painter.fillRect(bar, QColor(self._theme.colour("brand")))
        if (shown := self.stack.thumbnails.of(self._carried.page)) is not None:
            size = shown.size().scaled(self.tile_size(), Qt.AspectRatioMode.KeepAspectRatio)
            painter.setOpacity(0.75)
            painter.drawPixmap(
                QRect(self._at - QPoint(size.width() // 2, size.height() * 3 // 4), size), shown
            )
        painter.end()

    def _last_of(self, item_id: str) -> QModelIndex:
        row = self.stack.row(first := self.stack.first_row(item_id))
        count = len(row.item.pages) if isinstance(row, Heading) else 0
        return self.stack.index(first.row() + count, 0)

    # Keys ----------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows walk, space touches; with Alt, left and right move the page; Delete takes it out."""
        row = self.stack.row(self.currentIndex())
        key, alt = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.AltModifier)
        if key in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and row is not None:
            self.touched.emit(row)
        elif isinstance(row, Sheet) and alt and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.shift_wanted.emit(row.page.id, 1 if key == Qt.Key.Key_Right else -1)
        elif isinstance(row, Sheet) and key == Qt.Key.Key_Delete:
            self.remove_wanted.emit(row.page.id)
        else:
            super().keyPressEvent(event)


class PageStack(QWidget):
    """The list with its two big buttons, which stand there while there is more to see."""

    def __init__(self, theme: Theme, thumbnails: Thumbnails, movable: bool) -> None:
        super().__init__()
        self.list = StackList(theme, thumbnails, movable)
        self._strip = Strip(theme, self.list, with_words=False)
        # Hidden, it keeps its room: pages must not change places when one more needs a second line.
        policy = self._strip.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self._strip.setSizePolicy(policy)
        lay = columns(self.list, self._strip, gap_px=theme.px("gap_s"))
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self.list.verticalScrollBar().rangeChanged.connect(self._place)
        self.setMinimumHeight(max(self.list.tile_size().height(), 2 * theme.px("target") + theme.px("gap_m")))
        self._place()

    def show_rows(self, rows: list[Row], chosen: Collection[str] = (), awaited: str = "") -> None:
        """Show these, standing where the list stood before."""
        stack = self.list.stack
        current = stack.row(self.list.currentIndex())
        at_px = self.list.verticalScrollBar().value()
        self.list.chosen, self.list.awaited = chosen, awaited
        stack.show(rows)
        if isinstance(current, Sheet) and (index := stack.index_of(current.page.id)).isValid():
            self.list.setCurrentIndex(index)
        self.list.doItemsLayout()
        self.list.verticalScrollBar().setValue(at_px)

    def show_end(self) -> None:
        """Scroll to what came last."""
        self.list.scrollToBottom()

    def show_page(self, page_id: str) -> None:
        """Scroll to a page and make it the current one."""
        index = self.list.stack.index_of(page_id)
        self.list.setCurrentIndex(index)
        self.list.scrollTo(index)

    def place_of(self, page_id: str) -> QRect:
        """Where a page is drawn, in pixels of the list's viewport; empty where it is not."""
        return self.list.visualRect(self.list.stack.index_of(page_id))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        # A message above has taken the room: what came last must not slip out of sight.
        self.list.scrollTo(self.list.currentIndex())

    def _place(self) -> None:
        bar = self.list.verticalScrollBar()
        self._strip.setVisible(bar.maximum() > bar.minimum())
        self._strip.refresh()
