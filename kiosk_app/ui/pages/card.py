"""The identity card, one side after the other."""

from __future__ import annotations

from collections import deque
from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel

from kiosk_app.capture.cards import CardKind
from kiosk_app.capture.copies import CARD_COPIES
from kiosk_app.capture.geometry import CARD_ASPECT
from kiosk_app.capture.idcard import Side
from kiosk_app.devices.card_reader import RawCard
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.messages import fault_words, finding_words
from kiosk_app.ui.pages.capture_page import Capture, CapturePage
from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.theme import icon_pixmap
from kiosk_app.ui.widgets.bricks import button, columns, line, restyle, rows
from kiosk_app.ui.widgets.card_feed import CardFeed
from kiosk_app.visit.left_card import LaidCard, LeftCard
from kiosk_app.visit.other_cards import needs_one_side


class CardPage(CapturePage):
    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("放上身份证"),
            self.tr("把身份证放在读卡区，或者放在镜头下。居住证、护照也可以，放在镜头下拍。")
            if desk.parts.read_card
            else self.tr("姓名、住址不用自己填，拍一下就行。居住证、护照也可以。"),
            CARD_ASPECT,
        )
        theme = desk.theme
        self._waiting: deque[Capture] = deque()
        self._left, self._laid = LeftCard(), LaidCard()
        self._lies_unread = False
        """A card lies on the reader that may be somebody else's."""
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
        visit = self.desk.visit
        taken, missing = visit.card_sides, visit.identity.missing
        for side, card in self._sides.items():
            page_id = taken.get(side)
            card.show_picture(visit.stack.thumbnail(page_id) if page_id else None, wanted=side in missing)
        self.changed.emit()

    def main(self) -> Main:
        identity = self.desk.visit.identity
        if identity.chip or not identity.missing:
            return Main(self.tr("下一步"))
        if identity.sides:
            return Main(self.tr("只拍这一面，下一步"), strong=False)
        return Main(self.tr("没带证件，自己填"), strong=False)

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
        visit, told = self.desk.visit, self._left.told
        self._left = self._left.seen(card is not None)
        lay_there = self._lies_unread
        self._laid = self._laid.seen(card is not None)
        self._lies_unread = card is not None and not self._laid.may_be_read
        if card is None and told:
            self.say(self.tr("身份证拿走了，可以点“下一步”。"), "good", "check")
        elif card is None and lay_there:
            self.say(self.tr("是您的身份证，就再放一次；不是您的，请交给工作人员。"), "", "card")
        elif card is None or visit.identity.knows_chip(card):
            self._lies_unread = False
        elif self._lies_unread:
            self.say(
                self.tr("读卡区已经有一张身份证，可能是别人忘了拿。请先拿起来看看：是您的，再放一次。"),
                "doubt",
                "card",
            )
        else:
            self.desk.tasks.run(lambda: visit.take_chip(card), self._on_chip, self._on_reader_broke, self)

    def _on_chip(self, _none: None) -> None:
        self._show()
        name = self.desk.visit.chip.name if self.desk.visit.chip else ""
        done = not self.desk.visit.identity.missing
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
        self.set_busy(self.tr("正在看证件，请稍等…"))
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
        missing = self.desk.visit.identity.missing
        turn = {
            Side.BACK: self.tr("请把身份证翻过来，拍有国徽的一面。"),
            Side.FRONT: self.tr("请把身份证翻过来，拍有照片的一面。"),
        }
        if not missing:
            self._say_done()
        elif side in before:
            self.say(self.tr("这一面刚才已经拍好了。{0}").format(turn[missing[0]]), "doubt", "flip")
        else:
            self.say(self.tr("这一面看清了。{0}").format(turn[missing[0]]), "good", "check")
        if self._waiting:
            self._next()

    def _done_words(self) -> str:
        kind = self.desk.visit.identity.kind
        if kind is not None and needs_one_side(kind):
            name = {CardKind.PASSPORT: self.tr("护照")}.get(kind, self.tr("证件"))
            return self.tr("{0}看清了，只要这一面，可以收起来了。").format(name)
        return self.tr("两面都看清了，证件可以收起来了。")

    def _say_done(self) -> None:
        """All is taken, and what is odd about it. Two sides that seem to be of two cards can be taken anew,
        either of them; going on is as good."""
        remarks = self.desk.visit.identity.remarks()
        if not remarks:
            self.say(self._done_words(), "good", "check")
            return
        of_sides = [found for found in remarks if found.code not in CARD_COPIES]
        words = finding_words((of_sides or remarks)[0], self.tr("证件"))
        if not of_sides:
            self.say(f"{self._done_words()}{words}。", "doubt", "info")
            return
        names = {Side.FRONT: self.tr("重拍照片那面"), Side.BACK: self.tr("重拍国徽那面")}
        again = [
            button(self.theme, names[side], partial(self._take_again, side), "", "again", f"again {side}")
            for side in Side
        ]
        self.say(self.tr("{0}。没拿错就继续。").format(words), "doubt", "warning", *again)

    def _take_again(self, side: Side) -> None:
        self.desk.visit.identity.drop(side)
        self._show()
        where = {Side.FRONT: self.tr("有照片的一面"), Side.BACK: self.tr("有国徽的一面")}
        self.say(self.tr("请放上{0}，点“拍照”。").format(where[side]), "", "card")


class _SideCard(QFrame):
    """One side of the card: an empty place, or what was taken."""

    def __init__(self, page: Page, name: str) -> None:
        super().__init__()
        self.setObjectName("card")
        self._theme = page.theme
        self._name = name
        self._tr_missing, self._tr_taken = page.tr("还没有拍"), page.tr("拍好了")
        self._tr_unwanted = page.tr("不用拍")
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

    def show_picture(self, jpeg: bytes | None, wanted: bool) -> None:
        self._state.setText(self._tr_taken if jpeg else self._tr_missing if wanted else self._tr_unwanted)
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
