"""Interest worked out from the answers, shown so that it can be checked; one button takes the total over."""

from __future__ import annotations

import re

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from kiosk_app.domain.interest import InterestTable
from kiosk_app.forms.interest_words import note_words, span_words, sum_words
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import banner, box, button, columns, rows, text
from kiosk_app.ui.widgets.sum_table import SumRow, SumTable


class InterestCard(QFrame):
    """``taken`` says that the visitor takes the total of ``table`` over as the answer; until then nothing is
    filled in.

    ``line`` is where the law draws a line, in words; empty where there is none to speak of.
    """

    taken = Signal()

    def __init__(self, theme: Theme, table: InterestTable, line: str = "") -> None:
        super().__init__()
        self.table = table
        sums = SumTable(
            theme,
            [
                SumRow(_whole(span_words(row)), self._yuan(str(row.amount)), _whole(sum_words(row)))
                for row in table.rows
            ],
            SumRow(self.tr("合计"), self._yuan(str(table.total))),
            note_words(table.terms),
        )
        self.take = button(theme, self.tr("就填这个数"), self.taken.emit, "strong", "check", "take interest")
        self.take.setAccessibleName(f"{self._yuan(str(table.total))}，{self.take.text()}")
        content = rows(
            text(self.tr("按您填的算一算"), "label"),
            sums,
            *([banner(theme, line)] if line else []),
            columns(1, self.take),
            gap_px=theme.px("gap_m"),
        )
        lay = QVBoxLayout(self)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.addWidget(box(theme, content))

    def _yuan(self, amount: str) -> str:
        return self.tr("{0}元").format(amount)


def _whole(words: str) -> str:
    """Where a line ends, no number stands apart from its sign or from what it counts."""
    return re.sub(r"([×÷]) ", "\\1\u00a0", words).replace("天", "\u2060天")
