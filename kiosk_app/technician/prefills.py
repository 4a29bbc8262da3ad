"""What papers in pictures suggest for a case's questions: the reading room from the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk_app.capture.find import find_page
from kiosk_app.capture.geometry import quad_of
from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.prefill import PaperFacts, read_facts
from kiosk_app.content.library import Library
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.paper import Suggestion
from kiosk_app.domain.values import encode
from kiosk_app.forms.answers import display
from kiosk_app.forms.question import Form
from kiosk_app.forms.unroll import of_answers
from kiosk_app.visit.pages import picture_file, read_paper
from kiosk_app.visit.suggest import ReadPaper, suggestions


class NoSuchCase(InputFault):
    """There is no form of that id. Facts: ``case``, ``known``."""


@dataclass(frozen=True, slots=True)
class Read:
    """One picture, its flat page's width and height, and what it says; boxes are in pixels of that page."""

    picture: Path
    size_px: tuple[int, int]
    facts: PaperFacts

    def as_json(self) -> dict[str, Any]:
        return {
            "picture": str(self.picture),
            "paper": self.facts.sort,
            "facts": [
                {
                    "name": fact.name,
                    "value": encode(fact.value),
                    "text": fact.text,
                    "confidence": fact.confidence,
                    "certain": fact.certain,
                    "box": fact.box,
                }
                for fact in self.facts.facts
            ],
            "findings": [{"code": each.code, **dict(each.facts)} for each in self.facts.findings],
        }


@dataclass(frozen=True, slots=True)
class Prefilled:
    """All pictures, and what they suggest together for the questions of a case."""

    form: Form
    read: tuple[Read, ...]
    suggested: tuple[Suggestion, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "case": self.form.id,
            "pictures": [each.as_json() for each in self.read],
            "suggestions": [
                {
                    "question": each.key,
                    "value": encode(each.value),
                    "text": each.text,
                    "picture": each.origin.page_id,
                    "confidence": each.confidence,
                    "certain": each.certain,
                }
                for each in self.suggested
            ],
        }

    def table(self) -> Iterator[tuple[str, str, bool, str]]:
        """Label, value as a visitor reads it, whether it is certain, and which picture says so."""
        for each in self.suggested:
            question = self.form.question(each.key)
            yield question.label, display(question, each.value), each.certain, each.origin.page_id


def prefill_from(paths: Sequence[Path], case: str, library: Library, reader: Reader) -> Prefilled:
    """Read the papers in the pictures and ask them the questions of a case. A picture in which no page is
    found counts as a page itself. Slow (seconds for each).

    Raises :class:`NoSuchCase`, FileMissing, NotAPicture and its kin, TextModelsMissing.
    """
    form = library.forms.get(case)
    if form is None:
        raise NoSuchCase(case=case, known=" ".join(library.forms))
    read = tuple(_read(path, reader) for path in paths)
    papers = [ReadPaper(str(each.picture), each.picture.name, each.size_px, each.facts) for each in read]
    asked = of_answers(form, {})
    found = suggestions(asked.questions(), {}, papers)
    return Prefilled(asked, read, tuple(each for own in found.values() for each in own))


def _read(path: Path, reader: Reader) -> Read:
    picture = picture_file(path)
    height_px, width_px = picture.image.shape[:2]
    whole = quad_of([(0, 0), (width_px, 0), (width_px, height_px), (0, height_px)])
    page = read_paper(picture, reader, find_page(picture.image) or whole)
    height_px, width_px = page.clean.shape[:2]
    return Read(path, (width_px, height_px), read_facts(page.lines, (width_px, height_px)))
