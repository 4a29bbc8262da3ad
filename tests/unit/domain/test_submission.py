from __future__ import annotations

import pytest

from kiosk_app.domain.errors import Bug
from kiosk_app.domain.submission import FOLLOWS, RECEIVED_BY_COURT, WAITING, State, move


def test_the_table_knows_every_state() -> None:
    assert set(FOLLOWS) == set(State)


def test_what_the_court_received_never_comes_back() -> None:
    for state in RECEIVED_BY_COURT:
        assert FOLLOWS[state] <= RECEIVED_BY_COURT


def test_every_filing_can_still_reach_the_court() -> None:
    for state in set(State) - RECEIVED_BY_COURT:
        reached, ahead = {state}, [state]
        while ahead:
            fresh = FOLLOWS[ahead.pop()] - reached
            reached |= fresh
            ahead.extend(fresh)
        assert State.DELIVERED in reached


def test_a_forbidden_move_is_a_bug() -> None:
    assert move(State.SEALED, State.SENDING) is State.SENDING
    with pytest.raises(Bug):
        move(State.SEALED, State.DELIVERED)
    assert State.SEALED in WAITING
