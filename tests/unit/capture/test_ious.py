"""The drawn IOUs: one is read as it was drawn; all thirty, photographed, are the benchmark's."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.prefill import read_facts
from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import FactName, PaperSort
from tests.samples.ious import ious
from tests.samples.papers import HANDWRITING
from tests.samples.trade_papers import LAYOUTS, trade_papers
from tests.samples.work_papers import WORK_LAYOUTS


@pytest.mark.skipif(not Path(HANDWRITING).is_file(), reason="Debian's fonts-lxgw-wenkai is not installed")
def test_an_iou_in_a_font_like_handwriting_is_read_right() -> None:
    iou = next(ious(1))
    assert iou.like_handwriting
    height_px, width_px = iou.image.shape[:2]
    facts = read_facts(Reader().read(iou.image), (width_px, height_px))
    assert facts.sort is PaperSort.IOU
    certain = {fact.name: fact.value for fact in facts.facts if fact.certain}
    assert certain[FactName.LENDER] == iou.lender
    assert certain[FactName.BORROWER] == iou.borrower
    assert certain[FactName.DATE] == iou.on
    amount = certain[FactName.AMOUNT]
    assert isinstance(amount, Money)
    assert amount.yuan == iou.yuan


def test_the_layouts_differ_and_stay_the_same() -> None:
    once, again = list(ious(6)), list(ious(6))
    assert [each.yuan for each in once] == [each.yuan for each in again]
    assert all((one.image == other.image).all() for one, other in zip(once, again, strict=True))
    assert len({each.image.tobytes() for each in once}) == len(once)


def test_every_layout_of_the_other_papers_is_drawn_and_stays_the_same() -> None:
    layouts = LAYOUTS + WORK_LAYOUTS
    once, again = list(trade_papers(layouts, 1)), list(trade_papers(layouts, 1))
    assert all((one.image == other.image).all() for one, other in zip(once, again, strict=True))
    assert {paper.sort for paper in once} >= set(PaperSort) - {
        PaperSort.IOU, PaperSort.REPAYMENT, PaperSort.UNKNOWN
    }  # fmt: skip
    assert any(paper.disagrees for paper in once)
