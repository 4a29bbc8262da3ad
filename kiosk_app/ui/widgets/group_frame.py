"""What stands around the questions of one party, child or car: its name, taking it out, adding another."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.forms.question import Question
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import button, columns, line
from kiosk_app.visit.visit import Visit


def grouped(questions: Iterable[Question]) -> list[list[Question]]:
    """Questions in runs that belong to the same one of a group, or to none."""
    return [list(own) for _, own in groupby(questions, lambda question: (question.group, question.number))]


class GroupFrame(QObject):
    """``head`` names the one that is asked about, where there are several; ``more`` adds another below the
    last. ``add`` carries the group's key, ``remove`` this frame."""

    add = Signal(str)
    remove = Signal(object)

    def __init__(self, theme: Theme, visit: Visit, questions: list[Question]) -> None:
        super().__init__()
        self.keys = [question.key for question in questions]
        self.group, self.number = questions[0].group, questions[0].number
        self.head: QWidget | None = None
        self.more: QWidget | None = None
        self.name = ""
        if not self.group:
            return
        there = visit.count(self.group)
        group = visit.form.group(self.group)
        self.name = f"{group.each}{self.number}"
        if there > 1:
            out = button(
                theme, self.tr("去掉"), partial(self.remove.emit, self), "", "close", f"remove {self.name}"
            )
            self.head = QWidget()
            self.head.setLayout(columns(line(self.name, "heading"), 1, out, gap_px=theme.px("gap_m")))
        if self.number == there and visit.may_add(self.group):
            self.more = button(
                theme, group.add, partial(self.add.emit, self.group), "", "plus", f"add {self.group}"
            )

    @property
    def keys_to_lose(self) -> list[str]:
        """The answers that would go with this one; a choice that is made for everybody is no loss."""
        return [key for key in self.keys if not key.endswith((".kind", ".capacity"))]

    def show_if(self, asked: bool) -> None:
        """Only around questions that are asked."""
        for part in (self.head, self.more):
            if part is not None:
                part.setVisible(asked)
