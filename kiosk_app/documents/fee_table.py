"""The fee table (诉讼费用计算表): how the court fee comes about, line by line, for the visitor to check.

Information only: nobody signs it, and what is due is what the court notifies (诉讼费用交纳办法 13, 15–18,
20–22; 民诉法解释 206). Both amounts stand side by side, and none is promised.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.units import mm

from kiosk_app.documents.field_rows import field, heading
from kiosk_app.documents.layout import PAD_X_PT, Align, Block, Cell, Paragraph, Row, Style, cell, set_text
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import DENSE_PAPER, Letterhead, Styles, details, styles, title_blocks, write
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.money import ZERO
from kiosk_app.forms.fee_words import amount_words, step_words
from kiosk_app.forms.sums import Total

TITLE = "诉讼费用计算表"

_NUMBER_PT = 14 * mm
_HALVES = (
    ("不减半", "法院没有决定减半的，按这个数额。"),
    (
        "减半",
        "以调解方式结案、申请撤诉、适用简易程序等，由法院决定减半；几种都有的，也只减半一次。"
        "（《诉讼费用交纳办法》第十五、十六、十八条，民诉法解释第二百零六条）",
    ),
)
_NOTES = (
    "现在不用交。立案以后，按法院的通知交。",
    "交纳确有困难的，可以申请缓交、减交或者免交。（《诉讼费用交纳办法》第四十四条至第四十八条）",
)
_CLOSING = (
    "　　本表由自助终端按起诉状写的金额算出，没有四舍五入，供您核对，不用签名。"
    "应交多少，以人民法院通知的数额为准。"
)


def is_computed(fee: Fee) -> bool:
    """Whether there is anything to show: without an amount some fees cannot be told."""
    return bool(fee.amount != ZERO or fee.rule.base)


def render(fee: Fee, counted: Total | None, *, party: str, letterhead: Letterhead) -> Printed:
    """The table. ``counted`` is the sum that the fee goes by, with its parts; None where it goes by none."""
    style, width = styles(letterhead.typeface), DENSE_PAPER.width_pt
    blocks: list[Block] = [
        *title_blocks(TITLE, "", style, width),
        *details(
            (("提交人", party), ("案由", letterhead.cause), ("受诉法院", letterhead.court)), style, width
        ),
        heading("按什么计算", style, width),
        field("收费种类", fee.rule.name, style, width),
        *([field(fee.rule.counted, _sum(counted), style, width)] if counted else []),
        field("依据", fee.rule.source, style, width),
        heading("怎样算出来的", style, width),
        *_steps(fee, style, width),
        heading("案件受理费", style, width),
        *_results(fee, style, width),
        heading("请留意", style, width),
        _notes((*_NOTES, *fee.rule.notes), style, width),
        Paragraph(set_text(_CLOSING, style.text, width), before_pt=4 * mm),
    ]
    return write(blocks, DENSE_PAPER, letterhead.imprint(TITLE), letterhead.typeface)


def _sum(counted: Total) -> str:
    parts = [f"{part.label}：{'减去' if part.taken_off else ''}{part.amount}元" for part in counted.parts]
    return "\n".join([*parts, f"合计：{counted.amount}元"] if len(parts) > 1 else [f"{counted.amount}元"])


def _steps(fee: Fee, style: Styles, width: float) -> Iterator[Row]:
    centred = Style(style.answer.face, style.answer.size_pt, style.answer.leading_pt, Align.CENTRE)
    for number, step in enumerate(fee.steps, 1):
        yield Row(
            (
                cell(str(number), centred, _NUMBER_PT, middle=True),
                cell(step_words(step), style.answer, width - _NUMBER_PT, middle=True),
            )
        )


def _results(fee: Fee, style: Styles, width: float) -> Iterator[Row]:
    """The ordinary and the halved amount beside each other, under each when it holds."""
    large = Style(style.heading.face, 14, 24, Align.CENTRE)
    named = Style(style.label.face, style.label.size_pt, style.label.leading_pt, Align.CENTRE)
    amounts = [amount_words(span) for span in (fee.total, fee.halved) if span]
    column = width / len(amounts)
    yield Row(
        tuple(
            Cell(
                (
                    *set_text(label, named, column - 2 * PAD_X_PT),
                    *set_text(amount, large, column - 2 * PAD_X_PT),
                    *set_text(when, style.small, column - 2 * PAD_X_PT),
                ),
                column,
            )
            for amount, (label, when) in zip(amounts, _HALVES, strict=False)
        )
    )


def _notes(notes: Sequence[str], style: Styles, width: float) -> Row:
    hanging = Style(style.small.face, 10.5, 17, Align.JUSTIFY, indent_em=0, gap_pt=2)
    return Row(
        (cell("\n".join(f"{at}.{note}" for at, note in enumerate(notes, 1)), hanging, width),),
        keep_with_next=True,
    )
