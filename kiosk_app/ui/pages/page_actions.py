"""What can be done with pages of the stack: the same buttons for one page and for many."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QGridLayout

from kiosk_app.ui.pages.asides import SidePage
from kiosk_app.ui.pages.evidence_item import ChooseItemPage, ItemPage
from kiosk_app.ui.widgets.bricks import button
from kiosk_app.ui.widgets.word_button import WordButton
from kiosk_app.visit.evidence import EvidenceStack


class PagesPage(SidePage):
    """A side screen that works on the pages it names by :meth:`ids`."""

    def ids(self) -> tuple[str, ...]:
        """The pages that the buttons speak of, in their order."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Show the stack as it is now."""
        raise NotImplementedError

    @property
    def stack(self) -> EvidenceStack:
        return self.desk.visit.stack

    def arrive(self) -> None:
        self.refresh()

    def action(self, words: str, icon_name: str, name: str, act: Callable[[], None]) -> WordButton:
        return button(self.theme, words, act, "", icon_name, name)

    def buttons(self) -> dict[str, WordButton]:
        """The buttons by name, none of them laid out yet."""
        made = (
            self.action(self.tr("往前"), "back", "earlier", partial(self._shift, -1)),
            self.action(self.tr("往后"), "next", "later", partial(self._shift, 1)),
            self.action(self.tr("转一下"), "turn", "turn page", self._turn),
            self.action(self.tr("放到别的一份"), "move", "move", self._move),
            self.action(self.tr("从这里分开"), "split", "split", self._split),
            self.action(self.tr("这是背面"), "flip", "back side", self._flip),
            self.action(self.tr("拿掉"), "trash", "remove page", self.remove),
        )
        return {each.objectName(): each for each in made}

    def enable(self, actions: dict[str, WordButton]) -> None:
        """Let those be pressed that mean something for these pages."""
        ids, stack = self.ids(), self.stack
        items = [item for item in stack.items if any(page.id in ids for page in item.pages)]
        for each in actions.values():
            each.setEnabled(bool(ids))
        if not ids:
            return
        pages = items[0].pages
        one = len(ids) == 1
        together = len(items) == 1
        is_back = one and bool((page := stack.page(ids[0])) and page.back_of)
        actions["earlier"].setEnabled(
            together and pages[0].id not in ids and pages[0].id != _front(stack, ids)
        )
        actions["later"].setEnabled(together and _last(stack, ids) != pages[-1].id)
        actions["split"].setEnabled(one and pages[0].id != ids[0] and pages[0].id != _front(stack, ids))
        actions["back side"].setEnabled(one and (is_back or stack.front_for(ids[0]) is not None))
        actions["back side"].setText(self.tr("不是背面") if is_back else self.tr("这是背面"))

    def grid(self, actions: list[WordButton], count: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self.theme.px("gap_s"))
        for number, each in enumerate(actions):
            grid.addWidget(each, number // count, number % count)
        for column in range(count):
            grid.setColumnStretch(column, 1)
        return grid

    # What they do --------------------------------------------------------------------------------

    def _shift(self, by: int) -> None:
        self.stack.shift(self.ids(), by)
        self.refresh()

    def _turn(self) -> None:
        self.stack.turn(self.ids())
        self.refresh()

    def _flip(self) -> None:
        page = self.stack.page(self.ids()[0])
        if page is None:
            return
        self.stack.set_back(page.id, page.back_of is None)
        self.refresh()

    def remove(self) -> None:
        """Take the pages out; the way to put them back is offered at once."""
        self.stack.remove(self.ids())
        self.refresh()

    def _split(self) -> None:
        self._name_new(self.stack.split(self.ids()[0]))

    def _move(self) -> None:
        ids = self.ids()
        page = ChooseItemPage(self.desk, self.stack.item_of(ids[0]).id)
        page.chosen.connect(partial(self._on_chosen, ids))
        self.aside.emit(page)

    def _on_chosen(self, ids: tuple[str, ...], item_id: str) -> None:
        if item_id:
            self.stack.move(ids, item_id)
            self.refresh()
        else:
            self._name_new(self.stack.gather(ids))

    def _name_new(self, item_id: str) -> None:
        self.aside.emit(ItemPage(self.desk, item_id))


def _front(stack: EvidenceStack, ids: tuple[str, ...]) -> str | None:
    page = stack.page(ids[0])
    return page.back_of if page else None


def _last(stack: EvidenceStack, ids: tuple[str, ...]) -> str:
    """The last page of these, or the back of it."""
    pages = stack.item_of(ids[-1]).pages
    return next((page.id for page in pages if page.back_of == ids[-1]), ids[-1])
