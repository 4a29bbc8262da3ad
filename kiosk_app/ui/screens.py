"""A picture of every step of the wizard, made by driving the real window through a whole visit."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import count
from math import cos, sin
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEvent, QEventLoop, QObject, QPoint, QPointF, Qt, SignalInstance
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from kiosk_app.devices.camera import Camera, PictureCamera
from kiosk_app.domain.errors import Bug
from kiosk_app.ui.app import load_fonts, log_grave_messages, make_application, prepare_environment
from kiosk_app.ui.pages.arrange import ArrangePage
from kiosk_app.ui.pages.card import CardPage
from kiosk_app.ui.pages.cases import CasesPage
from kiosk_app.ui.pages.evidence import EvidencePage
from kiosk_app.ui.pages.notice import YES, ConsentCard
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.pages.sign import SignPage
from kiosk_app.ui.parts import KioskParts
from kiosk_app.ui.private_place import PrivatePlace
from kiosk_app.ui.widgets.capture_box import CaptureBox
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind

P = TypeVar("P", bound=QWidget)

_SEARCHED = "我去年在工地干活，老板一直不给钱"

SIZES = ((1080, 1920), (1920, 1080))


@dataclass(frozen=True, slots=True)
class Script:
    """What the visitor of the tour brings: pictures by path, evidence with titles, answers by key."""

    form_id: str
    id_front: Path
    id_back: Path
    evidence: tuple[tuple[str, Path], ...]
    answers: Mapping[str, str]


def shoot(
    parts: KioskParts, script: Script, out: Path, sizes: tuple[tuple[int, int], ...] = SIZES
) -> tuple[Path, ...]:
    """File one case per size through the window; the pictures written, in order.

    Works without a screen (``QT_QPA_PLATFORM=offscreen``). Raises the faults of theme and fonts, and
    :class:`~kiosk_app.domain.errors.Bug` where the visit does not come through.
    """
    place = PrivatePlace()
    try:
        prepare_environment(place, parts.resources)
        log_grave_messages()
        make_application()
        load_fonts(parts.resources)
        out.mkdir(parents=True, exist_ok=True)
        return tuple(path for size in sizes for path in _Tour(parts, script, out, place, size).walk())
    finally:
        place.close()


class _Tour:
    """One visit through one window, with a camera that sees what the script lays under it."""

    def __init__(
        self, parts: KioskParts, script: Script, out: Path, place: PrivatePlace, size: tuple[int, int]
    ) -> None:
        self._script, self._out = script, out
        self._under_camera = script.id_front
        still = replace(parts, now_ms=lambda: 0)  # a slow machine is no visitor who has walked away
        parts = replace(still, open_camera=self._camera, full_screen=False, resumed=None, auto_capture=False)
        self._window = Window(parts, place, *size)
        self._name = "landscape" if size[0] > size[1] else "portrait"
        self._numbers = count(1)

    def _camera(self) -> Camera:
        camera = PictureCamera((self._under_camera,))
        camera.open()
        return camera

    def walk(self) -> Iterator[Path]:
        """Every screen in the order in which a visitor meets it."""
        window = self._window
        window.open()
        self._settle()
        yield self._shot("idle")
        window.idle.begun.emit()
        self._settle()
        yield from self._cases()
        try:
            while True:
                kind = window.desk.visit.step.kind
                yield from self._step(kind)
                if kind is StepKind.RECEIPT:
                    break
                self._go_on(kind)
        finally:
            window.finish_visit()
            self._settle()
            window.close_down()
            window.close()

    def _cases(self) -> Iterator[Path]:
        """The pictures, one of them opened, what is found for words; then the script's case is picked."""
        page = self._page(CasesPage)
        yield self._shot("cases")
        way = {leaf.form_id: top for top in page.situations.top for leaf in top.children}
        self._press(f"situation {next(iter(way.values())).id}")
        yield self._shot("cases-opened")
        self._window.frame.main.click()
        page.entry.write(_SEARCHED)
        page.entry.typed.emit(_SEARCHED)
        self._settle()
        yield self._shot("cases-found")
        self._window.frame.main.click()
        if (top := way.get(self._script.form_id)) is not None:
            self._press(f"situation {top.id}")
        self._press(f"case {self._script.form_id}")

    def _go_on(self, kind: StepKind) -> None:
        before = self._window.desk.visit.step
        if kind is StepKind.SIGN:  # the last signature leads on by itself
            return
        self._window.frame.main.click()
        self._settle()
        if self._window.desk.visit.step == before:
            raise Bug(f"the visit does not leave the step {before.id}")

    def _step(self, kind: StepKind) -> Iterator[Path]:
        walks: dict[StepKind, Callable[[], Iterator[Path]]] = {
            StepKind.NOTICE: self._notice,
            StepKind.CARD: self._card,
            StepKind.IDENTITY: self._questions,
            StepKind.QUESTIONS: self._questions,
            StepKind.SERVICE: self._questions,
            StepKind.EVIDENCE: self._evidence,
            StepKind.SIGN: self._sign,
        }
        if kind in walks:
            yield from walks[kind]()
        else:
            yield self._shot(self._window.desk.visit.step.id)

    def _notice(self) -> Iterator[Path]:
        for card in self._window.findChildren(ConsentCard):
            card.tiles.tile(YES).click()
        yield self._shot("notice")

    def _card(self) -> Iterator[Path]:
        page = self._page(CardPage)
        for path, name in ((self._script.id_front, "card-front"), (self._script.id_back, "card-back")):
            self._lay(page.capture, path)
            yield self._shot(name)
            page.capture.shutter.click()
            self._settle()
        yield self._shot("card-done")

    def _questions(self) -> Iterator[Path]:
        page = self._page(QuestionsPage)
        for key, field in page.fields.items():
            text = self._script.answers.get(key)
            if text is None or field.isHidden() or field.written():
                continue
            if field.tiles is not None:
                field.tiles.tile(text).click()
            elif field.entry is not None:
                field.entry.write(text)
                field.entry.typed.emit(field.entry.written())
        self._settle()
        yield self._shot(self._window.desk.visit.step.id)

    def _evidence(self) -> Iterator[Path]:
        page = self._page(EvidencePage)
        for title, path in self._script.evidence:
            page.titles.set_text(title)
            self._lay(page.capture, path)
            page.capture.shutter.click()
            self._settle()
        yield self._shot("evidence")
        self._lay(page.capture, self._script.evidence[0][1])
        page.capture.shutter.click()
        self._settle()
        yield self._shot("evidence-seen-before")
        self._press("look")
        yield self._shot("evidence-page")
        self._press("corners")
        yield self._shot("evidence-corners")
        self._window.frame.main.click()
        self._settle()
        self._press("remove page")
        yield self._shot("evidence-removed")
        self._press("arrange")
        arranging = self._page(ArrangePage)
        arranging.pages.list.touched.emit(
            arranging.pages.list.stack.row(arranging.pages.list.stack.index(1, 0))
        )
        self._settle()
        yield self._shot("evidence-arrange")
        arranging.pages.list.touched.emit(
            arranging.pages.list.stack.row(arranging.pages.list.stack.index(0, 0))
        )
        self._settle()
        yield self._shot("evidence-item")
        for _ in range(2):
            self._window.frame.main.click()
            self._settle()

    def _sign(self) -> Iterator[Path]:
        page = self._page(SignPage)
        first = True
        while self._window.page is page:
            _drawn(page)
            if not page.waits:
                self._window.frame.main.click()
                self._settle()
                continue
            if first:
                self._settle()
                yield self._shot("read")
                self._press("sign on paper")
                yield self._shot("sign-on-paper")
                self._window.frame.back.click()
                self._settle()
            while not page.reader.all_seen:
                self._window.frame.main.click()
            if first:
                _drawn(page)
                yield self._shot("read-end")
            self._window.frame.main.click()
            self._settle()
            draw(page.pad)
            if first:
                yield self._shot("sign")
            self._window.frame.main.click()
            self._settle()
            first = False

    # ---------------------------------------------------------------------------------------------

    def _page(self, kind: type[P]) -> P:
        page = self._window.page
        if not isinstance(page, kind):
            raise Bug(f"the window shows {type(page).__name__}, not {kind.__name__}")
        return page

    def _lay(self, capture: CaptureBox, path: Path) -> None:
        """Lay a paper under the camera and wait until it is seen."""
        self._under_camera = path
        capture.start()
        wait_for(capture.ready)

    def _press(self, name: str) -> None:
        button = self._window.findChild(QPushButton, name)
        if not isinstance(button, QPushButton):
            raise Bug(f"there is no button {name}")
        button.click()
        self._settle()

    def _settle(self) -> None:
        settle(self._window)

    def _shot(self, name: str) -> Path:
        path = self._out / f"{self._name}-{next(self._numbers):02d}-{name}.png"
        self._window.grab().save(str(path))
        return path


def _drawn(page: SignPage) -> None:
    while page.reader.drawing:
        wait_for(page.reader.drawn)


def settle(window: Window) -> None:
    """Let the window come to rest: no work running, nothing left to lay out or delete."""
    for _ in range(3):  # a layout may ask for another, and that for a third; what is painted, for pictures
        for tasks in (window.tasks, window.desk.looks, window.desk.prints):
            while tasks.running:
                wait_for(tasks.settled)
        QApplication.processEvents()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    if window.tasks.running or window.desk.looks.running or window.desk.prints.running:
        settle(window)


def wait_for(signal: SignalInstance) -> None:
    """Run the event loop until the signal comes."""
    loop = QEventLoop()
    signal.connect(loop.quit)
    loop.exec()


def draw(pad: QWidget) -> None:
    """Three strokes of a finger on a signature pad."""
    for stroke in range(3):
        points = [_wave(pad, stroke, part / 24) for part in range(25)]
        _touch(pad, QEvent.Type.MouseButtonPress, points[0])
        for point in points[1:]:
            _touch(pad, QEvent.Type.MouseMove, point)
        _touch(pad, QEvent.Type.MouseButtonRelease, points[-1])


def _wave(pad: QWidget, stroke: int, part: float) -> QPoint:
    x = 0.12 + 0.26 * stroke + 0.22 * part
    y = 0.5 + 0.24 * sin(7 * part + stroke) * cos(3 * part)
    return QPoint(round(x * pad.width()), round(y * pad.height()))


def _touch(target: QObject, kind: QEvent.Type, at: QPoint) -> None:
    pressed = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseButtonRelease else Qt.MouseButton.LeftButton
    button = Qt.MouseButton.NoButton if kind == QEvent.Type.MouseMove else Qt.MouseButton.LeftButton
    place = QPointF(at)
    event = QMouseEvent(kind, place, place, button, pressed, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(target, event)
