from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.geometry import Image, Quad, quad_of
from kiosk_app.capture.sharpness import sharpness
from tests.samples.desk import Shot, on_desk
from tests.samples.stack_papers import contract_page


@pytest.fixture(scope="module")
def shot() -> Shot:
    return on_desk(contract_page(3, 1), 4)


@pytest.fixture(scope="module")
def outline(shot: Shot) -> Quad:
    return quad_of(shot.corners[0])


def soft(image: Image, sigma_px: float) -> Image:
    return cv2.GaussianBlur(image, (0, 0), sigma_px).astype(np.uint8)


def measured(image: Image, quad: Quad) -> float:
    found = sharpness(image, quad)
    assert found is not None
    return found


def test_less_sharp_is_less(shot: Shot, outline: Quad) -> None:
    values = [measured(shot.image, outline), *(measured(soft(shot.image, s), outline) for s in (0.7, 1.5, 3))]
    assert values == sorted(values, reverse=True)
    assert values[0] > 0.4
    assert values[2] < 0.3


def test_a_movement_along_one_direction_is_seen(shot: Shot, outline: Quad) -> None:
    smeared = cv2.blur(shot.image, (9, 1)).astype(np.uint8)
    assert measured(smeared, outline) < 0.6 * measured(shot.image, outline)


@pytest.mark.parametrize("light", [0.5, 0.8])
def test_the_light_does_not_matter(shot: Shot, outline: Quad, light: float) -> None:
    darker = (shot.image * light).astype(np.uint8)
    assert measured(darker, outline) == pytest.approx(measured(shot.image, outline), rel=0.1)


def test_noise_does_not_pass_for_sharpness(shot: Shot, outline: Quad) -> None:
    noise = np.random.default_rng(0).normal(0, 5, shot.image.shape)
    noisy = (soft(shot.image, 2) + noise).clip(0, 255).astype(np.uint8)
    assert measured(noisy, outline) < 0.36


@pytest.mark.parametrize("size", [(1, 1, 3), (64, 64, 3), (300, 300, 3), (1080, 1920, 3)])
def test_where_nothing_is_printed_there_is_nothing_to_measure(size: tuple[int, int, int]) -> None:
    height_px, width_px, _ = size
    whole = quad_of([(0, 0), (width_px, 0), (width_px, height_px), (0, height_px)])
    assert sharpness(np.full(size, 230, np.uint8), whole) is None


def test_an_outline_outside_the_picture_has_no_print(shot: Shot) -> None:
    assert sharpness(shot.image, quad_of([(-900, -900), (-100, -900), (-100, -100), (-900, -100)])) is None
