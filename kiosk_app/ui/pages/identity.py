"""What was read from the card, to be looked at and mended."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from kiosk_app.capture.cards import CardKind
from kiosk_app.capture.idcard import Side
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.widgets.bricks import banner, clear, columns
from kiosk_app.ui.widgets.entries import LineEntry
from kiosk_app.ui.widgets.name_card import NameCard
from kiosk_app.ui.widgets.question_field import QuestionField
from kiosk_app.visit.card import NAME
from kiosk_app.visit.name_check import NameCheck
from kiosk_app.visit.open_doubts import OpenDoubts

_SNIPPET_TARGETS = 1.5
"""How high a piece of the card may be, in heights of a button."""


class IdentityPage(QuestionsPage):
    """The plaintiff's questions; a doubtful one shows the piece of the card it was read from, and a doubtful
    name is asked about character by character."""

    def parts_before(self) -> list[QWidget]:
        visit = self.desk.visit
        asked = [question.key for question in visit.questions(self.section)]
        self._doubts = OpenDoubts().seen(visit.answers, asked)
        self._check: NameCheck | None = None
        self.name_card: NameCard | None = None
        doubtful = [*self._doubts.keys, *self._unread(asked)]
        parts: list[QWidget] = []
        self._only_the_name: QWidget | None = None
        if doubtful:
            words = self.tr("有{0}处没有看清，请对照图片核对，或者补上。").format(len(doubtful))
            parts.append(banner(self.theme, words, "doubt", "warning"))
            self._only_the_name = parts[0] if doubtful == [NAME] else None
        elif Side.FRONT in visit.card_sides or visit.chip:
            words = self.tr("都是从身份证上读到的，请看一遍。")
            if visit.identity.kind not in (CardKind.RESIDENT, None):
                words = self.tr("都是从证件上读到的，请看一遍。")
            parts.append(banner(self.theme, words, "good", "check"))
        self._asked_first = QWidget()
        self._asked_first.hide()
        self._name_place = QVBoxLayout(self._asked_first)
        self._name_place.setContentsMargins(0, 0, 0, 0)
        parts.append(self._asked_first)
        if visit.card_sides:
            parts.append(self._pictures())
        self._cut_snippets(doubtful)
        if NAME in doubtful:
            self.desk.looks.run(visit.identity.name_check, self._show_check, _without_check, self)
        return parts

    def _unread(self, asked: list[str]) -> list[str]:
        """Of the questions ``asked`` those whose field was seen on the card, but not read."""
        visit = self.desk.visit
        readings = visit.identity.readings()
        return [
            key
            for key in asked
            if key in readings and readings[key].box is not None and key not in visit.answers
        ]

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
        page_id = visit.card_sides.get(Side.FRONT)
        if not doubtful or page_id is None:
            return
        readings = visit.identity.readings()
        whole = _pixmap(visit.page_picture(page_id))
        for key in doubtful:
            reading = readings.get(key)
            if reading is not None and reading.box is not None:
                left, top, right, bottom = reading.box
                margin = (bottom - top) // 4
                area = QRect(left, top, right - left, bottom - top).adjusted(-margin, -margin, margin, margin)
                field = self.fields[key]
                room = QSize(field.input_px, round(_SNIPPET_TARGETS * self.theme.px("target")))
                field.show_snippet(_fit(whole.copy(area & whole.rect()), room))

    # The name, character by character -----------------------------------------------------------------

    def _show_check(self, check: NameCheck | None) -> None:
        clear(self._name_place)
        self._check, self.name_card = check, None
        self._asked_first.setVisible(check is not None)
        if check is None:
            return
        if self._only_the_name:  # its own card asks, and wants the room
            self._only_the_name.hide()
        self.name_card = NameCard(self.theme, check, self.desk.column_px, self.desk.landscape)
        self.name_card.right.connect(self._on_name_right)
        self.name_card.put.connect(self._on_sign_put)
        self.name_card.by_hand.connect(self._on_by_hand)
        self._name_place.addWidget(self.name_card)
        self.fields[NAME].show_asked_above()

    def _on_name_right(self) -> None:
        self.desk.visit.confirm(NAME)
        self._name_settled()

    def _on_sign_put(self, at: int, sign: str) -> None:
        if self._check is None:
            return
        check = self._check.put(at, sign)
        self.desk.visit.identity.take_name(check.name, sure=not check.doubtful)
        if check.doubtful:
            self.fields[NAME].show_answer(self.desk.visit.answers.get(NAME), None)
            self._show_check(check)
        else:
            self._name_settled()

    def _on_by_hand(self, at: int) -> None:
        """The one character is marked in its field: what is written next takes its place."""
        entry, check = self.fields[NAME].entry, self._check
        if not isinstance(entry, LineEntry) or check is None:
            return
        self.fields[NAME].show_writing_one()
        self.column.show_widget(entry)
        entry.setFocus()
        entry.mark(at)

    def _name_settled(self) -> None:
        self._show_check(None)
        self.desk.typed.pop(NAME, None)
        self.fields[NAME].show_answer(self.desk.visit.answers.get(NAME), None)

    def _on_typed(self, field: QuestionField, text: str) -> None:
        super()._on_typed(field, text)
        answer = self.desk.visit.answers.get(NAME)
        if self._check is not None and (answer is None or answer.confirmed):
            self._show_check(None)

    # Going on -----------------------------------------------------------------------------------------

    def apply(self) -> bool:
        """What is still in doubt is named once before the page is left."""
        if not super().apply():
            return False
        visit = self.desk.visit
        self._doubts = self._doubts.seen(
            visit.answers, (question.key for question in visit.questions(self.section))
        )
        if not self._doubts.calls:
            return True
        self._doubts = self._doubts.leaving()
        names = "、".join(f"“{self.fields[key].question.label}”" for key in self._doubts.keys)
        self.say(
            self.tr(
                "{0}还没有核对：对，就点“对”；不对，就改一改。拿不准也不要紧，再点一次“下一步”，工作人员会帮您核对。"
            ).format(names),
            "doubt",
            "warning",
        )
        first = self._doubts.keys[0]
        self.column.show_widget(self.name_card if first == NAME and self.name_card else self.fields[first])
        return False


def _without_check(_fault: Fault) -> None:
    """The field below asks in its own words: the card's picture is damaged, which other screens say."""


def _pixmap(jpeg: bytes) -> QPixmap:
    shown = QPixmap()
    shown.loadFromData(jpeg)
    return shown


def _fit(shown: QPixmap, room: QSize) -> QPixmap:
    return shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
