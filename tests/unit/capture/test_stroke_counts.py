from __future__ import annotations

import pytest

from kiosk_app.capture.alphabet import is_han
from kiosk_app.capture.handwriting import known_signs
from kiosk_app.capture.stroke_counts import fits, stroke_counts


@pytest.mark.parametrize(
    ("sign", "count"), [("一", 1), ("马", 3), ("王", 4), ("国", 8), ("癌", 17), ("䶮", 9)]
)
def test_counts(sign: str, count: int) -> None:
    assert stroke_counts()[sign] == count


def test_whatever_the_network_reads_is_counted() -> None:
    missing = {sign for sign in known_signs() if is_han(sign)} - stroke_counts().keys()
    assert missing <= {"〇"}


def test_as_many_as_there_are_fits_best() -> None:
    likely = [fits("癌", written) for written in range(1, 40)]
    assert max(likely) == likely[17 - 1]
    assert all(0 < each <= 1 for each in likely)


def test_joined_strokes_fit_better_than_strokes_too_many() -> None:
    assert fits("国", 7) > fits("国", 9)
    assert fits("马", 17) < fits("癌", 17) / 100


def test_what_nobody_counted_is_not_ruled_out() -> None:
    assert fits("〇", 1) == fits("\U00030000", 30) > fits("一", 2)
