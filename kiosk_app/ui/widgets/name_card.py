"""“是这个字吗？”: a name as the card shows it and as it was read, one character after the other."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout

from kiosk_app.ui.pixels import as_qimage
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import box, button, clear, columns, line, restyle, rows, text
from kiosk_app.ui.widgets.word_button import WordButton
from kiosk_app.visit.name_check import MISSING, NameCheck

_MOST_IN_A_ROW = 7
_FEW = 4
"""So many characters are shown larger still."""
_PIECE_TARGETS = 1.4


class NameCard(QFrame):
    """``right`` says that the name is right as it stands; ``put`` carries a place and the character that
    belongs there; ``by_hand`` the place of one that is to be written."""

    right = Signal()
    put = Signal(int, str)
    by_hand = Signal(int)

    def __init__(self, theme: Theme, check: NameCheck, width_px: int, wide: bool) -> None:
        super().__init__()
        self._theme, self._check, self._wide = theme, check, wide
        self.at = check.doubtful[0] if check.doubtful else -1
        """The place of the character that is asked about; -1 for none."""
        self._title = line("", "heading")
        piece = QLabel()
        room = QSize(width_px - 2 * theme.px("gap_m"), round(_PIECE_TARGETS * theme.px("target")))
        if wide:
            room.setWidth(room.width() // 2)
        shown = QPixmap.fromImage(as_qimage(check.piece))
        piece.setPixmap(
            shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        self._signs: list[WordButton] = []
        gap_px = theme.px("gap_s")
        seen = rows(line(self.tr("证件上是"), "small"), piece, gap_px=theme.px("gap_xs"))
        read = rows(line(self.tr("读到的是"), "small"), self._grid(), gap_px=theme.px("gap_xs"))
        shown_name = (
            columns(seen, read, 1, gap_px=theme.px("gap_l")) if wide else rows(seen, read, gap_px=gap_px)
        )
        self._offers = QVBoxLayout()
        self._offers.setSpacing(gap_px)
        lay = rows(self._title, shown_name, self._offers, gap_px=gap_px)
        frame = box(theme, lay, "card", "gap_m")
        frame.setProperty("state", "doubt")
        self.setLayout(rows(frame))
        self._ask()

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._theme.px("gap_xs"))
        for at, sign in enumerate(self._check.name):
            role = "sign" if len(self._check.name) <= _FEW else "sign_small"
            made = button(self._theme, sign, partial(self._pick, at), role, "", f"sign {at + 1}")
            made.setCheckable(True)
            made.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
            restyle(made, "doubt", "yes" if at in self._check.doubtful else "")
            grid.addWidget(made, at // _MOST_IN_A_ROW, at % _MOST_IN_A_ROW)
            self._signs.append(made)
        grid.setColumnStretch(_MOST_IN_A_ROW, 1)
        return grid

    def _pick(self, at: int) -> None:
        self.at = at
        self._ask()

    def _ask(self) -> None:
        """Show what is asked about: one character with what else it may be, or the name as a whole."""
        theme, at = self._theme, self.at
        for number, sign in enumerate(self._signs):
            sign.setChecked(number == at)
        clear(self._offers)
        many = len(self._check.doubtful) > 1
        right = button(theme, self.tr("对，就是这个名字"), self.right.emit, "strong", "check", "name right")
        if at < 0:
            self._title.setText(self.tr("请核对姓名"))
            self._offers.addWidget(text(self.tr("哪个字不对，就点哪个字。"), "soft"))
            self._offers.addLayout(columns(1, right))
            return
        self._title.setText(self.tr("是“{0}”这个字吗？").format(self._check.name[at]))
        if others := self._check.signs[at].others:
            self._offers.addWidget(text(self.tr("如果不是，点一下对的字："), "soft"))
            line_of = columns(gap_px=theme.px("gap_s"))
            for other in others:
                offer = button(
                    theme, other, partial(self.put.emit, at, other), "sign", "", f"instead {other}"
                )
                offer.setAccessibleName(self.tr("换成“{0}”").format(other))
                line_of.addWidget(offer, 1)
            self._offers.addLayout(line_of)
        hand = button(theme, self.tr("手写这个字"), partial(self.by_hand.emit, at), "", "pen", "name by hand")
        none = button(
            theme, self.tr("打不出这个字"), partial(self.put.emit, at, MISSING), "", "help", "name missing"
        )
        if many:
            keep = partial(self.put.emit, at, self._check.name[at])
            right = button(theme, self.tr("对，是这个字"), keep, "strong", "check", "sign right")
        groups = ((hand, none, right),) if self._wide else ((hand, none), (right,))
        for group in groups:
            actions = columns(*group, gap_px=theme.px("gap_s"))
            for number in range(len(group)):
                actions.setStretch(number, 1)
            self._offers.addLayout(actions)
