"""One item of evidence: its name, what it is to prove, its place; and the choice of another item."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLayout, QVBoxLayout, QWidget

from kiosk_app.capture.chinese_dates import day
from kiosk_app.domain.evidence import ItemPart
from kiosk_app.domain.paper import Suggestion
from kiosk_app.forms.answers import spoken
from kiosk_app.forms.question import Choice, Kind
from kiosk_app.ui.pages.asides import SidePage
from kiosk_app.ui.pages.page import Desk, Main, commit_half_words
from kiosk_app.ui.widgets.bricks import box, button, clear, columns, picture, rows, scrolled, text
from kiosk_app.ui.widgets.entries import entry_for
from kiosk_app.ui.widgets.suggestion import SuggestionCard, show_piece, without_piece
from kiosk_app.ui.widgets.tiles import LaidButton, Tiles
from kiosk_app.visit.evidence_view import Item


class ItemPage(SidePage):
    """Every change is kept as it is made. What the first page suggests stands beside each field, and only
    a touch takes it over. ``Main`` leads back."""

    def __init__(self, desk: Desk, item_id: str) -> None:
        super().__init__(
            desk, self.tr("这份材料叫什么"), self.tr("点一个名字，或者自己写。法官看的证据清单就这样写。")
        )
        self._item_id = item_id
        theme, stack, item = desk.theme, desk.visit.stack, self._item()
        self._width_px = desk.column_px - 2 * theme.px("gap_m")
        self.titles = Tiles(
            theme, [Choice(t, t) for t in stack.titles], several=False, width_px=self._width_px
        )
        self.own = entry_for(theme, Kind.NAME, self.tr("自己写，例如：收据"))
        self.own.setAccessibleName(self.tr("自己写名字"))
        self.day = entry_for(theme, Kind.DATE, "")
        self.day.setAccessibleName(self.tr("上面写的日期"))
        self.purpose = entry_for(theme, Kind.ADDRESS, self.tr("例如：证明借款已经交付"))
        self.purpose.setAccessibleName(self.tr("用它证明什么"))
        self.titles.chosen.connect(self._on_title)
        self.own.typed.connect(self._on_written)
        self.day.typed.connect(self._on_day)
        self.purpose.typed.connect(self._on_purpose)
        self._cards = {part: QVBoxLayout() for part in ItemPart}
        self._suggested: Mapping[ItemPart, Suggestion] = {}
        own_label = text(self.tr("自己写名字"), "label")
        day_label = text(self.tr("上面写的日期（可不填）"), "label")
        parts: list[QWidget] = [
            self._box(self._cards[ItemPart.TITLE], self.titles, own_label, self.own),
            self._box(day_label, self.day, self._cards[ItemPart.DATED]),
            self._box(text(self.tr("用它证明什么"), "label"), self.purpose, self._cards[ItemPart.PURPOSE]),
        ]
        self._back = button(theme, self.tr("这一份往前"), lambda: self._shift(-1), "", "up", "item back")
        self._on = button(theme, self.tr("这一份往后"), lambda: self._shift(1), "", "down", "item on")
        self._merge = button(theme, self.tr("并到上一份里"), self._on_merge, "", "merge", "merge")
        moves = columns(self._back, self._on, self._merge, gap_px=theme.px("gap_s"))
        for place in range(3):
            moves.setStretch(place, 1)
        self.lay(scrolled(theme, rows(*parts, moves, 1, gap_px=theme.px("gap_m"))))
        self._show(item)

    def _box(self, *parts: QWidget | QLayout) -> QWidget:
        return box(self.theme, rows(*parts, gap_px=self.theme.px("gap_s")))

    def _show_suggestions(self) -> None:
        """Beside each field what the first page says, unless just that stands in it."""
        stack = self.desk.visit.stack
        found = stack.suggestions(self._item_id)
        for part, lay in self._cards.items():
            suggestion = found.get(part)
            if suggestion == self._suggested.get(part):
                continue
            clear(lay)
            if suggestion:
                card = self._card(part, suggestion)
                card.taken.connect(partial(self._on_taken, suggestion))
                lay.addWidget(card)
                piece = partial(stack.snippet, suggestion)
                self.desk.looks.run(piece, partial(show_piece, card), without_piece, card)
        self._suggested = found

    def _card(self, part: ItemPart, suggestion: Suggestion) -> SuggestionCard:
        value = spoken(suggestion.value)
        words = {
            ItemPart.TITLE: (self.tr("看起来是{0}"), self.tr("好像是{0}，请对照图片看一看")),
            ItemPart.DATED: (self.tr("上面写的是 {0}"), self.tr("上面好像写的是 {0}，请对照图片看一看")),
            ItemPart.PURPOSE: (self.tr("可以写：{0}"), self.tr("可以写：{0}")),
        }[part][0 if suggestion.certain else 1]
        take_words = self.tr("就叫这个") if part is ItemPart.TITLE else self.tr("就填这个")
        return SuggestionCard(self.theme, suggestion, words.format(value), take_words, self._width_px)

    def _on_taken(self, suggestion: Suggestion) -> None:
        self.desk.visit.stack.take_suggestion(self._item_id, suggestion)
        self._show(self._item())

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
        self.day.write(item.dated.isoformat() if item.dated else "")
        self.purpose.write(item.purpose)
        place, count = self._place(), len(self.desk.visit.stack.items)
        self._back.setEnabled(place > 0)
        self._merge.setEnabled(place > 0)
        self._on.setEnabled(place < count - 1)
        self._show_suggestions()

    def _on_title(self, title: str) -> None:
        self.desk.visit.stack.rename(self._item_id, title)
        self._show(self._item())

    def _on_written(self, title: str) -> None:
        self.desk.visit.stack.rename(self._item_id, title)
        self.titles.set_text(self._item().title)
        self._show_suggestions()

    def _on_day(self, written: str) -> None:
        # A day that is still being written is none yet.
        if not written or day(written):
            found = day(written)
            self.desk.visit.stack.set_day(self._item_id, found if isinstance(found, date) else None)
            self._show_suggestions()

    def _on_purpose(self, words: str) -> None:
        self.desk.visit.stack.set_purpose(self._item_id, words)
        self._show_suggestions()

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
