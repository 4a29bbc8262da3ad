"""The demonstration, as anyone would run it from a terminal."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from kiosk_app.__main__ import main
from kiosk_app.capture.picture import encode_jpeg, encode_png
from kiosk_app.ui.terminal import DELIVERED, FAILED, SAVED, WRONG_USE
from tests.samples import papers
from tests.samples.desk import Difficulty, bare_desk, on_desk, side_by_side
from tests.samples.people import person

ROOT = Path(__file__).parents[2]


def kiosk_app(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment: Mapping[str, str] = {**os.environ, "LC_ALL": "C.UTF-8"}
    command = [sys.executable, "-m", "kiosk_app", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)


def report_in(folder: Path) -> Any:
    return json.loads((folder / "report.json").read_text("utf-8"))


def test_offline_ends_at_saved_and_is_delivered_later(tmp_path: Path) -> None:
    out = tmp_path / "out"
    sample = ROOT / "resources" / "samples" / "evidence_iou.jpg"
    run = kiosk_app("demo", "--offline", "--evidence", sample, "--out", out)
    assert run.returncode == SAVED, run.stderr
    saved = report_in(out)
    assert saved["states"][-1]["state"] == "sealed"
    assert saved["acknowledgement"] is None

    later = kiosk_app("sync", "--once", "--demo", out)
    assert later.returncode == DELIVERED, later.stderr
    delivered = report_in(out)
    assert delivered["filing_id"] == saved["filing_id"]
    assert delivered["states"][-1]["state"] == "delivered"
    assert delivered["acknowledgement"]["claims"]["sha256"] == saved["dossier"]["sha256"]


def test_pictures_it_has_not_seen(tmp_path: Path) -> None:
    someone = person(4711)
    shots = {
        "front": on_desk(papers.render_card_front(someone), 5, Difficulty.MEDIUM),
        "back": on_desk(papers.render_card_back(someone), 6, Difficulty.MEDIUM),
        "iou": on_desk(papers.render_iou(someone), 7, Difficulty.EASY),
    }
    for name, shot in shots.items():
        (tmp_path / f"{name}.jpg").write_bytes(encode_jpeg(shot.image, 90))
    (tmp_path / "answers.yaml").write_text(
        "answers: {defendant.1.name: 赵六, claims.principal: '224000'}\n", "utf-8"
    )
    out = tmp_path / "结果 一"
    run = kiosk_app(
        *("demo", "--id-front", tmp_path / "front.jpg", "--id-back", tmp_path / "back.jpg"),
        *("--evidence", tmp_path / "iou.jpg", "--answers", tmp_path / "answers.yaml", "--out", out),
    )
    assert run.returncode == DELIVERED, run.stderr

    report = report_in(out)
    read = {name: field["value"] for name, field in report["card"]["front"].items()}
    assert read == {
        "name": someone.name,
        "sex": someone.sex.value,
        "ethnicity": f"{someone.ethnicity}族",
        "birth": someone.birth.isoformat(),
        "address": someone.address,
        "number": someone.number,
    }
    corners = np.array(report["corners"][str(tmp_path / "front.jpg")])
    assert np.abs(corners - shots["front"].corners[0]).max() < 0.01 * np.hypot(1920, 1080)
    assert [state["state"] for state in report["states"]] == ["sealed", "sending", "delivered"]
    assert report["claim_total"] == "231890"
    complaint = subprocess.run(
        ["pdftotext", "-layout", out / "documents" / "complaint.pdf", "-"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    for said in (someone.name, someone.number, "赵六", "224,000.00元"):
        assert said in complaint


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Pictures that are of no use, each in its own way."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "text.jpg").write_text("I am no picture")
    (folder / "tiny.png").write_bytes(encode_png(np.full((8, 8, 3), 255, np.uint8)))
    (folder / "desk.jpg").write_bytes(encode_jpeg(bare_desk(3), 90))
    cards = [papers.render_card_front(person(1)), papers.render_card_front(person(2))]
    (folder / "two.jpg").write_bytes(encode_jpeg(side_by_side(cards, 4).image, 90))
    (folder / "broken.yaml").write_text("answers: {claims.principal: [}\n")
    (folder / "unsaid.yaml").write_text("answers: {}\nconsents: {online_filing: no}\n")
    (folder / "unknown.yaml").write_text("answers: {claims.principle: 500}\n")
    (folder / "odd.yaml").write_text("answers: {claims.principal: many}\n")
    return folder


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--id-front", "missing.jpg"], "missing.jpg"),
        (["--id-front", "text.jpg"], "text.jpg"),
        (["--id-front", "tiny.png"], "8"),
        (["--id-front", "desk.jpg"], "card"),
        (["--id-front", "two.jpg"], "2"),
        (["--evidence", "desk.jpg"], "page"),
        (["--answers", "missing.yaml"], "missing.yaml"),
        (["--answers", "broken.yaml"], "line 1"),
        (["--answers", "unsaid.yaml"], "consent"),
        (["--answers", "odd.yaml"], "claims.principal"),
        (["--answers", "unknown.yaml"], "claims.principle"),
    ],
)
def test_bad_input_is_one_sentence(
    bad: Path,
    tmp_path: Path,
    arguments: list[str],
    says: str,
    english: None,
    capsys: pytest.CaptureFixture[str],
) -> None:
    option, name = arguments
    assert main(["demo", option, str(bad / name), "--out", str(tmp_path / "out")]) == FAILED
    said = capsys.readouterr().err
    assert says in said
    assert len(said.strip().splitlines()) == 1


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


def test_a_used_folder_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    (tmp_path / "mine.txt").write_text("keep me")
    assert main(["demo", "--out", str(tmp_path)]) == FAILED
    said = capsys.readouterr().err
    assert str(tmp_path) in said
    assert "目录" in said
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_wrong_use_says_how_to_use_it() -> None:
    run = kiosk_app("demo")
    assert run.returncode == WRONG_USE
    assert "--out" in run.stderr
    assert "examples:" in kiosk_app("--help").stdout


def test_nothing_to_deliver_and_nobody_to_deliver_to(
    tmp_path: Path, english: None, capsys: pytest.CaptureFixture[str]
) -> None:
    kiosk = str(tmp_path / "kiosk")
    assert main(["sync", "--once", "--data", kiosk]) == DELIVERED
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    assert main(["enrol", f"http://127.0.0.1:{port}", "CODE-CODE-CODE-CODE", "--data", kiosk]) == FAILED
    assert len(capsys.readouterr().err.strip().splitlines()) == 1
