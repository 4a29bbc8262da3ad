"""Fields to write in. Which panel opens below for a field is told by its ``entry`` property."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QWidget

from kiosk_app.capture.alphabet import FieldKind
from kiosk_app.forms.question import Kind
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import text


class EntryKind(StrEnum):
    """What is typed into a field: words by the pinyin keyboard, the rest by the number pad."""

    WORDS = "words"
    DIGITS = "digits"
    PHONE = "phone"
    AMOUNT = "amount"
    ID = "id"
    DATE = "date"


ENTRY_KINDS = {
    Kind.PHONE: EntryKind.PHONE,
    Kind.RESIDENT_ID: EntryKind.ID,
    Kind.POSTCODE: EntryKind.DIGITS,
    Kind.DATE: EntryKind.DATE,
    Kind.MONEY: EntryKind.AMOUNT,
    Kind.PERCENT: EntryKind.AMOUNT,
    Kind.NUMBER: EntryKind.AMOUNT,
}
HANDS = {Kind.NAME: FieldKind.NAME, Kind.ADDRESS: FieldKind.ADDRESS}
_LONG = {Kind.LONG_TEXT: 4, Kind.ADDRESS: 2}
_DATE_MASK = "0000年00月00日;_"

# Nothing a visitor writes may be learned by the keyboard and offered to the next one.
_HINTS = Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoAutoUppercase


class LineEntry(QLineEdit):
    """One line. ``left`` is emitted when the visitor goes on to something else."""

    left = Signal()
    typed = Signal(str)

    def __init__(self, kind: EntryKind, example: str = "") -> None:
        super().__init__()
        self.setProperty("entry", str(kind))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(_HINTS)
        self._date = kind is EntryKind.DATE
        if self._date:
            self.setInputMask(_DATE_MASK)
        elif example:
            self.setPlaceholderText(example)
        if kind is not EntryKind.WORDS:
            self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.textEdited.connect(lambda _: self.typed.emit(self.written()))

    def written(self) -> str:
        """What stands in the field; empty for a date of which nothing was typed."""
        text = self.text()
        return "" if self._date and not any(map(str.isdigit, text)) else text

    def write(self, text: str) -> None:
        if self._date and text.count("-") == 2:
            year, month, day = text.split("-")
            text = f"{year:0>4}年{month:0>2}月{day:0>2}日"
        self.setText(text)
        self.setCursorPosition(0 if self._date and not text else len(text))

    def mark(self, at: int) -> None:
        """Select one character: what is written next takes its place. Qt counts halves of rare ones."""
        text = self.text()
        start = len(text[:at].encode("utf-16-le")) // 2
        self.setSelection(start, len(text[at : at + 1].encode("utf-16-le")) // 2)

    def set_kind(self, kind: EntryKind) -> None:
        """Another sort of thing is typed here from now on: letters, too, or figures alone."""
        self.setProperty("entry", str(kind))
        self.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, kind is EntryKind.WORDS)

    def _to_first_blank(self) -> None:
        """A date is typed from left to right, wherever the finger came down."""
        blank = self.displayText().find("_")
        if self._date and blank >= 0:
            self.setCursorPosition(blank)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._to_first_blank()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self._to_first_blank()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class TextEntry(QPlainTextEdit):
    """Several lines. ``left`` is emitted when the visitor goes on to something else."""

    left = Signal()
    typed = Signal(str)

    def __init__(self, theme: Theme, lines: int, example: str = "") -> None:
        super().__init__()
        self.setProperty("entry", str(EntryKind.WORDS))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.setInputMethodHints(_HINTS | Qt.InputMethodHint.ImhMultiLine)
        self.setPlaceholderText(example)
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(theme.px("type_lead") * 1.6 * lines) + 2 * theme.px("gap_m"))
        self._quiet = False
        self.textChanged.connect(self._on_changed)

    def written(self) -> str:
        return self.toPlainText()

    def write(self, text: str) -> None:
        self._quiet = True
        self.setPlainText(text)
        self._quiet = False

    def _on_changed(self) -> None:
        if not self._quiet:
            self.typed.emit(self.written())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()


class PeriodEntry(QWidget):
    """Two days with 至 between them; either may stay empty. ``written`` has a slash between them."""

    left = Signal()
    typed = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._days = (LineEntry(EntryKind.DATE), LineEntry(EntryKind.DATE))
        lay = QHBoxLayout(self)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.setSpacing(theme.px("gap_s"))
        for day, name in zip(self._days, (self.tr("从哪天"), self.tr("到哪天")), strict=True):
            day.setAccessibleName(name)
            day.typed.connect(lambda _text: self.typed.emit(self.written()))
            day.left.connect(self.left)
        lay.addWidget(self._days[0], 1)
        lay.addWidget(text(self.tr("至"), "body"))
        lay.addWidget(self._days[1], 1)
        self.setFocusProxy(self._days[0])

    def written(self) -> str:
        days = [day.written() for day in self._days]
        return "/".join(days) if any(days) else ""

    def write(self, text_: str) -> None:
        first, _, last = text_.partition("/")
        self._days[0].write(first)
        self._days[1].write(last)


Entry = LineEntry | TextEntry | PeriodEntry


def entry_for(theme: Theme, kind: Kind, example: str) -> Entry:
    """The field for a kind of question. Its ``hand`` property narrows what a finger may mean in it."""
    made: Entry
    if kind is Kind.PERIOD:
        return PeriodEntry(theme)
    if kind in _LONG:
        made = TextEntry(theme, _LONG[kind], example)
    else:
        made = LineEntry(ENTRY_KINDS.get(kind, EntryKind.WORDS), example)
    made.setProperty("hand", str(HANDS.get(kind, FieldKind.TEXT)))
    return made
