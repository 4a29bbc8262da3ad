from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.content.library import Library
from kiosk_app.domain.money import Money
from kiosk_app.domain.values import Answer, Period, Source, Value
from kiosk_app.forms.answers import AnswerProblem, InvalidAnswer, display, edit_text, parse, relevant, visible
from kiosk_app.forms.question import VENUE_COURT, Choice, Kind, Question, count_key
from kiosk_app.forms.unroll import of_answers

NOW = datetime(2026, 11, 22, tzinfo=UTC)
CHOICES = (Choice("yes", "是"), Choice("no", "否"))


def question(kind: Kind) -> Question:
    return Question(
        "q", kind, "？", choices=CHOICES if kind in (Kind.CHOICE, Kind.CHOICES, Kind.YES_NO) else ()
    )


def answer(key: str, value: Value) -> Answer:
    return Answer(key, value, Source.LITIGANT, NOW)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (Kind.DATE, "2024年3月1日", date(2024, 3, 1)),
        (Kind.DATE, "2024-02-29", date(2024, 2, 29)),
        (Kind.DATE, "２０２４／０３／０１", date(2024, 3, 1)),
        (Kind.MONEY, "5万元", Money(Decimal(50000))),
        (Kind.PERCENT, "3.5％", Decimal("3.5")),
        (Kind.PHONE, "+86 138-0013-8000", "13800138000"),
        (Kind.PHONE, "010-12345678", "010-12345678"),
        (Kind.PHONE, "+85291234567", "+85291234567"),
        (Kind.POSTCODE, "１０００２０", "100020"),
        (Kind.NAME, "阿卜杜拉•买买提", "阿卜杜拉·买买提"),
        (Kind.RESIDENT_ID, "11010519491231002x", "11010519491231002X"),
        (Kind.RESIDENT_ID, "12345", "12345"),
        (Kind.CHOICE, "yes", "yes"),
        (Kind.CHOICES, "yes|no", ("yes", "no")),
        (Kind.TEXT, " 甲 ", "甲"),
        (Kind.NAME, "䶮𬱖", "䶮𬱖"),
        (Kind.DATE, "9999年12月31日", date(9999, 12, 31)),
        (Kind.PERIOD, "2024年3月1日至2025年2月28日", Period(date(2024, 3, 1), date(2025, 2, 28))),
        (Kind.PERIOD, "2024-03-01/", Period(date(2024, 3, 1), None)),
        (Kind.PERIOD, "/2025-02-28", Period(None, date(2025, 2, 28))),
        (Kind.NUMBER, "１，２００", "1200"),
        (Kind.NUMBER, "2.5", "2.5"),
        (Kind.CASE_NUMBER, "(2026)京0105民初12345号", "（2026）京0105民初12345号"),
        (Kind.CASE_NUMBER, "朝民初字第1号", "朝民初字第1号"),
        (Kind.YES_NO, "yes", "yes"),
        (Kind.TEXT, "谢谢🙂", "谢谢🙂"),
    ],
)
def test_answers_as_people_give_them(kind: Kind, text: str, value: Value) -> None:
    assert parse(question(kind), text) == value


@pytest.mark.parametrize(
    ("kind", "text", "problem"),
    [
        (Kind.DATE, "2023-02-29", AnswerProblem.NOT_A_DATE),
        (Kind.DATE, "昨天", AnswerProblem.NOT_A_DATE),
        (Kind.DATE, "99999-01-01", AnswerProblem.NOT_A_DATE),
        (Kind.DATE, "2100-02-29", AnswerProblem.NOT_A_DATE),
        (Kind.DATE, "10000-01-01", AnswerProblem.NOT_A_DATE),
        (Kind.PERIOD, "2025-01-01/2024-01-01", AnswerProblem.NOT_A_PERIOD),
        (Kind.PERIOD, "从前/以后", AnswerProblem.NOT_A_DATE),
        (Kind.NUMBER, "-3", AnswerProblem.NOT_A_NUMBER),
        (Kind.NUMBER, "三天", AnswerProblem.NOT_A_NUMBER),
        (Kind.YES_NO, "maybe", AnswerProblem.NOT_A_CHOICE),
        (Kind.NAME, "甲" * 10_000, AnswerProblem.TOO_LONG),
        (Kind.NAME, "甲\u202e乙\x1b[31m", AnswerProblem.NOT_TEXT),
        (Kind.PERCENT, "1e-999999", AnswerProblem.NOT_A_PERCENTAGE),
        (Kind.MONEY, "1" * 16, AnswerProblem.NOT_AN_AMOUNT),
        (Kind.MONEY, "-1", AnswerProblem.NOT_AN_AMOUNT),
        (Kind.PERCENT, "很高", AnswerProblem.NOT_A_PERCENTAGE),
        (Kind.PERCENT, "Infinity", AnswerProblem.NOT_A_PERCENTAGE),
        (Kind.PHONE, "12800138000", AnswerProblem.NOT_A_PHONE),
        (Kind.PHONE, "1380013800", AnswerProblem.NOT_A_PHONE),
        (Kind.POSTCODE, "12345", AnswerProblem.NOT_A_POSTCODE),
        (Kind.CHOICE, "perhaps", AnswerProblem.NOT_A_CHOICE),
        (Kind.NAME, "甲" * 61, AnswerProblem.TOO_LONG),
        (Kind.LONG_TEXT, "甲" * 5001, AnswerProblem.TOO_LONG),
        (Kind.TEXT, "甲\x00乙", AnswerProblem.NOT_TEXT),
        (Kind.TEXT, "甲\ud800", AnswerProblem.NOT_TEXT),
    ],
)
def test_what_cannot_be_understood_says_why(kind: Kind, text: str, problem: AnswerProblem) -> None:
    with pytest.raises(InvalidAnswer) as caught:
        parse(question(kind), text)
    assert caught.value.facts == {"key": "q", "problem": problem}


@given(kind=st.sampled_from(Kind), text=st.text(max_size=400))
def test_any_text_is_a_value_or_a_problem(kind: Kind, text: str) -> None:
    try:
        value = parse(question(kind), text)
    except InvalidAnswer:
        return
    assert parse(question(kind), edit_text(value)) == value
    assert isinstance(display(question(kind), value), str)


def test_a_condition_shows_and_hides(library: Library) -> None:
    form = library.forms["loan"]
    claims = next(section for section in form.sections if section.id == "claims")
    asked = {"claims.interest_claimed": answer("claims.interest_claimed", "yes")}
    shown = {question.key for question in visible(claims, asked)}
    hidden = {question.key for question in visible(claims, {})}
    assert shown - hidden == {
        "claims.interest",
        "claims.interest_as_of",
        "claims.interest_method",
        "claims.interest_until_paid",
    }


def test_what_no_longer_applies_leaves_no_trace_on_paper(library: Library) -> None:
    form = library.forms["loan"]
    answers = {
        key: answer(key, value)
        for key, value in {
            "security.any": "no",
            "security.pledge": "yes",
            "security.pledgor": "李四",
        }.items()
    }
    on_paper = relevant(form, answers)
    assert "security.pledgor" not in on_paper
    assert on_paper["security.pledge"].value == "no"
    assert on_paper["security.maximum"].value == "no"
    assert answers["security.pledgor"].value == "李四"


def test_what_holds_instead_follows_from_what_holds_instead(library: Library) -> None:
    """No security at all: no pledge, therefore none of a maximum amount and none registered."""
    answers = {"security.any": Answer("security.any", "no", Source.LITIGANT, NOW)}
    on_paper = relevant(library.forms["loan"], answers)
    of_pledge = ("security.pledge", "security.maximum", "security.registered")
    assert [on_paper[key].value for key in of_pledge] == ["no"] * 3


def test_what_hangs_on_a_question_that_no_longer_applies_is_not_asked_either(library: Library) -> None:
    form = library.forms["divorce"]
    section = next(
        section for section in form.sections if form.question("support.amount") in section.questions
    )
    said = {"children.any": "yes", "support.any": "yes"}
    answers = {key: answer(key, value) for key, value in said.items() if key in form.by_key}
    assert form.question("support.amount") in visible(section, relevant(form, answers))
    childless = {**answers, "children.any": answer("children.any", "no")}
    assert form.question("support.amount") not in visible(section, relevant(form, childless))


def test_what_the_form_never_asks_goes_on_no_paper(library: Library) -> None:
    """A card tells of a person where the form has organisations only."""
    declared = library.forms["property_service"]
    said = {
        "plaintiff.1.name": "林知远",
        "plaintiff.1.org.name": "示范物业有限公司",
        "defendant.2.name": "吴安",
    }
    kept = {count_key("defendant"): "2", VENUE_COURT: "shifan"}
    answers = {key: answer(key, value) for key, value in (said | kept).items()}
    on_paper = relevant(of_answers(declared, answers), answers)
    assert set(on_paper) == set(answers) - {"plaintiff.1.name"}


def test_the_rarest_characters_of_names_are_text(library: Library) -> None:
    question = library.forms["loan"].question("plaintiff.#.name")
    for rare in ("\U0002ebf0", "\U00031350"):  # extensions I and H, newer than Python 3.11
        assert parse(question, f"王{rare}") == f"王{rare}"
    for odd in ("\0", "\ud800", "\uffff", "\x1b"):
        with pytest.raises(InvalidAnswer):
            parse(question, f"王{odd}")


@pytest.mark.parametrize("mark", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))])
@pytest.mark.parametrize("kind", [Kind.NAME, Kind.LONG_TEXT, Kind.ADDRESS])
def test_a_mark_that_turns_the_direction_is_no_text(kind: Kind, mark: str) -> None:
    with pytest.raises(InvalidAnswer) as invalid:
        parse(question(kind), f"王{mark}明")
    assert invalid.value.facts["problem"] is AnswerProblem.NOT_TEXT


def test_words_that_run_from_right_to_left_are_text() -> None:
    assert parse(question(Kind.TEXT), "محمد 王") == "محمد 王"
