"""Rows of a form that is filled in: a heading across the table, a label with what was said, a party."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from reportlab.lib.units import mm

from kiosk_app.documents.layout import Row, cell, label_cell
from kiosk_app.documents.sheet import Styles
from kiosk_app.domain.identity import ResidentId, Sex
from kiosk_app.domain.party import NaturalPerson, Organization, Party
from kiosk_app.forms.answers import spoken
from kiosk_app.forms.element_table import BLANK

LABEL_PT = 40 * mm
NOBODY = NaturalPerson("")
"""Stands where a party is missing: lines to write on."""

Facts = tuple[tuple[str, str], ...]
"""What stands on one line: labels with what was answered."""

_PAD_Y_PT = 1 * mm
_PARTY_WHOLE_PT = 90 * mm
_SEXES = {Sex.MALE: "男", Sex.FEMALE: "女"}


def heading(text: str, style: Styles, width_pt: float) -> Row:
    return Row((cell(text, style.heading, width_pt, shaded=True),), keep_with_next=True)


def field(label: str, text: str, style: Styles, width_pt: float) -> Row:
    """A label with its answer; without one, a line to write on."""
    named = label_cell(label, style.label, LABEL_PT)
    said = cell(text or BLANK, style.answer, width_pt - LABEL_PT, middle=True)
    return Row(tuple(replace(shown, pad_y_pt=_PAD_Y_PT) for shown in (named, said)))


def party_row(party: Party, style: Styles, width_pt: float) -> Row:
    """A party with all that is known of it."""
    is_person = isinstance(party, NaturalPerson)
    lines = _person(party) if isinstance(party, NaturalPerson) else _organization(party)
    return facts_row("自然人" if is_person else "法人、非法人组织", tuple(lines), style, width_pt)


def facts_row(label: str, lines: tuple[Facts, ...], style: Styles, width_pt: float) -> Row:
    """A label with several lines of facts; those that were not told are lines to write on."""
    text = "\n".join("　".join(f"{name}：{value or BLANK}" for name, value in each) for each in lines)
    named = label_cell(label, style.part, LABEL_PT)
    return Row((named, cell(text, style.answer, width_pt - LABEL_PT)), whole_up_to_pt=_PARTY_WHOLE_PT)


def _person(person: NaturalPerson) -> Iterator[Facts]:
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
    if person.trade_name:
        yield (("字号", person.trade_name),)
    if person.employer:
        yield (("工作单位", person.employer),)
    yield (("证件号码", number.number if isinstance(number, ResidentId) else number or ""),)
    if person.guardian:
        relation = f"（{person.guardian.relation}）" if person.guardian.relation else ""
        yield (("法定代理人", f"{person.guardian.name}{relation}"),)


def _organization(body: Organization) -> Iterator[Facts]:
    yield (("名称", body.name),)
    yield (("住所地", body.domicile),)
    yield (("法定代表人/负责人", body.representative),)
    yield (("联系电话", body.phone),)
    yield (("统一社会信用代码", body.credit_code),)
