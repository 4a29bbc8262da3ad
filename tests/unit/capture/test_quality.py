from __future__ import annotations

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from kiosk_app.capture.geometry import Image, PaperKind, quad_of
from kiosk_app.capture.quality import cut_off, judge
from kiosk_app.capture.upscaled import Enlargement
from kiosk_app.domain.findings import Finding, Grade
from tests.samples.odd_papers import ODD_PAPERS
from tests.samples.papers import render_card_back, render_card_front, render_chat, render_iou, render_transfer
from tests.samples.spoilt import CODES, clean_sample, spoilt_sample

SIZE = (850, 1_202)


def page(paper: Image) -> Image:
    return cv2.resize(paper, SIZE, interpolation=cv2.INTER_AREA).astype(np.uint8)


def codes(image: Image, kind: PaperKind = PaperKind.PAGE) -> set[str]:
    return {finding.code for finding in judge(image, kind)}


def lit(image: Image, gain: float) -> Image:
    result: Image = np.clip(image * gain, 0, 255).astype(np.uint8)
    return result


def found(paper: str, defect: str, seed: int = 3) -> tuple[Finding, ...]:
    sample = spoilt_sample(paper, defect, seed)
    assert sample is not None
    return judge(sample.image, sample.kind)


@pytest.mark.parametrize("render", [render_iou, render_transfer, render_chat])
def test_a_good_page(render: Callable[[], Image]) -> None:
    assert codes(lit(page(render()), 0.85)) == set()


@pytest.mark.parametrize("render", [render_card_front, render_card_back])
def test_a_good_card(render: Callable[[], Image]) -> None:
    assert codes(render(), PaperKind.CARD) == set()


@pytest.mark.parametrize("paper", ODD_PAPERS)
def test_an_odd_paper_raises_no_alarm(paper: str) -> None:
    assert judge(clean_sample(paper, 12).image) == ()


@pytest.mark.parametrize("defect", CODES)
@pytest.mark.parametrize("paper", ["transfer", "handwriting"])
def test_plain_defects_are_found(paper: str, defect: str) -> None:
    sample = spoilt_sample("iou" if defect == "empty" else paper, defect, 3)
    if sample is None:
        sample = spoilt_sample("dense", defect, 3)  # no text in a corner of the other
    assert sample is not None
    findings = judge(sample.image, sample.kind)
    assert {finding.code for finding in findings} == CODES[defect]
    assert all(finding.article for finding in findings)


@pytest.mark.parametrize("defect", ["blur", "motion", "glare", "shadow", "dark", "finger", "small"])
def test_harmless_traces_are_not(defect: str) -> None:
    sample = spoilt_sample("transfer", defect, 4, plain=False)
    assert sample is not None
    assert judge(sample.image) == ()


@pytest.mark.parametrize("defect", ["glare", "shadow", "finger"])
@pytest.mark.parametrize("paper", ["transfer", "card_front"])
def test_the_place_is_told(paper: str, defect: str) -> None:
    sample = spoilt_sample(paper, defect, 5)
    assert sample is not None
    assert sample.where is not None
    (finding,) = judge(sample.image, sample.kind)
    place = finding.place
    assert place is not None
    assert place.left + place.width / 2 == pytest.approx(sample.where[0], abs=0.2)
    assert place.top + place.height / 2 == pytest.approx(sample.where[1], abs=0.2)


def test_one_blurred_corner_has_a_place() -> None:
    sample = spoilt_sample("dense", "corner_blur", 3)
    assert sample is not None
    assert sample.where is not None
    (finding,) = judge(sample.image)
    assert finding.code == "page_blurred"
    assert finding.place is not None
    assert abs(finding.place.left + finding.place.width / 2 - sample.where[0]) < 0.4
    assert abs(finding.place.top + finding.place.height / 2 - sample.where[1]) < 0.4


@pytest.mark.parametrize("sigma_px", [3, 5])
def test_a_page_blurred_all_over_has_none(sigma_px: int) -> None:
    soft = cv2.GaussianBlur(page(render_transfer()), (0, 0), sigma_px).astype(np.uint8)
    (finding,) = judge(lit(soft, 0.85))
    assert (finding.code, finding.place) == ("page_blurred", None)


@pytest.mark.parametrize("angle_deg", [0, 30, 60, 90, 135])
def test_moved_while_taken(angle_deg: int) -> None:
    streak = np.zeros((41, 41), np.float32)
    way = 11 * np.array((np.cos(np.radians(angle_deg)), np.sin(np.radians(angle_deg))))
    ends = [[int(v) for v in np.round(20 + sign * way)] for sign in (-1, 1)]
    cv2.line(streak, ends[0], ends[1], 1.0, 1)
    moved = cv2.filter2D(page(render_transfer()), -1, streak / streak.sum()).astype(np.uint8)
    assert codes(moved) == {"page_blurred"}


def test_a_light_shadow_is_worth_knowing_a_deep_one_hides() -> None:
    half = np.ones((SIZE[1], SIZE[0]))
    half[:, : SIZE[0] // 2] = 0.35
    shade = np.asarray(cv2.GaussianBlur(half, (0, 0), 12))[:, :, None]
    for depth, grade in ((1.0, Grade.WORTH_KNOWING), (2.6, Grade.UNREADABLE)):
        (finding,) = judge(np.clip(page(render_transfer()) * shade**depth, 0, 255).astype(np.uint8))
        assert (finding.code, finding.grade) == ("page_shadow", grade)


@pytest.mark.parametrize("shade", [90, 160, 225, 255])
def test_an_empty_page(shade: int) -> None:
    paper = np.full((SIZE[1], SIZE[0], 3), float(shade)) * np.linspace(1, 0.8, SIZE[0])[None, :, None]
    noisy = paper + np.random.default_rng(1).normal(0, 3, paper.shape)
    assert codes(np.clip(noisy, 0, 255).astype(np.uint8)) == {"page_empty"}


def test_one_line_is_not_empty() -> None:
    for seed in range(4):
        assert codes(clean_sample("few_words", seed).image) == set()


def test_black_is_dark_and_nothing_else() -> None:
    assert codes(np.zeros((600, 450, 3), np.uint8)) == {"page_dark"}


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (30, 20), (2_500, 3)])
def test_slivers_do_no_harm(size: tuple[int, int]) -> None:
    assert isinstance(judge(np.full((*size, 3), 200, np.uint8)), tuple)


def test_what_a_blown_up_picture_is_worth_depends_on_its_letters() -> None:
    good = page(render_transfer())
    grades = {factor: judge(good, enlarged=Enlargement(factor))[0] for factor in (1.2, 3.0)}
    assert {finding.code for finding in grades.values()} == {"page_upscaled"}
    assert grades[1.2].grade is Grade.WORTH_KNOWING
    assert grades[3.0].grade is Grade.UNREADABLE


@pytest.mark.parametrize(("certain", "code"), [(False, "page_blurred"), (True, "page_upscaled")])
def test_a_blurred_page_is_the_cameras_fault_only_where_that_is_certain(certain: bool, code: str) -> None:
    soft = cv2.GaussianBlur(page(render_transfer()), (0, 0), 4).astype(np.uint8)
    (finding,) = judge(lit(soft, 0.85), enlarged=Enlargement(4.0, certain))
    assert finding.code == code


def picture() -> Image:
    return np.zeros((1_080, 1_920, 3), np.uint8)


def test_a_whole_paper_is_not_cut_off() -> None:
    assert cut_off(quad_of([(100, 100), (900, 100), (900, 1_000), (100, 1_000)]), picture()) == ()


@pytest.mark.parametrize(
    ("box", "side", "centre"),
    [
        ((-40, 100, 900, 1_000), "left", (0.05, 0.5)),
        ((800, 100, 1_930, 1_000), "right", (0.95, 0.5)),
        ((100, 0, 900, 800), "top", (0.5, 0.05)),
        ((100, 100, 900, 1_079), "bottom", (0.5, 0.95)),
    ],
)
def test_cut_off_names_the_side(
    box: tuple[int, int, int, int], side: str, centre: tuple[float, float]
) -> None:
    left, top, right, bottom = box
    (finding,) = cut_off(quad_of([(left, top), (right, top), (right, bottom), (left, bottom)]), picture())
    assert finding.code == "page_cut_off"
    assert finding.grade is Grade.UNREADABLE
    assert finding.facts == (("side", side),)
    assert finding.place is not None
    assert (
        finding.place.left + finding.place.width / 2,
        finding.place.top + finding.place.height / 2,
    ) == pytest.approx(centre)


def test_one_corner_beyond_the_edge() -> None:
    (finding,) = cut_off(quad_of([(300, 200), (1_000, 60), (1_950, 500), (700, 900)]), picture())
    assert finding.facts == (("side", "right"),)
    assert finding.place is not None
    assert finding.place.width == pytest.approx(0.15)


def test_a_paper_larger_than_the_picture() -> None:
    (finding,) = cut_off(quad_of([(-5, 100), (1_930, 100), (1_930, 900), (-5, 900)]), picture())
    assert finding.facts == (("side", "both"),)
    assert finding.place is None
