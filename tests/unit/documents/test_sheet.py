"""What stands around the text of each page, and the place to sign."""

from __future__ import annotations

import pytest

from kiosk_app.documents.layout import Paragraph, set_text
from kiosk_app.documents.paper_canvas import SIGNATURE, Imprint, Printed
from kiosk_app.documents.sheet import FORM_PAPER, SLIP_PAPER, Paper, signing_block, styles, write
from kiosk_app.documents.typeface import Typeface
from tests.fakes import page_geometry as geometry
from tests.fakes.papers import AT, FILING_ID

LONG_COURT = "北京市某某某自治县高级人民法院驻某某某街道诉讼服务站" * 2


def paper_with(
    typeface: Typeface, title: str, court: str, *, paper: Paper = FORM_PAPER, name: str = ""
) -> Printed:
    style = styles(typeface)
    text = Paragraph(set_text("正文。", style.text, paper.width_pt))
    sign = signing_block("具状人", name, None, style, paper.width_pt, "日期")
    # A slip has no line at its head.
    filing_id = FILING_ID if paper is FORM_PAPER else ""
    return write([text, sign], paper, Imprint(title, court, AT, filing_id), typeface)


@pytest.mark.parametrize("paper", [FORM_PAPER, SLIP_PAPER])
@pytest.mark.parametrize("court", ["", "某某区人民法院", LONG_COURT])
def test_a_court_of_any_length_stands_at_the_foot(typeface: Typeface, paper: Paper, court: str) -> None:
    printed = paper_with(typeface, "民事起诉状", court, paper=paper)
    pages = geometry.read(printed.pdf)
    assert not list(geometry.outside(pages, paper))
    assert not list(geometry.overlapping(pages))
    foot = geometry.frame_text(pages[0], paper)[1]
    assert set(court) <= set(foot)


def test_a_long_title_is_set_smaller_then_cut_short(typeface: Typeface) -> None:
    def head(title: str) -> str:
        pages = geometry.read(paper_with(typeface, title, "").pdf)
        assert not list(geometry.overlapping(pages))
        return geometry.frame_text(pages[0], FORM_PAPER)[0]

    assert head("起诉状" * 10).startswith("起诉状" * 10)
    assert "…材料包编号" in head("起诉状" * 90)


def test_a_title_of_odd_characters_is_a_title(typeface: Typeface) -> None:
    assert paper_with(typeface, "起诉\ud800状\n\x00", "法\x07院").pages == 1


def test_a_name_of_sixty_characters_stands_whole_under_its_line(typeface: Typeface) -> None:
    printed = paper_with(typeface, "民事起诉状", "", name="努尔·买买提" * 10)
    assert not geometry.faults(printed, FORM_PAPER, filing_id=FILING_ID)
    assert "努尔·买买提" * 10 in geometry.body_text(geometry.read(printed.pdf), FORM_PAPER)
    assert SIGNATURE in printed.places
