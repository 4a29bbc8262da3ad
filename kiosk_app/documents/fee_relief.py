"""The application to pay court fees later, to pay less, or nothing (司法救助申请; 诉讼费用交纳办法 44–48).

It says what the applicant wrote, with the fee as far as it is known. Whether relief is granted is the
court's decision, so the paper claims nothing of that.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm

from kiosk_app.documents.layout import Block, Paragraph, Row, cell, set_text
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.sheet import Letterhead, Paper, Styles, signing_block, styles, title_blocks, write
from kiosk_app.domain.fee_relief import RELIEF_ARTICLES, RELIEF_NAMES, FeeRelief
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.identity import ResidentId, Sex
from kiosk_app.domain.money import ZERO, Money
from kiosk_app.domain.party import NaturalPerson, Organization, Party
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.answers import spoken
from kiosk_app.forms.element_table import BLANK, TICKED, UNTICKED
from kiosk_app.forms.fee_words import amount_words, step_words

_PAPER = Paper(A4, left_pt=25 * mm, right_pt=25 * mm, top_pt=18 * mm, bottom_pt=18 * mm)
"""A little narrower above and below than other forms, so that most applications stand on one page."""

TITLE = "缓交（减交、免交）诉讼费申请书"

_LABEL_PT = 40 * mm
_PAD_Y_PT = 1 * mm
_PARTY_WHOLE_PT = 90 * mm
_SEXES = {Sex.MALE: "男", Sex.FEMALE: "女"}
_NOBODY = NaturalPerson("")
_RULES = "《诉讼费用交纳办法》"
_Facts = tuple[tuple[str, str], ...]
"""What stands on one line: labels with what was answered."""


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
        _heading("申请人", style, width),
        *(_party(party, style, width) for party in applicants or (_NOBODY,)),
        _heading("案件和诉讼费", style, width),
        _field("案由", letterhead.cause, style, width),
        _field("对方当事人", "、".join(defendants), style, width),
        *([_field("诉讼请求的金额", f"{claimed}元", style, width)] if claimed != ZERO else []),
        _field("案件受理费", "\n".join(_fee_lines(fee)), style, width),
        _heading("申请的内容", style, width),
        _field("申请事项", _kinds(relief), style, width),
        _field("申请的情形", grounds, style, width),
        _field("本人说明", relief.reasons, style, width),
        _field("提交的证明材料", proofs, style, width),
        Paragraph(set_text(_request(relief), style.text, width), before_pt=3 * mm, keep_with_next=True),
        Paragraph(
            set_text(f"　　此致\n{letterhead.court}", style.text, width),
            before_pt=2 * mm,
            keep_with_next=True,
        ),
    ]
    for index, party in enumerate(applicants or (_NOBODY,)):
        shown = party.name if len(applicants) > 1 else ""
        own = None if index else signature
        blocks.append(signing_block("申请人（签名、盖章或捺印）", shown, own, style, width, "日期"))
    names = "、".join(party.name for party in applicants)
    return write(blocks, _PAPER, letterhead.imprint(TITLE, names), letterhead.typeface)


def _heading(text: str, style: Styles, width: float) -> Row:
    return Row((cell(text, style.heading, width, shaded=True),), keep_with_next=True)


def _field(label: str, text: str, style: Styles, width: float) -> Row:
    named = cell(label, style.label, _LABEL_PT, middle=True, again=f"{label}（续）")
    said = cell(text or BLANK, style.answer, width - _LABEL_PT, middle=True)
    return Row(tuple(replace(shown, pad_y_pt=_PAD_Y_PT) for shown in (named, said)))


def _party(party: Party, style: Styles, width: float) -> Row:
    lines = _person(party) if isinstance(party, NaturalPerson) else _organization(party)
    text = "\n".join("　".join(f"{label}：{value or BLANK}" for label, value in facts) for facts in lines)
    label = "自然人" if isinstance(party, NaturalPerson) else "法人、非法人组织"
    shown = cell(label, style.part, _LABEL_PT, middle=True, again=f"{label}（续）")
    return Row((shown, cell(text, style.answer, width - _LABEL_PT)), whole_up_to_pt=_PARTY_WHOLE_PT)


def _person(person: NaturalPerson) -> Iterator[_Facts]:
    number = person.id_number
    yield (("姓名", person.name),)
    yield (
        ("性别", _SEXES[person.sex] if person.sex else ""),
        ("民族", person.ethnicity),
        ("出生日期", spoken(person.birth) if person.birth else ""),
    )
    yield (("联系电话", person.phone),)
    yield (("住所地", person.domicile),)
    if person.residence:
        yield (("经常居住地", person.residence),)
    if person.employer:
        yield (("工作单位", person.employer),)
    yield (("证件号码", number.number if isinstance(number, ResidentId) else number or ""),)
    if person.guardian:
        relation = f"（{person.guardian.relation}）" if person.guardian.relation else ""
        yield (("法定代理人", f"{person.guardian.name}{relation}"),)


def _organization(body: Organization) -> Iterator[_Facts]:
    yield (("名称", body.name),)
    yield (("住所地", body.domicile),)
    yield (("法定代表人/负责人", body.representative),)
    yield (("联系电话", body.phone),)
    yield (("统一社会信用代码", body.credit_code),)


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
