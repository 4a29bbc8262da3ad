"""`kiosk-app capture …` as a technician types it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import get_args

import cv2
import numpy as np
import PIL.Image
import pytest

from kiosk_app.__main__ import main
from kiosk_app.capture.picture import load_picture
from kiosk_app.domain.paper import PaperSort
from kiosk_app.ui.messages import Language
from kiosk_app.ui.terminal import DELIVERED, FAILED, WRONG_USE
from kiosk_app.ui.terminal_words import said
from tests.fakes.kiosks import SAMPLES
from tests.samples.codes import drawn
from tests.samples.desk import bare_desk

IOU = SAMPLES / "evidence_iou.jpg"
CARD = SAMPLES / "id_front.jpg"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "C")


def test_find_tells_kind_corners_confidence_and_time(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "find", str(IOU), str(CARD)]) == DELIVERED
    page, card = capsys.readouterr().out.splitlines()
    assert page.startswith(f"{IOU}: page  confidence 0.")
    assert card.startswith(f"{CARD}: card  confidence 0.")
    assert page.count(",") == 4
    assert " ms " in page


def test_find_in_chinese(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    assert main(["capture", "find", str(IOU)]) == DELIVERED
    assert "把握" in capsys.readouterr().out


def test_an_empty_desk_is_no_failure(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "desk.png"), bare_desk(1))
    assert main(["capture", "find", str(tmp_path / "desk.png")]) == DELIVERED
    assert "none found" in capsys.readouterr().out


def test_json_is_one_line_for_each_picture(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "find", str(IOU), str(CARD), "--json"]) == DELIVERED
    page, card = map(json.loads, capsys.readouterr().out.splitlines())
    assert page["picture"] == str(IOU)
    assert (page["width_px"], page["height_px"]) == (1_920, 1_080)
    assert [found["kind"] for found in page["found"]] == ["page"]
    assert [found["kind"] for found in card["found"]] == ["card"]
    corners = np.array(page["found"][0]["corners"])
    assert corners.shape == (4, 2)
    assert (corners >= 0).all()
    assert (corners <= (1_920, 1_080)).all()
    assert 0 < page["found"][0]["confidence"] <= 1
    assert page["took_ms"] > 0


def test_a_bad_picture_does_not_stop_the_others(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "notes.jpg").write_text("hello")
    (tmp_path / "cut.jpg").write_bytes(IOU.read_bytes()[:20_000])
    names = [tmp_path / "none.jpg", tmp_path / "notes.jpg", tmp_path, tmp_path / "cut.jpg"]
    assert main(["capture", "find", *map(str, names), str(IOU), "--json"]) == FAILED
    said = capsys.readouterr()
    assert len(said.out.splitlines()) == 1
    assert json.loads(said.out)["picture"] == str(IOU)
    assert [str(name) in line for name, line in zip(names, said.err.splitlines(), strict=True)] == [True] * 4


def test_drawings_of_pictures_of_one_name_stand_side_by_side(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    shutil.copy(IOU, tmp_path / "a" / "page.jpg")
    PIL.Image.open(IOU).save(tmp_path / "page.png")
    drawings = tmp_path / "deep" / "seen"
    pictures = [str(tmp_path / "a" / "page.jpg"), str(tmp_path / "page.png")]
    assert main(["capture", "find", *pictures, "--draw", str(drawings)]) == DELIVERED
    assert sorted(path.name for path in drawings.iterdir()) == ["001-page.jpg", "002-page.jpg"]
    before, after = load_picture(IOU).astype(int), load_picture(drawings / "001-page.jpg").astype(int)
    drawn_on = np.abs(before - after).max(axis=2) > 60
    assert 0.001 < drawn_on.mean() < 0.05


def test_page_leaves_all_that_is_made_of_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "iou"
    assert main(["capture", "page", str(IOU), "--out", str(out)]) == DELIVERED
    names = {"outline.jpg", "flat.png", "clean.png", "findings.json"}
    assert {path.name for path in out.iterdir()} == names
    found = json.loads((out / "findings.json").read_text("utf-8"))
    assert found["kind"] == "page"
    assert len(found["corners"]) == 4
    flat, clean = load_picture(out / "flat.png"), load_picture(out / "clean.png")
    assert max(flat.shape[:2]) / min(flat.shape[:2]) == pytest.approx(297 / 210, rel=0.01)
    assert clean.mean() > flat.mean()
    assert "findings.json" in capsys.readouterr().out
    assert main(["capture", "page", str(IOU), "--out", str(out)]) == DELIVERED  # over what is there


def test_page_says_what_is_wrong_with_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    blurred = cv2.GaussianBlur(load_picture(IOU), (0, 0), 6)
    cv2.imwrite(str(tmp_path / "blurred.png"), blurred)
    assert (
        main(["capture", "page", str(tmp_path / "blurred.png"), "--out", str(tmp_path / "out")]) == DELIVERED
    )
    said = capsys.readouterr().out.splitlines()
    found = json.loads((tmp_path / "out" / "findings.json").read_text("utf-8"))
    assert len(said) == len(found["findings"]) + 1 >= 2


def test_card(tmp_path: Path) -> None:
    assert main(["capture", "page", str(CARD), "--card", "--out", str(tmp_path)]) == DELIVERED
    flat = load_picture(tmp_path / "flat.png")
    assert flat.shape[1] / flat.shape[0] == pytest.approx(85.6 / 53.98, rel=0.01)


@pytest.mark.parametrize("card", [[], ["--card"]])
def test_nothing_there_is_said_and_nothing_left(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], card: list[str]
) -> None:
    cv2.imwrite(str(tmp_path / "desk.png"), bare_desk(1))
    arguments = ["capture", "page", str(tmp_path / "desk.png"), "--out", str(tmp_path / "out"), *card]
    assert main(arguments) == FAILED
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not (tmp_path / "out").exists()


def test_a_file_where_a_folder_belongs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "taken").touch()
    assert main(["capture", "page", str(IOU), "--out", str(tmp_path / "taken")]) == FAILED
    assert main(["capture", "find", str(IOU), "--draw", str(tmp_path / "taken")]) == FAILED
    assert capsys.readouterr().err.count("taken") == 2


def test_probe_of_a_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk_app.technician.cameras._PROBED_MS", 50)
    kept = tmp_path / "kept.jpg"
    arguments = ["capture", "camera", "--probe", "--camera", f"folder:{SAMPLES}", "--out", str(kept)]
    assert main(arguments) == DELIVERED
    said = capsys.readouterr().out
    assert "1920×1080" in said
    assert "Sharpness 0." in said
    assert load_picture(kept).shape == (1_080, 1_920, 3)


def test_probe_of_the_portrait_camera(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kiosk_app.technician.cameras._PROBED_MS", 50)
    assert main(["capture", "camera", "--probe", "--portrait"]) == FAILED
    assert "is unknown" in capsys.readouterr().err
    monkeypatch.setenv("FILING_KIOSK_PORTRAIT_CAMERA", f"folder:{SAMPLES}")
    assert main(["capture", "camera", "--probe", "--portrait"]) == DELIVERED
    assert "1920×1080" in capsys.readouterr().out


def test_list_and_probe_without_a_camera(capsys: pytest.CaptureFixture[str]) -> None:
    if any(Path("/dev").glob("video*")):
        pytest.skip("this machine has a camera")
    assert main(["capture", "camera", "--list"]) == FAILED
    assert capsys.readouterr().err == "There is no camera.\n"
    assert main(["capture", "camera", "--probe", "--camera", "uvc:HD Camera"]) == FAILED
    assert "HD Camera" in capsys.readouterr().err
    assert main(["capture", "camera", "--probe", "--camera", "scanner:1"]) == FAILED
    assert "scanner:1" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments",
    [[], ["find"], ["page", "a.jpg"], ["camera"], ["camera", "--list", "--probe"], ["turn"]],
)
def test_wrong_use(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["capture", *arguments])
    assert caught.value.code == WRONG_USE


@pytest.mark.parametrize("arguments", [[], ["find"], ["page"], ["camera"]])
def test_help(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["capture", *arguments, "--help"])
    assert caught.value.code == 0
    assert "kiosk-app capture" in capsys.readouterr().out


def test_read_tells_each_line_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "read", str(IOU)]) == DELIVERED
    head, *lines = capsys.readouterr().out.splitlines()
    assert head.startswith(f"{IOU}: page ")
    assert any("借" in line and "," in line for line in lines)


def test_read_as_json_of_a_picture_without_a_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "desk.png"), bare_desk(1))
    assert main(["capture", "read", str(tmp_path / "desk.png"), "--json"]) == DELIVERED
    told = json.loads(capsys.readouterr().out)
    assert told["page_found"] is False
    assert isinstance(told["lines"], list)


def test_read_id_tells_fields_and_findings(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "read-id", str(SAMPLES / "id_back.jpg"), str(CARD), "--json"]) == DELIVERED
    told = json.loads(capsys.readouterr().out)
    back, front = told["sides"]
    assert (back["kind"], back["side"]) == ("resident", "back")
    assert back["fields"]["valid_until"]["value"] == "长期"
    assert front["fields"]["number"]["value"] == "110101189602290017"
    assert len(front["fields"]["name"]["box"]) == 4
    assert "card_sample" in [found["code"] for found in told["findings"]]


def test_read_id_as_a_table_and_a_paper_in_place_of_a_card(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "read-id", str(CARD), str(IOU)]) == FAILED
    err = capsys.readouterr().err
    assert "No ID card" in err
    assert main(["capture", "read-id", str(CARD), str(CARD)]) == DELIVERED
    assert "林知远" in capsys.readouterr().out


def test_read_names_a_file_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "read", "no-such.jpg"]) == FAILED
    assert "no-such.jpg" in capsys.readouterr().err
    with pytest.raises(SystemExit) as ended:
        main(["capture", "read-id", str(CARD)])
    assert ended.value.code == WRONG_USE


def test_prefill_tells_what_the_papers_suggest(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "prefill", str(IOU), "--case", "loan"]) == DELIVERED
    told = capsys.readouterr().out
    assert f"{IOU}: IOU" in told
    assert "说好借多少  50,000.00元  certain" in told
    assert "借款人（借钱的人）  周明川" in told


def test_prefill_for_a_program_has_every_fact_with_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "prefill", str(IOU), "--case", "loan", "--json"]) == DELIVERED
    told = json.loads(capsys.readouterr().out)
    (picture,) = told["pictures"]
    amount = next(fact for fact in picture["facts"] if fact["name"] == "amount")
    assert (amount["value"], amount["certain"], len(amount["box"])) == ("money:50000", True, 4)
    principal = next(each for each in told["suggestions"] if each["question"] == "claims.principal")
    assert (principal["value"], principal["picture"]) == ("money:50000", str(IOU))


def test_prefill_of_nothing_suggests_nothing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cv2.imwrite(str(tmp_path / "desk.png"), bare_desk(1))
    assert main(["capture", "prefill", str(tmp_path / "desk.png"), "--case", "loan"]) == DELIVERED
    assert "Nothing on them" in capsys.readouterr().out


def test_prefill_for_a_case_that_is_not_there(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "prefill", str(IOU), "--case", "maritime"]) == FAILED
    assert "loan" in capsys.readouterr().err


def test_every_sort_of_paper_has_a_name_on_the_terminal() -> None:
    for language in get_args(Language):
        assert all(said(sort, language) for sort in PaperSort)


def test_separator_sheets_are_printed_and_read_again(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "new" / "sheets.pdf"
    assert main(["capture", "separators", "--count", "3", "--out", str(out)]) == DELIVERED
    assert capsys.readouterr().out == f"3 separator sheets in {out}; print them on A4\n"
    subprocess.run(
        ["pdftoppm", "-r", "80", "-f", "2", "-l", "2", "-png", "-singlefile", out, tmp_path / "two"],
        check=True,
    )
    assert main(["capture", "read", str(tmp_path / "two.png")]) == DELIVERED
    assert "separator sheet 2" in capsys.readouterr().out


def test_separator_sheets_have_two_digits(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["capture", "separators", "--count", "100", "--out", str(tmp_path / "s.pdf")]) == FAILED
    assert "1 to 99" in capsys.readouterr().err
    assert not (tmp_path / "s.pdf").exists()


def test_a_hostile_code_is_told_as_text(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    page = np.full((1_200, 900, 3), 250, np.uint8)
    mark = drawn("qr", "http://evil.test/\u202e\x1b[31m{0}%s", 8)
    page[100 : 100 + len(mark), 100 : 100 + mark.shape[1]] = mark
    path = tmp_path / "page.png"
    cv2.imwrite(str(path), page)
    assert main(["capture", "read", str(path)]) == DELIVERED
    told = capsys.readouterr().out
    assert "text, untrusted: http://evil.test/\ufffd\ufffd[31m{0}%s" in told
    assert main(["capture", "read", str(path), "--json"]) == DELIVERED
    (code,) = json.loads(capsys.readouterr().out)["codes"]
    assert code["meaning"] == "plain"
    assert code["says_untrusted"] == {"text": "http://evil.test/\ufffd\ufffd[31m{0}%s"}
    assert code["kind"] == "QRCODE"
