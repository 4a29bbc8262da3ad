from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import yaml

from kiosk_app.documents import power_of_attorney
from kiosk_app.documents.paper_canvas import SIGNATURE as PLACE
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.power_of_attorney import STANDINGS
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.party import Agent, Guardian, NaturalPerson, Organization, Party, Power
from kiosk_app.domain.signature import Signature
from tests.fakes import papers
from tests.fakes.kiosks import RESOURCES
from tests.fakes.papers import SIGNATURE

PERSON = NaturalPerson("林知远", phone="13800138000", domicile="北京市东城区示例胡同18号院")
BODY = Organization("示范市青石建材有限公司", "窑湾路26号", representative="郝延年", phone="0555-5550126")
LAWYER = Agent("申屠敏", "lawyer", "示范衡平律师事务所", "", "13800138001", Power.SPECIAL)
SISTER = Agent("林小明", "relative", power=Power.GENERAL)


def render(
    typeface: Typeface,
    agents: Sequence[Agent] = (LAWYER,),
    principals: Sequence[Party] = (PERSON,),
    signature: Signature | None = SIGNATURE,
) -> Printed:
    return power_of_attorney.render(
        agents,
        principals=principals,
        defendants=["周明川"],
        letterhead=papers.letterhead(typeface),
        signature=signature,
    )


def boxes(printed: Printed) -> list[str]:
    """The boxes of each agent's powers in order: general, special, then each special item."""
    text = papers.text(printed.pdf)
    return [part.split("委托事项")[0].split("受托人")[0] for part in text.split("代理权限一般授权")[1:]]


def ticks(part: str) -> str:
    return "".join(sign for sign in part if sign in "☑☐")


def test_one_person_and_one_agent_stand_on_one_page(typeface: Typeface, tmp_path: Path) -> None:
    printed = render(typeface)
    papers.assert_sound(printed.pdf, tmp_path)
    (text,) = papers.pages(printed.pdf)
    for part in (
        "授权委托书",
        "委托人自然人姓名：林知远",
        "受托人姓名：申屠敏身份：律师工作单位：示范衡平律师事务所",
        "随同提交的证明律师执业证、律师事务所证明材料",
        "委托人与周明川之间的民间借贷纠纷一案",
        "此致某某区人民法院",
        "委托人（签名或者盖章）",
        "2026年11月23日",
    ):
        assert part in text, part
    assert printed.places[PLACE].page == 1


def test_special_authority_names_each_power(typeface: Typeface) -> None:
    (powers,) = boxes(render(typeface))
    for power in ("承认", "放弃", "变更"):
        assert f"{power}诉讼请求☑" in powers
    for power in ("进行和解", "提起反诉", "提起上诉"):
        assert f"{power}☑" in powers
    assert ticks(powers) == "☐☑" + "☑" * 6


@pytest.mark.parametrize(("power", "shown"), [(Power.GENERAL, "☑☐"), (None, "☐☐")])
def test_without_special_authority_no_special_power_is_ticked(
    typeface: Typeface, power: Power | None, shown: str
) -> None:
    printed = render(typeface, [replace(LAWYER, power=power)])
    (powers,) = boxes(printed)
    assert ticks(powers) == shown + "☐" * 6
    assert "没有勾选代理权限的，按一般授权" in papers.text(printed.pdf)


def test_two_agents_share_a_paper_each_with_powers_of_their_own(typeface: Typeface) -> None:
    printed = render(typeface, [LAWYER, SISTER])
    text = papers.text(printed.pdf)
    assert "受托人1姓名：申屠敏" in text
    assert "受托人2姓名：林小明" in text
    assert [ticks(each)[:2] for each in boxes(printed)] == ["☐☑", "☑☐"]
    assert text.count("委托人（签名或者盖章）") == 1


def test_nobody_signs_on_a_page_which_does_not_say_what_for(typeface: Typeface) -> None:
    *_, last = papers.pages(render(typeface, (LAWYER, LAWYER)).pdf)
    assert "委托人与周明川之间的民间借贷纠纷一案" in last
    assert "第一审☐" in last
    assert "委托人（签名或者盖章）" in last


def test_the_stage_is_left_to_write_and_narrow_where_nothing_is_written(typeface: Typeface) -> None:
    text = papers.text(render(typeface).pdf)
    assert "第一审☐第二审☐执行☐期限：___" in text
    assert "只代理本案第一审" in text


def test_an_organisation_names_who_represents_it(typeface: Typeface) -> None:
    text = papers.text(render(typeface, principals=[BODY]).pdf)
    assert "法人、非法人组织名称：示范市青石建材有限公司" in text
    assert "法定代表人/负责人：郝延年" in text


def test_every_principal_has_a_line_and_only_the_first_has_signed(typeface: Typeface, tmp_path: Path) -> None:
    child = NaturalPerson("林小童", guardian=Guardian("林知远", "父亲"))
    principals: list[Party] = [PERSON, child, BODY] * 3
    printed = render(typeface, [LAWYER, SISTER], [*principals, PERSON])
    papers.assert_sound(printed.pdf, tmp_path)
    text = papers.text(printed.pdf)
    assert text.count("委托人（签名或者盖章）") == 10
    assert text.count("2026年11月23日") == 1
    assert "法定代理人：林知远（父亲）" in text


def test_nothing_but_a_name_leaves_lines_to_write_on(typeface: Typeface, tmp_path: Path) -> None:
    printed = render(typeface, [Agent("某某")], [], None)
    papers.assert_sound(printed.pdf, tmp_path)
    text = papers.text(printed.pdf)
    assert "姓名：____" in text
    assert "身份：____" in text
    assert "随同提交的证明" not in text


@pytest.mark.parametrize("name", ["\U0003106c\U00020bb7", "阿卜杜拉·买买提" * 30, "“；DROP”", "e\u0301🙂"])
def test_rare_and_long_names_can_be_drawn(typeface: Typeface, tmp_path: Path, name: str) -> None:
    agent = replace(LAWYER, name=name, firm=name * 3)
    papers.assert_sound(render(typeface, [agent], [replace(PERSON, name=name)]).pdf, tmp_path)


def test_the_sorts_of_agents_are_those_that_are_asked_for() -> None:
    common = yaml.safe_load((RESOURCES / "forms" / "common.yaml").read_text("utf-8"))
    group = next(each for each in common["agents"]["questions"] if each.get("group") == "agent")
    asked = next(each["choices"] for each in group["questions"] if each["key"] == "standing")
    assert {id: label for id, (label, _) in STANDINGS.items()} == asked
