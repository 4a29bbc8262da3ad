"""Everything around a page, composed for each orientation: header or rail, steps, footer, panel."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from kiosk_app.ui.pages.page import Main, Page
from kiosk_app.ui.theme import Theme, icon
from kiosk_app.ui.widgets.bricks import button, clear, columns, line, picture, restyle, rows, text
from kiosk_app.ui.widgets.panel import TouchPanel
from kiosk_app.visit.steps import Step


class Frame(QWidget):
    """One page with what always stands around it. ``show_page`` and ``refresh`` are all it can do."""

    def __init__(
        self,
        theme: Theme,
        panel: TouchPanel,
        court_name: str,
        landscape: bool,
        height_px: int,
        actions: dict[str, Callable[[], None]],
    ) -> None:
        """``actions``: what happens on main, back, leave, quick, help and counter."""
        super().__init__()
        self.setObjectName("window")
        self._theme, self._landscape = theme, landscape
        self._page: Page | None = None
        self.back = button(theme, self.tr("上一步"), actions["back"], "back", "back", "back")
        self.main = button(theme, "", actions["main"], "main", "next", "main")
        self.main.setMinimumWidth(theme.px("main_width"))
        role = "rail" if landscape else "quiet"
        self._asides = [
            button(theme, self.tr("请工作人员帮助"), actions["help"], role, "hand", "help"),
            button(theme, self.tr("转人工窗口"), actions["counter"], role, "counter", "counter"),
            button(theme, self.tr("退出"), actions["leave"], role, "exit", "leave"),
        ]
        for kept in (self.back, *self._asides):
            # Hidden buttons keep their place, so that the main one never moves.
            policy = kept.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            kept.setSizePolicy(policy)
        # Only for who may be watched; within a visit it is always there or never.
        self._quick = button(theme, self.tr("马上离开"), actions["quick"], role, "close", "quick exit")
        self._quick.hide()
        self._asides.append(self._quick)
        self._place = QVBoxLayout()
        self._busy = _Busy(theme, self)
        self._progress = (
            _Rail(theme, court_name, self._asides, height_px) if landscape else _Header(theme, court_name)
        )
        self._foot = self._footer()
        side_px = theme.px("gap_xl" if landscape else "gap_l")
        self._place.setContentsMargins(side_px, theme.px("gap_l"), side_px, theme.px("gap_s"))
        body = rows(self._place, panel, self._foot)
        body.setStretch(0, 1)
        whole = columns(self._progress, body) if landscape else rows(self._progress, body)
        whole.setStretch(1, 1)
        self.setLayout(whole)

    def _footer(self) -> QFrame:
        theme = self._theme
        foot = QFrame()
        foot.setObjectName("footer")
        side_px = theme.px("gap_xl" if self._landscape else "gap_l")
        walk = columns(self.back, 1, self.main, gap_px=theme.px("gap_m"))
        lay = rows(walk, gap_px=theme.px("gap_xs"))
        if not self._landscape:
            ways_out = columns(*self._asides, gap_px=theme.px("gap_xs"))
            for place in range(len(self._asides)):
                ways_out.setStretch(place, 1)
            lay.addLayout(ways_out)
        lay.setContentsMargins(
            side_px, theme.px("gap_m"), side_px, theme.px("gap_m" if self._landscape else "gap_xs")
        )
        foot.setLayout(lay)
        return foot

    @property
    def page(self) -> Page | None:
        return self._page

    def show_page(self, page: Page, steps: Sequence[Step], current: Step | None) -> None:
        """Put a page in place of the one before, which is kept by its owner or deleted here."""
        self.forget()
        self._page = page
        self._place.addWidget(page)
        page.show()
        self.refresh()
        self._progress.show_steps(steps, current)

    def forget(self) -> Page | None:
        """Take the page out; the caller deletes it."""
        page, self._page = self._page, None
        if page is not None:
            self._place.removeWidget(page)
            page.hide()
        return page

    def refresh(self) -> None:
        """Look at the page again: its main button, whether it is busy."""
        page = self._page
        if page is None:
            return
        wanted: Main = page.main()
        self.main.setText(wanted.words)
        role = "main" if wanted.strong else "mild"
        restyle(self.main, "role", role)
        colour = "on_brand" if wanted.strong else "brand"
        self.main.set_icon(icon(self._theme, wanted.icon_name, colour), wanted.icon_name)
        self.main.setEnabled(not page.busy)
        self.back.setVisible(page.can_go_back() and not page.side_screen)
        self.back.setEnabled(not page.busy)
        for aside in self._asides:
            everywhere = not page.side_screen or page.with_ways_out
            aside.setVisible(page.desk.quick_exit if aside is self._quick else everywhere)
        self._busy.show_words(page.busy, page)


class _Busy(QFrame):
    """A veil over the page while something takes its time, with words for what it is."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setObjectName("veil")
        self._words = text("", "heading")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setFixedWidth(theme.px("main_width"))
        lay = rows(1, self._words, bar, 1, gap_px=theme.px("gap_l"))
        lay.setAlignment(bar, Qt.AlignmentFlag.AlignHCenter)
        self.setLayout(lay)
        self.hide()

    def show_words(self, words: str, page: QWidget) -> None:
        self._words.setText(words)
        self.setVisible(bool(words))
        if words:
            place = page.rect()
            self.setGeometry(place.translated(page.mapTo(self._over, place.topLeft())))
            self.raise_()


class _Header(QFrame):
    """Portrait: the court's name, and under it how far one has come."""

    def __init__(self, theme: Theme, court_name: str) -> None:
        super().__init__()
        self.setObjectName("header")
        self._theme = theme
        name = line(court_name)
        self._where = line("", "soft")
        self._dots = QHBoxLayout()
        self._dots.setSpacing(theme.px("gap_xs"))
        top = columns(
            picture(theme, "court", "icon_m", "on_rail"), name, 1, self._where, gap_px=theme.px("gap_s")
        )
        lay = rows(top, self._dots, gap_px=theme.px("gap_s"))
        side_px = theme.px("gap_l")
        lay.setContentsMargins(side_px, theme.px("gap_m"), side_px, theme.px("gap_m"))
        self.setLayout(lay)

    def show_steps(self, steps: Sequence[Step], current: Step | None) -> None:
        clear(self._dots)
        self._where.setText("")
        if current is None:
            return
        index = steps.index(current)
        self._where.setText(self.tr("第{0}步，共{1}步").format(index + 1, len(steps)))
        for number in range(len(steps)):
            dot = QFrame()
            dot.setFixedHeight(self._theme.px("gap_xs"))
            colour = self._theme.colour("on_rail" if number <= index else "rail_track")
            dot.setStyleSheet(f"background: {colour}; border-radius: {self._theme.px('gap_xs') // 2}px;")
            self._dots.addWidget(dot, 1)


class _Rail(QFrame):
    """Landscape: the court's name, the list of steps with marks, and the ways out at its foot."""

    def __init__(self, theme: Theme, court_name: str, asides: Sequence[QPushButton], height_px: int) -> None:
        super().__init__()
        self.setObjectName("rail")
        self._height_px = height_px
        self._theme = theme
        self.setFixedWidth(theme.px("rail_width"))
        self._steps = QVBoxLayout()
        self._steps.setSpacing(0)
        name = text(court_name, "court")
        top = columns(picture(theme, "court", "icon_m", "on_rail"), name, gap_px=theme.px("gap_s"))
        top.setStretch(1, 1)
        lay = rows(top, self._steps, 1, *asides, gap_px=theme.px("gap_m"))
        lay.setSpacing(theme.px("gap_m"))
        side_px = theme.px("gap_m")
        lay.setContentsMargins(side_px, theme.px("gap_l"), side_px, theme.px("gap_s"))
        self.setLayout(lay)

    def show_steps(self, steps: Sequence[Step], current: Step | None) -> None:
        """As many steps as there is room for, the current one among them; the rest as a number."""
        clear(self._steps)
        if current is None:
            return
        index = steps.index(current)
        first, last = _in_sight(len(steps), index, self._room())
        if first:
            self._steps.addWidget(self._row(self.tr("前面{0}步").format(first), "done"))
        for number in range(first, last):
            state = "here" if number == index else "done" if number < index else "ahead"
            self._steps.addWidget(self._row(steps[number].title, state))
        if last < len(steps):
            self._steps.addWidget(self._row(self.tr("后面{0}步").format(len(steps) - last), "ahead"))

    def _room(self) -> int:
        """How many steps fit between the court's name and the ways out, while none is shown."""
        lay = self.layout()
        assert lay is not None
        lay.activate()
        others_px = lay.totalMinimumHeightForWidth(self.width())
        return max(5, (self._height_px - others_px) // self._theme.px("step"))

    def _row(self, title: str, state: str) -> QFrame:
        theme = self._theme
        colour = "on_rail_soft" if state == "ahead" else "on_rail"
        mark: QLabel = picture(theme, _MARKS[state], "icon_s", colour)
        name = line(title, "step")
        row = QFrame()
        row.setObjectName("step")
        row.setProperty("state", state)
        lay = columns(mark, name, gap_px=theme.px("gap_s"))
        lay.setStretch(1, 1)
        pad_px = theme.px("gap_xs")
        lay.setContentsMargins(pad_px, 0, pad_px, 0)
        row.setLayout(lay)
        row.setFixedHeight(theme.px("step"))
        return row


_MARKS = {"done": "check", "here": "next", "ahead": "dot"}


def _in_sight(count: int, index: int, room: int) -> tuple[int, int]:
    """From which to which step the list runs, so that ``index`` is in it; a line is kept for what is left out
    on either side."""
    if count <= room:
        return 0, count
    first = max(0, min(index - 2, count - (room - 1)))
    taken = room - (1 if first else 0)
    last = count if first + taken >= count else first + taken - 1
    return first, last
