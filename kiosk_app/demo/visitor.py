"""The visitor of the demonstration: does at each step what a person does on the screens."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from math import sin
from pathlib import Path

from kiosk_app.demo.order import Brought
from kiosk_app.demo.stopwatch import Stopwatch
from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.errors import Fault, InputFault
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.domain.values import Source
from kiosk_app.forms.unroll import Counts
from kiosk_app.visit.steps import StepKind
from kiosk_app.visit.visit import Visit

Corners = dict[str, list[tuple[float, float]]]
"""Where each picture's paper was found, by the picture's path."""


class NotAgreed(InputFault):
    """The answers withhold a consent without which nothing may be read."""


def walk(visit: Visit, brought: Brought, watch: Stopwatch, at: datetime) -> Corners:
    """Go from the first step to "submit". Raises :class:`NotAgreed` and the faults of capture."""
    corners: Corners = {}
    while visit.step.kind is not StepKind.SUBMIT:
        match visit.step.kind:
            case StepKind.NOTICE:
                for kind, given in brought.consents.items():
                    visit.agree(ConsentKind(kind), given == "yes")
            case StepKind.CARD:
                corners |= _show_card(visit, brought, watch)
            case StepKind.EVIDENCE:
                corners |= _show_evidence(visit, brought, watch)
            case StepKind.SIGN:
                _sign(visit, watch, at)
        answer_step(visit, brought.answers, brought.there)
        held = visit.step
        if visit.forward() == held:
            raise NotAgreed
    return corners


def _show_card(visit: Visit, brought: Brought, watch: Stopwatch) -> Corners:
    corners: Corners = {}
    for station in ("id_front", "id_back"):
        path, picture = brought.pictures[station]
        with watch.station(station), _about(path):
            side = visit.take_card(picture)
        corners[str(path)] = _corners(visit, visit.card_sides[side])
    return corners


def _show_evidence(visit: Visit, brought: Brought, watch: Stopwatch) -> Corners:
    """Each page goes under what it seems to be; a separator sheet is none."""
    corners: Corners = {}
    for station, (path, picture) in brought.pictures.items():
        if station.startswith("evidence"):
            with watch.station(station), _about(path):
                laid = visit.stack.lay(picture, "")
            if isinstance(laid, str):
                corners[str(path)] = _corners(visit, laid)
    return corners


@contextlib.contextmanager
def _about(path: Path) -> Iterator[None]:
    """Let a fault name the picture it speaks of: in a list of pictures, "no page" is not enough."""
    try:
        yield
    except Fault as fault:
        fault.facts["picture"] = str(path)
        raise


def _corners(visit: Visit, page_id: str) -> list[tuple[float, float]]:
    return [(round(x, 2), round(y, 2)) for x, y in visit.page_corners(page_id)]


def answer_step(visit: Visit, texts: Mapping[str, str], there: Counts) -> None:
    """Type the answers to what this step asks, for as many of each group as are ``there``. What the card said
    stands; what it left open is typed."""
    section = visit.step.section
    for group in {question.group for question in section.questions if question.group} if section else ():
        while visit.count(group) < there[group]:
            visit.add_to(group)
    section = visit.step.section
    for question in section.questions if section else ():
        known = visit.answers.get(question.key)
        if section is None or question.key not in texts or question not in visit.questions(section):
            continue
        if known is None or known.source is not Source.CARD:
            visit.enter(question.key, texts[question.key])


def _sign(visit: Visit, watch: Stopwatch, at: datetime) -> None:
    with watch.station("documents"):
        documents = visit.signing.documents()
    for document in documents:
        if document.waits:
            visit.signing.sign(document.id, _scribble(at))


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
