from __future__ import annotations

import numpy as np
import pytest

from kiosk_app.capture.geometry import A4_ASPECT, CARD_ASPECT
from kiosk_app.capture.take import NoCardFound, NoPageFound, SeveralCards, take_card, take_page, take_whole
from tests.samples.desk import Difficulty, bare_desk, on_desk, side_by_side
from tests.samples.papers import render_card_back, render_card_front, render_iou


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
    shot = on_desk(render_iou(), 63)
    far = np.ascontiguousarray(shot.image[::2, ::2])
    assert "page_too_far" in {finding.code for finding in take_page(far).findings}


@pytest.mark.parametrize("seed", range(64, 67))
def test_a_page_that_leaves_the_picture_is_never_taken_in_part(seed: int) -> None:
    shot = on_desk(render_iou(), seed, turns=1)
    right = int(shot.corners[0][:, 0].max()) - 60
    with pytest.raises(NoPageFound):
        take_page(np.ascontiguousarray(shot.image[:, :right]))


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


def test_a_scan_is_its_own_page() -> None:
    scan = render_iou()[::2, ::2]
    taken = take_whole(scan)
    assert taken.quad.area_px == scan.shape[0] * scan.shape[1]
    assert taken.flat is scan
    assert taken.findings == ()
