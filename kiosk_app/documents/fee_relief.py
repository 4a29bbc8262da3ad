"""The application to pay court fees later, to pay less, or nothing (司法救助申请; 诉讼费用交纳办法 44–48).

It says what the applicant wrote, with the fee as far as it is known. Whether relief is granted is the
court's decision, so the paper claims nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kiosk_app.documents.field_rows import NOBODY, field, heading, party_row
from kiosk_app.documents.layout import Block, Paragraph, set_text
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import Letterhead, Paper, signing_block, styles, title_blocks, write
from kiosk_app.domain.fee_relief import RELIEF_ARTICLES, RELIEF_NAMES, FeeRelief
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.money import ZERO, Money
from kiosk_app.domain.party import Party
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.element_table import TICKED, UNTICKED
from kiosk_app.forms.fee_words import amount_words, step_words

_PAPER = Paper(A4, left_pt=25 * mm, right_pt=25 * mm, top_pt=18 * mm, bottom_pt=18 * mm)
"""A little narrower above and below than other forms, so that most applications stand on one page."""

TITLE = "缓交（减交、免交）诉讼费申请书"

_RULES = "《诉讼费用交纳办法》"


def render(
    relief: FeeRelief,
    *,
    applicants: Sequence[Party],
    defendants: Sequence[str],
    claimed: Money,
    fee: Fee,
    letterhead: Letterhead,
    signature: Signature | None,
) -> Printed:
    """The application. The signature is the first applicant's; the others get a line to sign on.

    ``claimed`` is the sum of the complaint. What was not answered is a blank line to write on.
    """
    style, width = styles(letterhead.typeface), _PAPER.width_pt
    proofs = "\n".join(f"{number}.{proof}" for number, proof in enumerate(relief.proofs, 1))
    grounds = "\n".join(f"{ground.article}：{ground.words}" for ground in relief.grounds)
    blocks: list[Block] = [
        *title_blocks(TITLE, "", style, width),
        heading("申请人", style, width),
        *(party_row(party, style, width) for party in applicants or (NOBODY,)),
        heading("案件和诉讼费", style, width),
        field("案由", letterhead.cause, style, width),
        field("对方当事人", "、".join(defendants), style, width),
        *([field("诉讼请求的金额", f"{claimed}元", style, width)] if claimed != ZERO else []),
        field("案件受理费", "\n".join(_fee_lines(fee)), style, width),
        heading("申请的内容", style, width),
        field("申请事项", _kinds(relief), style, width),
        field("申请的情形", grounds, style, width),
        field("本人说明", relief.reasons, style, width),
        field("提交的证明材料", proofs, style, width),
        Paragraph(set_text(_request(relief), style.text, width), before_pt=3 * mm, keep_with_next=True),
        Paragraph(
            set_text(f"　　此致\n{letterhead.court}", style.text, width),
            before_pt=2 * mm,
            keep_with_next=True,
        ),
    ]
    for index, party in enumerate(applicants or (NOBODY,)):
        shown = party.name if len(applicants) > 1 else ""
        own = None if index else signature
        blocks.append(signing_block("申请人（签名、盖章或捺印）", shown, own, style, width, "日期"))
    names = "、".join(party.name for party in applicants)
    return write(blocks, _PAPER, letterhead.imprint(TITLE, names), letterhead.typeface)


def _fee_lines(fee: Fee) -> Iterator[str]:
    yield amount_words(fee.total)
    if len(fee.steps) > 1 or not fee.total.exact:
        yield from map(step_words, fee.steps)
    yield "（按起诉状写的金额计算，以人民法院通知交纳的数额为准）"


def _kinds(relief: FeeRelief) -> str:
    return "　".join(
        f"{name}{TICKED if kind is relief.kind else UNTICKED}" for kind, name in RELIEF_NAMES.items()
    )


def _request(relief: FeeRelief) -> str:
    wish = RELIEF_NAMES[relief.kind] if relief.kind else "缓交（减交、免交）"
    by = f"第四十四条、{RELIEF_ARTICLES[relief.kind]}" if relief.kind else "第四十四条"
    return (
        f"　　申请人交纳诉讼费用确有困难，依照{_RULES}{by}的规定，申请{wish}本案诉讼费用。"
        "以上所写属实，请予审查。"
    )
