"""What happens when the button is pressed, said before it is pressed."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.widgets.bricks import box, columns, picture, rows, scrolled, text


class SubmitPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("提交给法院"), self.tr("点“提交”以后，会这样："))
        points = (
            self._point(
                "lock",
                self.tr("先保存在这台机器上"),
                self.tr("材料立即加密封存，停电、断网都不会丢。您会拿到一个回执编号。"),
            ),
            self._point(
                "send",
                self.tr("再自动送到法院"),
                self.tr("网络通就马上送，不通就等通了再送，不用您操心。法院收到，才会显示“法院已收到”。"),
            ),
            self._point(
                "court",
                self.tr("由法院决定是否立案"),
                self.tr("法院会审查材料。立案了会给您案号；还缺什么，会一次告诉您。"),
            ),
        )
        note = text(
            self.tr("提交以后，这里填的内容就不能再改了。要补充或更正，可以找{0}。").format(
                desk.parts.counter
            ),
            "soft",
        )
        self.lay(scrolled(desk.theme, rows(*points, note, 1, gap_px=desk.theme.px("gap_m"))), gap="gap_l")

    def _point(self, icon_name: str, title: str, words: str) -> QFrame:
        theme = self.theme
        sentence = rows(text(title, "heading"), text(words), gap_px=theme.px("gap_xs"))
        lay = columns(picture(theme, icon_name, "icon_l", "brand"), sentence, gap_px=theme.px("gap_l"))
        lay.setStretch(1, 1)
        return box(theme, lay, "card", "gap_l")

    def main(self) -> Main:
        return Main(self.tr("提交"), "send")

    def press_main(self) -> None:
        self.say("")
        self.set_busy(self.tr("正在封存您的材料，请不要离开…"))
        self.desk.tasks.run(self.desk.visit.submit, self._on_submitted, self.show_fault, self)

    def _on_submitted(self, _submitted: object) -> None:
        self.set_busy("")
        self.forward.emit()
