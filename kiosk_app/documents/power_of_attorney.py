"""The power of attorney (授权委托书): one paper that names every agent ad litem, two at most.

It says what is entrusted and each power one by one (民事诉讼法 61–63; 民诉法解释 88, 89). What nobody
was asked is a line to write on, and the paper says what holds where a box stays empty: the narrower thing.
The rules name the special powers; how general authority and the stages are worded is what courts are used
to.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from reportlab.lib.units import mm

from kiosk_app.documents.field_rows import NOBODY, facts_row, field, heading, party_row
from kiosk_app.documents.layout import Block, Paragraph, set_text
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import (
    DENSE_PAPER,
    Letterhead,
    Styles,
    signing_block,
    styles,
    title_blocks,
    write,
)
from kiosk_app.domain.party import Agent, Party, Power
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.element_table import BLANK, TICKED, UNTICKED

TITLE = "授权委托书"

STANDINGS: Mapping[str, tuple[str, str]] = {
    "lawyer": ("律师", "律师执业证、律师事务所证明材料"),
    "legal_worker": (
        "基层法律服务工作者",
        "法律服务工作者执业证、基层法律服务所出具的介绍信、当事人一方位于本辖区内的证明材料",
    ),
    "relative": ("近亲属", "身份证件、与委托人有近亲属关系的证明材料"),
    "staff": ("单位的工作人员", "身份证件、与当事人有合法劳动人事关系的证明材料"),
    "recommended": (
        "社区、单位或社会团体推荐的人",
        "身份证件、推荐材料、当事人属于该社区或者单位的证明材料；"
        "社会团体推荐的，提交符合民诉法解释第八十七条规定条件的证明材料",
    ),
}
"""What makes somebody an agent, by the id of the answer: what it is called, what proves it (解释 88)."""

_SPECIAL = ("承认诉讼请求", "放弃诉讼请求", "变更诉讼请求", "进行和解", "提起反诉", "提起上诉")
"""What only special authority covers, each named on its own (民事诉讼法 62, 解释 89)."""

_STAGES = (
    "第一审☐　第二审☐　执行☐　期限：__________________\n（没有勾选、填写的，只代理本案第一审，到审结为止）"
)
_TO_WRITE = "____________________"
_LIMITS = (
    "　　特别授权只包括上面勾选的各项；没有勾选代理权限的，按一般授权。"
    "代理权限变更或者解除的，委托人以书面告知人民法院。"
)


def render(
    agents: Sequence[Agent],
    *,
    principals: Sequence[Party],
    defendants: Sequence[str],
    letterhead: Letterhead,
    signature: Signature | None,
) -> Printed:
    """The power of attorney. The signature is the first principal's; the others get a line to sign on."""
    style, width = styles(letterhead.typeface), DENSE_PAPER.width_pt
    blocks: list[Block] = [
        *title_blocks(TITLE, "", style, width),
        heading("委托人", style, width),
        *(party_row(party, style, width) for party in principals or (NOBODY,)),
        heading("受托人（委托诉讼代理人）", style, width),
        *(
            row
            for number, agent in enumerate(agents, 1)
            for row in _agent(agent, f"受托人{number}" if len(agents) > 1 else "受托人", style, width)
        ),
        # Nobody signs on a page which does not say what for.
        heading("委托事项", style, width),
        replace(field("委托事项", _matter(defendants, letterhead.cause), style, width), keep_with_next=True),
        replace(field("代理阶段和期限", _STAGES, style, width), keep_with_next=True),
        Paragraph(set_text(_LIMITS, style.text, width), before_pt=3 * mm, keep_with_next=True),
        Paragraph(
            set_text(f"　　此致\n{letterhead.court}", style.text, width),
            before_pt=2 * mm,
            keep_with_next=True,
        ),
    ]
    for index, party in enumerate(principals or (NOBODY,)):
        shown = party.name if len(principals) > 1 else ""
        own = None if index else signature
        blocks.append(signing_block("委托人（签名或者盖章）", shown, own, style, width, "日期"))
    return write(blocks, DENSE_PAPER, letterhead.imprint(TITLE), letterhead.typeface)


def _agent(agent: Agent, label: str, style: Styles, width: float) -> Iterator[Block]:
    standing, proofs = STANDINGS.get(agent.standing, ("", ""))
    yield facts_row(
        label,
        (
            (("姓名", agent.name),),
            (("身份", standing),),
            (("工作单位", agent.firm), ("职务", agent.position)),
            (("联系电话", agent.phone),),
            (("证件号码（执业证号）", _TO_WRITE),),
        ),
        style,
        width,
    )
    yield field("代理权限", _power(agent.power), style, width)
    if proofs:
        yield field("随同提交的证明", proofs, style, width)


def _power(power: Power | None) -> str:
    general, special = (TICKED if power is each else UNTICKED for each in (Power.GENERAL, Power.SPECIAL))
    return (
        f"一般授权{general}　代为起诉、举证、出庭陈述、辩论等诉讼行为\n"
        f"特别授权{special}　除一般授权外，还包括代为：\n"
        + "　".join(f"{item}{special}" for item in _SPECIAL[:3])
        + "\n"
        + "　".join(f"{item}{special}" for item in _SPECIAL[3:])
    )


def _matter(defendants: Sequence[str], cause: str) -> str:
    against = "、".join(defendants) or BLANK
    return f"委托人与{against}之间的{cause}一案，委托上列受托人作为委托人的诉讼代理人。"
