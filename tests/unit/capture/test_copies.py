from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.copies import copy_findings
from kiosk_app.capture.geometry import Image
from kiosk_app.capture.ocr import Line
from tests.samples.desk import Difficulty, on_desk
from tests.samples.papers import render_card_back, render_card_front
from tests.samples.people import person


def flat(card: Image, seed: int, difficulty: Difficulty) -> Image:
    shot = on_desk(card, seed, difficulty)
    corners = np.array([(0, 0), (1_000, 0), (1_000, 631), (0, 631)], np.float32)
    turn = cv2.getPerspectiveTransform(shot.corners[0].astype(np.float32), corners)
    return cv2.warpPerspective(shot.image, turn, (1_000, 631)).astype(np.uint8)


def codes(card: Image, *texts: str) -> list[str]:
    return [found.code for found in copy_findings(card, [Line(text, 0.9, (0, 0, 9, 9)) for text in texts])]


@pytest.mark.parametrize("difficulty", [Difficulty.EASY, Difficulty.HARD])
@pytest.mark.parametrize("draw", [render_card_front, render_card_back])
def test_a_photocopy_has_no_colour(draw: object, difficulty: Difficulty) -> None:
    assert callable(draw)
    card = draw(person(11))
    grey = np.repeat(cv2.cvtColor(card, cv2.COLOR_BGR2GRAY)[:, :, None], 3, axis=2).astype(np.uint8)
    assert codes(flat(card, 11, difficulty)) == []
    assert codes(flat(grey, 11, difficulty)) == ["card_without_colour"]


def test_a_sample_says_so() -> None:
    card = flat(render_card_front(person(12)), 12, Difficulty.EASY)
    assert codes(card, "样 本", "姓名林知远") == ["card_sample"]
    assert codes(card, "specimen") == ["card_sample"]
    assert codes(card, "姓名林知远") == []


@pytest.mark.parametrize("value", [0, 128, 255])
def test_pictures_of_nothing(value: int) -> None:
    assert codes(np.full((63, 100, 3), value, np.uint8)) == ["card_without_colour"]
