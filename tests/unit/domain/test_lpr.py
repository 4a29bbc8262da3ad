from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from kiosk_app.domain.lpr import LprRate, LprTable

TABLE = LprTable(
    rates=(
        LprRate(date(2019, 8, 20), Decimal("4.25"), Decimal("4.85")),
        LprRate(date(2019, 9, 20), Decimal("4.20"), Decimal("4.85")),
        LprRate(date(2024, 2, 20), Decimal("3.45"), Decimal("3.95")),
    ),
    known_until=date(2024, 7, 1),
    source="",
    edition="",
    verified=False,
)


@pytest.mark.parametrize(
    ("day", "one_year"),
    [
        (date(1, 1, 1), None),
        (date(2019, 8, 19), None),
        (date(2019, 8, 20), "4.25"),
        (date(2019, 9, 19), "4.25"),
        (date(2019, 9, 20), "4.20"),
        (date(2024, 2, 29), "3.45"),
        (date(9999, 12, 31), "3.45"),
    ],
)
def test_the_figure_in_force_on_a_day(day: date, one_year: str | None) -> None:
    rate = TABLE.on(day)
    assert (str(rate.one_year) if rate else None) == one_year


def test_the_line_is_four_times_the_figure_of_the_contracts_day() -> None:
    line = TABLE.line(date(2024, 3, 15))
    assert line
    assert str(line.four_times) == "13.80"
    assert line.sure
    assert not line.lies_below(Decimal("13.80"))
    assert line.lies_below(Decimal("13.8001"))


def test_before_the_table_there_is_no_line() -> None:
    assert TABLE.line(date(2019, 8, 19)) is None


def test_a_contract_younger_than_the_table_has_a_line_that_is_not_sure() -> None:
    line = TABLE.line(date(2024, 7, 2))
    assert line
    assert not line.sure
