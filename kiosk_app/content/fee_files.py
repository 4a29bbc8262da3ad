"""Fee files understood: brackets that rise, fees that are a part of others."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from kiosk_app.content import data_file
from kiosk_app.domain.fees import Bracket, Charge, FeeRule, Span
from kiosk_app.domain.money import ZERO, Money


def load_fees(folder: Path, schemas: Path) -> tuple[FeeRule, ...]:
    """Every rule of every file. A rule may be a part of one that stands in a file read before it.

    Raises :class:`~kiosk_app.content.data_file.ContentInvalid` naming file, line and remedy.
    """
    rules: list[FeeRule] = []
    for path in sorted(folder.glob("*.yaml")):
        data = data_file.load(path, schemas / "fees.schema.json")
        for kind in data["fees"]:
            _check_brackets(path, kind, data["fees"][kind].get("brackets", ()))
            rules.append(_rule(path, kind, data, rules))
    return tuple(rules)


def _rule(path: Path, kind: str, data: Mapping[str, Any], known: Sequence[FeeRule]) -> FeeRule:
    fee, valid_from = data["fees"][kind], data_file.day_at(path, data, "valid_from")
    of = next((rule for rule in known if rule.kind == fee.get("of") and rule.valid_from <= valid_from), None)
    if "of" in fee and of is None:
        raise data_file.problem_at(path, ["fees", kind, "of"], f"no fee {fee['of']!r} stands before this one")
    return FeeRule(
        kind=kind,
        name=fee["name"],
        charge=Charge(data["charge"]),
        source=fee["source"],
        edition=data["edition"],
        valid_from=valid_from,
        valid_until=data_file.day_at(path, data, "valid_until") if "valid_until" in data else None,
        verified=fee["verified"],
        counted=fee.get("counted", ""),
        base=_span(path, kind, fee, "base"),
        no_amount=_span(path, kind, fee, "no_amount"),
        brackets=tuple(
            Bracket(_money(each, "up_to"), Decimal(each.get("rate", "0")), _money(each, "flat") or ZERO)
            for each in fee.get("brackets", ())
        ),
        of=of,
        divided_by=int(fee.get("divided_by", "1")),
        cap=_money(fee, "cap"),
        notes=(*fee.get("notes", ()), *data.get("notes", ())),
    )


def _check_brackets(path: Path, kind: str, brackets: Sequence[Mapping[str, str]]) -> None:
    """Brackets rise and end in an open one, so that no amount is without a fee."""
    before = ZERO
    for index, bracket in enumerate(brackets):
        upper = _money(bracket, "up_to")
        if (upper is None) != (index == len(brackets) - 1) or (upper is not None and upper <= before):
            place: list[str | int] = ["fees", kind, "brackets", index]
            raise data_file.problem_at(path, place, "brackets must rise, and only the last has no up_to")
        before = upper or before


def _span(path: Path, kind: str, fee: Mapping[str, Any], name: str) -> Span | None:
    if name not in fee:
        return None
    bounds = [Money(Decimal(text)) for text in fee[name]]
    if bounds[0] > bounds[-1]:
        raise data_file.problem_at(path, ["fees", kind, name], "the smaller amount comes first")
    return Span(bounds[0], bounds[-1])


def _money(data: Mapping[str, str], name: str) -> Money | None:
    return Money(Decimal(data[name])) if name in data else None
