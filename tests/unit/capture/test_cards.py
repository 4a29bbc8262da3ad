"""Cards and licences of every kind, from lines of print; each reader is total on what is none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.capture.cards import CardKind, CardRead, read_card_side, sides_belong
from kiosk_app.capture.codes import Code, CodeKind
from kiosk_app.capture.idcard import Side
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.identity import CreditCode, ForeignerId, ResidentId, Sex
from tests.samples.people import person

TODAY = date(2026, 11, 22)


def stacked(*rows: str, confidence: float = 0.99) -> list[Line]:
    """Rows of print; what is divided by two bars stands beside each other."""
    lines = []
    for number, row in enumerate(rows):
        x = 60
        for text in row.split("||"):
            lines.append(Line(text, confidence, (x, 60 * number, x + 26 * len(text), 60 * number + 36)))
            x += 26 * len(text) + 40
    return lines


def read(*rows: str) -> CardRead:
    found = read_card_side(stacked(*rows), today=TODAY)
    assert found is not None
    return found


PERMIT = ("姓名 陈小明", "性别 男", "出生 1994 年 8 月 23 日", "住址 广东省深圳市福田区示例路1号")


def test_the_portrait_side_of_a_permit_is_told_by_its_number() -> None:
    card = read(*PERMIT, "公民身份号码 810000199408230021")
    assert (card.kind, card.side, card.unsure) == (CardKind.PERMIT, Side.FRONT, False)
    assert card.fields["name"].value == "陈小明"
    assert card.fields["sex"].value is Sex.MALE
    assert card.fields["birth"].value == date(1994, 8, 23)
    assert card.fields["number"].value == ResidentId("810000199408230021")
    assert "ethnicity" not in card.fields


def test_without_its_number_a_permit_cannot_be_told_from_a_resident_card() -> None:
    card = read(*PERMIT, "公民身份号码 8100001994")
    assert (card.kind, card.unsure) == (CardKind.RESIDENT, True)


def test_the_other_side_of_a_permit() -> None:
    card = read(
        "中华人民共和国",
        "港澳居民居住证",
        "签发机关 深圳市公安局",
        "有效期限 2019.01.02-2024.01.02",
        "通行证号码 H12345678||签发次数 01",
    )
    assert (card.kind, card.side) == (CardKind.PERMIT, Side.BACK)
    assert card.fields["authority"].value == "深圳市公安局"
    assert card.fields["valid_until"].value == date(2024, 1, 2)
    assert card.fields["travel_permit"].value == "H12345678"
    assert card.fields["times_issued"].value == "01"


def test_a_resident_card_stays_one() -> None:
    card = read("姓名林知远", "性别男||民族汉", "出生1896年2月29日", "公民身份号码110101189602290017")
    assert (card.kind, card.side, card.unsure) == (CardKind.RESIDENT, Side.FRONT, False)
    assert card.fields["ethnicity"].value == "汉族"
    back = read("中华人民共和国", "居民身份证", "签发机关 北京市公安局东城分局", "有效期限 2016.08.08-长期")
    assert (back.kind, back.side) == (CardKind.RESIDENT, Side.BACK)


def test_a_foreigners_card() -> None:
    card = read(
        "中华人民共和国外国人永久居留身份证",
        "姓名/Name",
        "MARTIN, ANNA",
        "性别/Sex||出生日期/Date of Birth 1981.08.03",
        "国籍/Nationality 加拿大/CAN",
        "有效期限/Period of Validity 2023.12.01-2033.12.01",
        "证件号码/ID No. 911124198108030024",
    )
    assert card.kind is CardKind.FOREIGNER
    assert card.fields["name"].value == "MARTIN,ANNA"
    assert card.fields["birth"].value == date(1981, 8, 3)
    assert card.fields["nationality"].value == "加拿大/CAN"
    assert card.fields["number"].value == ForeignerId("911124198108030024")
    assert card.fields["valid_until"].value == date(2033, 12, 1)
    assert card.fields["sex"].value is None


def licence(code: str = "91110105MA00TERT2C") -> list[Line]:
    return stacked(
        "营 业 执 照",
        f"统一社会信用代码 {code}",
        "名 称 示例（北京）科技有限公司||注册资本 壹佰万元整",
        "类 型 有限责任公司||成立日期 2016年03月01日",
        "法定代表人 林知远||住 所 北京市朝阳区示例路18号院2号楼",
        "3层301室",
        "经营范围 技术开发、技术服务",
        "登记机关 北京市朝阳区市场监督管理局",
    )


def test_a_business_licence() -> None:
    code = Code(CodeKind.QR, "http://example.invalid/%s?a=<script>", (0, 0, 9, 9))
    card = read_card_side(licence(), [code], TODAY)
    assert card is not None
    assert card.kind is CardKind.BUSINESS
    assert card.fields["code"].value == CreditCode("91110105MA00TERT2C")
    assert card.fields["name"].value == "示例(北京)科技有限公司"
    assert card.fields["representative"].value == "林知远"
    assert card.fields["address"].value == "北京市朝阳区示例路18号院2号楼3层301室"
    assert card.fields["founded"].value == date(2016, 3, 1)
    assert card.untrusted == ("http://example.invalid/%s?a=<script>",)


def test_a_wrong_credit_code_has_no_value_but_its_text() -> None:
    card = read_card_side(licence("91110105MA00TERT2D"), (), TODAY)
    assert card is not None
    assert card.fields["code"].value is None
    assert "91110105MA00TERT2D" in card.fields["code"].text


def test_a_lawyers_licence() -> None:
    card = read(
        "中华人民共和国律师执业证",
        "执业机构 示例律师事务所",
        "执业证类别 专职律师",
        "执业证号 11101201810123456",
        "持证人 林知远||性别 男",
    )
    assert card.kind is CardKind.LAWYER
    assert card.fields["firm"].value == "示例律师事务所"
    assert card.fields["number"].value == "11101201810123456"
    assert card.fields["name"].value == "林知远"
    assert card.fields["sex"].value is Sex.MALE


FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


def test_a_passport() -> None:
    card = read("PASSPORT", "Surname ERIKSSON", FIRST, SECOND)
    assert card.kind is CardKind.PASSPORT
    assert card.fields["number"].value == "L898902C3"
    assert card.fields["surname"].value == "ERIKSSON"
    assert card.fields["birth"].value == date(1974, 8, 12)
    assert card.fields["birth"].confidence == 0.99
    assert card.fields["nationality"].confidence < 0.9, "no check digit stands for it alone"


def test_a_passport_with_a_wrong_digit_is_never_sure() -> None:
    wrong = SECOND[:-1] + "1"
    card = read(FIRST, wrong)
    assert all(reading.confidence < 0.9 for name, reading in card.fields.items() if name not in _NAMES)


_NAMES = ("surname", "given", "issuer")


RESIDENT = (
    "姓名林知远",
    "性别男||民族汉",
    "住址北京市东城区示例胡同18号院",
    "公民身份号码110101189602290017",
)


@pytest.mark.parametrize(
    ("front", "back", "code"),
    [
        (RESIDENT, ("居民身份证", "签发机关北京市公安局东城分局"), ""),
        (RESIDENT, ("居民身份证", "签发机关广州市公安局天河区分局"), "id_authority_elsewhere"),
        (RESIDENT, ("居民身份证", "签发机关"), ""),
        (RESIDENT, ("港澳居民居住证", "签发机关北京市公安局"), "id_sides_differ"),
        ((*PERMIT, "公民身份号码810000199408230021"), ("台湾居民居住证", "签发机关深圳市公安局"), ""),
        (
            (*PERMIT, "公民身份号码810000199408230021"),
            ("居民身份证", "签发机关深圳市公安局"),
            "id_sides_differ",
        ),
        ((*PERMIT, "公民身份号码8100001994"), ("港澳居民居住证", "签发机关深圳市公安局"), ""),
        ((), ("居民身份证",), ""),
    ],
)
def test_the_second_side_must_belong_to_the_first(
    front: tuple[str, ...], back: tuple[str, ...], code: str
) -> None:
    found = sides_belong(stacked(*front), stacked(*back))
    assert [each.code for each in found] == ([code] if code else [])


@pytest.mark.parametrize("seed", range(40))
def test_offices_of_real_shape_belong_to_their_addresses(seed: int) -> None:
    who = person(seed)
    front = [*stacked(*RESIDENT[:2]), *stacked("", "", f"住址{who.address}", f"公民身份号码{who.number}")]
    back = stacked("居民身份证", f"签发机关{who.authority}")
    assert sides_belong(front, back) == ()


@pytest.mark.parametrize("rows", [(), ("借条",), ("PASSPORT",), ("<" * 44, "<" * 44), ("الجمهورية", "Имя")])
def test_what_is_no_card(rows: tuple[str, ...]) -> None:
    assert read_card_side(stacked(*rows), today=TODAY) is None


@given(
    st.lists(
        st.one_of(
            st.text(max_size=50),
            st.sampled_from(
                ["姓名", "营业执照", "统一社会信用代码", "有效期限2019.01.02", "外国人永久居留", FIRST]
            ),
        ),
        max_size=12,
    )
)
def test_any_lines_are_read_without_a_fault(rows: list[str]) -> None:
    read_card_side(stacked(*rows), today=TODAY)
