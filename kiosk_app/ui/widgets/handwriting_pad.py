"""Write with a finger: a canvas, six candidates beside it, and what undoes.

Nothing is entered that nobody touched. Keyboards on phones enter their first guess when the next character
begins; a court's papers carry names, where the second guess is often the right one, and a hand that is slow
must not lose a half-written character to a pause. So writing on only refines the candidates: several
characters make a word, side by side or on top of each other, and one touch takes the word.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from kiosk_app.capture.alphabet import FieldKind
from kiosk_app.capture.handwriting import MOST_CANDIDATES, Candidate, Seen, recognise
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.messages import fault_words
from kiosk_app.ui.tasks import Tasks
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import button, columns, restyle, rows
from kiosk_app.ui.widgets.field_keys import send_key, send_words
from kiosk_app.ui.widgets.word_button import WordButton
from kiosk_app.ui.widgets.writing_canvas import WritingCanvas

_DOUBTFUL = 0.35
"""Below this the first candidate is a guess, and the pad says so."""


class HandwritingPad(QWidget):
    """Writes into whatever field has the focus. ``offered`` is emitted when candidates have changed."""

    offered = Signal()

    def __init__(self, theme: Theme, landscape: bool) -> None:
        super().__init__()
        self._theme = theme
        self._tasks = Tasks(self)
        self._kind = FieldKind.TEXT
        self._seen: Seen = {}
        self._wanted = False
        """Strokes have changed since the reading that runs began."""
        self.canvas = WritingCanvas(theme)
        self.canvas.setAccessibleName(self.tr("手写区"))
        self.canvas.begun.connect(self._on_changed)
        self.canvas.lifted.connect(self._on_changed)
        self.canvas.emptied.connect(self._on_emptied)
        self._offers = [self._offer(number) for number in range(MOST_CANDIDATES)]
        keys = QVBoxLayout()
        keys.setSpacing(theme.px("gap_xs"))
        for words, act, icon_name, name in (
            (self.tr("退格"), lambda: send_key(Qt.Key.Key_Backspace), "backspace", "hand erase"),
            (self.tr("撤一笔"), self.canvas.undo, "undo", "hand undo"),
            (self.tr("重写"), self.canvas.clear, "again", "hand clear"),
        ):
            keys.addWidget(self._key(button(theme, words, act, "keyword", icon_name, name)))
        offers = self._grid(2 if landscape else 3)
        gap_px = theme.px("gap_s")
        if landscape:
            lay = columns(self.canvas, offers, keys, gap_px=gap_px)
            lay.setStretch(0, 4)
            lay.setStretch(1, 3)
            lay.setStretch(2, 1)
            self.setLayout(lay)
        else:
            below = columns(self.canvas, keys, gap_px=gap_px)
            below.setStretch(0, 4)
            below.setStretch(1, 1)
            whole = rows(offers, below, gap_px=gap_px)
            whole.setStretch(1, 1)
            self.setLayout(whole)
        self._show(())

    def _grid(self, across: int) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._theme.px("gap_xs"))
        for number, offer in enumerate(self._offers):
            grid.addWidget(offer, number // across, number % across)
        for column in range(across):
            grid.setColumnStretch(column, 1)
        return grid

    def _key(self, key: WordButton) -> WordButton:
        # Two quick touches are two strokes taken back here, and the field keeps the focus.
        key.setProperty("repeats", True)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        return key

    def _offer(self, number: int) -> WordButton:
        made = button(self._theme, "", lambda: self._take(number), "offered", "", f"offer {number + 1}")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        return made

    # What the panel asks ----------------------------------------------------------------------------

    def serve(self, kind: FieldKind) -> None:
        """Another field: what was written for the one before goes."""
        self._kind = kind
        self.forget()

    def forget(self) -> None:
        """Nothing of what was written stays, neither on the screen nor behind it."""
        self.canvas.clear()

    @property
    def candidates(self) -> tuple[str, ...]:
        """What is offered, the likeliest first."""
        return tuple(offer.text() for offer in self._offers if offer.isEnabled())

    @property
    def reading(self) -> bool:
        """Whether strokes are still being read."""
        return self._tasks.running > 0

    def finish(self) -> None:
        """Wait for the reading that runs, before the program ends."""
        self._tasks.finish()

    # Reading ----------------------------------------------------------------------------------------

    def _on_emptied(self) -> None:
        self._seen = {}
        self._wanted = self.reading
        self._show(())

    def _on_changed(self) -> None:
        """Read what is there now; where a reading runs, the newest strokes are next, and only they."""
        if self.canvas.writing or not self.isVisible():
            return
        self._wanted = True
        if not self.reading:
            self._read()

    def _read(self) -> None:
        self._wanted = False
        strokes, kind, seen = self.canvas.strokes(), self._kind, self._seen
        self._tasks.run(lambda: recognise(strokes, kind, seen), self._on_read, self._on_fault, self)

    def _on_read(self, found: tuple[Candidate, ...]) -> None:
        if self._wanted:
            # What was found is of strokes that have changed since.
            if self.canvas.empty:
                self._wanted = False
            else:
                self._read()
            return
        self._show(() if self.canvas.empty else found)

    def _on_fault(self, fault: Fault) -> None:
        self._wanted = False
        self._show(())
        self.canvas.show_hint(fault_words(fault))

    def _show(self, found: Sequence[Candidate]) -> None:
        for number, offer in enumerate(self._offers):
            words = found[number].text if number < len(found) else ""
            offer.setText(words)
            offer.setEnabled(bool(words))
            offer.setAccessibleName(self.tr("候选{0}：{1}").format(number + 1, words) if words else "")
            room_px = offer.width() - 2 * self._theme.px("gap_m")
            too_long = len(words) * self._theme.px("type_heading") > room_px
            restyle(offer, "role", "offered_long" if too_long else "offered")
        doubtful = bool(found) and found[0].confidence < _DOUBTFUL
        self.canvas.show_hint(self.tr("没有认准：请写大一点，或者改用拼音") if doubtful else "")
        self.offered.emit()

    def _take(self, number: int) -> None:
        send_words(self._offers[number].text())
        self.canvas.clear()
