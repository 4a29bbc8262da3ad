"""The marks by which a scan of a blank form is laid straight: one in each corner, and a QR code.

The marks are ArUco markers (Garrido-Jurado et al., Pattern Recognition 47, 2014), 0 to 3 of OpenCV's
DICT_5X5_50 clockwise from the top left, drawn as squares so that they stay sharp at any resolution.
"""

from __future__ import annotations

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kiosk_app.documents.paper_canvas import PaperCanvas
from kiosk_app.documents.qr import draw_code, modules_of
from kiosk_app.domain.layout_map import BoxMm

BITS = (
    ("01011", "10100", "10011", "01010", "00011"),
    ("11110", "00111", "11110", "01000", "11001"),
    ("00101", "00001", "11100", "01001", "00010"),
    ("01111", "11000", "11010", "10000", "01000"),
)
"""The inner modules of markers 0 to 3, 1 for black; around them is a rim of one black module."""

PAPER_MM = (210.0, 297.0)
_EDGE_MM = 10.0
"""From the paper's edge to the marks: household printers leave up to 6 mm white."""
MARK_MM = 10.0
FRAME = BoxMm(_EDGE_MM, _EDGE_MM, PAPER_MM[0] - 2 * _EDGE_MM, PAPER_MM[1] - 2 * _EDGE_MM)
"""The frame that the marks span, on the paper."""

_CODE_MM = 17.0
CODE = BoxMm(FRAME.left + FRAME.width - MARK_MM - 5 - _CODE_MM, FRAME.top - 0.5, _CODE_MM, _CODE_MM)
"""The QR code beside the upper right mark, with white around it, on the paper."""


def draw_marks(canvas: PaperCanvas, page: int) -> None:
    """The four marks and the place of the QR code, all noted by their names."""
    right, bottom = FRAME.left + FRAME.width - MARK_MM, FRAME.top + FRAME.height - MARK_MM
    corners = ((FRAME.left, FRAME.top), (right, FRAME.top), (right, bottom), (FRAME.left, bottom))
    for number, (left, top) in enumerate(corners):
        _draw_mark(canvas, number, left * mm, A4[1] - top * mm)
        canvas.note(
            mark_name(page, number), left * mm, A4[1] - (top + MARK_MM) * mm, MARK_MM * mm, MARK_MM * mm
        )
    # What the code says follows from the whole layout: it is drawn when every page is.
    canvas.doForm(code_name(page))
    canvas.note(
        code_name(page),
        CODE.left * mm,
        A4[1] - (CODE.top + CODE.height) * mm,
        CODE.width * mm,
        CODE.height * mm,
    )


def draw_page_code(canvas: PaperCanvas, page: int, text: str) -> None:
    """The QR code of a page that was drawn before."""
    canvas.beginForm(code_name(page))
    draw_code(canvas, modules_of(text), CODE.left * mm, A4[1] - CODE.top * mm, CODE.width * mm)
    canvas.endForm()


def mark_name(page: int, number: int) -> str:
    return f"mark-{number}-of-page-{page}"


def code_name(page: int) -> str:
    return f"code-of-page-{page}"


def _draw_mark(canvas: PaperCanvas, number: int, left: float, top: float) -> None:
    modules = len(BITS[number]) + 2
    side = MARK_MM * mm / modules
    path = canvas.beginPath()
    path.rect(left, top - MARK_MM * mm, MARK_MM * mm, MARK_MM * mm)
    canvas.setFillGray(0)
    canvas.drawPath(path, stroke=0, fill=1)
    white = canvas.beginPath()
    for row, bits in enumerate(BITS[number], 1):
        for column, bit in enumerate(bits, 1):
            if bit == "0":
                white.rect(left + column * side, top - (row + 1) * side, side, side)
    canvas.setFillGray(1)
    canvas.drawPath(white, stroke=0, fill=1)
    canvas.setFillGray(0)
