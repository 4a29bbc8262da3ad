from __future__ import annotations

from datetime import UTC, datetime

import pytest

from kiosk_app.content.library import Library
from kiosk_app.domain.values import Answer, Source
from kiosk_app.forms.element_table import fill
from kiosk_app.forms.question import Form, count_key
from kiosk_app.forms.unroll import counts, of_answers, unroll, without

NOW = datetime(2026, 11, 22, tzinfo=UTC)


def said(**values: str) -> dict[str, Answer]:
    named = {key.replace("__", "."): text for key, text in values.items()}
    return {key: Answer(key, text, Source.LITIGANT, NOW) for key, text in named.items()}


@pytest.fixture
def loan(library: Library) -> Form:
    return library.forms["loan"]


def test_without_answers_there_is_one_of_each(loan: Form) -> None:
    assert counts(loan, {}) == {"plaintiff": 1, "defendant": 1, "third_party": 1, "agent": 1}
    assert "defendant.1.name" in of_answers(loan, {}).by_key
    assert not any("#" in key for key in of_answers(loan, {}).by_key)


def test_there_are_as_many_as_were_said_or_have_an_answer(loan: Form) -> None:
    assert counts(loan, said(defendant__3__name="丙"))["defendant"] == 3
    assert counts(loan, said(**{count_key("defendant").replace(".", "__"): "4"}))["defendant"] == 4
    assert counts(loan, said(agent__7__name="多"))["agent"] == 2  # two agents at most: 民事诉讼法 61


@pytest.mark.parametrize("odd", ["", "x", "-1", "0", "99999999", "²"])
def test_a_number_that_is_none_counts_for_nothing(loan: Form, odd: str) -> None:
    answers = said(defendant__count=odd, **{f"defendant__{odd}__name": "甲"})
    assert 1 <= counts(loan, answers)["defendant"] <= 20


def test_questions_of_one_stay_together(loan: Form) -> None:
    form = unroll(loan, counts(loan, {}) | {"defendant": 2})
    section = next(section for section in form.sections if section.id == "defendant")
    numbers = [question.number for question in section.questions]
    assert numbers == sorted(numbers)
    assert {question.number for question in section.questions} == {1, 2}


def test_conditions_bind_to_their_own_and_reach_all_from_outside(loan: Form) -> None:
    form = unroll(loan, counts(loan, {}) | {"defendant": 2})
    assert "defendant.2.kind" in str(form.question("defendant.2.name").when)
    assert form.question("contract.borrower").default_from == (
        "defendant.1.name",
        "defendant.2.name",
        "defendant.1.org.name",
        "defendant.2.org.name",
    )


def test_each_has_its_block_on_paper_and_its_line_in_a_cell(loan: Form) -> None:
    answers = said(
        defendant__1__kind="person",
        defendant__1__name="甲",
        defendant__2__kind="organization",
        defendant__2__org__name="乙公司",
        defendant__3__kind="person",
        defendant__3__name="丙",
        agent__any="yes",
        agent__1__name="律师甲",
        agent__2__name="律师乙",
        agent__2__power="special",
    )
    table = fill(of_answers(loan, answers), answers, {"claim_total": "", "evidence_list": ""})
    headings = [block.heading for block in table.blocks]
    assert headings.count("被告（自然人）") == 2
    assert headings.count("被告（法人、非法人组织）") == 1
    agents = next(block for block in table.blocks if block.heading == "委托诉讼代理人")
    rows = {row.label: row.text for row in agents.rows}
    assert rows["姓名"] == "律师甲\n律师乙"
    assert rows["代理权限"] == "一般授权☐　特别授权☐\n一般授权☐　特别授权☑"


def test_taking_one_out_moves_the_later_ones_up(loan: Form) -> None:
    answers = said(
        defendant__1__name="甲", defendant__2__name="乙", defendant__2__phone="1", defendant__3__name="丙"
    )
    moved, gone = without(loan, "defendant", 2, answers)
    after = {key: answer for key, answer in (answers | moved).items() if key not in gone}
    assert {key: answer.value for key, answer in after.items()} == {
        "defendant.1.name": "甲",
        "defendant.2.name": "丙",
    }
    assert all(answer.key == key for key, answer in moved.items())


def test_a_check_is_made_for_each(loan: Form) -> None:
    form = unroll(loan, counts(loan, {}) | {"plaintiff": 2})
    about = [check.about for check in form.checks if check.id == "minor_without_guardian"]
    assert about == ["plaintiff.1.capacity", "plaintiff.2.capacity"]
