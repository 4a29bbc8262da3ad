"""A clock that a test sets and moves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from kiosk_app.domain.filing import ClockConfidence, Moment


@dataclass
class FakeClock:
    """Starts at ``at`` and stands still until ``advance`` is called."""

    at: datetime = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
    confidence: ClockConfidence = ClockConfidence.SYNCHRONISED
    elapsed_ms: int = 0

    def now(self) -> Moment:
        return Moment(self.at, self.confidence)

    def monotonic_ms(self) -> int:
        return self.elapsed_ms

    def advance(self, ms: int) -> None:
        self.at += timedelta(milliseconds=ms)
        self.elapsed_ms += ms
