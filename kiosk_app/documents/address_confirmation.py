"""The service address confirmation (送达地址确认书).

Sources: 专递规定 3–5, 11; 民诉法解释 136–137; 在线诉讼规则 29–31.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kiosk_app.documents.layout import PAD_X_PT, Align, Block, Cell, Row, Style, cell, set_text
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import Letterhead, Paper, Styles, signing_block, styles, title_blocks, write
from kiosk_app.domain.service_address import ServiceAddress
from kiosk_app.domain.signature import Signature

_PAPER = Paper(A4, left_pt=25 * mm, right_pt=25 * mm, top_pt=20 * mm, bottom_pt=18 * mm)
"""A little narrower above and below than other forms, so that all of it stands on one page."""

_LABEL_PT = 46 * mm
_FOUR_PT = (_LABEL_PT, 46 * mm, 28 * mm, 40 * mm)
_PAD_Y_PT = 1 * mm
_OPEN = "________"
_NONE = ServiceAddress("", "", "", "")


def render(
    address: ServiceAddress | None,
    *,
    party: str,
    role: str,
    notices: Sequence[str],
    letterhead: Letterhead,
    signature: Signature | None,
) -> Printed:
    """The confirmation. Without an address it is a blank form to fill in by hand.

    ``notices`` are the 告知事项 in order, without numbers. What nobody was asked (an agent for
    service) stays open.
    """
    style, width = styles(letterhead.typeface), _PAPER.width_pt
    given = address or _NONE
    accepts = _choice(None if address is None else given.accepts_electronic_service)
    blocks: list[Block] = [
        *title_blocks("送达地址确认书", "", style, width),
        _fields((("受诉法院", letterhead.court),), style, width),
        _fields((("案由", letterhead.cause), ("案号（如有）", "")), style, width),
        _fields((("当事人姓名或名称", party), ("诉讼地位", role)), style, width),
        _notices(notices, style, width),
        _heading("送达地址", style, width),
        _fields((("送达地址\n（省市区街道详细地址）", given.address),), style, width),
        _fields((("收件人", given.recipient), ("联系电话", given.phone)), style, width),
        _fields((("邮政编码", given.postcode), ("是否要求保密", _choice(given.confidential))), style, width),
        _fields((("指定代收人（可以不填）", _PROXY_FIELDS),), style, width),
        _heading("电子送达", style, width),
        _fields((("是否接受电子送达", accepts),), style, width),
        _fields((("电子地址", _electronic(given.electronic)),), style, width),
        Row((cell(_DECLARATION, style.text, width),), keep_with_next=True),
        signing_block("当事人（签名、盖章或捺印）", "", signature, style, width, "日期"),
    ]
    return write(blocks, _PAPER, letterhead.imprint("送达地址确认书", party), letterhead.typeface)


_DECLARATION = "　　我已阅读（听明白）本确认书的告知事项，保证上述送达地址准确、有效。"
_PROXY_FIELDS = (
    "姓名：____________　与当事人关系：____________\n"
    "证件类型：__________　证件号码：________________\n"
    "电话：____________　地址：____________________"
)


def _heading(text: str, style: Styles, width: float) -> Row:
    return Row((cell(text, style.heading, width, shaded=True),), keep_with_next=True)


def _fields(pairs: Sequence[tuple[str, str]], style: Styles, width: float) -> Row:
    """One row of one field, or of two that are short."""
    widths = (_LABEL_PT, width - _LABEL_PT) if len(pairs) == 1 else _FOUR_PT
    cells = [
        cell(
            text,
            style.answer if column % 2 else style.label,
            widths[column],
            middle=True,
            again="" if column % 2 else f"{text}（续）",
        )
        for column, text in enumerate(part for pair in pairs for part in pair)
    ]
    return Row(tuple(replace(shown, pad_y_pt=_PAD_Y_PT) for shown in cells))


def _notices(notices: Sequence[str], style: Styles, width: float) -> Row:
    hanging = Style(style.small.face, 10, 15.5, Align.JUSTIFY, gap_pt=1.5)
    text = "\n".join(f"{number}.{notice}" for number, notice in enumerate(notices, 1))
    lines = (
        *set_text("告知事项", style.small_bold, width - 2 * PAD_X_PT),
        *set_text(text, hanging, width - 2 * PAD_X_PT),
    )
    return Row((Cell(lines, width),))


def _choice(yes: bool | None) -> str:
    return f"是{'☑' if yes else '☐'}　否{'☑' if yes is False else '☐'}"


def _electronic(address: str) -> str:
    """The electronic address on the line of its kind; the other kinds stay open."""
    digits = address.replace("-", "").replace(" ", "")
    kind = "电子邮箱" if "@" in address else "手机号码" if digits.isdigit() and len(digits) == 11 else "其他"
    lines = [
        f"{name}：{address if name == kind and address else _OPEN}"
        for name in ("手机号码", "电子邮箱", "传真", "即时通讯账号", "诉讼平台专用账号")
    ]
    other = (f"其他：{address}",) if kind == "其他" and address else ()
    return "\n".join((lines[0], lines[1], f"{lines[2]}　{lines[3]}", lines[4], *other))
