"""Every page of every case type, seen as a visitor sees it: both ways round."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kiosk_app.content.library import Library, form_paths
from kiosk_app.demo.visitor import answer_step
from kiosk_app.forms.unroll import counts
from kiosk_app.forms.written import read_answers
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.kiosks import RESOURCES, FakeKiosk
from tests.fakes.screens import sound

CASES = Path(__file__).parents[1] / "vectors" / "cases"
ASKING = (StepKind.NOTICE, StepKind.IDENTITY, StepKind.QUESTIONS, StepKind.SERVICE, StepKind.REVIEW)


@pytest.mark.parametrize("form_id", [path.stem for path in form_paths(RESOURCES)])
def test_the_pages_of_a_case_type(
    open_window: Callable[[tuple[int, int]], Window],
    library: Library,
    kiosk: FakeKiosk,
    size: tuple[int, int],
    form_id: str,
) -> None:
    window = open_window(size)
    window._on_opened(kiosk.parts.reception.open(form_id))
    visit = window.desk.visit
    answers = yaml.load((CASES / f"{form_id}.yaml").read_text("utf-8"), yaml.BaseLoader)["cases"][-1][
        "answers"
    ]
    declared = library.forms[form_id]
    there = counts(declared, read_answers(declared, answers, kiosk.clock.now().at)[1])
    for notice in visit.notices:
        visit.agree(notice.kind, True)
    while visit.step.kind is not StepKind.SIGN:
        if visit.step.kind in ASKING:
            answer_step(visit, answers, there)
            look(window)
        visit.forward()


def look(window: Window) -> None:
    window._show_step()
    settle(window)
    sound(window)
