"""The paper of every court document: page sizes, the house styles, the closing lines, the file itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reportlab.lib.pagesizes import A4, A5
from reportlab.lib.units import mm

from kiosk_app.documents.ink import draw_signature
from kiosk_app.documents.layout import (
    Align,
    Block,
    Drawing,
    Paragraph,
    SetLine,
    Style,
    draw_lines,
    paginate,
    set_text,
)
from kiosk_app.documents.paper_canvas import SIGNATURE, Imprint, PaperCanvas, Printed
from kiosk_app.documents.typeface import Face, Typeface
from kiosk_app.domain.filing import CHINA, Moment
from kiosk_app.domain.signature import Signature


@dataclass(frozen=True, slots=True)
class Paper:
    """A page size with its margins, in points."""

    size_pt: tuple[float, float]
    left_pt: float
    right_pt: float
    top_pt: float
    bottom_pt: float
    numbered: bool = True
    """Whether each page says which of how many it is."""

    @property
    def width_pt(self) -> float:
        return self.size_pt[0] - self.left_pt - self.right_pt

    @property
    def height_pt(self) -> float:
        return self.size_pt[1] - self.top_pt - self.bottom_pt


FORM_PAPER = Paper(A4, left_pt=25 * mm, right_pt=25 * mm, top_pt=28 * mm, bottom_pt=27 * mm)
"""A4; the margins of GB/T 9704-2012 narrowed, as the official forms do."""


DENSE_PAPER = Paper(A4, left_pt=25 * mm, right_pt=25 * mm, top_pt=20 * mm, bottom_pt=18 * mm)
"""A little narrower above and below, so that a paper that is mostly short stands on one page."""


SLIP_PAPER = Paper(A5, left_pt=14 * mm, right_pt=14 * mm, top_pt=12 * mm, bottom_pt=16 * mm)
"""A5, for what a visitor takes home."""

ROLL_WIDTH_PT = 72 * mm
"""What a thermal printer of 203 dpi reaches (576 dots) of a roll of 80 mm."""


def roll_paper(blocks: Sequence[Block]) -> Paper:
    """A roll of 80 mm, cut behind these blocks: one page, as high as they are, without a number."""
    side_pt, top_pt, bottom_pt = (80 * mm - ROLL_WIDTH_PT) / 2, 4 * mm, 6 * mm
    # A point more, so that no rounding makes a second page.
    height_pt = top_pt + sum(block.height_pt for block in blocks) + 1 + bottom_pt
    return Paper((80 * mm, height_pt), side_pt, side_pt, top_pt, bottom_pt, numbered=False)


_HEAD_GAP_PT = 5 * mm
"""Between the line at the head of each page and the text."""

_FOOT_GAP_PT, _LEAST_FOOT_GAP_PT = 7 * mm, 2 * mm
"""Between the text and the line at the foot of each page (GB/T 9704-2012 §7.5), and in a shallow margin."""

_EDGE_PT = 5 * mm
"""So far from the edges of a sheet no printer need print."""

_FRAME_SIZES_PT = (8.5, 7.5, 6.5, 5.5)
"""The sizes of what stands around the text; the first in which it has room is taken."""

_FRAME_LEADING = 1.4
_THIN_PT = 0.4


@dataclass(frozen=True, slots=True)
class Letterhead:
    """What all papers of one filing have in common. ``filing_id`` is empty in a trial without a visit."""

    court: str
    cause: str
    moment: Moment
    filing_id: str
    typeface: Typeface

    def imprint(self, title: str, about: str = "") -> Imprint:
        """The imprint of one of the papers: about the cause, or about a person."""
        about = about or self.cause
        return Imprint(f"{title}（{about}）" if about else title, self.court, self.moment.at, self.filing_id)


@dataclass(frozen=True, slots=True)
class Styles:
    """The hierarchy of a court form (title 二号, text 小四 to 五号)."""

    title: Style
    subtitle: Style
    heading: Style
    part: Style
    label: Style
    answer: Style
    text: Style
    small: Style
    small_bold: Style


def styles(typeface: Typeface) -> Styles:
    serif, sans, bold = typeface.serif, typeface.sans, typeface.bold
    return Styles(
        title=Style(bold, 22, 32, Align.CENTRE),
        subtitle=Style(sans, 15, 23, Align.CENTRE),
        heading=Style(bold, 13, 20, Align.CENTRE),
        part=Style(bold, 11, 17.5),
        label=Style(sans, 10.5, 17),
        answer=Style(serif, 11, 17.5, Align.JUSTIFY),
        text=Style(serif, 12, 20, Align.JUSTIFY),
        small=Style(serif, 10, 16, Align.JUSTIFY),
        small_bold=Style(bold, 10.5, 17),
    )


def write(
    blocks: Sequence[Block],
    paper: Paper,
    imprint: Imprint,
    typeface: Typeface,
    overleaf: Sequence[Block] = (),
) -> Printed:
    """These blocks on pages, each with 第 x 页 共 y 页 if it is numbered. ``overleaf`` begins on a page
    of its own.

    The same input gives the same bytes.
    """
    canvas = PaperCanvas(paper.size_pt, imprint, typeface)
    draw_sheets(canvas, blocks, paper, imprint, typeface, overleaf)
    return canvas.printed()


def _page_of(page: int, pages: int) -> str:
    return f"第 {page} 页　共 {pages} 页"


def draw_sheets(
    canvas: PaperCanvas,
    blocks: Sequence[Block],
    paper: Paper,
    imprint: Imprint,
    typeface: Typeface,
    overleaf: Sequence[Block] = (),
    *,
    number: Callable[[int, int], str] = _page_of,
) -> None:
    """These blocks on as many pages as they need. ``number`` words a page's number of so many."""
    pages = paginate(blocks, paper.height_pt)
    if overleaf:
        pages += paginate(overleaf, paper.height_pt)
    top = paper.size_pt[1] - paper.top_pt
    for page_number, page in enumerate(pages, 1):
        _draw_head(canvas, imprint, paper, typeface)
        for block, offset in page:
            block.draw(canvas, paper.left_pt, top - offset)
        if paper.numbered:
            _draw_foot(canvas, number(page_number, len(pages)), imprint, paper, typeface)
        canvas.showPage()


def title_blocks(title: str, subtitle: str, style: Styles, width_pt: float) -> tuple[Block, ...]:
    """The centred title, and the line under it in brackets if there is one."""
    under = (
        (Paragraph(set_text(subtitle, style.subtitle, width_pt), keep_with_next=True),) if subtitle else ()
    )
    return (
        Paragraph(set_text(title, style.title, width_pt), keep_with_next=True),
        *under,
        Drawing(5 * mm, lambda canvas, left, top: None, keep_with_next=True),
    )


def details(pairs: Sequence[tuple[str, str]], style: Styles, width_pt: float) -> tuple[Block, ...]:
    """Lines such as 案由：…, above a table and kept with it."""
    text = "\n".join(f"{label}：{value}" for label, value in pairs)
    return (Paragraph(set_text(text, style.answer, width_pt), after_pt=2.5 * mm, keep_with_next=True),)


def chinese_date(at: datetime) -> str:
    return chinese_day(at.astimezone(CHINA))


def chinese_day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def chinese_time(at: datetime) -> str:
    moment = at.astimezone(CHINA)
    return f"{chinese_date(at)} {moment:%H:%M:%S}"


def signing_block(
    label: str, name: str, signature: Signature | None, style: Styles, width_pt: float, date_label: str
) -> Drawing:
    """The place to sign with the date under it; without a signature both are lines to write on.

    ``name`` is printed small under the line where several people sign; it may be empty. The first such
    place on a paper is that of the person at the kiosk.
    """
    line_pt, sign_pt = 58 * mm, 17 * mm
    text = Style(style.text.face, style.text.size_pt, style.text.leading_pt, Align.RIGHT)
    names = set_text(name, Style(style.text.face, 9, 13, Align.CENTRE), line_pt) if name else ()
    date_pt = 12 * mm + sum(line.height_pt for line in names[1:])

    def paint(canvas: PaperCanvas, left: float, top: float) -> None:
        start = left + width_pt - line_pt
        rule = top - 23 * mm
        column = width_pt - line_pt - 1.5 * mm
        labels = (f"{label}：", rule), (f"{date_label}：", rule - date_pt)
        for words, base in labels:
            set_text(words, text, column)[0].draw(canvas, left, base + text.leading_pt - 1)
        canvas.setLineWidth(0.7)
        canvas.line(start, rule, start + line_pt, rule)
        canvas.line(start, rule - date_pt, start + line_pt, rule - date_pt)
        draw_lines(canvas, names, start, rule - 0.5)
        date = chinese_date(signature.at) if signature else "　　　　年　　　月　　　日"
        dated = Style(text.face, text.size_pt, text.leading_pt)
        set_text(date, dated, line_pt)[0].draw(canvas, start + 3 * mm, rule - date_pt + text.leading_pt - 1)
        canvas.note(SIGNATURE, start, rule, line_pt, sign_pt + 2 * mm)
        if signature:
            draw_signature(canvas, signature, start + 3 * mm, rule + 0.5 * mm, line_pt - 6 * mm, sign_pt)

    return Drawing(26 * mm + date_pt, paint)


def _draw_head(canvas: PaperCanvas, imprint: Imprint, paper: Paper, typeface: Typeface) -> None:
    """Of which paper and filing each page is: one that was dropped finds its place again."""
    if not imprint.filing_id:
        return
    rule = paper.size_pt[1] - paper.top_pt + _HEAD_GAP_PT
    number, *_ = _frame_lines(
        f"材料包编号 {imprint.filing_id}", typeface.sans, paper.width_pt, 0, Align.RIGHT
    )
    room = paper.width_pt - number.line.width_em * number.style.size_pt - 6 * mm
    title, *more = _frame_lines(imprint.title, typeface.sans, room, 0)
    if more:
        # It stands in full in the title and in the table: here the beginning will do.
        title, *_ = set_text(f"{title.line.text[:-2]}…", title.style, room)
    for line in (title, number):
        line.draw(canvas, paper.left_pt, rule + line.height_pt + 1.5)
    canvas.setLineWidth(_THIN_PT)
    canvas.line(paper.left_pt, rule, paper.left_pt + paper.width_pt, rule)


def _draw_foot(canvas: PaperCanvas, number: str, imprint: Imprint, paper: Paper, typeface: Typeface) -> None:
    page = set_text(number, Style(typeface.serif, 9, 12.5, Align.CENTRE), paper.width_pt)
    room = paper.bottom_pt - _EDGE_PT
    addressee = f"致：{imprint.court}" if imprint.court else ""
    side = paper.width_pt / 2 - 22 * mm
    court = _frame_lines(addressee, typeface.sans, side, room - _LEAST_FOOT_GAP_PT)
    used = max(sum(line.height_pt for line in lines) for lines in (page, court))
    top = paper.bottom_pt - min(_FOOT_GAP_PT, room - used)
    draw_lines(canvas, page, paper.left_pt, top)
    draw_lines(canvas, court, paper.left_pt, top)


def _frame_lines(
    text: str, face: Face, width_pt: float, room_pt: float, align: Align = Align.LEFT
) -> tuple[SetLine, ...]:
    """The lines in the largest size in which they are no higher than ``room_pt``, else in the smallest."""
    lines: tuple[SetLine, ...] = ()
    for size_pt in _FRAME_SIZES_PT:
        lines = set_text(text, Style(face, size_pt, size_pt * _FRAME_LEADING, align), width_pt)
        if len(lines) == 1 or sum(line.height_pt for line in lines) <= room_pt:
            break
    return lines
