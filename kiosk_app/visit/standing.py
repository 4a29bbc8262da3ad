"""What a draft's answers make of its form: one frozen value, made anew whenever the answers are others."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk_app.forms.answers import Answers, relevant
from kiosk_app.forms.question import Form
from kiosk_app.forms.unroll import Counts, counts, unroll
from kiosk_app.visit.steps import Step, steps_for


@dataclass(frozen=True, slots=True)
class Standing:
    """``answers`` are all that were given, ``on_paper`` those that go there; ``there`` says how many there
    are of each repeated group, ``form`` and ``steps`` have just as many."""

    answers: Answers
    there: Counts
    form: Form
    steps: tuple[Step, ...]
    on_paper: Answers


def standing(declared: Form, answers: Answers, before: Standing | None = None) -> Standing:
    """How a case stands. The form ``before`` serves again where as many are there: a keystroke must not lay
    out hundreds of questions anew."""
    there = counts(declared, answers)
    if before is not None and before.there == there:
        form, steps = before.form, before.steps
    else:
        form = unroll(declared, there)
        steps = steps_for(form)
    return Standing(answers, there, form, steps, relevant(form, answers))
