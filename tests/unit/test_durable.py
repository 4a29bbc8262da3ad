from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from kiosk_app.durable import DiskFailed, DiskFull, OutputNotEmpty, disk_faults, empty_folder, write_whole


def test_a_file_is_there_whole_and_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "report.json"
    for content in (b"first", b"second and longer"):
        write_whole(path, content)
        assert path.read_bytes() == content
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == ["report.json"]


def test_what_could_not_be_written_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    path = tmp_path / "taken"
    path.mkdir()
    with pytest.raises(DiskFailed) as caught, disk_faults(path):
        write_whole(path, b"content")
    assert caught.value.facts["path"] == str(path)
    assert [file.name for file in tmp_path.iterdir()] == ["taken"]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
def test_no_room_is_told_apart_from_a_failing_disk(code: int) -> None:
    with pytest.raises(DiskFull), disk_faults(Path("x")):
        raise OSError(code, os.strerror(code))


def test_a_folder_for_results_is_made_or_taken_while_it_is_empty(tmp_path: Path) -> None:
    empty_folder(tmp_path / "a" / "b")
    empty_folder(tmp_path / "a" / "b")
    assert (tmp_path / "a" / "b").stat().st_mode & 0o077 == 0
    for taken in (tmp_path, tmp_path / "file"):
        (tmp_path / "file").write_text("mine")
        with pytest.raises(OutputNotEmpty) as fault:
            empty_folder(taken)
        assert fault.value.facts["path"] == str(taken)
    assert (tmp_path / "file").read_text() == "mine"
