"""From answers to the filing they mean: strings become parties, amounts and an address, once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from kiosk_app.content.library import Library
from kiosk_app.domain.consent import Consent
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.filing import Court, Filing, FormEdition, Moment
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import InvalidResidentId, ResidentId, Sex
from kiosk_app.domain.party import Agent, Guardian, NaturalPerson, Organization, Party, Power, Role
from kiosk_app.domain.service_address import ServiceAddress
from kiosk_app.domain.values import Answer, Source, Value
from kiosk_app.forms.answers import Answers, display, parse, relevant
from kiosk_app.forms.condition import holds
from kiosk_app.forms.element_table import BLANK
from kiosk_app.forms.question import Form, Question
from kiosk_app.forms.sums import claim_total, fee_choice, total
from kiosk_app.visit.court_choice import addressed_to

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
    return Filing(
        id=id,
        receipt_number=receipt_number,
        court=court,
        addressed_to=addressed_to(library.courts, court, on_paper),
        cause=form.cause,
        form=FormEdition(form.id, form.edition),
        plaintiffs=parties(Role.PLAINTIFF, form, on_paper),
        defendants=parties(Role.DEFENDANT, form, on_paper),
        third_parties=parties(Role.THIRD_PARTY, form, on_paper),
        agents=agents(on_paper),
        answers=on_paper,
        claim_total=claim_total(form, on_paper),
        fee=fee(library, court, form, on_paper, prepared.at),
        evidence=tuple(evidence),
        service_address=service_address(on_paper),
        consents=tuple(consents),
        findings=tuple(findings),
        prepared=prepared,
    )


def fee(library: Library, court: Court, form: Form, answers: Answers, at: datetime) -> Fee:
    """The acceptance fee of a case on a day, of the kind and by the sum that its form names. What courts set
    is set by the one that the complaint is addressed to."""
    court = addressed_to(library.courts, court, answers)
    choice = fee_choice(form, answers)
    amount = total(form, choice.amount, answers).amount if choice.amount else None
    return library.fee(choice.kind, amount, at.date(), court.id)


def parties(role: Role, form: Form, answers: Answers) -> tuple[Party, ...]:
    """The parties of one side, in order. ``answers`` are those that go on paper."""
    found = (_party(_Said(f"{role}.{number}", answers), form) for number in _numbers(role, answers))
    return tuple(party for party in found if party)


def agents(answers: Answers) -> tuple[Agent, ...]:
    """Who represents the plaintiffs, in order (two at most: 民事诉讼法 61)."""
    fields = ("standing", "firm", "position", "phone")
    said = (_Said(f"agent.{number}", answers) for number in _numbers("agent", answers))
    return tuple(
        Agent(
            each.text("name"),
            **{field: each.text(field) for field in fields},
            power=Power(each.text("power")) if each.text("power") else None,
        )
        for each in said
        if each.text("name")
    )


def _numbers(group: str, answers: Answers) -> list[int]:
    """Which numbers of a repeated group are answered, in order."""
    own = {key.split(".")[1] for key in answers if key.startswith(f"{group}.")}
    return sorted(int(number) for number in own if number.isdecimal())


@dataclass(frozen=True, slots=True)
class _Said:
    """The answers below one prefix."""

    prefix: str
    answers: Answers

    def text(self, key: str) -> str:
        return _value(self.answers, f"{self.prefix}.{key}", str) or ""


def _party(said: _Said, form: Form) -> Party | None:
    if name := said.text("org.name"):
        return Organization(name, **{field: said.text(f"org.{field}") for field in _OF_ORGANIZATION})
    if not (name := said.text("name")):
        return None
    id_kind = said.answers.get(f"{said.prefix}.id_kind")
    return NaturalPerson(
        name=name,
        sex=_SEXES.get(said.text("sex")),
        birth=_value(said.answers, f"{said.prefix}.birth", date),
        id_kind=display(form.question(id_kind.key), id_kind.value) if id_kind else "",
        id_number=_id_number(said.text("id_number")),
        guardian=_guardian(said),
        **{field: said.text(field) for field in _OF_PERSON},
    )


_OF_ORGANIZATION = ("domicile", "registered_at", "representative", "position", "phone", "credit_code")
_OF_PERSON = (
    *("ethnicity", "employer", "position", "phone", "domicile", "residence"),
    *("trade_name", "trade_code"),
)


def _guardian(said: _Said) -> Guardian | None:
    fields = ("name", "relation", "phone", "domicile", "id_number")
    texts = {field: said.text(f"guardian.{field}") for field in fields}
    return Guardian(**texts) if texts["name"] else None


def _id_number(text: str) -> ResidentId | str | None:
    try:
        return ResidentId.parse(text) if text else None
    except InvalidResidentId:
        return text


def _value(answers: Answers, key: str, kind: type[T]) -> T | None:
    answer = answers.get(key)
    return answer.value if answer and isinstance(answer.value, kind) else None


def service_address(answers: Answers) -> ServiceAddress | None:
    """The confirmed address, or None where none was given (专递规定 5 says what then holds)."""
    field = {
        name: _value(answers, f"service.{name}", str) or ""
        for name in ("recipient", "phone", "address", "postcode", "electronic_address")
    }
    if not field["address"]:
        return None
    wish = _value(answers, "service.confidential", str)
    return ServiceAddress(
        field["recipient"],
        field["phone"],
        field["address"],
        field["postcode"],
        field["electronic_address"],
        None if wish is None else wish == "yes",
    )


def computed_cells(form: Form, answers: Answers, evidence: Sequence[EvidenceItem]) -> Mapping[str, str]:
    """What the official table says that nobody was asked: the sums and the evidence list."""
    lines = [f"{number}.{item.title}（{item.page_count}页）" for number, item in enumerate(evidence, 1)]
    sums = {key: total(form, key, answers) for key in form.sums}
    return {
        **{key: str(each.amount) if each.parts else BLANK for key, each in sums.items()},
        "evidence_list": "\n".join(lines) or BLANK,
    }


def with_defaults(form: Form, answers: Answers, at: datetime) -> dict[str, Answer]:
    """The answers with what the screens would offer."""
    return {**answers, **offered(form, answers, form.questions(), at)}


def offered(form: Form, answers: Answers, among: Iterable[Question], at: datetime) -> dict[str, Answer]:
    """What to offer for those of the questions that are asked and not answered, until nothing new is offered:
    what repeats an earlier answer, or mostly holds."""
    open_ = [q for q in among if q.key not in answers and (q.default_from or q.default)]
    new: dict[str, Answer] = {}
    while open_:
        on_paper = relevant(form, {**answers, **new})
        found = {
            question.key: Answer(question.key, value, Source.LITIGANT, at)
            for question in open_
            if holds(question.when, on_paper) and (value := _default(question, on_paper)) is not None
        }
        if not found:
            break
        new |= found
        open_ = [question for question in open_ if question.key not in found]
    return new


def _default(question: Question, on_paper: Answers) -> Value | None:
    source = next((on_paper[key] for key in question.default_from if key in on_paper), None)
    if source:
        return source.value
    return parse(question, question.default) if question.default else None
