"""What brings you here: a tree of pictures, two touches deep at most, and a search in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLayout, QPushButton, QVBoxLayout

from kiosk_app.domain.situations import Situation, plain
from kiosk_app.ui.messages import match_words
from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.widgets.bricks import button, clear, columns, picture, rows, scrolled, text
from kiosk_app.ui.widgets.entries import EntryKind, LineEntry
from kiosk_app.ui.widgets.tiles import LaidButton
from kiosk_app.visit.find_case import Match, search

_LONGEST_SEARCH = 500
_TOP_PORTRAIT, _TOP_LANDSCAPE = 2, 5
_ROWS_PORTRAIT, _ROWS_LANDSCAPE = 1, 2


class CasesPage(Page):
    """``picked`` carries the form's id; ``counter`` is emitted for everything else."""

    picked = Signal(str)
    counter = Signal()
    side_screen = True
    with_ways_out = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("您来办什么事？"), self.tr("点最像的一个图，或者写几个字找一找。"))
        theme = desk.theme
        self.situations = desk.parts.reception.situations
        self._opened: Situation | None = None
        self._cramped = False
        self._shown: object = None
        self.entry = LineEntry(EntryKind.WORDS, self.tr("例如：借钱不还、老板拖欠工资"))
        self.entry.setObjectName("search")
        self.entry.setAccessibleName(self.tr("写几个字找一找"))
        self.entry.setMaxLength(_LONGEST_SEARCH)
        self.entry.typed.connect(lambda _: self._show())
        self._wipe = button(theme, self.tr("清空"), self._on_wipe, "", "close", "wipe search")
        beside = [self._counter()] if desk.landscape else []  # a lying screen has more room there
        sign = picture(theme, "search", "icon_m", "brand")
        field = columns(sign, self.entry, self._wipe, *beside, gap_px=theme.px("gap_m"))
        field.setStretch(1, 1)
        self._content = QVBoxLayout()
        self._content.setSpacing(theme.px("gap_m"))
        self.column = scrolled(theme, self._content)
        self.lay(field, self.column)
        self._show()

    # What is shown ------------------------------------------------------------------------------------

    def _show(self) -> None:
        """Matches for what is written; else the opened situation's children; else the top of the tree."""
        written = self.entry.written()
        self._wipe.setVisible(bool(written))
        matches = search(self.situations, written) if plain(written) else ()
        wanted = (matches, self._opened, self._cramped)
        if wanted != self._shown:
            self._shown = wanted
            self._lay_out(matches)
            self.column.bar.setValue(0)
        self.changed.emit()

    def _lay_out(self, matches: tuple[Match, ...]) -> None:
        opened = None if matches else self._opened
        self.set_title(opened.title if opened else self.tr("您来办什么事？"))
        choose = self.tr("点最像的一项，或者写几个字找一找。")
        self._why.setText(choose if opened or matches else self.tr("点最像的一个图，或者写几个字找一找。"))
        clear(self._content)
        landscape = self.desk.landscape
        across = _ROWS_LANDSCAPE if landscape else _ROWS_PORTRAIT
        if len(matches) == 1 and not matches[0].said:
            self._content.addWidget(
                text(self.tr("没有找到很像的事。换几个字试试，或者选下面这一项。"), "lead")
            )
            self._add([self._row(matches[0].situation, "")], across)
        elif matches:
            self._add([self._row(match.situation, match_words(match)) for match in matches], across)
        elif opened:
            self._add([self._row(child, "") for child in opened.children], across)
        else:
            tiles = [self._tile(situation) for situation in self.situations.top]
            self._add(tiles, _TOP_LANDSCAPE if landscape else _TOP_PORTRAIT)
        if not landscape:
            self._content.addWidget(self._counter())
        self._content.addStretch(1)

    def _counter(self) -> QPushButton:
        words = self.tr("是别的事，去人工窗口")
        return button(self.theme, words, self.counter.emit, "", "counter", "other case")

    def _add(self, buttons: Sequence[QPushButton], across: int) -> None:
        grid = QGridLayout()
        grid.setSpacing(self.theme.px("gap_s"))
        for number, made in enumerate(buttons):
            grid.addWidget(made, number // across, number % across)
        for column in range(across):
            grid.setColumnStretch(column, 1)
        self._content.addLayout(grid)

    def _tile(self, situation: Situation) -> QPushButton:
        """One situation of the top: its picture beside the words, on a lying screen above them."""
        theme = self.theme
        sign = picture(theme, situation.icon, "icon_l", "brand")
        if self.desk.landscape:
            said = [] if self._cramped else [text(situation.sentence, "small")]
            labels = [text(situation.title, "label"), *said]
            for label in labels:
                label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            lay = rows(sign, *labels, 1, gap_px=theme.px("gap_xs"), margin_px=theme.px("gap_s"))
            lay.setAlignment(sign, Qt.AlignmentFlag.AlignHCenter)
            return self._button(situation, lay)
        title, sentence = text(situation.title, "heading"), text(situation.sentence, "soft")
        words = rows(1, title, sentence, 1, gap_px=theme.px("gap_xs"))
        side = columns(sign, words, gap_px=theme.px("gap_m"), margin_px=theme.px("gap_m"))
        side.setStretch(1, 1)
        return self._button(situation, side)

    def _row(self, situation: Situation, because: str) -> QPushButton:
        """One situation with its whole sentence, and why it is offered."""
        theme = self.theme
        said = [text(because, "because")] if because else []
        words = rows(
            1, text(situation.title, "label"), text(situation.sentence, "soft"), *said, 1,
            gap_px=theme.px("gap_xs"),
        )  # fmt: skip
        sign = picture(theme, situation.icon, "icon_l", "brand")
        on = [] if self.desk.landscape else [picture(theme, "next", "icon_m", "brand")]
        lay = columns(sign, words, *on, gap_px=theme.px("gap_m"))
        lay.setContentsMargins(theme.px("gap_m"), theme.px("gap_s"), theme.px("gap_m"), theme.px("gap_s"))
        lay.setStretch(1, 1)
        return self._button(situation, lay)

    def _button(self, situation: Situation, lay: QLayout) -> QPushButton:
        made = LaidButton(self.theme, lay)
        made.setObjectName(f"case {situation.form_id}" if situation.form_id else f"situation {situation.id}")
        made.setProperty("role", "offer")
        made.setAccessibleName(situation.title)
        made.clicked.connect(partial(self._on_touched, situation))
        return made

    # What a touch does --------------------------------------------------------------------------------

    def _on_touched(self, situation: Situation) -> None:
        if situation.form_id:
            self.picked.emit(situation.form_id)
        else:
            self._opened = situation
            self._show()

    def _on_wipe(self) -> None:
        self.entry.write("")
        self._show()

    def writing(self, on: bool) -> None:
        """On a lying screen the panel needs the room of the title and of the tiles' sentences."""
        self._cramped = on and self.desk.landscape
        for label in self._head:
            label.setVisible(not self._cramped)
        self._show()

    def main(self) -> Main:
        inside = self._opened is not None or self.entry.written()
        return Main(self.tr("返回上一页") if inside else self.tr("回到首页"), "back", strong=False)

    def press_main(self) -> None:
        """Back from what was found, from children to the top, from the top to the first screen."""
        if self.entry.written():
            self._on_wipe()
        elif self._opened is not None:
            self._opened = None
            self._show()
        else:
            self.left.emit()
