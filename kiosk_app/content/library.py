"""Everything resources/ holds, loaded once and handed around as one frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from kiosk_app.content import data_file
from kiosk_app.content.court_files import load_courts, load_venues
from kiosk_app.content.fee_files import load_fees
from kiosk_app.content.form_files import load_blocks, load_form
from kiosk_app.content.rate_files import load_lpr
from kiosk_app.content.situation_files import load_situations
from kiosk_app.domain.consent import ConsentKind
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.fees import Fee, FeeRule, compute, in_force
from kiosk_app.domain.lpr import LprTable
from kiosk_app.domain.money import Money
from kiosk_app.domain.situations import Situations
from kiosk_app.domain.venue import CourtEntry, VenueCase
from kiosk_app.forms.question import Form


class NoSuchFee(InputFault):
    """No rule in force is of that kind. Facts: ``kind``, ``known``."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What is explained before a consent is asked: a sentence in plain words, the full text behind it."""

    kind: ConsentKind
    version: str
    required: bool
    title: str
    plain: str
    full: str


@dataclass(frozen=True, slots=True)
class Library:
    """Forms, courts and kinds of venue by id; fee rules; the notices in order; the loan prime rate; how a
    visitor finds a form.

    ``service_notices`` is what stands on the service address confirmation.
    """

    forms: Mapping[str, Form]
    fee_rules: tuple[FeeRule, ...]
    notices: tuple[Notice, ...]
    service_notices: tuple[str, ...]
    courts: Mapping[str, CourtEntry]
    venues: Mapping[str, VenueCase]
    lpr: LprTable
    situations: Situations

    def fee(self, kind: str, amount: Money | None, on: date, court_id: str = "") -> Fee:
        """The fee that a court takes on a day, as far as it is set.

        Raises :class:`NoSuchFee`, :class:`~kiosk_app.domain.fees.AmountNeeded`.
        """
        court = self.courts.get(court_id)
        return compute(self.fee_rule(kind, on), amount, court.fees.get(kind) if court else None)

    def fee_rule(self, kind: str, on: date) -> FeeRule:
        """The rule of a kind that holds on a day. Raises :class:`NoSuchFee`."""
        rule = in_force(self.fee_rules, kind, on)
        if rule is None:
            raise NoSuchFee(kind=kind, known=" ".join(dict.fromkeys(rule.kind for rule in self.fee_rules)))
        return rule


def form_paths(resources: Path) -> list[Path]:
    """The files of the forms, each one form; common.yaml holds what they share."""
    return sorted(path for path in (resources / "forms").glob("*.yaml") if path.name != "common.yaml")


def load_library(resources: Path) -> Library:
    """All of ``resources``. Raises ContentMissing or ContentInvalid (see ``data_file``)."""
    schemas = resources / "schema"
    fee_rules = load_fees(resources / "fees", schemas)
    guidance = resources / "guidance"
    venues = load_venues(resources / "courts" / "venue.yaml", schemas)
    notices = data_file.load(guidance / "notices.yaml", schemas / "notices.schema.json")
    sentences = data_file.load(guidance / "service_address.yaml", schemas / "sentences.schema.json")
    forms = _forms(resources, venues)
    return Library(
        forms=forms,
        fee_rules=fee_rules,
        notices=tuple(Notice(**{**notice, "kind": ConsentKind(notice["kind"])}) for notice in notices),
        service_notices=tuple(sentences),
        courts=load_courts(resources / "courts" / "courts.yaml", schemas, fee_rules),
        venues=venues,
        lpr=load_lpr(resources / "rates" / "lpr.yaml", schemas),
        situations=load_situations(resources, forms),
    )


def _forms(resources: Path, venues: Mapping[str, VenueCase]) -> dict[str, Form]:
    forms: dict[str, Form] = {}
    blocks = load_blocks(resources)
    for path in form_paths(resources):
        form = load_form(path, resources / "schema", blocks)
        if form.id in forms:
            raise data_file.problem_at(
                path, ["id"], f"another file has the form {form.id} already; name it anew"
            )
        _check_venue(path, form, venues)
        forms[form.id] = form
    return forms


def _check_venue(path: Path, form: Form, venues: Mapping[str, VenueCase]) -> None:
    """The rules of venue that a form names exist, and so do the places it answers for."""
    if form.venue is None:
        return
    case = venues.get(form.venue.case)
    if case is None:
        problem = f"venue.yaml has no case {form.venue.case}; name one of: {' '.join(venues)}"
        raise data_file.problem_at(path, ["venue", "case"], problem)
    known = [rule.point.id for rule in case.rules]
    for point in form.venue.places:
        if point not in known:
            problem = f"{point} is no place of the case {case.id}; name one of: {' '.join(known)}"
            raise data_file.problem_at(path, ["venue", "places", point], problem)
