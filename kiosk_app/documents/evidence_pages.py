"""One evidence item as a searchable PDF: each page's picture with what was read from it underneath."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfdoc import PDFImageXObject

from kiosk_app.documents.ink import draw_hidden, draw_line, hidden_width_em
from kiosk_app.documents.linebreak import break_lines
from kiosk_app.documents.paper_canvas import Imprint, PaperCanvas, Printed
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.errors import IntegrityFault
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Moment

_MARGIN_PT, _STAMP_STRIP_PT = 8 * mm, 9 * mm
_LARGEST_PT_PER_PX = 72 / 90
"""Small slips are not enlarged beyond 90 dpi: they would only look worse."""

_COLOUR_SPACES = ("DeviceGray", "DeviceRGB")


class PictureUnusable(IntegrityFault):
    """A stored page picture is no grey or colour JPEG. Facts: ``item`` and ``page``, from 1."""


@dataclass(frozen=True, slots=True)
class ScanLine:
    """A line of text read on the page. ``box`` is left, top, right, bottom in pixels."""

    text: str
    box: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class PageScan:
    """A captured page: a JPEG (grey or RGB) and what was read on it, in reading order.

    It is shown turned ``quarter_turns`` to the right; sizes and boxes are those of the JPEG as it is.
    """

    jpeg: bytes
    width_px: int
    height_px: int
    lines: tuple[ScanLine, ...] = ()
    quarter_turns: int = 0

    @property
    def shown_px(self) -> tuple[int, int]:
        """Width and height as it is shown."""
        return (self.height_px, self.width_px) if self.quarter_turns % 2 else (self.width_px, self.height_px)


def render(
    item: EvidenceItem,
    pages: Iterable[PageScan],
    *,
    number: int,
    first_page: int,
    moment: Moment,
    typeface: Typeface,
) -> Printed:
    """The item's pages, stamped 证据``number`` with the page numbers of the evidence list.

    ``pages`` is read one at a time and JPEGs are embedded as they are, so beside the result little
    more than one page is held. ``first_page`` is the item's first page in the whole (see
    :func:`kiosk_app.documents.evidence_list.first_pages`). Raises :class:`PictureUnusable`.
    """
    imprint = Imprint(f"证据{number}　{item.title}", "", moment.at)
    return _pages(
        pages,
        number,
        lambda page: f"证据{number}　第{page}页　（总第{first_page + page - 1}页）",
        imprint,
        typeface,
    )


def render_signed(
    title: str, pages: Iterable[PageScan], *, count: int, moment: Moment, typeface: Typeface
) -> Printed:
    """The captured pages of a document that was signed with a pen, stamped with its title. Like
    :func:`render`; in its fault, ``item`` is 0."""
    imprint = Imprint(f"{title}（纸上签名）", "", moment.at)
    return _pages(pages, 0, lambda page: f"{title}（纸上签名）　第{page}页　共{count}页", imprint, typeface)


def _pages(
    pages: Iterable[PageScan],
    number: int,
    stamp: Callable[[int], str],
    imprint: Imprint,
    typeface: Typeface,
) -> Printed:
    """A picture a page, each stamped with what ``stamp`` makes of its number."""
    canvas = PaperCanvas(A4, imprint, typeface)
    for index, page in enumerate(pages):
        width_px, height_px = page.shown_px
        upright = height_px >= width_px
        size = A4 if upright else landscape(A4)
        canvas.setPageSize(size)
        picture = _embed(canvas, page, number, index + 1)
        _draw_page(canvas, page, picture, size, typeface)
        _stamp(canvas, stamp(index + 1), size, typeface)
        canvas.showPage()
    return canvas.printed()


def _embed(canvas: PaperCanvas, page: PageScan, number: int, page_number: int) -> str:
    """The JPEG's own bytes in the file, decoded by nobody; the name to paint it by."""
    name = f"page{page_number}"
    picture = PDFImageXObject(name)
    if not picture.loadImageFromJPEG(io.BytesIO(page.jpeg)) or picture.colorSpace not in _COLOUR_SPACES:
        raise PictureUnusable(item=number, page=page_number)
    # Canvas.drawImage does these steps too, but decodes the whole picture first to find a name for it.
    inner: Any = canvas
    internal = inner._doc.getXObjectName(name)
    inner._doc.Reference(picture, internal)
    inner._doc.addForm(name, picture)
    inner._setXObjects(picture)
    inner._formsinuse.append(name)
    return str(internal)


def _draw_page(
    canvas: PaperCanvas, page: PageScan, picture: str, size: tuple[float, float], typeface: Typeface
) -> None:
    room = size[0] - 2 * _MARGIN_PT, size[1] - 2 * _MARGIN_PT - _STAMP_STRIP_PT
    shown = page.shown_px
    scale = min(room[0] / shown[0], room[1] / shown[1], _LARGEST_PT_PER_PX)
    width, height = page.width_px * scale, page.height_px * scale
    canvas.saveState()
    # The JPEG stays as it is: the paper is turned around the middle of the room under it.
    canvas.translate(size[0] / 2, _MARGIN_PT + room[1] / 2)
    canvas.rotate(-90 * page.quarter_turns)
    canvas.translate(-width / 2, -height / 2)
    canvas.saveState()
    canvas.scale(width, height)
    canvas.addLiteral(f"/{picture} Do")
    canvas.restoreState()
    for line in page.lines:
        _lay_under(canvas, line, scale, 0, height, typeface)
    canvas.restoreState()


def _lay_under(
    canvas: PaperCanvas, line: ScanLine, scale: float, left: float, top: float, typeface: Typeface
) -> None:
    """The line's text, unseen, stretched over its box; a box that is higher than wide is read downwards."""
    x0, y0, x1, y1 = (edge * scale for edge in line.box)
    text = line.text.replace("\n", " ")
    upright = len(text) > 1 and y1 - y0 > 1.5 * (x1 - x0)
    length, size = (y1 - y0, x1 - x0) if upright else (x1 - x0, y1 - y0)
    natural = hidden_width_em(text, typeface.serif) * size
    if natural <= 0 or length <= 0 or size <= 0:
        return
    canvas.saveState()
    if upright:
        canvas.translate(left + x0 + 0.15 * size, top - y0)
        canvas.rotate(-90)
    else:
        canvas.translate(left + x0, top - y1 + 0.15 * size)
    canvas.scale(length / natural, 1)
    draw_hidden(canvas, text, typeface.serif, size, 0, 0)
    canvas.restoreState()


def _stamp(canvas: PaperCanvas, text: str, size: tuple[float, float], typeface: Typeface) -> None:
    """The item and page at the top right, outside the picture."""
    (line,) = break_lines(text, typeface.sans, width_em=1000)
    x = size[0] - _MARGIN_PT - 4 - line.width_em * 10.5
    draw_line(canvas, line, typeface.sans, 10.5, x, size[1] - _MARGIN_PT - 10)
