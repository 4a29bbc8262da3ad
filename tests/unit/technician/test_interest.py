from __future__ import annotations

import json

import pytest

from kiosk_app.ui.terminal import DELIVERED, FAILED, WRONG_USE
from tests.fakes.terminal import asked

LOAN = ("--principal", "5万元", "--rate", "6%", "--from", "2024-03-15", "--to", "2025-03-24")


def test_a_table_that_can_be_checked_by_hand(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(
        capsys,
        "interest",
        *LOAN,
        *("--overdue-rate", "12", "--due", "2025-03-14"),
        *("--repaid", "2024-09-01=10000"),
        *("--made", "2024-03-15"),
    )
    assert code == DELIVERED
    assert out.splitlines()[:4] == [
        "2024年3月15日至2024年9月1日，170天：50,000.00 × 6% × 170 ÷ 365 = 1,397.26元",
        "2024年9月1日至2025年3月14日，194天：40,000.00 × 6% × 194 ÷ 365 = 1,275.62元",
        "2025年3月14日至2025年3月24日，10天（逾期）：40,000.00 × 12% × 10 ÷ 365 = 131.51元",
        "合计：2,804.39元",
    ]
    assert "算头不算尾" in out
    assert "四倍是13.80%" in out
    assert "写多少由您决定" in out
    assert "未核实" in out


def test_no_line_unless_the_contracts_day_is_given(capsys: pytest.CaptureFixture[str]) -> None:
    assert "LPR" not in asked(capsys, "interest", *LOAN)[1]
    assert json.loads(asked(capsys, "interest", *LOAN, "--json")[1])["line"] is None


def test_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "interest", *LOAN, "--per", "month", "--made", "2024-03-15", "--json")
    told = json.loads(out)
    assert code == DELIVERED
    assert told["rate"]["yearly_percent"] == "72"
    assert told["line"]["rate_above"] is True
    assert told["total"] == told["rows"][0]["amount"]


def test_the_same_day_gives_an_empty_table(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "interest", *LOAN[:-1], "2024-03-15")
    assert code == DELIVERED
    assert out.startswith("合计：0.00元")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--to", "2024-03-14"], "2024-03-14"),
        (["--to", "2025-02-29"], "2025-02-29"),
        (["--to", "10000-01-01"], "10000-01-01"),
        (["--to", ""], "“”"),
        (["--made", "yesterday"], "yesterday"),
        (["--principal", "-5"], "-5"),
        (["--principal", "1e99"], "1e99"),
        (["--rate", "-6"], "-6"),
        (["--rate", "six"], "six"),
        (["--rate", "1E-999999"], "1E-999999"),
        (["--due", "2025-03-14"], "--overdue-rate"),
        (["--overdue-rate", "12"], "--due"),
        (["--repaid", "2024-09-01"], "“”"),
        (["--repaid", "=5"], "“”"),
        (["--repaid", "2024-03-01=5"], "2024-03-15"),
        (["--repaid", "2024-09-01=50000.01"], "50,000.01"),
    ],
)
def test_wrong_use_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    name, value = arguments
    code, out, err = asked(capsys, "interest", *LOAN, f"{name}={value}")
    assert (code, out) == (FAILED, "")
    assert says in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize("arguments", [LOAN[2:], (*LOAN, "--per", "fortnight")])
def test_what_the_parser_refuses(capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        asked(capsys, "interest", *arguments)
    assert ended.value.code == WRONG_USE
    assert "interest" in capsys.readouterr().err
