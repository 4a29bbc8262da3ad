"""What was read from the card, to be looked at and mended."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QWidget

from kiosk_app.capture.idcard import Side
from kiosk_app.domain.identity import CardFront
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.widgets.bricks import banner, columns

_READ_FROM = {
    "plaintiff.1.name": "name",
    "plaintiff.1.sex": "sex",
    "plaintiff.1.ethnicity": "ethnicity",
    "plaintiff.1.birth": "birth",
    "plaintiff.1.domicile": "address",
    "plaintiff.1.id_number": "number",
}
"""Which field of the card stands behind which answer."""


class IdentityPage(QuestionsPage):
    """The plaintiff's questions; a doubtful one shows the piece of the card it was read from."""

    def parts_before(self) -> list[QWidget]:
        visit = self.desk.visit
        doubtful = [key for key in self.fields if key in visit.answers and not visit.answers[key].confirmed]
        parts: list[QWidget] = []
        if doubtful:
            words = self.tr("有{0}处没有看清，用黄框标出来了，请对照一下。").format(len(doubtful))
            parts.append(banner(self.theme, words, "doubt", "warning"))
        elif Side.FRONT in visit.card_sides or visit.chip:
            parts.append(banner(self.theme, self.tr("都是从身份证上读到的，请看一遍。"), "good", "check"))
        if visit.card_sides:
            parts.append(self._pictures())
        self._cut_snippets(doubtful)
        return parts

    def _pictures(self) -> QWidget:
        theme, visit = self.theme, self.desk.visit
        block = QWidget()
        shown = []
        width_px = (self.desk.column_px - theme.px("gap_m")) // 2
        for side in Side:
            if page_id := visit.card_sides.get(side):
                label = QLabel()
                label.setPixmap(
                    _fit(_pixmap(visit.page_picture(page_id)), QSize(width_px, theme.px("card_look")))
                )
                shown.append(label)
        block.setLayout(columns(*shown, 1, gap_px=theme.px("gap_m")))
        return block

    def _cut_snippets(self, doubtful: list[str]) -> None:
        visit = self.desk.visit
        front: CardFront | None = visit.card()[0]
        page_id = visit.card_sides.get(Side.FRONT)
        if not doubtful or front is None or page_id is None:
            return
        whole = _pixmap(visit.page_picture(page_id))
        for key in doubtful:
            reading = getattr(front, _READ_FROM.get(key, ""), None)
            if reading is not None and reading.box is not None:
                left, top, right, bottom = reading.box
                margin = (bottom - top) // 4
                area = QRect(left, top, right - left, bottom - top).adjusted(-margin, -margin, margin, margin)
                room = QSize(self.desk.column_px // 2, self.theme.px("target"))
                self.fields[key].show_snippet(_fit(whole.copy(area & whole.rect()), room))


def _pixmap(jpeg: bytes) -> QPixmap:
    shown = QPixmap()
    shown.loadFromData(jpeg)
    return shown


def _fit(shown: QPixmap, room: QSize) -> QPixmap:
    return shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
