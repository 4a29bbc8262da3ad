from __future__ import annotations

import io
import os
import signal
import subprocess
from pathlib import Path

import pytest

from kiosk_app.store import audit, drafts, outbox
from kiosk_app.store.database import DatabaseDamaged
from kiosk_app.store.drafts import VisitEnded
from kiosk_app.store.keys import KeyFileMissing
from kiosk_app.store.store import Store
from tests.fakes import stores
from tests.fakes.stores import NOON, SECRET


def reopen(store: Store, directory: Path) -> Store:
    store.close()
    return stores.open_at(directory)


def raw_bytes(directory: Path) -> bytes:
    return b"".join(path.read_bytes() for path in directory.rglob("*") if path.is_file())


def test_nothing_a_visitor_said_can_be_read_on_the_disk(store: Store, tmp_path: Path) -> None:
    stores.begin(store, "v")
    assert (tmp_path / "kiosk.db-wal").stat().st_size > 0
    for _ in range(2):  # first with a full write-ahead log, then with all of it in the database
        raw = raw_bytes(tmp_path)
        for encoding in ("utf-8", "utf-16-le", "gb18030"):
            for word in ("王小明", "ZHANGSAN", "借条", "complaint", "SECRET"):
                assert word.encode(encoding) not in raw
        assert store.database.forget_deleted()


def test_wiping_leaves_nothing_to_read(store: Store, tmp_path: Path) -> None:
    stores.begin(store, "v")
    with store.database.read() as session:
        page = drafts.load(session, "v").pages[0]
    stolen = (tmp_path / "blobs" / "v" / f"{page.original}.blob").read_bytes()
    store.end_visit("v", NOON)
    store.end_visit("v", NOON)  # twice is as good as once
    assert not (tmp_path / "blobs" / "v").exists()
    assert (tmp_path / "kiosk.db-wal").stat().st_size == 0
    (tmp_path / "blobs" / "v").mkdir()
    (tmp_path / "blobs" / "v" / f"{page.original}.blob").write_bytes(stolen)
    for read in (lambda: store.open_blob("v", page.original), lambda: store.put_blob("v", io.BytesIO())):
        with pytest.raises(VisitEnded):
            read()
    with store.database.read() as session:
        assert drafts.unfinished(session) == ()
        assert [entry.event for entry in audit.entries(session, "v")] == ["visit_wiped"]


def test_queueing_wipes_the_visit(store: Store, tmp_path: Path) -> None:
    sealed = stores.queue(store, "v")
    assert not (tmp_path / "blobs" / "v").exists()
    assert store.dossier_path(sealed.filing_id).exists()
    with pytest.raises(VisitEnded), store.database.read() as session:
        drafts.key_of(session, store.root, "v")


def test_a_start_finds_what_was_unfinished_and_sweeps_orphans(store: Store, tmp_path: Path) -> None:
    stores.begin(store, "v")
    store.put_blob("v", io.BytesIO(b"its row was never written"))
    (tmp_path / "blobs" / "v" / "half.blob.part").touch()
    (tmp_path / "outbox" / ".f.dossier.77.part").touch()
    again = reopen(store, tmp_path)
    assert again.recovery.sole
    assert again.recovery.unfinished == ("v",)
    assert again.recovery.swept == 3
    with again.database.read() as session:
        page = drafts.load(session, "v").pages[0]
    with again.open_blob("v", page.original) as stream:
        assert SECRET.encode() in stream.read()
    again.close()


def test_a_dossier_without_its_row_goes_if_the_draft_is_there(store: Store, tmp_path: Path) -> None:
    stores.begin(store, "v")
    sealed = stores.write_dossier(store, "v")
    again = reopen(store, tmp_path)
    assert not again.dossier_path(sealed.filing_id).exists()
    assert again.recovery.adoptable == ()
    assert stores.write_dossier(again, "v") == sealed  # the same filing, not a second one
    again.queue("v", sealed)
    again.close()


def test_a_dossier_that_nobody_knows_is_reported_and_kept(store: Store, tmp_path: Path) -> None:
    stores.queue(store, "v")
    stray = tmp_path / "outbox" / "stray.dossier"
    stray.write_bytes(b"perhaps the only copy")
    again = reopen(store, tmp_path)
    assert again.recovery.adoptable == (stray,)
    assert stray.exists()
    assert again.dossier_path("filing-of-v").exists()
    again.close()


def test_a_purged_dossier_that_is_still_there_goes(store: Store, tmp_path: Path) -> None:
    sealed = stores.queue(store, "v")
    with store.database.begin() as session:
        outbox.acknowledge(session, sealed.filing_id, "word", NOON)
        outbox.mark_purged(session, sealed.filing_id, NOON)
    again = reopen(store, tmp_path)
    assert not again.dossier_path(sealed.filing_id).exists()
    again.close()


def test_a_second_program_touches_nothing(store: Store, tmp_path: Path) -> None:
    stores.begin(store, "v")
    store.put_blob("v", io.BytesIO(b"its row is about to be written"))
    second = stores.open_at(tmp_path)
    assert not second.recovery.sole
    assert second.recovery.unfinished == ()
    assert len(list((tmp_path / "blobs" / "v").iterdir())) == 2
    second.close()


def test_only_one_delivers_at_a_time(store: Store, tmp_path: Path) -> None:
    second = stores.open_at(tmp_path)
    with store.sole_courier() as first_may, second.sole_courier() as second_may:
        assert (first_may, second_may) == (True, False)
    with second.sole_courier() as second_may:
        assert second_may
    second.close()


def test_a_failed_start_lets_go_of_everything(store: Store, tmp_path: Path) -> None:
    store.close()
    key = (tmp_path / "root.key").read_bytes()
    (tmp_path / "root.key").unlink()
    with pytest.raises(KeyFileMissing):
        stores.open_at(tmp_path)
    (tmp_path / "root.key").touch(0o600)
    (tmp_path / "root.key").write_bytes(key)
    again = stores.open_at(tmp_path)
    assert again.recovery.sole
    again.close()
    (tmp_path / "kiosk.db").write_bytes(b"broken" * 5000)
    with pytest.raises(DatabaseDamaged):
        stores.open_at(tmp_path)


KILLED_AT = {
    "while a picture is written": (
        """
class Source:
    def read(self, size):
        die()
store.begin_visit("v", NOON, "loan", "notice")
store.put_blob("v", Source())
""",
        "draft",
    ),
    "before the picture's row": (
        """
stores.begin(store, "v")
store.put_blob("v", io.BytesIO(b"x" * 1000))
die()
""",
        "draft",
    ),
    "inside a transaction": (
        """
stores.begin(store, "v")
with store.database.begin() as session:
    drafts.save_answer(session, "v", stores.answer("late"))
    session.flush()
    die()
""",
        "draft",
    ),
    "before the dossier is queued": (
        """
stores.begin(store, "v")
stores.write_dossier(store, "v")
die()
""",
        "draft",
    ),
    "while the filing is queued": (
        """
stores.begin(store, "v")
sealed = stores.write_dossier(store, "v")
with store.database.begin() as session:
    outbox.queue(session, "v", sealed)
    die()
""",
        "draft",
    ),
    "before the visit's files are deleted": (
        """
stores.begin(store, "v")
sealed = stores.write_dossier(store, "v")
with store.database.begin() as session:
    outbox.queue(session, "v", sealed)
die()
""",
        "queued",
    ),
}
PROLOGUE = """
import io, os, signal, sys
from pathlib import Path
from kiosk_app.store import drafts, outbox
from tests.fakes import stores
from tests.fakes.stores import NOON
def die():
    os.kill(os.getpid(), signal.SIGKILL)
store = stores.open_at(Path(sys.argv[1]))
"""


@pytest.mark.parametrize("where", KILLED_AT)
def test_killed_anywhere_the_draft_or_the_filing_is_whole(
    tmp_path: Path, python: list[str], where: str
) -> None:
    script, left = KILLED_AT[where]
    killed = subprocess.run([*python, PROLOGUE + script, str(tmp_path)], env=os.environ)
    assert killed.returncode == -signal.SIGKILL
    store = stores.open_at(tmp_path)
    with store.database.read() as session:
        queued = outbox.listing(session)
        assert audit.verify(session) is None
        known = drafts.blobs_of(session, "v")
    assert store.recovery.unfinished == (("v",) if left == "draft" else ())
    assert [filing.visit_id for filing in queued] == (["v"] if left == "queued" else [])
    assert [path.name for path in (tmp_path / "outbox").iterdir()] == [filing.dossier for filing in queued]
    assert {path.stem for path in (tmp_path / "blobs").rglob("*.blob*")} == known
    if left == "draft" and known:
        with store.database.read() as session:
            assert set(drafts.load(session, "v").answers) == {"lender"}
        store.queue("v", stores.write_dossier(store, "v"))
    store.close()
