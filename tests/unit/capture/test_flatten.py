from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.geometry import A4_ASPECT, CARD_ASPECT, Image, PaperKind, quad_of
from tests.samples.desk import Difficulty, on_desk
from tests.samples.papers import render_card_back, render_card_front, render_transfer


def likeness(one: Image, other: Image) -> float:
    """Correlation of two pictures at a coarse size."""
    small = [cv2.cvtColor(cv2.resize(i, (200, 200)), cv2.COLOR_BGR2GRAY) for i in (one, other)]
    return float(cv2.matchTemplate(small[0], small[1], cv2.TM_CCOEFF_NORMED)[0, 0])


@pytest.mark.parametrize("turns", range(4))
def test_page_is_a4(turns: int) -> None:
    paper = render_transfer()
    shot = on_desk(paper, 3, Difficulty.EASY, turns)
    flat = flatten(shot.image, quad_of(shot.corners[0]), PaperKind.PAGE)
    height, width = flat.shape[:2]
    assert max(width, height) / min(width, height) == pytest.approx(A4_ASPECT, abs=0.003)
    assert max(likeness(np.rot90(flat, k), paper) for k in range(4)) > 0.8


@pytest.mark.parametrize("turns", range(4))
def test_card_lies(turns: int) -> None:
    card = render_card_front()
    shot = on_desk(card, 4, Difficulty.MEDIUM, turns)
    flat = flatten(shot.image, quad_of(shot.corners[0]), PaperKind.CARD)
    assert flat.shape[1] / flat.shape[0] == pytest.approx(CARD_ASPECT, abs=0.005)
    assert max(likeness(flat, card), likeness(flat[::-1, ::-1], card)) > 0.8


def test_resolution_is_the_pictures() -> None:
    shot = on_desk(render_card_back(), 1)
    longest = np.linalg.norm(np.roll(shot.corners[0], -1, axis=0) - shot.corners[0], axis=1).max()
    flat = flatten(shot.image, quad_of(shot.corners[0]), PaperKind.CARD)
    assert longest * 0.98 < flat.shape[1] < longest * 1.1


def test_other_proportions_stay() -> None:
    ticket = np.full((500, 1_100, 3), 245, np.uint8)
    shot = on_desk(ticket, 2)
    flat = flatten(shot.image, quad_of(shot.corners[0]), PaperKind.PAGE)
    assert flat.shape[1] / flat.shape[0] == pytest.approx(2.2, rel=0.04)
