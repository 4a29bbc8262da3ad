"""The court table and the rules of venue, understood and held against each other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from kiosk_app.content import data_file
from kiosk_app.domain.fees import FeeRule
from kiosk_app.domain.filing import Court
from kiosk_app.domain.money import Money
from kiosk_app.domain.venue import CourtEntry, Point, VenueCase, VenueRule


def load_courts(path: Path, schemas: Path, fee_rules: Sequence[FeeRule]) -> dict[str, CourtEntry]:
    """The courts by their id, in the order of the file. What a court sets lies inside the fee rules' bounds.

    Raises :class:`~kiosk_app.content.data_file.ContentInvalid` naming file, line and remedy.
    """
    found: dict[str, CourtEntry] = {}
    for index, data in enumerate(data_file.load(path, schemas / "courts.schema.json")):
        if data["id"] in found:
            raise data_file.problem_at(
                path, [index, "id"], f"the court {data['id']} stands here twice; remove one"
            )
        court = Court(data["id"], data["name"])
        fees = _fees(path, index, data.get("fees", {}), fee_rules)
        found[court.id] = CourtEntry(court, data["counter"], tuple(data.get("areas", ())), fees)
    return found


def load_venues(path: Path, schemas: Path) -> dict[str, VenueCase]:
    """The rules of venue by the kind of case. Raises as :func:`load_courts`."""
    data = data_file.load(path, schemas / "venue.schema.json")
    points = {name: Point(name, point["label"], point["help"]) for name, point in data["points"].items()}
    data_file.day_at(path, data, "valid_from")
    return {
        name: VenueCase(
            name,
            case["name"],
            tuple(_rules(path, name, case["rules"], points)),
            data["edition"],
            data["verified"],
        )
        for name, case in data["cases"].items()
    }


def _rules(
    path: Path, case: str, rules: Sequence[Mapping[str, Any]], points: Mapping[str, Point]
) -> list[VenueRule]:
    for index, rule in enumerate(rules):
        if rule["point"] not in points:
            place: list[str | int] = ["cases", case, "rules", index, "point"]
            raise data_file.problem_at(
                path, place, f"there is no point {rule['point']}; name one that exists"
            )
    return [VenueRule(**{**rule, "point": points[rule["point"]]}) for rule in rules]


def _fees(path: Path, index: int, fees: Mapping[str, str], rules: Sequence[FeeRule]) -> Mapping[str, Money]:
    found = {}
    for kind, text in fees.items():
        base = Money(Decimal(text))
        bounds = [rule.set_between for rule in rules if rule.kind == kind and rule.set_between]
        if not any(base in span for span in bounds):
            said = " or ".join(map(str, bounds)) or "nothing that a court sets"
            raise data_file.problem_at(path, [index, "fees", kind], f"{kind}: {text} is outside {said}")
        found[kind] = base
    return found
