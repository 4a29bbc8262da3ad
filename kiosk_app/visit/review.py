"""What is missing or doubtful in a filing, all of it at once (登记立案规定 7). Nothing here ever blocks."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.findings import OF_FORM, Finding, Grade
from kiosk_app.domain.identity import (
    ForeignerId,
    ResidentId,
    from_old_number,
    parse_card_number,
    travel_permit,
)
from kiosk_app.forms.answers import Answers, relevant, visible
from kiosk_app.forms.condition import holds
from kiosk_app.forms.question import Form, Kind
from kiosk_app.visit.fee_relief import relief_findings
from kiosk_app.visit.name_check import MISSING


def review(
    form: Form, answers: Answers, evidence: Sequence[EvidenceItem], today: date
) -> tuple[Finding, ...]:
    """Every finding about the answers and the evidence, the gravest first."""
    on_paper = relevant(form, answers)
    found = [
        *_about_answers(form, on_paper, today),
        *_about_parties(on_paper),
        *_of_checks(form, on_paper, today),
        *_about_evidence(evidence),
        *relief_findings(form, on_paper, evidence),
    ]
    return tuple(sorted(found, key=lambda finding: list(Grade).index(finding.grade)))


def _about_answers(form: Form, answers: Answers, today: date) -> Iterator[Finding]:
    for section in form.sections:
        for question in visible(section, answers):
            answer = answers.get(question.key)
            if answer is None:
                if not question.optional:
                    yield Finding("answer_missing", Grade.COURT_WILL_ASK, question.key, question.article)
                continue
            if question.kind is Kind.NAME and MISSING in str(answer.value):
                yield Finding("name_sign_missing", Grade.COURT_WILL_ASK, question.key)
            if not answer.confirmed:
                yield Finding("reading_unconfirmed", Grade.UNREADABLE, question.key)
            if isinstance(answer.value, date) and answer.value > today and not question.future:
                yield Finding("date_in_future", Grade.WORTH_KNOWING, question.key)
            if question.kind is Kind.RESIDENT_ID and isinstance(answer.value, str):
                yield from _about_number(question.key, answer.value, answers)


def _about_number(key: str, number: str, answers: Answers) -> Iterator[Finding]:
    party = key.rpartition(".")[0]
    kind = answers.get(f"{party}.id_kind")
    fits = _NUMBERS.get(kind.value if kind and isinstance(kind.value, str) else "")
    if fits is not None and not fits(number):
        # A defendant need not be identified by a number (民诉法解释 209): there it is only a hint.
        grade = Grade.COURT_WILL_ASK if party.startswith("plaintiff") else Grade.WORTH_KNOWING
        yield Finding("id_number_invalid", grade, key, "GB 11643-1999")


def number_has_letters(key: str, answers: Answers) -> bool:
    """Whether the number of the card that was chosen beside it may hold letters, as a passport's does."""
    kind = answers.get(f"{key.rpartition('.')[0]}.id_kind")
    return kind is not None and kind.value not in _IN_FIGURES


_IN_FIGURES = ("resident_card", "residence_permit")
"""Kinds of card whose numbers are figures, with an X at most."""


def _read(number: str) -> ResidentId | ForeignerId | None:
    """A card's number, one of the fifteen digits of older papers among them; None where it is none."""
    for read in (parse_card_number, from_old_number):
        try:
            return read(number)
        except InputFault:
            continue
    return None


def _is_residents(number: str) -> bool:
    return isinstance(_read(number), ResidentId)


def _is_permits(number: str) -> bool:
    found = _read(number)
    return isinstance(found, ResidentId) and found.of_residence_permit


def _is_foreigners(number: str) -> bool:
    return isinstance(_read(number), ForeignerId)


_NUMBERS: Mapping[str, Callable[[str], bool]] = {
    "": lambda number: _read(number) is not None,
    "resident_card": _is_residents,
    "residence_permit": _is_permits,
    "foreigner_card": _is_foreigners,
    "travel_permit": lambda number: travel_permit(number) is not None,
}
"""By the kind of card, what its number must be. A passport's follows no rule that holds for every country."""


def _about_parties(answers: Answers) -> Iterator[Finding]:
    ours = dict(_names("plaintiff", answers))
    for key, name in _names("defendant", answers):
        alike = [other for other, own in ours.items() if own == name]
        numbers = [answers.get(f"{party.rpartition('.')[0]}.id_number") for party in (key, *alike)]
        told_apart = len({number.value for number in numbers if number}) > 1
        if alike and not told_apart:
            yield Finding("same_party", Grade.COURT_WILL_ASK, key, "民事诉讼法第122条")
        if key.endswith("org.name") or any(f"{key[:-4]}{trait}" in answers for trait in _TRAITS):
            continue
        yield Finding("defendant_indistinct", Grade.COURT_WILL_ASK, key, "民诉法解释第209条")


_TRAITS = ("sex", "birth", "phone", "domicile", "residence", "employer", "id_number", "trade_name")
"""What tells a person apart from others of the same name (民诉法解释 209)."""


def _names(group: str, answers: Answers) -> Iterator[tuple[str, str]]:
    """The names of one side's parties, by key."""
    pattern = re.compile(rf"{group}\.\d+\.(org\.)?name")
    for key, answer in answers.items():
        if pattern.fullmatch(key) and isinstance(answer.value, str):
            yield key, "".join(answer.value.split())


def _of_checks(form: Form, answers: Answers, today: date) -> Iterator[Finding]:
    """What the form itself wants said; ``ui.messages`` takes the words from the facts."""
    for check in form.checks:
        if holds(check.when, answers, today):
            words = (("say", check.say), ("remedy", check.remedy))
            yield Finding(f"{OF_FORM}{check.id}", check.grade, check.about, check.article, words)


def _about_evidence(evidence: Sequence[EvidenceItem]) -> Iterator[Finding]:
    if not evidence:
        yield Finding("evidence_missing", Grade.COURT_WILL_ASK, "evidence", "民事证据规定第1条")
