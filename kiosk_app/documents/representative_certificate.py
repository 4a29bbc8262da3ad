"""The certificate of who represents an organisation (法定代表人身份证明书).

登记立案规定 6 asks an organisation for it; its wording, the copy of the representative's card and the
seal in place of a signature are what courts are used to, not rules that were read. The screen has no seal,
so nobody signs here: it is printed and sealed.
"""

from __future__ import annotations

from reportlab.lib.units import mm

from kiosk_app.documents.field_rows import field, heading
from kiosk_app.documents.layout import Align, Block, Paragraph, Style, set_text
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import FORM_PAPER, Letterhead, styles, title_blocks, write
from kiosk_app.domain.party import Organization
from kiosk_app.forms.element_table import BLANK

TITLE = "法定代表人（主要负责人）身份证明书"


def render(body: Organization, *, letterhead: Letterhead) -> Printed:
    """The certificate, to be sealed. What was not told is a line to write on."""
    style, width = styles(letterhead.typeface), FORM_PAPER.width_pt
    plain = Style(style.text.face, style.text.size_pt, 24, Align.JUSTIFY)
    closing = Style(style.text.face, style.text.size_pt, 30)
    half = width / 2
    blocks: list[Block] = [
        *title_blocks(TITLE, "", style, width),
        Paragraph(set_text(_certified(body), plain, width), after_pt=6 * mm),
        heading("单位", style, width),
        field("名称", body.name, style, width),
        field("住所地", body.domicile, style, width),
        field("统一社会信用代码", body.credit_code, style, width),
        heading("法定代表人（主要负责人）", style, width),
        field("姓名", body.representative, style, width),
        field("职务", body.position, style, width),
        field("证件号码", "", style, width),
        field("联系电话", body.phone, style, width),
        Paragraph(
            set_text(f"　　此致\n{letterhead.court}", plain, width), before_pt=8 * mm, keep_with_next=True
        ),
        Paragraph(
            set_text("单位（盖章）：\n日期：　　　　年　　　月　　　日", _moved(closing, half), width),
            before_pt=14 * mm,
            after_pt=18 * mm,
            keep_with_next=True,
        ),
        Paragraph(set_text(_TO_DO, style.small, width)),
    ]
    return write(blocks, FORM_PAPER, letterhead.imprint(TITLE), letterhead.typeface)


_TO_DO = (
    "附：法定代表人（主要负责人）的身份证件复印件。\n"
    "这份证明书不在屏幕上签名。打印后盖单位公章，可以拍进证据材料，也可以交到立案窗口。"
)


def _certified(body: Organization) -> str:
    name, position = body.representative or BLANK, body.position or BLANK
    return f"　　{name}在我单位担任{position}职务，是我单位的法定代表人（主要负责人）。\n　　特此证明。"


def _moved(style: Style, by_pt: float) -> Style:
    return Style(style.face, style.size_pt, style.leading_pt, indent_em=by_pt / style.size_pt)
