"""The gateway's embedded SQLite, durable, and its migrations."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session, sessionmaker

from kiosk_app.domain.errors import EnvironmentFault

_PACKAGE = Path(__file__).parent.parent.parent
_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA foreign_keys=ON",
    "PRAGMA busy_timeout=10000",
)


class DatabaseUnusable(EnvironmentFault):
    """The gateway's database cannot be opened or brought up to date. Facts: ``path``."""


def open_database(path: Path) -> sessionmaker[Session]:
    """Sessions on the database at ``path``, made and migrated as needed. Raises :class:`DatabaseUnusable`."""
    engine = new_engine(path)
    try:
        upgrade(engine)
    except DatabaseError as error:
        engine.dispose()
        raise DatabaseUnusable(path=str(path)) from error
    return sessionmaker(engine, expire_on_commit=False)


def new_engine(path: Path) -> Engine:
    """An engine whose every connection writes through to the disk."""
    engine = create_engine(f"sqlite:///{path}")

    @event.listens_for(engine, "connect")
    def _on_connect(connection: Any, _record: object) -> None:
        for pragma in _PRAGMAS:
            connection.execute(pragma)

    return engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the tables to ``revision``."""
    with engine.begin() as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str = "base") -> None:
    """Take the tables back to ``revision``; what its tables cannot hold is lost."""
    with engine.begin() as connection:
        command.downgrade(_config(connection), revision)


def _config(connection: Any) -> Config:
    inside = _PACKAGE / "migrations" / "gateway"
    folder = inside if inside.exists() else _PACKAGE.parent / "migrations" / "gateway"
    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    return config
