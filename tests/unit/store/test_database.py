from __future__ import annotations

import os
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from kiosk_app.domain.errors import Bug
from kiosk_app.durable import DiskFailed, DiskFull
from kiosk_app.store.database import (
    Database,
    DatabaseBusy,
    DatabaseDamaged,
    UnknownDatabaseVersion,
    WrongDatabaseKey,
)
from kiosk_app.store.tables import Counter
from tests.fakes.stores import MIGRATIONS

KEY = b"k" * 32


def open_database(directory: Path, patience_s: float = 20.0) -> Database:
    database = Database.open(directory / "kiosk.db", KEY, patience_s)
    database.migrate(MIGRATIONS)
    return database


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = open_database(tmp_path)
    yield database
    database.close()


def put(database: Database, series: str, last: int = 1) -> None:
    with database.begin() as session:
        session.add(Counter(series=series, last=last))


def names(database: Database) -> list[str]:
    with database.read() as session:
        return sorted(session.execute(text("SELECT series FROM counters")).scalars())


def test_what_is_committed_is_there_after_a_start(tmp_path: Path) -> None:
    database = open_database(tmp_path)
    put(database, "a")
    database.close()
    again = open_database(tmp_path)
    assert names(again) == ["a"]
    again.close()


def test_an_exception_undoes_the_transaction(database: Database) -> None:
    def fail() -> None:
        with database.begin() as session:
            session.add(Counter(series="a", last=1))
            session.flush()
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert names(database) == []


def test_each_connection_is_set_up_to_last(database: Database) -> None:
    wanted = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "temp_store": 2}
    with database.begin() as session:
        found = {name: session.execute(text(f"PRAGMA {name}")).scalar() for name in wanted}
    assert found == wanted


def test_a_broken_constraint_is_a_bug_and_shows_no_value(database: Database) -> None:
    with pytest.raises(Bug, match="ck_counters_last") as caught:
        put(database, "王小明", -1)
    assert "王小明" not in str(caught.value.__cause__)


def test_a_transaction_inside_another_is_a_bug(database: Database) -> None:
    with database.begin(), pytest.raises(Bug), database.begin():
        pass
    put(database, "after")


def test_a_reader_cannot_write(database: Database) -> None:
    with pytest.raises(DiskFailed), database.read() as session:
        session.execute(text("DELETE FROM counters"))
    put(database, "after")


def test_a_reader_sees_one_moment_and_holds_up_nobody(database: Database) -> None:
    with database.read() as session:
        count = text("SELECT count(*) FROM counters")
        assert session.execute(count).scalar() == 0
        put(database, "a")
        assert session.execute(count).scalar() == 0
        assert not database.forget_deleted()
    assert database.forget_deleted()
    assert names(database) == ["a"]


def test_threads_take_turns(database: Database) -> None:
    def work(name: str) -> None:
        for number in range(20):
            put(database, f"{name}{number}")

    threads = [threading.Thread(target=work, args=(name,)) for name in "abcd"]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(names(database)) == 80


def test_two_programs_take_turns(tmp_path: Path, database: Database, python: list[str]) -> None:
    script = """
import sys
from pathlib import Path
from tests.unit.store.test_database import open_database, put
database = open_database(Path(sys.argv[1]))
print("ready", flush=True)
for number in range(25):
    put(database, f"theirs{number}")
database.close()
"""
    with subprocess.Popen([*python, script, str(tmp_path)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"ready\n"
        for number in range(25):
            put(database, f"ours{number}")
        assert other.wait() == 0
    assert len(names(database)) == 50


def test_another_program_that_never_lets_go_is_a_fault(tmp_path: Path) -> None:
    first, second = open_database(tmp_path), open_database(tmp_path, patience_s=0.01)
    with first.begin(), pytest.raises(DatabaseBusy), second.begin():
        pass
    put(second, "after")
    first.close()
    second.close()


def test_another_key_cannot_open_it(tmp_path: Path) -> None:
    open_database(tmp_path).close()
    with pytest.raises(WrongDatabaseKey):
        Database.open(tmp_path / "kiosk.db", b"x" * 32)
    (tmp_path / "kiosk.db.key-check").unlink()
    with pytest.raises(DatabaseDamaged):
        Database.open(tmp_path / "kiosk.db", b"x" * 32)


@pytest.mark.parametrize("at", [0, 20, 4095, 4096 * 3 + 100, -1])
def test_a_damaged_page_is_found_at_the_start(tmp_path: Path, at: int) -> None:
    open_database(tmp_path).close()
    path = tmp_path / "kiosk.db"
    raw = bytearray(path.read_bytes())
    raw[at] ^= 0x40
    path.write_bytes(raw)
    with pytest.raises(DatabaseDamaged):
        Database.open(path, KEY)


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 1000])
def test_another_file_in_its_place_is_found(tmp_path: Path, content: bytes) -> None:
    open_database(tmp_path).close()
    (tmp_path / "kiosk.db").write_bytes(content)
    with pytest.raises(DatabaseDamaged):
        Database.open(tmp_path / "kiosk.db", KEY)


def test_no_room_left_keeps_what_was_saved(database: Database) -> None:
    put(database, "before")

    def fill() -> None:
        with database.begin() as session:
            # The limit makes SQLite itself run out of room (SQLITE_FULL), as on a disk of that size.
            session.execute(text("PRAGMA max_page_count=1"))
            session.add_all(Counter(series=f"{number:>200}", last=1) for number in range(2000))

    with pytest.raises(DiskFull):
        fill()
    assert names(database) == ["before"]


def test_a_place_that_is_no_directory_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DiskFailed):
        Database.open(tmp_path / "file" / "kiosk.db", KEY)


def test_only_the_owner_can_read_the_file(tmp_path: Path, database: Database) -> None:
    assert os.stat(tmp_path / "kiosk.db").st_mode & 0o077 == 0  # noqa: PTH116


def test_a_database_of_a_later_program_is_left_alone(database: Database) -> None:
    with database.begin() as session:
        session.execute(text("UPDATE alembic_version SET version_num='9999'"))
    with pytest.raises(UnknownDatabaseVersion) as caught:
        database.migrate(MIGRATIONS)
    assert caught.value.facts["found"] == "9999"
