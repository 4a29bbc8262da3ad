from __future__ import annotations

import cv2
import numpy as np
import pytest

from kiosk_app.capture.geometry import A4_ASPECT, CARD_ASPECT, PaperKind, quad_of
from kiosk_app.capture.take import (
    NoCardFound,
    NoPageFound,
    SeveralCards,
    take_card,
    take_inside,
    take_page,
    take_whole,
)
from tests.samples.desk import Difficulty, bare_desk, on_desk, side_by_side
from tests.samples.papers import render_card_back, render_card_front, render_iou, render_transfer


def test_page() -> None:
    shot = on_desk(render_iou(), 61, turns=1)
    taken = take_page(shot.image)
    assert taken.flat.shape[1] / taken.flat.shape[0] == pytest.approx(A4_ASPECT, abs=0.01)
    assert taken.clean.shape == taken.flat.shape
    assert taken.clean.mean() > taken.flat.mean()
    assert taken.findings == ()


def test_card() -> None:
    taken = take_card(on_desk(render_card_front(), 62).image)
    assert taken.flat.shape[1] / taken.flat.shape[0] == pytest.approx(CARD_ASPECT, abs=0.01)
    assert taken.findings == ()


def test_far_away_is_said() -> None:
    shot = on_desk(render_transfer(), 63, turns=1)
    far = cv2.resize(shot.image, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA).astype(np.uint8)
    (finding,) = take_inside(far, quad_of(shot.corners[0] * 0.4), PaperKind.PAGE).findings
    assert finding.code == "page_too_far"


def test_no_page() -> None:
    with pytest.raises(NoPageFound):
        take_page(bare_desk(65, Difficulty.MEDIUM))


def test_no_card() -> None:
    with pytest.raises(NoCardFound):
        take_card(on_desk(render_iou(), 66).image)


def test_two_cards() -> None:
    with pytest.raises(SeveralCards) as fault:
        take_card(side_by_side([render_card_front(), render_card_back()], 67).image)
    assert fault.value.facts == {"count": 2}


def test_inside_an_outline_that_a_person_drew() -> None:
    shot = on_desk(render_iou(), 61, turns=1)
    drawn = quad_of(shot.corners[0] + np.array([(5, 4), (-6, 3), (-4, -5), (3, -6)]))
    taken = take_inside(shot.image, drawn, PaperKind.PAGE)
    assert taken.quad is drawn
    assert taken.flat.shape[1] / taken.flat.shape[0] == pytest.approx(A4_ASPECT, abs=0.01)
    assert taken.findings == ()


def test_inside_an_outline_that_leaves_the_picture() -> None:
    shot = on_desk(render_iou(), 61, turns=1)
    right = int(shot.corners[0][:, 0].max()) - 60
    image = np.ascontiguousarray(shot.image[:, :right])
    findings = take_inside(image, quad_of(shot.corners[0]), PaperKind.PAGE).findings
    assert [finding.facts for finding in findings if finding.code == "page_cut_off"] == [(("side", "right"),)]


def test_a_frame_that_is_blown_up_is_said() -> None:
    shot = on_desk(render_transfer(), 61, turns=1)
    small = cv2.resize(shot.image, None, fx=0.4, fy=0.4, interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, None, fx=2.5, fy=2.5, interpolation=cv2.INTER_CUBIC).astype(np.uint8)
    findings = take_inside(large, quad_of(shot.corners[0]), PaperKind.PAGE).findings
    assert "page_upscaled" in {finding.code for finding in findings}


def test_a_scan_is_its_own_page() -> None:
    scan = render_iou()[::2, ::2]
    taken = take_whole(scan)
    assert taken.quad.area_px == scan.shape[0] * scan.shape[1]
    assert taken.flat is scan
    assert taken.findings == ()
