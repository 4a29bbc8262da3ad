"""One item of evidence: its name, what it is to prove, its place; and the choice of another item."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.forms.question import Choice, Kind
from kiosk_app.ui.pages.asides import SidePage
from kiosk_app.ui.pages.page import Desk, Main, commit_half_words
from kiosk_app.ui.widgets.bricks import box, button, columns, picture, rows, scrolled, text
from kiosk_app.ui.widgets.entries import entry_for
from kiosk_app.ui.widgets.tiles import LaidButton, Tiles
from kiosk_app.visit.evidence import Item


class ItemPage(SidePage):
    """Every change is kept as it is made. ``Main`` leads back."""

    def __init__(self, desk: Desk, item_id: str) -> None:
        super().__init__(
            desk, self.tr("这份材料叫什么"), self.tr("点一个名字，或者自己写。法官看的证据清单就这样写。")
        )
        self._item_id = item_id
        theme, stack, item = desk.theme, desk.visit.stack, self._item()
        width_px = desk.column_px - 2 * theme.px("gap_m")
        self.titles = Tiles(theme, [Choice(t, t) for t in stack.titles], several=False, width_px=width_px)
        self.own = entry_for(theme, Kind.NAME, self.tr("自己写，例如：收据"))
        self.own.setAccessibleName(self.tr("自己写名字"))
        self.purpose = entry_for(theme, Kind.ADDRESS, self.tr("例如：证明借款已经交付"))
        self.purpose.setAccessibleName(self.tr("用它证明什么"))
        self.titles.chosen.connect(self._on_title)
        self.own.typed.connect(self._on_written)
        self.purpose.typed.connect(lambda words: stack.set_purpose(item_id, words))
        named = rows(self.titles, text(self.tr("自己写名字"), "label"), self.own, gap_px=theme.px("gap_s"))
        proves = rows(text(self.tr("用它证明什么"), "label"), self.purpose, gap_px=theme.px("gap_s"))
        self._back = button(theme, self.tr("这一份往前"), lambda: self._shift(-1), "", "up", "item back")
        self._on = button(theme, self.tr("这一份往后"), lambda: self._shift(1), "", "down", "item on")
        self._merge = button(theme, self.tr("并到上一份里"), self._on_merge, "", "merge", "merge")
        moves = columns(self._back, self._on, self._merge, gap_px=theme.px("gap_s"))
        for place in range(3):
            moves.setStretch(place, 1)
        parts: list[QWidget] = [box(theme, named), box(theme, proves)]
        self.lay(scrolled(theme, rows(*parts, moves, 1, gap_px=theme.px("gap_m"))))
        self._show(item)
        self._say_seems()

    def _say_seems(self) -> None:
        """What the item seems to be by its first page; called otherwise, one touch gives it that name."""
        item = self._item()
        seems = self.desk.visit.stack.seems(item.pages[0].id)
        if seems is None:
            return
        words = self.tr("看起来是{0}。").format(seems.title)
        if seems.on is not None:
            day = f"{seems.on.year}年{seems.on.month}月{seems.on.day}日"
            words = self.tr("看起来是{0}，上面的日期是{1}。").format(seems.title, day)
        if seems.title == item.title:
            self.say(words, "", "eye")
            return
        take = button(
            self.theme,
            self.tr("就叫“{0}”").format(seems.title),
            partial(self._on_seems, seems.title),
            "",
            "check",
            "take name",
        )
        self.say(words, "", "eye", take)

    def _on_seems(self, title: str) -> None:
        self._on_title(title)
        self._say_seems()

    def _item(self) -> Item:
        return next(item for item in self.desk.visit.stack.items if item.id == self._item_id)

    def _place(self) -> int:
        return [item.id for item in self.desk.visit.stack.items].index(self._item_id)

    def main(self) -> Main:
        return Main(self.tr("好了"), "check")

    def press_main(self) -> None:
        commit_half_words()
        super().press_main()

    def _show(self, item: Item) -> None:
        usual = item.title in self.desk.visit.stack.titles
        self.titles.set_text(item.title if usual else "")
        self.own.write("" if usual else item.title)
        self.purpose.write(item.purpose)
        place, count = self._place(), len(self.desk.visit.stack.items)
        self._back.setEnabled(place > 0)
        self._merge.setEnabled(place > 0)
        self._on.setEnabled(place < count - 1)

    def _on_title(self, title: str) -> None:
        self.desk.visit.stack.rename(self._item_id, title)
        self._show(self._item())

    def _on_written(self, title: str) -> None:
        self.desk.visit.stack.rename(self._item_id, title)
        self.titles.set_text(self._item().title)

    def _shift(self, by: int) -> None:
        self.desk.visit.stack.shift_item(self._item_id, by)
        self._show(self._item())
        self.say(self.tr("现在是第{0}份。").format(self._place() + 1), "good", "check")

    def _on_merge(self) -> None:
        stack = self.desk.visit.stack
        stack.merge(self._item_id, stack.items[self._place() - 1].id)
        self.left.emit()


class ChooseItemPage(SidePage):
    """``chosen`` carries the id of an item, or "" for a new one."""

    chosen = Signal(str)

    def __init__(self, desk: Desk, besides: str) -> None:
        """``besides`` is the item that the pages are in already."""
        super().__init__(desk, self.tr("放到哪一份？"), self.tr("点一下要放进去的那一份。"))
        theme = desk.theme
        offers: list[QWidget] = [
            self._offer("papers", f"{number}. {item.title}", item.purpose, item.id)
            for number, item in enumerate(desk.visit.stack.items, 1)
            if item.id != besides
        ]
        fresh = self._offer("plus", self.tr("新的一份"), self.tr("单独成一份，名字马上可以改"), "")
        self.lay(scrolled(theme, rows(*offers, fresh, 1, gap_px=theme.px("gap_m"))))

    def _offer(self, icon_name: str, title: str, words: str, item_id: str) -> LaidButton:
        theme = self.theme
        said = rows(text(title, "label"), *([text(words, "soft")] if words else []))
        lay = columns(picture(theme, icon_name, "icon_m", "brand"), said, gap_px=theme.px("gap_m"))
        lay.setStretch(1, 1)
        pad_px = theme.px("gap_m")
        lay.setContentsMargins(pad_px, pad_px, pad_px, pad_px)
        made = LaidButton(theme, lay)
        made.setProperty("role", "offer")
        made.setObjectName(f"to {item_id}" if item_id else "to new")
        made.setAccessibleName(title)
        made.clicked.connect(self._chooser(item_id))
        return made

    def _chooser(self, item_id: str) -> Callable[[], None]:
        def choose() -> None:
            self.left.emit()
            self.chosen.emit(item_id)

        return choose

    def main(self) -> Main:
        return Main(self.tr("不放了，返回"), "back")
