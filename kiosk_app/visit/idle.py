"""When a visitor has walked away: a warning first, then the visit is wiped."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

WARN_AFTER_MS = 90_000
COUNTDOWN_MS = 30_000


class Idle(StrEnum):
    ACTIVE = "active"
    WARNING = "warning"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class IdleState:
    """``seconds_left`` counts down while ``idle`` is WARNING."""

    idle: Idle
    seconds_left: int = 0


class IdleWatch:
    """Counts the time since the last touch. Times are milliseconds of a clock that never jumps."""

    def __init__(
        self, now_ms: int, warn_after_ms: int = WARN_AFTER_MS, countdown_ms: int = COUNTDOWN_MS
    ) -> None:
        self._warn_after_ms = warn_after_ms
        self._countdown_ms = countdown_ms
        self._touched_ms = now_ms

    def touch(self, now_ms: int) -> None:
        """Somebody is there."""
        self._touched_ms = now_ms

    def state(self, now_ms: int) -> IdleState:
        waited_ms = now_ms - self._touched_ms - self._warn_after_ms
        if waited_ms < 0:
            return IdleState(Idle.ACTIVE)
        if waited_ms < self._countdown_ms:
            return IdleState(Idle.WARNING, math.ceil((self._countdown_ms - waited_ms) / 1000))
        return IdleState(Idle.EXPIRED)
