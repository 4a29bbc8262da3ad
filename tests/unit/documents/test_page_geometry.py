"""Each check of finished pages finds what it is there for, on pages drawn badly by hand."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from kiosk_app.documents.paper_canvas import SIGNATURE, Place, Printed
from kiosk_app.documents.sheet import FORM_PAPER
from tests.fakes import page_geometry as geometry
from tests.fakes.papers import FILING_ID, FONTS

LEFT, TOP = FORM_PAPER.left_pt, A4[1] - FORM_PAPER.top_pt
SIZE_PT = 11
PLACE = Place(1, 350, 300, 100, 40)
Draw = Callable[[Canvas], None]


@pytest.fixture(scope="module", autouse=True)
def font() -> None:
    pdfmetrics.registerFont(TTFont("by-hand", str(FONTS / "NotoSerifSC-Regular.ttf")))


def text(words: str, left: float = LEFT + 6, below: float = 14) -> Draw:
    return lambda canvas: canvas.drawString(left, TOP - below, words)


def cell(left: float = 0, below: float = 0, width: float = 200, height: float = 20, fill: int = 0) -> Draw:
    def draw(canvas: Canvas) -> None:
        canvas.setFillGray(0.93)
        canvas.rect(LEFT + left, TOP - below - height, width, height, fill=fill)
        canvas.setFillGray(0)

    return draw


def printed(*pages: Sequence[Draw], place: Place | None = PLACE, foot: str = "") -> Printed:
    """Pages drawn by hand, each with its head and foot."""
    stream = io.BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    for number, page in enumerate(pages, 1):
        canvas.setFont("by-hand", SIZE_PT)
        for draw in page:
            draw(canvas)
        canvas.drawString(LEFT, TOP + 20, f"起诉状 {FILING_ID}")
        canvas.drawString(LEFT, 40, foot or f"第 {number} 页 共 {len(pages)} 页")
        canvas.showPage()
    canvas.save()
    return Printed(stream.getvalue(), len(pages), {SIGNATURE: place} if place else {})


def faults(*pages: Sequence[Draw], place: Place | None = PLACE, foot: str = "") -> str:
    found = geometry.faults(printed(*pages, place=place, foot=foot), FORM_PAPER, filing_id=FILING_ID)
    return "\n".join(found)


def body(*pages: Sequence[Draw]) -> str:
    return geometry.body_text(geometry.read(printed(*pages).pdf), FORM_PAPER)


GOOD = (cell(), text("甲"), cell(200), text("乙丙", LEFT + 206))


def test_a_good_page_has_no_fault() -> None:
    assert faults(GOOD) == ""
    assert faults(GOOD, GOOD) == ""


@pytest.mark.parametrize(
    ("draw", "fault"),
    [
        (text("一", LEFT - 8, 60), "'一' stands outside the margins"),
        (text("二", A4[0] - FORM_PAPER.right_pt - 6, 60), "'二' stands outside the margins"),
        (text("三", below=-TOP), "'三' stands outside the margins"),
        (text("四", LEFT + 195), "'四' crosses the border"),
        (text("五", below=22), "'五' crosses the border"),
        (text("六", LEFT + 8), "'甲' and '六' overlap"),
        (lambda canvas: canvas.rect(LEFT + 8, TOP - 14, 9, 9), "'甲' and '' overlap"),
        (lambda canvas: canvas.rect(LEFT + 190, TOP - 14, 20, 7), "'a figure' crosses the border"),
        (text("七", below=TOP - 40), "overlap"),
    ],
)
def test_ink_in_the_wrong_place(draw: Draw, fault: str) -> None:
    assert fault in faults((*GOOD, draw))


def test_what_stands_around_the_text() -> None:
    assert "the foot says" in faults(GOOD, foot="第 2 页 共 2 页")
    assert "the head says" in "".join(
        geometry.framed(geometry.read(printed(GOOD).pdf), FORM_PAPER, "another filing")
    )
    one = printed(GOOD)
    assert "2 pages, 1 there" in "".join(
        geometry.faults(Printed(one.pdf, 2, one.places), FORM_PAPER, filing_id=FILING_ID)
    )


def test_pages_badly_divided() -> None:
    heading = (cell(0, 20, 400, fill=1), text("标题", below=34))
    assert "page 1 ends with the heading '标题'" in faults((*GOOD, *heading), GOOD)
    assert "page 2 is empty" in faults(GOOD, ())
    lines = [text(words, LEFT + 206, below) for words, below in (("乙", 14), ("丙", 28), ("丁", 42))]
    tall = (cell(height=50), text("甲"), cell(200, height=50), *lines)
    again = (cell(), text("甲（续）"), cell(200), text("戊", LEFT + 206))
    assert "one line alone" in faults(tall, again)
    assert "one line alone" not in faults(tall, (cell(height=50), text("甲（续）"), *tall[2:]))


@pytest.mark.parametrize(
    ("place", "fault"),
    [
        (None, "no place to sign"),
        (Place(2, 350, 300, 100, 40), "on page 2 of 1"),
        (Place(1, 500, 300, 100, 40), "outside the margins"),
        (Place(1, 350, 60, 100, 40), "outside the margins"),
        (Place(1, LEFT, TOP - 30, 100, 30), "covers '甲'"),
        (Place(1, 350, TOP - 20, 100, 15), "nothing stands above"),
    ],
)
def test_a_place_where_nobody_can_sign(place: Place | None, fault: str) -> None:
    assert fault in faults(GOOD, place=place)


def test_it_reads_by_places_and_not_by_the_order_of_drawing() -> None:
    assert body(GOOD) == "甲乙丙"
    assert body(tuple(reversed(GOOD))) == "甲乙丙"
    assert body((text("下", below=40), text("上", below=20))) == "上下"


def test_what_goes_on_overleaf_is_put_together() -> None:
    again = (cell(), text("甲（续）"), cell(200), text("丁", LEFT + 206), text("尾", below=60))
    assert body(GOOD, again) == "甲乙丙丁尾"
    head = (cell(fill=1), text("头"), cell(200, fill=1), text("名", LEFT + 206))
    low = (cell(0, 20), text("甲", below=34), cell(200, 20), text("乙", LEFT + 206, 34))
    assert body((*head, *low), (*head, *low)) == "头名甲乙甲乙"


def test_a_letter_that_was_lost_is_missed() -> None:
    assert "丙" not in body((cell(), text("甲"), cell(200), text("乙", LEFT + 206)))


def test_a_span_is_read_as_it_says() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.addLiteral("/Span <</ActualText <FEFFD842DFB7>>> BDC")
        canvas.drawString(LEFT, TOP - 60, "U+20BB7")
        canvas.addLiteral("EMC")

    assert body((draw,)) == "𠮷"
