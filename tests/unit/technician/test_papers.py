from __future__ import annotations

import json
from pathlib import Path

import pytest

from kiosk_app.court.protocol.signing import new_signing_key, thumbprint
from kiosk_app.pades.certificate import Identification, Signatory
from kiosk_app.ui.terminal import DELIVERED, FAILED
from tests.fakes.signed_papers import flipped, paper, signed_paper
from tests.fakes.terminal import asked

KEY = new_signing_key()
OTHER = new_signing_key()
SIGNED = signed_paper(KEY)


@pytest.fixture(autouse=True)
def _chinese(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")


@pytest.mark.parametrize(
    ("pdf", "keys", "code", "says"),
    [
        (
            SIGNED,
            [],
            DELIVERED,
            ["王建国 签名，身份来自证件芯片，2026-03-02 09:30:00", "没有改动", "请与登记"],
        ),
        (SIGNED, [KEY], DELIVERED, ["没有改动", f"终端 K01，密钥 {thumbprint(KEY)}（可信）"]),
        (SIGNED, [OTHER, KEY], DELIVERED, ["（可信）"]),
        (SIGNED, [OTHER], FAILED, ["没有改动", "不是 --key 说的终端"]),
        (SIGNED + b"% more", [KEY], FAILED, ["签名后又加了内容"]),
        (flipped(SIGNED, SIGNED.index(b"ReportLab")), [KEY], FAILED, ["被改动过"]),
        (SIGNED.replace(b"/ByteRange", b"/ByteRanke"), [KEY], FAILED, ["被改动过", "没有终端为这个签名作证"]),
        (paper(), [KEY], FAILED, ["没有电子签名"]),
    ],
)
def test_what_is_told_of_a_paper(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    pdf: bytes,
    keys: list[object],
    code: int,
    says: list[str],
) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(pdf)
    trusted = [f"--key={thumbprint(key)}" for key in keys]  # type: ignore[arg-type]
    answered, out, err = asked(capsys, "papers", "check", str(path), *trusted)
    assert (answered, err) == (code, "")
    assert all(words in out for words in says), out


@pytest.mark.parametrize(
    ("how", "says"), [(Identification.CARD, "拍摄的证件"), (Identification.STATED, "自己说的")]
)
def test_how_somebody_is_known(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, how: Identification, says: str
) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(signed_paper(KEY, signatory=Signatory("李四", how)))
    _, out, _ = asked(capsys, "papers", "check", str(path))
    assert says in out


def test_one_bad_file_does_not_stop_the_others(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    good, bad = tmp_path / "good.pdf", tmp_path / "bad.pdf"
    good.write_bytes(SIGNED)
    bad.write_bytes(b"\xff\xd8 a picture")
    code, out, err = asked(capsys, "papers", "check", str(bad), str(tmp_path / "none.pdf"), str(good))
    assert code == FAILED
    assert "王建国" in out
    first, second = err.splitlines()
    assert first.startswith(f"{bad}: ")
    assert "none.pdf" in second


def test_for_a_program(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "paper.pdf"
    path.write_bytes(SIGNED)
    code, out, _ = asked(capsys, "papers", "check", str(path), "--json", "--key", thumbprint(KEY))
    told = json.loads(out)
    assert (code, told["path"]) == (DELIVERED, str(path))
    (report,) = told["signatures"]
    assert report["sound"] is True
    assert (report["identified"], report["at"]) == ("chip", "2026-03-02T09:30:00+08:00")
