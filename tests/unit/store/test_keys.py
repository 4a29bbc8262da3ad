from __future__ import annotations

import stat
from pathlib import Path

import pytest

from kiosk_app.store.keys import (
    CREDENTIAL,
    KeyFileExposed,
    KeyFileMissing,
    RootKey,
    RootKeyUnusable,
    VisitKeyDamaged,
    new_visit_key,
    read_root_key,
    unwrap,
    wrap,
)

ROOT = RootKey.of(b"r" * 32)


def test_the_first_start_makes_a_key_that_stays(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "root.key"
    first = read_root_key(path, may_create=True, environment={})
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_root_key(path, may_create=False, environment={}) == first
    assert [file.name for file in path.parent.iterdir()] == ["root.key"]
    assert first.database != first.wrapping


def test_a_credential_of_systemd_comes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / CREDENTIAL).write_bytes(b"c" * 32)
    key = read_root_key(
        tmp_path / "root.key", may_create=True, environment={"CREDENTIALS_DIRECTORY": str(tmp_path)}
    )
    assert key == RootKey.of(b"c" * 32)
    assert not (tmp_path / "root.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_a_key_that_others_can_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "root.key"
    path.write_bytes(b"k" * 32)
    path.chmod(mode)
    with pytest.raises(KeyFileExposed) as caught:
        read_root_key(path, may_create=True, environment={})
    assert caught.value.facts == {"path": str(path), "mode": f"{mode:04o}"}


def test_no_fresh_key_for_an_old_database(tmp_path: Path) -> None:
    with pytest.raises(KeyFileMissing):
        read_root_key(tmp_path / "root.key", may_create=False, environment={})


@pytest.mark.parametrize("size", [0, 31, 33])
def test_a_key_has_32_bytes(tmp_path: Path, size: int) -> None:
    path = tmp_path / "root.key"
    path.touch(0o600)
    path.write_bytes(b"k" * size)
    with pytest.raises(RootKeyUnusable):
        read_root_key(path, may_create=True, environment={})


def test_a_directory_is_no_key(tmp_path: Path) -> None:
    with pytest.raises(RootKeyUnusable):
        read_root_key(tmp_path, may_create=True, environment={})


def test_a_visit_key_comes_back_for_its_visit_only() -> None:
    key = new_visit_key("visit-1")
    wrapped = wrap(ROOT, key)
    assert unwrap(ROOT, "visit-1", wrapped) == key
    assert key.key not in wrapped
    for root, visit, content in [
        (ROOT, "visit-2", wrapped),
        (RootKey.of(b"s" * 32), "visit-1", wrapped),
        (ROOT, "visit-1", wrapped[:-1] + bytes([wrapped[-1] ^ 1])),
        (ROOT, "visit-1", wrapped[:5]),
        (ROOT, "visit-1", b""),
    ]:
        with pytest.raises(VisitKeyDamaged):
            unwrap(root, visit, content)


def test_keys_are_not_shown() -> None:
    key = new_visit_key("visit-1")
    assert repr(key) == "VisitKey(visit_id='visit-1')"
    assert repr(ROOT) == "RootKey()"
