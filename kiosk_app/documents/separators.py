"""Separator sheets: one for each piece of evidence, laid on top of its pages in the stack.

A sheet is to be understood from an arm's length by one who has never seen one, so it says in large words
what begins there and in three steps what to do. Its code is what the kiosk knows it by.
"""

from __future__ import annotations

from datetime import datetime

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kiosk_app.documents.layout import Align, SetLine, Style, draw_lines, set_text
from kiosk_app.documents.paper_canvas import Imprint, PaperCanvas, Printed
from kiosk_app.documents.qr import draw_code, modules_of
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.code_meaning import MOST_SEPARATORS, separator_text
from kiosk_app.domain.errors import InputFault

_MARGIN_PT = 22 * mm
_WIDTH_PT = A4[0] - 2 * _MARGIN_PT
_BAND_PT = 58 * mm
_BAND_ROUND_PT = 5 * mm
_QR_PT = 80 * mm
_MARK_PT = 9 * mm
_STEP_PT = 14.5 * mm


class TooManySeparators(InputFault):
    """More sheets are wanted than have a number, or none. Facts: ``count``, ``most``."""


def render(count: int, *, at: datetime, typeface: Typeface) -> Printed:
    """So many sheets on A4, numbered from 1. Raises :class:`TooManySeparators`."""
    if not 1 <= count <= MOST_SEPARATORS:
        raise TooManySeparators(count=count, most=MOST_SEPARATORS)
    canvas = PaperCanvas(A4, Imprint("证据分隔页", "", at), typeface)
    for number in range(1, count + 1):
        _draw_sheet(canvas, number, typeface)
        canvas.showPage()
    return canvas.printed()


def _draw_sheet(canvas: PaperCanvas, number: int, typeface: Typeface) -> None:
    left, top = _MARGIN_PT, A4[1] - _MARGIN_PT
    canvas.setFillGray(0)
    canvas.roundRect(left, top - _BAND_PT, _WIDTH_PT, _BAND_PT, _BAND_ROUND_PT, stroke=0, fill=1)
    canvas.setFillGray(1)
    draw_lines(canvas, _line(f"证据 {number}", typeface, 96, _BAND_PT), left, top)
    canvas.setFillGray(0)
    y = top - _BAND_PT - 6 * mm
    y = _down(canvas, _line("从这一页下面开始", typeface, 40, 20 * mm), left, y)
    y -= 11 * mm
    draw_code(canvas, modules_of(separator_text(number)), (A4[0] - _QR_PT) / 2, y, _QR_PT)
    y -= _QR_PT + 14 * mm
    for step, words in enumerate(_steps(number), 1):
        _draw_step(canvas, step, words, typeface, left, y)
        y -= _STEP_PT
    foot = Style(typeface.sans, 11, 16, Align.CENTRE)
    words = "分隔页不是材料，不会交给法院。用完请放回机器旁边。"
    draw_lines(canvas, set_text(words, foot, _WIDTH_PT), left, _MARGIN_PT + 2 * foot.leading_pt)
    english = f"Separator sheet: lay it on top of evidence {number}. It is not filed."
    draw_lines(canvas, set_text(english, foot, _WIDTH_PT), left, _MARGIN_PT + foot.leading_pt)


def _steps(number: int) -> tuple[str, str, str]:
    return (
        f"把这一页放在第 {number} 份证据的最上面。",
        "连同证据，一页一页放到镜头下面。",
        "机器看到它，后面的就算新的一份证据。",
    )


def _draw_step(canvas: PaperCanvas, step: int, words: str, typeface: Typeface, left: float, y: float) -> None:
    """A number in a disc, and what to do beside it."""
    canvas.circle(left + _MARK_PT / 2, y - _MARK_PT / 2, _MARK_PT / 2, stroke=0, fill=1)
    canvas.setFillGray(1)
    mark = Style(typeface.bold, 15, _MARK_PT, Align.CENTRE)
    draw_lines(canvas, set_text(str(step), mark, _MARK_PT), left, y)
    canvas.setFillGray(0)
    text = Style(typeface.sans, 20, _MARK_PT)
    beside = _MARK_PT + 5 * mm
    draw_lines(canvas, set_text(words, text, _WIDTH_PT - beside), left + beside, y)


def _line(words: str, typeface: Typeface, size_pt: float, leading_pt: float) -> tuple[SetLine, ...]:
    return set_text(words, Style(typeface.bold, size_pt, leading_pt, Align.CENTRE), _WIDTH_PT)


def _down(canvas: PaperCanvas, lines: tuple[SetLine, ...], left: float, top: float) -> float:
    draw_lines(canvas, lines, left, top)
    return top - sum(line.height_pt for line in lines)
