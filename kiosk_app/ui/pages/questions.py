"""A section of questions as one page, laid from the form's data alone."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import Suggestion
from kiosk_app.forms.answers import AnswerProblem, InvalidAnswer
from kiosk_app.forms.question import Kind, Question
from kiosk_app.forms.sums import Total
from kiosk_app.ui.messages import problem_words
from kiosk_app.ui.pages.page import Desk, Page, commit_half_words
from kiosk_app.ui.widgets.bricks import Column, box, button, clear, rows, scrolled
from kiosk_app.ui.widgets.entries import EntryKind, LineEntry
from kiosk_app.ui.widgets.group_frame import GroupFrame, grouped
from kiosk_app.ui.widgets.question_field import QuestionField
from kiosk_app.ui.widgets.suggestion import show_piece, without_piece
from kiosk_app.ui.widgets.sum_table import SumRow, SumTable
from kiosk_app.visit.review import number_has_letters


class QuestionsPage(Page):
    """What is typed is handed to the visit at every change; what it cannot take is said on leaving it."""

    def __init__(self, desk: Desk) -> None:
        section = desk.visit.step.section
        assert section is not None
        super().__init__(desk, section.title, section.why)
        self.section = section
        self.fields = {question.key: self._field(question) for question in section.questions}
        column = QVBoxLayout()
        column.setSpacing(desk.theme.px("gap_l"))
        for part in self.parts_before():
            column.addWidget(part)
        self.groups = [GroupFrame(desk.theme, desk.visit, own) for own in grouped(section.questions)]
        for frame in self.groups:
            self._lay_group(column, frame)
        self._totals = QVBoxLayout()
        column.addLayout(self._totals)
        column.addStretch(1)
        self._shown_totals: tuple[Total, ...] = ()
        self.column: Column = scrolled(desk.theme, column)
        self.lay(self.column)
        self._show_all()
        if desk.visit.stack.has_unread:
            desk.looks.run(desk.visit.stack.go_through, self._on_gone_through, self.show_fault, self)

    def parts_before(self) -> list[QWidget]:
        """What stands above the questions."""
        return []

    def _lay_group(self, column: QVBoxLayout, frame: GroupFrame) -> None:
        """The questions that belong together, under the name of the one they ask about."""
        if frame.head:
            column.addWidget(frame.head)
        for key in frame.keys:
            column.addWidget(self.fields[key])
        if frame.more:
            column.addWidget(frame.more)
        frame.add.connect(self._on_add)
        frame.remove.connect(self._on_remove)

    def _on_add(self, group: str) -> None:
        commit_half_words()
        self.desk.visit.add_to(group)
        section = self.desk.visit.step.section
        keys = [question.key for question in section.questions if question.group == group] if section else []
        last = max(self.desk.visit.form.by_key[key].number for key in keys)
        first_of_it = next(key for key in keys if self.desk.visit.form.by_key[key].number == last)
        self.jumped.emit(self.step.id, first_of_it)

    def _on_remove(self, frame: GroupFrame) -> None:
        """Asked first, where something was written: it cannot be taken back."""
        if not any(key in self.desk.visit.answers for key in frame.keys_to_lose):
            self._remove(frame)
            return
        if field := QApplication.focusWidget():
            field.clearFocus()  # the panel for writing would leave no room for the question
        take = button(
            self.theme, self.tr("去掉"), partial(self._remove, frame), "danger", "close", "take out"
        )
        keep = button(self.theme, self.tr("留着"), partial(self.say, ""), "", "", "keep")
        words = self.tr("要去掉“{0}”吗？填好的内容也会一起去掉。").format(frame.name)
        self.say(words, "doubt", "warning", take, keep)

    def _remove(self, frame: GroupFrame) -> None:
        self.desk.typed.clear()
        self.desk.visit.remove_from(frame.group, frame.number)
        self.jumped.emit(self.step.id, "")

    def _field(self, question: Question) -> QuestionField:
        desk = self.desk
        field = QuestionField(desk.theme, question, desk.column_px, desk.landscape)
        field.typed.connect(partial(self._on_typed, field))
        field.chosen.connect(partial(self._on_chosen, field))
        field.left.connect(partial(self._on_left, field))
        field.confirmed.connect(partial(self._on_confirmed, field))
        field.accepted.connect(partial(self._on_accepted, field))
        field.reckoned.connect(partial(self._on_reckoned, field))
        return field

    def _show_all(self) -> None:
        for key, field in self.fields.items():
            field.show_answer(self.desk.visit.answers.get(key), self.desk.typed.get(key))
        self._show_asked()

    def _show_asked(self) -> None:
        """Show the questions that the answers so far call for."""
        asked = {question.key for question in self.desk.visit.questions(self.section)}
        for key, field in self.fields.items():
            if key in asked and field.isHidden():  # an answer may have been offered with the question
                field.show_answer(self.desk.visit.answers.get(key), self.desk.typed.get(key))
            field.setVisible(key in asked)
            if field.question.kind is Kind.RESIDENT_ID and isinstance(field.entry, LineEntry):
                letters = number_has_letters(key, self.desk.visit.answers)
                field.entry.set_kind(EntryKind.WORDS if letters else EntryKind.ID)
        for frame in self.groups:
            frame.show_if(any(key in asked for key in frame.keys))
        self._show_suggestions()

    def _on_gone_through(self, _nothing: None) -> None:
        self._show_suggestions()

    def _show_suggestions(self) -> None:
        """Under each field what the evidence says and what can be reckoned, unless just that stands in it."""
        self._show_reckoned()
        suggested = self.desk.visit.suggestions(self.section)
        for key, field in self.fields.items():
            for card in field.show_suggestions(suggested.get(key, ())):
                self.desk.looks.run(
                    partial(self.desk.visit.stack.snippet, card.suggestion),
                    partial(show_piece, card),
                    without_piece,
                    card,
                )

    def _show_reckoned(self) -> None:
        """Interest that is not the answer yet, and the sums of what this page asks, part by part."""
        visit = self.desk.visit
        offers = visit.interest()
        for key, field in self.fields.items():
            offer, answer = offers.get(key), visit.answers.get(key)
            taken = offer is not None and answer is not None and answer.value == offer.table.total
            field.show_interest(None if taken else offer)
        totals = tuple(each for each in visit.totals(self.section) if each.parts)
        if totals != self._shown_totals:
            self._shown_totals = totals
            clear(self._totals)
            for each in totals:
                self._totals.addWidget(self._total(each))

    def _total(self, total: Total) -> QWidget:
        yuan = self.tr("{0}元")
        parts = [
            SumRow(part.label, ("－" if part.taken_off else "") + yuan.format(part.amount))
            for part in total.parts
        ]
        return box(
            self.theme,
            rows(SumTable(self.theme, parts, SumRow(total.label, yuan.format(total.amount)))),
        )

    def _on_reckoned(self, field: QuestionField, amount: Money) -> None:
        key = field.question.key
        self.desk.visit.enter(key, amount.plain)
        self.desk.typed.pop(key, None)
        field.show_answer(self.desk.visit.answers.get(key), None)
        self._show_asked()

    def _on_accepted(self, field: QuestionField, suggestion: Suggestion) -> None:
        key = suggestion.key
        self.desk.visit.take_suggestion(suggestion)
        self.desk.typed.pop(key, None)
        field.show_answer(self.desk.visit.answers.get(key), None)
        self._show_asked()

    def _try(self, field: QuestionField) -> AnswerProblem | None:
        """Hand the visit what stands in the field; why not, if it cannot be taken."""
        key, written = field.question.key, field.written()
        try:
            self.desk.visit.enter(key, written)
        except InvalidAnswer as fault:
            self.desk.typed[key] = written
            return AnswerProblem(str(fault.facts["problem"]))
        self.desk.typed.pop(key, None)
        return None

    def _on_typed(self, field: QuestionField, _text: str) -> None:
        # While somebody is still writing, nothing is wrong yet.
        problem = self._try(field)
        field.show_note(None if problem else self.desk.visit.answers.get(field.question.key))
        self._show_suggestions()

    def _on_chosen(self, field: QuestionField, _text: str) -> None:
        self._try(field)
        field.show_note(self.desk.visit.answers.get(field.question.key))
        self._show_asked()

    def _on_left(self, field: QuestionField) -> None:
        key = field.question.key
        if key in self.desk.typed and (problem := self._try(field)):
            field.show_problem(problem_words(problem))
        self._show_asked()  # what depends on a typed answer

    def _on_confirmed(self, field: QuestionField) -> None:
        self.desk.visit.confirm(field.question.key)
        field.show_note(self.desk.visit.answers.get(field.question.key))

    def apply(self) -> bool:
        commit_half_words()
        wrong = [field for field in self.fields.values() if not field.isHidden() and not field.understood()]
        for field in wrong:
            self._on_left(field)
        if wrong:
            self.show_field(wrong[0].question.key)
            self.say(self.tr("有一项看不懂：请改好，或者清空再往下走。"), "bad", "warning")
        return not wrong

    def writing(self, on: bool) -> None:
        """The panel takes the room of a lying screen: what was said goes for it."""
        if on:
            self.say("")

    def show_field(self, key: str) -> None:
        """Bring a question into sight and put the cursor into it."""
        field = self.fields.get(key)
        if field is None:
            return
        self.column.show_widget(field)
        if field.entry is not None:
            field.entry.setFocus()
