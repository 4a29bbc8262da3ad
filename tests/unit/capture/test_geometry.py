from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.capture.geometry import A4_ASPECT, CARD_ASPECT, is_convex, quad_of, true_aspect
from tests.samples.desk import Difficulty, on_desk
from tests.samples.papers import render_card_front, render_iou

SQUARE = [(10.0, 20.0), (110.0, 25.0), (105.0, 130.0), (5.0, 120.0)]


@pytest.mark.parametrize("points", list(itertools.permutations(SQUARE)))
def test_any_order_gives_the_same_outline(points: list[tuple[float, float]]) -> None:
    assert np.array_equal(quad_of(points).corners, np.array(SQUARE))


@given(st.floats(0.1, 10))
def test_scaled(factor: float) -> None:
    quad = quad_of(SQUARE, 0.7)
    assert quad.scaled(factor).area_px == pytest.approx(quad.area_px * factor**2)
    assert quad.scaled(factor).confidence == 0.7


def test_a_bow_tie_is_not_convex() -> None:
    corners = np.array(SQUARE)
    assert is_convex(corners)
    assert not is_convex(corners[[0, 2, 1, 3]])


@pytest.mark.parametrize("difficulty", Difficulty)
@pytest.mark.parametrize("seed", range(2))
def test_perspective_is_undone(difficulty: Difficulty, seed: int) -> None:
    for paper, aspect in ((render_iou(), 1 / A4_ASPECT), (render_card_front(), CARD_ASPECT)):
        shot = on_desk(paper, seed, difficulty)
        height, width = shot.image.shape[:2]
        assert true_aspect(shot.corners[0], (width, height)) == pytest.approx(aspect, rel=0.03)
