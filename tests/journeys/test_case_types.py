"""Every page of every case type, seen as a visitor sees it: both ways round."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kiosk_app.content.library import form_paths
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.kiosks import RESOURCES, FakeKiosk
from tests.fakes.screens import sound

CASES = Path(__file__).parents[1] / "vectors" / "cases"
ASKING = (StepKind.NOTICE, StepKind.IDENTITY, StepKind.QUESTIONS, StepKind.SERVICE, StepKind.REVIEW)


@pytest.mark.parametrize("form_id", [path.stem for path in form_paths(RESOURCES)])
def test_the_pages_of_a_case_type(
    open_window: Callable[[tuple[int, int]], Window], kiosk: FakeKiosk, size: tuple[int, int], form_id: str
) -> None:
    window = open_window(size)
    window._on_opened(kiosk.parts.reception.open(form_id))
    visit = window.desk.visit
    answers = yaml.load((CASES / f"{form_id}.yaml").read_text("utf-8"), yaml.BaseLoader)["cases"][-1][
        "answers"
    ]
    for notice in visit.notices:
        visit.agree(notice.kind, True)
    while visit.step.kind is not StepKind.SIGN:
        if visit.step.kind in ASKING:
            for _ in range(2):  # what an answer calls for is asked after it
                for question in visit.step.section.questions if visit.step.section else ():
                    if question.key in answers and question in visit.questions(visit.step.section):  # type: ignore[arg-type]
                        visit.enter(question.key, answers[question.key])
            look(window)
        visit.forward()


def look(window: Window) -> None:
    window._show_step()
    settle(window)
    sound(window)
