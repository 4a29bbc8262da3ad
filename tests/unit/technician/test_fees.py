from __future__ import annotations

import json

import pytest

from kiosk_app.ui.terminal import DELIVERED, FAILED
from tests.fakes.terminal import asked


def test_a_fee_with_its_computation(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "fees", "property", "--amount", "22.4万元")
    assert code == DELIVERED
    assert "4,660.00元" in out
    assert "超过20万元至50万元的部分：24,000.00 × 1.5% = 360.00元" in out
    assert "由法院决定" in out
    assert "第十三条" in out


def test_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "fees", "payment-order", "--amount", "300000", "--json")
    assert code == DELIVERED
    assert json.loads(out)["fee"] == "1933.33"


@pytest.mark.parametrize(("kind", "spared"), [("labour_dispute", True), ("property", False)])
def test_when_to_pay_and_who_may_wait(capsys: pytest.CaptureFixture[str], kind: str, spared: bool) -> None:
    _, out, _ = asked(capsys, "fees", kind, "--amount", "5000")
    assert "七日内交。（《诉讼费用交纳办法》第二十二条）" in out
    assert ("可以不预交" in out) is spared
    _, out, _ = asked(capsys, "fees", kind, "--amount", "5000", "--json")
    assert any("第二十二条" in note for note in json.loads(out)["notes"])


def test_without_a_kind_all_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = asked(capsys, "fees")
    assert code == DELIVERED
    assert len(out.splitlines()) >= 20
    assert "labour_dispute" in out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["propety", "--amount", "5"], "property"),
        (["property"], "--amount"),
        (["property", "--amount=-5"], "-5"),
        (["property", "--amount", ""], "“”"),
        (["divorce", "--base", "301"], "300"),
        (["property", "--amount", "5", "--court", "nowhere"], "demo-district"),
    ],
)
def test_wrong_use_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code, out, err = asked(capsys, "fees", *arguments)
    assert (code, out) == (FAILED, "")
    assert says in err
    assert len(err.splitlines()) == 1
