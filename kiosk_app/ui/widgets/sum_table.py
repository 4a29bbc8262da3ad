"""Amounts that add up, in a table that a person can check line by line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import columns, line, rows, rule, text

_LONG = 20
"""An amount of more signs than these stands on a line of its own and is not set large."""


@dataclass(frozen=True, slots=True)
class SumRow:
    """What an amount is, and the amount as it is printed, with its unit. ``detail``: how it comes about."""

    label: str
    amount: str
    detail: str = ""


class SumTable(QWidget):
    """Words at the left, which wrap; amounts at the right, which never do; a line, the total, a note."""

    def __init__(self, theme: Theme, parts: Sequence[SumRow], total: SumRow, note: str = "") -> None:
        super().__init__()
        self._gap_px = theme.px("gap_m")
        lay = rows(gap_px=theme.px("gap_xs"))
        for number, part in enumerate(parts):
            if number:
                lay.addWidget(rule())
            lay.addLayout(self._row(part, "body"))
        lay.addWidget(_total_rule())
        lay.addLayout(self._row(total, "label"))
        if note:
            lay.addWidget(text(note, "small"))
        self.setLayout(lay)

    def _row(self, row: SumRow, role: str) -> QVBoxLayout:
        """The amount stands behind the last of its words, as a result behind its sum."""
        words = [text(row.label, role), *([text(row.detail, "small")] if row.detail else [])]
        if len(row.amount) > _LONG:
            return rows(*words, _amount(row, "body"))
        amount = _amount(row, role)
        beside = columns(words[-1], amount, gap_px=self._gap_px)
        beside.setStretch(0, 1)
        beside.setAlignment(amount, Qt.AlignmentFlag.AlignBottom)
        return rows(*words[:-1], beside)


def _amount(row: SumRow, role: str) -> QLabel:
    """In one piece; heard alone, it says what it is."""
    label = line(row.amount, role)
    label.setAlignment(Qt.AlignmentFlag.AlignRight)
    label.setAccessibleName(f"{row.label}，{row.amount}")
    return label


def _total_rule() -> QFrame:
    made = QFrame()
    made.setObjectName("total_rule")
    return made
