"""The evidence list (证据清单): each item numbered, with purpose, form and pages (证据规定 19①)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

from reportlab.lib.units import mm

from kiosk_app.documents.layout import Align, Block, Row, Style, cell
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import (
    FORM_PAPER,
    Letterhead,
    Styles,
    chinese_day,
    details,
    signing_block,
    styles,
    title_blocks,
    write,
)
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.signature import Signature

_COLUMNS = ("序号", "证据名称", "证明目的", "形式", "页数", "页码")
_WIDTHS_PT = (14 * mm, 45 * mm, 50 * mm, 19 * mm, 14 * mm, 18 * mm)


def first_pages(items: Sequence[EvidenceItem]) -> tuple[int, ...]:
    """The first page of each item when all items are numbered through, from 1."""
    return tuple(accumulate((item.page_count for item in items), initial=1))[:-1]


def render(
    items: Sequence[EvidenceItem],
    *,
    submitter: str,
    letterhead: Letterhead,
    signature: Signature | None,
) -> Printed:
    """The list. Page numbers run through all items, as stamped by ``evidence_pages``."""
    style, width = styles(letterhead.typeface), FORM_PAPER.width_pt
    head = _row(_COLUMNS, style, head=True)
    rows = [
        _row(
            (str(number), _named(item), item.purpose, item.form, str(item.page_count), _pages(first, item)),
            style,
        )
        for number, (item, first) in enumerate(zip(items, first_pages(items), strict=True), 1)
    ]
    total = sum(item.page_count for item in items)
    summary = f"共 {len(items)} 项证据，{total} 页" if items else "未提交证据"
    blocks: list[Block] = [
        *title_blocks("证据清单", "", style, width),
        *details(
            (("提交人", submitter), ("案由", letterhead.cause), ("受诉法院", letterhead.court)), style, width
        ),
        head,
        *(replace(row, header=head) for row in rows[:-1]),
        # The last item, the sum and the signature stay together.
        *(replace(row, header=head, keep_with_next=True) for row in rows[-1:]),
        Row((cell(summary, _centred(style.label), width),), keep_with_next=True),
        signing_block("提交人（签名、盖章）", "", signature, style, width, "提交日期"),
    ]
    return write(blocks, FORM_PAPER, letterhead.imprint("证据清单"), letterhead.typeface)


def _named(item: EvidenceItem) -> str:
    """The item's name, and below it the day that stands on it."""
    return f"{item.title}\n（{chinese_day(item.dated)}）" if item.dated else item.title


def _row(texts: Sequence[str], style: Styles, *, head: bool = False) -> Row:
    centred = _centred(style.part if head else style.answer)
    cells = tuple(
        cell(
            text,
            centred if head or column not in (1, 2) else style.answer,
            width,
            shaded=head,
            middle=True,
            again="（续）" if column == 0 else "",
        )
        for column, (text, width) in enumerate(zip(texts, _WIDTHS_PT, strict=True))
    )
    return Row(cells, keep_with_next=head)


def _centred(style: Style) -> Style:
    return Style(style.face, style.size_pt, style.leading_pt, Align.CENTRE)


def _pages(first: int, item: EvidenceItem) -> str:
    last = first + item.page_count - 1
    if item.page_count == 0:
        return "—"
    return str(first) if last == first else f"{first}–{last}"
