from __future__ import annotations

import numpy as np
import pytest

from kiosk_app.capture.upscaled import HONEST, enlargement
from tests.samples.defects import render
from tests.samples.frames import blown_up, honest


@pytest.mark.parametrize("name", ["dense", "chat", "photo", "few_words"])
@pytest.mark.parametrize("jpeg", [None, 88])
def test_an_honest_frame(name: str, jpeg: int | None) -> None:
    assert enlargement(*honest(render(name, 3), 3, jpeg)) == HONEST


@pytest.mark.parametrize("name", ["dense", "photo", "few_words"])
@pytest.mark.parametrize("jpeg", [None, 88])
def test_a_small_picture_blown_up(name: str, jpeg: int | None) -> None:
    assert enlargement(*blown_up(render(name, 3), 3, jpeg, 6.25)).factor > 3


def test_nothing_to_see() -> None:
    corners = np.array([(0, 0), (900, 0), (900, 900), (0, 900)], np.float64)
    assert enlargement(np.full((900, 900, 3), 200, np.uint8), corners) == HONEST


@pytest.mark.parametrize("size", [(1, 1), (40, 30), (300, 2_000)])
def test_small_frames_do_no_harm(size: tuple[int, int]) -> None:
    frame = np.random.default_rng(1).integers(0, 255, (*size, 3), np.uint8)
    corners = np.array([(0, 0), (size[1], 0), (size[1], size[0]), (0, size[0])], np.float64)
    assert enlargement(frame, corners).factor >= 1


def test_an_outline_beyond_the_frame() -> None:
    frame, corners = honest(render("dense", 3), 3, None)
    assert enlargement(frame, corners + 400) == HONEST
    assert enlargement(frame, corners + 9_000) == HONEST
