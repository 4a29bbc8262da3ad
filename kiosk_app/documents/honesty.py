"""The undertaking to litigate honestly (诚信诉讼承诺书; 民事诉讼法 13, 114, 115).

What a party promises, in words that can be said aloud; no threat and no prediction. A mistake is no lie:
the last promise is to mend it. That such a paper is signed is what courts are used to, and article 114 is
cited as it is commonly cited; neither was read in a rule.
"""

from __future__ import annotations

from collections.abc import Sequence

from reportlab.lib.units import mm

from kiosk_app.documents.layout import Align, Block, Paragraph, Style, set_text
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import (
    FORM_PAPER,
    Letterhead,
    details,
    signing_block,
    styles,
    title_blocks,
    write,
)
from kiosk_app.domain.signature import Signature

TITLE = "诚信诉讼承诺书"

_PREFACE = "　　根据《中华人民共和国民事诉讼法》第十三条规定的诚信原则，承诺人对本案诉讼作出以下承诺："
_PROMISES = (
    "如实陈述。起诉状和其他材料里写的，是承诺人知道的真实情况，不编造，也不隐瞒重要事实。",
    "如实举证。提交的证据真实，不伪造、不毁灭证据，不让别人作假证；法院需要核对时，出示原件。",
    "不打假官司。不捏造事实起诉，不与他人串通，不借诉讼损害国家利益、社会公共利益或者他人的合法权益。",
    "信息准确。提供的身份信息、联系电话和送达地址准确；有变化的，及时告诉法院。",
    "有错就改。发现写错、漏写或者记错的，及时告诉法院更正。",
)
_BASIS = "依据：《中华人民共和国民事诉讼法》第十三条、第一百一十四条、第一百一十五条"


def render(names: Sequence[str], *, letterhead: Letterhead, signature: Signature | None) -> Printed:
    """The undertaking. The signature is that of the first name; the others get a line to sign on."""
    style, width = styles(letterhead.typeface), FORM_PAPER.width_pt
    plain = Style(style.text.face, style.text.size_pt, 23, Align.JUSTIFY, gap_pt=4)
    hanging = Style(plain.face, plain.size_pt, plain.leading_pt, Align.JUSTIFY, indent_em=2, gap_pt=5)
    facts = (("承诺人", "、".join(names)), ("案由", letterhead.cause), ("受诉法院", letterhead.court))
    promises = "\n".join(f"{number}.{promise}" for number, promise in enumerate(_PROMISES, 1))
    blocks: list[Block] = [
        *title_blocks(TITLE, "", style, width),
        *details(facts, style, width),
        Paragraph(set_text(_PREFACE, plain, width), after_pt=2 * mm, keep_with_next=True),
        Paragraph(set_text(promises, hanging, width), after_pt=3 * mm),
        Paragraph(
            set_text("　　以上内容，承诺人已经阅读（听明白）。", plain, width),
            after_pt=1 * mm,
            keep_with_next=True,
        ),
        Paragraph(set_text(_BASIS, style.small, width), before_pt=2 * mm, keep_with_next=True),
    ]
    for index, name in enumerate(names or ("",)):
        shown = name if len(names) > 1 else ""
        own = None if index else signature
        blocks.append(signing_block("承诺人（签名、盖章或捺印）", shown, own, style, width, "日期"))
    return write(blocks, FORM_PAPER, letterhead.imprint(TITLE), letterhead.typeface)
