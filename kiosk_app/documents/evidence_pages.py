"""One evidence item as a searchable PDF: a cover, then each page's picture with what was read from it
underneath."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm

from kiosk_app.documents import evidence_cover
from kiosk_app.documents.ink import draw_hidden, draw_line, hidden_width_em
from kiosk_app.documents.linebreak import break_lines
from kiosk_app.documents.paper_canvas import PaperCanvas
from kiosk_app.documents.pictures import (
    Jpeg,
    NotEmbeddable,
    OpenJpeg,
    PicturePdf,
    draw_stand_in,
    look_at,
)
from kiosk_app.documents.sheet import Letterhead
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.errors import IntegrityFault
from kiosk_app.domain.evidence import EvidenceItem

_MARGIN_PT, _STAMP_STRIP_PT = 8 * mm, 9 * mm
_LARGEST_PT_PER_PX = 72 / 90
"""Small slips are not enlarged beyond 90 dpi: they would only look worse."""


class PictureUnusable(IntegrityFault):
    """A stored page picture is no grey or colour JPEG, or breaks off. Facts: ``item``, ``page``, from 1."""


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line of text read on the page. ``box`` is left, top, right, bottom in pixels."""

    text: str
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageScan:
    """A captured page: a JPEG (grey or RGB) and what was read on it, in reading order.

    It is shown turned ``quarter_turns`` to the right from how its EXIF has it stand; boxes are in pixels of
    the JPEG as it is.
    """

    open: OpenJpeg
    lines: tuple[ScanLine, ...] = ()
    quarter_turns: int = 0


def render(
    item: EvidenceItem,
    pages: Iterable[PageScan],
    *,
    number: int,
    first_page: int,
    submitter: str,
    letterhead: Letterhead,
) -> PicturePdf:
    """The item's cover and its pages, stamped 证据``number`` with the page numbers of the evidence list.

    ``first_page`` is the item's first page in the whole (see
    :func:`kiosk_app.documents.evidence_list.first_pages`); the cover is not counted. Pictures are embedded
    as they are, and read only while the result is. Raises :class:`PictureUnusable`.
    """
    typeface = letterhead.typeface
    canvas = PaperCanvas(A4, evidence_cover.imprint(item, number, letterhead), typeface)
    evidence_cover.draw(canvas, item, number, first_page, submitter, letterhead)

    def stamp(page: int) -> str:
        return f"证据{number}　第{page}页　（总第{first_page + page - 1}页）"

    return _finished(canvas, pages, number, stamp, typeface)


def render_signed(title: str, pages: Iterable[PageScan], *, count: int, letterhead: Letterhead) -> PicturePdf:
    """The captured pages of a document that was signed with a pen, stamped with its title. Like
    :func:`render`; in its fault, ``item`` is 0."""
    canvas = PaperCanvas(A4, letterhead.imprint(f"{title}（纸上签名）"), letterhead.typeface)

    def stamp(page: int) -> str:
        return f"{title}（纸上签名）　第{page}页　共{count}页"

    return _finished(canvas, pages, 0, stamp, letterhead.typeface)


def _finished(
    canvas: PaperCanvas,
    pages: Iterable[PageScan],
    number: int,
    stamp: Callable[[int], str],
    typeface: Typeface,
) -> PicturePdf:
    """A picture a page, each stamped, and found by a bookmark, with what ``stamp`` makes of its number."""
    jpegs: list[Jpeg] = []
    for index, page in enumerate(pages):
        try:
            jpeg = look_at(page.open)
        except NotEmbeddable as error:
            raise PictureUnusable(item=number, page=index + 1) from error
        turns = (jpeg.quarter_turns + page.quarter_turns) % 4
        size = _paper(jpeg, turns)
        canvas.setPageSize(size)
        canvas.saveState()
        scale = _turn_paper(canvas, jpeg, turns, size)
        draw_stand_in(canvas, jpeg, index, jpeg.width_px * scale, jpeg.height_px * scale)
        for line in page.lines:
            _lay_under(canvas, line, jpeg, scale, typeface)
        canvas.restoreState()
        _stamp(canvas, stamp(index + 1), size, typeface)
        _bookmark(canvas, stamp(index + 1), f"page{index + 1}")
        canvas.showPage()
        jpegs.append(jpeg)
    printed = canvas.printed()
    return PicturePdf(printed.pdf, printed.pages, tuple(jpeg.open for jpeg in jpegs))


def _paper(jpeg: Jpeg, turns: int) -> tuple[float, float]:
    """A4, wide where the picture is shown so."""
    wide = jpeg.width_px > jpeg.height_px if turns % 2 == 0 else jpeg.height_px > jpeg.width_px
    width_pt, height_pt = landscape(A4) if wide else A4
    return width_pt, height_pt


def _turn_paper(canvas: PaperCanvas, jpeg: Jpeg, turns: int, size: tuple[float, float]) -> float:
    """Turn the paper under the JPEG, which stays as it is: its lower left corner is the origin from now on.
    Returns points for a pixel."""
    room = size[0] - 2 * _MARGIN_PT, size[1] - 2 * _MARGIN_PT - _STAMP_STRIP_PT
    along, across = (room[1], room[0]) if turns % 2 else room
    scale = min(along / jpeg.width_px, across / jpeg.height_px, _LARGEST_PT_PER_PX)
    canvas.translate(size[0] / 2, _MARGIN_PT + room[1] / 2)
    canvas.rotate(-90 * turns)
    if jpeg.mirrored:
        canvas.scale(-1, 1)
    canvas.translate(-jpeg.width_px * scale / 2, -jpeg.height_px * scale / 2)
    return scale


def _lay_under(canvas: PaperCanvas, line: ScanLine, jpeg: Jpeg, scale: float, typeface: Typeface) -> None:
    """The line's text, unseen, stretched over its box; a box that is higher than wide is read downwards."""
    x0, y0, x1, y1 = (edge * scale for edge in _inside(line.box, jpeg))
    text = line.text.replace("\n", " ")
    upright = len(text) > 1 and y1 - y0 > 1.5 * (x1 - x0)
    length, size = (y1 - y0, x1 - x0) if upright else (x1 - x0, y1 - y0)
    natural = hidden_width_em(text, typeface.serif) * size
    if natural <= 0:
        return
    top = jpeg.height_px * scale
    canvas.saveState()
    if upright:
        canvas.translate(x0 + 0.15 * size, top - y0)
        canvas.rotate(-90)
    else:
        canvas.translate(x0, top - y1 + 0.15 * size)
    canvas.scale(length / natural, 1)
    draw_hidden(canvas, text, typeface.serif, size, 0, 0)
    canvas.restoreState()


def _inside(box: tuple[int, int, int, int], jpeg: Jpeg) -> tuple[float, float, float, float]:
    """The box with its edges in order and on the picture, a pixel wide at least: no text is lost with it."""
    left, right = sorted(min(max(edge, 0), jpeg.width_px) for edge in box[::2])
    top, bottom = sorted(min(max(edge, 0), jpeg.height_px) for edge in box[1::2])
    left, top = min(left, jpeg.width_px - 1), min(top, jpeg.height_px - 1)
    return left, top, max(right, left + 1), max(bottom, top + 1)


def _stamp(canvas: PaperCanvas, text: str, size: tuple[float, float], typeface: Typeface) -> None:
    """The item and page at the top right, outside the picture."""
    (line,) = break_lines(text, typeface.sans, width_em=1000)
    x = size[0] - _MARGIN_PT - 4 - line.width_em * 10.5
    draw_line(canvas, line, typeface.sans, 10.5, x, size[1] - _MARGIN_PT - 10)


def _bookmark(canvas: PaperCanvas, title: str, key: str) -> None:
    """This page in the reader's table of contents."""
    canvas.bookmarkPage(key)
    canvas.addOutlineEntry(title, key, level=0)
