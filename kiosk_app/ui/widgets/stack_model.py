"""The rows of the evidence stack as a list that Qt can show: items, their pages, pictures on their way."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPixmap, QTransform

from kiosk_app.domain.errors import Fault
from kiosk_app.store.draft import StoredPage
from kiosk_app.ui.tasks import Tasks
from kiosk_app.visit.evidence_view import Item

_KEPT = 160
"""Thumbnails held decoded: several screens full, whatever the number of pages."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class Heading:
    """The line above the pages of an item."""

    number: int
    item: Item


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page. ``number`` is its place in its item; ``doubtful`` where there is something to look at."""

    item_id: str
    number: int
    page: StoredPage
    is_back: bool
    doubtful: bool


@dataclass(frozen=True, slots=True, eq=False)
class Waiting:
    """A picture that is being made a page of, or in which none was found. ``key`` is whose it is."""

    key: object
    look: QImage
    failed: bool


Row = Heading | Sheet | Waiting


def rows_of(
    items: Sequence[Item], waiting: Sequence[Waiting] = (), doubtful: Collection[str] = ()
) -> list[Row]:
    """Every item with its pages, then what is on its way."""
    rows: list[Row] = []
    for number, item in enumerate(items, 1):
        rows.append(Heading(number, item))
        present = {page.id for page in item.pages}
        rows += [
            Sheet(item.id, place, page, page.back_of in present, page.id in doubtful)
            for place, page in enumerate(item.pages, 1)
        ]
    return [*rows, *waiting]


class Thumbnails(QObject):
    """Pictures of pages: fetched and decoded by a worker when they are first painted, some of them kept."""

    came = Signal(str)

    def __init__(self, tasks: Tasks, fetch: Callable[[str], bytes], side_px: int, parent: QObject) -> None:
        """``fetch`` gives the JPEG of a page id; it is called in the worker. ``side_px`` is the room."""
        super().__init__(parent)
        self._tasks, self._fetch, self._room = tasks, fetch, QSize(side_px, side_px)
        self._kept: OrderedDict[tuple[str | None, int], QPixmap] = OrderedDict()
        self._asked: set[str | None] = set()

    def of(self, page: StoredPage) -> QPixmap | None:
        """The page's thumbnail as it was turned; None until ``came`` is emitted with the page's id."""
        key = (page.thumbnail or page.cleaned, page.quarter_turns)
        if (ready := self._kept.get(key)) is not None:
            self._kept.move_to_end(key)
            return ready
        if (plain := self._kept.get((key[0], 0))) is not None:
            return self._keep(key, plain.transformed(QTransform().rotate(90 * page.quarter_turns)))
        if key[0] not in self._asked:
            self._asked.add(key[0])
            page_id = page.id

            def done(image: QImage) -> None:
                self._asked.discard(key[0])
                self._keep((key[0], 0), QPixmap.fromImage(image))
                self.came.emit(page_id)

            # One that cannot be read stays asked for: it is left blank and not tried again and again.
            self._tasks.run(lambda: self._load(page_id), done, _nothing, self)
        return None

    def _load(self, page_id: str) -> QImage:
        """In the worker: as large as it is painted, so that painting costs no scaling."""
        whole = QImage.fromData(self._fetch(page_id))
        keep, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        return whole if whole.isNull() else whole.scaled(self._room, keep, smooth)

    def _keep(self, key: tuple[str | None, int], made: QPixmap) -> QPixmap:
        self._kept[key] = made
        while len(self._kept) > _KEPT:
            self._kept.popitem(last=False)
        return made


def _nothing(_fault: Fault) -> None:
    """What is wrong with a picture is said where the page itself is opened."""


class StackModel(QAbstractListModel):
    """The rows; ``row`` gives one whole. ``AccessibleTextRole`` says what a screen reader says."""

    def __init__(self, thumbnails: Thumbnails, parent: QObject) -> None:
        super().__init__(parent)
        self.thumbnails = thumbnails
        self._rows: list[Row] = []
        self._number: dict[str, int] = {}
        thumbnails.came.connect(self._on_came)

    def show(self, rows: list[Row]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._number = {row.page.id: number for number, row in enumerate(rows) if isinstance(row, Sheet)}
        self.endResetModel()

    def row(self, index: Index) -> Row | None:
        return self._rows[index.row()] if index.isValid() and index.row() < len(self._rows) else None

    def index_of(self, page_id: str) -> QModelIndex:
        """Where a page stands; an invalid index where it does not."""
        return self.index(self._number.get(page_id, -1), 0)

    def first_row(self, item_id: str) -> QModelIndex:
        """The heading of an item; an invalid index where there is none."""
        places = (
            n for n, row in enumerate(self._rows) if isinstance(row, Heading) and row.item.id == item_id
        )
        return self.index(next(places, -1), 0)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row = self.row(index)
        if row is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return None
        return self._words(row)

    def _words(self, row: Row) -> str:
        match row:
            case Heading(number, item):
                return self.tr("{0}. {1}（{2}页）").format(number, item.title, len(item.pages))
            case Sheet():
                words = self.tr("第{0}页").format(row.number)
                words += self.tr("，背面") if row.is_back else ""
                return words + (self.tr("，有地方要看一看") if row.doubtful else "")
            case Waiting():
                return self.tr("没找到纸的边，点这里") if row.failed else self.tr("正在处理…")

    def flags(self, index: Index) -> Qt.ItemFlag:
        usual = Qt.ItemFlag.ItemIsEnabled
        return usual | Qt.ItemFlag.ItemIsSelectable if isinstance(self.row(index), Sheet) else usual

    def _on_came(self, page_id: str) -> None:
        index = self.index_of(page_id)
        if index.isValid():
            self.dataChanged.emit(index, index)
