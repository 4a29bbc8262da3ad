"""The receipt a visitor takes home (收件回执; 登记立案规定 2, 民诉法 69, 证据规定 19②).

It says only what is so: without the court's acknowledgement it says that the filing is saved here and
waits, with it that the court has received it, and in neither case that a case was filed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from reportlab.lib.units import mm

from kiosk_app.documents.layout import (
    PAD_X_PT,
    Align,
    Block,
    Cell,
    Drawing,
    Paragraph,
    Row,
    SetLine,
    Style,
    cell,
    draw_lines,
    set_text,
    space,
)
from kiosk_app.documents.notice import PrintedNotice, notice_blocks
from kiosk_app.documents.paper_canvas import Imprint, PaperCanvas, Printed
from kiosk_app.documents.qr import draw_code, modules_of
from kiosk_app.documents.sheet import (
    ROLL_WIDTH_PT,
    SLIP_PAPER,
    chinese_time,
    roll_paper,
    write,
)
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import ClockConfidence, Moment

HOTLINE = "12368"

WAITING = "已保存在本机，等待送达法院"
RECEIVED = "法院已收到"

_EXPLAINED = {
    False: "法院还没有收到您的材料。线路通畅后，本机会自动送达。法院是否已经收到，您可以凭收件编号查询。",
    True: "收到材料不等于已经立案。是否立案由法院审查后决定，决定立案的，法院会另外给您案号。",
}
_CLOCK = {
    ClockConfidence.SYNCHRONISED: "时钟已校准",
    ClockConfidence.UNCONFIRMED: "时钟未校准",
}
_TAKE_HOME = ("身份证", "全部材料的原件", "本回执")
_CLERK = "经办人员（签名或盖章）："
_QR_PT = 26 * mm
_PAD_Y_PT = 1 * mm


@dataclass(frozen=True, slots=True)
class ReceivedDocument:
    """A document of the filing and how many pages it has."""

    title: str
    pages: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the receipt states. ``submitted`` is when it was saved here.

    ``received_by_court`` is the time in the court's signed acknowledgement, None until there is one:
    it alone decides which state the receipt claims. ``notices`` go along on pages of their own.
    """

    receipt_number: str
    filing_id: str
    court: str
    cause: str
    plaintiffs: tuple[str, ...]
    documents: tuple[ReceivedDocument, ...]
    evidence: tuple[EvidenceItem, ...]
    submitted: Moment
    received_by_court: datetime | None = None
    notices: tuple[PrintedNotice, ...] = ()


def qr_text(receipt: Receipt) -> str:
    """What the code on the receipt holds: the receipt number and the filing's id, a line each."""
    return f"{receipt.receipt_number}\n{receipt.filing_id}"


def render(receipt: Receipt, *, typeface: Typeface, roll: bool = False) -> Printed:
    """The receipt on A5, over as many pages as the list of materials needs, then the notices. With
    ``roll`` the same on 80 mm wide thermal paper, all in one piece: black alone, no shades, no fine rules."""
    imprint = Imprint(f"收件回执 {receipt.receipt_number}", "", receipt.submitted.at)
    if roll:
        strip = [*_strip(receipt, typeface), *_notices_below(receipt.notices, typeface)]
        return write(strip, roll_paper(strip), imprint, typeface)
    width = SLIP_PAPER.width_pt
    blocks: list[Block] = [
        Paragraph(set_text("收件回执", Style(typeface.bold, 19, 27, Align.CENTRE), width)),
        Paragraph(
            set_text(receipt.court, Style(typeface.serif, 11, 17, Align.CENTRE), width), after_pt=3 * mm
        ),
        _number(receipt, typeface, width),
        space(4 * mm),
        _state(receipt, typeface, width),
        space(3 * mm),
        *_facts(receipt, typeface, width),
        space(3 * mm),
        *_materials(receipt, typeface, width),
        Paragraph(_closing(typeface, width, f"{_CLERK}______________________"), before_pt=3 * mm),
    ]
    overleaf = list(notice_blocks(receipt.notices, typeface, width))
    return write(blocks, SLIP_PAPER, imprint, typeface, overleaf)


def _number(receipt: Receipt, typeface: Typeface, width: float) -> Block:
    """The number in large type with its code beside it."""
    column = width - _QR_PT - 5 * mm
    lines = (
        *set_text("收件编号（不是案号）", Style(typeface.sans, 10.5, 16), column),
        *set_text(receipt.receipt_number, Style(typeface.bold, 21, 29), column),
        *set_text(f"材料包编号\n{receipt.filing_id}", Style(typeface.sans, 8, 12.5), column),
    )
    height = max(_QR_PT, sum(line.height_pt for line in lines))
    modules = modules_of(qr_text(receipt))

    def paint(canvas: PaperCanvas, left: float, top: float) -> None:
        y = top - (height - sum(line.height_pt for line in lines)) / 2
        for line in lines:
            line.draw(canvas, left, y)
            y -= line.height_pt
        draw_code(canvas, modules, left + width - _QR_PT, top, _QR_PT)

    return Drawing(height, paint)


def _state(receipt: Receipt, typeface: Typeface, width: float) -> Block:
    inner = width - 2 * PAD_X_PT
    lines = (
        *set_text(_state_words(receipt), Style(typeface.bold, 13, 20, Align.CENTRE), inner),
        *set_text(_explained(receipt), Style(typeface.serif, 9.5, 14.5), inner),
    )
    return Row((Cell(lines, width, shaded=True),))


def _state_words(receipt: Receipt, between: str = "") -> str:
    received = receipt.received_by_court
    return f"{RECEIVED}{between}（{chinese_time(received)}）。" if received else f"{WAITING}。"


def _explained(receipt: Receipt) -> str:
    return _EXPLAINED[receipt.received_by_court is not None]


def _stated(receipt: Receipt, between: str = "") -> tuple[tuple[str, str], ...]:
    """``between`` parts a time from what is said of it."""
    submitted = f"{chinese_time(receipt.submitted.at)}{between}（{_CLOCK[receipt.submitted.confidence]}）"
    return (
        ("提交人", "、".join(receipt.plaintiffs)),
        ("案由", receipt.cause),
        ("本机保存时间", submitted),
    )


def _facts(receipt: Receipt, typeface: Typeface, width: float) -> list[Block]:
    label, answer = Style(typeface.sans, 9.5, 14.5), Style(typeface.serif, 10, 14.5)
    label_pt = 27 * mm
    return [
        Row(
            (
                _tight(cell(name, label, label_pt, middle=True)),
                _tight(cell(text, answer, width - label_pt, middle=True)),
            )
        )
        for name, text in _stated(receipt)
    ]


def _materials(receipt: Receipt, typeface: Typeface, width: float) -> list[Block]:
    widths = (12 * mm, width - 12 * mm - 17 * mm - 2 * 14 * mm, 17 * mm, 14 * mm, 14 * mm)
    head = _line(
        ("序号", "材料名称", "形式", "份数", "页数"), widths, Style(typeface.bold, 9.5, 14.5), shaded=True
    )
    entries = _entries(receipt)
    answer = Style(typeface.serif, 10, 14.5)
    rows = [
        _line((str(number), title, form, "1", str(pages)), widths, answer, header=head)
        for number, (title, form, pages) in enumerate(entries, 1)
    ]
    total_cell = _tight(cell(_total(entries), Style(typeface.sans, 9.5, 14.5, Align.RIGHT), width))
    # The last line, the sum and what to take home stay together.
    rows[-1:] = [replace(row, keep_with_next=True) for row in rows[-1:]]
    return [head, *rows, Row((total_cell,), keep_with_next=True)]


def _entries(receipt: Receipt) -> list[tuple[str, str, int]]:
    """Title, form and pages of each thing that was handed over."""
    documents = [(document.title, "电子", document.pages) for document in receipt.documents]
    return documents + [(f"证据：{item.title}", item.form, item.page_count) for item in receipt.evidence]


def _total(entries: Sequence[tuple[str, str, int]]) -> str:
    return f"共 {len(entries)} 份，{sum(pages for *_, pages in entries)} 页"


def _tight(shown: Cell) -> Cell:
    return replace(shown, pad_y_pt=_PAD_Y_PT)


def _line(
    texts: Sequence[str],
    widths: Sequence[float],
    style: Style,
    *,
    shaded: bool = False,
    header: Block | None = None,
) -> Row:
    centred = Style(style.face, style.size_pt, style.leading_pt, Align.CENTRE)
    cells = tuple(
        _tight(
            cell(
                text,
                style if column == 1 and not shaded else centred,
                width,
                shaded=shaded,
                middle=True,
                again="" if column else "（续）",
            )
        )
        for column, (text, width) in enumerate(zip(texts, widths, strict=True))
    )
    return Row(cells, keep_with_next=shaded, header=header)


def _closing(typeface: Typeface, width: float, clerk: str) -> tuple[SetLine, ...]:
    text = Style(typeface.serif, 10, 15.5)
    bold = Style(typeface.bold, 10, 16)
    return (
        *set_text(f"请带走：{'、'.join(_TAKE_HOME)}。", bold, width),
        *set_text(f"查询进度或有疑问，请拨打 {HOTLINE}，或凭本回执到立案窗口，报收件编号。", text, width),
        *set_text(clerk, text, width),
    )


# The roll ---------------------------------------------------------------------------------------------

_ROLL_RULE_PT = 0.8
"""Two dots of a thermal printer: a finer line breaks up."""
_MODULE_PT = 1.0 * mm
"""Eight dots, so that a square of the code is no wider here than there; a phone reads it at arm's length."""


def _strip(receipt: Receipt, typeface: Typeface) -> list[Block]:
    """The same in the same order, one below the other."""
    width = ROLL_WIDTH_PT
    centred = Style(typeface.serif, 10.5, 16, Align.CENTRE)
    small = Style(typeface.sans, 8, 12, Align.CENTRE)
    label = Style(typeface.sans, 9.5, 15, Align.CENTRE)
    return [
        Paragraph(set_text("收件回执", Style(typeface.bold, 18, 26, Align.CENTRE), width)),
        Paragraph(set_text(receipt.court, centred, width), after_pt=2 * mm),
        _roll_rule(),
        Paragraph(set_text("收件编号（不是案号）", label, width), before_pt=1 * mm),
        Paragraph(set_text(receipt.receipt_number, Style(typeface.bold, 18, 26, Align.CENTRE), width)),
        _roll_code(receipt),
        Paragraph(set_text(f"材料包编号\n{receipt.filing_id}", small, width), after_pt=3 * mm),
        _roll_state(receipt, typeface),
        space(2 * mm),
        *(_beside(_fact_columns(name, text, typeface)) for name, text in _stated(receipt, "\n")),
        space(2 * mm),
        *_roll_materials(receipt, typeface),
        Paragraph(_closing(typeface, width, _CLERK), before_pt=2 * mm),
        space(9 * mm),
        _roll_rule(),
    ]


def _notices_below(notices: Sequence[PrintedNotice], typeface: Typeface) -> list[Block]:
    blocks = list(notice_blocks(notices, typeface, ROLL_WIDTH_PT))
    return [space(8 * mm), *blocks] if blocks else []


def _roll_rule() -> Block:
    def paint(canvas: PaperCanvas, left: float, top: float) -> None:
        canvas.setLineWidth(_ROLL_RULE_PT)
        canvas.line(left, top - 1 * mm, left + ROLL_WIDTH_PT, top - 1 * mm)

    return Drawing(2 * mm, paint)


def _roll_code(receipt: Receipt) -> Block:
    modules = modules_of(qr_text(receipt))
    side_pt = len(modules) * _MODULE_PT
    # Four modules of white all around (ISO/IEC 18004); beside it there is more.
    height_pt = side_pt + 6 * _MODULE_PT

    def paint(canvas: PaperCanvas, left: float, top: float) -> None:
        draw_code(canvas, modules, left + (ROLL_WIDTH_PT - side_pt) / 2, top - 2 * _MODULE_PT, side_pt)

    return Drawing(height_pt, paint)


def _roll_state(receipt: Receipt, typeface: Typeface) -> Block:
    """In a frame instead of on a shade, which a thermal printer makes of dots."""
    inner = ROLL_WIDTH_PT - 2 * PAD_X_PT
    lines = (
        *set_text(_state_words(receipt, "\n"), Style(typeface.bold, 11.5, 18, Align.CENTRE), inner),
        *set_text(_explained(receipt), Style(typeface.serif, 9.5, 14.5), inner),
    )
    height_pt = sum(line.height_pt for line in lines) + 3 * mm

    def paint(canvas: PaperCanvas, left: float, top: float) -> None:
        canvas.setLineWidth(1.2)
        canvas.rect(left + 0.6, top - height_pt, ROLL_WIDTH_PT - 1.2, height_pt)
        draw_lines(canvas, lines, left + PAD_X_PT, top - 1.5 * mm)

    return Drawing(height_pt, paint)


_Columns = Sequence[tuple[float, Sequence[SetLine]]]
"""Lines, each with the distance of their column from the left."""


def _beside(columns: _Columns) -> Block:
    """Columns of lines that begin at the same height."""
    height_pt = max(sum(line.height_pt for line in lines) for _, lines in columns)

    def paint(canvas: PaperCanvas, left: float, top: float) -> None:
        for shift_pt, lines in columns:
            draw_lines(canvas, lines, left + shift_pt, top)

    return Drawing(height_pt + 1 * mm, paint)


def _fact_columns(name: str, text: str, typeface: Typeface) -> _Columns:
    label_pt = 24 * mm
    label, answer = Style(typeface.sans, 9.5, 14.5), Style(typeface.serif, 10, 14.5)
    width_pt = ROLL_WIDTH_PT - label_pt
    return (0.0, set_text(name, label, label_pt)), (label_pt, set_text(text, answer, width_pt))


def _roll_materials(receipt: Receipt, typeface: Typeface) -> list[Block]:
    number_pt, count_pt = 8 * mm, 26 * mm
    title_pt = ROLL_WIDTH_PT - number_pt - count_pt

    def entry(number: str, title: str, count: str, style: Style) -> Block:
        right = replace(style, align=Align.RIGHT)
        return _beside(
            (
                (0.0, set_text(number, style, number_pt)),
                (number_pt, set_text(title, style, title_pt)),
                (number_pt + title_pt, set_text(count, right, count_pt)),
            )
        )

    entries = _entries(receipt)
    answer = Style(typeface.serif, 9.5, 14.5)
    rows = [
        entry(str(number), title, f"{form} 1份 {pages}页", answer)
        for number, (title, form, pages) in enumerate(entries, 1)
    ]
    total = set_text(_total(entries), Style(typeface.sans, 9.5, 14.5, Align.RIGHT), ROLL_WIDTH_PT)
    head = entry("序号", "材料名称", "形式 份数 页数", Style(typeface.bold, 9.5, 14.5))
    return [_roll_rule(), head, *rows, _roll_rule(), Paragraph(total)]
