"""The table of the loan prime rate (LPR), understood: days that rise, figures that are decimal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from kiosk_app.content import data_file
from kiosk_app.domain.lpr import LprRate, LprTable

_PERCENT = re.compile(r"\d{1,2}(?:\.\d{1,4})?", re.ASCII)


def load_lpr(path: Path, schemas: Path) -> LprTable:
    """The table. Raises :class:`~kiosk_app.content.data_file.ContentInvalid` naming file, line and remedy."""
    data = data_file.load(path, schemas / "lpr.schema.json")
    if not data["rates"]:
        raise data_file.problem_at(path, ["rates"], "the table is empty; add the line of each publication")
    rates = tuple(_rate(path, index, each) for index, each in enumerate(data["rates"]))
    _check_order(path, rates)
    known_until = data_file.day_at(path, data, "known_until")
    if known_until < rates[-1].since:
        raise data_file.problem_at(
            path, ["known_until"], f"it lies before the last rate; write {rates[-1].since} or a later day"
        )
    return LprTable(rates, known_until, data["source"], data["edition"], data["verified"])


def _rate(path: Path, index: int, each: Mapping[str, str]) -> LprRate:
    try:
        since = date.fromisoformat(each["from"])
    except ValueError:
        raise data_file.problem_at(
            path, ["rates", index, "from"], f"{each['from']} is no day of the calendar"
        ) from None
    return LprRate(since, _percent(path, index, each, "one_year"), _percent(path, index, each, "five_years"))


def _percent(path: Path, index: int, each: Mapping[str, str], name: str) -> Decimal:
    if not _PERCENT.fullmatch(each[name]):
        raise data_file.problem_at(
            path, ["rates", index, name], f"{each[name]!r} is no rate; write percent a year, such as 3.45"
        )
    return Decimal(each[name])


def _check_order(path: Path, rates: tuple[LprRate, ...]) -> None:
    """Each day once, the earliest first, so that whoever completes the table sees what is missing."""
    for index, (before, rate) in enumerate(pairwise(rates), 1):
        place: list[str | int] = ["rates", index, "from"]
        if rate.since == before.since:
            raise data_file.problem_at(path, place, f"the day {rate.since} stands here twice; remove one")
        if rate.since < before.since:
            raise data_file.problem_at(path, place, f"{rate.since} comes before {before.since}; sort by day")
