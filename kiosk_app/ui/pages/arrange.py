"""The whole stack at once: choose pages, carry them, turn them, part them."""

from __future__ import annotations

from PySide6.QtCore import Qt

from kiosk_app.ui.pages.evidence_item import ItemPage
from kiosk_app.ui.pages.evidence_page import PagePage
from kiosk_app.ui.pages.page import Desk, Main
from kiosk_app.ui.pages.page_actions import PagesPage
from kiosk_app.ui.widgets.bricks import button, columns, rows, text
from kiosk_app.ui.widgets.page_stack import PageStack
from kiosk_app.ui.widgets.stack_model import Heading, Row, Sheet, Thumbnails, rows_of


class ArrangePage(PagesPage):
    """A touch chooses a page or leaves it; all buttons speak of the chosen ones."""

    def __init__(self, desk: Desk) -> None:
        words = self.tr("点一下选中，可以选好几页。按住一页不放，能拖到别处。")
        super().__init__(desk, self.tr("整理材料"), words)
        self._chosen: set[str] = set()
        stack = desk.visit.stack
        self.pages = PageStack(
            desk.theme,
            Thumbnails(desk.looks, stack.thumbnail, desk.theme.px("page_thumb"), self),
            movable=True,
        )
        self.pages.list.touched.connect(self._on_touched)
        self.pages.list.dropped.connect(self._on_dropped)
        self.pages.list.shift_wanted.connect(self._on_shift_wanted)
        self.pages.list.remove_wanted.connect(self._on_remove_wanted)
        self._buttons = self.buttons()
        self._buttons["view"] = self.action(self.tr("看大图"), "eye", "view", self._view)
        self._buttons["choose none"] = self.action(
            self.tr("全都不选"), "close", "choose none", self._choose_none
        )
        self._empty = text(self.tr("一页都没有了。"), "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        laid = list(self._buttons.values())
        if desk.landscape:
            papers = rows(self._empty, self.pages)
            papers.setStretch(1, 1)
            body = columns(papers, rows(self.grid(laid, 3), 1), gap_px=desk.theme.px("gap_l"))
            body.setStretch(0, 1)
            self.lay(body)
        else:
            self.lay(self._empty, self.pages, self.grid(laid, 3))
        self.refresh()

    def main(self) -> Main:
        return Main(self.tr("整理好了"), "check")

    def ids(self) -> tuple[str, ...]:
        return tuple(page.id for item in self.stack.items for page in item.pages if page.id in self._chosen)

    def refresh(self) -> None:
        items = self.stack.items
        self._chosen &= {page.id for item in items for page in item.pages}
        rows = rows_of(items, (), self.stack.doubtful)
        self.pages.show_rows(rows, self._chosen)
        self._empty.setVisible(not rows)
        self.pages.setVisible(bool(rows))
        self.enable(self._buttons)
        self._buttons["view"].setEnabled(len(self._chosen) == 1)
        self._offer_undo()

    def _offer_undo(self) -> None:
        count = self.stack.removed_count
        if not count:
            self.say("")
            return
        undo = button(self.theme, self.tr("放回去"), self._put_back, "", "undo", "undo remove")
        self.say(self.tr("刚才拿掉了{0}页，还可以放回去。").format(count), "", "trash", undo)

    def _put_back(self) -> None:
        self._chosen = set(self.stack.put_back())
        self.refresh()

    def _choose_none(self) -> None:
        self._chosen.clear()
        self.refresh()

    def _view(self) -> None:
        (page_id,) = self.ids()
        self.aside.emit(PagePage(self.desk, page_id))

    def _on_touched(self, row: Row) -> None:
        if isinstance(row, Heading):
            self.aside.emit(ItemPage(self.desk, row.item.id))
        elif isinstance(row, Sheet):
            self._chosen ^= {row.page.id}
            self.refresh()

    def _on_dropped(self, page_id: str, item_id: str, before: str) -> None:
        carried = self._chosen if page_id in self._chosen else {page_id}
        self.stack.move(carried, item_id, before or None)
        self.refresh()

    def _on_shift_wanted(self, page_id: str, by: int) -> None:
        self.stack.shift({page_id}, by)
        self.refresh()

    def _on_remove_wanted(self, page_id: str) -> None:
        self.stack.remove({page_id})
        self.refresh()
