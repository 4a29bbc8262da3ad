"""A whole kiosk in a temporary directory, all of it real but its clock and its line to the court."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pyrage.x25519

from kiosk_app.capture.ocr import Reader
from kiosk_app.content.library import Library, load_library
from kiosk_app.court.protocol.signing import new_signing_key, private_jwk, public_jwk
from kiosk_app.devices.camera import Camera, open_camera
from kiosk_app.store import enrolment
from kiosk_app.store.enrolment import Enrolment
from kiosk_app.store.store import Store
from kiosk_app.ui.messages import finding_said
from kiosk_app.ui.parts import KioskParts
from kiosk_app.visit.idle import IdleWatch
from kiosk_app.visit.parts import VisitParts
from kiosk_app.visit.reception import Reception
from tests.fakes.clock import FakeClock
from tests.fakes.stores import open_at

ROOT = Path(__file__).parents[2]
RESOURCES = ROOT / "resources"
SAMPLES = RESOURCES / "samples"


@dataclass
class FakeKiosk:
    """``parts`` is what the window is given; ``clock`` stands still until it is moved; what is put in the
    place of ``open_camera`` is what lies under the camera from then on. ``court_secret`` opens what it
    seals."""

    parts: KioskParts
    clock: FakeClock
    store: Store
    open_camera: Callable[[], Camera]
    court_secret: str


@cache
def _library(resources: Path) -> Library:
    """Frozen, so that every kiosk of a test process can have the same one."""
    return load_library(resources)


def kiosk_at(
    directory: Path, reader: Reader, camera: str = f"folder:{SAMPLES}", resources: Path = RESOURCES
) -> FakeKiosk:
    """A kiosk that is enrolled at a court which cannot be reached: filings stay on it."""
    clock = FakeClock()
    store = open_at(directory)
    library = _library(resources)
    entry = next(iter(library.courts.values()))
    court = entry.court
    device, court_key = new_signing_key(), new_signing_key()
    court_secret = pyrage.x25519.Identity.generate()
    enrolled = Enrolment(
        kiosk_id="K01",
        gateway_url="http://127.0.0.1:9",
        court_id=court.id,
        court_name=court.name,
        recipients=(str(court_secret.to_public()),),
        court_jwk=public_jwk(court_key),
        device_jwk=private_jwk(device),
        enrolled_at=clock.now().at,
    )
    with store.database.begin() as session:
        enrolment.save(session, enrolled)
    visit_parts = VisitParts(store, library, reader, clock, court, "K01", RESOURCES / "fonts", finding_said)
    parts = KioskParts(
        reception=Reception(visit_parts),
        open_camera=lambda: kiosk.open_camera(),
        idle=lambda: IdleWatch(clock.monotonic_ms()),
        resources=RESOURCES,
        full_screen=False,
        court_name=court.name,
        counter=entry.counter,
        picture_folder=SAMPLES,
        auto_capture=False,  # tests say when; those of the auto-capture switch it on
        now_ms=clock.monotonic_ms,
    )
    kiosk = FakeKiosk(parts, clock, store, lambda: open_camera(camera), str(court_secret))
    return kiosk
