from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.domain.filing import ClockConfidence, Moment
from kiosk_app.domain.submission import State
from kiosk_app.store.outbox import QueuedFiling
from kiosk_app.sync.schedule import FIRST_WAIT, LONGEST_WAIT, due, next_attempt, wait

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def filing(
    name: str,
    *,
    attempts: int = 0,
    next_attempt_at: datetime | None = None,
    state: State = State.SEALED,
    sealed_at: datetime = NOW,
) -> QueuedFiling:
    return QueuedFiling(
        filing_id=name,
        visit_id=f"visit of {name}",
        receipt_number=f"K03-{name}",
        state=state,
        dossier=f"{name}.dossier",
        sha256="0" * 64,
        size=1,
        sealed=Moment(sealed_at, ClockConfidence.SYNCHRONISED),
        receipt_facts={},
        attempts=attempts,
        next_attempt_at=next_attempt_at,
        upload_url=None,
        reason="",
        acknowledgement=None,
        acknowledged_at=None,
        purged_at=None,
    )


@given(attempts=st.integers(1, 10**6), seed=st.integers(), wish_s=st.integers(0, 10**6))
def test_the_wait_stays_between_its_bounds(attempts: int, seed: int, wish_s: int) -> None:
    wish = timedelta(seconds=wish_s)
    later = next_attempt(attempts, NOW, random.Random(seed), wish) - NOW
    assert min(wish, LONGEST_WAIT) <= later <= LONGEST_WAIT


def test_the_wait_doubles_at_its_upper_end() -> None:
    class AlmostOne(random.Random):
        def random(self) -> float:
            return 1.0

    waits = [next_attempt(attempts, NOW, AlmostOne()) - NOW for attempts in range(1, 12)]
    assert waits[:4] == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT]
    assert waits[-1] == LONGEST_WAIT


def test_fifty_kiosks_do_not_come_at_once() -> None:
    moments = {next_attempt(5, NOW, random.Random(kiosk)) for kiosk in range(50)}
    assert len(moments) == 50


def test_the_least_tried_goes_first_then_the_oldest() -> None:
    filings = [
        filing("stubborn", attempts=7, sealed_at=NOW - 60 * MINUTE),
        filing("new", sealed_at=NOW),
        filing("old", sealed_at=NOW - MINUTE),
    ]
    assert [one.filing_id for one in due(filings, NOW)] == ["old", "new", "stubborn"]


def test_only_what_waits_and_is_due_is_tried() -> None:
    filings = [
        filing("due", next_attempt_at=NOW),
        filing("later", next_attempt_at=NOW + MINUTE),
        *(filing(state, state=state) for state in State if state is not State.SEALED),
    ]
    assert [one.filing_id for one in due(filings, NOW)] == ["due"]


def test_a_clock_that_was_set_back_strands_nothing() -> None:
    stranded = filing("stranded", next_attempt_at=NOW + timedelta(days=365))
    assert due([stranded], NOW) == (stranded,)
    assert wait([stranded], NOW) == timedelta(0)


def test_the_pause_ends_when_the_next_is_due() -> None:
    assert wait([], NOW) == LONGEST_WAIT
    assert wait([filing("a", state=State.HELD)], NOW) == LONGEST_WAIT
    assert wait([filing("a")], NOW) == timedelta(0)
    waiting = [filing(str(n), next_attempt_at=NOW + n * MINUTE) for n in (5, 3, 9)]
    assert wait(waiting, NOW) == 3 * MINUTE
