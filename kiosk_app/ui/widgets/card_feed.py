"""What lies on the card reader, asked about on a thread of its own while a page wants to know."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, Thread

from PySide6.QtCore import QObject, Signal

from kiosk_app.devices.card_reader import RawCard
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.tasks import unforeseen

_ASK_EVERY_S = 0.3


class CardFeed(QObject):
    """``changed`` carries the RawCard that lies there now, or None; ``broke`` the fault, once for each kind.

    Both are told only when they change, the first time always. Without a reader nothing is ever told.
    """

    changed = Signal(object)
    broke = Signal(object)

    def __init__(self, read_card: Callable[[], RawCard | None] | None) -> None:
        super().__init__()  # no parent: the thread may outlive the page, and nobody hears it then
        self._read_card = read_card
        self._ended = Event()

    def start(self) -> None:
        """Begin to ask, from anew."""
        self.stop()
        self._ended = Event()
        if self._read_card:
            # A daemon: a reader that hangs is ended by its worker, and nobody waits for it here.
            Thread(
                target=self._ask, args=(self._read_card, self._ended), name="card reader", daemon=True
            ).start()

    def stop(self) -> None:
        """Ask no more. Returns at once, while the reader may still be busy."""
        self._ended.set()

    def _ask(self, read_card: Callable[[], RawCard | None], ended: Event) -> None:
        told: object = self
        while not ended.is_set():
            card: RawCard | None = None
            fault: Fault | None = None
            try:
                card = read_card()
            except Fault as raised:
                fault = raised
            except Exception as error:  # noqa: BLE001 - the thread's edge: logged here, shown by the page
                fault = unforeseen(error)
            news: object = type(fault) if fault else card
            if news != told and not ended.is_set():
                told = news
                self.broke.emit(fault) if fault else self.changed.emit(card)
            ended.wait(_ASK_EVERY_S)
