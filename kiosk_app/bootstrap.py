"""The only place where concrete parts meet. Nothing is opened at import, everything is closed at the end."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from kiosk_app.capture import handwriting
from kiosk_app.capture.ocr import Reader
from kiosk_app.content.library import Library, load_library
from kiosk_app.court.protocol.signing import new_signing_key, parse_signing_key
from kiosk_app.devices.camera import CameraMode, open_camera
from kiosk_app.devices.card_worker import CardWorker
from kiosk_app.devices.clock import Clock, SystemClock
from kiosk_app.devices.cups import open_printer
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.filing import Court
from kiosk_app.settings import Settings
from kiosk_app.store import enrolment
from kiosk_app.store.enrolment import Enrolment
from kiosk_app.store.store import Store, open_store
from kiosk_app.sync import client
from kiosk_app.sync.client import CourtClient
from kiosk_app.sync.engine import Engine
from kiosk_app.sync.link import Link
from kiosk_app.ui.messages import finding_said
from kiosk_app.ui.parts import KioskParts
from kiosk_app.visit.idle import IdleWatch
from kiosk_app.visit.parts import VisitParts
from kiosk_app.visit.reception import Reception
from kiosk_app.visit.sealing import EnrolmentMissing


class CourtUnknown(InputFault):
    """The court that the settings name is not in resources/courts. Facts: ``court_id``, ``known``."""


@dataclass(slots=True)
class Kiosk:
    """A kiosk that is open. Use it with ``with``, or call :meth:`close`."""

    settings: Settings
    library: Library
    court: Court
    store: Store
    clock: Clock
    reader: Reader
    reception: Reception
    engine: Engine
    wake: threading.Event
    card_reader: CardWorker | None
    _stop: threading.Event = field(default_factory=threading.Event)
    _delivery: threading.Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def start_delivery(self) -> None:
        """Deliver in the background from now on, woken by every filing that is queued."""
        self._delivery = threading.Thread(
            target=self.engine.run, args=(self._stop, self.wake), name="delivery", daemon=True
        )
        self._delivery.start()

    def warm_up(self) -> None:
        """Load the reading models behind the idle screen, so that the first card does not wait."""

        def load() -> None:
            self.reader.load()
            handwriting.load()

        threading.Thread(target=load, name="warm-up", daemon=True).start()

    def close(self) -> None:
        """End the delivery after the request it is at, then close the store."""
        self._stop.set()
        self.wake.set()
        if self._delivery:
            self._delivery.join()
        if self.card_reader:
            self.card_reader.close()
        self.store.close()


def open_kiosk(settings: Settings, clock: Clock | None = None) -> Kiosk:
    """Everything a kiosk needs, wired. Raises the faults of content, store and settings."""
    library = load_library(settings.resources)
    court = court_of(library, settings)
    directory = settings.data_directory
    store = open_store(directory, directory / "root.key", settings.migrations / "kiosk")
    clock = clock or SystemClock()
    reader = Reader()
    wake = threading.Event()
    parts = VisitParts(
        store,
        library,
        reader,
        clock,
        court,
        settings.kiosk_name,
        settings.resources / "fonts",
        finding_said,
    )
    engine = Engine(store, lambda: connect(store, settings), clock)
    reception = Reception(parts, wake.set)
    cards = CardWorker(settings.card_reader) if settings.card_reader else None
    return Kiosk(settings, library, court, store, clock, reader, reception, engine, wake, cards)


def camera_mode(settings: Settings) -> CameraMode:
    """What a UVC camera is asked for."""
    return CameraMode(
        settings.camera_width_px,
        settings.camera_height_px,
        settings.camera_frames_a_second,
        settings.camera_pixel_format,
        settings.camera_exposure,
        settings.camera_focus,
    )


def window_parts(kiosk: Kiosk) -> KioskParts:
    """What the screens are given of an open kiosk; takes up what a crash cut short."""
    settings = kiosk.settings
    kind, _, where = settings.camera.partition(":")
    return KioskParts(
        reception=kiosk.reception,
        open_camera=lambda: open_camera(settings.camera, camera_mode(settings)),
        idle=lambda: IdleWatch(
            kiosk.clock.monotonic_ms(), settings.idle_warning_s * 1000, settings.idle_countdown_s * 1000
        ),
        resources=settings.resources,
        full_screen=settings.full_screen,
        court_name=kiosk.court.name,
        counter=kiosk.library.courts[kiosk.court.id].counter,
        picture_folder=Path(where) if kind == "folder" else None,
        read_card=kiosk.card_reader.read if kiosk.card_reader else None,
        printer=open_printer(settings.printer) if settings.printer else None,
        receipt_printer=open_printer(settings.receipt_printer) if settings.receipt_printer else None,
        auto_capture=settings.auto_capture,
        resumed=kiosk.reception.recover(),
        now_ms=kiosk.clock.monotonic_ms,
    )


def enrol(kiosk: Kiosk, url: str, code: str) -> Enrolment:
    """Register this kiosk at the court's server with a one-time code; it keeps its key if it has one.

    Raises the faults of ``sync.client.enrol``.
    """
    with kiosk.store.database.read() as session:
        known = enrolment.load(session)
    key = parse_signing_key(known.device_jwk, private=True) if known else new_signing_key()
    enrolled = client.enrol(url, code, key=key, name=kiosk.settings.kiosk_name, link=_link(kiosk.settings))
    with kiosk.store.database.begin() as session:
        enrolment.save(session, enrolled)
    return enrolled


@contextlib.contextmanager
def connect(store: Store, settings: Settings) -> Iterator[CourtClient]:
    """The line to the court this kiosk is enrolled at. Raises EnrolmentMissing."""
    with store.database.read() as session:
        enrolled = enrolment.load(session)
    if enrolled is None:
        raise EnrolmentMissing
    with CourtClient(enrolled, link=_link(settings)) as court:
        yield court


def _link(settings: Settings) -> Link:
    return Link(ca_file=settings.court_ca)


def court_of(library: Library, settings: Settings) -> Court:
    """The court that this kiosk files with. Raises :class:`CourtUnknown`."""
    entry = library.courts.get(settings.court_id)
    if entry is None:
        raise CourtUnknown(court_id=settings.court_id, known=", ".join(library.courts))
    return entry.court
