from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.enhance import clean
from kiosk_app.capture.geometry import Image, PaperKind
from kiosk_app.capture.ocr import Reader
from tests.samples.papers import A4_PX, render_card_front, render_chat, render_iou, render_transfer


def under_a_lamp(paper: Image) -> Image:
    """Warm light from one side, a third of it lost on the other."""
    light = np.linspace(0.92, 0.6, paper.shape[1])[None, :, None] * np.array((0.94, 0.98, 1.0))
    lit: Image = np.clip(paper * light, 0, 255).astype(np.uint8)
    return lit


def test_background_is_white_and_even() -> None:
    page = clean(under_a_lamp(render_transfer()))
    corners = [page[60:160, 60:160], page[60:160, -160:-60], page[-160:-60, 60:160], page[-160:-60, -160:-60]]
    for patch in corners:
        assert patch.mean() > 236
        assert np.ptp(patch.mean(axis=(0, 1))) < 8


def test_a_red_seal_stays_red() -> None:
    page = clean(under_a_lamp(render_transfer()))
    hsv = cv2.cvtColor(page, cv2.COLOR_BGR2HSV)
    red = ((hsv[:, :, 0] < 12) | (hsv[:, :, 0] > 168)) & (hsv[:, :, 1] > 110)
    assert np.count_nonzero(red) > 5_000


@pytest.mark.parametrize("light", [1.0, 0.75, 0.55])
def test_a_seal_keeps_its_hue_and_its_strength(light: float) -> None:
    paper = render_transfer()
    lit = (under_a_lamp(paper) * light).astype(np.uint8)
    seal = cv2.cvtColor(paper, cv2.COLOR_BGR2HSV)[:, :, 1] > 150
    before, after = (
        cv2.cvtColor(image, cv2.COLOR_BGR2HSV)[seal].astype(int) for image in (paper, clean(lit))
    )
    turned = (after[:, 0] - before[:, 0] + 90) % 180 - 90  # red lies on both ends of the circle
    assert abs(np.median(turned)) <= 3
    assert np.median(after[:, 1]) > 0.85 * np.median(before[:, 1])


def test_a_finger_print_stays_red() -> None:
    before, after = (
        cv2.cvtColor(i, cv2.COLOR_BGR2HSV) for i in (render_iou(), clean(under_a_lamp(render_iou())))
    )
    print_here = before[:, :, 1] > 80
    assert np.median(after[print_here][:, 1]) > 0.8 * np.median(before[print_here][:, 1])


def test_nothing_appears_on_blank_paper() -> None:
    noise = np.random.default_rng(2).normal(0, 3, (1_200, 850, 3))
    blank = np.clip(under_a_lamp(np.full((1_200, 850, 3), 248, np.uint8)) + noise, 0, 255).astype(np.uint8)
    assert np.percentile(clean(blank), 0.01) > 215


def test_print_stays_dark() -> None:
    assert np.percentile(clean(under_a_lamp(render_transfer())), 1) < 90


def test_a_coloured_bubble_leaves_no_halo() -> None:
    page = clean(render_chat()).astype(int)
    blue, green, red = (page[990:1_130, 425:505, channel].mean() for channel in range(3))
    assert abs(green - (blue + red) / 2) < 3


def test_a_card_keeps_its_ground() -> None:
    card = render_card_front()
    dim = (card * 0.7).astype(np.uint8)
    assert np.abs(clean(dim, PaperKind.CARD).astype(int) - card).mean() < 14


@pytest.mark.parametrize("shade", [0, 30, 255])
def test_one_colour_is_no_trouble(shade: int) -> None:
    assert clean(np.full((600, 450, 3), shade, np.uint8)).shape == (600, 450, 3)


def test_reading_is_no_worse(reader: Reader) -> None:
    small = cv2.resize(
        under_a_lamp(render_transfer()), (A4_PX[0] * 2 // 5, A4_PX[1] * 2 // 5), interpolation=cv2.INTER_AREA
    )
    seen = small.astype(np.uint8)
    before, after = (
        "".join(line.text for line in reader.read(image)).replace(" ", "") for image in (seen, clean(seen))
    )
    for words in (
        "电子转账回单",
        "6200000000001896",
        "人民币50,000.00元",
        "伍万元整",
        "周明川",
    ):
        assert words in before
        assert words in after
