from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.domain.chip import ChipOfOtherCard, ChipProblem, ChipUnreadable, parse_chip
from kiosk_app.domain.identity import ETHNICITIES, LONG_TERM, Sex
from tests.fakes.chips import chip_text
from tests.samples.people import LENDER, person


def test_every_field() -> None:
    text = chip_text()
    assert len(text) == 256
    chip = parse_chip(text)
    assert chip.name == LENDER.name
    assert chip.sex is Sex.MALE
    assert chip.ethnicity == "汉族"
    assert chip.birth == date(1896, 2, 29)
    assert chip.address == LENDER.address
    assert chip.number.number == LENDER.number
    assert chip.authority == LENDER.authority
    assert (chip.valid_from, chip.valid_until) == (date(2016, 8, 8), LONG_TERM)
    assert chip.doubtful == frozenset()


@pytest.mark.parametrize("seed", range(12))
def test_persons_of_all_kinds(seed: int) -> None:
    who = person(seed)
    chip = parse_chip(chip_text(who))
    assert (chip.name, chip.sex, chip.birth) == (who.name, who.sex, who.birth)
    assert chip.ethnicity == f"{who.ethnicity}族"


def test_the_ethnicities_stand_at_their_codes() -> None:
    assert len(ETHNICITIES) == 56
    assert [ETHNICITIES[code - 1] for code in (1, 5, 15, 21, 36, 46, 56)] == [
        "汉",
        "维吾尔",
        "土家",
        "佤",
        "毛南",
        "德昂",
        "基诺",
    ]


@pytest.mark.parametrize(("code", "said"), [("97", "其他"), ("", ""), ("56", "基诺族")])
def test_odd_ethnicities(code: str, said: str) -> None:
    assert parse_chip(chip_text(ethnicity=code)).ethnicity == said


def test_a_name_that_fills_its_room_is_told_as_such() -> None:
    whole = "阿布都热合曼·买买提艾力阿布"
    assert len(whole) == 14
    assert parse_chip(chip_text(name=whole)).doubtful == frozenset()
    chip = parse_chip(chip_text(name=whole + "拉江"))
    assert chip.name == whole + "拉"
    assert chip.doubtful == {"name"}


def test_rare_characters_take_two_places_and_stay_as_they_are() -> None:
    assert parse_chip(chip_text(name="㐂𠮷𰻞")).name == "㐂𠮷𰻞"


def test_a_rare_character_cut_in_two_is_left_out_and_told() -> None:
    chip = parse_chip(chip_text(name="林" * 14 + "𠮷"))
    assert chip.name == "林" * 14
    assert chip.doubtful == {"name"}


def test_a_sign_of_private_use_is_told() -> None:
    chip = parse_chip(chip_text(name="林\ue863"))
    assert chip.name == "林\ue863"
    assert chip.doubtful == {"name"}


@pytest.mark.parametrize(
    ("changed", "problem", "field"),
    [
        ({"sex": "7"}, ChipProblem.FIELD, "sex"),
        ({"ethnicity": "57"}, ChipProblem.FIELD, "ethnicity"),
        ({"ethnicity": "00"[:1]}, ChipProblem.FIELD, "ethnicity"),
        ({"birth": "18960230"}, ChipProblem.FIELD, "birth"),
        ({"birth": "１８９６０２２９"}, ChipProblem.FIELD, "birth"),
        ({"number": "110101189602290018"}, ChipProblem.FIELD, "number"),
        ({"name": ""}, ChipProblem.FIELD, "name"),
        ({"name": "林\n远"}, ChipProblem.FIELD, "name"),
        ({"address": "北京\u202e市"}, ChipProblem.FIELD, "address"),
        ({"valid_until": "永久"}, ChipProblem.FIELD, "valid_until"),
        ({"valid_from": ""}, ChipProblem.FIELD, "valid_from"),
    ],
)
def test_what_is_no_field_is_named(changed: dict[str, str], problem: ChipProblem, field: str) -> None:
    with pytest.raises(ChipUnreadable) as raised:
        parse_chip(chip_text(LENDER, **changed))
    assert raised.value.facts == {"problem": problem, "field": field}


@pytest.mark.parametrize("size", [0, 1, 255, 257, 100_000])
def test_another_length_is_no_chip(size: int) -> None:
    with pytest.raises(ChipUnreadable) as raised:
        parse_chip(bytes(size))
    assert raised.value.facts["problem"] is ChipProblem.LENGTH


def test_half_a_character_in_the_middle_is_no_text() -> None:
    text = bytearray(chip_text())
    text[0:2] = b"\x00\xd8"
    with pytest.raises(ChipUnreadable) as raised:
        parse_chip(bytes(text))
    assert raised.value.facts == {"problem": ChipProblem.ENCODING, "field": "name"}


@pytest.mark.parametrize("kind", "IJ")
def test_a_card_of_another_kind_says_so(kind: str) -> None:
    with pytest.raises(ChipOfOtherCard):
        parse_chip(chip_text(reserved=" " * 14 + kind))


@given(st.binary(min_size=256, max_size=256))
def test_any_bytes_are_a_chip_or_a_typed_fault(data: bytes) -> None:
    with contextlib.suppress(ChipUnreadable, ChipOfOtherCard):
        assert parse_chip(data).name
