"""What the chip and the camera say of one card, put together and compared; without a picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kiosk_app.capture.idcard import read_back, read_front
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.chip import Chip, parse_chip
from kiosk_app.domain.identity import CardBack, CardFront, Sex, uncommon
from kiosk_app.domain.values import Answer, Source
from kiosk_app.visit.card import answers_from, card_findings, with_chip
from kiosk_app.visit.left_card import LeftCard
from tests.fakes.chips import chip_text
from tests.samples.people import LENDER, person

TODAY = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
OTHER = person(7)


def line(text: str, y: int, confidence: float = 0.99) -> Line:
    return Line(text, confidence, (80, y, 80 + 26 * len(text), y + 36))


def front(confidence: float = 0.99, **changed: str) -> CardFront:
    seen = {
        "name": LENDER.name,
        "sex": LENDER.sex.value,
        "ethnicity": LENDER.ethnicity,
        "birth": "1896年2月29日",
        "address": LENDER.address,
        "number": LENDER.number,
    } | changed
    labels = ("姓名", "性别", "民族", "出生", "住址", "公民身份号码")
    return read_front(
        line(label + text, 80 * place, confidence)
        for place, (label, text) in enumerate(zip(labels, seen.values(), strict=True))
    )


def back(authority: str = LENDER.authority) -> CardBack:
    return read_back([line("签发机关" + authority, 400), line("有效期限" + LENDER.valid, 500)])


def codes(front: CardFront | None, back: CardBack | None, chip: Chip) -> list[tuple[str, str]]:
    return [(found.code, found.about) for found in card_findings(front, back, TODAY, chip)]


def answers(front: CardFront | None, chip: Chip) -> dict[str, Answer]:
    whole, _ = with_chip(front, None, chip)
    assert whole is not None
    found = card_findings(front, None, TODAY, chip)
    return {answer.key: answer for answer in answers_from(whole, found, AT, chip)}


CHIP = parse_chip(chip_text())


def test_the_chip_alone_fills_in_everything() -> None:
    given = answers(None, CHIP)
    assert given["plaintiff.1.name"].value == LENDER.name
    assert given["plaintiff.1.sex"].value == "male"
    assert given["plaintiff.1.ethnicity"].value == "汉族"
    assert given["plaintiff.1.birth"].value == date(1896, 2, 29)
    assert given["plaintiff.1.domicile"].value == LENDER.address
    assert given["plaintiff.1.id_number"].value == LENDER.number
    assert given["plaintiff.1.id_kind"].value == "resident_card"
    assert {answer.source for answer in given.values()} == {Source.CARD}
    assert all(answer.confirmed for answer in given.values())
    assert codes(None, None, CHIP) == []


def test_chip_and_camera_agree() -> None:
    assert codes(front(), back(), CHIP) == []
    whole, _ = with_chip(front(), back(), CHIP)
    assert whole is not None
    assert whole.name.box is not None, "the place on the picture stays"


def test_the_chip_wins_and_the_difference_is_named() -> None:
    given = answers(front(name="林知元"), CHIP)
    assert given["plaintiff.1.name"].value == "林知远"
    assert codes(front(name="林知元"), back(), CHIP) == [("id_chip_differs", "plaintiff.1.name")]
    assert codes(front(birth="1896年2月28日"), back("北京市公安局西城分局"), CHIP) == [
        ("id_chip_differs", "plaintiff.1.birth"),
        ("id_chip_differs", "card"),
    ]


def test_a_doubtful_reading_is_no_difference() -> None:
    assert codes(front(0.7, name="林知元"), back(), CHIP) == []


def test_what_the_camera_could_not_read_is_told_by_the_chip() -> None:
    assert codes(front(name="林", sex="?", number="110101189602290018"), back(), CHIP) == []


def test_two_cards_are_one_finding_not_seven() -> None:
    chip = parse_chip(chip_text(OTHER))
    assert codes(front(), back(), chip) == [("id_chip_other_card", "plaintiff.1.id_number")]


def test_spellings_of_the_middle_dot_are_no_difference() -> None:
    chip = parse_chip(chip_text(name="买买提•艾力"))
    assert codes(front(name="买买提·艾力"), back(), chip) == []


LONG = "阿布都热合曼·买买提艾力阿布拉江"


def test_a_name_cut_by_the_chip_is_asked_for() -> None:
    given = answers(None, parse_chip(chip_text(name=LONG)))
    name = given["plaintiff.1.name"]
    assert (name.value, name.confirmed) == (LONG[:15], False)


def test_a_name_cut_by_the_chip_is_taken_from_the_print() -> None:
    chip = parse_chip(chip_text(name=LONG))
    name = answers(front(name=LONG), chip)["plaintiff.1.name"]
    assert (name.value, name.confirmed) == (LONG, True)
    assert codes(front(name=LONG), back(), chip) == []


def test_a_print_that_does_not_go_on_from_the_cut_name_is_not_taken() -> None:
    name = answers(front(name="林知远"), parse_chip(chip_text(name=LONG)))["plaintiff.1.name"]
    assert (name.value, name.confirmed) == (LONG[:15], False)


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("林知远", False),
        ("买买提·艾力", False),
        ("李喆", True),
        ("朱镕", True),
        ("李𠮷", True),
        ("林堃", True),
    ],
)
def test_a_character_outside_gb_2312_is_asked_for_and_never_replaced(name: str, asked: bool) -> None:
    seen = front(name=name)
    answer = {a.key: a for a in answers_from(seen, (), AT)}["plaintiff.1.name"]
    assert answer.value == name
    assert bool(uncommon(name)) is asked
    assert answer.confirmed is not asked
    assert answers(None, parse_chip(chip_text(name=name)))["plaintiff.1.name"].confirmed, "the chip is sure"


def test_an_unrecognised_ethnicity_is_what_the_card_prints() -> None:
    chip = parse_chip(chip_text(ethnicity="97"))
    ethnicity = answers(None, chip)["plaintiff.1.ethnicity"]
    assert (ethnicity.value, ethnicity.confirmed) == ("其他", False)


def test_an_expired_chip_is_found_without_a_picture() -> None:
    chip = parse_chip(chip_text(valid_from="20060808", valid_until="20260808"))
    assert ("id_card_expired", "card") in codes(None, None, chip)


def test_a_card_left_is_called_out_once() -> None:
    left = LeftCard().seen(True)
    assert left.calls
    left = left.leaving()
    assert not left.calls, "who goes on now goes on"
    assert left.seen(True) == left
    assert left.seen(False) == LeftCard()
    assert left.seen(False).seen(True).calls, "another card is another card"
    assert not LeftCard().leaving().calls


def test_what_the_number_says_too_needs_no_second_look() -> None:
    whole = front()
    faint = replace(whole, sex=replace(whole.sex, confidence=0.6), birth=replace(whole.birth, confidence=0.6))
    other_sex = replace(faint, sex=replace(faint.sex, value=Sex.FEMALE))
    number_unsure = replace(faint, number=replace(faint.number, confidence=0.6))

    def confirmed(card: CardFront) -> dict[str, bool]:
        return {answer.key.rpartition(".")[2]: answer.confirmed for answer in answers_from(card, (), AT)}

    assert {"sex": True, "birth": True}.items() <= confirmed(faint).items()
    assert {"sex": False, "birth": True}.items() <= confirmed(other_sex).items()
    assert {"sex": False, "birth": False}.items() <= confirmed(number_unsure).items()


def test_a_faint_line_casts_no_doubt_on_its_neighbour() -> None:
    read = read_front([Line("性别 男", 0.6, (80, 80, 190, 116)), Line("民族 汉", 0.99, (330, 80, 440, 116))])
    assert (read.sex.confidence, read.sex.box) == (0.6, (80, 80, 190, 116))
    assert (read.ethnicity.confidence, read.ethnicity.box) == (0.99, (330, 80, 440, 116))
