"""What time it is, and how sure the kiosk is of it."""

from __future__ import annotations

import ctypes
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import ClassVar, Protocol

from kiosk_app.domain.filing import ClockConfidence, Moment

_TIME_ERROR = 5
_STA_UNSYNC = 0x40


class Clock(Protocol):
    def now(self) -> Moment:
        """The time of day, and whether anybody confirms it."""

    def monotonic_ms(self) -> int:
        """Milliseconds since some moment; never goes back, for measuring and time-outs."""


class SystemClock:
    """The computer's clock, confirmed while the kernel says that it is disciplined by a time server."""

    def __init__(self, synchronised: Callable[[], bool] | None = None) -> None:
        self._synchronised = synchronised or kernel_is_synchronised

    def now(self) -> Moment:
        confirmed = self._synchronised()
        confidence = ClockConfidence.SYNCHRONISED if confirmed else ClockConfidence.UNCONFIRMED
        return Moment(datetime.now(UTC), confidence)

    def monotonic_ms(self) -> int:
        return time.monotonic_ns() // 1_000_000


class _Timex(ctypes.Structure):
    """``struct timex`` of adjtimex(2)."""

    _fields_: ClassVar = [
        ("modes", ctypes.c_uint),
        *((name, ctypes.c_long) for name in ("offset", "freq", "maxerror", "esterror")),
        ("status", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("constant", "precision", "tolerance", "sec", "usec", "tick")),
        *((name, ctypes.c_long) for name in ("ppsfreq", "jitter")),
        ("shift", ctypes.c_int),
        *((name, ctypes.c_long) for name in ("stabil", "jitcnt", "calcnt", "errcnt", "stbcnt")),
        ("tai", ctypes.c_int),
        ("padding", ctypes.c_int * 11),
    ]


def kernel_is_synchronised() -> bool:
    """Whether a time service (timesyncd, chrony, ntpd) keeps the kernel's clock right now.

    Reads adjtimex(2), which all of them set and which the kernel takes back by itself some hours after
    the last correction. False where it cannot be asked: a doubt is never rounded up.
    """
    try:
        adjtimex = ctypes.CDLL(None, use_errno=True).adjtimex
    except (OSError, AttributeError):
        return False
    timex = _Timex()
    state: int = adjtimex(ctypes.byref(timex))
    return state >= 0 and is_synchronised(state, timex.status)


def is_synchronised(state: int, status: int) -> bool:
    """What adjtimex(2)'s answer means: no clock error, and not marked as unsynchronised."""
    return state != _TIME_ERROR and not status & _STA_UNSYNC
