"""The command line's own sentences: what a terminal is told when something is wrong."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from kiosk_app.__main__ import main
from kiosk_app.ui import terminal_words
from kiosk_app.ui.fault_words import FAULTS
from kiosk_app.ui.messages import Language
from kiosk_app.ui.terminal import DELIVERED, FAILED, WRONG_USE


@pytest.mark.parametrize(
    "arguments",
    [
        ["demo", "--out"],
        ["sync", "--once", "--data"],
        ["gateway", "--directory"],
        ["gateway", "--new-code", "--directory"],
    ],
)
def test_a_file_where_a_folder_belongs_is_one_sentence_that_names_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("in the way")
    assert main([*arguments, str(taken)]) == FAILED
    said = capsys.readouterr().err
    assert str(taken) in said
    assert len(said.strip().splitlines()) == 1
    assert taken.read_text() == "in the way"


@pytest.mark.parametrize(
    "option", ["--port=65536", "--port=-1", "--valid-hours=0", "--valid-hours=99999999999"]
)
def test_a_number_out_of_range_is_wrong_use(tmp_path: Path, option: str) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["gateway", "--directory", str(tmp_path / "court"), "--new-code", option])
    assert caught.value.code == WRONG_USE
    assert not (tmp_path / "court").exists()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reason_of_a_waiting_filing_shows_no_gaps(language: Language) -> None:
    for name in FAULTS:
        reason = terminal_words.reason_words(name, language)
        assert not {"{", "}"} & set(reason)
        assert not any(gap in reason for gap in ("(—", "（—", "()", "（）"))
        assert len(reason) > 5
    assert terminal_words.reason_words("ZeroDivisionError", language) == "ZeroDivisionError"
    assert terminal_words.reason_words("", language) == "—"


def test_a_terminal_that_knows_no_chinese_stops_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paper = io.BytesIO()
    monkeypatch.setenv("LC_ALL", "zh_CN.UTF-8")
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(paper, encoding="ascii"))
    assert main(["gateway", "--new-code", "--directory", str(tmp_path)]) == DELIVERED
    sys.stdout.flush()
    assert b"\\u767b\\u8bb0" in paper.getvalue()
