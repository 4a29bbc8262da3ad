from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.domain.identity import IdProblem, InvalidResidentId, ResidentId, Sex, age_on, check_character

# Worked examples of GB 11643-1999 and others with birth years before 1900 (nobody alive has them).
VALID = [
    ("11010519491231002X", Sex.FEMALE, date(1949, 12, 31)),
    ("440524188001010014", Sex.MALE, date(1880, 1, 1)),
    ("110101189602290017", Sex.MALE, date(1896, 2, 29)),
    ("440304188506150032", Sex.MALE, date(1885, 6, 15)),
    ("610113189006300040", Sex.FEMALE, date(1890, 6, 30)),
    ("210102187911300056", Sex.MALE, date(1879, 11, 30)),
]
INVALID = [
    ("654223189902290011", IdProblem.DATE),
    ("999999190001010015", IdProblem.REGION),
    ("360426199101010072", IdProblem.CHECKSUM),
    ("11010519491231002", IdProblem.LENGTH),
    ("1101051949123100X2", IdProblem.CHARACTER),
    ("110105194913310028", IdProblem.DATE),
    ("١١٠١٠٥١٩٤٩١٢٣١٠٠٢X", IdProblem.CHARACTER),
    ("", IdProblem.LENGTH),
]


@pytest.mark.parametrize(("number", "sex", "birth"), VALID)
def test_a_valid_number_tells_sex_and_birth(number: str, sex: Sex, birth: date) -> None:
    parsed = ResidentId.parse(number)
    assert (parsed.number, parsed.sex, parsed.birth) == (number, sex, birth)


@pytest.mark.parametrize(("number", "problem"), INVALID)
def test_an_invalid_number_says_why(number: str, problem: IdProblem) -> None:
    with pytest.raises(InvalidResidentId) as caught:
        ResidentId.parse(number)
    assert caught.value.facts["problem"] is problem


@pytest.mark.parametrize(
    "text", ["11010519491231002x", "１１０１０５１９４９１２３１００２Ｘ", " 110105 19491231 002X "]
)
def test_what_people_type_is_normalised(text: str) -> None:
    assert ResidentId.parse(text).number == "11010519491231002X"


@given(position=st.integers(0, 16), digit=st.sampled_from("0123456789"))
def test_every_single_wrong_digit_is_found(position: int, digit: str) -> None:
    number = VALID[0][0]
    if number[position] == digit:
        return
    first_17 = number[:position] + digit + number[position + 1 : 17]
    assert check_character(first_17) != number[17]


def test_a_birthday_completes_the_year() -> None:
    assert age_on(date(2008, 11, 22), date(2026, 11, 21)) == 17
    assert age_on(date(2008, 11, 22), date(2026, 11, 22)) == 18
