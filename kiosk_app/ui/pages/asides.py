"""Side screens: shown over the visit, which waits unchanged behind them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QImageReader, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QToolButton

from kiosk_app.devices.card_reader import RawCard
from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.widgets.bricks import box, button, columns, line, picture, rows, scrolled, text
from kiosk_app.ui.widgets.card_feed import CardFeed

_PICTURES = frozenset({".jpg", ".jpeg", ".png", ".bmp", ".webp", ".tif", ".tiff"})


class SidePage(Page):
    """A side screen. Its main button always leads back."""

    side_screen = True

    def main(self) -> Main:
        return Main(self.tr("返回，继续填写"), "back")

    def press_main(self) -> None:
        self.left.emit()

    def point(self, icon_name: str, title: str, words: str) -> QFrame:
        """One thing to know, with its icon."""
        theme = self.theme
        sentence = rows(text(title, "heading"), text(words), gap_px=theme.px("gap_xs"))
        lay = columns(picture(theme, icon_name, "icon_l", "brand"), sentence, gap_px=theme.px("gap_l"))
        lay.setStretch(1, 1)
        return box(theme, lay, "card", "gap_l")


class HelpPage(SidePage):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("请工作人员帮助"), self.tr("您填的内容都还在，不用急。"))
        where = desk.parts.counter
        points = (
            self.point(
                "hand",
                self.tr("请向工作人员招手"),
                self.tr("或者到{0}说一声：“自助立案要帮忙”。").format(where),
            ),
            self.point(
                "clock",
                self.tr("离开时间不要太长"),
                self.tr("一分半钟没有人碰屏幕，会先提醒您；再过半分钟，为了保护您的信息，填写的内容会清除。"),
            ),
            self.point("back", self.tr("回来接着填"), self.tr("点下面的按钮，就回到刚才那一页。")),
        )
        self.lay(scrolled(desk.theme, rows(*points, 1, gap_px=desk.theme.px("gap_m"))), gap="gap_l")


class CounterPage(SidePage):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("转到人工窗口"), self.tr("不用这台机器，一样能立案。"))
        where = desk.parts.counter
        points = [
            self.point(
                "counter",
                self.tr("请到{0}").format(where),
                self.tr("带上身份证和全部材料的原件。可以当面说，也可以交手写的起诉状，工作人员会收下。"),
            ),
        ]
        if desk.open_visit is not None:
            points += [
                self.point(
                    "save",
                    self.tr("刚才填的内容还在"),
                    self.tr("可以请工作人员到这台机器前，看着屏幕接着办。两分钟没有人碰屏幕，会自动清除。"),
                ),
                self.point("back", self.tr("想回来接着填"), self.tr("点下面的按钮，就回到刚才那一页。")),
            ]
        self.lay(scrolled(desk.theme, rows(*points, 1, gap_px=desk.theme.px("gap_m"))), gap="gap_l")

    def main(self) -> Main:
        return super().main() if self.desk.open_visit else Main(self.tr("返回"), "back")


class LeavePage(SidePage):
    """Says what is lost. ``wiped`` is emitted when the visitor really wants to go."""

    wiped = Signal()
    again = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("要退出吗？"), self.tr("还没有退出，什么都没有丢。"))
        theme, visit = desk.theme, desk.visit
        pages = sum(item.page_count for item in visit.evidence) + len(visit.card_sides)
        taken = self.tr("、拍的{0}页材料").format(pages) if pages else ""
        lost = self.tr("已经填的{0}项内容{1}，会马上从这台机器上清除，找不回来。").format(
            len(visit.answers), taken
        )
        here = self.point("trash", self.tr("退出以后会怎样"), lost)
        safe = self.point(
            "info", self.tr("没有提交，就没有立案"), self.tr("以后可以重新来填，也可以到人工窗口办。")
        )
        again = button(theme, self.tr("全部清除，从头再来"), self.again.emit, "", "again", "start again")
        leave = button(theme, self.tr("全部清除，离开"), self.wiped.emit, "", "exit", "wipe")
        out = columns(again, leave, gap_px=theme.px("gap_m"))
        out.setStretch(0, 1)
        out.setStretch(1, 1)
        self.lay(scrolled(theme, rows(here, safe, 1, gap_px=theme.px("gap_m"))), out, gap="gap_l")
        self.cards = CardFeed(desk.parts.read_card)
        self.cards.changed.connect(self._on_reader)

    def main(self) -> Main:
        return Main(self.tr("继续填写"), "back")

    def arrive(self) -> None:
        self.cards.start()

    def leave(self) -> None:
        self.cards.stop()

    def _on_reader(self, card: RawCard | None) -> None:
        self.say(self.tr("身份证还在读卡区，请拿走。") if card else "", "bad", "card")


class FullTextPage(SidePage):
    """The whole text behind a short one."""

    def __init__(self, desk: Desk, title: str, words: str) -> None:
        super().__init__(desk, title)
        body = text(words)
        body.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.lay(scrolled(desk.theme, rows(box(desk.theme, rows(body), "card", "gap_l"), 1)))

    def main(self) -> Main:
        return Main(self.tr("看完了，返回"), "back")


class PicturesPage(SidePage):
    """Pictures of a folder in place of the camera. ``picked`` carries the path touched."""

    picked = Signal(Path)

    def __init__(self, desk: Desk, folder: Path) -> None:
        super().__init__(desk, self.tr("从图片读取"), self.tr("点一张图片。"))
        theme = desk.theme
        grid = QGridLayout()
        grid.setSpacing(theme.px("gap_m"))
        count = 4 if desk.landscape else 3
        paths = sorted(path for path in folder.glob("*") if path.suffix.lower() in _PICTURES)
        side_px = (desk.column_px - (count + 1) * theme.px("gap_m")) // count
        for number, path in enumerate(paths):
            grid.addWidget(self._tile(path, side_px), number // count, number % count)
        for column in range(count):
            grid.setColumnStretch(column, 1)
        empty = [] if paths else [line(self.tr("这个文件夹里没有图片。"), "soft")]
        self.lay(scrolled(theme, rows(*empty, grid, 1)))

    def _tile(self, path: Path, side_px: int) -> QToolButton:
        tile = QToolButton()
        tile.setObjectName("thumb")
        tile.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        reader = QImageReader(str(path))
        reader.setAutoTransform(True)
        size = reader.size().scaled(QSize(side_px, side_px * 3 // 4), Qt.AspectRatioMode.KeepAspectRatio)
        reader.setScaledSize(size)
        tile.setIcon(QIcon(QPixmap.fromImage(reader.read())))
        tile.setIconSize(size)
        tile.setText(tile.fontMetrics().elidedText(path.name, Qt.TextElideMode.ElideMiddle, side_px // 2))
        tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        tile.clicked.connect(lambda: self.picked.emit(path))
        return tile

    def main(self) -> Main:
        return Main(self.tr("返回"), "back")
