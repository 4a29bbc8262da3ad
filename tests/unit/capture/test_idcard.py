from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.capture.idcard import (
    Side,
    cross_check,
    outside_portrait,
    read_back,
    read_front,
    which_side,
)
from kiosk_app.capture.ocr import Line, Reader
from kiosk_app.capture.take import take_card
from kiosk_app.domain.findings import Grade
from kiosk_app.domain.identity import LONG_TERM, CardBack, CardFront, Reading, ResidentId, Sex
from tests.samples.desk import Difficulty, on_desk
from tests.samples.papers import render_card_back, render_card_front
from tests.samples.people import person

SIZE = (1_000, 631)
TODAY = date(2026, 11, 22)
NUMBER = "110101189602290017"


def line(text: str, x: int, y: int, confidence: float = 0.99) -> Line:
    return Line(text, confidence, (x, y, x + 26 * len(text), y + 36))


def front_lines(**changed: str) -> list[Line]:
    texts = {
        "name": "姓名林知远",
        "sex": "性别男",
        "ethnicity": "民族汉",
        "birth": "出生1896年2月29日",
        "address": "住址北京市东城区示例胡",
        "address2": "同18号院401室",
        "number": f"公民身份号码{NUMBER}",
    } | changed
    places = {
        "name": (80, 90),
        "sex": (80, 170),
        "ethnicity": (290, 170),
        "birth": (80, 250),
        "address": (80, 330),
        "address2": (180, 380),
        "number": (80, 530),
    }
    return [line(text, *places[key]) for key, text in texts.items() if text]


def back_lines(
    authority: str = "签发机关北京市公安局东城分局", term: str = "有效期限2016.08.08-长期"
) -> list[Line]:
    return [
        line("中华人民共和国", 400, 120),
        line("居民身份证", 400, 230),
        line(authority, 250, 460),
        line(term, 250, 540),
    ]


FRONT = read_front(front_lines())
BACK = read_back(back_lines())


def codes(front: CardFront | None, back: CardBack | None) -> list[tuple[str, str]]:
    return [(finding.code, finding.about) for finding in cross_check(front, back, TODAY)]


def test_front() -> None:
    assert FRONT.name.value == "林知远"
    assert FRONT.sex.value is Sex.MALE
    assert FRONT.ethnicity.value == "汉族"
    assert FRONT.birth.value == date(1896, 2, 29)
    assert FRONT.address.value == "北京市东城区示例胡同18号院401室"
    assert FRONT.number.value == ResidentId(NUMBER)
    assert FRONT.number.confidence == 0.99
    assert FRONT.address.box is not None
    assert FRONT.address.box[3] > 400
    assert codes(FRONT, BACK) == []


def test_back() -> None:
    assert BACK.authority.value == "北京市公安局东城分局"
    assert BACK.valid_from.value == date(2016, 8, 8)
    assert BACK.valid_until.value == LONG_TERM


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("姓 名 买买提·艾力", "买买提·艾力"),
        ("姓名买买提•艾力", "买买提·艾力"),
        ("姓名㐂𠮷", "㐂𠮷"),
        ("姓名林", None),
        ("姓名L1N", None),
        ("姓名", None),
        ("", None),
    ],
)
def test_names(text: str, name: str | None) -> None:
    assert read_front(front_lines(name=text)).name.value == name


@pytest.mark.parametrize(
    ("text", "found"),
    [("民族漢", "汉族"), ("民族柯尔克孜", "柯尔克孜族"), ("民族穿青人", None), ("民族3", None)],
)
def test_ethnicities(text: str, found: str | None) -> None:
    reading = read_front(front_lines(ethnicity=text)).ethnicity
    assert reading.value == found
    assert reading.text == text.removeprefix("民族")


def test_a_colon_seen_behind_a_label_is_none() -> None:
    front = read_front(front_lines(name="姓名：林知远", sex="性别：男", address="住址:北京市东城区示例胡"))
    assert front.name.value == "林知远"
    assert front.sex.value is Sex.MALE
    assert front.address.value == "北京市东城区示例胡同18号院401室"


@pytest.mark.parametrize("text", ["出生1896年2月30日", "出生1896年13月1日", "出生189年2月9日", "出生"])
def test_a_date_that_is_none_is_not_guessed(text: str) -> None:
    front = read_front(front_lines(birth=text))
    assert front.birth.value is None
    assert ("id_field_unreadable", "birth") in codes(front, None)


@pytest.mark.parametrize("seen", ["11O1O1I89602290017", "110101189602Z900l7", " 1101 0118 9602 2900 17"])
def test_letters_for_digits_are_mended_where_the_check_digit_proves_it(seen: str) -> None:
    assert read_front(front_lines(number="公民身份号码" + seen)).number.value == ResidentId(NUMBER)


def test_mended_is_less_sure() -> None:
    front = read_front(front_lines(number="公民身份号码11O101189602290017"))
    assert front.number.confidence < FRONT.number.confidence
    assert front.number.text == "11O101189602290017"


def test_lower_case_x() -> None:
    front = read_front(front_lines(number="公民身份号码11010519491231002x"))
    assert front.number.value == ResidentId("11010519491231002X")


@given(st.integers(0, 17), st.integers(1, 9))
def test_one_wrong_digit_is_never_accepted(at: int, plus: int) -> None:
    wrong = NUMBER[:at] + str((int(NUMBER[at]) + plus) % 10) + NUMBER[at + 1 :]
    front = read_front(front_lines(number="公民身份号码" + wrong))
    assert front.number.value is None
    assert front.number.text == wrong
    assert ("id_number_invalid", "number") in codes(front, None)


def test_a_number_broken_off_is_unreadable_not_invalid() -> None:
    front = read_front(front_lines(number="公民身份号码1101011896"))
    assert codes(front, None) == [("id_field_unreadable", "number")]


def test_print_in_the_portrait_is_no_text() -> None:
    lines = [*front_lines(), line("样本", 700, 385), line("C", 800, 250)]
    assert read_front(outside_portrait(lines, SIZE)) == FRONT


def test_the_term_is_read_whole_or_not_at_all() -> None:
    back = read_back(back_lines(term="有效期限22016.08.08-长期"))
    assert back.valid_from.value is None
    assert back.valid_until.value is None
    assert back.valid_until.text == "22016.08.08-长期"


def test_a_term_of_its_own_line_wins_over_an_overlapping_label() -> None:
    lines = [*back_lines(term="有效期限2"), line("2016.08.08-2036.08.08", 380, 541)]
    assert read_back(lines).valid_until.value == date(2036, 8, 8)


def test_sides() -> None:
    assert which_side(front_lines()) is Side.FRONT
    assert which_side(back_lines()) is Side.BACK
    assert which_side([line("借条", 0, 0)]) is None
    assert which_side([]) is None


def test_nothing_read() -> None:
    front, back = read_front([]), read_back([])
    found = cross_check(front, back, TODAY)
    assert {finding.about for finding in found} == {
        "name",
        "sex",
        "ethnicity",
        "birth",
        "address",
        "number",
        "authority",
        "valid_from",
        "valid_until",
    }
    assert {finding.code for finding in found} == {"id_field_unreadable"}
    assert {finding.grade for finding in found} == {Grade.UNREADABLE}


def test_no_side_at_all() -> None:
    assert cross_check(None, None, TODAY) == ()


def test_birth_and_sex_against_the_number() -> None:
    front = replace(FRONT, birth=Reading(date(1896, 2, 28)), sex=Reading(Sex.FEMALE))
    assert codes(front, None) == [("id_birth_mismatch", "birth"), ("id_sex_mismatch", "sex")]


def term(start: date, end: date) -> CardBack:
    return replace(BACK, valid_from=Reading(start), valid_until=Reading(end))


def test_expired() -> None:
    back = term(date(2006, 11, 21), date(2026, 11, 21))
    assert ("id_card_expired", "valid_until") in codes(None, back)
    assert codes(None, term(date(2006, 11, 22), date(2026, 11, 22))) == []


@pytest.mark.parametrize(
    ("born", "start", "end", "plausible"),
    [
        (date(1896, 2, 29), date(2016, 8, 8), LONG_TERM, True),
        (date(1896, 2, 29), date(1942, 2, 28), LONG_TERM, False),
        (date(1896, 2, 29), date(1942, 3, 1), LONG_TERM, True),
        (date(1896, 2, 29), date(1930, 5, 5), date(1950, 5, 5), True),
        (date(1896, 2, 29), date(1930, 5, 5), date(1940, 5, 5), False),
        (None, date(2020, 5, 5), date(2030, 5, 5), True),
        (None, date(2020, 5, 5), date(2030, 5, 6), False),
        (None, date(2020, 5, 5), date(2027, 5, 5), False),
        (None, date(2024, 2, 29), date(2034, 3, 1), True),
        (None, date(2026, 12, 1), date(2036, 12, 1), False),
    ],
)
def test_term(born: date | None, start: date, end: date, plausible: bool) -> None:
    front = replace(FRONT, number=Reading(None), birth=Reading(born)) if born else None
    found = {finding.code for finding in cross_check(front, term(start, end), TODAY)}
    assert ("id_validity_implausible" not in found) is plausible


@pytest.mark.parametrize("seed", [71, 72])
def test_unseen_cards_from_the_desk(reader: Reader, seed: int) -> None:
    who = person(seed)
    shots = [
        on_desk(draw(who), seed, Difficulty.MEDIUM, turns=seed % 4)
        for draw in (render_card_front, render_card_back)
    ]
    uprights = [reader.read_upright(take_card(shot.image).clean) for shot in shots]
    assert [which_side(upright.lines) for upright in uprights] == [Side.FRONT, Side.BACK]
    height, width = uprights[0].image.shape[:2]
    front, back = (
        read_front(outside_portrait(uprights[0].lines, (width, height))),
        read_back(uprights[1].lines),
    )
    assert front.name.value == who.name
    assert front.sex.value is who.sex
    assert front.ethnicity.value == f"{who.ethnicity}族"
    assert front.birth.value == who.birth
    assert front.address.value == who.address
    assert str(front.number.value) == who.number
    assert back.authority.value == who.authority
    assert back.valid_until.value == LONG_TERM
    assert cross_check(front, back, TODAY) == ()
