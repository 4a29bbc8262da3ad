"""The store of a kiosk as one thing: database, blobs, keys and the outbox directory.

Layout under the store's directory::

    kiosk.db (-wal, -shm, .key-check)   SQLCipher
    blobs/<visit id>/<blob id>.blob     encrypted under the visit's key
    outbox/<filing id>.dossier          sealed to the court, unreadable to the kiosk
    store.lock, sync.lock               flock(2): who is here, who delivers

The order that no crash can spoil: the visit is bound to its filing id (``drafts.reserve``); the dossier is
written under that name, fsynced and renamed; one transaction queues the filing and destroys the visit's
key; the visit's files are deleted. At every point either the draft or the queued filing is whole.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from io import BufferedWriter
from pathlib import Path
from typing import BinaryIO

from sqlalchemy import select
from sqlalchemy.orm import Session

from kiosk_app.durable import create_private, disk_faults
from kiosk_app.store import drafts, keys, outbox, tables
from kiosk_app.store.blobs import BlobStore
from kiosk_app.store.database import Database
from kiosk_app.store.keys import RootKey

DOSSIER = ".dossier"


@dataclass(frozen=True, slots=True)
class Recovery:
    """What the start found. All of it is empty if another program has the store open (``sole`` False).

    ``unfinished`` are visits that a crash cut short; ``adoptable`` are whole dossiers that no row and no
    draft accounts for (the database is older than the outbox): a person decides about them.
    """

    sole: bool
    unfinished: tuple[str, ...] = ()
    adoptable: tuple[Path, ...] = ()
    swept: int = 0


class Store:
    """Make it with :func:`open_store`. Safe to share between threads."""

    def __init__(
        self,
        database: Database,
        blobs: BlobStore,
        root: RootKey,
        directory: Path,
        lock: BufferedWriter,
        recovery: Recovery,
    ) -> None:
        self.database = database
        self.blobs = blobs
        self.root = root
        self.recovery = recovery
        self.outbox_directory = directory / "outbox"
        self._directory = directory
        self._lock = lock

    def begin_visit(self, visit_id: str, at: datetime, form_id: str, step: str) -> None:
        """A visit that fills in the named form and stands at ``step``."""
        with self.database.begin() as session:
            drafts.create(session, self.root, visit_id, at, form_id, step)

    def put_blob(self, visit_id: str, source: BinaryIO) -> str:
        """Keep a picture of the visit; returns the blob id to name in a page's row.

        Raises :class:`~.drafts.VisitEnded`, the faults of ``durable``.
        """
        return self.blobs.put(self._visit_key(visit_id), source)

    def open_blob(self, visit_id: str, blob_id: str) -> BinaryIO:
        """Raises :class:`~.drafts.VisitEnded`, :class:`~.blobs.BlobMissing`, :class:`~.blobs.BlobDamaged`."""
        return self.blobs.open(self._visit_key(visit_id), blob_id)

    def end_visit(self, visit_id: str, at: datetime, event: str = "visit_wiped") -> None:
        """Wipe a visit: its key first, so that it is unreadable from that moment. May be repeated."""
        with self.database.begin() as session:
            drafts.end(session, visit_id, at, event)
        self._forget(visit_id)

    def queue(self, visit_id: str, sealed: outbox.SealedFiling) -> None:
        """Queue the filing whose dossier lies in the outbox directory, and wipe the visit it came from.

        Raises :class:`~.drafts.VisitEnded` if it was queued before.
        """
        with self.database.begin() as session:
            outbox.queue(session, visit_id, sealed)
        self._forget(visit_id)

    def dossier_path(self, filing_id: str) -> Path:
        """Where the dossier of a filing lies, or is to be written."""
        return self.outbox_directory / f"{filing_id}{DOSSIER}"

    @contextmanager
    def sole_courier(self) -> Iterator[bool]:
        """Be the only one who delivers, in this process and on this machine; False if another does."""
        path = self._directory / "sync.lock"
        with disk_faults(path):
            lock = create_private(path)
        with lock:
            yield _try_exclusive(lock)

    def close(self) -> None:
        """Twice is as good as once."""
        self.database.close()
        self._lock.close()

    def _visit_key(self, visit_id: str) -> keys.VisitKey:
        with self.database.read() as session:
            return drafts.key_of(session, self.root, visit_id)

    def _forget(self, visit_id: str) -> None:
        self.blobs.delete_visit(visit_id)
        self.database.forget_deleted()


def open_store(directory: Path, key_file: Path, migrations: Path) -> Store:
    """Open the store, creating it at the first start; migrate it and clear away what a crash left.

    That is done only by whoever comes first: a second program (``kiosk-app sync`` beside the window)
    waits until it is done and touches nothing, since what looks like an orphan may be a picture whose row
    is about to be written. ``migrations`` is the folder of the kiosk's Alembic scripts.

    Raises the faults of ``durable``, the faults of
    :func:`~.keys.read_root_key`, of :meth:`~.database.Database.open` and ``migrate``.
    """
    path = directory / "kiosk.db"
    with disk_faults(directory):
        for folder in (directory, directory / "outbox", directory / "blobs"):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        lock = create_private(directory / "store.lock")
    database: Database | None = None
    try:
        sole = _try_exclusive(lock)
        if not sole:
            fcntl.flock(lock, fcntl.LOCK_SH)
        root = keys.read_root_key(key_file, may_create=not path.exists())
        database = Database.open(path, root.database)
        database.migrate(migrations)
        blobs = BlobStore(directory / "blobs")
        recovery = _recover(database, blobs, directory / "outbox") if sole else Recovery(sole=False)
        fcntl.flock(lock, fcntl.LOCK_SH)
        return Store(database, blobs, root, directory, lock, recovery)
    except BaseException:
        if database:
            database.close()
        lock.close()
        raise


def _recover(database: Database, blobs: BlobStore, outbox_directory: Path) -> Recovery:
    """Orphans go; a dossier without a row goes only if its draft is still there.

    Such a dossier is from a crash between the rename and the commit. The visitor was never told that it
    was saved, nobody can have sent it (only rows are sent), and the draft can be sealed again, perhaps
    changed; keeping both could file one claim in two versions. Without its draft it may be the only copy.
    """
    with database.read() as session:
        unfinished = drafts.unfinished(session)
        keep = {visit_id: drafts.blobs_of(session, visit_id) for visit_id in unfinished}
        rows = _dossiers(session)
        bound = set(session.scalars(select(tables.Visit.filing_id).where(tables.Visit.ended_at.is_(None))))
    swept = blobs.sweep(keep)
    adoptable: list[Path] = []
    with disk_faults(outbox_directory):
        for path in sorted(outbox_directory.iterdir()):
            if path.suffix != DOSSIER or path.stem in bound or rows.get(path.name) is False:
                path.unlink()
                swept += 1
            elif path.name not in rows:
                adoptable.append(path)
    return Recovery(sole=True, unfinished=unfinished, adoptable=tuple(adoptable), swept=swept)


def _dossiers(session: Session) -> dict[str, bool]:
    """The files that rows name, and whether they are still to be kept."""
    rows = session.execute(select(tables.Outbox.dossier, tables.Outbox.purged_at))
    return {name: purged_at is None for name, purged_at in rows}


def _try_exclusive(lock: BufferedWriter) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
