"""Numbers of cards other than the resident's, by the examples of the standards and our legal notes."""

from __future__ import annotations

import contextlib
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.domain.identity import (
    CreditCode,
    ForeignerId,
    IdProblem,
    InvalidCreditCode,
    InvalidForeignerId,
    InvalidResidentId,
    ResidentId,
    Sex,
    lawyer_licence,
    parse_card_number,
    travel_permit,
)
from kiosk_app.domain.passport import InvalidMrz, check_digit, parse_zone

TODAY = date(2026, 11, 22)
FIRST = "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
SECOND = "L898902C36UTO7408122F1204159ZE184226B<<<<<10"


@pytest.mark.parametrize(
    "code",
    "91350100M000100Y43 11320000MB151840XJ 91110105MA00TERT2C 92440106MA5DKX7NX8 12110000400000018T "
    "5231000050177766XQ 31330000MD0100017W 93510107MA6C00017B".split(),
)
def test_credit_codes(code: str) -> None:
    assert CreditCode.parse(f" {code.lower()} ").code == code
    assert CreditCode.parse(code).of_sole_trader == code.startswith("92")


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("91350100M000100Y44", IdProblem.CHECKSUM),
        ("91350100M000100Y4Z", IdProblem.CHARACTER),
        ("91350100M0O0100Y43", IdProblem.CHARACTER),
        ("91350100M000100Y4", IdProblem.LENGTH),
        ("", IdProblem.LENGTH),
        ("九1350100M000100Y43", IdProblem.CHARACTER),
    ],
)
def test_no_credit_codes(code: str, problem: IdProblem) -> None:
    with pytest.raises(InvalidCreditCode) as raised:
        CreditCode.parse(code)
    assert raised.value.facts == {"problem": problem}


CODE = "91350100M000100Y43"


@given(st.integers(0, 17), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_one_wrong_character_is_never_a_credit_code(at: int, wrong: str) -> None:
    if wrong != CODE[at]:
        with pytest.raises(InvalidCreditCode):
            CreditCode.parse(CODE[:at] + wrong + CODE[at + 1 :])


@pytest.mark.parametrize("number", ["810000199408230021", "830000199201300022", "820000199001010010"])
def test_residence_permits_have_a_number_of_a_citizen(number: str) -> None:
    parsed = parse_card_number(number)
    assert isinstance(parsed, ResidentId)
    assert parsed.of_residence_permit
    assert not ResidentId("110101189602290017").of_residence_permit


@pytest.mark.parametrize(
    ("number", "birth"),
    [("911124198108030024", date(1981, 8, 3)), ("932682198501010017", date(1985, 1, 1))],
)
def test_a_number_that_begins_with_9_is_a_foreigners(number: str, birth: date) -> None:
    parsed = parse_card_number(number)
    assert isinstance(parsed, ForeignerId)
    assert parsed.birth == birth
    assert parsed.sex is (Sex.FEMALE if birth.year == 1981 else Sex.MALE)
    with pytest.raises(InvalidResidentId):
        ResidentId.parse(number)


def test_a_card_of_2017_tells_no_birth() -> None:
    parsed = parse_card_number("can110108812345")
    assert parsed == ForeignerId("CAN110108812345")
    assert isinstance(parsed, ForeignerId)
    assert (parsed.birth, parsed.sex) == (None, None)


@pytest.mark.parametrize(
    ("number", "problem"),
    [
        ("911124198108030025", IdProblem.CHECKSUM),
        ("999124198108030024", IdProblem.REGION),
        ("911124198102300024", IdProblem.DATE),
        ("CAN11010881234", IdProblem.LENGTH),
        ("CAN1101088123X5", IdProblem.CHARACTER),
        ("９11124１98108O30024", IdProblem.CHARACTER),
    ],
)
def test_no_numbers_of_foreigners(number: str, problem: IdProblem) -> None:
    with pytest.raises(InvalidForeignerId) as raised:
        parse_card_number(number)
    assert raised.value.facts == {"problem": problem}


def test_a_lawyers_licence() -> None:
    assert lawyer_licence("1 1101 2018 1012 3456") == "11101201810123456"
    assert lawyer_licence("21101201810123456") is None
    assert lawyer_licence("1110120181012345") is None


@pytest.mark.parametrize(
    ("field", "digit"),
    [
        ("L898902C3", "6"),
        ("740812", "2"),
        ("120415", "9"),
        ("ZE184226B<<<<<", "1"),
        ("D23145890", "7"),
        ("AB2134<<<", "5"),
        ("E12345678", "2"),
        ("900307", "1"),
        ("300306", "8"),
    ],
)
def test_check_digits(field: str, digit: str) -> None:
    assert check_digit(field) == digit


def test_the_specimen_of_icao() -> None:
    zone = parse_zone(FIRST, SECOND, TODAY)
    assert (zone.surname, zone.given, zone.issuer, zone.nationality) == (
        "ERIKSSON",
        "ANNA MARIA",
        "UTO",
        "UTO",
    )
    assert (zone.number, zone.personal, zone.whole, zone.names_cut) == ("L898902C3", "ZE184226B", True, False)
    assert (zone.birth, zone.birth_sure, zone.expiry) == (date(1974, 8, 12), True, date(2012, 4, 15))
    assert zone.sex is Sex.FEMALE


@pytest.mark.parametrize(
    ("line", "number", "birth", "sure"),
    [
        ("E123456782CHN9003071F3003068<<<<<<<<<<<<<<<6", "E12345678", date(1990, 3, 7), True),
        ("EA12345676CHN8512202M3312197LGNENHPP<<<<<A22", "EA1234567", date(1985, 12, 20), True),
        ("EJ00000016CHN0002299M3402281<<<<<<<<<<<<<<<8", "EJ0000001", date(2000, 2, 29), False),
    ],
)
def test_other_second_lines(line: str, number: str, birth: date, sure: bool) -> None:
    zone = parse_zone(FIRST, line, TODAY)
    assert (zone.number, zone.birth, zone.birth_sure, zone.whole) == (number, birth, sure, True)


def test_a_wrong_digit_over_everything_is_told() -> None:
    assert not parse_zone(FIRST, "L898902C36UTO7408122F1204159ZE184226B<<<<<11", TODAY).whole


def test_letters_where_only_digits_may_stand_are_mended_and_proved() -> None:
    zone = parse_zone(FIRST, "L898902C36UTO74O8I22F12O4159ZE184226B<<<<<10", TODAY)
    assert zone.birth == date(1974, 8, 12)
    assert zone.whole
    assert parse_zone(FIRST, "L8989O2C36UTO7408122F1204159ZE184226B<<<<<10", TODAY).number is None


def test_full_width_and_spaced_print() -> None:
    spaced = " ".join(SECOND).replace("<", "＜").lower()
    assert parse_zone(FIRST.replace("<", "〈"), spaced, TODAY).whole


def test_names_that_fill_their_room_are_told() -> None:
    assert parse_zone("P<UTO" + "A" * 39, SECOND, TODAY).names_cut


_DIGITS_AT = [*range(13, 20), *range(21, 28)]


@given(st.sampled_from([*range(10), *_DIGITS_AT]), st.integers(1, 9))
def test_one_wrong_digit_leaves_no_value(at: int, plus: int) -> None:
    if SECOND[at].isdigit():
        wrong = SECOND[:at] + str((int(SECOND[at]) + plus) % 10) + SECOND[at + 1 :]
        zone = parse_zone(FIRST, wrong, TODAY)
        assert not (zone.number and zone.birth and zone.expiry and zone.whole)


@given(st.text(max_size=60), st.text(max_size=60))
def test_any_two_strings_are_a_zone_or_a_typed_fault(first: str, second: str) -> None:
    with contextlib.suppress(InvalidMrz):
        parse_zone(first, second, TODAY)


@given(st.text("P<ABCO019Z", min_size=44, max_size=44), st.text("<ABCO019ZMF", min_size=44, max_size=44))
def test_any_two_lines_of_its_letters_are_total(first: str, second: str) -> None:
    with contextlib.suppress(InvalidMrz):
        parse_zone("P" + first[1:], second, TODAY)


def test_noughts_among_the_letters_of_a_zone_are_letters() -> None:
    zone = parse_zone(
        "P<UT0ERIKSS0N<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UT07408122F1204159ZE184226B<<<<<10",
        date(2026, 1, 1),
    )
    assert (zone.issuer, zone.surname, zone.nationality, zone.names_doubted) == (
        "UTO",
        "ERIKSSON",
        "UTO",
        False,
    )
    assert zone.number == "L898902C3"


def test_other_digits_among_the_letters_are_read_as_letters_and_doubted() -> None:
    zone = parse_zone(
        "P<UTOER1KSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<",
        "L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        date(2026, 1, 1),
    )
    assert (zone.surname, zone.names_doubted) == ("ERIKSSON", True)


@pytest.mark.parametrize(
    ("number", "known"),
    [
        ("H12345678", True),
        ("m1234567801", True),
        ("12345678", True),
        ("1234567890(B)", True),
        ("H1234567", False),
        ("110101189602290017", False),
        ("", False),
        ("９９", False),
    ],
)
def test_travel_permits(number: str, known: bool) -> None:
    assert (travel_permit(number) is not None) is known
