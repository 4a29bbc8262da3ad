"""What brings you here: one big button for each kind of case this kiosk can file."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton

from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.widgets.bricks import button, columns, picture, rows, scrolled, text
from kiosk_app.ui.widgets.tiles import LaidButton
from kiosk_app.visit.reception import CaseOffer


class CasesPage(Page):
    """``picked`` carries the form's id; ``counter`` is emitted for everything else."""

    picked = Signal(str)
    counter = Signal()
    side_screen = True
    with_ways_out = True

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("您来办什么事？"), self.tr("选一项，我们一步一步来。"))
        theme = desk.theme
        other = button(theme, self.tr("是别的事，去人工窗口"), self.counter.emit, "", "counter", "other case")
        offers = [self._offer(offer) for offer in desk.parts.reception.cases]
        self.lay(scrolled(theme, rows(*offers, other, 1, gap_px=theme.px("gap_m"))), gap="gap_l")

    def _offer(self, offer: CaseOffer) -> QPushButton:
        theme = self.theme
        words = rows(text(offer.title, "heading"), text(offer.description, "soft"), gap_px=theme.px("gap_xs"))
        lay = columns(
            picture(theme, "money", "icon_l", "brand"),
            words,
            picture(theme, "next", "icon_m", "brand"),
            gap_px=theme.px("gap_l"),
            margin_px=theme.px("gap_l"),
        )
        lay.setStretch(1, 1)
        made = LaidButton(theme, lay)
        made.setObjectName(f"case {offer.form_id}")
        made.setProperty("role", "offer")
        made.setAccessibleName(offer.title)
        made.clicked.connect(lambda: self.picked.emit(offer.form_id))
        return made

    def main(self) -> Main:
        return Main(self.tr("回到首页"), "back", strong=False)

    def press_main(self) -> None:
        self.left.emit()
