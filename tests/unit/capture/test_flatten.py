from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.dewarp import curl_of
from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.geometry import A4_ASPECT, CARD_ASPECT, Image, PaperKind, quad_of
from tests.samples.curls import curled
from tests.samples.defects import render
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


def test_a_long_receipt_keeps_its_proportions() -> None:
    strip = render("receipt", 2)
    shot = on_desk(strip, 5, turns=1)
    flat = flatten(shot.image, quad_of(shot.corners[0]), PaperKind.PAGE)
    long, short = max(flat.shape[:2]), min(flat.shape[:2])
    assert long / short == pytest.approx(strip.shape[0] / strip.shape[1], rel=0.04)


def test_what_lies_outside_the_picture_is_white() -> None:
    picture = np.full((1_000, 800, 3), 90, np.uint8)
    flat = flatten(picture, quad_of([(400, 100), (1_000, 100), (1_000, 900), (400, 900)]), PaperKind.PAGE)
    assert flat[:, : flat.shape[1] // 2].max() == 90
    assert flat[:, -flat.shape[1] // 4 :].min() == 255


def drift_px(flat: Image, paper: Image) -> float:
    """How far letters lie from where they belong, in pixels of a page 1,000 high: 95 in 100 less."""
    size = (round(1_000 * paper.shape[1] / paper.shape[0]), 1_000)
    one, other = (
        cv2.cvtColor(cv2.resize(i, size, interpolation=cv2.INTER_AREA), cv2.COLOR_BGR2GRAY)
        for i in (flat, paper)
    )
    blank = np.zeros((*one.shape, 2), np.float32)
    flow = cv2.calcOpticalFlowFarneback(other, one, blank, 0.5, 5, 21, 3, 5, 1.1, 0)
    return float(np.percentile(np.hypot(flow[:, :, 0], flow[:, :, 1])[other < 128], 95))


@pytest.mark.parametrize(("name", "height"), [("dense", 0.06), ("iou", 0.1), ("iou", 0.14)])
def test_a_gentle_curl_is_undone(name: str, height: float) -> None:
    paper = render(name, 5)
    image, corners = curled(paper, 5, height)
    flat = flatten(image, quad_of(corners), PaperKind.PAGE)
    inside = cv2.getPerspectiveTransform(
        corners.astype(np.float32),
        np.array([(0, 0), (flat.shape[1], 0), flat.shape[1::-1], (0, flat.shape[0])], np.float32),
    )
    plain = cv2.warpPerspective(image, inside, flat.shape[1::-1]).astype(np.uint8)
    assert drift_px(flat, paper) < 0.5 * drift_px(plain, paper)


@pytest.mark.parametrize("seed", range(6))
def test_a_flat_page_stays_as_it_is(seed: int) -> None:
    name = ("dense", "table", "iou", "chat", "coloured", "few_words")[seed]
    image, corners = curled(render(name, seed), seed, 0.0)
    wobble = np.random.default_rng(seed).normal(0, 1.5, corners.shape)
    assert curl_of(image, corners + wobble) is None


@pytest.mark.parametrize("difficulty", Difficulty)
@pytest.mark.parametrize("seed", range(4))
def test_a_flat_page_on_any_desk_stays_as_it_is(seed: int, difficulty: Difficulty) -> None:
    shot = on_desk(render("transfer", seed), 30 + seed, difficulty)
    assert curl_of(shot.image, shot.corners[0]) is None


def test_other_proportions_stay() -> None:
    ticket = np.full((500, 1_100, 3), 245, np.uint8)
    shot = on_desk(ticket, 2)
    flat = flatten(shot.image, quad_of(shot.corners[0]), PaperKind.PAGE)
    assert flat.shape[1] / flat.shape[0] == pytest.approx(2.2, rel=0.04)
