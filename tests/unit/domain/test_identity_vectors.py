"""Every vector of numbers on cards and papers; they are those of the reference, where it is at hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk_app.capture.idcard import _TERMS_BY_AGE
from kiosk_app.domain.case_number import case_number
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.identity import CreditCode, ForeignerId, ResidentId, from_old_number
from kiosk_app.domain.passport import check_digit, parse_zone
from kiosk_app.forms.answers import InvalidAnswer, parse
from kiosk_app.forms.question import Kind, Question

ROOT = Path(__file__).parents[3]
REFERENCE = ROOT.parent / "shared" / "legal" / "vectors.yaml"
VECTORS = yaml.load((ROOT / "tests/vectors/identity.yaml").read_text("utf-8"), yaml.BaseLoader)
_FIRST = "P<CHNZHANG<<SAN" + "<" * 29


def cases(name: str) -> list[Any]:
    return [pytest.param(case, id="-".join(map(str, case.values()))[:60]) for case in VECTORS[name]]


def told(read: Callable[[str], object], text: str) -> str:
    """Empty where it is valid, else why not."""
    try:
        read(text)
    except InputFault as fault:
        return str(fault.facts["problem"])
    return ""


@pytest.mark.parametrize("case", cases("resident_id"))
def test_resident_id(case: dict[str, str]) -> None:
    problem = told(ResidentId.parse, case["id"])
    if case["valid"] == "true":
        number = ResidentId.parse(case["id"])
        assert (number.sex, number.birth.isoformat()) == (case["sex"], case["birth"])
        assert number.number[:2] == case["region"]
    else:
        assert problem
        assert problem.removeprefix("bad_") in case["reason"]


@pytest.mark.parametrize("case", cases("resident_id_normalise"))
def test_spellings_of_a_resident_id(case: dict[str, str]) -> None:
    assert ResidentId.parse(case["input"]).number == case["output"]


@pytest.mark.parametrize("case", cases("resident_id_15_to_18"))
def test_fifteen_digits_become_eighteen(case: dict[str, str]) -> None:
    assert from_old_number(case["input"]).number == case["output"]


@pytest.mark.parametrize(
    "odd", ["", "11010549123100", "1101054912310021", "11010549123100X", "110105499999002"]
)
def test_what_is_no_old_number(odd: str) -> None:
    assert told(from_old_number, odd)


@pytest.mark.parametrize("case", cases("permit_id"))
def test_permit_id(case: dict[str, str]) -> None:
    assert ResidentId.parse(case["id"]).of_residence_permit


@pytest.mark.parametrize("case", cases("foreigner_pr_2023"))
def test_foreigner_id(case: dict[str, str]) -> None:
    assert told(ForeignerId.parse, case["id"]) == ""


@pytest.mark.parametrize("case", cases("uscc"))
def test_credit_code(case: dict[str, str]) -> None:
    assert told(CreditCode.parse, case["code"]) == ("" if case["valid"] == "true" else case["reason"])


@pytest.mark.parametrize("case", cases("mrz_check_digit"))
def test_check_digit(case: dict[str, str]) -> None:
    assert check_digit(case["field"]) == case["digit"]


@pytest.mark.parametrize("case", cases("mrz_td3_line2"))
def test_passport_line(case: dict[str, str]) -> None:
    assert parse_zone(_FIRST, case["line"], date(2026, 11, 22)).whole is (case["valid"] == "true")


@pytest.mark.parametrize("case", cases("id_card_validity"))
def test_how_long_a_card_is_valid(case: dict[str, str]) -> None:
    years = next(term for below, term in _TERMS_BY_AGE if int(case["age_at_issue"]) < below)
    assert (str(years) if years else "长期") == case["years"]


@pytest.mark.parametrize("case", cases("mobile"))
def test_mobile(case: dict[str, str]) -> None:
    question = Question("phone", Kind.PHONE, "电话")
    if case["valid"] == "true":
        assert parse(question, case["number"]) == case["number"]
    else:
        with pytest.raises(InvalidAnswer):
            parse(question, case["number"])


@pytest.mark.parametrize("case", cases("case_number"))
def test_case_number(case: dict[str, str]) -> None:
    assert (case_number(case["text"]) is not None) is (case["matches"] == "true")


def test_a_case_number_is_spelled_one_way() -> None:
    assert case_number(" (2026) 京0105民初12345号") == "（2026）京0105民初12345号"


@pytest.mark.skipif(not REFERENCE.exists(), reason="the reference stands beside the project, not in it")
def test_the_vectors_are_those_of_the_reference() -> None:
    reference = yaml.load(REFERENCE.read_text("utf-8"), yaml.BaseLoader)
    assert {name: reference[name] for name in VECTORS} == VECTORS
    fees = yaml.load((ROOT / "tests/vectors/fees.yaml").read_text("utf-8"), yaml.BaseLoader)
    assert all(reference[name] == fees[name] for name in reference if name.endswith("_fee"))
