"""Which courts a visitor may choose from, why, and where the choice goes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.forms.question import VENUE_COURT, VenueRule
from kiosk_app.visit.court_choice import CourtChoice, court_choice, findings
from kiosk_app.visit.gathered import filing_of
from kiosk_app.visit.steps import steps_for
from kiosk_app.visit.visit import Visit
from tests.fakes import papers
from tests.fakes.kiosks import FakeKiosk

OWN, EAST, COUNTY = "demo-district", "demo-east", "demo-county"
SIGNATURE = Signature(
    ((StrokePoint(0.1, 0.5, 0), StrokePoint(0.9, 0.4, 250)),), 3.0, datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def sue(visit: Visit, *homes: str) -> None:
    """Name a person for each home, as defendants who live there."""
    for number, home in enumerate(homes, 1):
        if number > 1:
            visit.add_to("defendant")
        visit.enter(f"defendant.{number}.kind", "person")
        visit.enter(f"defendant.{number}.domicile", home)


def live(visit: Visit, home: str) -> None:
    visit.enter("plaintiff.1.kind", "person")
    visit.enter("plaintiff.1.domicile", home)


def choice(visit: Visit) -> CourtChoice:
    return visit.courts.choice(visit.form)


def offered(visit: Visit) -> list[str]:
    return [offer.court.id for offer in choice(visit).offers]


def choose(visit: Visit, court_id: str) -> None:
    visit.courts.choose(next(offer.court for offer in choice(visit).offers if offer.court.id == court_id))


def found(visit: Visit, code: str) -> list[Finding]:
    return [finding for finding in visit.findings() if finding.code == code]


def test_with_nothing_known_this_court_is_offered_and_what_would_help_is_named(visit: Visit) -> None:
    view = choice(visit)
    assert [(offer.court.id, offer.grounds) for offer in view.offers] == [(OWN, ())]
    assert view.chosen is None
    assert view.addressed_to == view.own
    assert [(gap.point.id, gap.step_id, gap.key, gap.written) for gap in view.gaps] == [
        ("agreed", "others", "jurisdiction.agreed", ""),
        ("defendant_home", "defendant", "defendant.1.kind", ""),
        ("payee", "plaintiff", "plaintiff.1.kind", ""),
    ]


def test_the_courts_are_found_with_their_grounds_and_articles(visit: Visit) -> None:
    sue(visit, "示范市城东区和平路1号")
    live(visit, "示范市临水县河街2号")
    view = choice(visit)
    assert offered(visit) == [EAST, COUNTY, OWN]
    [ground] = view.offers[0].grounds
    assert ground.places == ("示范市城东区和平路1号",)
    assert ground.rule.source == "《民事诉讼法》第二十四条"
    assert [offer.court.id for offer in view.found] == [EAST, COUNTY]
    assert view.chosen is None, "where nothing speaks for this court, nobody chooses it for the visitor"


def test_this_court_is_chosen_at_once_where_it_is_among_them(visit: Visit) -> None:
    sue(visit, "示范市示范区光明路88号")
    assert choice(visit).chosen == choice(visit).own
    assert VENUE_COURT not in visit.answers, "nobody has answered"


def test_where_somebody_lives_now_comes_before_where_they_are_registered(visit: Visit) -> None:
    sue(visit, "示范市城东区和平路1号")
    visit.enter("defendant.1.residence", "示范市临水县河街2号")
    assert offered(visit) == [COUNTY, OWN]


def test_each_defendant_has_a_home_and_none_counts_who_is_not_asked(visit: Visit) -> None:
    sue(visit, "示范市城东区和平路1号", "示范市临水县河街2号", "示范市城东区青年路3号")
    assert offered(visit) == [EAST, COUNTY, OWN]
    assert choice(visit).offers[0].grounds[0].places == ("示范市城东区和平路1号", "示范市城东区青年路3号")
    visit.enter("defendant.2.kind", "organization")
    assert offered(visit) == [EAST, OWN], "a firm has no domicile of a person"


def test_a_court_that_was_agreed_on_comes_first(visit: Visit) -> None:
    sue(visit, "示范市城东区和平路1号")
    visit.enter("jurisdiction.agreed", "yes")
    assert [finding.about for finding in found(visit, "agreed_court")] == ["jurisdiction.court"]
    visit.enter("jurisdiction.court", "甲方所在地，即临水县人民法院")
    assert offered(visit) == [COUNTY, EAST, OWN]
    assert choice(visit).offers[0].grounds[0].rule.agreed
    assert not found(visit, "agreed_court")
    visit.enter("jurisdiction.agreed", "no")
    assert offered(visit) == [EAST, OWN], "what no longer applies counts for nothing"
    assert "agreed" not in [gap.point.id for gap in choice(visit).gaps], "there is no such place"


@pytest.mark.parametrize("place", ["海南省三沙市西沙区1号", "不知道", "😀", "示范市", "x" * 300])
def test_a_place_that_leads_nowhere_is_told_with_its_question(visit: Visit, place: str) -> None:
    sue(visit, place)
    assert offered(visit) == [OWN]
    gap = choice(visit).gaps[0]
    assert (gap.point.id, gap.step_id, gap.key, gap.written) == (
        "defendant_home",
        "defendant",
        "defendant.1.domicile",
        place,
    )


def test_a_choice_is_kept_and_takes_signatures_off(visit: Visit) -> None:
    sue(visit, "示范市示范区光明路88号")
    live(visit, "示范市临水县河街2号")
    visit.signing.sign("complaint", SIGNATURE)
    choose(visit, COUNTY)
    assert not any(document.signed for document in visit.signing.documents())
    assert choice(visit).addressed_to.name == "临水县人民法院"
    visit.signing.sign("complaint", SIGNATURE)
    choose(visit, COUNTY)
    assert any(document.signed for document in visit.signing.documents()), "nothing has changed"


def test_a_choice_stays_when_nothing_speaks_for_it_any_more(visit: Visit) -> None:
    sue(visit, "示范市城东区和平路1号")
    choose(visit, EAST)
    visit.enter("defendant.1.domicile", "示范市示范区光明路88号")
    view = choice(visit)
    assert [(offer.court.id, bool(offer.grounds)) for offer in view.offers] == [(OWN, True), (EAST, False)]
    assert view.addressed_to.id == EAST


def test_another_court_is_worth_knowing_and_this_one_is_not(visit: Visit) -> None:
    sue(visit, "示范市城东区和平路1号")
    assert not found(visit, "other_court")
    choose(visit, EAST)
    [finding] = found(visit, "other_court")
    assert (finding.grade, finding.about) == (Grade.WORTH_KNOWING, "court")
    assert dict(finding.facts) == {"court": "示范市城东区人民法院", "own": "示范市示范区人民法院"}
    choose(visit, OWN)
    assert not found(visit, "other_court")


def test_the_filing_is_addressed_to_the_choice_and_received_by_this_court(
    visit: Visit, kiosk: FakeKiosk
) -> None:
    sue(visit, "示范市城东区和平路1号")
    choose(visit, EAST)
    filing = filing_of(visit._parts, visit.form, visit._draft, kiosk.clock.now())
    assert (filing.court.id, filing.addressed_to.id) == (OWN, EAST)
    assert filing.answers[VENUE_COURT].value == EAST


def test_the_papers_name_the_chosen_court_and_the_receipt_this_one(visit: Visit) -> None:
    sue(visit, "示范市城东区和平路1号")
    choose(visit, EAST)
    documents = visit.signing.documents()
    named = [papers.text(document.printed.pdf) for document in documents if document.needs_signature]
    assert len(named) == 4
    for text in named:
        assert "示范市城东区人民法院" in text
        assert "示范市示范区人民法院" not in text
    (missing,) = (document for document in documents if document.id == "missing_notice")
    assert "接收法院：示范市示范区人民法院" in papers.text(missing.printed.pdf)
    for document in documents:
        visit.signing.sign(document.id, SIGNATURE)
    receipt = papers.pages(visit.submit().receipt_pdf)[0]
    assert "示范市示范区人民法院" in receipt
    assert "示范市城东区人民法院" not in receipt


def test_a_court_that_the_table_has_no_longer_counts_as_none(visit: Visit) -> None:
    sue(visit, "示范市城东区和平路1号")
    choose(visit, EAST)
    library = visit._parts.library
    fewer = {id: entry for id, entry in library.courts.items() if id != EAST}
    parts = replace(visit._parts, library=replace(library, courts=fewer))
    view = court_choice(parts, visit.form, visit.answers)
    assert (view.chosen, [offer.court.id for offer in view.offers]) == (None, [OWN])
    assert not list(findings(parts, visit.form, visit.answers))


def test_land_leaves_no_other_court_and_this_one_takes_the_filing_all_the_same(visit: Visit) -> None:
    land = VenueRule("real_estate", {"property": ("contract.signed",)})
    visit.enter("contract.signed", "示范市城东区和平路1号")
    view = court_choice(visit._parts, replace(visit.form, venue=land), visit.answers)
    assert view.exclusive is not None
    assert view.exclusive.source.startswith("《民事诉讼法》第三十四条")
    assert [offer.court.id for offer in view.offers] == [EAST, OWN]


def test_a_form_without_a_venue_has_no_such_step(visit: Visit) -> None:
    without = replace(visit.form, venue=None)
    assert "court" not in [step.id for step in steps_for(without)]
    visit.enter("jurisdiction.agreed", "yes")
    assert not list(findings(visit._parts, without, visit.answers))


def test_the_step_stands_between_the_questions_and_the_address(visit: Visit) -> None:
    ids = [step.id for step in visit.steps]
    assert ids[ids.index("court") - 1 : ids.index("court") + 2] == ["relief", "court", "service"]
