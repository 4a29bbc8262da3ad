"""What a visitor was asked to agree to, and what was answered: each thing on its own.

A consent to one stage is none to another, "no" stands beside "yes", and what nobody was asked has no box
ticked (在线诉讼规则 4, 5, 29–31, 33; 在线调解规则 4; 民事诉讼法 125). The answers were confirmed on the
screen one by one, which rule 33 lets stand in place of a signature.
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
    Paragraph,
    Row,
    Style,
    cell,
    label_cell,
    set_text,
)
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import (
    DENSE_PAPER,
    Letterhead,
    Styles,
    chinese_time,
    details,
    styles,
    title_blocks,
    write,
)
from kiosk_app.forms.element_table import TICKED, UNTICKED

_LABEL_PT = 36 * mm
_NOT_ASKED = "本机没有询问"


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing that was asked, as it was worded.

    ``choices`` are all that could be answered, each with whether it was; ``version`` is that of the text
    that was shown, ``at`` when it was answered, None where nobody was asked.
    """

    about: str
    told: str
    choices: tuple[tuple[str, bool], ...]
    version: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """What all on one paper have in common: its title, what to know before, and how to change one's mind."""

    title: str
    before: str
    after: str


ONLINE = Matter(
    "在线诉讼告知和意愿确认书",
    "　　下面每一项都是单独告知、单独询问的。同意其中一项，不代表同意其他各项。",
    "　　写有选择时间的各项，由本人在自助终端上逐项选择并确认"
    "（《人民法院在线诉讼规则》第四条、第三十三条），不另行签名。"
    "改变主意的，请在合理期限内告诉法院，也可以到立案窗口办理（第五条）。",
)
MEDIATION = Matter(
    "先行调解意愿确认书",
    "　　是否先行调解，由当事人自己决定。不愿意调解的，不影响立案（《民事诉讼法》第一百二十五条）。",
    "　　以上由本人在自助终端上逐项选择并确认，不另行签名。在线进行调解的，由法院另行征得同意"
    "（《人民法院在线调解规则》第四条）。改变主意的，可以随时告诉法院。",
)


def render(matter: Matter, asked: Sequence[Asked], *, party: str, letterhead: Letterhead) -> Printed:
    """One paper of the things that were asked, in order."""
    style, width = styles(letterhead.typeface), DENSE_PAPER.width_pt
    facts = (("当事人", party), ("案由", letterhead.cause), ("受诉法院", letterhead.court))
    head = Row(
        (
            cell("事项", style.heading, _LABEL_PT, shaded=True),
            cell("告知的内容和本人的选择", style.heading, width - _LABEL_PT, shaded=True),
        ),
        keep_with_next=True,
    )
    blocks: list[Block] = [
        *title_blocks(matter.title, "", style, width),
        *details(facts, style, width),
        Paragraph(set_text(matter.before, style.text, width), after_pt=3 * mm, keep_with_next=True),
        head,
        *(_row(each, head, style, width) for each in asked[:-1]),
        # Nothing is confirmed on a page where nothing was asked.
        *(replace(_row(each, head, style, width), keep_with_next=True) for each in asked[-1:]),
        Paragraph(set_text(matter.after, style.text, width), before_pt=4 * mm),
    ]
    return write(blocks, DENSE_PAPER, letterhead.imprint(matter.title), letterhead.typeface)


def _row(asked: Asked, head: Row, style: Styles, width: float) -> Row:
    inner = width - _LABEL_PT - 2 * PAD_X_PT
    told = Style(style.small.face, style.small.size_pt, style.small.leading_pt, Align.JUSTIFY, gap_pt=1.5)
    chosen = Style(style.part.face, 12, 22)
    small = Style(style.label.face, 9, 14)
    lines = (
        *(set_text(asked.told, told, inner) if asked.told else ()),
        *set_text("　　".join(f"{label}{_box(yes)}" for label, yes in asked.choices), chosen, inner),
        *set_text(_when(asked), small, inner),
    )
    label = label_cell(asked.about, style.part, _LABEL_PT)
    return Row((label, Cell(lines, width - _LABEL_PT)), header=head)


def _box(yes: bool) -> str:
    return TICKED if yes else UNTICKED


def _when(asked: Asked) -> str:
    if asked.at is None:
        return _NOT_ASKED
    version = f"告知文本版本：{asked.version}　" if asked.version else ""
    return f"{version}选择时间：{chinese_time(asked.at)}"
