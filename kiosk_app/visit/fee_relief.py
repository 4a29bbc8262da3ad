"""The application for relief from court fees, as the answers below ``relief.`` amount to it.

A form that uses the block ``fee_relief`` of common.yaml ``for: relief`` asks for it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fee_relief import RELIEF_ARTICLES, FeeRelief, Ground, ReliefKind
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.domain.party import NaturalPerson, Party, Role
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.question import Form
from kiosk_app.visit.assemble import parties

PROOF_TITLE = "困难证明"
"""Evidence of this name is taken for the proofs, whichever they are."""

_NUMERALS = "一二三四五六七八九"


def is_asked_for(answers: Answers) -> bool:
    """Whether relief is applied for. ``answers`` are those that go on paper."""
    answer = answers.get("relief.any")
    return answer is not None and answer.value == "yes"


def fee_relief(form: Form, answers: Answers) -> FeeRelief | None:
    """The application, or None where there is none. ``answers`` are those that go on paper."""
    if not is_asked_for(answers):
        return None
    chosen = answers.get("relief.kind")
    kind = ReliefKind(str(chosen.value)) if chosen else None
    reasons = answers.get("relief.reasons")
    return FeeRelief(
        kind,
        tuple(_grounds(form, answers, kind)) if kind else (),
        str(reasons.value) if reasons else "",
        tuple(label for _, label in _chosen(form, answers, "relief.proofs")),
    )


def relief_findings(form: Form, answers: Answers, evidence: Sequence[EvidenceItem]) -> Iterator[Finding]:
    """What is worth knowing about an application; nothing of it says whether it will be granted."""
    relief = fee_relief(form, answers)
    if relief is None:
        return
    applicants = parties(Role.PLAINTIFF, form, answers)
    if relief.kind is ReliefKind.EXEMPT and applicants and not any(map(_is_person, applicants)):
        yield Finding("relief_for_persons", Grade.WORTH_KNOWING, "relief.kind", "诉讼费用交纳办法第44条")
    titles = {item.title for item in evidence}
    missing = [proof for proof in relief.proofs or (PROOF_TITLE,) if proof not in titles]
    if missing and PROOF_TITLE not in titles:
        facts = (("proofs", "、".join(missing)),)
        yield Finding("relief_unproven", Grade.WORTH_KNOWING, "evidence", "诉讼费用交纳办法第48条", facts)


def _is_person(party: Party) -> bool:
    return isinstance(party, NaturalPerson)


def _grounds(form: Form, answers: Answers, kind: ReliefKind) -> Iterator[Ground]:
    for number, label in _chosen(form, answers, f"relief.{kind}_ground"):
        yield Ground(f"{RELIEF_ARTICLES[kind]}第（{_NUMERALS[number]}）项", label)


def _chosen(form: Form, answers: Answers, key: str) -> Iterator[tuple[int, str]]:
    """The choices of an answer in the order of the question, each with its place from 0."""
    answer = answers.get(key)
    chosen = answer.value if answer and isinstance(answer.value, tuple) else ()
    for number, choice in enumerate(form.question(key).choices if chosen else ()):
        if choice.id in chosen:
            yield number, choice.label
