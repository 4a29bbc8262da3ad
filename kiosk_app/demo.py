"""The main job without a screen: pictures in, a filing acknowledged by a court's server out.

Everything is the real part: the same visit that the screens use, the same store, the same dossier, a
gateway of its own on a loopback port. What it leaves in its folder is described in README.md.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import date, datetime
from itertools import repeat
from math import sin
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from kiosk_app.bootstrap import Kiosk, enrol, open_kiosk
from kiosk_app.capture.picture import load_picture
from kiosk_app.content import data_file
from kiosk_app.court.gateway.enrolment import create_enrolment_code
from kiosk_app.court.gateway.server import GatewayThread
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.protocol.signing import parse_signing_key
from kiosk_app.court.protocol.statements import verify_acknowledgement
from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.filing import Court
from kiosk_app.domain.identity import LONG_TERM, Reading
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.domain.submission import RECEIVED_BY_COURT
from kiosk_app.domain.values import Source
from kiosk_app.forms.question import Section
from kiosk_app.settings import Settings
from kiosk_app.store import enrolment, outbox
from kiosk_app.sync.engine import Progress
from kiosk_app.visit.pages import Picture
from kiosk_app.visit.slip import Submitted
from kiosk_app.visit.steps import StepKind
from kiosk_app.visit.visit import Visit


class OutputNotEmpty(InputFault):
    """The folder for the results holds an earlier demonstration or something else. Facts: ``path``."""


class NotAgreed(InputFault):
    """The answers withhold a consent without which nothing may be read."""


class NoDemonstration(InputFault):
    """The folder holds no demonstration that could be delivered. Facts: ``path``."""


_Pictures = Mapping[str, tuple[Path, Picture]]
"""What is shown at each station: ``id_front``, ``id_back``, ``evidence 1`` …"""

_SAMPLE_EVIDENCE = ("iou", "transfer", "chat")


@dataclass(frozen=True, slots=True)
class Order:
    """What to file. Pictures and answers that are None come from the shipped samples."""

    out: Path
    id_front: Path | None = None
    id_back: Path | None = None
    evidence: tuple[Path, ...] = ()
    answers: Path | None = None
    offline: bool = False


@dataclass(slots=True)
class Stopwatch:
    """Tells and times the stations of a run."""

    tell: Callable[[str, int], None]
    took_ms: dict[str, int] = field(default_factory=dict)

    @contextlib.contextmanager
    def station(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.took_ms[name] = round((time.monotonic() - begun) * 1000)
        self.tell(name, self.took_ms[name])


def run(settings: Settings, order: Order, tell: Callable[[str, int], None]) -> bool:
    """File one case into ``order.out``; True only if the court's signed acknowledgement verified.

    ``tell`` hears the name of each station and how long it took in milliseconds. Raises the faults of
    every station; what was saved by then stays in ``order.out``.
    """
    out = order.out
    if out.exists() and any(out.iterdir()):
        raise OutputNotEmpty(path=str(out))
    out.mkdir(parents=True, exist_ok=True)
    watch = Stopwatch(tell)
    pictures = _pictures(settings.resources / "samples", order)
    answers = _answers(settings.resources, order.answers)
    own = settings.model_copy(update={"data_directory": out / "kiosk"})
    with watch.station("total"), open_kiosk(own) as kiosk:
        with contextlib.ExitStack() as line:
            with watch.station("gateway"):
                gateway = line.enter_context(GatewayThread(_gateway(out, kiosk.court)))
            with watch.station("enrol"):
                enrol(kiosk, gateway.url, create_enrolment_code(_gateway(out, kiosk.court)))
            if order.offline:
                line.close()
            visit = kiosk.reception.open(answers["form"])
            report, submitted = _file(visit, pictures, answers, out, watch, kiosk.clock.now().at)
            with watch.station("deliver"):
                kiosk.engine.deliver_due(everything=True)
        received = _finish(kiosk, submitted, report, out)
    _write_report(out, report | {"timings_ms": watch.took_ms})
    return received


def deliver(settings: Settings, out: Path, on_progress: Callable[[Progress], None]) -> bool:
    """What an offline demonstration in ``out`` left waiting, delivered to the gateway it knows.

    True if the acknowledgement verified. Raises :class:`NoDemonstration`.
    """
    try:
        report: dict[str, Any] = json.loads((out / "report.json").read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NoDemonstration(path=str(out)) from error
    with open_kiosk(settings.model_copy(update={"data_directory": out / "kiosk"})) as kiosk:
        with kiosk.store.database.read() as session:
            enrolled = enrolment.load(session)
            submitted = outbox.find(session, report["filing_id"])
        if enrolled is None:
            raise NoDemonstration(path=str(out))
        port = urlsplit(enrolled.gateway_url).port or 0
        with GatewayThread(replace(_gateway(out, kiosk.court), port=port)):
            kiosk.engine.deliver_due(on_progress, everything=True)
        received = _finish(kiosk, kiosk.reception.receipt(submitted.filing_id), report, out)
    _write_report(out, report)
    return received


def _gateway(out: Path, court: Court) -> GatewaySettings:
    return GatewaySettings(
        directory=out / "gateway",
        court_id=court.id,
        court_name=court.name,
        port=0,
        log_to=out / "gateway.log",
    )


def _pictures(samples: Path, order: Order) -> _Pictures:
    """The given pictures, samples for the others; one that is unreadable is named before anything runs."""
    chosen = {
        "id_front": (order.id_front or samples / "id_front.jpg",),
        "id_back": (order.id_back or samples / "id_back.jpg",),
        "evidence": order.evidence or tuple(samples / f"evidence_{name}.jpg" for name in _SAMPLE_EVIDENCE),
    }
    return {
        f"{station} {number}" if len(paths) > 1 else station: (
            path,
            Picture(load_picture(path), path.read_bytes()),
        )
        for station, paths in chosen.items()
        for number, path in enumerate(paths, 1)
    }


def _answers(resources: Path, given: Path | None) -> dict[str, Any]:
    """The sample answers with the given ones on top."""
    schema = resources / "schema" / "answers.schema.json"
    answers: dict[str, Any] = data_file.load(resources / "samples" / "answers.yaml", schema)
    if given:
        own = data_file.load(given, schema)
        for part in ("answers", "consents"):
            answers[part] = answers[part] | own.get(part, {})
        answers["form"] = own.get("form", answers["form"])
    return answers


def _file(
    visit: Visit, pictures: _Pictures, answers: Mapping[str, Any], out: Path, watch: Stopwatch, at: datetime
) -> tuple[dict[str, Any], Submitted]:
    """A whole visit: what a visitor does on the screens, step by step."""
    corners: dict[str, Any] = {}
    while visit.step.kind is not StepKind.SUBMIT:
        match visit.step.kind:
            case StepKind.NOTICE:
                for kind, given in answers["consents"].items():
                    visit.agree(ConsentKind(kind), given == "yes")
            case StepKind.CARD:
                corners |= _show_card(visit, pictures, watch)
            case StepKind.EVIDENCE:
                corners |= _show_evidence(visit, pictures, watch)
            case StepKind.SIGN:
                with watch.station("documents"):
                    documents = visit.documents()
                for document in documents:
                    visit.sign(document.id, _scribble(at))
        if visit.step.section:
            _enter(visit, visit.step.section, answers["answers"])
        held = visit.step
        if visit.forward() == held:
            raise NotAgreed
    report = {"corners": corners, **_gathered(visit), "documents": _write_papers(visit, out / "documents")}
    with watch.station("seal"):
        submitted = visit.submit()
    return {"filing_id": submitted.filing_id, "receipt_number": submitted.receipt_number, **report}, submitted


def _show_card(visit: Visit, pictures: _Pictures, watch: Stopwatch) -> dict[str, Any]:
    corners = {}
    for station in ("id_front", "id_back"):
        path, picture = pictures[station]
        with watch.station(station):
            side = visit.take_card(picture)
        corners[str(path)] = _corners(visit, visit.card_sides[side])
    return corners


def _show_evidence(visit: Visit, pictures: _Pictures, watch: Stopwatch) -> dict[str, Any]:
    corners = {}
    titles = iter((*visit.evidence_titles, *repeat(visit.evidence_titles[-1], len(pictures))))
    for station, (path, picture) in pictures.items():
        if station.startswith("evidence"):
            with watch.station(station):
                page_id = visit.take_evidence(picture, next(titles))
            corners[str(path)] = _corners(visit, page_id)
    return corners


def _corners(visit: Visit, page_id: str) -> list[tuple[float, float]]:
    return [(round(x, 2), round(y, 2)) for x, y in visit.page_corners(page_id)]


def _enter(visit: Visit, section: Section, answers: Mapping[str, str]) -> None:
    """Type the answers to what this step asks. What the card said stands; what it left open is typed."""
    for question in section.questions:
        known = visit.answers.get(question.key)
        if question.key not in answers or question not in visit.questions(section):
            continue
        if known is None or known.source is not Source.CARD:
            visit.enter(question.key, answers[question.key])


def _write_papers(visit: Visit, folder: Path) -> list[dict[str, Any]]:
    folder.mkdir()
    listed = []
    for document in visit.documents():
        (folder / f"{document.id}.pdf").write_bytes(document.pdf)
        file = f"{folder.name}/{document.id}.pdf"
        listed.append({"title": document.title, "file": file, "pages": document.pages})
    return listed


def _scribble(at: datetime) -> Signature:
    """A signature of nobody: three waves of a finger."""
    strokes = tuple(
        tuple(
            StrokePoint(
                0.1 + 0.28 * wave + 0.24 * t / 24,
                0.5 + 0.3 * sin(t * (0.5 + 0.2 * wave)),
                400 * wave + 12 * t,
            )
            for t in range(25)
        )
        for wave in range(3)
    )
    return Signature(strokes, aspect=3.0, at=at)


def _gathered(visit: Visit) -> dict[str, Any]:
    front, back = visit.card()
    sides = {"front": front, "back": back}
    fee = visit.fee()
    return {
        "card": {
            side: {name: _reading(getattr(card, name)) for name in card.__slots__}
            for side, card in sides.items()
            if card
        },
        "claim_total": visit.claim_total().plain,
        "fee": {
            "kind": fee.kind,
            "total": fee.total.plain,
            "halved": fee.halved.plain,
            "source": fee.source,
            "steps": [
                {
                    "above": step.lower.plain,
                    "part": step.part.plain,
                    "rate": str(step.rate),
                    "fee": step.fee.plain,
                }
                for step in fee.steps
            ],
        },
        "findings": [asdict(finding) for finding in visit.findings()],
    }


def _reading(reading: Reading[object]) -> dict[str, object]:
    value = reading.value
    if isinstance(value, date):
        value = "长期" if value == LONG_TERM else value.isoformat()
    return {
        "value": None if value is None else str(value),
        "text": reading.text,
        "confidence": round(reading.confidence, 4),
    }


def _finish(kiosk: Kiosk, submitted: Submitted, report: dict[str, Any], out: Path) -> bool:
    """Lay the results out for other people's programs; whether the acknowledgement verifies."""
    with kiosk.store.database.read() as session:
        filing = outbox.find(session, submitted.filing_id)
        events = outbox.events(session, submitted.filing_id)
        enrolled = enrolment.load(session)
    shutil.copyfile(kiosk.store.dossier_path(filing.filing_id), out / f"{filing.filing_id}.dossier")
    shutil.copyfile(_gateway(out, kiosk.court).age_key, out / "court.key")
    (out / "court.key").chmod(0o600)
    (out / "documents" / "receipt.pdf").write_bytes(kiosk.reception.receipt(filing.filing_id).receipt_pdf)
    report["states"] = [
        {"state": event.state, "at": event.at.isoformat(), "reason": event.reason} for event in events
    ]
    report["dossier"] = {"file": f"{filing.filing_id}.dossier", "sha256": filing.sha256, "size": filing.size}
    report["acknowledgement"] = None
    if filing.acknowledgement and enrolled:
        court_key = parse_signing_key(enrolled.court_jwk, private=False)
        claims = verify_acknowledgement(filing.acknowledgement, court_key)
        report["acknowledgement"] = {
            "jws": filing.acknowledgement,
            "claims": claims.model_dump(mode="json"),
            "court_jwk": dict(enrolled.court_jwk),
        }
    return filing.state in RECEIVED_BY_COURT and report["acknowledgement"] is not None


def _write_report(out: Path, report: Mapping[str, Any]) -> None:
    (out / "report.json").write_text(json.dumps(report, ensure_ascii=False, indent=2) + "\n", "utf-8")
