"""A camera and the watch over it, on threads of their own. The newest picture wins, none queues up."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Condition, Event, Thread
from time import monotonic

import cv2
import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from kiosk_app.capture.geometry import Image, PaperKind, Quad
from kiosk_app.capture.picture import as_image
from kiosk_app.capture.stack import Find, Hint, Watch, watch
from kiosk_app.devices.camera import Camera
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.tasks import unforeseen

_PREVIEW_PX = 960
_SHORTEST_TURN_S = 0.033

Order = Callable[[Watch], Watch]


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """A picture ready to be painted: the preview, the outline in shares of its sides, what to say of it,
    how far its taking has come (0 to 1), and the full picture."""

    preview: QImage
    outline: tuple[tuple[float, float], ...]
    hint: Hint
    progress: float
    full: Image


@dataclass(frozen=True, slots=True, eq=False)
class _Arrival:
    image: Image
    at_ms: int
    number: int


class CameraFeed(QObject):
    """Reads a camera in one thread and watches its pictures in another.

    While the watch keeps up, every picture is shown with its own outline. Where finding takes longer, the
    pictures flow on with the last outline, and the watch goes on with the newest of them. At most one
    picture waits to be shown. The camera is opened when the one of ``after`` is given back, and pages that
    were seen there are not taken here.
    """

    arrived = Signal()
    took = Signal(object)
    broke = Signal(object)

    def __init__(
        self,
        open_camera: Callable[[], Camera],
        find: Find,
        kind: PaperKind = PaperKind.PAGE,
        after: CameraFeed | None = None,
    ) -> None:
        super().__init__()
        self._open_camera, self._find, self._kind, self._after = open_camera, find, kind, after
        self.auto = True
        self._news = Condition()
        self._ended = Event()
        self._waiting: _Arrival | None = None
        self._idle = True
        self._orders: list[Order] = []
        self._state = Watch()
        self._shown: Shown | None = None
        self._count = self._shown_number = 0
        self._told = False
        self._reader = Thread(target=self._read, name="camera")
        self._watcher = Thread(target=self._watch, name="watch")

    def start(self) -> None:
        self._reader.start()

    def stop(self) -> None:
        """Ask both threads to end. Returns at once: a camera may take its time."""
        self._ended.set()
        with self._news:
            self._news.notify_all()

    def join(self) -> None:
        """Wait until both threads have ended and the camera is given back."""
        self._reader.join()
        self._watcher.join()  # the reader has started it

    def take(self) -> Shown | None:
        """The newest picture; the next one will be told again."""
        with self._news:
            self._told = False
            return self._shown

    def order(self, change: Order) -> None:
        """Change what the watch knows, between two of its pictures."""
        with self._news:
            self._orders.append(change)

    # The camera's thread ----------------------------------------------------------------------------

    def _read(self) -> None:
        if self._after is not None:
            self._after.join()
            self._state = Watch(seen=self._after.ordered().seen)
            self._after = None
        self._watcher.start()
        try:
            camera = self._open_camera()
            try:
                self._read_all(camera)
            finally:
                camera.close()
        except Fault as fault:
            self.broke.emit(fault)
        except Exception as error:  # noqa: BLE001 - the thread's edge: logged here, shown by the box
            self.broke.emit(unforeseen(error))
        finally:
            self.stop()

    def _read_all(self, camera: Camera) -> None:
        while not self._ended.is_set():
            began_s = monotonic()
            if frame := camera.read():
                self._count += 1
                self._offer(_Arrival(as_image(frame.image), round(began_s * 1_000), self._count))
            self._ended.wait(max(0.0, began_s + _SHORTEST_TURN_S - monotonic()))

    def _offer(self, arrival: _Arrival) -> None:
        with self._news:
            self._waiting = arrival
            idle, self._idle = self._idle, False
            self._news.notify_all()
        if not idle:
            self._show(arrival, preview_of(arrival.image))

    # The watch's thread -----------------------------------------------------------------------------

    def _watch(self) -> None:
        try:
            while arrival := self._next():
                state = watch(
                    self.ordered(), arrival.image, arrival.at_ms, self._find, self._kind, auto=self.auto
                )
                self._state = state
                if state.taken:
                    self.took.emit(state.taken)
                self._show(arrival, preview_of(arrival.image))
        except Exception as error:  # noqa: BLE001 - the thread's edge: logged here, shown by the box
            self.broke.emit(unforeseen(error))
            self.stop()

    def _next(self) -> _Arrival | None:
        """The newest picture; None at the end."""
        with self._news:
            self._idle = self._waiting is None
            while self._waiting is None and not self._ended.is_set():
                self._news.wait()
            arrival, self._waiting = self._waiting, None
            return arrival

    def ordered(self) -> Watch:
        """What the watch knows, with what it was told. For the thread that watches, and after its end."""
        with self._news:
            orders, self._orders = self._orders, []
        for change in orders:
            self._state = change(self._state)
        return self._state

    # What is shown ----------------------------------------------------------------------------------

    def _show(self, arrival: _Arrival, preview: QImage) -> None:
        """Show a picture with what is known by now; only what is known, if a newer one is shown already."""
        with self._news:
            state = self._state
            if self._shown is None or arrival.number >= self._shown_number:
                self._shown_number = arrival.number
                shown = Shown(preview, (), state.hint, state.progress, arrival.image)
            else:
                shown = self._shown
            outline = _shares(state.outline, shown.full)
            self._shown = replace(shown, outline=outline, hint=state.hint, progress=state.progress)
            told, self._told = self._told, True
        if not told:
            self.arrived.emit()


def _shares(quad: Quad | None, image: Image) -> tuple[tuple[float, float], ...]:
    if quad is None:
        return ()
    height_px, width_px = image.shape[:2]
    return tuple((float(x), float(y)) for x, y in quad.corners / (width_px, height_px))


def preview_of(image: Image) -> QImage:
    """A small copy of a camera's picture for the screen."""
    scale = min(1.0, _PREVIEW_PX / max(image.shape[:2]))
    size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
    small = np.ascontiguousarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA))
    stride = small.shape[1] * 3
    return QImage(small.data, small.shape[1], small.shape[0], stride, QImage.Format.Format_BGR888).copy()
