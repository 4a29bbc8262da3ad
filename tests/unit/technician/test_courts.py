from __future__ import annotations

import json

import pytest

from kiosk_app.ui.terminal import DELIVERED, FAILED
from tests.fakes.terminal import asked


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["list"], "临水县人民法院"),
        (["find"], "traffic"),
        (["find", "--case", "loan"], "payee"),
        (["find", "--case", "loan", "--at", "payee=临水县"], "《民间借贷规定》第三条"),
        (["find", "--case", "loan", "--at", "payee=临水县"], "由法院决定"),
        (["find", "--case", "loan", "--at", "payee=火星"], "火星"),
        (["find", "--case", "real_estate", "--at", "property=临水县"], "专属管辖"),
    ],
)
def test_what_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    code, out, _ = asked(capsys, "courts", *arguments)
    assert code == DELIVERED
    assert says in out


def test_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = asked(capsys, "courts", "find", "--case", "loan", "--at", "payee=临水县", "--json")
    [court] = json.loads(out)["courts"]
    assert (court["id"], court["reasons"][0]["point"]) == ("demo-county", "payee")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--case", "lone"], "loan"),
        (["--case", "loan", "--at", "plaintif=临水县"], "payee"),
        (["--case", "loan", "--at", "临水县"], "payee"),
    ],
)
def test_wrong_use_is_one_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    code, out, err = asked(capsys, "courts", "find", *arguments)
    assert (code, out) == (FAILED, "")
    assert says in err
    assert len(err.splitlines()) == 1


def test_several_places_of_one_kind(capsys: pytest.CaptureFixture[str]) -> None:
    at = ("--at", "defendant_home=示范市城东区", "--at", "defendant_home=临水县")
    _, out, _ = asked(capsys, "courts", "find", "--case", "loan", *at, "--json")
    assert [court["id"] for court in json.loads(out)["courts"]] == ["demo-east", "demo-county"]
