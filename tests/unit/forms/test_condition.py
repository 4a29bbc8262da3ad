from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.domain.money import Money
from kiosk_app.domain.values import Answer, Period, Source, Value
from kiosk_app.forms.condition import (
    ALWAYS,
    AllOf,
    Comparison,
    Condition,
    How,
    NoneOf,
    OneOf,
    both,
    comparisons,
    holds,
    keys,
    rewrite,
)

NOW = datetime(2026, 11, 22, tzinfo=UTC)
TODAY = date(2026, 11, 22)


def said(**values: Value) -> dict[str, Answer]:
    return {key: Answer(key, value, Source.LITIGANT, NOW) for key, value in values.items()}


ANSWERS = said(
    sort="person",
    several=("a", "b"),
    name="王 小明",
    other="王小明",
    third="李四",
    empty="",
    amount=Money(Decimal("100.50")),
    rate=Decimal(6),
    days="30",
    made=date(2024, 2, 29),
    due=date(2025, 3, 1),
    born=date(2008, 11, 23),
    span=Period(date(2024, 1, 1), None),
)


@pytest.mark.parametrize(
    ("test", "wanted"),
    [
        (Comparison("sort", How.IS, ("person", "x")), True),
        (Comparison("sort", How.IS, ("x",)), False),
        (Comparison("several", How.IS, ("b",)), True),
        (Comparison("several", How.IS, ("c",)), False),
        (Comparison("absent", How.IS, ("person",)), False),
        (Comparison("name", How.GIVEN), True),
        (Comparison("empty", How.GIVEN), False),
        (Comparison("absent", How.BLANK), True),
        (Comparison("empty", How.BLANK), True),
        (Comparison("amount", How.OVER, ("100",)), True),
        (Comparison("amount", How.OVER, ("100.50",)), False),
        (Comparison("amount", How.AT_LEAST, ("100.50",)), True),
        (Comparison("amount", How.UNDER, ("100.51",)), True),
        (Comparison("amount", How.AT_MOST, ("100",)), False),
        (Comparison("amount", How.OVER, ("rate",)), True),
        (Comparison("rate", How.UNDER, ("days",)), True),
        (Comparison("amount", How.OVER, ("absent",)), False),
        (Comparison("absent", How.UNDER, ("100",)), False),
        (Comparison("due", How.AFTER, ("made",)), True),
        (Comparison("made", How.BEFORE, ("made",)), False),
        (Comparison("made", How.ON_OR_BEFORE, ("made",)), True),
        (Comparison("made", How.ON_OR_AFTER, ("2024-02-29",)), True),
        (Comparison("due", How.BEFORE, ("today",)), True),
        (Comparison("due", How.AFTER, ("today",)), False),
        (Comparison("born", How.YOUNGER_THAN, ("18",)), True),
        (Comparison("born", How.YOUNGER_THAN, ("17",)), False),
        (Comparison("name", How.SAME, ("other",)), True),
        (Comparison("name", How.SAME, ("third", "other")), True),
        (Comparison("name", How.SAME, ("absent",)), False),
        (Comparison("name", How.DIFFERS, ("third",)), True),
        (Comparison("name", How.DIFFERS, ("third", "other")), False),
        (Comparison("name", How.DIFFERS, ("absent",)), False),
        # What cannot be compared does not hold, and never fails.
        (Comparison("name", How.OVER, ("100",)), False),
        (Comparison("amount", How.BEFORE, ("today",)), False),
        (Comparison("span", How.OVER, ("1",)), False),
        (Comparison("span", How.GIVEN), True),
    ],
)
def test_one_answer_against_something(test: Comparison, wanted: bool) -> None:
    assert holds(test, ANSWERS, TODAY) is wanted


def test_without_a_day_nothing_is_held_against_today() -> None:
    assert not holds(Comparison("due", How.BEFORE, ("today",)), ANSWERS)
    assert not holds(Comparison("born", How.YOUNGER_THAN, ("18",)), ANSWERS)


def test_conditions_are_put_together() -> None:
    yes, no = Comparison("sort", How.IS, ("person",)), Comparison("sort", How.IS, ("x",))
    assert holds(ALWAYS, {})
    assert holds(AllOf((yes, yes)), ANSWERS)
    assert not holds(AllOf((yes, no)), ANSWERS)
    assert holds(OneOf((no, yes)), ANSWERS)
    assert not holds(NoneOf((no, yes)), ANSWERS)
    assert holds(NoneOf((no, no)), ANSWERS)
    assert both(ALWAYS, yes) == yes
    assert both(yes, no) == AllOf((yes, no))
    assert both(AllOf((yes, no)), OneOf((yes,))) == AllOf((yes, no, OneOf((yes,))))


def test_what_a_condition_reads() -> None:
    condition = OneOf(
        (Comparison("a", How.IS, ("b",)), NoneOf((Comparison("c", How.AFTER, ("d", "today", "2024-01-01")),)))
    )
    assert list(keys(condition)) == ["a", "c", "d"]


CONDITIONS: st.SearchStrategy[Condition] = st.recursive(
    st.builds(
        lambda key, how, word: Comparison(key, how, ("18",) if how is How.YOUNGER_THAN else (word,)),
        st.sampled_from([*ANSWERS, "absent"]),
        st.sampled_from(list(How)),
        st.sampled_from([*ANSWERS, "absent", "today", "5", "2024-01-01", "person"]),
    ),
    lambda inner: st.builds(
        lambda shell, parts: shell(tuple(parts)),
        st.sampled_from([AllOf, OneOf, NoneOf]),
        st.lists(inner, max_size=3),
    ),
)


@given(CONDITIONS)
def test_every_condition_has_an_end_and_no_fault(condition: Condition) -> None:
    assert holds(condition, ANSWERS, TODAY) in (True, False)
    assert holds(condition, {}) in (True, False)


@given(CONDITIONS)
def test_rewriting_by_nothing_changes_nothing(condition: Condition) -> None:
    assert rewrite(condition, lambda test: test) == condition
    assert len(list(comparisons(condition))) == len(list(comparisons(rewrite(condition, lambda test: test))))
