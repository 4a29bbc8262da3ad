"""What stands on the screen while nobody is there: what this machine does, and one button."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFrame, QWidget

from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import banner, box, button, columns, line, picture, rows, text


def _tr(words: str) -> str:
    return QCoreApplication.translate("IdleScreen", words)


def _steps() -> tuple[tuple[str, str, str], ...]:
    return (
        ("card", _tr("放上身份证和材料"), _tr("身份证、借条、转账记录，拍下来就行")),
        ("list", _tr("回答几个问题"), _tr("大字，一样一样问，不懂可以问工作人员")),
        ("sign", _tr("看一遍，签名，提交"), _tr("起诉状自动写好，拿着回执回家")),
    )


class IdleScreen(QWidget):
    """``begun`` is emitted when somebody touches the button."""

    begun = Signal()

    def __init__(self, theme: Theme, court_name: str, landscape: bool) -> None:
        super().__init__()
        self.setObjectName("paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._theme = theme
        self._waiting = text("", "small")
        self._waiting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._forgotten = banner(
            theme,
            _tr("读卡区有一张身份证忘了拿。是您的，请收好；不是您的，请交给工作人员。"),
            "bad",
            "card",
        )
        self._forgotten.hide()
        self._start = button(theme, _tr("开始办理"), self.begun.emit, "main", "next", "begin")
        promise = text(
            _tr("不会用，或者不想用，随时可以到人工窗口办理。\n您离开以后，填写的内容会自动清除。"), "soft"
        )
        promise.setAlignment(Qt.AlignmentFlag.AlignCenter)
        name = columns(
            picture(theme, "court", "icon_m", "on_rail"), line(court_name), 1, gap_px=theme.px("gap_s")
        )
        header = box(theme, name, "header", "gap_l")
        side_px = theme.px("gap_xl")
        middle: QBoxLayout
        if landscape:
            left = rows(1, self._forgotten, self._claim(), self._start, 1, gap_px=theme.px("gap_xl"))
            right = rows(1, *self._cards(), 1, gap_px=theme.px("gap_m"))
            middle = columns(left, right, gap_px=theme.px("gap_xl") * 2)
            middle.setStretch(0, 1)
            middle.setStretch(1, 1)
        else:
            middle = rows(
                self._forgotten,
                2,
                self._claim(),
                1,
                *self._cards(),
                2,
                self._start,
                1,
                gap_px=theme.px("gap_m"),
            )
        inner = rows(middle, promise, self._waiting, gap_px=theme.px("gap_s"))
        inner.setStretch(0, 1)
        inner.setContentsMargins(side_px, theme.px("gap_l"), side_px, theme.px("gap_l"))
        whole = rows(header, inner)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _claim(self) -> QWidget:
        block = QWidget()
        title = line(_tr("自助立案"), "display")
        lead = text(_tr("写好起诉状，交给法院，一般十分钟左右。"), "why")
        block.setLayout(rows(title, lead, gap_px=self._theme.px("gap_s")))
        return block

    def _cards(self) -> list[QFrame]:
        return [self._card(*step) for step in _steps()]

    def _card(self, icon_name: str, title: str, words: str) -> QFrame:
        theme = self._theme
        sentence = rows(text(title, "heading"), text(words, "soft"), gap_px=theme.px("gap_xs"))
        lay = columns(picture(theme, icon_name, "icon_l", "brand"), sentence, gap_px=theme.px("gap_l"))
        lay.setStretch(1, 1)
        return box(theme, lay, "card", "gap_l")

    def show_card(self, lies: bool) -> None:
        """Call out a card that lies on the reader while nobody is there. Whose it is, is not looked at."""
        self._forgotten.setVisible(lies)

    def show_state(self, enrolled: bool, waiting: int) -> None:
        """Nobody begins what cannot be submitted: before a court has registered this kiosk, it says so.

        Beside that an unobtrusive line for the staff: how many filings wait to reach the court.
        """
        self._start.setEnabled(enrolled)
        if not enrolled:
            self._waiting.setText(_tr("这台机器还没有在法院登记，暂时不能使用。请到人工窗口办理。"))
        else:
            self._waiting.setText(_tr("本机已保存、等待送往法院：{0}件").format(waiting) if waiting else "")
