"""Choices as big buttons. Their words wrap, which a plain button's do not."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QPushButton, QSizePolicy, QWidget

from kiosk_app.forms.question import Choice
from kiosk_app.ui.theme import Theme, icon_pixmap
from kiosk_app.ui.widgets.bricks import restyle, text


class LaidButton(QPushButton):
    """A button with a layout of its own inside, as large as that wants to be."""

    def __init__(self, theme: Theme, content: QLayout) -> None:
        super().__init__()
        self._least_px = theme.px("target")
        self._content = content
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setLayout(content)
        for child in self.findChildren(QWidget):
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        # A button's height is fixed by nature; this one's follows from how its words wrap.
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint().expandedTo(QSize(0, self._least_px))

    def minimumSizeHint(self) -> QSize:
        return self._content.minimumSize().expandedTo(QSize(0, self._least_px))

    def heightForWidth(self, width: int) -> int:
        return max(self._least_px, self._content.totalHeightForWidth(width))


class Tile(LaidButton):
    """One choice, with a mark that shows whether it is taken."""

    def __init__(self, theme: Theme, choice: Choice, round_mark: bool) -> None:
        self._theme = theme
        self._mark = QLabel()
        self._mark.setFixedSize(theme.px("icon_s"), theme.px("icon_s"))
        self._words = text(choice.label, "tile")
        content = QHBoxLayout()
        content.setContentsMargins(theme.px("gap_m"), theme.px("gap_s"), theme.px("gap_m"), theme.px("gap_s"))
        content.setSpacing(theme.px("gap_s"))
        content.addWidget(self._mark)
        content.addWidget(self._words, 1)
        super().__init__(theme, content)
        self.choice = choice
        self._round = round_mark
        self.setObjectName("tile")
        self.setCheckable(True)
        self.setAccessibleName(choice.label)
        self.toggled.connect(self._draw_mark)
        self._draw_mark(False)

    def _draw_mark(self, taken: bool) -> None:
        name = f"{'radio' if self._round else 'box'}_{'on' if taken else 'off'}"
        colour = self._theme.colour("brand" if taken else "edge")
        restyle(self._words, "role", "tile_taken" if taken else "tile")
        self._mark.setPixmap(icon_pixmap(self._theme, name, self._theme.px("icon_s"), colour))


class Tiles(QWidget):
    """A set of choices. ``chosen`` carries the ids taken, joined by ``|``; empty when none is."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, choices: Iterable[Choice], several: bool, width_px: int) -> None:
        super().__init__()
        self._several = several
        self._tiles = [Tile(theme, choice, not several) for choice in choices]
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(theme.px("gap_s"))
        count = self._columns(theme, width_px)
        for number, tile in enumerate(self._tiles):
            grid.addWidget(tile, number // count, number % count)
            tile.clicked.connect(lambda _=False, tile=tile: self._on_clicked(tile))
        for column in range(count):
            grid.setColumnStretch(column, 1)

    def _columns(self, theme: Theme, width_px: int) -> int:
        """As many tiles side by side as keep each label on one line, evenly spread."""
        metrics = QFontMetrics(self.font())
        metrics_px = theme.px("type_body") / max(1, metrics.height()) * 1.5
        widest = max(metrics.horizontalAdvance(tile.choice.label) for tile in self._tiles) * metrics_px
        tile_px = int(widest) + theme.px("icon_s") + 4 * theme.px("gap_m")
        fit = max(1, min(4, len(self._tiles), width_px // tile_px))
        return ceil(len(self._tiles) / ceil(len(self._tiles) / fit))

    def tile(self, choice_id: str) -> Tile:
        """The tile of a choice. Raises KeyError."""
        for tile in self._tiles:
            if tile.choice.id == choice_id:
                return tile
        raise KeyError(choice_id)

    def text(self) -> str:
        return "|".join(tile.choice.id for tile in self._tiles if tile.isChecked())

    def set_text(self, text_: str) -> None:
        taken = text_.split("|")
        for tile in self._tiles:
            tile.setChecked(tile.choice.id in taken)

    def _on_clicked(self, touched: Tile) -> None:
        if not self._several:
            # Touching the taken one again leaves it taken: a double tap must not undo the first.
            self.set_text(touched.choice.id)
        self.chosen.emit(self.text())
