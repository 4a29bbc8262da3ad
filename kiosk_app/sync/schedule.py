"""When to try again, and in which order: pure functions."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import datetime, timedelta

from kiosk_app.domain.submission import State
from kiosk_app.store.outbox import QueuedFiling

FIRST_WAIT = timedelta(seconds=4)
LONGEST_WAIT = timedelta(minutes=15)


def next_attempt(
    attempts: int, now: datetime, rng: random.Random, at_least: timedelta = timedelta(0)
) -> datetime:
    """When to try again after ``attempts`` failures (at least 1), ``at_least`` being the court's own wish.

    Exponential back-off with full jitter (Brooker, *Exponential Backoff And Jitter*, AWS 2015): fifty
    kiosks whose line returns at the same moment do not come to the court's server all at once.
    """
    doublings = min(attempts - 1, 16)  # past the longest wait; keeps the product in range
    longest: timedelta = min(LONGEST_WAIT, FIRST_WAIT * 2**doublings)
    return now + min(LONGEST_WAIT, max(at_least, longest * rng.random()))


def due(filings: Iterable[QueuedFiling], now: datetime) -> tuple[QueuedFiling, ...]:
    """The filings to try now: those tried least first, so that one that keeps failing delays nobody,
    then the oldest.

    A time further away than any back-off comes from a clock that was set back: it counts as due.
    """
    waiting = (filing for filing in filings if filing.state is State.SEALED)
    ready = (filing for filing in waiting if _is_due(filing.next_attempt_at, now))
    return tuple(sorted(ready, key=lambda filing: (filing.attempts, filing.sealed.at, filing.filing_id)))


def wait(filings: Iterable[QueuedFiling], now: datetime) -> timedelta:
    """How long until the next filing is due; at most :data:`LONGEST_WAIT`, never negative."""
    times = [filing.next_attempt_at or now for filing in filings if filing.state is State.SEALED]
    nearest = min((time - now for time in times if not _is_due(time, now)), default=LONGEST_WAIT)
    return timedelta(0) if any(_is_due(time, now) for time in times) else nearest


def _is_due(time: datetime | None, now: datetime) -> bool:
    return time is None or time <= now or time > now + LONGEST_WAIT
