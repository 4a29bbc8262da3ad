from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.find import find_cards, find_page, outline
from kiosk_app.capture.geometry import Quad
from tests.samples.desk import Corners, Difficulty, bare_desk, on_desk, side_by_side
from tests.samples.papers import render_card_back, render_card_front, render_chat, render_iou, render_transfer
from tests.samples.people import person

PAPERS = [render_iou(), render_transfer(), render_chat()]


def miss_px(quad: Quad | None, truth: Corners) -> float:
    """How far the worst corner is off; the outline may start at any corner."""
    assert quad is not None
    return min(float(np.abs(np.roll(quad.corners, k, axis=0) - truth).max()) for k in range(4))


@pytest.mark.parametrize("difficulty", Difficulty)
@pytest.mark.parametrize("seed", range(21, 23))
def test_page(seed: int, difficulty: Difficulty) -> None:
    shot = on_desk(PAPERS[seed % 3], seed, difficulty, turns=seed % 4)
    quad = find_page(shot.image)
    assert miss_px(quad, shot.corners[0]) < (12 if difficulty is Difficulty.HARD else 5)


@pytest.mark.parametrize("difficulty", [Difficulty.EASY, Difficulty.MEDIUM])
@pytest.mark.parametrize("seed", range(31, 33))
def test_card_has_the_corners_of_its_sides_not_of_its_rounding(seed: int, difficulty: Difficulty) -> None:
    shot = on_desk(render_card_front(person(seed)), seed, difficulty, turns=seed % 4)
    (quad,) = find_cards(shot.image)
    assert miss_px(quad, shot.corners[0]) < 6


def test_preview_agrees() -> None:
    shot = on_desk(PAPERS[0], 41, Difficulty.MEDIUM, turns=1)
    assert miss_px(outline(shot.image), shot.corners[0]) < 16


@pytest.mark.parametrize("seed", range(2))
def test_two_cards_are_two(seed: int) -> None:
    shot = side_by_side([render_card_front(), render_card_back()], seed)
    cards = find_cards(shot.image)
    assert len(cards) == 2
    assert miss_px(cards[0], shot.corners[0]) < 8


@pytest.mark.parametrize("difficulty", Difficulty)
@pytest.mark.parametrize("seed", range(2))
def test_a_bare_desk_has_no_paper(seed: int, difficulty: Difficulty) -> None:
    desk = bare_desk(seed, difficulty)
    assert find_page(desk) is None
    assert find_cards(desk) == ()
    assert outline(desk) is None


@pytest.mark.parametrize("seed", [60, 61, 66])
def test_a_page_is_no_card_nor_is_a_part_of_it(seed: int) -> None:
    assert find_cards(on_desk(PAPERS[seed % 3], seed, turns=seed % 4).image) == ()


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_one_colour(shade: int) -> None:
    image = np.full((500, 700, 3), shade, np.uint8)
    assert find_page(image) is None
    assert find_cards(image) == ()


def test_small_picture() -> None:
    shot = on_desk(PAPERS[1], 51, turns=1)
    small = cv2.resize(shot.image, (712, 400), interpolation=cv2.INTER_AREA).astype(np.uint8)
    scale = 712 / shot.image.shape[1]
    assert miss_px(find_page(small), shot.corners[0] * scale) < 4
