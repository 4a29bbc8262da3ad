from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk_app.ui.terminal import DELIVERED, FAILED, WRONG_USE
from tests.fakes import papers
from tests.fakes.kiosks import SAMPLES
from tests.fakes.resources import NOTICES, resources_with
from tests.fakes.room import no_file_larger_than
from tests.fakes.terminal import asked

SAMPLE = SAMPLES / "answers.yaml"
ALWAYS = ["complaint.pdf", "evidence_list.pdf", "findings.json", "honesty.pdf", "service_address.pdf"]
DOCUMENTS = [*ALWAYS, "fee_table.pdf", "mediation.pdf", "missing_notice.pdf", "online_consents.pdf"]


def given(folder: Path, answers: dict[str, str], **more: object) -> Path:
    path = folder / "answers.yaml"
    path.write_text(yaml.safe_dump({"answers": answers, **more}, allow_unicode=True), "utf-8")
    return path


def told(
    capsys: pytest.CaptureFixture[str], path: Path, out: Path, case: str = "loan"
) -> tuple[int, str, str]:
    return asked(capsys, "draft", "--case", case, "--answers", str(path), "--out", str(out))


def names(out: Path) -> list[str]:
    return sorted(path.name for path in out.iterdir())


def findings(out: Path) -> Any:
    return json.loads((out / "findings.json").read_text("utf-8"))


def test_the_samples_give_every_paper(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said, _ = told(capsys, SAMPLE, out)
    assert code == DELIVERED
    assert names(out) == sorted(DOCUMENTS)
    for name in DOCUMENTS:
        if name.endswith(".pdf"):
            papers.assert_sound((out / name).read_bytes(), tmp_path)
    complaint = papers.text((out / "complaint.pdf").read_bytes())
    assert "林知远" in complaint
    assert "57,890.00" in complaint
    assert "未提交证据" in papers.text((out / "evidence_list.pdf").read_bytes())
    for line in (
        "案件受理费：1,247.25元",
        "  超过1万元至10万元的部分：47,890.00 × 2.5% = 1,197.25元",
        "标的总额：57,890.00元",
        "  还欠多少本金：50,000.00元",
        "  法院会问：还没有拍证据材料（民事证据规定第1条）",
    ):
        assert line in said
    assert [each["code"] for each in findings(out)] == ["evidence_missing"]
    assert findings(out)[0]["words"] == "还没有拍证据材料"


def test_no_answers_at_all_are_a_draft_too(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    out = tmp_path / "out"
    code, said, _ = told(capsys, given(tmp_path, {}), out)
    assert code == DELIVERED
    assert names(out) == sorted([*ALWAYS, "missing_notice.pdf"]), "nobody was asked anything"
    assert "都不妨碍提交" in said
    missing = {each["about"] for each in findings(out) if each["code"] == "answer_missing"}
    assert "claims.principal" in missing
    assert "relief.any" not in missing, "what mostly holds is filled in as on the screens"


def test_what_the_screens_offer_is_offered_until_nothing_is_new(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    answers = {"plaintiff.1.name": "林知远", "plaintiff.1.domicile": "北京市东城区"}
    told(capsys, given(tmp_path, answers), tmp_path / "out")
    text = papers.text((tmp_path / "out" / "service_address.pdf").read_bytes())
    assert "收件人林知远" in text
    assert "北京市东城区" in text


def test_relief_is_drawn_where_it_is_asked_for(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    wish = {"relief.any": "yes", "relief.kind": "defer", "relief.defer_ground": "legal_aid"}
    code, said, _ = told(capsys, given(tmp_path, wish), tmp_path / "out")
    assert code == DELIVERED
    text = papers.text((tmp_path / "out" / "fee_relief.pdf").read_bytes())
    assert "第四十七条第（三）项：正在接受有关部门法律援助的" in text
    assert "证据里还没有看到：困难证明" in said


def test_printed_notices_are_a_file_of_their_own(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FILING_KIOSK_RESOURCES", str(resources_with(tmp_path / "own", "loan", NOTICES)))
    told(capsys, given(tmp_path, {"contract.delivery": "cash"}), tmp_path / "out")
    text = papers.text((tmp_path / "out" / "notices.pdf").read_bytes())
    assert "诉讼权利义务告知" in text
    assert "现金交付的借款" in text
    assert "只在屏幕上看" not in text


def test_a_finding_says_whose_answer_it_is_about(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    two = {f"defendant.{n}.kind": "person" for n in (1, 2)} | {"defendant.2.name": "周明川"}
    _, said, _ = told(capsys, given(tmp_path, two), tmp_path / "out")
    assert "“被告1　姓名”还没有填" in said
    assert "“被告2　姓名”只有姓名" in said


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({"claims.principle": "1"}, ["claims.principle"]),
        ({"plaintiff.21.name": "第二十一位"}, ["plaintiff.21.name"]),
        ({"claims.principal": "-5"}, ["claims.principal", "digits"]),
        ({"claims.principal": "很多"}, ["claims.principal", "digits"]),
        ({"contract.paid_on": "2023-02-29"}, ["contract.paid_on", "no such day"]),
        ({"plaintiff.1.name": "长" * 10_000}, ["plaintiff.1.name", "too long"]),
        ({"plaintiff.1.name": "a\u0007b"}, ["plaintiff.1.name", "signs"]),
        ({"relief.kind": "half"}, ["relief.kind", "one of those offered"]),
        ({"plaintiff.1.phone": "123"}, ["plaintiff.1.phone", "not complete"]),
    ],
)
def test_an_answer_that_cannot_be_used_is_named_with_what_is_wrong(
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answers: dict[str, str],
    says: list[str],
) -> None:
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    code, out, err = told(capsys, given(tmp_path, answers), tmp_path / "out")
    assert (code, out) == (FAILED, "")
    assert len(err.splitlines()) == 1
    for word in ("answers.yaml", *says):
        assert word.lower() in err.lower(), err
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("answers", [{"plaintiff.1.name": "𰻝🙂"}, {"contract.paid_on": "9999-12-31"}])
def test_strange_but_possible_answers_are_drawn(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, answers: dict[str, str]
) -> None:
    assert told(capsys, given(tmp_path, answers), tmp_path / "out")[0] == DELIVERED
    papers.assert_sound((tmp_path / "out" / "complaint.pdf").read_bytes(), tmp_path)


def test_an_unknown_case_names_those_there_are(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = told(capsys, SAMPLE, tmp_path / "out", case="murder")
    assert code == FAILED
    assert "murder" in err
    assert "loan" in err


def test_answers_of_another_case_are_not_mixed_in(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    code, _, err = told(capsys, given(tmp_path, {}, form="divorce"), tmp_path / "out")
    assert code == FAILED
    assert "divorce" in err
    assert "loan" in err


def test_a_folder_with_something_in_it_is_left_alone(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    for out in (tmp_path, tmp_path / "mine.txt"):
        code, _, err = told(capsys, SAMPLE, out)
        assert code == FAILED
        assert str(out) in err
    assert names(tmp_path) == ["mine.txt"]


@pytest.mark.parametrize("name", ["none.yaml", "."])
def test_a_file_that_is_not_there_is_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, name: str
) -> None:
    code, _, err = told(capsys, tmp_path / name, tmp_path / "out")
    assert code == FAILED
    assert str(tmp_path) in err
    assert len(err.splitlines()) == 1


@pytest.mark.parametrize(
    "text", ["", "answers: [a]", "answers: {a: {b: c}}", "answers: {a.b: x, a.b: y}", "[" * 5_000, "\x00"]
)
def test_a_file_that_is_none_is_named_with_its_line(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, text: str
) -> None:
    path = tmp_path / "answers.yaml"
    path.write_text(text, "utf-8")
    code, _, err = told(capsys, path, tmp_path / "out")
    assert code == FAILED
    assert "answers.yaml" in err
    assert "line" in err or "行" in err


def test_help_has_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        asked(capsys, "draft", "--help")
    assert ended.value.code == DELIVERED
    assert "kiosk-app draft --case loan" in capsys.readouterr().out
    with pytest.raises(SystemExit) as ended:
        asked(capsys, "draft", "--case", "loan")
    assert ended.value.code == WRONG_USE


def test_a_full_disk_is_told_with_the_paper_that_found_no_room(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with no_file_larger_than(2000):
        code, _, complained = told(capsys, SAMPLE, out)
    assert code == FAILED
    assert str(out / "complaint.pdf") in complained
    assert names(out) == []
