"""The identity card, one side after the other."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QBoxLayout, QFrame, QLabel

from kiosk_app.capture.geometry import CARD_ASPECT
from kiosk_app.capture.idcard import Side
from kiosk_app.ui.pages.asides import PicturesPage
from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.theme import icon_pixmap
from kiosk_app.ui.widgets.bricks import columns, line, restyle, rows
from kiosk_app.ui.widgets.capture_box import CaptureBox
from kiosk_app.visit.pages import Picture, picture_file


class CardPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("放上身份证"),
            self.tr("姓名、住址不用自己填，拍一下就行。先拍哪一面都可以。"),
        )
        theme = desk.theme
        self._sides = {
            Side.FRONT: _SideCard(self, self.tr("有照片的一面")),
            Side.BACK: _SideCard(self, self.tr("有国徽的一面")),
        }
        self.capture = CaptureBox(
            theme,
            desk.parts.open_camera,
            CARD_ASPECT,
            theme.px("preview"),
            desk.parts.picture_folder is not None,
        )
        self.capture.captured.connect(self.take)
        self.capture.from_file_wanted.connect(self._choose_file)
        sides = (rows if desk.landscape else columns)(*self._sides.values(), gap_px=theme.px("gap_m"))
        if desk.landscape:
            sides.addStretch(1)
            body = columns(self.capture, sides, gap_px=theme.px("gap_l"))
            body.setStretch(0, 5)
            body.setStretch(1, 2)
            self.lay(body)
        else:
            self.lay(self.capture, sides)
        self.say(self.tr("平放好，四个角都露出来，出现绿框就点“拍照”。"))
        self._show()

    def _show(self) -> None:
        taken = self.desk.visit.card_sides
        for side, card in self._sides.items():
            page_id = taken.get(side)
            card.show_picture(self.desk.visit.page_picture(page_id) if page_id else None)
        self.changed.emit()

    def main(self) -> Main:
        if len(self.desk.visit.card_sides) == len(Side):
            return Main(self.tr("下一步"))
        if self.desk.visit.card_sides:
            return Main(self.tr("只拍这一面，下一步"), strong=False)
        return Main(self.tr("没带身份证，自己填"), strong=False)

    def arrive(self) -> None:
        self.capture.start()

    def leave(self) -> None:
        self.capture.stop()

    def _choose_file(self) -> None:
        folder = self.desk.parts.picture_folder
        assert folder is not None
        page = PicturesPage(self.desk, folder)
        page.picked.connect(page.left)
        page.picked.connect(self.take_file)
        self.aside.emit(page)

    def take_file(self, path: Path) -> None:
        """Read the card from a picture file."""
        self._read(lambda: self.desk.visit.take_card(picture_file(path)))

    def take(self, picture: Picture) -> None:
        """Read the card from a picture."""
        self._read(lambda: self.desk.visit.take_card(picture))

    def _read(self, work: Callable[[], Side]) -> None:
        if self.busy:
            return
        self.say("")
        self.set_busy(self.tr("正在看身份证，请稍等…"))
        self.desk.tasks.run(work, self._on_taken, self.show_fault, self)

    def _on_taken(self, side: Side) -> None:
        self.set_busy("")
        self._show()
        missing = [other for other in Side if other not in self.desk.visit.card_sides]
        if missing:
            turn = {
                Side.BACK: self.tr("这一面看清了。请把身份证翻过来，拍有国徽的一面。"),
                Side.FRONT: self.tr("这一面看清了。请把身份证翻过来，拍有照片的一面。"),
            }
            self.say(turn[missing[0]], "good", "check")
        else:
            self.say(self.tr("两面都看清了，身份证可以收起来了。"), "good", "check")


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
