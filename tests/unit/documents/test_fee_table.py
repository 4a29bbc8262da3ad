from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app.content.library import Library, load_library
from kiosk_app.documents import fee_table
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.money import ZERO, Money
from kiosk_app.forms.fee_words import step_words
from kiosk_app.forms.sums import Part, Total
from tests.fakes import papers
from tests.fakes.kiosks import RESOURCES
from tests.fakes.papers import MOMENT


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(RESOURCES)


def fee_of(library: Library, kind: str, amount: Money | None) -> Fee:
    return library.fee(kind, amount, MOMENT.at.date())


def text_of(typeface: Typeface, fee: Fee, counted: Total | None) -> str:
    printed = fee_table.render(fee, counted, party="林知远", letterhead=papers.letterhead(typeface))
    assert not printed.places, "nobody signs it"
    return papers.text(printed.pdf)


def counted(*parts: Part) -> Total:
    sum_ = sum((-part.amount.yuan if part.taken_off else part.amount.yuan for part in parts), ZERO.yuan)
    return Total("标的总额", parts, Money(sum_))


def test_every_step_and_both_amounts_stand_there(
    typeface: Typeface, library: Library, tmp_path: Path
) -> None:
    sum_ = counted(Part("本金", Money.parse("200000")), Part("利息", Money.parse("24000")))
    fee = fee_of(library, "property", sum_.amount)
    printed = fee_table.render(fee, sum_, party="林知远", letterhead=papers.letterhead(typeface))
    papers.assert_sound(printed.pdf, tmp_path)
    (text,) = papers.pages(printed.pdf)
    for step in fee.steps:
        assert "".join(step_words(step).split()) in text
    for part in (
        "诉讼请求的金额本金：200,000.00元利息：24,000.00元合计：224,000.00元",
        "不减半4,660.00元",
        "减半2,330.00元",
        "《诉讼费用交纳办法》第十三条（一）",
        "现在不用交",
        "七日内交",
        "也只减半一次",
        "以人民法院通知的数额为准",
    ):
        assert part in text, part


def test_what_is_taken_off_is_named_so(typeface: Typeface, library: Library) -> None:
    off = Part("已经还的", Money.parse("500"), taken_off=True)
    sum_ = counted(Part("本金", Money.parse("8000")), off)
    text = text_of(typeface, fee_of(library, "property", sum_.amount), sum_)
    assert "已经还的：减去500.00元合计：7,500.00元" in text


def test_one_amount_needs_no_sum(typeface: Typeface, library: Library) -> None:
    sum_ = counted(Part("本金", Money.parse("8000")))
    text = text_of(typeface, fee_of(library, "property", sum_.amount), sum_)
    assert "诉讼请求的金额8,000.00元" in text
    assert "合计" not in text


def test_who_need_not_prepay_is_told(typeface: Typeface, library: Library) -> None:
    text = text_of(typeface, fee_of(library, "labour_dispute", None), None)
    assert "追索劳动报酬的案件可以不预交" in text
    assert "10.00元" in text
    assert "诉讼请求的金额" not in text


def test_what_a_court_sets_stays_a_span(typeface: Typeface, library: Library) -> None:
    text = text_of(typeface, fee_of(library, "divorce", ZERO), None)
    assert "50.00元至300.00元" in text
    assert "25.00元至150.00元" in text


def test_an_application_is_not_halved(typeface: Typeface, library: Library) -> None:
    text = text_of(typeface, fee_of(library, "payment_order", Money.parse("300000")), None)
    assert "1,933.33元" in text
    assert "只减半一次" not in text


def test_without_an_amount_there_may_be_nothing_to_show(library: Library) -> None:
    assert not fee_table.is_computed(fee_of(library, "property", ZERO))
    assert fee_table.is_computed(fee_of(library, "property", Money.parse("1")))
    assert fee_table.is_computed(fee_of(library, "labour_dispute", None))
