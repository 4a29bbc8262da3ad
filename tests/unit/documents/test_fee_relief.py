from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk_app.content.library import Library, load_library
from kiosk_app.documents import fee_relief
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.fee_relief import FeeRelief, Ground, ReliefKind
from kiosk_app.domain.identity import ResidentId, Sex
from kiosk_app.domain.money import ZERO, Money
from kiosk_app.domain.party import Guardian, NaturalPerson, Organization, Party
from kiosk_app.domain.signature import Signature
from tests.fakes import papers
from tests.fakes.kiosks import RESOURCES
from tests.fakes.papers import MOMENT, SIGNATURE

PERSON = NaturalPerson(
    "林知远",
    Sex.MALE,
    date(1996, 2, 29),
    "汉族",
    phone="13800138000",
    domicile="北京市东城区示例胡同18号院2号楼3单元401室",
    id_number=ResidentId.parse("110101189602290017"),
)
RELIEF = FeeRelief(
    ReliefKind.EXEMPT,
    (Ground("第四十五条第（二）项", "追索赡养费、扶养费、抚育费、抚恤金的"),),
    "我没有工作，靠低保生活，还要给孩子看病。",
    ("最低生活保障、特困供养的证件", "残疾人证"),
)
CLAIMED = Money.parse("224000")
NOTHING = FeeRelief(None, (), "", ())


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(RESOURCES)


def render(
    typeface: Typeface,
    library: Library,
    relief: FeeRelief = RELIEF,
    applicants: tuple[Party, ...] = (PERSON,),
    claimed: Money = CLAIMED,
    kind: str = "property",
    signature: Signature | None = SIGNATURE,
) -> bytes:
    return fee_relief.render(
        relief,
        applicants=applicants,
        defendants=["周明川"],
        claimed=claimed,
        fee=library.fee(kind, claimed, MOMENT.at.date()),
        letterhead=papers.letterhead(typeface),
        signature=signature,
    ).pdf


def test_all_that_was_said_stands_on_one_page(typeface: Typeface, library: Library, tmp_path: Path) -> None:
    pdf = render(typeface, library)
    papers.assert_sound(pdf, tmp_path)
    (text,) = papers.pages(pdf)
    for part in (
        "缓交（减交、免交）诉讼费申请书",
        "姓名：林知远",
        "性别：男民族：汉族出生日期：1996年2月29日",
        "证件号码：110101189602290017",
        "案由民间借贷纠纷",
        "对方当事人周明川",
        "诉讼请求的金额224,000.00元",
        "4,660.00元",
        "超过20万元至50万元的部分：24,000.00×1.5%=360.00元",
        "以人民法院通知交纳的数额为准",
        "第四十五条第（二）项：追索赡养费、扶养费、抚育费、抚恤金的",
        "我没有工作，靠低保生活",
        "2.残疾人证",
        "依照《诉讼费用交纳办法》第四十四条、第四十五条的规定，申请免交本案诉讼费用",
        "此致某某区人民法院",
        "申请人（签名、盖章或捺印）",
        "2026年11月23日",
    ):
        assert part in text, part


def test_nothing_sounds_like_a_decision(typeface: Typeface, library: Library) -> None:
    text = papers.text(render(typeface, library))
    for word in ("准予", "符合条件", "应当免交", "减半"):
        assert word not in text


@pytest.mark.parametrize(("kind", "ticks"), [("defer", "☑☐☐"), ("reduce", "☐☑☐"), ("exempt", "☐☐☑")])
def test_only_the_kind_that_was_chosen_is_ticked(
    typeface: Typeface, library: Library, kind: str, ticks: str, tmp_path: Path
) -> None:
    pdf = render(typeface, library, replace(RELIEF, kind=ReliefKind(kind)))
    text = papers.text(pdf)
    assert "".join(sign for sign in text if sign in "☑☐") == ticks


def test_what_was_left_open_is_a_line_to_write_on(typeface: Typeface, library: Library) -> None:
    text = papers.text(render(typeface, library, NOTHING, applicants=(), claimed=ZERO, signature=None))
    for part in ("姓名：____", "申请的情形____", "本人说明____", "提交的证明材料____", "年月日"):
        assert part in text, part
    assert "诉讼请求的金额" not in text


def test_a_fee_that_the_province_sets_is_a_span(typeface: Typeface, library: Library) -> None:
    text = papers.text(render(typeface, library, claimed=ZERO, kind="divorce"))
    assert "50.00元至300.00元" in text
    assert "由法院按当地标准定" in text


def test_five_thousand_characters_go_over_the_pages_and_none_is_lost(
    typeface: Typeface, library: Library, tmp_path: Path
) -> None:
    long = "".join(f"第{number}天没有钱。" for number in range(640))
    pdf = render(typeface, library, replace(RELIEF, reasons=long))
    papers.assert_sound(pdf, tmp_path)
    pages = papers.pages(pdf)
    assert len(pages) > 3
    assert "本人说明（续）" in pages[1]
    whole = "".join(re.sub("本人说明（续）", "", papers.body(page)) for page in pages)
    assert long in whole
    assert "申请人（签名、盖章或捺印）" in pages[-1]


@pytest.mark.parametrize("name", ["\U0003106c\U00020bb7", "阿卜杜拉·买买提" * 7, "“；DROP”", "e\u0301🙂"])
def test_rare_and_strange_names_can_be_drawn(
    typeface: Typeface, library: Library, tmp_path: Path, name: str
) -> None:
    pdf = render(typeface, library, applicants=(replace(PERSON, name=name),))
    papers.assert_sound(pdf, tmp_path)


def test_several_applicants_have_a_line_each_to_sign_on(typeface: Typeface, library: Library) -> None:
    child = NaturalPerson("林小明", guardian=Guardian("林知远", "父亲"))
    home = Organization("示范市社会福利院", "示范市和平路1号", representative="王院长")
    text = papers.text(render(typeface, library, applicants=(PERSON, child, home)))
    assert text.count("申请人（签名、盖章或捺印）") == 3
    assert "法定代理人：林知远（父亲）" in text
    assert "法定代表人/负责人：王院长" in text
    assert text.count("2026年11月23日") == 1, "only the first has signed here"
