"""What to file: given pictures and answers, the shipped samples for the rest, all checked beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kiosk_app.content import data_file
from kiosk_app.content.library import load_library
from kiosk_app.domain.errors import InputFault
from kiosk_app.forms.answers import InvalidAnswer
from kiosk_app.forms.written import NoSuchQuestion, read_answers
from kiosk_app.visit.pages import Picture, picture_file

_SAMPLE_EVIDENCE = ("iou", "transfer", "chat")


class AnswerUnusable(InputFault):
    """An answer of the given file fits no question. Facts: ``path``, ``key``, ``problem``."""


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
    """

    form_id: str
    pictures: Mapping[str, tuple[Path, Picture]]
    consents: Mapping[str, str]
    answers: Mapping[str, str]


def bring(order: Order, resources: Path) -> Brought:
    """Load all of it. Raises FileMissing, NotAPicture, ContentInvalid, :class:`AnswerUnusable`."""
    pictures = _pictures(resources / "samples", order)
    answers = _answers(resources, order.answers)
    _check_answers(resources, order.answers, answers)
    return Brought(answers["form"], pictures, answers["consents"], answers["answers"])


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


def _check_answers(resources: Path, path: Path | None, answers: Mapping[str, Any]) -> None:
    """Name an answer that no question asks for or that cannot be understood, before anything runs."""
    form = load_library(resources).forms[answers["form"]]
    try:
        read_answers(form, answers["answers"], datetime.now(UTC))
    except (NoSuchQuestion, InvalidAnswer) as fault:
        problem = fault.facts.get("problem", "no such question")
        raise AnswerUnusable(path=str(path), key=fault.facts["key"], problem=problem) from fault
