from __future__ import annotations

import pytest

from kiosk_app.content.library import Library
from kiosk_app.visit.idle import Idle, IdleState, IdleWatch
from kiosk_app.visit.steps import StepKind, steps_for
from kiosk_app.visit.way import Way


@pytest.fixture
def way(library: Library) -> Way:
    return Way(steps_for(library.forms["loan"]))


def test_the_way_goes_through_every_step_and_stops_at_both_ends(way: Way) -> None:
    assert way.back() == way
    seen = [way.step.id]
    while way.forward() != way:
        way = way.forward()
        seen.append(way.step.id)
    assert seen == [step.id for step in way.steps]
    assert {step.kind for step in way.steps} == set(StepKind)


def test_a_jump_returns_to_where_it_came_from(way: Way) -> None:
    review = way.at("review")
    there = review.jump("claims")
    assert there.step.id == "claims"
    assert there.returning_to == review.step
    assert there.forward() == review
    assert there.back() == review
    assert there.jump("plaintiff").forward() == review


def test_a_jump_to_where_one_stands_changes_nothing(way: Way) -> None:
    review = way.at("review")
    assert review.jump("review") == review
    with pytest.raises(KeyError):
        review.jump("nowhere")


def test_a_jump_from_the_first_step_returns_to_it(way: Way) -> None:
    assert way.jump("review").jump("claims").forward() == way


def test_idle_warns_counts_down_and_expires() -> None:
    watch = IdleWatch(0)
    assert watch.state(89_999) == IdleState(Idle.ACTIVE)
    assert watch.state(90_000) == IdleState(Idle.WARNING, 30)
    assert watch.state(118_500) == IdleState(Idle.WARNING, 2)
    watch.touch(118_600)
    assert watch.state(120_000) == IdleState(Idle.ACTIVE)
    assert watch.state(118_600 + 120_000) == IdleState(Idle.EXPIRED)
