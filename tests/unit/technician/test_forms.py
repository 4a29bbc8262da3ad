from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kiosk_app.content.library import Library
from kiosk_app.ui.terminal import DELIVERED, FAILED
from tests.fakes import papers
from tests.fakes.terminal import asked


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["list"], "民间借贷纠纷"),
        (["show", "loan"], "claims.principal"),
        (["show", "loan"], "当 defendant.#.kind=person"),
        (["find", "老板，拖欠工资"], "因为您说了：老板、拖欠工资"),
        (["find", "借钱", "不还"], "loan"),
        (["find", "阿弥陀佛"], "general"),
        (["check"], "都对"),
        (["check", "--unverified"], "form loan"),
    ],
)
def test_what_is_told(capsys: pytest.CaptureFixture[str], arguments: list[str], says: str) -> None:
    code, out, _ = asked(capsys, "forms", *arguments)
    assert code == DELIVERED
    assert says in out


def test_a_form_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    form = json.loads(asked(capsys, "forms", "show", "loan", "--json")[1])
    assert form["verified"] is False
    questions = {
        question["key"]: question for section in form["sections"] for question in section["questions"]
    }
    assert questions["claims.principal"]["kind"] == "money"
    assert questions["defendant.#.name"]["when"] == "defendant.#.kind=person/sole_trader"


def test_what_is_found_for_a_program(capsys: pytest.CaptureFixture[str]) -> None:
    first, *_, last = json.loads(asked(capsys, "forms", "find", "老板拖欠工资", "--json")[1])
    assert first["form"] == "labour"
    assert first["said"] == ["老板", "拖欠工资"]
    assert (last["form"], last["said"]) == ("general", [])


def test_a_form_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    code, _, err = asked(capsys, "forms", "show", "lone")
    assert code == FAILED
    assert "loan" in err


def test_blank_forms_are_written_with_their_maps(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, out, _ = asked(capsys, "forms", "blank", "loan", "--out", str(tmp_path / "new" / "folder"))
    assert code == DELIVERED
    assert "loan.pdf" in out
    layout = json.loads((tmp_path / "new" / "folder" / "loan.layout.json").read_text("utf-8"))
    assert (layout["form"], layout["edition"]) == ("loan", "2025")
    pages = f"Pages:           {len(layout['pages'])}"
    assert pages in papers.run("pdfinfo", "-", pdf=(tmp_path / "new" / "folder" / "loan.pdf").read_bytes())


def test_all_blank_forms_and_the_service_address(
    capsys: pytest.CaptureFixture[str], library: Library, tmp_path: Path
) -> None:
    code, out, _ = asked(capsys, "forms", "blank", "--all", "--out", str(tmp_path))
    assert code == DELIVERED
    there = {path.name for path in tmp_path.iterdir()}
    assert there == {f"{id}{end}" for id in library.forms for end in (".pdf", ".layout.json")} | {
        "service_address.pdf"
    }
    assert all(str(tmp_path / name) in out for name in there)
    assert "受诉法院" in papers.text((tmp_path / "service_address.pdf").read_bytes())


@pytest.mark.parametrize("form", ["lone", "../loan", "common"])
def test_a_blank_form_that_is_not_there(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, form: str
) -> None:
    code, _, err = asked(capsys, "forms", "blank", form, "--out", str(tmp_path))
    assert code == FAILED
    assert "loan" in err
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("arguments", [[], ["loan", "--all"]])
def test_either_one_blank_form_or_all(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str]
) -> None:
    with pytest.raises(SystemExit):
        asked(capsys, "forms", "blank", *arguments, "--out", str(tmp_path))
    assert "usage" in capsys.readouterr().err


def test_a_folder_that_cannot_be(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    code, _, err = asked(capsys, "forms", "blank", "loan", "--out", str(tmp_path / "file"))
    assert code == FAILED
    assert err


def test_a_courts_own_files_are_checked_before_they_are_installed(
    capsys: pytest.CaptureFixture[str], resources: Path, tmp_path: Path
) -> None:
    own = tmp_path / "own"
    shutil.copytree(resources, own, ignore=shutil.ignore_patterns("fonts", "samples"))
    form = own / "forms" / "loan.yaml"
    form.write_text(form.read_text("utf-8").replace("kind: money", "kind: mony", 1), "utf-8")
    code, out, _ = asked(capsys, "forms", "check", str(own))
    assert code == FAILED
    (line,) = out.splitlines()
    assert str(form) in line
    assert "mony" in line


def test_a_reader_who_has_seen_enough_gets_no_traceback() -> None:
    command = [sys.executable, "-m", "kiosk_app", "forms", "show", "loan"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.readline()
        process.stdout.close()
        assert "Traceback" not in process.stderr.read()


def test_a_new_form_passes_the_check_as_it_is(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, resources: Path
) -> None:
    copy = tmp_path / "resources"
    shutil.copytree(resources, copy, ignore=shutil.ignore_patterns("fonts", "sounds"))
    code, out, _ = asked(capsys, "forms", "new", "rental", "--out", str(copy / "forms" / "rental.yaml"))
    assert code == DELIVERED
    assert "forms check" in out
    assert asked(capsys, "forms", "check", str(copy))[0] == DELIVERED


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["rental", "--out", "{there}"], "is there already"),
        (["rental", "--out", "{there}/x.yaml"], "cannot be written"),
    ],
)
def test_a_new_form_overwrites_nothing(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, arguments: list[str], says: str
) -> None:
    there = tmp_path / "rental.yaml"
    there.write_text("mine")
    code, _, err = asked(capsys, "forms", "new", *(word.format(there=there) for word in arguments))
    assert code == FAILED
    assert says in err
    assert there.read_text() == "mine"


def test_a_new_form_needs_an_id(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked(capsys, "forms", "new", "../rental")
