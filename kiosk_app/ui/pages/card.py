"""The identity card, one side after the other."""

from __future__ import annotations

from collections import deque
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel

from kiosk_app.capture.geometry import CARD_ASPECT
from kiosk_app.capture.idcard import Side
from kiosk_app.devices.card_reader import RawCard
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.messages import fault_words
from kiosk_app.ui.pages.capture_page import Capture, CapturePage
from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.theme import icon_pixmap
from kiosk_app.ui.widgets.bricks import columns, line, restyle, rows
from kiosk_app.ui.widgets.card_feed import CardFeed
from kiosk_app.visit.left_card import LeftCard


class CardPage(CapturePage):
    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("放上身份证"),
            self.tr("把身份证放在读卡区，或者放在镜头下。先拍哪一面都可以。")
            if desk.parts.read_card
            else self.tr("姓名、住址不用自己填，拍一下就行。先拍哪一面都可以。"),
            CARD_ASPECT,
        )
        theme = desk.theme
        self._waiting: deque[Capture] = deque()
        self._left = LeftCard()
        self.cards = CardFeed(desk.parts.read_card)
        self.cards.changed.connect(self._on_reader)
        self.cards.broke.connect(self._on_reader_broke)
        self._sides = {
            Side.FRONT: _SideCard(self, self.tr("有照片的一面")),
            Side.BACK: _SideCard(self, self.tr("有国徽的一面")),
        }
        sides = (rows if desk.landscape else columns)(*self._sides.values(), gap_px=theme.px("gap_m"))
        if desk.landscape:
            sides.addStretch(1)
            body = columns(self.capture, sides, gap_px=theme.px("gap_l"))
            body.setStretch(0, 5)
            body.setStretch(1, 2)
            self.lay(body)
        else:
            self.lay(self.capture, sides)
        self.say(self.tr("平放好，四个角都露出来。"))
        self._show()

    def _show(self) -> None:
        taken = self.desk.visit.card_sides
        for side, card in self._sides.items():
            page_id = taken.get(side)
            card.show_picture(self.desk.visit.page_thumbnail(page_id) if page_id else None)
        self.changed.emit()

    def main(self) -> Main:
        if len(self.desk.visit.card_sides) == len(Side) or self.desk.visit.chip:
            return Main(self.tr("下一步"))
        if self.desk.visit.card_sides:
            return Main(self.tr("只拍这一面，下一步"), strong=False)
        return Main(self.tr("没带身份证，自己填"), strong=False)

    # The card reader ------------------------------------------------------------------------------

    def arrive(self) -> None:
        super().arrive()
        self.cards.start()

    def leave(self) -> None:
        super().leave()
        self.cards.stop()

    def press_main(self) -> None:
        if self._left.calls:
            self._left = self._left.leaving()
            self.say(self.tr("身份证还在读卡区，请拿走。"), "doubt", "card")
        else:
            super().press_main()

    def _on_reader(self, card: RawCard | None) -> None:
        told, self._left = self._left.told, self._left.seen(card is not None)
        if card is None and told:
            self.say(self.tr("身份证拿走了，可以点“下一步”。"), "good", "check")
        elif card is not None and not self.desk.visit.knows_chip(card):
            visit = self.desk.visit
            self.desk.tasks.run(lambda: visit.take_chip(card), self._on_chip, self._on_reader_broke, self)

    def _on_chip(self, _none: None) -> None:
        self._show()
        name = self.desk.visit.chip.name if self.desk.visit.chip else ""
        done = len(self.desk.visit.card_sides) == len(Side)
        then = self.tr("请拿好。") if done else self.tr("请再拍两面，当作复印件。")
        self.say(self.tr("读到了{0}的身份证。{1}").format(name, then), "good", "check")

    def _on_reader_broke(self, fault: Fault) -> None:
        """The camera does the same: said, and nothing is held up."""
        self.say(fault_words(fault), "doubt", "warning")

    # The camera -----------------------------------------------------------------------------------

    def begin(self, capture: Capture) -> None:
        """Read a side from a picture, after those that came before."""
        self._waiting.append(capture)
        self.capture.set_waiting(len(self._waiting))
        if not self.busy:
            self._next()

    def _next(self) -> None:
        capture = self._waiting.popleft()
        self.capture.set_waiting(len(self._waiting))
        visit, before = self.desk.visit, frozenset(self.desk.visit.card_sides)
        self.say("")
        self.set_busy(self.tr("正在看身份证，请稍等…"))
        self.desk.tasks.run(
            lambda: visit.take_card(capture.loaded(), capture.quad),
            partial(self._on_taken, before),
            partial(self._on_failed, capture),
            self,
        )

    def _on_failed(self, capture: Capture, fault: Fault) -> None:
        capture.fault = fault
        if capture.picture is not None:
            self.capture.forget(capture.picture)
        self.set_busy("")
        self.explain(capture)
        if self._waiting:
            self._next()

    def _on_taken(self, before: frozenset[Side], side: Side) -> None:
        self.set_busy("")
        self._show()
        missing = [other for other in Side if other not in self.desk.visit.card_sides]
        turn = {
            Side.BACK: self.tr("请把身份证翻过来，拍有国徽的一面。"),
            Side.FRONT: self.tr("请把身份证翻过来，拍有照片的一面。"),
        }
        if not missing:
            self.say(self.tr("两面都看清了，身份证可以收起来了。"), "good", "check")
        elif side in before:
            self.say(self.tr("这一面刚才已经拍好了。{0}").format(turn[missing[0]]), "doubt", "flip")
        else:
            self.say(self.tr("这一面看清了。{0}").format(turn[missing[0]]), "good", "check")
        if self._waiting:
            self._next()


class _SideCard(QFrame):
    """One side of the card: an empty place, or what was taken."""

    def __init__(self, page: Page, name: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme = page.theme
        self._name = name
        self._tr_missing, self._tr_taken = page.tr("还没有拍"), page.tr("拍好了")
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setFixedHeight(page.theme.px("card_thumb"))
        self._state = line("", "soft")
        named: QBoxLayout = rows(line(name, "label"), self._state)
        if not page.desk.landscape:
            named = columns(line(name, "label"), 1, self._state)
        lay = rows(self._picture, named, gap_px=page.theme.px("gap_s"))
        pad_px = page.theme.px("gap_s")
        lay.setContentsMargins(pad_px, pad_px, pad_px, pad_px)
        self.setLayout(lay)

    def show_picture(self, jpeg: bytes | None) -> None:
        self._state.setText(self._tr_taken if jpeg else self._tr_missing)
        restyle(self._state, "role", "good" if jpeg else "soft")
        if jpeg:
            height_px = self._picture.height()
            room = QSize(round(height_px * CARD_ASPECT), height_px)
            shown = QPixmap()
            shown.loadFromData(jpeg)
            self._picture.setPixmap(
                shown.scaled(
                    room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
                )
            )
        else:
            self._picture.setPixmap(
                icon_pixmap(self._theme, "card", self._picture.height() * 3 // 4, self._theme.colour("edge"))
            )
