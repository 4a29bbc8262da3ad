"""What is missing, doubtful or worth knowing, and where to mend it. A finding never blocks a filing."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Grade(StrEnum):
    """How much a finding matters, the gravest first."""

    UNREADABLE = "unreadable"
    COURT_WILL_ASK = "court_will_ask"
    WORTH_KNOWING = "worth_knowing"


@dataclass(frozen=True, slots=True)
class Finding:
    """``code`` names the words in ``ui.messages``; ``about`` is the answer or page it speaks of;
    ``article`` is the rule behind it, empty where there is none."""

    code: str
    grade: Grade
    about: str = ""
    article: str = ""
    facts: tuple[tuple[str, str], ...] = field(default=())
