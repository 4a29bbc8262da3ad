"""Several parties without the screens: how many there are, what is offered, what outlives a crash."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.devices.card_reader import RawCard
from kiosk_app.visit.gathered import filing_of
from kiosk_app.visit.visit import Visit
from tests.fakes.chips import PORTRAIT, chip_text
from tests.fakes.kiosks import FakeKiosk, kiosk_at
from tests.fakes.papers import SIGNATURE


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeKiosk]:
    kiosk = kiosk_at(tmp_path_factory.mktemp("kiosk"), Reader())
    yield kiosk
    kiosk.store.close()


def three(visit: Visit) -> Visit:
    """Three defendants, the third of them a company."""
    visit.jump("defendant")
    for _ in range(2):
        visit.add_to("defendant")
    for number, name in enumerate(("周明川", "吴安"), 1):
        visit.enter(f"defendant.{number}.kind", "person")
        visit.enter(f"defendant.{number}.name", name)
    visit.enter("defendant.3.kind", "organization")
    visit.enter("defendant.3.org.name", "示范建材有限公司")
    return visit


def names(visit: Visit) -> dict[str, object]:
    return {key: answer.value for key, answer in visit.answers.items() if key.endswith("name")}


def test_the_middle_one_goes_and_the_last_moves_up(visit: Visit) -> None:
    three(visit).remove_from("defendant", 2)
    assert visit.count("defendant") == 2
    assert names(visit) == {"defendant.1.name": "周明川", "defendant.2.org.name": "示范建材有限公司"}
    assert visit.step.section is not None
    asked = {question.key for question in visit.questions(visit.step.section)}
    assert "defendant.2.org.name" in asked
    assert "defendant.2.name" not in asked


def test_no_more_than_the_form_allows(visit: Visit) -> None:
    most = visit.form.group("agent").most
    for _ in range(most + 1):
        visit.add_to("agent")
    assert visit.count("agent") == most
    assert not visit.may_add("agent")


def test_typing_lays_no_form_out_anew(visit: Visit) -> None:
    form, steps = visit.form, visit.steps
    visit.enter("defendant.1.name", "周明川")
    assert visit.form is form
    assert visit.steps is steps
    visit.add_to("defendant")
    assert visit.form is not form


def test_the_last_one_stays(visit: Visit) -> None:
    visit.enter("defendant.1.name", "周明川")
    visit.remove_from("defendant", 1)
    assert names(visit) == {"defendant.1.name": "周明川"}


def test_another_number_of_parties_is_signed_anew(visit: Visit) -> None:
    visit.signing.sign("complaint", SIGNATURE)
    visit.add_to("defendant")
    assert not visit._draft.signatures
    visit.signing.sign("complaint", SIGNATURE)
    visit.remove_from("defendant", 2)
    assert not visit._draft.signatures


def test_after_a_crash_there_are_as_many_as_before(tmp_path: Path) -> None:
    before = kiosk_at(tmp_path, Reader())
    visit = three(before.parts.reception.open("loan"))
    visit.add_to("defendant")  # with nothing said of it yet
    before.store.close()
    after = kiosk_at(tmp_path, Reader())
    after.clock.advance(60_000)
    resumed = after.parts.reception.recover()
    assert resumed is not None
    assert (resumed.step.id, resumed.count("defendant")) == ("defendant", 4)
    assert resumed.step.section is not None
    assert {question.number for question in resumed.step.section.questions} == {1, 2, 3, 4}
    assert names(resumed) == names(visit)
    after.store.close()


def test_a_card_makes_nobody_a_plaintiff_where_only_organisations_sue(kiosk: FakeKiosk) -> None:
    visit = kiosk.parts.reception.open("property_service")
    visit.take_chip(RawCard(chip_text(), PORTRAIT))
    assert "plaintiff.1.name" in visit.answers
    filing = filing_of(kiosk.parts.reception._parts, visit.form, visit._draft, kiosk.clock.now())
    assert filing.plaintiffs == ()
    assert not [key for key in filing.answers if key.startswith("plaintiff.")]
    visit.enter("plaintiff.1.org.name", "示范物业有限公司")
    filing = filing_of(kiosk.parts.reception._parts, visit.form, visit._draft, kiosk.clock.now())
    assert [party.name for party in filing.plaintiffs] == ["示范物业有限公司"]
