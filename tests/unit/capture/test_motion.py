from __future__ import annotations

import numpy as np
import pytest

from kiosk_app.capture.geometry import Image, quad_of
from kiosk_app.capture.motion import changed, glance, inside
from tests.samples.desk import on_desk
from tests.samples.stack_papers import contract_page


@pytest.fixture(scope="module")
def page() -> tuple[Image, np.typing.NDArray[np.bool_]]:
    shot = on_desk(contract_page(3, 1), 4)
    return shot.image, inside(glance(shot.image), quad_of(shot.corners[0]), shot.image.shape[1])


def test_noise_and_flicker_are_no_movement(page: tuple[Image, np.typing.NDArray[np.bool_]]) -> None:
    image, where = page
    noise = np.random.default_rng(0).normal(0, 6, image.shape)
    darker = (image * 0.9 + noise).clip(0, 255).astype(np.uint8)
    assert changed(glance(image), glance(darker), where) == 0


def test_a_hand_that_moves_is_seen(page: tuple[Image, np.typing.NDArray[np.bool_]]) -> None:
    image, where = page
    before, after = image.copy(), image.copy()
    before[500:800, 900:1_000] = (128, 160, 212)
    after[500:800, 912:1_012] = (128, 160, 212)
    assert changed(glance(before), glance(after), where) > 0.003
    assert changed(glance(before), glance(image), where) > 0.012


def test_another_page_of_the_same_layout_is_a_change() -> None:
    one, other = (on_desk(contract_page(number, 1), 4) for number in (3, 4))
    where = inside(glance(one.image), quad_of(one.corners[0]), one.image.shape[1])
    assert changed(glance(one.image), glance(other.image), where) > 0.05


def test_pictures_of_two_sizes_differ(page: tuple[Image, np.typing.NDArray[np.bool_]]) -> None:
    image, where = page
    assert changed(glance(image[:400]), glance(image), where) == 1


def test_the_smallest_picture_has_a_glance() -> None:
    tiny = glance(np.zeros((1, 1, 3), np.uint8))
    assert tiny.shape == (1, 1)
    assert changed(tiny, tiny, inside(tiny, None, 1)) == 0
