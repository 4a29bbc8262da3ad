"""Killed anywhere between "submit" and "acknowledged", a filing arrives exactly once."""

from __future__ import annotations

import multiprocessing
import shutil
import signal
import socket
from dataclasses import dataclass, replace
from multiprocessing.context import ForkServerContext
from pathlib import Path

import pytest

from kiosk_app.bootstrap import enrol, open_kiosk
from kiosk_app.capture.picture import load_picture
from kiosk_app.court.gateway.enrolment import create_enrolment_code
from kiosk_app.court.gateway.server import GatewayThread
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.protocol.signing import parse_signing_key
from kiosk_app.court.protocol.statements import verify_acknowledgement
from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.domain.submission import State
from kiosk_app.settings import load_settings
from kiosk_app.store import enrolment, outbox
from kiosk_app.visit.pages import Picture
from tests.faults import filing_process

STATIONS = [
    "before kiosk_app.store.drafts:reserve",
    "after kiosk_app.store.drafts:reserve",
    "before kiosk_app.visit.papers:documents",
    "before kiosk_app.dossier.seal:_write",
    "after kiosk_app.dossier.seal:_write",
    "before kiosk_app.dossier.seal:sync_directory",
    "after kiosk_app.visit.sealing:_seal",
    "before kiosk_app.store.outbox:queue",
    "after kiosk_app.store.outbox:queue",
    "after kiosk_app.store.store:Store.queue",
    "before kiosk_app.store.blobs:BlobStore.delete_visit",
    "after kiosk_app.sync.engine:Engine._take",
    "before kiosk_app.store.outbox:remember_upload",
    "after kiosk_app.store.outbox:remember_upload",
    "before kiosk_app.sync.uploader:CourtUploader.upload_chunk",
    "after kiosk_app.sync.uploader:CourtUploader.upload_chunk",
    "before kiosk_app.sync.client:CourtClient.finalise",
    "after kiosk_app.sync.client:CourtClient.finalise",
    "before kiosk_app.store.outbox:acknowledge",
    "after kiosk_app.store.outbox:acknowledge",
]


@dataclass(frozen=True)
class Scene:
    """A kiosk with a visit that is ready to be submitted, and the court it is enrolled at."""

    kiosk: Path
    gateway: GatewaySettings

    def copy(self, to: Path) -> Scene:
        shutil.copytree(self.kiosk, to / "kiosk")
        shutil.copytree(self.gateway.directory, to / "gateway")
        return Scene(to / "kiosk", replace(self.gateway, directory=to / "gateway", log_to=to / "gateway.log"))


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory, resources: Path) -> Scene:
    folder = tmp_path_factory.mktemp("scene")
    gateway = GatewaySettings(
        folder / "gateway", "demo-district", "示范市示范区人民法院", port=_free_port(), log_to=folder / "log"
    )
    samples = resources / "samples"
    with open_kiosk(load_settings(data_directory=folder / "kiosk")) as kiosk:
        with GatewayThread(gateway) as running:
            enrol(kiosk, running.url, create_enrolment_code(gateway))
        visit = kiosk.reception.open("loan")
        for kind in (ConsentKind.ONLINE_FILING, ConsentKind.SENSITIVE_DATA):
            visit.agree(kind, True)
        visit.take_card(Picture(load_picture(samples / "id_front.jpg")))
        visit.enter("defendant.1.kind", "person")
        visit.enter("defendant.1.name", "李建国")
        visit.enter("claims.principal", "50000")
        visit.stack.take(Picture(load_picture(samples / "evidence_iou.jpg")), "借条")
        stroke = (StrokePoint(0.1, 0.5, 0), StrokePoint(0.9, 0.5, 300))
        for document in visit.signing.documents():
            visit.signing.sign(document.id, Signature((stroke,), 3.0, kiosk.clock.now().at))
        visit.jump("submit")
    return Scene(folder / "kiosk", gateway)


@pytest.fixture
def copy(scene: Scene, tmp_path: Path) -> Scene:
    return scene.copy(tmp_path)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Processes that start as copies of one that has everything imported, and nothing opened."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([filing_process.__name__])
    return context


@pytest.mark.parametrize("station", STATIONS)
def test_killed_at(station: str, copy: Scene, processes: ForkServerContext) -> None:
    with GatewayThread(copy.gateway):
        killed = processes.Process(target=filing_process.main, args=(copy.kiosk, station))
        killed.start()
        killed.join()
        assert killed.exitcode == -signal.SIGKILL

        with open_kiosk(load_settings(data_directory=copy.kiosk)) as kiosk:
            visit = kiosk.reception.recover()
            if visit is not None:  # killed before anything was promised: the visitor presses again
                visit.submit()
            kiosk.engine.deliver_due(everything=True)
            with kiosk.store.database.read() as session:
                (filing,) = outbox.listing(session)
                enrolled = enrolment.load(session)
        assert filing.state is State.DELIVERED
        assert filing.acknowledgement
        assert enrolled
        claims = verify_acknowledgement(
            filing.acknowledgement, parse_signing_key(enrolled.court_jwk, private=False)
        )
        assert (claims.filing_id, claims.sha256) == (filing.filing_id, filing.sha256)
    kept = [path.name for path in copy.gateway.filings.iterdir() if path.suffix == ".dossier"]
    assert kept == [f"{filing.filing_id}.dossier"]
    assert not list((copy.kiosk / "blobs").rglob("*.blob"))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
        return port
