"""Answers in a file of somebody's own (schema answers.schema.json), understood or named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from kiosk_app.content import data_file
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.values import Answer
from kiosk_app.forms.answers import InvalidAnswer
from kiosk_app.forms.question import Form
from kiosk_app.forms.written import NoSuchQuestion, read_answers


class AnswerUnusable(InputFault):
    """An answer of the given file cannot be understood. Facts: ``path``, ``key``, ``problem``."""


@dataclass(frozen=True, slots=True)
class AnswerFile:
    """What a file holds, not understood yet. ``form`` is empty where it names none."""

    path: Path
    form: str
    consents: Mapping[str, str]
    answers: Mapping[str, str]


def load_answers(path: Path, schemas: Path) -> AnswerFile:
    """Raises :class:`~kiosk_app.content.data_file.ContentMissing`, ``ContentInvalid``."""
    data = data_file.load(path, schemas / "answers.schema.json")
    return AnswerFile(path, data.get("form", ""), data.get("consents", {}), data["answers"])


def understand(form: Form, given: AnswerFile, at: datetime) -> tuple[Form, dict[str, Answer]]:
    """The form as the answers call for it, and the answers by key, as if they had been typed.

    Raises :class:`AnswerUnusable`, :class:`~kiosk_app.forms.written.NoSuchQuestion`.
    """
    try:
        return read_answers(form, given.answers, at)
    except NoSuchQuestion as fault:
        fault.facts["path"] = str(given.path)
        raise
    except InvalidAnswer as fault:
        raise AnswerUnusable(path=str(given.path), **fault.facts) from fault
