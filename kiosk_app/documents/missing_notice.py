"""What is missing or doubtful in a filing, all of it at once (一次性告知; 登记立案规定 7, 民诉法解释 208).

The kiosk makes it of what was entered, so it says just that: the filing is received all the same, and
whether anything is to be added, and until when, the court says.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from reportlab.lib.units import mm

from kiosk_app.documents.layout import Align, Block, Paragraph, Row, Style, cell, set_text
from kiosk_app.documents.notice import PrintedNotice
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import FORM_PAPER, Letterhead, Styles, details, styles, title_blocks, write

TITLE = "补充材料一次性告知书"

_ARTICLE = "登记立案规定第2条、第7条，民诉法解释第208条"
_RECEIVED = "您的材料照样接收，缺少下面这些不影响提交。"
_MADE = "这份告知书是自助终端根据您填写和拍摄的内容列出的，一次列全。"
_COURT = (
    "提交以后要补充的，请到立案窗口，或者按法院的通知办理。要不要补充、什么时候补充，以法院的书面告知为准。"
)
_NONE = "—"
_GROUPS = {True: "请补充或者核对", False: "供您参考"}
_COLUMNS = ("序号", "缺少什么、哪里要核对", "怎么办", "依据")
_WIDTHS_PT = (14 * mm, 58 * mm, 50 * mm, 38 * mm)


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is missing or doubtful, in words. ``wanted`` tells it from what is only worth knowing;
    ``remedy`` and ``article`` may be empty."""

    words: str
    remedy: str
    article: str
    wanted: bool


def render(remarks: Sequence[Remark], *, party: str, letterhead: Letterhead) -> Printed:
    """The notice as a table, what the court will ask for first."""
    style, width = styles(letterhead.typeface), FORM_PAPER.width_pt
    facts = (("提交人", party), ("案由", letterhead.cause), ("接收法院", letterhead.court))
    blocks: list[Block] = [
        *title_blocks(TITLE, "", style, width),
        *details(facts, style, width),
        Paragraph(
            set_text(f"　　{_MADE}{_RECEIVED}", style.text, width), after_pt=3 * mm, keep_with_next=True
        ),
        *_table(remarks, style, width),
        Paragraph(set_text(f"　　{_COURT}", style.text, width), before_pt=4 * mm),
        Paragraph(set_text(f"依据：{_ARTICLE}", style.small, width), before_pt=2 * mm),
    ]
    return write(blocks, FORM_PAPER, letterhead.imprint(TITLE), letterhead.typeface)


def to_take_home(remarks: Sequence[Remark]) -> PrintedNotice:
    """The same for the slip that goes home with the receipt."""
    lines = tuple(
        f"{number}.{_sentence(remark.words)}{_sentence(remark.remedy)}"
        + (f"（{remark.article}）" if remark.article else "")
        for number, remark in enumerate(_in_order(remarks), 1)
    )
    return PrintedNotice(TITLE, _ARTICLE, (f"{_MADE}{_RECEIVED}", *lines, _COURT))


def _table(remarks: Sequence[Remark], style: Styles, width: float) -> Iterator[Row]:
    head = _row(_COLUMNS, style, head=True)
    yield head
    ordered = _in_order(remarks)
    several = len({remark.wanted for remark in remarks}) > 1
    for number, remark in enumerate(ordered, 1):
        if several and (number == 1 or ordered[number - 2].wanted != remark.wanted):
            title = cell(_GROUPS[remark.wanted], style.part, width, shaded=True)
            yield Row((title,), keep_with_next=True, header=head)
        yield replace(
            _row((str(number), remark.words, remark.remedy or _NONE, remark.article or _NONE), style),
            header=head,
        )


def _row(texts: Sequence[str], style: Styles, *, head: bool = False) -> Row:
    plain = Style(style.answer.face, 10.5, 16.5)
    centred = Style(plain.face, plain.size_pt, plain.leading_pt, Align.CENTRE)
    title = Style(style.part.face, style.part.size_pt, style.part.leading_pt, Align.CENTRE)
    return Row(
        tuple(
            cell(text, title if head else plain if column else centred, width, shaded=head, middle=True)
            for column, (text, width) in enumerate(zip(texts, _WIDTHS_PT, strict=True))
        ),
        keep_with_next=head,
    )


def _in_order(remarks: Sequence[Remark]) -> Sequence[Remark]:
    return sorted(remarks, key=lambda remark: not remark.wanted)


def _sentence(words: str) -> str:
    return words if not words or words.endswith("。") else f"{words}。"
