"""Which courts may hear a case (地域管辖, 民事诉讼法 22–36): a hint with its reasons, never a refusal."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from kiosk_app.domain.filing import Court
from kiosk_app.domain.money import Money

_PLACE = re.compile(
    r".{2,}?(?:自治区|特别行政区|自治州|自治县|自治旗|开发区|新区|林区|地区|省|市|盟|州|县|区|旗)"
)


@dataclass(frozen=True, slots=True)
class Point:
    """A place that a person can name: where the defendant lives, where the goods arrived."""

    id: str
    label: str
    help: str


@dataclass(frozen=True, slots=True)
class VenueRule:
    """Why a place gives a court the case. ``exclusive``: no other court has it; ``agreed``: both sides have
    written so."""

    point: Point
    why: str
    source: str
    exclusive: bool = False
    agreed: bool = False


@dataclass(frozen=True, slots=True)
class VenueCase:
    """The rules of one kind of case, in the order in which they are asked."""

    id: str
    name: str
    rules: tuple[VenueRule, ...]
    edition: str
    verified: bool


@dataclass(frozen=True, slots=True)
class CourtEntry:
    """A court of the kiosk's table. ``counter``: where to go there; ``areas``: the places it has, each from
    the province down; ``fees``: what is set for each case where a fee rule leaves it open, by kind."""

    court: Court
    counter: str
    areas: tuple[str, ...] = ()
    fees: Mapping[str, Money] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a court may hear the case: the rule, and the place that was named."""

    rule: VenueRule
    place: str


@dataclass(frozen=True, slots=True)
class Venue:
    court: Court
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Venues:
    """``found`` by the order of their first reason; ``elsewhere``: places of no court in the table."""

    found: tuple[Venue, ...]
    elsewhere: tuple[Reason, ...]


def find_courts(
    case: VenueCase, table: Iterable[CourtEntry], places: Mapping[str, tuple[str, ...]]
) -> Venues:
    """The courts for ``places``, which are by the id of their point: several where several parties live there
    or there (民事诉讼法 22③). Points that the case does not ask for count for nothing. The visitor chooses
    among them; an exclusive one leaves no other."""
    table = tuple(table)
    reasons = [
        Reason(rule, place.strip())
        for rule in case.rules
        for place in places.get(rule.point.id, ())
        if place.strip()
    ]
    reasons.sort(key=lambda reason: (not reason.rule.exclusive, not reason.rule.agreed))
    by_court: dict[Court, list[Reason]] = {}
    elsewhere = []
    for reason in reasons:
        courts = courts_at(table, reason.place)
        for court in courts:
            by_court.setdefault(court, []).append(reason)
        if not courts:
            elsewhere.append(reason)
    found = tuple(Venue(court, tuple(each)) for court, each in by_court.items())
    return Venues(found, tuple(elsewhere))


def courts_at(table: Iterable[CourtEntry], address: str) -> tuple[Court, ...]:
    """The courts in whose area an address lies; more than one where it names too little to tell them apart.

    An address may leave out the province and the city: what it names must not contradict the area. A contract
    often names the court itself: then it is that one.
    """
    table, plain = tuple(table), _plain(address)
    if by_name := tuple(entry.court for entry in table if _plain(entry.court.name) in plain):
        return by_name
    named = _parts(address)
    fits = [(_agree(_parts(area), named), entry.court) for entry in table for area in entry.areas]
    best = max((fit for fit, _ in fits), default=0)
    return tuple(dict.fromkeys(court for fit, court in fits if fit == best)) if best else ()


def _parts(address: str) -> list[str]:
    """``示范省示范市城东区和平路1号`` → province, city, district; a street that is called 区 does no harm."""
    return _PLACE.findall(_plain(address))


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def _agree(area: list[str], named: list[str]) -> int:
    """How many of an area's parts an address names, its last one among them; 0 where it names another."""
    if not area or area[-1] not in named:
        return 0
    above = named[: named.index(area[-1])]
    return 1 + len(above) if all(part in area for part in above) else 0
