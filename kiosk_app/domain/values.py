"""What an answer may be, and its one spelling in stores and files."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from kiosk_app.domain.errors import Bug
from kiosk_app.domain.findings import Place
from kiosk_app.domain.money import Money


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included; an end that is None is open."""

    first: date | None
    last: date | None


Value = str | date | Money | Decimal | Period | tuple[str, ...]
"""Text, numbers of things and single choices are str; percentages are Decimal; several choices are a tuple of
ids."""


class Source(StrEnum):
    """Who or what an answer comes from."""

    LITIGANT = "litigant"
    CLERK = "clerk"
    CARD = "card"
    PAPER = "paper"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an answer was read: a captured page, and the place on it, which stood upright."""

    page_id: str
    place: Place


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer with its origin. ``confirmed`` is False while a doubtful reading waits for a look.

    ``confidence`` is 1 for what a person said, else how sure the reading was; ``origin`` is where on the
    evidence it was read.
    """

    key: str
    value: Value
    source: Source
    at: datetime
    confidence: float = 1.0
    confirmed: bool = True
    origin: Origin | None = None


def encode(value: Value) -> str:
    """A value as tagged text, such as ``money:50000``. :func:`decode` is its inverse."""
    if isinstance(value, str):
        return f"text:{value}"
    if isinstance(value, date):
        return f"date:{value.isoformat()}"
    if isinstance(value, Money):
        return f"money:{value.plain}"
    if isinstance(value, Decimal):
        return f"number:{value}"
    if isinstance(value, Period):
        return "period:" + "/".join(day.isoformat() if day else "" for day in (value.first, value.last))
    return "choices:" + "|".join(value)


def decode(text: str) -> Value:
    """The value that :func:`encode` wrote. Anything else is a bug, since only we write it."""
    tag, _, body = text.partition(":")
    match tag:
        case "text":
            return body
        case "date":
            return date.fromisoformat(body)
        case "money":
            return Money(Decimal(body))
        case "number":
            return Decimal(body)
        case "period":
            first, last = (date.fromisoformat(day) if day else None for day in body.split("/"))
            return Period(first, last)
        case "choices":
            return tuple(body.split("|")) if body else ()
    raise Bug(f"unknown value tag {tag!r}")
