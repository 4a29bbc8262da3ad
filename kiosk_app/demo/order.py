"""What to file: given pictures and answers, the shipped samples for the rest, all checked beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from kiosk_app.content.answer_files import AnswerFile, load_answers, understand
from kiosk_app.content.library import load_library
from kiosk_app.forms.unroll import Counts, counts
from kiosk_app.visit.pages import Picture, picture_file

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


@dataclass(frozen=True, slots=True)
class Brought:
    """What the visitor of the demonstration brings along.

    ``pictures`` are by station (``id_front``, ``id_back``, ``evidence 1`` …), each with where it came from.
    ``there`` says how many there are of each party, child or car.
    """

    form_id: str
    pictures: Mapping[str, tuple[Path, Picture]]
    consents: Mapping[str, str]
    answers: Mapping[str, str]
    there: Counts


def bring(order: Order, resources: Path) -> Brought:
    """Load all of it. Raises FileMissing, NotAPicture, ContentInvalid, AnswerUnusable, NoSuchQuestion."""
    pictures = _pictures(resources / "samples", order)
    given = _answers(resources, order.answers)
    # An answer that no question asks for or that cannot be understood is named before anything runs.
    declared = load_library(resources).forms[given.form]
    _, understood = understand(declared, given, datetime.now(UTC))
    return Brought(given.form, pictures, given.consents, given.answers, counts(declared, understood))


def _pictures(samples: Path, order: Order) -> dict[str, tuple[Path, Picture]]:
    """The given pictures, samples for the others; one that is unreadable is named before anything runs."""
    chosen = {
        "id_front": (order.id_front or samples / "id_front.jpg",),
        "id_back": (order.id_back or samples / "id_back.jpg",),
        "evidence": order.evidence or tuple(samples / f"evidence_{name}.jpg" for name in _SAMPLE_EVIDENCE),
    }
    return {
        f"{station} {number}" if len(paths) > 1 else station: (path, picture_file(path))
        for station, paths in chosen.items()
        for number, path in enumerate(paths, 1)
    }


def _answers(resources: Path, given: Path | None) -> AnswerFile:
    """The sample answers with the given ones on top; to another form they are no answers."""
    samples = load_answers(resources / "samples" / "answers.yaml", resources / "schema")
    if given is None:
        return samples
    own = load_answers(given, resources / "schema")
    form = own.form or samples.form
    besides = samples.answers if form == samples.form else {}
    consents = {**samples.consents, **own.consents}
    return AnswerFile(own.path, form, consents, {**besides, **own.answers})
