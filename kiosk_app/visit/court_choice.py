"""Which court the complaint is addressed to: an explanation and a choice, never a refusal.

The kiosk's own court receives every filing (登记立案规定 2). Whether it or another may hear the case is for
the courts to say: the one that receives tells the plaintiff or transfers (民事诉讼法 127(四), 解释 211).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from kiosk_app.domain.filing import Court
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.values import Answer, Source
from kiosk_app.domain.venue import CourtEntry, Point, Reason, VenueCase, VenueRule, find_courts
from kiosk_app.forms.answers import Answers, relevant
from kiosk_app.forms.condition import holds, keys
from kiosk_app.forms.question import VENUE_COURT, Form
from kiosk_app.store import drafts
from kiosk_app.visit.keeper import Keeper
from kiosk_app.visit.parts import VisitParts

STEP = "court"
"""The id of the step at which the court is chosen."""

_AGREED = "jurisdiction.agreed"
"""The question of the block ``jurisdiction_agreement`` whether a contract names a court."""


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a court may hear the case: a rule, and every place by which it does, each as it was written."""

    rule: VenueRule
    places: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Offer:
    """A court to choose. Without ``grounds`` it is the kiosk's own, or was chosen before answers changed."""

    court: Court
    grounds: tuple[Ground, ...] = ()


@dataclass(frozen=True, slots=True)
class Gap:
    """A place that leads to no court yet, and the question that mends it. ``written`` is what stands there
    and lies in no court's area; empty where nothing does."""

    point: Point
    step_id: str
    key: str
    written: str = ""


@dataclass(frozen=True, slots=True)
class CourtChoice:
    """What the visitor chooses from. ``offers`` are the courts found, by the weight of their grounds; then
    one that was chosen before; then the kiosk's ``own``, where it was not found.

    ``chosen`` is what the visitor chose, else the own court where it was found, else none. ``exclusive`` is
    the rule that leaves no other court.
    """

    own: Court
    offers: tuple[Offer, ...]
    chosen: Court | None
    gaps: tuple[Gap, ...]
    exclusive: VenueRule | None

    @property
    def found(self) -> tuple[Offer, ...]:
        return tuple(offer for offer in self.offers if offer.grounds)

    @property
    def addressed_to(self) -> Court:
        """Which court the complaint names: the own one where none was chosen."""
        return self.chosen or self.own


class CourtDesk:
    """The courts that a visitor chooses from, and the choice."""

    def __init__(self, parts: VisitParts, keeper: Keeper) -> None:
        self._parts, self._keeper = parts, keeper

    def choice(self, form: Form) -> CourtChoice:
        """The choice as the answers give it now. ``form`` is the filing's, and has a ``venue``."""
        return court_choice(self._parts, form, self._keeper.draft.answers)

    def choose(self, court: Court) -> None:
        """Address the complaint to a court. What was signed names another one: signatures go."""
        if court.id == _chosen_id(self._keeper.draft.answers):
            return
        answer = Answer(VENUE_COURT, court.id, Source.LITIGANT, self._now())
        visit_id = self._keeper.draft.visit_id
        self._keeper.save(lambda session: drafts.save_answer(session, visit_id, answer), unsign=True)

    def _now(self) -> datetime:
        return self._parts.clock.now().at


def court_choice(parts: VisitParts, form: Form, answers: Answers) -> CourtChoice:
    """The courts that the answers speak for, and the choice among them."""
    case = _case(parts, form)
    on_paper = relevant(form, answers)
    written = _written(form, on_paper)
    places = {point: tuple(by_key.values()) for point, by_key in written.items()}
    table = parts.library.courts
    venues = find_courts(case, table.values(), places)
    found = [Offer(venue.court, _grounds(venue.reasons)) for venue in venues.found]
    chosen = _chosen(table, on_paper)
    if chosen is None and any(offer.court.id == parts.court.id for offer in found):
        chosen = parts.court
    there = {offer.court.id for offer in found}
    besides = dict.fromkeys(court for court in (chosen, parts.court) if court and court.id not in there)
    return CourtChoice(
        own=parts.court,
        offers=(*found, *map(Offer, besides)),
        chosen=chosen,
        gaps=tuple(_gaps(case, form, on_paper, written, venues.elsewhere)),
        exclusive=next((rule for rule in case.rules if rule.exclusive), None),
    )


def addressed_to(courts: Mapping[str, CourtEntry], own: Court, answers: Answers) -> Court:
    """The court that the complaint names: the one chosen, else the kiosk's own."""
    return _chosen(courts, answers) or own


def findings(parts: VisitParts, form: Form, answers: Answers) -> Iterator[Finding]:
    """What somebody should know about the court that was chosen, or agreed on."""
    if form.venue is None:
        return
    on_paper = relevant(form, answers)
    court = addressed_to(parts.library.courts, parts.court, on_paper)
    if court.id != parts.court.id:
        facts = (("court", court.name), ("own", parts.court.name))
        yield Finding("other_court", Grade.WORTH_KNOWING, STEP, "民事诉讼法第127条", facts)
    said = on_paper.get(_AGREED)
    if said is None or said.value != "yes":
        return
    written = _written(form, on_paper)
    for rule in _case(parts, form).rules:
        if rule.agreed and not written.get(rule.point.id):
            about = next((key for key in form.venue.places.get(rule.point.id, ())), _AGREED)
            yield Finding("agreed_court", Grade.WORTH_KNOWING, about, "民事诉讼法第35条")


def _case(parts: VisitParts, form: Form) -> VenueCase:
    assert form.venue is not None, "a form without a venue has no step for it"
    return parts.library.venues[form.venue.case]


def _chosen_id(answers: Answers) -> str:
    answer = answers.get(VENUE_COURT)
    return answer.value if answer and isinstance(answer.value, str) else ""


def _chosen(courts: Mapping[str, CourtEntry], answers: Answers) -> Court | None:
    """The court chosen; None too where the table has it no longer."""
    entry = courts.get(_chosen_id(answers))
    return entry.court if entry else None


def _written(form: Form, on_paper: Answers) -> dict[str, dict[str, str]]:
    """For each point the places that were written, by their question: of each party, car or child the one
    that its form prefers."""
    assert form.venue is not None
    found: dict[str, dict[str, str]] = {}
    for point, names in form.venue.places.items():
        taken = set()
        for key in names:
            question, answer = form.question(key), on_paper.get(key)
            whose = (question.group, question.number)
            if whose in taken or answer is None or not isinstance(answer.value, str):
                continue
            if place := answer.value.strip():
                taken.add(whose)
                found.setdefault(point, {})[key] = place
    return found


def _grounds(reasons: Iterable[Reason]) -> tuple[Ground, ...]:
    places: dict[VenueRule, list[str]] = {}
    for reason in reasons:
        places.setdefault(reason.rule, []).append(reason.place)
    return tuple(Ground(rule, tuple(dict.fromkeys(each))) for rule, each in places.items())


def _gaps(
    case: VenueCase,
    form: Form,
    on_paper: Answers,
    written: Mapping[str, Mapping[str, str]],
    elsewhere: Iterable[Reason],
) -> Iterator[Gap]:
    """First what is written and leads nowhere, then what is not written and would help."""
    assert form.venue is not None
    told = set()
    for reason in elsewhere:
        point = reason.rule.point
        key = next(key for key, place in written[point.id].items() if place == reason.place)
        if key not in told:
            told.add(key)
            yield Gap(point, _section_of(form, key), key, reason.place)
    for rule in case.rules:
        key = _would_help(form, on_paper, form.venue.places.get(rule.point.id, ()))
        if key and rule.point.id not in written:
            yield Gap(rule.point, _section_of(form, key), key)


def _would_help(form: Form, on_paper: Answers, names: tuple[str, ...]) -> str:
    """The first of these questions that is asked, or else one on which that still depends; empty where an
    answer has said that there is no such place."""
    for key in names:
        if holds(form.question(key).when, on_paper):
            return key
    for key in (gate for name in names for gate in keys(form.question(name).when)):
        if key not in on_paper and holds(form.question(key).when, on_paper):
            return key
    return ""


def _section_of(form: Form, key: str) -> str:
    return next(
        section.id for section in form.sections if any(question.key == key for question in section.questions)
    )
