from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from kiosk_app.demo import report
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.durable import DiskFailed, DiskFull
from kiosk_app.visit.papers import Document
from tests.fakes.room import no_file_larger_than

PAPER = Document("complaint", "民事起诉状", Printed(b"%PDF-1.7", 2, {}), signed=None)


def test_what_is_left_is_for_its_owner_alone(tmp_path: Path) -> None:
    listed = report.write_papers((PAPER,), tmp_path)
    report.write(tmp_path, {"documents": listed})
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    assert modes == {"documents": 0o700, "complaint.pdf": 0o600, "report.json": 0o600}
    assert (tmp_path / listed[0]["file"]).read_bytes() == PAPER.printed.pdf


def test_a_file_name_that_is_not_utf_8_does_not_spoil_the_report(tmp_path: Path) -> None:
    corners = {os.fsdecode(b"/card\xff.jpg"): [[0.0, 1.0]]}
    report.write(tmp_path, {"corners": corners, "cause": "借款"})
    assert report.read(tmp_path) == {"corners": corners, "cause": "借款"}
    assert json.loads((tmp_path / "report.json").read_bytes())["cause"] == "借款"


def test_a_paper_that_finds_no_room_is_named(tmp_path: Path) -> None:
    with no_file_larger_than(4), pytest.raises(DiskFull) as caught:
        report.write_papers((PAPER,), tmp_path)
    assert caught.value.facts["path"] == str(tmp_path / "documents" / "complaint.pdf")
    assert not list((tmp_path / "documents").iterdir())


def test_a_folder_that_takes_no_files_is_named(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("in the way")
    with pytest.raises(DiskFailed) as caught:
        report.write_papers((PAPER,), tmp_path)
    assert caught.value.facts["path"] == str(tmp_path)
