"""Which papers a filing has: to sign and to read, from written cases without a visit."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from kiosk_app.content.library import Library, load_library
from kiosk_app.domain.consent import Consent, ConsentKind
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Court, Filing
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.question import Form
from kiosk_app.forms.written import read_answers
from kiosk_app.ui.messages import finding_said
from kiosk_app.visit import assemble, papers
from kiosk_app.visit.by_hand import ByHand
from kiosk_app.visit.paper_kinds import TO_READ, TO_SIGN, to_sign
from kiosk_app.visit.papers import Document
from kiosk_app.visit.remarks import remarks
from kiosk_app.visit.review import review
from kiosk_app.visit.slip import of
from tests.fakes import papers as printed
from tests.fakes.kiosks import RESOURCES
from tests.fakes.papers import AT, FILING_ID, FONTS, MOMENT, SIGNATURE

PERSON = {"plaintiff.1.kind": "person", "plaintiff.1.name": "林知远"}
BODY = {
    "plaintiff.1.kind": "organization",
    "plaintiff.1.org.name": "示范市青石建材有限公司",
    "plaintiff.1.org.representative": "郝延年",
}
AGENTS = {
    "agent.any": "yes",
    "agent.1.name": "申屠敏",
    "agent.1.standing": "lawyer",
    "agent.1.power": "special",
    "agent.2.name": "林小明",
    "agent.2.standing": "relative",
    "agent.2.power": "general",
}
WISHES = {
    "mediation.known": "yes",
    "mediation.wish": "no",
    "service.electronic": "yes",
    "service.electronic_address": "13800138000",
}
ALWAYS_SIGNED = ["complaint", "evidence_list", "service_address", "honesty"]
CONFIRMED = ("online_consents", "mediation")
MISSING = Finding("evidence_missing", Grade.COURT_WILL_ASK, "evidence", "民事证据规定第1条")
HINT = Finding("page_seen", Grade.WORTH_KNOWING, "b")


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(RESOURCES)


def case(library: Library, texts: dict[str, str], *consents: Consent) -> tuple[Form, Filing]:
    form, answers = read_answers(library.forms["loan"], texts, AT)
    court = Court("sample", "示范市示范区人民法院")
    filing = assemble.filing(
        form,
        answers,
        (),
        consents,
        review(form, answers, (), date(2026, 11, 23)),
        court=court,
        library=library,
        id=FILING_ID,
        receipt_number="",
        prepared=MOMENT,
    )
    return form, filing


def drawn(
    library: Library, form: Form, filing: Filing, signatures: dict[str, Signature] | None = None
) -> dict[str, Document]:
    found = papers.documents(library, FONTS, form, filing, hand=ByHand(signatures or {}), say=finding_said)
    return {document.id: document for document in found}


def text(document: Document) -> str:
    return printed.text(document.printed.pdf)


def consent(kind: ConsentKind, given: bool, version: str) -> Consent:
    return Consent(kind, given, version, AT)


def test_what_must_be_signed_comes_first_and_agrees_with_what_holds_a_visitor_up(library: Library) -> None:
    form, filing = case(library, PERSON | AGENTS | WISHES | {"claims.principal": "50000"})
    found = drawn(library, form, filing)
    signed = [id for id, document in found.items() if document.needs_signature]
    assert signed == [*ALWAYS_SIGNED[:3], "power_of_attorney", "honesty"]
    assert tuple(signed) == to_sign(filing.answers)
    assert list(found)[len(signed) :] == ["online_consents", "mediation", "fee_table", "missing_notice"]


def test_nothing_answered_asks_for_nothing_and_tells_what_is_missing(library: Library) -> None:
    found = drawn(library, *case(library, {}))
    assert list(found) == [*ALWAYS_SIGNED, "missing_notice"]


def test_a_signature_is_shown_only_where_one_is_wanted(library: Library) -> None:
    form, filing = case(library, PERSON)
    found = drawn(library, form, filing, {"complaint": SIGNATURE})
    assert found["complaint"].signed
    assert not found["complaint"].waits
    assert found["honesty"].waits
    assert not found["missing_notice"].signed
    assert not found["missing_notice"].waits


def test_two_agents_are_named_on_one_power_of_attorney(library: Library) -> None:
    paper = drawn(library, *case(library, PERSON | AGENTS))["power_of_attorney"]
    assert "受托人1姓名：申屠敏" in text(paper)
    assert "受托人2姓名：林小明" in text(paper)


@pytest.mark.parametrize("unnamed", [{"agent.any": "yes"}, {**AGENTS, "agent.any": "no"}])
def test_nobody_signs_a_power_of_attorney_for_nobody(library: Library, unnamed: dict[str, str]) -> None:
    form, filing = case(library, PERSON | unnamed)
    assert "power_of_attorney" not in to_sign(filing.answers)
    assert "power_of_attorney" not in drawn(library, form, filing)


def test_an_organisation_gets_its_certificate_and_a_person_none(library: Library) -> None:
    body = drawn(library, *case(library, BODY))
    assert "郝延年在我单位担任" in text(body["representative_certificate"])
    assert not body["representative_certificate"].needs_signature
    assert "representative_certificate" not in drawn(library, *case(library, PERSON))


def test_consents_are_told_in_the_words_that_were_shown(library: Library) -> None:
    version = library.notices[0].version
    given = consent(ConsentKind.ONLINE_FILING, True, version)
    refused = consent(ConsentKind.SENSITIVE_DATA, False, "an older one")
    said = text(drawn(library, *case(library, PERSON | WISHES, given, refused))["online_consents"])
    assert "".join(library.notices[0].full.split()) in said
    assert f"同意☑不同意☐告知文本版本：{version}" in said
    assert "".join(library.notices[1].full.split()) not in said, "it is not the text that was read"
    assert "同意☐不同意☑告知文本版本：anolderone" in said
    assert "同意法院用电子方式送达吗？" in said
    assert "同意☑不同意，请寄纸质材料☐" in said
    assert "同意☐不同意☐本机没有询问" in said


def test_a_consent_to_one_thing_is_none_to_another(library: Library) -> None:
    given = consent(ConsentKind.ONLINE_FILING, True, library.notices[0].version)
    said = text(drawn(library, *case(library, PERSON, given))["online_consents"])
    assert said.count("☑") == 1
    assert "使用您的身份信息" not in said, "that was not asked"
    assert "同意法院用电子方式送达" not in said


@pytest.mark.parametrize(
    ("wish", "ticks"), [("yes", "愿意☑不愿意☐"), ("no", "愿意☐不愿意☑"), ("unsure", "想多了解☑")]
)
def test_a_wish_for_mediation_is_printed_as_it_was_chosen(library: Library, wish: str, ticks: str) -> None:
    paper = drawn(library, *case(library, PERSON | {"mediation.wish": wish}))["mediation"]
    assert ticks in text(paper)
    assert "调解的好处" not in text(paper), "that was not answered"


def test_the_fee_table_shows_what_the_complaint_asks_for(library: Library) -> None:
    claims = {"claims.principal": "50000", "claims.interest_claimed": "yes", "claims.interest": "7890"}
    found = drawn(library, *case(library, PERSON | claims))
    said = text(found["fee_table"])
    assert "50,000.00元" in said
    assert "合计：57,890.00元" in said
    assert "1,247.25元" in said
    assert "fee_table" not in drawn(library, *case(library, PERSON))


def test_all_findings_stand_on_one_notice_with_the_page_they_speak_of(library: Library) -> None:
    form, filing = case(library, PERSON)
    items = (EvidenceItem("借条", "", ("a", "b")),)
    said = text(
        drawn(library, form, replace(filing, evidence=items, findings=(HINT, MISSING)))["missing_notice"]
    )
    assert "请补充或者核对1还没有拍证据材料有借条、合同、转账记录" in said
    assert "供您参考2“借条”第2页：这一页好像拍过了拍重了就删掉一页。" in said


@pytest.mark.parametrize("findings", [(), (HINT,)])
def test_where_nothing_is_missing_there_is_no_notice(library: Library, findings: tuple[Finding, ...]) -> None:
    form, filing = case(library, PERSON)
    complete = replace(filing, findings=findings)
    assert remarks(complete, form, finding_said) == ()
    assert "missing_notice" not in drawn(library, form, complete)


def test_the_receipt_lists_what_was_signed(library: Library) -> None:
    form, filing = case(library, BODY | AGENTS | WISHES | {"claims.principal": "50000"})
    documents = tuple(drawn(library, form, filing).values())
    listed = [document.title for document in of(filing, documents).documents]
    assert listed == ["民事起诉状", "证据清单", "送达地址确认书", "授权委托书", "诚信诉讼承诺书"]


def test_every_kind_of_paper_is_described_in_order() -> None:
    described = (RESOURCES.parent / "docs" / "dossier.md").read_text("utf-8")
    kinds = re.findall(r"^\| `([a-z_]+)` \| .+ \| (yes|no.*) \|$", described, re.MULTILINE)
    assert kinds == [
        *((id, "yes") for id in TO_SIGN),
        *((id, "no: confirmed on the screen" if id in CONFIRMED else "no") for id in TO_READ),
    ]
