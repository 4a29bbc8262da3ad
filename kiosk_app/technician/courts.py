"""``kiosk-app courts``: the courts of the table, and which of them may hear a case."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from typing import Any

from kiosk_app.content.library import load_library
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.venue import Reason, VenueCase, Venues, find_courts
from kiosk_app.settings import load_settings
from kiosk_app.ui.terminal import DELIVERED, Table, add_commands, no_options, tell

_EXAMPLES = """\
examples:
  kiosk-app courts list
  kiosk-app courts find                               the kinds of case
  kiosk-app courts find --case loan                   which places count there
  kiosk-app courts find --case loan --at defendant_home=示范市城东区 --at payee=临水县
  kiosk-app courts find --case real_estate --at property=示范市城东区和平路1号 --json
"""
_HINT = "这只是参考，由您选择；有没有管辖权由法院决定。"


class NoSuchVenueCase(InputFault):
    """There are no rules of venue for that kind of case. Facts: ``case``, ``known``."""


class NoSuchPoint(InputFault):
    """That place does not count for this kind of case. Facts: ``point``, ``known``."""


def courts_options(sub: argparse.ArgumentParser) -> None:
    """All that follows ``kiosk-app courts``."""
    sub.epilog, sub.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    add_commands(sub.add_subparsers(metavar="COMMAND", required=True), _COMMANDS)


def _list(_options: argparse.Namespace) -> int:
    courts = load_library(load_settings().resources).courts
    tell(f"{court_id:<20}{entry.court.name}  {'、'.join(entry.areas)}" for court_id, entry in courts.items())
    return DELIVERED


def _find(options: argparse.Namespace) -> int:
    library = load_library(load_settings().resources)
    if options.case is None:
        tell(f"{case.id:<20}{case.name}" for case in library.venues.values())
        return DELIVERED
    case = library.venues.get(options.case)
    if case is None:
        raise NoSuchVenueCase(case=options.case, known=" ".join(library.venues))
    if not options.at:
        tell(f"{rule.point.id:<20}{rule.point.label}：{rule.point.help}" for rule in case.rules)
        return DELIVERED
    venues = find_courts(case, library.courts.values(), _places(case, options.at))
    tell([json.dumps(_as_json(case, venues), ensure_ascii=False)] if options.json else _lines(case, venues))
    return DELIVERED


def _places(case: VenueCase, given: list[str]) -> dict[str, tuple[str, ...]]:
    known = [rule.point.id for rule in case.rules]
    places: dict[str, tuple[str, ...]] = {}
    for text in given:
        point, _, place = text.partition("=")
        if point not in known:
            raise NoSuchPoint(point=point[:40], known=" ".join(known))
        places[point] = (*places.get(point, ()), place)
    return places


def _lines(case: VenueCase, venues: Venues) -> Iterator[str]:
    if any(rule.exclusive for rule in case.rules):
        yield f"{case.name}：专属管辖，双方不能另外约定。"
    for venue in venues.found:
        yield f"{venue.court.name}（{venue.court.id}）"
        for reason in venue.reasons:
            yield f"  {reason.rule.why}{reason.rule.point.label}：{reason.place}。（{reason.rule.source}）"
    for reason in venues.elsewhere:
        yield f"表里没有管“{reason.place}”的法院。{reason.rule.why}（{reason.rule.source}）"
    yield _HINT


def _as_json(case: VenueCase, venues: Venues) -> dict[str, Any]:
    return {
        "case": case.id,
        "courts": [
            {
                "id": venue.court.id,
                "name": venue.court.name,
                "reasons": [_reason(reason) for reason in venue.reasons],
            }
            for venue in venues.found
        ],
        "elsewhere": [_reason(reason) for reason in venues.elsewhere],
    }


def _reason(reason: Reason) -> dict[str, Any]:
    rule = reason.rule
    return {
        "point": rule.point.id,
        "place": reason.place,
        "why": rule.why,
        "source": rule.source,
        "exclusive": rule.exclusive,
        "agreed": rule.agreed,
    }


def _find_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--case", metavar="KIND", help="which kind of case; without it, all are listed")
    sub.add_argument(
        "--at", action="append", metavar="POINT=ADDRESS", help="a place that ties the case; again for others"
    )
    sub.add_argument("--json", action="store_true", help="for programs")


_COMMANDS: Table = {
    "list": (_list, no_options, "the courts of the table, and the places they have"),
    "find": (_find, _find_options, "which of them may hear a case, and why"),
}
