"""The element-style complaint (要素式民事起诉状), laid out like the model forms of 法〔2025〕82号."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.lib.units import mm

from kiosk_app.documents.layout import PAD_X_PT, Block, Cell, Row, SetLine, cell, label_cell, set_text, space
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import (
    FORM_PAPER,
    Letterhead,
    Styles,
    signing_block,
    styles,
    title_blocks,
    write,
)
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.element_table import ElementTable, FilledBlock, FilledRow

_LABEL_PT = 52 * mm
_PARTY_WHOLE_PT = 90 * mm
PARTY_PREFIXES = ("原告", "被告", "第三人", "委托诉讼代理人", "法定代理人")
"""Blocks that the official form prints as one row: the heading at the left, the fields at the right."""


def render(
    table: ElementTable,
    *,
    plaintiffs: Sequence[str],
    letterhead: Letterhead,
    signature: Signature | None,
) -> Printed:
    """The complaint. The signature is the first plaintiff's; the others get a line to sign on.

    Sections, labels and their order are those of ``table``; cells grow, nothing is cut.
    """
    style, width = styles(letterhead.typeface), FORM_PAPER.width_pt
    rows = [row for block in table.blocks for row in _rows(block, style, width)]
    # Nobody signs on a page on which nothing else stands.
    rows[-1:] = [replace(row, keep_with_next=True) for row in rows[-1:]]
    blocks: list[Block] = [
        *title_blocks(table.title, f"（{table.cause}）", style, width),
        preface_block(table.preface, style, width),
        *rows,
    ]
    for index, name in enumerate(plaintiffs or ("",)):
        shown = name if len(plaintiffs) > 1 else ""
        blocks.append(
            signing_block("具状人（签字、盖章）", shown, None if index else signature, style, width, "日期")
        )
    return write(blocks, FORM_PAPER, letterhead.imprint(table.title, table.cause), letterhead.typeface)


def preface_block(paragraphs: Sequence[str], style: Styles, width: float) -> Block:
    """The printed instructions in one box; its short headings in bold, as in the official form."""
    lines: list[SetLine] = []
    for paragraph in paragraphs:
        heading = paragraph.startswith("★") or (paragraph.endswith("：") and len(paragraph) < 8)
        text = paragraph if heading else f"　　{paragraph}"
        lines += set_text(text, style.small_bold if heading else style.small, width - 2 * PAD_X_PT)
    return Row((Cell(tuple(lines), width),)) if lines else space(0)


def _rows(block: FilledBlock, style: Styles, width: float) -> Iterator[Row]:
    if block.rows and block.heading.startswith(PARTY_PREFIXES):
        yield _party(block, style, width)
        return
    if block.heading:
        yield Row((cell(block.heading, style.heading, width, shaded=True),), keep_with_next=True)
    for place, row in enumerate(block.rows):
        # What a section says first over its whole width is about the rows below it.
        introduces = place == 0 and not row.label and len(block.rows) > 1
        yield replace(_row(row, style, width), keep_with_next=introduces)


def _party(block: FilledBlock, style: Styles, width: float) -> Row:
    fields = "\n".join(f"{row.label}：{row.text}" if row.label else row.text for row in block.rows)
    label = label_cell(block.heading, style.part, _LABEL_PT)
    return Row((label, cell(fields, style.answer, width - _LABEL_PT)), whole_up_to_pt=_PARTY_WHOLE_PT)


def _row(row: FilledRow, style: Styles, width: float) -> Row:
    if not row.label:
        return Row((cell(row.text, style.answer, width),))
    label = label_cell(row.label, style.label, _LABEL_PT)
    return Row((label, cell(row.text, style.answer, width - _LABEL_PT, middle=True)))
