"""The main window: which screen is shown, and when a visit begins and ends."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QStackedLayout, QWidget

from kiosk_app.domain.errors import Fault
from kiosk_app.ui.frame import Frame
from kiosk_app.ui.pages.asides import CounterPage, HelpPage, LeavePage
from kiosk_app.ui.pages.cases import CasesPage
from kiosk_app.ui.pages.idle import IdleScreen
from kiosk_app.ui.pages.page import Desk, Page
from kiosk_app.ui.pages.table import PAGES
from kiosk_app.ui.parts import KioskParts
from kiosk_app.ui.private_place import PrivatePlace
from kiosk_app.ui.tasks import Tasks
from kiosk_app.ui.theme import load_theme, style_sheet
from kiosk_app.ui.widgets.card_feed import CardFeed
from kiosk_app.ui.widgets.idle_warning import IdleWarning
from kiosk_app.ui.widgets.panel import TouchPanel
from kiosk_app.visit.idle import Idle, IdleWatch
from kiosk_app.visit.steps import Step
from kiosk_app.visit.visit import Visit
from kiosk_app.visit.writing import Writing

_LOOK_EVERY_MS = 500
_PATIENCE_MS = 180_000
"""So much longer nobody need touch the screen on a page where one works with pen and paper."""
_TOUCHES = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseButtonDblClick,
        QEvent.Type.TouchBegin,
        QEvent.Type.KeyPress,
        QEvent.Type.Wheel,
    }
)


class Window(QWidget):
    """``page_shown`` is emitted whenever another screen stands there: tests and tours wait for it."""

    page_shown = Signal()

    def __init__(self, parts: KioskParts, place: PrivatePlace, width_px: int, height_px: int) -> None:
        super().__init__()
        self.setObjectName("window")
        self.setWindowTitle("Filing Hall Kiosk")
        self._parts, self._private_place = parts, place
        theme = load_theme(parts.resources, width_px, height_px)
        self.setStyleSheet(style_sheet(theme))
        self.tasks = Tasks(self)
        landscape = width_px > height_px
        side_px = theme.px("gap_xl" if landscape else "gap_l")
        body_px = width_px - 2 * side_px - (theme.px("rail_width") if landscape else 0)
        self.desk = Desk(parts, theme, self.tasks, Tasks(self), Tasks(self), landscape, body_px)
        self._watch: IdleWatch | None = None
        self._behind: list[Page] = []
        self.panel = TouchPanel(theme, parts.resources / "theme" / "keyboard.qml", landscape)
        self.panel.writing_chosen.connect(self._on_writing_chosen)
        self.panel.opened.connect(self._on_panel_opened)
        self.panel.shut.connect(self._on_panel_shut)
        actions = {
            "main": self._on_main,
            "back": self._on_back,
            "leave": self._on_leave,
            "quick": self.finish_visit,
            "help": lambda: self.show_aside(HelpPage(self.desk)),
            "counter": lambda: self.show_aside(CounterPage(self.desk)),
        }
        self.frame = Frame(theme, self.panel, parts.court_name, landscape, height_px, actions)
        self.idle = IdleScreen(theme, parts.court_name, landscape)
        self.idle.begun.connect(self._on_begun)
        self.cards = CardFeed(parts.read_card)
        self.cards.changed.connect(self._on_card_while_idle)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.idle)
        self._stack.addWidget(self.frame)
        self.warning = IdleWarning(theme, self)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self.resize(width_px, height_px)
        application = QApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    # Opening and closing --------------------------------------------------------------------------

    def open(self) -> None:
        """Show the window, and go on with a visit that a crash cut short."""
        self.showFullScreen() if self._parts.full_screen else self.show()
        self.setFocus()
        self._timer.start()
        self._show_state()
        self.cards.start()
        # The first touch must not wait for the keyboard to load.
        QTimer.singleShot(0, self, self.panel.warm_up)
        if self._parts.resumed is not None:
            self._on_opened(self._parts.resumed)

    def close_down(self) -> None:
        """Give devices and threads back."""
        self._timer.stop()
        self.cards.stop()
        if page := self.page:
            page.leave()
        self.tasks.finish()
        self.desk.looks.finish()
        self.desk.prints.finish()
        self.panel.hand.finish()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.warning.setGeometry(self.rect())

    # What is shown --------------------------------------------------------------------------------

    @property
    def page(self) -> Page | None:
        """The page in the frame; None on the idle screen."""
        return self.frame.page if self._stack.currentWidget() is self.frame else None

    def _show(self, page: Page, step: Step | None) -> None:
        self.panel.close_panel()
        visit = self.desk.open_visit
        self.frame.show_page(page, visit.steps if visit else (), step)
        self._stack.setCurrentWidget(self.frame)
        self.setFocus()
        page.arrive()
        self.frame.refresh()
        self.page_shown.emit()

    def _connect(self, page: Page) -> Page:
        page.changed.connect(self.frame.refresh)
        page.forward.connect(self._on_forward)
        page.jumped.connect(self._on_jumped)
        page.aside.connect(self.show_aside)
        return page

    def _drop(self) -> None:
        """Let go of every page there is."""
        current = self.frame.forget()
        for page in (*self._behind, *([current] if current else [])):
            page.leave()
            page.deleteLater()
        self._behind.clear()

    def _show_step(self, key: str = "") -> None:
        self._drop()
        visit = self.desk.visit
        page = self._connect(PAGES[visit.step.kind](self.desk))
        page.left.connect(self.finish_visit)
        self._show(page, visit.step)
        if key:
            page.show_field(key)

    def show_aside(self, page: QWidget) -> None:
        """Show a side screen; the page it covers waits behind it."""
        assert isinstance(page, Page)
        if self.page is None:
            return
        self.page.leave()
        self._behind.append(self.page)
        self._connect(page)
        page.left.connect(self._on_aside_left)
        self._show(page, self.desk.open_visit.step if self.desk.open_visit else None)

    def _on_aside_left(self) -> None:
        if not self._behind:
            return
        if done := self.page:
            done.leave()  # before the page behind wants the camera
            done.deleteLater()
        page = self._behind.pop()
        self._show(page, self.desk.open_visit.step if self.desk.open_visit else None)

    # The way through a visit ----------------------------------------------------------------------

    def _on_begun(self) -> None:
        self.cards.stop()
        self._drop()
        page = CasesPage(self.desk)
        self._connect(page)
        page.picked.connect(self._on_picked)
        page.counter.connect(lambda: self.show_aside(CounterPage(self.desk)))
        page.left.connect(self.finish_visit)
        self.panel.set_writing(Writing.HAND)
        self._watch = self._parts.idle()
        self._show(page, None)

    def _on_picked(self, form_id: str) -> None:
        page = self.page
        if page is None or page.busy:
            return
        page.set_busy(self.tr("请稍等…"))
        self.tasks.run(lambda: self._parts.reception.open(form_id), self._on_opened, page.show_fault, page)

    def _on_opened(self, visit: Visit) -> None:
        self.cards.stop()
        self.desk.open_visit = visit
        self.desk.typed.clear()
        visit.writing = self.panel.writing
        self._watch = self._parts.idle()
        self._show_step()

    def _on_main(self) -> None:
        if self.page is not None and not self.page.busy:
            self.page.press_main()

    def _on_back(self) -> None:
        page = self.page
        if page is None or page.busy or page.press_back():
            return
        page.apply()
        page.set_busy(self.tr("请稍等…"))
        self.tasks.run(self.desk.visit.back, self._on_went_back, page.show_fault, page)

    def _on_went_back(self, step: Step | None) -> None:
        if step is None:
            if page := self.page:
                page.set_busy("")
            self._on_leave()
        else:
            self._show_step()

    def _on_forward(self) -> None:
        page = self.page
        if page is None or page.busy:
            return
        page.set_busy(self.tr("请稍等…"))
        self.tasks.run(self.desk.visit.forward, lambda _step: self._show_step(), page.show_fault, page)

    def _on_jumped(self, step_id: str, key: str) -> None:
        page = self.page
        if page is None or page.busy:
            return
        page.set_busy(self.tr("请稍等…"))
        visit = self.desk.visit
        self.tasks.run(lambda: visit.jump(step_id), lambda _step: self._show_step(key), page.show_fault, page)

    # The end of a visit ---------------------------------------------------------------------------

    def _on_leave(self) -> None:
        visit = self.desk.open_visit
        if visit is None or visit.submitted is not None:
            self.finish_visit()
            return
        page = LeavePage(self.desk)
        page.wiped.connect(self.finish_visit)
        page.again.connect(self._start_again)
        self.show_aside(page)

    def _start_again(self) -> None:
        visit = self.desk.open_visit
        self.finish_visit()
        if visit is not None:
            self._on_begun()
            self._on_picked(visit.form.id)

    def finish_visit(self) -> None:
        """Wipe whatever of the visit is not sealed and return to the idle screen, at once."""
        self._watch = None
        self.warning.hide()
        self.panel.close_panel()
        self._drop()
        visit, self.desk.open_visit = self.desk.open_visit, None
        self.desk.typed.clear()
        self.desk.prints.give_up()  # nothing of this visitor may come out when the next one stands there
        QApplication.clipboard().clear()
        QApplication.inputMethod().reset()
        self._stack.setCurrentWidget(self.idle)
        self.cards.start()
        self.page_shown.emit()
        if visit is not None:
            # After whatever the visit is still busy with: the worker does one thing after the other.
            self.tasks.run(visit.end, lambda _none: self._wiped(), lambda _fault: self._wiped())
        else:
            self._wiped()

    def _wiped(self) -> None:
        self._private_place.wipe()
        self._show_state()

    def _show_state(self) -> None:
        reception = self._parts.reception
        try:
            self.idle.show_state(reception.enrolled, len(reception.queue()))
        except Fault:
            # The line is a courtesy; whatever is wrong with the store is said to whoever begins.
            self.idle.show_state(True, 0)

    def _on_card_while_idle(self, card: object) -> None:
        """Only that one lies there is told on: a card is read for its own visitor, after the consent."""
        self.idle.show_card(card is not None)

    # Touches and idleness -------------------------------------------------------------------------

    def look(self) -> None:
        """Look at the clock: warn somebody who may have gone, and wipe when nobody answers."""
        if self._watch is None:
            self._show_state()
            return
        patient = self.page is not None and self.page.patient
        state = self._watch.state(self._parts.now_ms() - (_PATIENCE_MS if patient else 0))
        if state.idle is Idle.EXPIRED:
            self.finish_visit()
        elif state.idle is Idle.WARNING:
            visit = self.desk.open_visit
            self.warning.count_down(state.seconds_left, visit is not None and visit.submitted is not None)
        else:
            self.warning.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind not in _TOUCHES or self._watch is None or not isinstance(watched, QWidget):
            return False
        if watched is not self and not self.isAncestorOf(watched):
            return False
        self._watch.touch(self._parts.now_ms())
        if self.warning.isVisible():
            # This touch only says that somebody is there; it must not press what lies below.
            self.warning.hide()
            return True
        # The second touch of a double tap does nothing: each touch acts once.
        slip = kind == QEvent.Type.MouseButtonDblClick and isinstance(watched, QAbstractButton)
        return slip and not watched.property("repeats")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        # Escape and its kin must not reach a window manager or close anything.
        event.accept()

    def _on_panel_opened(self, _field: QWidget) -> None:
        if page := self.page:
            page.writing(True)

    def _on_writing_chosen(self, writing: Writing) -> None:
        if visit := self.desk.open_visit:
            visit.writing = writing

    def _on_panel_shut(self) -> None:
        if page := self.page:
            page.writing(False)
