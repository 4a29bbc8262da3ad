"""One question with its input, its help, and what is wrong or doubtful about the answer, at the field."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kiosk_app.domain.paper import Suggestion
from kiosk_app.domain.values import Answer, Source
from kiosk_app.forms.answers import InvalidAnswer, display, edit_text, parse
from kiosk_app.forms.question import Kind, Question
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import button, clear, picture, restyle, text
from kiosk_app.ui.widgets.entries import Entry, entry_for
from kiosk_app.ui.widgets.interest_card import InterestCard
from kiosk_app.ui.widgets.suggestion import SuggestionCard
from kiosk_app.ui.widgets.tiles import Tiles
from kiosk_app.visit.reckoning import InterestOffer


class QuestionField(QWidget):
    """``typed`` carries the text at every change, ``chosen`` a touched choice, ``left`` nothing.

    ``confirmed`` says that a doubtful reading is right; ``accepted`` carries a suggestion that is taken over,
    ``reckoned`` an amount that was worked out and is taken over.
    """

    typed = Signal(str)
    chosen = Signal(str)
    left = Signal()
    confirmed = Signal()
    accepted = Signal(object)
    reckoned = Signal(object)

    def __init__(self, theme: Theme, question: Question, width_px: int, beside: bool) -> None:
        """``beside``: the words stand left of the input, not above it."""
        super().__init__()
        self.setObjectName(question.key)
        self._theme, self.question = theme, question
        self.entry: Entry | None = None
        self.tiles: Tiles | None = None
        self.suggested: tuple[Suggestion, ...] = ()
        self.interest: InterestOffer | None = None
        label_px = width_px * 2 // 5 if beside else width_px
        input_px = width_px - label_px - theme.px("gap_l") if beside else width_px
        self.input_px = input_px
        words = self._words()
        answer = self._input(input_px)
        lay: QHBoxLayout | QVBoxLayout = QHBoxLayout(self) if beside else QVBoxLayout(self)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.setSpacing(theme.px("gap_l" if beside else "gap_s"))
        lay.addWidget(words, 2, Qt.AlignmentFlag.AlignTop) if beside else lay.addWidget(words)
        lay.addWidget(answer, 3, Qt.AlignmentFlag.AlignTop) if beside else lay.addWidget(answer)

    def _words(self) -> QWidget:
        block = QWidget()
        lay = QVBoxLayout(block)
        lay.setContentsMargins(0, self._theme.px("gap_xs"), 0, 0)
        lay.setSpacing(self._theme.px("gap_xs"))
        label = self.question.label
        if self.question.optional:
            label = self.tr("{0}（可不填）").format(label)
        lay.addWidget(text(label, "label"))
        if self.question.help:
            lay.addWidget(text(self.question.help, "small"))
        return block

    def _input(self, width_px: int) -> QWidget:
        block = QWidget()
        lay = QVBoxLayout(block)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.setSpacing(self._theme.px("gap_xs"))
        question = self.question
        if question.choices:
            self.tiles = Tiles(self._theme, question.choices, question.kind is Kind.CHOICES, width_px)
            self.tiles.chosen.connect(self.chosen)
            lay.addWidget(self.tiles)
        else:
            example = self.tr("例如 {0}").format(question.example) if question.example else ""
            self.entry = entry_for(self._theme, question.kind, example)
            self.entry.setAccessibleName(question.label)
            self.entry.typed.connect(self.typed)
            self.entry.left.connect(self.left)
            lay.addWidget(self.entry)
        self._snippet = QLabel()
        self._snippet.hide()
        lay.addWidget(self._snippet)
        lay.addWidget(self._notes())
        self._offer = QVBoxLayout()
        lay.addLayout(self._offer)
        self._cards = QVBoxLayout()
        self._cards.setSpacing(self._theme.px("gap_xs"))
        lay.addLayout(self._cards)
        return block

    def _notes(self) -> QWidget:
        """The line below the input: what is wrong, what to look at, or what was understood."""
        block = QWidget()
        lay = QHBoxLayout(block)
        lay.setContentsMargins(0, 0, 0, 0)
        lay.setSpacing(self._theme.px("gap_s"))
        self._sign = QLabel()
        self._note = text("", "small")
        self._yes = button(self._theme, self.tr("对，没错"), self.confirmed.emit, "strong", "check")
        lay.addWidget(self._sign)
        lay.addWidget(self._note, 1)
        lay.addWidget(self._yes)
        self._note_block = block
        self._say("", "small", "")
        return block

    def _say(self, words: str, role: str, icon_name: str, ask: bool = False) -> None:
        self._note_block.setVisible(bool(words))
        self._note.setText(words)
        restyle(self._note, "role", role)
        self._sign.setVisible(bool(icon_name))
        if icon_name:
            drawn = picture(self._theme, icon_name, "icon_s", role)
            self._sign.setPixmap(drawn.pixmap())
        self._yes.setVisible(ask)
        if self.entry is not None:
            restyle(self.entry, "state", {"bad": "bad", "doubt": "doubt"}.get(role, ""))

    def show_snippet(self, piece: QPixmap) -> None:
        """The piece of the picture that a doubtful answer was read from."""
        self._snippet.setPixmap(piece)
        self._snippet.show()

    def show_suggestions(self, suggested: tuple[Suggestion, ...]) -> tuple[SuggestionCard, ...]:
        """Show what papers suggest, below the input; the cards that are new and want their picture."""
        if suggested == self.suggested:
            return ()
        self.suggested = suggested
        clear(self._cards)
        cards = tuple(self._card(each) for each in suggested)
        for card in cards:
            card.taken.connect(partial(self.accepted.emit, card.suggestion))
            self._cards.addWidget(card)
        return cards

    def show_interest(self, offer: InterestOffer | None) -> None:
        """Show what can be worked out as the answer, below the input; None takes it away."""
        if offer == self.interest:
            return
        self.interest = offer
        clear(self._offer)
        if offer is not None:
            card = InterestCard(self._theme, offer.table, offer.line)
            card.taken.connect(lambda: self.reckoned.emit(offer.table.total))
            self._offer.addWidget(card)

    def _card(self, suggestion: Suggestion) -> SuggestionCard:
        value = display(self.question, suggestion.value)
        if suggestion.certain:
            words = self.tr("{0}上写的是 {1}").format(suggestion.paper, value)
        else:
            words = self.tr("{0}上好像写的是 {1}，请对照图片看一看").format(suggestion.paper, value)
        take_words = self.tr("就选这个") if self.question.choices else self.tr("就填这个")
        return SuggestionCard(self._theme, suggestion, words, take_words, self.input_px)

    def written(self) -> str:
        """What stands in the input, as text for the visit."""
        if self.tiles is not None:
            return self.tiles.text()
        assert self.entry is not None
        return self.entry.written()

    def show_answer(self, answer: Answer | None, typed: str | None) -> None:
        """Show the visit's answer, or what was typed and could not be understood yet."""
        written = typed if typed is not None else edit_text(answer.value) if answer else ""
        if self.tiles is not None:
            self.tiles.set_text(written)
        elif self.entry is not None and self.entry.written() != written:
            self.entry.write(written)
        self.show_note(answer if typed is None else None)

    def show_note(self, answer: Answer | None) -> None:
        """What there is to say about an answer that could be understood."""
        if answer is None:
            self._say("", "small", "")
        elif not answer.confirmed:
            self._say(self.tr("这里没有看清，请对照证件看一看"), "doubt", "warning", ask=True)
        elif answer.source is Source.CARD:
            self._say(self.tr("从证件上读到"), "good", "check")
        elif answer.source is Source.PAPER:
            self._say(self.tr("照材料上写的填的"), "good", "check")
        elif self.question.kind is Kind.MONEY:
            self._say(self.tr("就是 {0}").format(display(self.question, answer.value)), "small", "")
        else:
            self._say("", "small", "")

    def show_asked_above(self) -> None:
        """The answer is in doubt, and is asked about in a larger way above."""
        self._snippet.hide()
        self._say(self.tr("请在上面核对"), "doubt", "up")

    def show_writing_one(self) -> None:
        """One character of the answer is marked and waits for another, which stands on the picture."""
        self._snippet.show()
        self._say(self.tr("写好后点候选字，就换掉选中的这个字"), "doubt", "pen")

    def show_problem(self, words: str) -> None:
        """Say at the field what is wrong; what was typed stays."""
        self._say(words, "bad", "warning")

    def understood(self) -> bool:
        """Whether what stands in the input can be taken."""
        written = self.written()
        try:
            parse(self.question, written) if written else None
        except InvalidAnswer:
            return False
        return True
