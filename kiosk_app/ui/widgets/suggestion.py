"""What a paper suggests for a question: a piece of its picture, what it says, one button to take it over."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout

from kiosk_app.capture.geometry import Image
from kiosk_app.domain.errors import Fault
from kiosk_app.domain.paper import Suggestion
from kiosk_app.ui.pixels import as_qimage
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import box, button, columns, rows, text

_PIECE_TARGETS = 1.3
"""How high the piece of the picture may be, in heights of a button: the print in it is read from afar."""


class SuggestionCard(QFrame):
    """``taken`` says that the visitor takes it over. The picture comes later, by :meth:`show_piece`.

    ``words`` say what the paper says, ``take_words`` what the button does.
    """

    taken = Signal()

    def __init__(
        self, theme: Theme, suggestion: Suggestion, words: str, take_words: str, width_px: int
    ) -> None:
        super().__init__()
        self.suggestion = suggestion
        pad_px = theme.px("gap_s")
        self._room = QSize(
            width_px - 2 * pad_px - theme.px("gap_xs"), round(_PIECE_TARGETS * theme.px("target"))
        )
        self._piece = QLabel()
        self._piece.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        self._piece.setFixedHeight(self._room.height())
        self.take = button(theme, take_words, self.taken.emit, "strong", "check", f"take {suggestion.key}")
        self.take.setAccessibleName(f"{words}，{take_words}")
        below = columns(text(words), self.take, gap_px=theme.px("gap_s"))
        below.setStretch(0, 1)
        frame = box(theme, rows(self._piece, below, gap_px=theme.px("gap_xs")), "card", "gap_s")
        lay = QVBoxLayout(self)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.addWidget(frame)

    def show_piece(self, piece: QImage) -> None:
        """The piece of the page that says so, as large as the card has room for."""
        shown = QPixmap.fromImage(piece).scaled(
            self._room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        self._piece.setPixmap(shown)
        self._piece.setFixedHeight(shown.height())


def show_piece(card: SuggestionCard, piece: Image) -> None:
    card.show_piece(as_qimage(piece))


def without_piece(_fault: Fault) -> None:
    """The words stand without their picture: the page's own picture is damaged, which other screens say."""
