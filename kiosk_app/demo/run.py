"""The demonstration from end to end, online or with the line cut, and the pictures of the screens."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk_app.bootstrap import enrol, open_kiosk, window_parts
from kiosk_app.court.gateway.enrolment import create_enrolment_code
from kiosk_app.court.gateway.server import GatewayThread
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.demo import report
from kiosk_app.demo.order import Order, bring
from kiosk_app.demo.stopwatch import Stopwatch
from kiosk_app.demo.visitor import walk
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.filing import Court
from kiosk_app.durable import empty_folder
from kiosk_app.settings import Settings
from kiosk_app.store import enrolment
from kiosk_app.sync.engine import Progress


class NoDemonstration(InputFault):
    """The folder holds no demonstration that could be delivered. Facts: ``path``."""


def run(settings: Settings, order: Order, tell: Callable[[str, int], None]) -> bool:
    """File one case into ``order.out``; True only if the court's signed acknowledgement verified.

    ``tell`` hears the name of each station and how long it took in milliseconds. Raises the faults of
    every station; what was saved by then stays in ``order.out``.
    """
    out = order.out
    empty_folder(out)
    watch = Stopwatch(tell)
    brought = bring(order, settings.resources)
    own = settings.model_copy(update={"data_directory": out / "kiosk"})
    with watch.station("total"), open_kiosk(own) as kiosk:
        court_server = _gateway(out, kiosk.court)
        with contextlib.ExitStack() as line:
            with watch.station("gateway"):
                gateway = line.enter_context(GatewayThread(court_server))
            with watch.station("enrol"):
                enrol(kiosk, gateway.url, create_enrolment_code(court_server))
            if order.offline:
                line.close()
            visit = kiosk.reception.open(brought.form_id)
            found: dict[str, Any] = {"corners": walk(visit, brought, watch, kiosk.clock.now().at)}
            found |= report.before_submitting(visit)
            found["documents"] = report.write_papers(visit.signing.documents(), out)
            with watch.station("seal"):
                submitted = visit.submit()
            found |= {"filing_id": submitted.filing_id, "receipt_number": submitted.receipt_number}
            # From here on the filing is saved, and "sync --demo" has to find it whatever happens.
            report.write(out, found)
            with watch.station("deliver"):
                kiosk.engine.deliver_due(everything=True)
        outcome = report.after_delivery(kiosk, submitted.filing_id, court_server.age_key, out)
    report.write(out, found | outcome | {"timings_ms": watch.took_ms})
    return outcome["acknowledgement"] is not None


def deliver(settings: Settings, out: Path, on_progress: Callable[[Progress], None]) -> bool:
    """What an offline demonstration in ``out`` left waiting, delivered to the gateway it knows.

    True if the acknowledgement verified. Raises :class:`NoDemonstration`.
    """
    try:
        earlier = report.read(out)
    except (OSError, ValueError) as error:
        raise NoDemonstration(path=str(out)) from error
    with open_kiosk(settings.model_copy(update={"data_directory": out / "kiosk"})) as kiosk:
        with kiosk.store.database.read() as session:
            enrolled = enrolment.load(session)
        if enrolled is None:
            raise NoDemonstration(path=str(out))
        court_server = replace(_gateway(out, kiosk.court), port=urlsplit(enrolled.gateway_url).port or 0)
        with GatewayThread(court_server):
            kiosk.engine.deliver_due(on_progress, everything=True)
        outcome = report.after_delivery(kiosk, earlier["filing_id"], court_server.age_key, out)
    report.write(out, earlier | outcome)
    return outcome["acknowledgement"] is not None


def shoot_screens(settings: Settings, order: Order) -> int:
    """A picture of every screen, both ways round, into ``order.out``; how many there are.

    The real window is driven through the same visit, with a store and a court of its own that are gone
    afterwards. Works without a screen.
    """
    # Qt is loaded only where pictures of screens are wanted.
    from kiosk_app.ui.screens import Script, shoot

    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    brought = bring(order, settings.resources)
    with tempfile.TemporaryDirectory() as folder:
        tray = Path(folder) / "tray"
        tray.mkdir()
        own = settings.model_copy(
            update={
                "data_directory": Path(folder) / "kiosk",
                "printer": f"folder:{tray}",
                "receipt_printer": "",
            }
        )
        with open_kiosk(own) as kiosk:
            court_server = _gateway(Path(folder), kiosk.court)
            with GatewayThread(court_server) as gateway:
                enrol(kiosk, gateway.url, create_enrolment_code(court_server))
                kiosk.start_delivery()
                titles = [hint.title for hint in kiosk.library.forms[brought.form_id].evidence]
                evidence = [
                    path for name, (path, _) in brought.pictures.items() if name.startswith("evidence")
                ]
                script = Script(
                    form_id=brought.form_id,
                    id_front=brought.pictures["id_front"][0],
                    id_back=brought.pictures["id_back"][0],
                    evidence=tuple(zip(titles, evidence, strict=False)),
                    answers=brought.answers,
                )
                return len(shoot(window_parts(kiosk), script, order.out / "screens"))


def _gateway(out: Path, court: Court) -> GatewaySettings:
    return GatewaySettings(
        directory=out / "gateway",
        court_id=court.id,
        court_name=court.name,
        port=0,
        log_to=out / "gateway.log",
    )
