"""Relief from court fees: asked of everybody, drawn for those who want it, judged by nobody here."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pyrage.x25519
import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fee_relief import Ground, ReliefKind
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.dossier.read import read
from kiosk_app.forms.answers import relevant
from kiosk_app.forms.written import read_answers
from kiosk_app.store import enrolment
from kiosk_app.visit.fee_relief import PROOF_TITLE, fee_relief
from kiosk_app.visit.papers import Document
from kiosk_app.visit.review import review
from kiosk_app.visit.visit import Visit
from tests.fakes import papers
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.papers import AT, SIGNATURE

WISH = {
    "plaintiff.1.kind": "person",
    "plaintiff.1.name": "林知远",
    "relief.any": "yes",
    "relief.kind": "exempt",
    "relief.exempt_ground": "minimum_living|maintenance",
    "relief.reasons": "靠低保生活",
    "relief.proofs": "minimum_living|disability",
}
ASKED = ["complaint", "evidence_list", "service_address", "honesty"]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def to_sign(visit: Visit) -> list[Document]:
    return [document for document in visit.signing.documents() if document.needs_signature]


def enter(visit: Visit, answers: dict[str, str]) -> None:
    for key, text in answers.items():
        visit.enter(key, text)


def found(visit: Visit, answers: dict[str, str], evidence: tuple[EvidenceItem, ...] = ()) -> list[Finding]:
    form, given = read_answers(visit.form, answers, AT)
    findings = review(form, given, evidence, date(2026, 11, 23))
    return [each for each in findings if each.code.startswith("relief_")]


def test_everybody_is_asked_and_one_touch_goes_past(visit: Visit) -> None:
    ids = [step.id for step in visit.steps]
    assert ids.index("relief") < ids.index("review"), "before the fee is shown"
    visit.jump("relief")
    assert visit.answers["relief.any"].value == "no"
    assert visit.step.section is not None
    assert [question.key for question in visit.questions(visit.step.section)] == ["relief.any"]
    assert [document.id for document in to_sign(visit)] == ASKED
    assert not [finding for finding in visit.findings() if finding.about.startswith("relief")]


@pytest.mark.parametrize(("kind", "count"), [("exempt", 5), ("reduce", 4), ("defer", 4)])
def test_only_the_grounds_of_the_kind_are_asked(visit: Visit, kind: str, count: int) -> None:
    enter(visit, {"relief.any": "yes", "relief.kind": kind})
    section = next(step.section for step in visit.steps if step.id == "relief")
    assert section is not None
    (ground,) = (each for each in visit.questions(section) if each.key.endswith("_ground"))
    assert ground.key == f"relief.{kind}_ground"
    assert len(ground.choices) == count


def test_it_says_what_was_chosen_in_the_words_of_the_article(visit: Visit) -> None:
    form, answers = read_answers(visit.form, WISH, AT)
    relief = fee_relief(form, relevant(form, answers))
    assert relief is not None
    assert relief.kind is ReliefKind.EXEMPT
    assert relief.grounds[0] == Ground("第四十五条第（二）项", "追索赡养费、扶养费、抚育费、抚恤金的")
    assert relief.grounds[1].article == "第四十五条第（三）项"
    assert relief.proofs == ("最低生活保障、特困供养的证件", "残疾人证")


def test_a_mind_changed_leaves_no_ground_of_the_other_kind(visit: Visit) -> None:
    form, answers = read_answers(visit.form, {**WISH, "relief.kind": "defer"}, AT)
    relief = fee_relief(form, relevant(form, answers))
    assert relief is not None
    assert relief.grounds == ()
    form, answers = read_answers(visit.form, {**WISH, "relief.any": "no"}, AT)
    assert fee_relief(form, relevant(form, answers)) is None


def test_the_application_wants_a_signature_of_its_own_and_goes_into_the_dossier(
    kiosk: FakeKiosk, visit: Visit, tmp_path: Path
) -> None:
    court = pyrage.x25519.Identity.generate()
    with kiosk.store.database.begin() as session:
        enrolled = enrolment.load(session)
        assert enrolled is not None
        enrolment.save(session, replace(enrolled, recipients=(str(court.to_public()),)))
    enter(visit, WISH)
    visit.jump("sign")
    documents = to_sign(visit)
    assert [document.id for document in documents] == [*ASKED, "fee_relief"]
    for document in documents[:-1]:
        visit.signing.sign(document.id, SIGNATURE)
    assert visit.blocker() == "signature_missing"
    visit.signing.sign("fee_relief", SIGNATURE)
    assert visit.blocker() is None
    drawn = to_sign(visit)[-1]
    assert drawn.signed
    submitted = visit.submit()
    assert "申请书" in papers.text(submitted.receipt_pdf)
    opened = read(kiosk.store.dossier_path(submitted.filing_id), [str(court)], tmp_path / "opened")
    kept = next((tmp_path / "opened").rglob("documents/fee_relief.pdf"))
    assert kept.read_bytes().startswith(drawn.printed.pdf), "the signature is added behind it"
    (listed,) = (each for each in opened.filing["documents"] if each["kind"] == "fee_relief")
    assert (listed["path"], listed["pages"]) == ("data/documents/fee_relief.pdf", 1)
    assert listed["signature"]["strokes"] == "data/signatures/fee_relief.inkml"


def test_taken_back_it_wants_no_signature(visit: Visit) -> None:
    enter(visit, WISH)
    visit.enter("relief.any", "no")
    visit.jump("sign")
    for document in visit.signing.documents():
        visit.signing.sign(document.id, SIGNATURE)
    assert visit.blocker() is None


def test_proofs_that_are_not_among_the_evidence_are_worth_knowing(visit: Visit) -> None:
    (missing,) = found(visit, WISH)
    assert (missing.code, missing.grade, missing.about) == (
        "relief_unproven",
        Grade.WORTH_KNOWING,
        "evidence",
    )
    assert missing.article == "诉讼费用交纳办法第48条"
    assert dict(missing.facts)["proofs"] == "最低生活保障、特困供养的证件、残疾人证"
    (missing,) = found(visit, WISH, (EvidenceItem("残疾人证", "", ("a",)),))
    assert dict(missing.facts)["proofs"] == "最低生活保障、特困供养的证件"
    assert found(visit, WISH, (EvidenceItem(PROOF_TITLE, "", ("a",)),)) == []


def test_without_any_proof_it_is_said_too(visit: Visit) -> None:
    (missing,) = found(visit, {**WISH, "relief.proofs": ""})
    assert dict(missing.facts)["proofs"] == PROOF_TITLE
    assert found(visit, {**WISH, "relief.any": "no"}) == []


def test_an_organisation_may_ask_for_less_but_not_to_be_spared(visit: Visit) -> None:
    body = {"plaintiff.1.kind": "organization", "plaintiff.1.org.name": "示范市救助管理站"}
    wish = {key: text for key, text in WISH.items() if not key.startswith("plaintiff")}
    spared = found(visit, {**wish, **body})
    assert [each.code for each in spared] == ["relief_for_persons", "relief_unproven"]
    assert spared[0].article == "诉讼费用交纳办法第44条"
    less = {**body, "relief.any": "yes", "relief.kind": "reduce", "relief.reduce_ground": "institution"}
    assert [each.code for each in found(visit, less)] == ["relief_unproven"]


def test_nothing_but_a_wish_can_be_drawn(visit: Visit) -> None:
    visit.enter("relief.any", "yes")
    document = to_sign(visit)[-1]
    assert document.id == "fee_relief"
    assert "缓交☐减交☐免交☐" in papers.text(document.printed.pdf)
    missing = {each.about for each in visit.findings() if each.code == "answer_missing"}
    assert {"relief.kind", "relief.reasons"} <= missing
