from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.doubt import COVERED_AT_MOST, LOST_AT_MOST, doubt_lines, doubt_lit_lines
from kiosk_app.capture.geometry import Image
from kiosk_app.capture.ocr import Line

LINE = Line("借款人：宋红", 0.99, (100, 100, 300, 140))


def page(paper: int = 190) -> Image:
    """Lit paper with the signs of LINE on it."""
    made = np.full((400, 600, 3), paper, np.uint8)
    for left in range(110, 300, 32):
        sign(made, left)
    return made


def sign(image: Image, left: int) -> None:
    cv2.rectangle(image, (left, 106), (left + 22, 134), (60, 40, 40), 3)
    cv2.line(image, (left, 120), (left + 22, 120), (60, 40, 40), 3)


def confidence(image: Image) -> float:
    return doubt_lines(image, [LINE])[0].confidence


def test_a_line_with_clear_ends_keeps_its_confidence() -> None:
    assert confidence(page()) == LINE.confidence


def test_light_that_took_the_end_of_a_line_leaves_nothing_certain() -> None:
    lit = page()
    cv2.ellipse(lit, (360, 120), (50, 90), 0, 0, 360, (255, 255, 255), -1)
    assert confidence(lit) == LOST_AT_MOST


def test_white_paper_of_a_scan_is_no_light() -> None:
    assert confidence(page(255)) == LINE.confidence


def test_a_sign_that_was_not_read_behind_the_end_is_noticed_under_a_red_print_too() -> None:
    covered = page()
    sign(covered, 310)
    assert confidence(covered) == COVERED_AT_MOST
    red = covered.copy()
    cv2.circle(red, (346, 120), 42, (60, 50, 200), -1)
    printed = cv2.addWeighted(covered, 0.4, red, 0.6, 0).astype(np.uint8)
    assert confidence(printed) == COVERED_AT_MOST


def test_a_seal_on_a_line_may_hide_a_sign_in_its_middle() -> None:
    sealed = page()
    cv2.line(sealed, (200, 60), (215, 180), (50, 40, 200), 9)
    assert confidence(sealed) == LOST_AT_MOST


def test_print_that_is_red_itself_is_no_seal() -> None:
    red = np.full((400, 600, 3), 190, np.uint8)
    for left in range(110, 300, 32):
        cv2.rectangle(red, (left, 106), (left + 22, 134), (50, 40, 190), 3)
    assert confidence(red) == LINE.confidence


def test_a_red_print_alone_a_ruled_line_and_a_border_cover_nothing() -> None:
    beside = page()
    cv2.circle(beside, (330, 120), 28, (150, 150, 200), 4)
    cv2.line(beside, (90, 138), (500, 138), (120, 120, 120), 2)
    cv2.line(beside, (316, 80), (316, 160), (90, 90, 90), 2)
    assert confidence(beside) == LINE.confidence


def test_another_line_behind_the_end_is_no_sign_that_was_not_read() -> None:
    followed = page()
    sign(followed, 310)
    more = Line("磊", 0.99, (304, 100, 340, 140))
    assert [line.confidence for line in doubt_lines(followed, [LINE, more])] == [0.99, 0.99]


@pytest.mark.parametrize("box", [(590, 100, 600, 140), (0, 0, 600, 400), (100, 100, 100, 100)])
def test_lines_at_the_edge_and_without_size_are_taken(box: tuple[int, int, int, int]) -> None:
    assert len(doubt_lines(page(), [Line("一", 0.9, box)])) == 1


def test_nothing_gives_nothing() -> None:
    assert doubt_lines(page(), ()) == ()


def test_on_a_card_only_light_counts() -> None:
    sealed, lit = page(), page()
    cv2.line(sealed, (200, 60), (215, 180), (50, 40, 200), 9)
    cv2.ellipse(lit, (240, 120), (40, 60), 0, 0, 360, (255, 255, 255), -1)
    assert doubt_lit_lines(sealed, [LINE])[0].confidence == LINE.confidence
    assert doubt_lit_lines(lit, [LINE])[0].confidence == LOST_AT_MOST
