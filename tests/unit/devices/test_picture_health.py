"""Black, frozen, torn and resized pictures, told from good ones."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.devices.frame import Pixels
from kiosk_app.devices.picture_health import Health, Remark, examine
from tests.samples.desk import bare_desk

DESK = bare_desk(1)
NOISE = np.random.default_rng(1)


def noisy(image: Pixels) -> Pixels:
    return np.clip(image + NOISE.normal(0, 2, image.shape), 0, 255).astype(np.uint8)


def remarks(*images: Pixels | None) -> list[Remark | None]:
    health, said = Health(), []
    for number, image in enumerate(images):
        health = examine(health, image, number)
        said.append(health.remark)
    return said


def test_a_still_desk_is_alive() -> None:
    assert remarks(*(noisy(DESK) for _ in range(4))) == [None] * 4


def test_the_same_picture_again() -> None:
    assert remarks(DESK, DESK, noisy(DESK), DESK) == [None, Remark.REPEATED, None, None]


def test_a_repeated_picture_that_is_a_copy() -> None:
    assert remarks(DESK, DESK.copy()) == [None, Remark.REPEATED]


def test_since_when() -> None:
    health = Health()
    for at_ms in (0, 100, 200, 300):
        health = examine(health, DESK, at_ms)
    assert (health.remark, health.since_ms) == (Remark.REPEATED, 100)
    assert examine(health, noisy(DESK), 400).since_ms == 400


@pytest.mark.parametrize("level", [0, 16])
def test_a_covered_lens(level: int) -> None:
    black = np.full_like(DESK, level)
    assert remarks(noisy(black), noisy(black)) == [Remark.BLACK, Remark.BLACK]


def test_a_dim_room_is_not_black() -> None:
    dim = (DESK * 0.5).astype(np.uint8)
    assert remarks(noisy(dim)) == [None]


def test_a_dark_desk_with_one_lit_page_is_not_black() -> None:
    dark = np.zeros_like(DESK)
    dark[400:700, 600:800] = 120
    assert remarks(noisy(dark)) == [None]


@pytest.mark.parametrize("level", [0, 255])
def test_what_saturates_is_neither_torn_nor_frozen(level: int) -> None:
    half = noisy(DESK)
    half[500:] = level
    assert remarks(half) == [None]
    white = np.full_like(DESK, 255)
    assert remarks(white, white) == [None, None]


def test_what_did_not_arrive_of_a_jpeg() -> None:
    data = cv2.imencode(".jpg", DESK)[1].tobytes()
    half = np.frombuffer(data[: len(data) // 2] + b"\xff\xd9", np.uint8)
    torn = cv2.imdecode(half, cv2.IMREAD_COLOR)
    assert torn is not None
    assert remarks(torn.astype(np.uint8)) == [Remark.TORN]


@pytest.mark.parametrize("fill", [(0, 135, 0), (128, 128, 128), (200, 90, 17)])
def test_any_colour_that_fills_the_end(fill: tuple[int, int, int]) -> None:
    torn = noisy(DESK)
    torn[900:] = fill
    assert remarks(torn, noisy(DESK)) == [Remark.TORN, None]


@pytest.mark.parametrize("image", [None, np.zeros((0, 0, 3), np.uint8)])
def test_what_cannot_be_decoded_is_torn(image: Pixels | None) -> None:
    assert remarks(DESK, image) == [None, Remark.TORN]


def test_a_torn_picture_does_not_hide_a_freeze() -> None:
    assert remarks(DESK, None, DESK) == [None, Remark.TORN, Remark.REPEATED]


def test_another_size() -> None:
    small = DESK[::2, ::2]
    assert remarks(DESK, small, noisy(small), DESK) == [None, Remark.RESIZED, None, Remark.RESIZED]


@pytest.mark.parametrize("size", [(1, 1), (1, 640), (2, 3)])
def test_tiny_pictures(size: tuple[int, int]) -> None:
    tiny = np.full((*size, 3), 255, np.uint8)
    assert remarks(tiny, tiny) == [None, None]


def test_the_state_stays_small() -> None:
    large = np.full((6_000, 8_000, 3), 90, np.uint8)
    large[-1, -1] = 91
    rows = examine(Health(), large, 0).rows
    assert rows is not None
    assert rows.base is None
    assert rows.nbytes < large.nbytes / 15
