"""The small parts every page is laid with: text, buttons, boxes, lines, the scrolling column."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QAbstractScrollArea,
    QApplication,
    QBoxLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QScrollArea,
    QScrollBar,
    QScroller,
    QVBoxLayout,
    QWidget,
)

from kiosk_app.ui.theme import Theme, icon, icon_pixmap
from kiosk_app.ui.widgets.word_button import WordButton

L = TypeVar("L", bound=QBoxLayout)


def text(words: str, role: str = "body") -> QLabel:
    """Words that wrap. ``role`` names their look in the style sheet."""
    label = QLabel(words)
    label.setProperty("role", role)
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    # Qt's own idea of how narrow wrapped words may get is far too wide for Chinese.
    label.setMinimumWidth(1)
    return label


def line(words: str, role: str = "body") -> QLabel:
    """Words on one line that never wrap."""
    label = text(words, role)
    label.setWordWrap(False)
    label.setMinimumWidth(0)
    return label


def picture(theme: Theme, name: str, size: str = "icon_m", colour: str = "ink_soft") -> QLabel:
    """An icon that stands beside words and says the same."""
    side_px = theme.px(size)
    label = QLabel()
    label.setPixmap(icon_pixmap(theme, name, side_px, theme.colour(colour)))
    label.setFixedSize(side_px, side_px)
    return label


_ICON_COLOURS = {
    "main": "on_brand",
    "strong": "on_brand",
    "mild": "brand",
    "link": "brand",
    "rail": "on_rail",
    "onward": "on_brand",
}

_LARGE_ICONS = frozenset({"main", "mild", "strong", "turn"})


def button(
    theme: Theme,
    words: str,
    on_click: Callable[[], object],
    role: str = "",
    icon_name: str = "",
    name: str = "",
) -> WordButton:
    """A button that acts on a touch and never takes the keyboard's focus away from a field."""
    made = WordButton(words, theme.px("gap_s"), theme.px("gap_m"))
    made.setProperty("role", role)
    made.setObjectName(name)
    made.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    if icon_name:
        made.set_icon(icon(theme, icon_name, _ICON_COLOURS.get(role, "ink")), icon_name)
        side_px = theme.px("icon_m" if role in _LARGE_ICONS else "icon_s")
        made.setIconSize(QSize(side_px, side_px))
    made.clicked.connect(lambda: on_click())
    return made


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Set a property that the style sheet looks at, and draw the widget anew."""
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)


def rows(*parts: QWidget | QLayout | int, gap_px: int = 0, margin_px: int = 0) -> QVBoxLayout:
    """A column of widgets and layouts; a number is a stretch."""
    return _fill(QVBoxLayout(), parts, gap_px, margin_px)


def columns(*parts: QWidget | QLayout | int, gap_px: int = 0, margin_px: int = 0) -> QHBoxLayout:
    """A line of widgets and layouts; a number is a stretch."""
    return _fill(QHBoxLayout(), parts, gap_px, margin_px)


def _fill(box: L, parts: tuple[QWidget | QLayout | int, ...], gap_px: int, margin_px: int) -> L:
    box.setSpacing(gap_px)
    box.setContentsMargins(margin_px, margin_px, margin_px, margin_px)
    for part in parts:
        if isinstance(part, QWidget):
            box.addWidget(part)
        elif isinstance(part, QLayout):
            box.addLayout(part)
        else:
            box.addStretch(part)
    return box


def box(theme: Theme, content: QLayout, kind: str = "card", pad: str = "gap_m") -> QFrame:
    """A framed area: ``card`` (white), ``sunken`` (darker) or ``banner``."""
    frame = QFrame()
    frame.setObjectName(kind)
    pad_px = theme.px(pad)
    content.setContentsMargins(pad_px, pad_px, pad_px, pad_px)
    frame.setLayout(content)
    return frame


def rule() -> QFrame:
    made = QFrame()
    made.setObjectName("rule")
    return made


def banner(
    theme: Theme, words: str, state: str = "", icon_name: str = "info", *actions: QWidget, wide: bool = False
) -> QFrame:
    """A message on the page: ``state`` is "", "good", "doubt" or "bad". What can be done about it stands
    beside the words; where there are several things and the screen is not ``wide``, below them."""
    colours = {"good": "good", "doubt": "doubt", "bad": "bad"}
    sign = picture(theme, icon_name, "icon_m", colours.get(state, "brand"))
    said = text(words)
    beside = actions if wide or len(actions) == 1 else ()
    content: QBoxLayout = columns(sign, said, *beside, gap_px=theme.px("gap_m"))
    content.setStretch(1, 1)
    content.setAlignment(sign, Qt.AlignmentFlag.AlignVCenter if beside else Qt.AlignmentFlag.AlignTop)
    if actions and not beside:
        below = columns(*actions, gap_px=theme.px("gap_s"))
        for number in range(len(actions)):
            below.setStretch(number, 1)
        content = rows(content, below, gap_px=theme.px("gap_s"))
    made = box(theme, content, "banner")
    made.setProperty("state", state)
    return made


class Strip(QWidget):
    """Two big buttons that turn a scrolling area by what it shows. It stands beside the area, so nothing is
    ever covered."""

    def __init__(self, theme: Theme, area: QAbstractScrollArea, with_words: bool = True) -> None:
        super().__init__()
        self._area = area
        self._least_px = theme.px("target")
        self._up = button(theme, "", lambda: self._turn(-1), "turn", "up", "up")
        self._down = button(theme, "", lambda: self._turn(1), "strong", "down", "down")
        self._words = line(self.tr("往下看"), "turn")
        self._up.setAccessibleName(self.tr("往上看"))
        self._down.setAccessibleName(self._words.text())
        self._words.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setFixedWidth(theme.px("strip"))
        words = [self._words] if with_words else []
        self.setLayout(rows(1, self._up, self._down, *words, gap_px=theme.px("gap_s")))
        bar = area.verticalScrollBar()
        bar.valueChanged.connect(self.refresh)
        bar.rangeChanged.connect(self.refresh)

    def _turn(self, pages: int) -> None:
        bar = self._area.verticalScrollBar()
        step_px = self._area.viewport().height() - self._least_px
        bar.setValue(bar.value() + pages * max(step_px, self._least_px))

    def refresh(self) -> None:
        bar = self._area.verticalScrollBar()
        self._up.setEnabled(bar.value() > bar.minimum())
        self._down.setEnabled(bar.value() < bar.maximum())
        self._words.setText(self.tr("往下看") if bar.value() < bar.maximum() else self.tr("到底了"))


class Column(QWidget):
    """A column that scrolls by finger, and by two big buttons beside it while there is more to see."""

    def __init__(self, theme: Theme, content: QWidget) -> None:
        super().__init__()
        self._theme, self._content = theme, content
        content.setObjectName("scrolled")
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(content)
        content.installEventFilter(self)
        QScroller.grabGesture(self._area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self._strip = Strip(theme, self._area)
        lay = columns(self._area, self._strip, gap_px=theme.px("gap_m"))
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self._strip.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            QTimer.singleShot(0, self, self._place)
            QTimer.singleShot(0, self, self._keep_in_sight)
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()
        QTimer.singleShot(0, self, self._keep_in_sight)

    def _keep_in_sight(self) -> None:
        """The field that is written in stays in sight when the panel takes room away."""
        field = QApplication.focusWidget()
        if field is not None and self._content.isAncestorOf(field):
            self.show_widget(field)

    @property
    def bar(self) -> QScrollBar:
        return self._area.verticalScrollBar()

    def show_widget(self, widget: QWidget) -> None:
        """Scroll until the widget can be seen with some room around it."""
        if lay := self._content.layout():
            lay.activate()
        whole = widget
        while (parent := whole.parentWidget()) is not None and parent is not self._content:
            whole = parent
        # Its words and notes too, where there is room for them; the field itself in any case.
        self._area.ensureWidgetVisible(whole, 0, self._theme.px("gap_xs"))
        self._area.ensureWidgetVisible(widget, 0, self._theme.px("gap_xs"))

    def _place(self) -> None:
        """Show the strip where the content would be too high even with the strip's room added."""
        lay = self._content.layout()
        if lay is None:
            return
        wanted_px = (
            lay.totalHeightForWidth(self.width()) if lay.hasHeightForWidth() else lay.sizeHint().height()
        )
        self._strip.setVisible(wanted_px > self.height())
        self._strip.refresh()


def scrolled(theme: Theme, content: QLayout) -> Column:
    """The content in a scrolling column."""
    inner = QWidget()
    content.setContentsMargins(0, 0, 0, theme.px("gap_m"))
    inner.setLayout(content)
    return Column(theme, inner)


def clear(layout: QLayout) -> None:
    """Take everything out of a layout and delete it."""
    while item := layout.takeAt(0):
        if widget := item.widget():
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
        elif inner := item.layout():
            clear(inner)
