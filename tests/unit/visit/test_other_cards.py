"""Permits, foreigners' cards and passports as answers, from lines of print."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from kiosk_app.capture.cards import CardKind
from kiosk_app.capture.idcard import Side
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.values import Answer, Source
from kiosk_app.visit.card import answers_on_card, findings_on_card, readings_on_card
from kiosk_app.visit.left_card import LaidCard
from kiosk_app.visit.other_cards import needs_one_side, other_card
from kiosk_app.visit.review import number_has_letters
from tests.samples.other_cards import PASSPORT_ZONE, PERMIT_NUMBER

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
PERMIT = ("姓名 陈小明", "性别 男", "出生 1990 年 1 月 1 日", "住址 广东省深圳市福田区示例路1号")
FOREIGNER = (
    "外国人永久居留身份证",
    "姓名/Name SMITH JOHN",
    "性别/Sex 男/M",
    "出生日期/Date of Birth 1985.01.01",
    "国籍/Nationality 加拿大/CAN",
    "有效期限/Period of Validity 2024.01.01-2034.01.01",
    "证件号码/ID No. 932682198501010017",
)
CHINESE_ZONE = (
    "P<CHNLIN<<ZHIYUAN<<<<<<<<<<<<<<<<<<<<<<<<<<<",
    "E123456782CHN9003071F3003068<<<<<<<<<<<<<<<6",
)


def taken(*rows: str, confidence: float = 0.99) -> dict[Side, tuple[Line, ...]]:
    lines = (
        Line(row, confidence, (60, 60 * n, 60 + 26 * len(row), 60 * n + 36)) for n, row in enumerate(rows)
    )
    return {Side.FRONT: tuple(lines)}


def answers(*rows: str, confidence: float = 0.99) -> dict[str, Answer]:
    found = answers_on_card(taken(*rows, confidence=confidence), AT, None)
    return {answer.key.removeprefix("plaintiff.1."): answer for answer in found}


def codes(*rows: str) -> set[tuple[str, str]]:
    return {(found.code, found.about) for found in findings_on_card(taken(*rows), TODAY, None)}


def test_a_permit_gives_its_kind_and_no_ethnicity() -> None:
    given = answers(*PERMIT, f"公民身份号码 {PERMIT_NUMBER}")
    assert {key: answer.value for key, answer in given.items()} == {
        "name": "陈小明",
        "sex": "male",
        "birth": date(1990, 1, 1),
        "domicile": "广东省深圳市福田区示例路1号",
        "id_number": PERMIT_NUMBER,
        "id_kind": "residence_permit",
    }
    assert all(answer.confirmed and answer.source is Source.CARD for answer in given.values())
    assert codes(*PERMIT, f"公民身份号码 {PERMIT_NUMBER}") == set()


def test_a_permit_whose_print_disagrees_with_its_number_waits_for_a_look() -> None:
    rows = [row.replace("男", "女") for row in PERMIT]
    assert ("id_sex_mismatch", "plaintiff.1.sex") in codes(*rows, f"公民身份号码 {PERMIT_NUMBER}")
    assert not answers(*rows, f"公民身份号码 {PERMIT_NUMBER}")["sex"].confirmed


def test_a_passport_gives_what_its_zone_proves() -> None:
    given = answers("PASSPORT 护照", *PASSPORT_ZONE)
    assert given["name"].value == "ERIKSSON ANNA MARIA"
    assert given["birth"].value == date(1974, 8, 12)
    assert given["sex"].value == "female"
    assert given["id_number"].value == "L898902C3"
    assert given["id_kind"].value == "passport"
    assert given["id_number"].confirmed
    assert codes("PASSPORT 护照", *PASSPORT_ZONE) == {("id_card_expired", "card")}


def test_letters_are_no_name_of_a_chinese_passport() -> None:
    given = answers(*CHINESE_ZONE)
    assert (given["name"].value, given["name"].confirmed) == ("LIN ZHIYUAN", False)


def test_a_passport_whose_number_was_misread_gives_no_number() -> None:
    given = answers(PASSPORT_ZONE[0], PASSPORT_ZONE[1].replace("L898902C3", "L898902C8"))
    assert "id_number" not in given
    assert given["id_kind"].value == "passport"


def test_a_foreigners_card() -> None:
    given = answers(*FOREIGNER)
    assert given["id_kind"].value == "foreigner_card"
    assert given["id_number"].value == "932682198501010017"
    assert given["birth"].value == date(1985, 1, 1)
    assert given["sex"].value == "male"


def test_below_the_line_everything_waits_for_a_look() -> None:
    given = answers(*PERMIT, f"公民身份号码 {PERMIT_NUMBER}", confidence=0.7)
    assert [key for key, answer in given.items() if answer.confirmed] == ["id_kind"]


def test_the_place_on_the_picture_is_known_by_the_answer() -> None:
    readings = readings_on_card(taken(*PASSPORT_ZONE), TODAY, None)
    assert set(readings) == {f"plaintiff.1.{key}" for key in ("name", "sex", "birth", "id_number")}
    assert readings["plaintiff.1.id_number"].box is not None


def test_a_residents_card_and_nothing_are_no_other_card() -> None:
    assert (
        other_card(taken("姓名 林知远", "性别 男 民族 汉", "公民身份号码 110101189602290017"), TODAY) is None
    )
    assert other_card(taken("营业执照", "统一社会信用代码 91110105MA00TERT2C"), TODAY) is None
    assert other_card({}, TODAY) is None
    assert other_card(taken(), TODAY) is None


def test_which_cards_have_one_side() -> None:
    assert {kind for kind in CardKind if needs_one_side(kind)} == {CardKind.PASSPORT, CardKind.FOREIGNER}


@pytest.mark.parametrize(
    ("kind", "letters"),
    [("resident_card", False), ("residence_permit", False), ("passport", True), ("foreigner_card", True)],
)
def test_letters_can_be_written_where_a_number_has_them(kind: str, letters: bool) -> None:
    given = {"plaintiff.1.id_kind": Answer("plaintiff.1.id_kind", kind, Source.LITIGANT, AT)}
    assert number_has_letters("plaintiff.1.id_number", given) is letters
    assert not number_has_letters("plaintiff.1.id_number", {})


def test_a_card_that_lay_there_before_is_not_read_until_it_was_lifted() -> None:
    laid = LaidCard().seen(True)
    assert not laid.may_be_read
    laid = laid.seen(False).seen(True)
    assert laid.may_be_read
