"""Images of every size and filling go through the capture room without a crash."""

from __future__ import annotations

import numpy as np
import pytest

from kiosk_app.capture.enhance import clean
from kiosk_app.capture.find import find_cards, find_page
from kiosk_app.capture.flatten import flatten
from kiosk_app.capture.geometry import Image, PaperKind, quad_of
from kiosk_app.capture.picture import encode_jpeg, encode_png
from kiosk_app.capture.quality import judge
from kiosk_app.capture.take import NoCardFound, NoPageFound, take_card, take_page, take_whole

SIZES = [(1, 1), (1, 2), (2, 3), (3, 2), (7, 5), (16, 16), (1, 2_000), (2_000, 1), (40, 700), (64, 64)]


def image_of(size: tuple[int, int], filling: str) -> Image:
    if filling == "noise":
        return np.random.default_rng(1).integers(0, 256, (*size, 3), np.uint8)
    return np.full((*size, 3), 255 * (filling == "white"), np.uint8)


@pytest.fixture(params=[(size, filling) for size in SIZES for filling in ("white", "noise")], ids=str)
def image(request: pytest.FixtureRequest) -> Image:
    return image_of(*request.param)


def test_nothing_is_found_where_nothing_can_be(image: Image) -> None:
    assert find_page(image) is None
    assert find_cards(image) == ()
    with pytest.raises(NoPageFound):
        take_page(image)
    with pytest.raises(NoCardFound):
        take_card(image)


@pytest.mark.parametrize("kind", PaperKind)
def test_cleaned_and_judged_it_keeps_its_size(image: Image, kind: PaperKind) -> None:
    assert clean(image, kind).shape == image.shape
    assert {finding.code for finding in judge(image, kind)} <= ALL_CODES


ALL_CODES = {f"page_{what}" for what in ("too_far", "dark", "glare", "empty", "blurred")}


@pytest.mark.parametrize("kind", PaperKind)
def test_flattened_it_has_a_size(image: Image, kind: PaperKind) -> None:
    height, width = image.shape[:2]
    flat = flatten(image, quad_of([(0, 0), (width, 0), (width, height), (0, height)]), kind)
    assert flat.dtype == np.uint8
    assert flat.size


def test_taken_whole(image: Image) -> None:
    assert take_whole(image).clean.shape == image.shape


def test_it_can_be_kept(image: Image) -> None:
    assert encode_jpeg(image)
    assert encode_png(image)


@pytest.mark.parametrize(
    "quad", [[(5, 5)] * 4, [(0, 0), (9, 0), (18, 0), (27, 0)], [(0, 0), (1e9, 0), (1e9, 1e9), (0, 1e9)]]
)
@pytest.mark.parametrize("kind", PaperKind)
def test_outlines_of_no_paper(quad: list[tuple[float, float]], kind: PaperKind) -> None:
    flat = flatten(image_of((64, 64), "noise"), quad_of(quad), kind)
    assert 0 < flat.size < 3 * 4_000**2
