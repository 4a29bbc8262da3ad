"""The encrypted database of a kiosk: SQLCipher under SQLAlchemy, one writer at a time.

Every write is one ``BEGIN IMMEDIATE`` transaction in WAL with ``synchronous=FULL``: when ``begin()``
ends, what was written survives a power cut. Inside the process a lock orders the writers; between
processes (the window and ``kiosk-app sync``) SQLite's own lock does, with a patient busy time-out. Since
a transaction takes the write lock before it reads, two writers wait for each other and never fail.
"""

from __future__ import annotations

import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session
from sqlalchemy.pool import QueuePool
from sqlcipher3 import dbapi2 as sqlcipher

from kiosk_app.domain.errors import Bug, EnvironmentFault, Fault, IntegrityFault
from kiosk_app.durable import DiskFailed, DiskFull, disk_faults, is_full, write_whole

_BEGIN = "kiosk_begin"
_BUSY, _LOCKED, _IOERR, _CORRUPT, _FULL, _CONSTRAINT, _NOT_A_DATABASE = 5, 6, 10, 11, 13, 19, 26

_PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "temp_store=MEMORY",  # a sorter's spill file would be plain text
    "secure_delete=ON",
)


class DatabaseDamaged(IntegrityFault):
    """The database's pages are not what was written. Facts: ``path``."""


class WrongDatabaseKey(EnvironmentFault):
    """The root key of this kiosk is not the one the database was made with. Facts: ``path``."""


class DatabaseBusy(EnvironmentFault):
    """Another program held the database for longer than anybody should. Facts: ``path``."""


class UnknownDatabaseVersion(EnvironmentFault):
    """The database belongs to another version of the program. Facts: ``path``, ``found``, ``wanted``."""


class Database:
    """The database file at ``path``. Make it with :meth:`open`; safe to share between threads."""

    def __init__(self, path: Path, key: bytes, patience_s: float) -> None:
        self._path = path
        self._key = key
        self._patience_s = patience_s
        self._writer = threading.Lock()
        self._writing_thread: int | None = None
        self._engine = _engine(path, key, patience_s)
        self._writing = self._engine.execution_options(**{_BEGIN: "IMMEDIATE"})
        self._reading = self._engine.execution_options(**{_BEGIN: "DEFERRED"})

    @classmethod
    def open(cls, path: Path, key: bytes, patience_s: float = 20.0) -> Database:
        """Open or create the database and look at every page of it.

        ``key`` has 32 bytes; ``patience_s`` is how long to wait for another program that writes.

        Raises :class:`WrongDatabaseKey`, :class:`DatabaseDamaged`, :class:`~kiosk_app.durable.DiskFull`,
        :class:`~kiosk_app.durable.DiskFailed`.
        """
        with disk_faults(path.parent):
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _compare_key(path, key)
        database = cls(path, key, patience_s)
        try:
            with database._translated(), database._engine.connect() as connection:
                if connection.exec_driver_sql("PRAGMA quick_check(1)").scalar() != "ok":
                    raise DatabaseDamaged(path=str(path))
            with disk_faults(path.parent):
                _remember_key(path, key)
        except BaseException:
            database.close()
            raise
        return database

    @contextmanager
    def begin(self) -> Iterator[Session]:
        """One transaction that may write: committed at the end, rolled back by any exception.

        A broken constraint is a :class:`~kiosk_app.domain.errors.Bug`; else raises
        the faults of ``durable``, :class:`DatabaseBusy`,
        :class:`DatabaseDamaged`.
        """
        if self._writing_thread == threading.get_ident():
            raise Bug("a transaction inside a transaction would wait for itself")
        with self._writer:
            self._writing_thread = threading.get_ident()
            try:
                with (
                    self._translated(),
                    Session(self._writing, expire_on_commit=False) as session,
                    session.begin(),
                ):
                    session.connection()  # takes the write lock now, not at the first statement
                    yield session
            finally:
                self._writing_thread = None

    @contextmanager
    def read(self) -> Iterator[Session]:
        """One consistent look at the database; waits for no writer and cannot write."""
        with self._translated(), Session(self._reading, expire_on_commit=False) as session:
            yield session

    def forget_deleted(self) -> bool:
        """Empty the write-ahead log, so that no older state of a deleted row lies in it.

        False at once if somebody still needs the log; the next call will do it then.
        """
        with self._writer, self._translated(), self._engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA busy_timeout=0")
            try:
                return not connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
            finally:
                connection.exec_driver_sql(f"PRAGMA busy_timeout={round(self._patience_s * 1000)}")

    def version(self) -> str | None:
        """The revision that the tables are at; None for an empty database."""
        with self._translated(), self._engine.connect() as connection:
            return MigrationContext.configure(connection).get_current_revision()

    def migrate(self, migrations: Path, revision: str | None = None) -> None:
        """Bring the tables to ``revision`` (None: the newest), up or down, in one transaction.

        Raises :class:`UnknownDatabaseVersion` if another version of the program has been here.
        """
        config = Config()
        config.set_main_option("script_location", str(migrations).replace("%", "%%"))
        script = ScriptDirectory.from_config(config)
        order = ["base", *reversed([step.revision for step in script.walk_revisions()])]
        found, wanted = self.version() or "base", revision or order[-1]
        if found not in order:
            raise UnknownDatabaseVersion(path=str(self._path), found=found, wanted=wanted)
        if found == wanted:
            return
        # SQLite alters a table by copying it; with foreign keys on, its children would block that.
        engine = _engine(self._path, self._key, self._patience_s, foreign_keys=False)
        try:
            writing = engine.execution_options(**{_BEGIN: "IMMEDIATE"})
            with self._writer, self._translated(), writing.begin() as connection:
                config.attributes["connection"] = connection
                go = command.upgrade if order.index(wanted) > order.index(found) else command.downgrade
                go(config, wanted)
                if connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise Bug(f"migration to {wanted} left rows without their parents")
        finally:
            engine.dispose()

    def close(self) -> None:
        """Let go of the file; the last one to close empties the write-ahead log."""
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Iterator[None]:
        """Foreign exceptions become ours. SQLAlchemy's carries the statement but not its values."""
        try:
            yield
        except (DBAPIError, sqlcipher.Error) as error:
            raise self._fault(error) from error

    def _fault(self, error: Exception) -> Fault | Bug:
        driver_error = error.orig if isinstance(error, DBAPIError) else error
        code = getattr(driver_error, "sqlite_errorcode", 0) & 0xFF
        path = str(self._path)
        if code == _FULL or (code == _IOERR and is_full(self._path.parent)):
            return DiskFull(path=path)
        if code in (_CORRUPT, _NOT_A_DATABASE):
            return DatabaseDamaged(path=path)
        if code in (_BUSY, _LOCKED):
            return DatabaseBusy(path=path)
        if code == _CONSTRAINT or isinstance(driver_error, sqlcipher.ProgrammingError):
            return Bug(str(driver_error))
        return DiskFailed(path=path, reason=str(driver_error))


def _engine(path: Path, key: bytes, patience_s: float, *, foreign_keys: bool = True) -> Engine:
    def connect() -> Any:
        connection = sqlcipher.connect(
            str(path), timeout=patience_s, isolation_level=None, check_same_thread=False
        )
        try:
            connection.execute("PRAGMA cipher_log_level=NONE")  # it would write to the terminal
            connection.execute(f"PRAGMA key=\"x'{key.hex()}'\"")
            for pragma in (*_PRAGMAS, f"foreign_keys={'ON' if foreign_keys else 'OFF'}"):
                connection.execute(f"PRAGMA {pragma}")
        except BaseException:
            connection.close()
            raise
        return connection

    engine = create_engine(
        "sqlite+pysqlite://", creator=connect, module=sqlcipher, poolclass=QueuePool, hide_parameters=True
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        # The driver is in autocommit mode; without the option, a connection stays in it.
        if mode := connection.get_execution_options().get(_BEGIN):
            connection.exec_driver_sql(f"PRAGMA query_only={int(mode == 'DEFERRED')}")
            connection.exec_driver_sql(f"BEGIN {mode}")

    return engine


def _check_path(path: Path) -> Path:
    return path.with_name(path.name + ".key-check")


def _check_value(key: bytes) -> bytes:
    """Tells one key from another without telling either."""
    return hmac.digest(key, b"filing-kiosk key check 1", "sha256")


def _compare_key(path: Path, key: bytes) -> None:
    """A wrong key and a damaged first page look the same to SQLCipher; this file tells them apart."""
    check = _check_path(path)
    if not check.exists() or not path.exists():
        return
    if not hmac.compare_digest(check.read_bytes(), _check_value(key)):
        raise WrongDatabaseKey(path=str(path))
    if path.stat().st_size == 0:  # SQLite would take it for a new one
        raise DatabaseDamaged(path=str(path))


def _remember_key(path: Path, key: bytes) -> None:
    check = _check_path(path)
    if not check.exists() or check.read_bytes() != _check_value(key):
        write_whole(check, _check_value(key))
        path.chmod(0o600)
