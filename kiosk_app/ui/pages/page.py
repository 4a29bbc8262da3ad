"""What every screen of the wizard has in common."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QApplication, QLayout, QVBoxLayout, QWidget

from kiosk_app.domain.errors import Bug, Fault
from kiosk_app.ui.messages import fault_words
from kiosk_app.ui.parts import KioskParts
from kiosk_app.ui.tasks import Tasks
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import banner, clear, rows, text
from kiosk_app.visit.steps import Step
from kiosk_app.visit.visit import Visit


@dataclass(slots=True)
class Desk:
    """What a page works with. ``tasks`` does the visit's slow work; ``looks`` fetches pictures for the
    screen, which must not wait behind it; ``prints`` waits for the printer. ``typed`` holds what cannot be
    understood yet, by key."""

    parts: KioskParts
    theme: Theme
    tasks: Tasks
    looks: Tasks
    prints: Tasks
    landscape: bool
    width_px: int
    open_visit: Visit | None = None
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def column_px(self) -> int:
        """The width of a scrolling column's content while its buttons stand beside it."""
        return self.width_px - self.theme.px("strip") - self.theme.px("gap_m")

    @property
    def quick_exit(self) -> bool:
        """Whether whoever stands here may have to be gone at once, without a question and without a trace."""
        return self.open_visit is not None and self.open_visit.form.quick_exit

    @property
    def visit(self) -> Visit:
        if self.open_visit is None:
            raise Bug("a page of a visit was shown without one")
        return self.open_visit


@dataclass(frozen=True, slots=True)
class Main:
    """The one main button. ``strong`` is False where most people do something else on the page first."""

    words: str
    icon_name: str = "next"
    strong: bool = True


class Page(QWidget):
    """A view of one step or of a side screen: it shows the visit and calls it.

    Signals: ``changed`` (the footer must look anew), ``forward`` (on), ``jumped`` (to a step id and an
    answer's key in it), ``aside`` (a side screen to show), ``left`` (the side screen is done).
    """

    changed = Signal()
    forward = Signal()
    jumped = Signal(str, str)
    aside = Signal(QWidget)
    left = Signal()

    side_screen = False
    """Whether the footer shows only the main button: the way back."""
    with_ways_out = False
    """Whether a side screen offers help, the counter and leaving all the same."""
    patient = False
    """Whether one works away from the screen here, and is not thought gone so soon."""

    def __init__(self, desk: Desk, title: str, why: str = "") -> None:
        super().__init__()
        self.setObjectName("paper")
        self.desk, self.theme = desk, desk.theme
        self.title = title
        self.busy = ""
        self._title, self._why = text(title, "title"), text(why, "why")
        self._head = [self._title, *([self._why] if why else [])]
        self._notice = QVBoxLayout()
        self._notice.setContentsMargins(0, 0, 0, 0)

    def lay(self, *content: QWidget | QLayout | int, gap: str = "gap_m") -> None:
        """Set the page: title, the sentence of why, room for a message, then the content."""
        theme = self.theme
        head = rows(*self._head, gap_px=theme.px("gap_xs"))
        body = rows(head, self._notice, *content, gap_px=theme.px(gap))
        self.setLayout(body)

    def set_title(self, title: str) -> None:
        """Another title, where the page shows another thing."""
        self.title = title
        self._title.setText(title)

    # What the window asks ---------------------------------------------------------------------

    def main(self) -> Main:
        return Main(self.tr("下一步"))

    def can_go_back(self) -> bool:
        return True

    def arrive(self) -> None:
        """The page is on the screen now."""

    def leave(self) -> None:
        """The page is about to go; threads and devices must be given back."""

    def press_main(self) -> None:
        if self.apply():
            self.forward.emit()

    def press_back(self) -> bool:
        """Go back inside the page; False where the window must go a step back."""
        return False

    def writing(self, on: bool) -> None:
        """The panel for writing opened or closed below the page, which has less or more room now."""

    def show_field(self, key: str) -> None:
        """Bring what an answer's key or a page id names into sight."""

    def apply(self) -> bool:
        """Hand the visit what still stands in fields; False where something cannot be understood."""
        return True

    # What pages do ----------------------------------------------------------------------------

    def say(self, words: str, state: str = "", icon_name: str = "info", *actions: QWidget) -> None:
        """Show a message under the title, in place of the one before; ``actions`` are buttons in it."""
        clear(self._notice)
        if words:
            self._notice.addWidget(
                banner(self.theme, words, state, icon_name, *actions, wide=self.desk.landscape)
            )

    def show_fault(self, fault: Fault) -> None:
        self.set_busy("")
        self.say(fault_words(fault), "bad", "warning")

    def set_busy(self, words: str) -> None:
        """Say what is being done and keep the buttons still; "" when it is over."""
        self.busy = words
        self.changed.emit()

    @property
    def step(self) -> Step:
        return self.desk.visit.step


def commit_half_words() -> None:
    """Take what the pinyin keyboard still holds underlined: not even half a word is lost."""
    QApplication.inputMethod().commit()
