from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from kiosk_app.capture.geometry import Image, PaperKind, quad_of
from kiosk_app.capture.quality import cut_off, judge
from kiosk_app.domain.findings import Grade
from tests.samples.papers import render_card_back, render_card_front, render_chat, render_iou, render_transfer

SIZE = (850, 1_202)


def page(paper: Image) -> Image:
    return cv2.resize(paper, SIZE, interpolation=cv2.INTER_AREA).astype(np.uint8)


def codes(image: Image, kind: PaperKind = PaperKind.PAGE) -> set[str]:
    return {finding.code for finding in judge(image, kind)}


def lit(image: Image, gain: float) -> Image:
    result: Image = np.clip(image * gain, 0, 255).astype(np.uint8)
    return result


@pytest.mark.parametrize("render", [render_iou, render_transfer, render_chat])
def test_a_good_page(render: Callable[[], Image]) -> None:
    assert codes(lit(page(render()), 0.85)) == set()


@pytest.mark.parametrize("render", [render_card_front, render_card_back])
def test_a_good_card(render: Callable[[], Image]) -> None:
    assert codes(render(), PaperKind.CARD) == set()


@pytest.mark.parametrize("render", [render_iou, render_transfer, render_chat])
@pytest.mark.parametrize("sigma_px", [3, 5])
def test_blurred(render: Callable[[], Image], sigma_px: int) -> None:
    soft = cv2.GaussianBlur(page(render()), (0, 0), sigma_px).astype(np.uint8)
    assert codes(lit(soft, 0.85)) == {"page_blurred"}


@pytest.mark.parametrize("render", [render_iou, render_transfer, render_chat])
@pytest.mark.parametrize("down", [False, True])
def test_moved_while_taken(render: Callable[[], Image], down: bool) -> None:
    streak = np.zeros((21, 21), np.float32)
    streak[10] = 1 / 21
    moved = cv2.filter2D(page(render()), -1, streak.T if down else streak).astype(np.uint8)
    assert "page_blurred" in codes(moved)


def test_glare() -> None:
    shaded = lit(page(render_iou()), 0.8).astype(np.float64)
    x, y = np.meshgrid(np.arange(SIZE[0]), np.arange(SIZE[1]))
    spot = 150 * np.exp(-(((x - 430) / 140) ** 2 + ((y - 500) / 90) ** 2))
    assert codes(np.clip(shaded + spot[:, :, None], 0, 255).astype(np.uint8)) == {"page_glare"}


def test_dark() -> None:
    assert codes(lit(page(render_iou()), 0.22)) == {"page_dark"}


def test_empty() -> None:
    paper = np.full((*SIZE[::-1], 3), 225.0) * np.linspace(1, 0.7, SIZE[0])[None, :, None]
    noisy = paper + np.random.default_rng(1).normal(0, 3, paper.shape)
    assert codes(np.clip(noisy, 0, 255).astype(np.uint8)) == {"page_empty"}


def test_too_far() -> None:
    small = cv2.resize(page(render_transfer()), None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    assert "page_too_far" in codes(small.astype(np.uint8))


def test_cut_off() -> None:
    picture = np.zeros((1_080, 1_920, 3), np.uint8)
    whole = quad_of([(100, 100), (900, 100), (900, 1_000), (100, 1_000)])
    over_the_edge = quad_of([(100, 100), (900, 100), (900, 1_079), (100, 1_079)])
    assert cut_off(whole, picture) == ()
    (finding,) = cut_off(over_the_edge, picture)
    assert finding.code == "page_cut_off"
    assert finding.grade is Grade.UNREADABLE
    assert finding.article
