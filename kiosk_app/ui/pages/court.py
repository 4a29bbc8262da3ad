"""Which courts may hear the case, and why: the visitor chooses, and the court decides."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from kiosk_app.ui.pages.page import Desk, Page
from kiosk_app.ui.widgets.bricks import (
    box,
    button,
    clear,
    columns,
    picture,
    rows,
    rule,
    scrolled,
    text,
)
from kiosk_app.ui.widgets.court_card import CourtCard
from kiosk_app.visit.court_choice import Gap, Offer


class CourtPage(Page):
    def __init__(self, desk: Desk) -> None:
        self._choice = desk.visit.courts.choice(desk.visit.form)
        super().__init__(desk, desk.visit.step.title, self._intro())
        theme, gap_px = desk.theme, desk.theme.px("gap_m")
        self.cards = [self._card(offer) for offer in self._choice.offers]
        self._where = QVBoxLayout()
        # Where nothing is known yet, what would help comes before the one court there is.
        shown = [*self.cards, *self._gaps()] if self._choice.found else [*self._gaps(), *self.cards]
        courts = scrolled(theme, rows(*self._exclusive(), *shown, 1, gap_px=gap_px))
        # Where it goes stays in sight, however many courts there are.
        if desk.landscape:
            body = columns(courts, rows(self._where, 1), gap_px=gap_px)
            body.setStretch(0, 5)
            body.setStretch(1, 2)
            self.lay(body)
        else:
            self.lay(courts, self._where)
            lay = self.layout()
            assert isinstance(lay, QVBoxLayout)
            lay.setStretchFactor(courts, 1)
        self._show_chosen()

    def _intro(self) -> str:
        match len(self._choice.found):
            case 0:
                return self.tr("现在还看不出哪个法院能管，不影响您提交。")
            case 1:
                return self.tr("照您填的地方，找到一个可能管这个案子的法院。")
        return self.tr("这几个法院都可能管这个案子，选一个就行。")

    # Courts -------------------------------------------------------------------------------------

    def _exclusive(self) -> list[QWidget]:
        rule_ = self._choice.exclusive
        if rule_ is None:
            return []
        words = self.tr("{0}合同里约定了别的法院，也照这个来。").format(rule_.why)
        return [self._note(text(words), text(rule_.source, "small"))]

    def _card(self, offer: Offer) -> CourtCard:
        card = CourtCard(self.theme, offer, own=offer.court.id == self._choice.own.id)
        card.clicked.connect(partial(self._on_chosen, offer))
        return card

    def _on_chosen(self, offer: Offer) -> None:
        self.desk.visit.courts.choose(offer.court)
        self._choice = self.desk.visit.courts.choice(self.desk.visit.form)
        self._show_chosen()

    def _show_chosen(self) -> None:
        chosen = self._choice.chosen
        for card in self.cards:
            card.setChecked(chosen is not None and card.court.id == chosen.id)
        clear(self._where)
        self._where.addWidget(self._where_it_goes())

    def _where_it_goes(self) -> QFrame:
        choice = self._choice
        to = choice.addressed_to
        if to.id != choice.own.id:
            words = self.tr("起诉状写给{0}。材料先交到这里，由本院告诉您怎么办，或者移送。").format(to.name)
        elif choice.chosen is None:
            words = self.tr("不选也可以：起诉状写给本院，材料交到这里，都会收下。")
        else:
            words = self.tr("起诉状写给本院，材料也交到这里。")
        return self._note(
            text(words),
            text(self.tr("这里只是帮您看看。归哪个法院管，由法院决定。"), "soft"),
            text(self.tr("民事诉讼法第127条"), "small"),
            text(self.tr("民诉法解释第211条"), "small"),
        )

    def _note(self, *said: QWidget) -> QFrame:
        theme = self.theme
        sign = picture(theme, "info", "icon_m", "brand")
        lay = columns(sign, rows(*said, gap_px=theme.px("gap_xs")), gap_px=theme.px("gap_m"))
        lay.setStretch(1, 1)
        lay.setAlignment(sign, Qt.AlignmentFlag.AlignTop)
        return box(theme, lay, "banner")

    # What would help ------------------------------------------------------------------------------

    def _gaps(self) -> list[QWidget]:
        gaps = self._choice.gaps
        if not gaps:
            return []
        theme = self.theme
        nothing_yet = not self._choice.found and not all(gap.written for gap in gaps)
        title = self.tr("填上这些，就能看出来") if nothing_yet else self.tr("还有地方看不出来")
        lay = rows(text(title, "heading"), gap_px=theme.px("gap_s"))
        for gap in gaps:
            lay.addWidget(rule())
            lay.addLayout(self._gap(gap))
        return [box(theme, lay)]

    def _gap(self, gap: Gap) -> QVBoxLayout:
        theme = self.theme
        note = gap.point.help
        if gap.written:
            note = self.tr(
                "您写的是“{0}”。这台机器里没有查到管那里的法院；没写区、县的，补上就好找。"
            ).format(gap.written)
        words = rows(text(gap.point.label), text(note, "small"), gap_px=theme.px("gap_xs"))
        do = self.tr("去看") if gap.written else self.tr("去填")
        go = button(theme, do, partial(self.jumped.emit, gap.step_id, gap.key), "", "pen", f"fill {gap.key}")
        lay = columns(words, go, gap_px=theme.px("gap_m"))
        lay.setStretch(0, 1)
        return rows(lay)
