from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.domain.errors import Bug
from kiosk_app.domain.money import Money
from kiosk_app.domain.values import Value, decode, encode

values: st.SearchStrategy[Value] = st.one_of(
    st.text(),
    st.dates(),
    st.decimals(0, 10**9, places=2).map(Money),
    st.decimals(0, 100, places=3),
    st.lists(st.from_regex(r"[a-z][a-z0-9_]*", fullmatch=True)).map(tuple),
)


@given(values)
def test_every_value_comes_back(value: Value) -> None:
    back = decode(encode(value))
    assert back == value
    assert type(back) is type(value)


def test_a_day_and_an_amount_have_one_spelling() -> None:
    assert encode(date(2024, 3, 1)) == "date:2024-03-01"
    assert encode(Money(Decimal("50000.00"))) == "money:50000"


def test_an_unknown_tag_is_a_bug() -> None:
    with pytest.raises(Bug):
        decode("colour:red")
