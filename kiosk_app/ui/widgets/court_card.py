"""A court to choose, with why it may hear the case."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from kiosk_app.ui.theme import Theme, icon_pixmap
from kiosk_app.ui.widgets.bricks import columns, line, restyle, rows, text
from kiosk_app.ui.widgets.tiles import LaidButton
from kiosk_app.visit.court_choice import Ground, Offer


class CourtCard(LaidButton):
    """The court's name, large; below it each ground in a sentence, its places and its article. ``own`` marks
    the court whose kiosk this is."""

    def __init__(self, theme: Theme, offer: Offer, own: bool) -> None:
        self._theme = theme
        self._mark = QLabel()
        self._mark.setFixedSize(theme.px("icon_m"), theme.px("icon_m"))
        self._name = text(offer.court.name, "heading")
        head = columns(self._name, gap_px=theme.px("gap_s"))
        head.setStretch(0, 1)
        if own:
            head.addWidget(line(self.tr("本院"), "badge"), alignment=Qt.AlignmentFlag.AlignTop)
        grounds = [self._said(ground) for ground in offer.grounds] or [self._without_ground(own)]
        said = rows(head, *(rows(*each) for each in grounds), gap_px=theme.px("gap_s"))
        lay = columns(self._mark, said, gap_px=theme.px("gap_m"), margin_px=theme.px("gap_m"))
        lay.setStretch(1, 1)
        lay.setAlignment(self._mark, Qt.AlignmentFlag.AlignTop)
        super().__init__(theme, lay)
        self.court = offer.court
        self.setObjectName(f"court {offer.court.id}")
        self.setProperty("role", "offer")
        self.setCheckable(True)
        self.setAccessibleName("，".join([offer.court.name, *(ground.rule.why for ground in offer.grounds)]))
        self.toggled.connect(self._draw_mark)
        self._draw_mark(False)

    def _said(self, ground: Ground) -> list[QWidget]:
        rule = ground.rule
        places = self.tr("{0}：{1}").format(rule.point.label, "；".join(ground.places))
        return [text(rule.why), text(places, "small"), text(rule.source, "small")]

    def _without_ground(self, own: bool) -> list[QWidget]:
        if own:
            words = self.tr("材料交到这里，这里都会收下。")
            return [text(words), text(self.tr("《登记立案规定》第二条"), "small")]
        return [text(self.tr("您选过它。照现在填的地方，看不出它和这个案子有什么联系。"), "soft")]

    def _draw_mark(self, taken: bool) -> None:
        theme = self._theme
        colour = theme.colour("brand" if taken else "edge")
        restyle(self._name, "state", "taken" if taken else "")
        self._mark.setPixmap(
            icon_pixmap(theme, f"radio_{'on' if taken else 'off'}", theme.px("icon_m"), colour)
        )
