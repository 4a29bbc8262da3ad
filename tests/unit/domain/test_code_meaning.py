"""What codes say, and what hostile ones may not do."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.documents.receipt import qr_text
from kiosk_app.domain.code_meaning import (
    LONGEST_SHOWN,
    MOST_SEPARATORS,
    FormCode,
    InvoiceCode,
    LicenceCode,
    PlainCode,
    ReceiptCode,
    SeparatorCode,
    form_text,
    meaning_of,
    separator_text,
    shown,
)
from kiosk_app.domain.identity import CreditCode
from kiosk_app.domain.money import Money
from tests.unit.documents.test_receipt import WAITING

CREDIT = "91110105MA00TERT2C"


def test_our_receipt_is_known() -> None:
    assert meaning_of(qr_text(WAITING)) == ReceiptCode(WAITING.receipt_number, WAITING.filing_id)


@pytest.mark.parametrize("number", [1, 9, 10, MOST_SEPARATORS])
def test_separator_sheets_are_known_by_number(number: int) -> None:
    assert meaning_of(separator_text(number)) == SeparatorCode(number)


@pytest.mark.parametrize(
    "text",
    [
        "FHK:SEPARATOR:1:0",
        "FHK:SEPARATOR:1:100",
        "FHK:SEPARATOR:1:01",
        "FHK:SEPARATOR:2:1",
        "FHK:SEPARATOR:1:1 and more",
        "fhk:separator:1:1",
        "FHK:SEPARATOR:1:١",
    ],
)
def test_what_only_looks_like_a_separator_is_text(text: str) -> None:
    assert meaning_of(text) == PlainCode(text)


@pytest.mark.parametrize("edition", ["2025", "2025年第二版", "v2.1-a"])
def test_a_page_of_a_blank_form_is_known(edition: str) -> None:
    code = FormCode("surety_insurance", edition, 3, 12, "0123456789")
    assert meaning_of(form_text(code)) == code


def test_an_edition_with_other_signs_keeps_its_letters() -> None:
    code = FormCode("loan", "2025（试行）:\u202e 第一次印刷，第二次修订，内部", 1, 1, "ABCDEF0123")
    assert meaning_of(form_text(code)) == FormCode(
        "loan", "2025-试行----第一次印刷-第二次", 1, 1, "ABCDEF0123"
    )


@pytest.mark.parametrize(
    "text",
    [
        "FHK:FORM:1:LOAN:2025:9:8:0123456789",
        "FHK:FORM:1:LOAN:2025:0:8:0123456789",
        "FHK:FORM:1:LOAN:2025:1:100:0123456789",
        "FHK:FORM:1:LOAN:2025:1:8:012345678",
        "FHK:FORM:1:LOAN:2025:1:8:012345678g",
        "FHK:FORM:2:LOAN:2025:1:8:0123456789",
        "FHK:FORM:1:../LOAN:2025:1:8:0123456789",
        "FHK:FORM:1:loan:2025:1:8:0123456789",
        "FHK:FORM:1:LOAN:20 25:1:8:0123456789",
        f"FHK:FORM:1:LOAN:{'2' * 21}:1:8:0123456789",
        "FHK:FORM:1:LOAN:2025:١:8:0123456789",
    ],
)
def test_what_only_looks_like_a_form_is_text(text: str) -> None:
    assert meaning_of(text) == PlainCode(text)


@pytest.mark.parametrize(
    "text",
    [
        f"http://www.gsxt.gov.cn/index.html?uniscid={CREDIT}",
        f"https://wap.gsxt.gov.cn/{CREDIT}",
        f"HTTP://GSXT.GOV.CN/a#{CREDIT}",
    ],
)
def test_a_licence_names_its_credit_code(text: str) -> None:
    assert meaning_of(text) == LicenceCode(CreditCode(CREDIT))


@pytest.mark.parametrize(
    "text",
    [
        f"http://gsxt.gov.cn.evil.test/?c={CREDIT}",
        f"http://evilgsxt.gov.cn/?c={CREDIT}",
        f"http://evil.test/www.gsxt.gov.cn/{CREDIT}",
        f"http://www.gsxt.gov.cn@evil.test/{CREDIT}",
        f"javascript://gsxt.gov.cn/{CREDIT}",
        "http://www.gsxt.gov.cn/?c=91110105MA00TERT2D",
        f"http://www.gsxt.gov.cn/?c=X{CREDIT}",
        "http://[gsxt.gov.cn/",
    ],
)
def test_an_address_of_others_is_only_text(text: str) -> None:
    assert meaning_of(text) == PlainCode(text)


def test_invoices_old_and_digital() -> None:
    old = meaning_of("01,04,044031900111,12345678,1234.5,20200229,12345678901234567890,AB1C,")
    day = date(2020, 2, 29)
    assert old == InvoiceCode(
        "04", "044031900111", "12345678", Money.parse("1234.5"), day, "12345678901234567890"
    )
    digital = meaning_of("01,32,,24312000000000000001,99.00,20240315,,1A2B")
    assert digital == InvoiceCode("32", "", "24312000000000000001", Money.parse("99"), date(2024, 3, 15), "")


@pytest.mark.parametrize(
    "text",
    [
        "01,04,044031900111,12345678,1234.5,20230229,1234",  # no such day
        "01,04,044031900111,1234567,1234.5,20200229,1234",  # a digit short
        "01,04,044031900111,12345678,1e9,20200229,1234",
        "01,04,044031900111,12345678,-5.00,20200229,1234",
        "01,04,044031900111,12345678,5.00",
        "01,04,044031900111,１２３４５６７８,5.00,20200229,1234",
        "02,04,044031900111,12345678,5.00,20200229,1234",
    ],
)
def test_what_is_no_invoice_is_text(text: str) -> None:
    assert isinstance(meaning_of(text), PlainCode)


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\x00b\x1b[31m", "a\ufffdb\ufffd[31m"),
        ("\u202egnp.exe", "\ufffdgnp.exe"),
        ("\u2066x\u200f\ufeff", "\ufffdx\ufffd\ufffd"),
        ("两\r\n行\u2028字", "两 行 字"),
        ("'; DROP TABLE pages; --", "'; DROP TABLE pages; --"),
        ("{0.__class__} %s %n", "{0.__class__} %s %n"),
    ],
)
def test_hostile_signs_are_seen_and_do_nothing(text: str, seen: str) -> None:
    assert meaning_of(text) == PlainCode(seen)


def test_a_very_long_code_is_cut() -> None:
    assert meaning_of("9" * 100_000) == PlainCode("9" * (LONGEST_SHOWN - 1) + "…")


@given(st.text(st.characters(exclude_categories=()), max_size=600))
def test_every_text_has_a_meaning_that_can_be_shown(text: str) -> None:
    meaning = meaning_of(text)
    line = shown(text)
    assert len(line) <= LONGEST_SHOWN
    assert not [each for each in line if unicodedata.category(each)[0] == "C"]
    assert "\u2028" not in line
    if isinstance(meaning, PlainCode):
        assert meaning.text == line


@given(st.binary(max_size=400))
def test_invalid_utf_8_is_shown_as_a_placeholder(data: bytes) -> None:
    line = shown(data.decode("utf-8", errors="replace"))
    assert line.isprintable()


@given(
    st.from_regex(r"01,[0-9]{2},[0-9]{0,12},[0-9]{0,20},[0-9.]{0,9},[0-9]{0,8},[0-9]{0,20}", fullmatch=True)
)
def test_invoices_are_whole_or_text(text: str) -> None:
    meaning = meaning_of(text)
    if isinstance(meaning, InvoiceCode):
        assert (meaning.kind, meaning.code, meaning.number) == tuple(text.split(",")[1:4])
