"""Asks whether somebody is still there. Any touch says yes."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QWidget

from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import box, button, columns, picture, rows, text


class IdleWarning(QFrame):
    """Covers the window and counts down."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("veil")
        self._count = text("", "countdown")
        self._meaning = text("", "lead")
        title = text(self.tr("您还在吗？"), "title")
        stay = button(theme, self.tr("我还在，继续填写"), lambda: None, "main", "hand", "stay")
        sign = picture(theme, "clock", "icon_l", "seal")
        content = rows(columns(1, sign, 1), title, self._count, self._meaning, stay, gap_px=theme.px("gap_m"))
        for words in (title, self._count, self._meaning):
            words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        card = box(theme, content, "card", "gap_xl")
        card.setFixedWidth(theme.px("dialog"))
        lay = columns(1, rows(1, card, 1), 1)
        self.setLayout(lay)
        self.hide()

    def count_down(self, seconds_left: int, sealed: bool) -> None:
        """Show how long is left. ``sealed``: the filing is submitted, only the screen will be cleared."""
        self._count.setText(self.tr("{0}秒").format(seconds_left))
        lost = self.tr("没有人碰屏幕，就会清除您填写的内容。\n碰一下屏幕，就可以继续。")
        safe = self.tr("您的材料已经提交，保存好了。\n没有人碰屏幕，就会清空这一页。")
        self._meaning.setText(safe if sealed else lost)
        if parent := self.parentWidget():
            self.setGeometry(parent.rect())
        self.raise_()
        self.show()
