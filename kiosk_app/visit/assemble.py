"""From answers to the filing they mean: strings become parties, amounts and an address, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TypeVar

from kiosk_app.content.library import Library
from kiosk_app.domain.consent import Consent
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.filing import Court, Filing, FormEdition, Moment
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import InvalidResidentId, ResidentId, Sex
from kiosk_app.domain.money import ZERO, Money
from kiosk_app.domain.party import NaturalPerson, Organization, Party, Role
from kiosk_app.domain.service_address import ServiceAddress
from kiosk_app.domain.values import Answer
from kiosk_app.forms.answers import Answers, display, relevant
from kiosk_app.forms.element_table import BLANK
from kiosk_app.forms.question import Form

T = TypeVar("T")

_SEXES = {"male": Sex.MALE, "female": Sex.FEMALE}


def filing(
    form: Form,
    answers: Answers,
    evidence: Sequence[EvidenceItem],
    consents: Sequence[Consent],
    findings: Sequence[Finding],
    *,
    court: Court,
    library: Library,
    id: str,
    receipt_number: str,
    prepared: Moment,
) -> Filing:
    """The filing that a visit's answers amount to at this moment."""
    on_paper = relevant(form, answers)
    total = claim_total(form, on_paper)
    return Filing(
        id=id,
        receipt_number=receipt_number,
        court=court,
        cause=form.cause,
        form=FormEdition(form.id, form.edition),
        plaintiffs=parties(Role.PLAINTIFF, form, on_paper),
        defendants=parties(Role.DEFENDANT, form, on_paper),
        third_parties=parties(Role.THIRD_PARTY, form, on_paper),
        answers=on_paper,
        claim_total=total,
        fee=fee(library, court, total, prepared.at),
        evidence=tuple(evidence),
        service_address=service_address(on_paper),
        consents=tuple(consents),
        findings=tuple(findings),
        prepared=prepared,
    )


def fee(library: Library, court: Court, total: Money, at: datetime) -> Fee:
    """The acceptance fee of a sum that is claimed on a day."""
    return library.fee("property", total, at.date(), court.id)


def parties(role: Role, form: Form, answers: Answers) -> tuple[Party, ...]:
    """The parties of one side, in order. ``answers`` are those that go on paper."""
    found: list[Party] = []
    number = 1
    while party := _party(f"{role}.{number}", form, answers):
        found.append(party)
        number += 1
    return tuple(found)


def _party(prefix: str, form: Form, answers: Answers) -> Party | None:
    def text(key: str) -> str:
        value = answers[key].value if key in answers else ""
        return value if isinstance(value, str) else ""

    if name := text(f"{prefix}.org.name"):
        fields = ("domicile", "registered_at", "representative", "position", "phone", "credit_code")
        return Organization(name, **{field: text(f"{prefix}.org.{field}") for field in fields})
    if not (name := text(f"{prefix}.name")):
        return None
    id_kind = answers.get(f"{prefix}.id_kind")
    fields = ("ethnicity", "employer", "position", "phone", "domicile", "residence")
    return NaturalPerson(
        name=name,
        sex=_SEXES.get(text(f"{prefix}.sex")),
        birth=_value(answers, f"{prefix}.birth", date),
        id_kind=display(form.question(id_kind.key), id_kind.value) if id_kind else "",
        id_number=_id_number(text(f"{prefix}.id_number")),
        **{field: text(f"{prefix}.{field}") for field in fields},
    )


def _id_number(text: str) -> ResidentId | str | None:
    try:
        return ResidentId.parse(text) if text else None
    except InvalidResidentId:
        return text


def _value(answers: Answers, key: str, kind: type[T]) -> T | None:
    answer = answers.get(key)
    return answer.value if answer and isinstance(answer.value, kind) else None


def claim_total(form: Form, answers: Answers) -> Money:
    """The sum of what is claimed (民诉法解释 201), as the visitor wrote it."""
    return sum((_value(answers, key, Money) or ZERO for key in form.claim_total), ZERO)


def service_address(answers: Answers) -> ServiceAddress | None:
    """The confirmed address, or None where none was given (专递规定 5 says what then holds)."""
    field = {
        name: _value(answers, f"service.{name}", str) or ""
        for name in ("recipient", "phone", "address", "postcode", "electronic_address")
    }
    if not field["address"]:
        return None
    return ServiceAddress(
        field["recipient"], field["phone"], field["address"], field["postcode"], field["electronic_address"]
    )


def computed_cells(total: Money, evidence: Sequence[EvidenceItem]) -> Mapping[str, str]:
    """What the official table says that nobody was asked: the total and the evidence list."""
    lines = [f"{number}.{item.title}（{item.page_count}页）" for number, item in enumerate(evidence, 1)]
    return {
        "claim_total": str(total) if total != ZERO else BLANK,
        "evidence_list": "\n".join(lines) or BLANK,
    }


def defaults(form: Form, answers: Answers) -> dict[str, Answer]:
    """The answers to offer for questions that repeat an earlier one and have none of their own yet."""
    offered: dict[str, Answer] = {}
    for question in form.questions():
        if question.key not in answers:
            source = next((answers[key] for key in question.default_from if key in answers), None)
            if source:
                offered[question.key] = source
    return offered
