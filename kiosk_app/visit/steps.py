"""The table of steps: which screens a visit goes through, and in what order."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kiosk_app.forms.question import Form, Section
from kiosk_app.visit.court_choice import STEP


class StepKind(StrEnum):
    """What a step does. Each kind has one page in ``ui.pages``."""

    NOTICE = "notice"
    CARD = "card"
    IDENTITY = "identity"
    QUESTIONS = "questions"
    EVIDENCE = "evidence"
    COURT = "court"
    SERVICE = "service"
    REVIEW = "review"
    SIGN = "sign"
    SUBMIT = "submit"
    RECEIPT = "receipt"


@dataclass(frozen=True, slots=True)
class Step:
    """One screen of the way. ``section`` holds its questions, if it asks any."""

    id: str
    kind: StepKind
    title: str
    section: Section | None = None


_SECTION_KINDS = {"plaintiff": StepKind.IDENTITY, "service": StepKind.SERVICE}
"""Sections that are shown by a page of their own; every other is a page of questions."""


def steps_for(form: Form) -> tuple[Step, ...]:
    """The steps of a filing with this form: its sections in order, around them what every case has.

    The evidence comes before the questions: what stands on it need not be typed.
    """
    sections = {section.id: section for section in form.sections}
    asked = [
        Step(section.id, _SECTION_KINDS.get(section.id, StepKind.QUESTIONS), section.title, section)
        for section in form.sections
        if section.id not in _SECTION_KINDS
    ]
    court = [Step(STEP, StepKind.COURT, "向哪个法院起诉")] if form.venue else []
    plaintiff, service = sections["plaintiff"], sections["service"]
    return (
        Step("notice", StepKind.NOTICE, "告知与同意"),
        Step("card", StepKind.CARD, "身份证"),
        Step("plaintiff", StepKind.IDENTITY, plaintiff.title, plaintiff),
        Step("evidence", StepKind.EVIDENCE, "证据材料"),
        *asked,
        *court,
        Step("service", StepKind.SERVICE, service.title, service),
        Step("review", StepKind.REVIEW, "核对"),
        Step("sign", StepKind.SIGN, "阅读并签名"),
        Step("submit", StepKind.SUBMIT, "提交"),
        Step("receipt", StepKind.RECEIPT, "回执"),
    )
