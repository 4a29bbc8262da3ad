from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.content.library import Library
from kiosk_app.domain.fees import compute
from kiosk_app.domain.money import Money, NotAnAmount


@pytest.mark.parametrize(
    ("text", "yuan"),
    [
        ("50000", "50000"),
        ("50,000.00", "50000"),
        ("５０，０００元", "50000"),
        ("¥ 50000.5", "50000.5"),
        ("5万", "50000"),
        ("1.5万元整", "15000"),
        ("人民币300元", "300"),
    ],
)
def test_amounts_as_people_write_them(text: str, yuan: str) -> None:
    assert Money.parse(text).yuan == Decimal(yuan)


@pytest.mark.parametrize("text", ["", "abc", "-5", "1.234", "1e9", "五万", "1" * 40, "NaN", "5 000 000 欧元"])
def test_what_is_no_amount(text: str) -> None:
    with pytest.raises(NotAnAmount):
        Money.parse(text)


@pytest.mark.parametrize(
    ("amount", "fee", "halved"),
    [
        ("0", "50", "25"),
        ("10000", "50", "25"),
        ("10000.01", "50.00025", "25.000125"),
        ("50000", "1050", "525"),
        ("100000", "2300", "1150"),
        ("199999.99", "4299.9998", "2149.9999"),
        ("224000", "4660", "2330"),
        ("880000", "12600", "6300"),
        ("1234567.89", "15911.11101", "7955.555505"),
        ("20000000.01", "141800.00005", "70900.000025"),
        ("500000000", "2541800", "1270900"),
    ],
)
def test_the_acceptance_fee_is_exact(library: Library, amount: str, fee: str, halved: str) -> None:
    computed = compute(library.property_fee, Money(Decimal(amount)))
    assert (computed.total.yuan, computed.halved.yuan) == (Decimal(fee), Decimal(halved))


@given(yuan=st.decimals(0, 10**9, places=2), more=st.decimals(0, 10**6, places=2))
def test_more_never_costs_less_and_steps_add_up(library: Library, yuan: Decimal, more: Decimal) -> None:
    less, larger = (compute(library.property_fee, Money(amount)) for amount in (yuan, yuan + more))
    assert less.total <= larger.total
    assert sum(step.fee.yuan for step in larger.steps) == larger.total.yuan
    assert sum(step.part.yuan for step in larger.steps) == yuan + more


def test_money_is_shown_with_its_fractions() -> None:
    assert str(Money(Decimal("1234567.5"))) == "1,234,567.50"
    assert str(Money(Decimal("50.00025"))) == "50.00025"
