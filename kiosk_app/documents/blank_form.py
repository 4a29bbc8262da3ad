"""A form to be filled in by hand at home and scanned back: the complaint with room for a pen, its
registration marks, and the map of where each answer goes, made of what was noted while drawing."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kiosk_app.documents.blank_fields import CONTINUED, SIGNATURE, SIGNED_ON, Blanks, ticks_in, written_out
from kiosk_app.documents.blank_lines import PITCH_PT, pen_lines
from kiosk_app.documents.complaint import PARTY_PREFIXES, preface_block
from kiosk_app.documents.layout import (
    PAD_X_PT,
    Align,
    Block,
    Cell,
    Page,
    Row,
    Style,
    cell,
    label_cell,
    paginate,
    set_text,
)
from kiosk_app.documents.paper_canvas import Imprint, PaperCanvas, Place, Printed
from kiosk_app.documents.registration import (
    CODE,
    FRAME,
    MARK_MM,
    PAPER_MM,
    code_name,
    draw_marks,
    draw_page_code,
    mark_name,
)
from kiosk_app.documents.sheet import Paper, Styles, styles, title_blocks
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.code_meaning import FormCode, form_text
from kiosk_app.domain.layout_map import BoxMm, Field, LayoutMap, Mark, PageLayout, fingerprint
from kiosk_app.forms.question import Form, RowBlock
from kiosk_app.forms.question import Row as FormRow
from kiosk_app.forms.unroll import unroll

_PAPER = Paper(A4, left_pt=15 * mm, right_pt=15 * mm, top_pt=30 * mm, bottom_pt=22.5 * mm)
_SIZE_PT = 12.5
_PAD_Y_PT = 0.8 * mm
_LABEL_PT = 36 * mm
_LABEL_INNER_PT = _LABEL_PT - 2 * PAD_X_PT
_PARTY_WHOLE_PT = 130 * mm
_HEAD_LEFT_PT = (FRAME.left + MARK_MM + 4) * mm
_HEAD_WIDTH_PT = CODE.left * mm - 3 * mm - _HEAD_LEFT_PT

_AREA_PT = 3 * PITCH_PT
_WHOLE_PT = 75 * mm
_LABEL_LINES = 4
"""A label of more lines stands above its fields, not beside them."""
_ONCE = frozenset({"plaintiff", "defendant", "third_party", "agent"})
"""Who has a page of his own that can be copied: one of each is printed. Of everything else two."""
_TWO = 2
_COPY = "（不止一位的，复印本页填写）"
_HOW = "请用黑色笔填写，选项打“√”；不要涂画、剪掉四角的方块和二维码。"
_WHERE_MORE = "写不下的，写在最后一页（续页）上。"


@dataclass(frozen=True, slots=True)
class BlankForm:
    """A blank form and where everything on it stands."""

    printed: Printed
    layout: LayoutMap


def render(form: Form, *, at: datetime, typeface: Typeface) -> BlankForm:
    """The blank form of a declared form (one with ``#`` in its keys): every label of the official table
    in its order, whatever it depends on."""
    blanks = Blanks(unroll(form, {group.key: 1 if group.key in _ONCE else _TWO for group in form.groups}))
    style = _styles(typeface)
    pages = paginate(list(_blocks(blanks, style)), _PAPER.height_pt)
    pages += paginate(list(_continuation(blanks, style)), _PAPER.height_pt)
    canvas = PaperCanvas(A4, Imprint(f"{form.document_title}（{form.cause.name}）空白表", "", at), typeface)
    for number, page in enumerate(pages, 1):
        draw_marks(canvas, number)
        _draw_frame_words(canvas, form, number, len(pages), style)
        _draw_blocks(canvas, page)
        canvas.showPage()
    layout = _layout(form, canvas.places, blanks, len(pages))
    code = FormCode(form.id, form.edition, 1, len(pages), fingerprint(layout))
    for number in range(1, len(pages) + 1):
        draw_page_code(canvas, number, form_text(replace(code, page=number)))
    return BlankForm(canvas.printed(), layout)


def _styles(typeface: Typeface) -> Styles:
    """The house styles, larger."""
    return replace(
        styles(typeface),
        heading=Style(typeface.bold, 14, 21, Align.CENTRE),
        part=Style(typeface.bold, _SIZE_PT, 19),
        label=Style(typeface.sans, _SIZE_PT, 19),
        answer=Style(typeface.serif, _SIZE_PT, 19),
        small=Style(typeface.serif, 12, 18, Align.JUSTIFY),
        small_bold=Style(typeface.bold, 12, 18),
    )


def _blocks(blanks: Blanks, style: Styles) -> Iterator[Block]:
    form, width = blanks.form, _PAPER.width_pt
    yield from title_blocks(form.document_title, f"（{form.cause.name}）", style, width)
    yield preface_block(form.preface, style, width)
    rows = [row for block in _one_of_each(form.blocks) for row in _rows(block, blanks, style)]
    # Nobody signs on a page on which nothing else stands.
    rows[-1:] = [replace(row, keep_with_next=True) for row in rows[-1:]]
    yield from rows
    yield _signing(blanks, style)


def _one_of_each(blocks: Sequence[RowBlock]) -> Iterator[RowBlock]:
    """The blocks without those that stand under a heading instead of an earlier one."""
    told = set()
    for block in blocks:
        if not block.heading or (block.heading, block.group) not in told:
            told.add((block.heading, block.group))
            yield block


def _rows(block: RowBlock, blanks: Blanks, style: Styles) -> Iterator[Row]:
    width = _PAPER.width_pt
    if block.rows and block.heading.startswith(PARTY_PREFIXES):
        yield _party(block, blanks, style)
        return
    if block.heading:
        yield Row((cell(block.heading, style.heading, width, shaded=True),), keep_with_next=True)
    for row in block.rows:
        text = written_out(row.cell, blanks.form, labelled=bool(row.label))
        yield _row(row.label, text, blanks, style)


def _party(block: RowBlock, blanks: Blanks, style: Styles) -> Row:
    """The heading at the left, the fields at the right as many to a line as have room."""
    text = "".join(_joined(block.rows, blanks.form)).lstrip("\n　")
    named = set_text(block.heading.replace("（", "\n（", 1), style.part, _LABEL_INNER_PT)
    hint = set_text(_COPY, style.small, _LABEL_INNER_PT) if block.group else ()
    again = set_text(f"{block.heading}（续）", style.part, _LABEL_INNER_PT)
    label = Cell((*named, *hint), _LABEL_PT, middle=True, again=again)
    return replace(_beside(label, text, blanks, style), whole_up_to_pt=_PARTY_WHOLE_PT)


def _joined(rows: Sequence[FormRow], form: Form) -> Iterator[str]:
    """The fields one after the other; a choice of many has lines of its own."""
    alone = True
    for row in rows:
        text = written_out(row.cell, form, labelled=True)
        many = ticks_in(text) > _TWO
        yield ("\n" if many or alone else "　") + f"{row.label}：{text}"
        alone = many


def _row(label: str, text: str, blanks: Blanks, style: Styles) -> Row:
    """The fields beside their label, or below one that is long."""
    named = label_cell(label, style.label, _LABEL_PT)
    if label and len(named.lines) <= _LABEL_LINES:
        return _beside(named, text, blanks, style)
    inner = _PAPER.width_pt - 2 * PAD_X_PT
    above = set_text(label, style.label, inner) if label else ()
    lines = (*above, *pen_lines(text, blanks, style.answer, inner))
    return _whole(Row((Cell(lines, _PAPER.width_pt, pad_y_pt=_PAD_Y_PT),)))


def _beside(label: Cell, text: str, blanks: Blanks, style: Styles) -> Row:
    room = _PAPER.width_pt - label.width_pt
    lines = pen_lines(text, blanks, style.answer, room - 2 * PAD_X_PT)
    fields = Cell(lines, room, middle=True, pad_y_pt=_PAD_Y_PT)
    return _whole(Row((replace(label, pad_y_pt=_PAD_Y_PT), fields)))


def _whole(row: Row) -> Row:
    """A row is divided only where it is high and has no large area, which would leave its label behind."""
    highest_pt = max(line.height_pt for line in row.cells[-1].lines)
    return replace(row, whole_up_to_pt=row.height_pt if highest_pt > _AREA_PT else _WHOLE_PT)


def _signing(blanks: Blanks, style: Styles) -> Block:
    day = "".join(f"{{{SIGNED_ON}.{part}}}{unit}" for part, unit in _DAY)
    label = cell("具状人\n（签字、盖章）", style.part, _LABEL_PT, middle=True)
    return _beside(label, f"{{{SIGNATURE}}}\n日期：{day}", blanks, style)


_DAY = (("year", "年"), ("month", "月"), ("day", "日"))


def _continuation(blanks: Blanks, style: Styles) -> Iterator[Block]:
    """The sheet for what had no room, to be copied where it is not enough."""
    width = _PAPER.width_pt
    yield Row((cell("续页（不够的，复印本页填写）", style.heading, width, shaded=True),), keep_with_next=True)
    yield _row("", f"续页第{{{CONTINUED}.page}}页　接哪一项：{{{CONTINUED}.about}}", blanks, style)
    yield _row("", f"{{{CONTINUED}}}", blanks, style)


def _draw_blocks(canvas: PaperCanvas, page: Page) -> None:
    for block, offset in page:
        block.draw(canvas, _PAPER.left_pt, A4[1] - _PAPER.top_pt - offset)


def _draw_frame_words(canvas: PaperCanvas, form: Form, number: int, count: int, style: Styles) -> None:
    """What stands between the marks: which form it is and how it is filled in, and the page's number."""
    top = A4[1] - FRAME.top * mm
    for text, each in ((f"{form.document_title}（{form.cause.name}）", style.part), (_HOW, style.small)):
        for line in set_text(text, replace(each, align=Align.LEFT), _HEAD_WIDTH_PT):
            line.draw(canvas, _HEAD_LEFT_PT, top)
            top -= line.height_pt
    foot = A4[1] - (FRAME.top + FRAME.height - MARK_MM / 2) * mm + style.small.leading_pt / 2
    text = f"第 {number} 页　共 {count} 页　　{_WHERE_MORE}"
    centred = replace(style.small, align=Align.CENTRE)
    set_text(text, centred, _PAPER.width_pt)[0].draw(canvas, _PAPER.left_pt, foot)


def _layout(form: Form, places: Mapping[str, Place], blanks: Blanks, count: int) -> LayoutMap:
    def page(number: int) -> PageLayout:
        marks = tuple(Mark(each, _box(places[mark_name(number, each)])) for each in range(4))
        own = tuple(name for name in blanks.made if places[name].page == number)
        fields = tuple(_field(name, blanks, places[name]) for name in own)
        return PageLayout(marks, _box(places[code_name(number)]), fields)

    pages = tuple(page(number) for number in range(1, count + 1))
    return LayoutMap(form.id, form.edition, *PAPER_MM, FRAME, round(PITCH_PT / mm, 2), pages)


def _field(name: str, blanks: Blanks, place: Place) -> Field:
    blank = blanks.made[name]
    room = blank.room
    return Field(blank.key, blank.part, blank.choice, blank.nth, room.kind, room.cells, _box(place))


def _box(place: Place) -> BoxMm:
    """A place on the paper as one in the frame."""
    left = place.left_pt / mm - FRAME.left
    top = (A4[1] - place.bottom_pt - place.height_pt) / mm - FRAME.top
    # Adding nought makes -0.0 a plain 0.0.
    return BoxMm(*(round(each, 2) + 0.0 for each in (left, top, place.width_pt / mm, place.height_pt / mm)))
