from __future__ import annotations

import ctypes
from datetime import UTC, datetime, timedelta

import pytest

from kiosk_app.devices import clock as clocks
from kiosk_app.devices.clock import Clock, SystemClock, is_synchronised, kernel_is_synchronised
from kiosk_app.domain.filing import ClockConfidence
from tests.fakes.clock import FakeClock


@pytest.mark.parametrize(("confirmed", "confidence"), [(True, "synchronised"), (False, "unconfirmed")])
def test_the_time_says_how_sure_it_is(confirmed: bool, confidence: str) -> None:
    before = datetime.now(UTC)
    moment = SystemClock(lambda: confirmed).now()
    assert before <= moment.at <= datetime.now(UTC)
    assert moment.confidence is ClockConfidence(confidence)


def test_monotonic_time_does_not_go_back() -> None:
    clock: Clock = SystemClock()
    times = [clock.monotonic_ms() for _ in range(100)]
    assert times == sorted(times)


@pytest.mark.parametrize(
    ("state", "status", "sure"),
    [(0, 0x2001, True), (0, 0x41, False), (5, 0x2001, False), (5, 0x40, False), (1, 0x2001, True)],
)
def test_the_kernel_must_say_nothing_against_it(state: int, status: int, sure: bool) -> None:
    assert is_synchronised(state, status) is sure


def test_the_kernel_fills_the_structure_as_we_declare_it() -> None:
    timex = clocks._Timex()
    assert ctypes.CDLL(None).adjtimex(ctypes.byref(timex)) >= 0
    assert 9_000 <= timex.tick <= 11_000  # microseconds in a tick, adjtimex(2)
    assert abs(timex.sec - datetime.now(UTC).timestamp()) < 60


def test_no_answer_of_the_kernel_is_a_doubt(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoLibrary:
        def __init__(self, *arguments: object, **options: object) -> None:
            raise OSError

    monkeypatch.setattr(ctypes, "CDLL", NoLibrary)
    assert kernel_is_synchronised() is False


def test_the_fake_stands_still_until_it_is_moved() -> None:
    clock = FakeClock()
    assert clock.now() == clock.now()
    before = clock.now().at
    clock.advance(1500)
    assert clock.now().at - before == timedelta(seconds=1.5)
    assert clock.monotonic_ms() == 1500
