from __future__ import annotations

from decimal import Decimal

import pytest

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


def test_money_is_shown_with_its_fractions() -> None:
    assert str(Money(Decimal("1234567.5"))) == "1,234,567.50"
    assert str(Money(Decimal("50.00025"))) == "50.00025"
