"""What is missing, doubtful or worth knowing, and where to mend it. A finding never blocks a filing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """How much a finding matters, the gravest first."""

    UNREADABLE = "unreadable"
    COURT_WILL_ASK = "court_will_ask"
    WORTH_KNOWING = "worth_knowing"


OF_FORM = "form."
"""What the codes of a form's own checks begin with: their words are facts, ``say`` and ``remedy``."""


@dataclass(frozen=True, slots=True)
class Place:
    """A box on a page, in shares of the page's width and height, from its top left corner."""

    left: float
    top: float
    width: float
    height: float

    def turned(self, quarter_turns: int) -> Place:
        """The same spot after the page was turned left by so many quarters."""
        place = self
        for _ in range(quarter_turns % 4):
            top = max(0.0, 1 - place.left - place.width)
            place = Place(place.top, top, place.height, place.width)
        return place


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` names the words in ``ui.messages``; ``about`` is the answer or page it speaks of;
    ``article`` is the rule behind it, empty where there is none; ``place`` is where on the page as it is
    shown, none where the whole page is meant."""

    code: str
    grade: Grade
    about: str = ""
    article: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=())
    place: Place | None = None
