"""The cover of an evidence item: what it is, what it is to prove, and where its pages stand in the whole.

Each item of evidence is numbered, with its source, what it is to prove and a short account of what is in it,
signed or sealed by who submits it, with the day (证据规定 19①); the list has these, and each cover its part
of them, so that an item which is taken out of the bundle still tells where it belongs.
"""

from __future__ import annotations

from dataclasses import replace

from reportlab.lib.units import mm

from kiosk_app.documents.layout import Block, Paragraph, Row, cell, label_cell, set_text, space
from kiosk_app.documents.paper_canvas import Imprint, PaperCanvas
from kiosk_app.documents.sheet import FORM_PAPER, Letterhead, Styles, chinese_day, draw_sheets, styles
from kiosk_app.domain.evidence import EvidenceItem

_ABOVE_PT, _BELOW_PT = 38 * mm, 16 * mm
_LABEL_PT = 38 * mm
_BY_HAND_PT = 18 * mm
"""So much room has a purpose that nobody gave: it can still be written in."""
_BOOKMARK = "cover"
_PAD_Y_PT = 2.6 * mm


def imprint(item: EvidenceItem, number: int, letterhead: Letterhead) -> Imprint:
    """What the file says of itself: which item it is, and of which case."""
    return letterhead.imprint(_named(item, number))


def draw(
    canvas: PaperCanvas,
    item: EvidenceItem,
    number: int,
    first_page: int,
    submitter: str,
    letterhead: Letterhead,
) -> None:
    """The cover on a page of its own; on several, if what it says is so long."""
    style, width = styles(letterhead.typeface), FORM_PAPER.width_pt
    large = replace(style.title, size_pt=34, leading_pt=46)
    name = replace(style.title, size_pt=20, leading_pt=30)
    blocks: list[Block] = [
        space(_ABOVE_PT),
        Paragraph(set_text(f"证据{number}", large, width), after_pt=4 * mm, keep_with_next=True),
        Paragraph(set_text(item.title, name, width), after_pt=_BELOW_PT),
    ]
    facts = (
        ("证明目的", item.purpose),
        ("形式", item.form),
        *((("证据上的日期", chinese_day(item.dated)),) if item.dated else ()),
        ("页数", f"{item.page_count} 页"),
        ("页码", _numbers(first_page, item)),
        ("提交人", submitter),
        ("案由", letterhead.cause),
        ("受诉法院", letterhead.court),
    )
    rows = [_row(label, text, style, width) for label, text in facts]
    # However long the purpose is, what follows it stands together.
    blocks += [rows[0], *(replace(row, keep_with_next=True) for row in rows[1:-1]), rows[-1]]
    canvas.bookmarkPage(_BOOKMARK)
    canvas.addOutlineEntry(_named(item, number), _BOOKMARK, level=0)
    head = letterhead.imprint(f"证据{number}")
    draw_sheets(canvas, blocks, FORM_PAPER, head, letterhead.typeface, number=_sheet_number)


def _row(label: str, text: str, style: Styles, width: float) -> Row:
    cells = (
        label_cell(label, style.label, _LABEL_PT),
        cell(text, style.answer, width - _LABEL_PT, middle=True),
    )
    room_pt = 0 if text else _BY_HAND_PT
    return Row(tuple(replace(shown, pad_y_pt=_PAD_Y_PT) for shown in cells), least_pt=room_pt)


def _named(item: EvidenceItem, number: int) -> str:
    return f"证据{number}　{' '.join(item.title.split())}"


def _numbers(first_page: int, item: EvidenceItem) -> str:
    last = first_page + item.page_count - 1
    if item.page_count == 0:
        return "—"
    return f"总第{first_page}页" if last == first_page else f"总第{first_page}页至总第{last}页"


def _sheet_number(page: int, pages: int) -> str:
    """The cover is no page of the evidence, and says so."""
    return "封面" if pages == 1 else f"封面　{page}／{pages}"
