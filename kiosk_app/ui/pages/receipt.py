"""The honest end: where the filing is now, what happens next, what to take home."""

from __future__ import annotations

import segno
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel

from kiosk_app.devices.card_reader import RawCard
from kiosk_app.devices.printer import Paper
from kiosk_app.domain.errors import Fault
from kiosk_app.domain.filing import CHINA
from kiosk_app.domain.submission import RECEIVED_BY_COURT, State
from kiosk_app.ui.messages import fault_words, state_words
from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.theme import Theme, icon_pixmap
from kiosk_app.ui.widgets.bricks import box, columns, line, picture, restyle, rows, scrolled, text
from kiosk_app.ui.widgets.card_feed import CardFeed
from kiosk_app.ui.widgets.print_box import PrintBox, PrintWords
from kiosk_app.visit.left_card import LeftCard

_ASK_EVERY_MS = 1_000


class ReceiptPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("提交好了"))
        theme = desk.theme
        submitted = desk.visit.submitted
        assert submitted is not None
        self._filing_id = submitted.filing_id
        self._sign = QLabel()
        self._state = text("", "heading")
        self._meaning = text("")
        top = columns(
            self._sign, rows(self._state, self._meaning, gap_px=theme.px("gap_xs")), gap_px=theme.px("gap_l")
        )
        top.setStretch(1, 1)
        self._pad = "gap_m" if desk.landscape else "gap_l"
        self._where = box(theme, top, "banner", "gap_s" if desk.landscape else "gap_l")
        paper = self._paper(
            submitted.receipt_number, f"{submitted.moment.at.astimezone(CHINA):%Y-%m-%d %H:%M}"
        )
        gap_px = theme.px("gap_s" if desk.landscape else "gap_m")
        self.print = self._printing()
        if desk.landscape:
            body = columns(paper, self._home(), gap_px=gap_px)
            body.setStretch(0, 1)
            body.setStretch(1, 1)
            self.lay(scrolled(theme, rows(self._where, self.print, body, 1, gap_px=gap_px)))
        else:
            self.lay(scrolled(theme, rows(self._where, self.print, paper, self._home(), 1, gap_px=gap_px)))
        self._forgotten = LeftCard()
        self.cards = CardFeed(desk.parts.read_card)
        self.cards.changed.connect(self._on_reader)
        self._timer = QTimer(self)
        self._timer.setInterval(_ASK_EVERY_MS)
        self._timer.timeout.connect(self.ask)
        self.ask()
        self.print.start()  # a receipt is everybody's (登记立案规定 2), so nobody has to ask for it

    def _printing(self) -> PrintBox:
        parts, filing_id = self.desk.parts, self._filing_id
        roll = parts.receipt_printer is not None
        words = PrintWords(
            offer="",
            printing=self.tr("正在打印回执，请稍等…"),
            printed=self.tr("回执打印好了，请取走。"),
            missing=self.tr("这台机器不能打印。"),
            otherwise=self.tr("请用手机拍下编号；要纸的回执，请到{0}。").format(parts.counter),
        )
        return PrintBox(
            self.theme,
            self.desk.prints,
            parts.receipt_printer or parts.printer,
            Paper.ROLL if roll else Paper.SHEET,
            lambda: parts.reception.receipt(filing_id, roll=roll).receipt_pdf,
            words,
            wide=self.desk.landscape,
        )

    def _paper(self, number: str, moment: str) -> QFrame:
        theme = self.theme
        code = QLabel()
        code.setPixmap(qr_pixmap(theme, number))
        words = rows(
            text(self.tr("提交时间 {0}").format(moment), "soft"),
            text(self.tr("用手机拍下这一块。以后问进度，报这个编号就行。")),
            1,
            gap_px=theme.px("gap_s"),
        )
        below = columns(words, code, gap_px=theme.px("gap_l"))
        below.setStretch(0, 1)
        below.setAlignment(code, Qt.AlignmentFlag.AlignTop)
        head = rows(text(self.tr("回执编号"), "soft"), line(number, "number"), gap_px=theme.px("gap_xs"))
        return box(theme, rows(head, below, 1, gap_px=theme.px("gap_s")), "card", self._pad)

    def _home(self) -> QFrame:
        theme = self.theme
        things = (
            ("card", self.tr("身份证")),
            ("papers", self.tr("全部材料的原件，开庭要用")),
            (
                "receipt",
                self.tr("打印的回执，或者拍下的编号")
                if self.print.available
                else self.tr("回执编号，拍照或者记下来"),
            ),
        )
        lay = rows(
            text(self.tr("走之前，请带好"), "heading"),
            gap_px=theme.px("gap_s" if self.desk.landscape else "gap_m"),
        )
        for icon_name, words in things:
            entry = columns(
                picture(theme, icon_name, "icon_m", "brand"), text(words), gap_px=theme.px("gap_m")
            )
            entry.setStretch(1, 1)
            lay.addLayout(entry)
        lay.addStretch(1)
        return box(theme, lay, "card", self._pad)

    def main(self) -> Main:
        return Main(self.tr("我带好了，清空屏幕"), "check")

    def can_go_back(self) -> bool:
        return False

    def press_main(self) -> None:
        if self._forgotten.calls:
            self._forgotten = self._forgotten.leaving()
            self._call_out()
        else:
            self.left.emit()

    def arrive(self) -> None:
        self._timer.start()
        self.cards.start()

    def leave(self) -> None:
        self._timer.stop()
        self.cards.stop()

    def _on_reader(self, card: RawCard | None) -> None:
        self._forgotten = self._forgotten.seen(card is not None)
        self._call_out()

    def _call_out(self) -> None:
        """The sentence stands there as long as the card does; touched over, it says so once more."""
        words = self.tr("身份证还在读卡区，请拿走。")
        if self._forgotten.told:
            words += self.tr("身份证一定要带走，再点一次才会清空屏幕。")
        self.say(words if self._forgotten.lies else "", "bad", "card")

    def ask(self) -> None:
        """Ask where the filing is, and say it."""
        try:
            state = self.desk.parts.reception.state_of(self._filing_id)
        except Fault as fault:
            self._meaning.setText(fault_words(fault))
            return
        self._state.setText(state_words(state, "visitor"))
        received = state in RECEIVED_BY_COURT
        meaning = {
            True: self.tr("法院的系统已经签收您的材料。接下来由法院审查，决定是否立案。"),
            False: self.tr("材料已经加密封存，不会丢。送到法院后，这里会变成“法院已收到”；不用在这里等。"),
        }
        self._meaning.setText(self._special(state) or meaning[received])
        restyle(self._where, "state", "good" if received else "")
        side_px = self.theme.px("icon_l")
        colour = self.theme.colour("good" if received else "brand")
        self._sign.setPixmap(icon_pixmap(self.theme, "check" if received else "save", side_px, colour))

    def _special(self, state: State) -> str:
        where = self.desk.parts.counter
        waits = self.tr("材料没有丢。需要工作人员处理一下才能送出，请到{0}说一声。").format(where)
        return {State.NEEDS_PERSON: waits, State.HELD: waits}.get(state, "")


def qr_pixmap(theme: Theme, words: str) -> QPixmap:
    """A QR code with the quiet zone that readers need (ISO/IEC 18004: four modules)."""
    matrix = [list(row) for row in segno.make(words, error="m", micro=False).matrix]
    side = len(matrix) + 8
    image = QImage(side, side, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    for y, row in enumerate(matrix):
        for x, dark in enumerate(row):
            if dark:
                image.setPixelColor(x + 4, y + 4, QColor("black"))
    module_px = max(1, theme.px("qr") // side)
    return QPixmap.fromImage(image.scaled(side * module_px, side * module_px))
