from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.orm import Session

from kiosk_app.store import drafts, enrolment
from kiosk_app.store.database import Database
from kiosk_app.store.enrolment import Enrolment
from kiosk_app.store.store import Store
from kiosk_app.store.tables import Table
from tests.fakes import stores
from tests.fakes.stores import MIGRATIONS, NOON, SECRET


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    database = Database.open(tmp_path / "kiosk.db", b"k" * 32)
    yield database
    database.close()


def revisions() -> list[str]:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return ["base", *reversed([s.revision for s in ScriptDirectory.from_config(config).walk_revisions()])]


def shape(session: Session) -> dict[str, list[str]]:
    """Every table and index, as the words of its definition: commas and order of constraints aside."""
    rows = session.execute(text("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL"))
    return {
        name: sorted(part.strip().rstrip(",").strip() for part in sql.replace('"', "").splitlines())
        for name, sql in rows
        if name != "alembic_version"
    }


def test_models_equal_migrations(database: Database) -> None:
    database.migrate(MIGRATIONS)
    with database.read() as session:
        context = MigrationContext.configure(session.connection(), opts={"compare_type": True})
        assert compare_metadata(context, Table.metadata) == []


def test_constraints_equal_migrations_to_the_letter(database: Database, tmp_path: Path) -> None:
    """Alembic's comparison does not look at CHECK constraints; the database's own definitions do."""
    database.migrate(MIGRATIONS)
    models = Database.open(tmp_path / "models.db", b"k" * 32)
    with models.begin() as session:
        Table.metadata.create_all(session.connection())
    with database.read() as migrated, models.read() as made:
        assert shape(migrated) == shape(made)
    models.close()


def fill(store: Store) -> None:
    """Rows in every table."""
    stores.begin(store, "open-visit")
    stores.queue(store, "sealed-visit")
    with store.database.begin() as session:
        enrolment.save(
            session, Enrolment("k", "https://court", "c", "法院", ("age1x",), {"kty": "OKP"}, {}, NOON)
        )


def test_up_and_down_with_rows_in_every_table(store: Store) -> None:
    fill(store)
    with store.database.read() as session:
        for table in Table.metadata.sorted_tables:
            assert session.execute(text(f"SELECT count(*) FROM {table.name}")).scalar(), table.name
        before = shape(session)
    for revision in [*reversed(revisions()), *revisions()]:
        store.database.migrate(MIGRATIONS, revision)
        assert (store.database.version() or "base") == revision
    with store.database.read() as session:
        assert shape(session) == before
    fill(store)


def test_pages_of_a_first_version_become_items_and_back(store: Store) -> None:
    """A kiosk that is updated while somebody's draft waits keeps what belongs together."""
    stores.begin(store, "open-visit")
    with store.database.begin() as session:
        session.execute(text("UPDATE pages SET removal = NULL, quarter_turns = 1"))
    store.database.migrate(MIGRATIONS, "0001")
    with store.database.read() as session:
        assert session.execute(text("SELECT item_title, purpose FROM pages")).all() == [("借条", "证明借款")]
    store.database.migrate(MIGRATIONS)
    with store.database.read() as session:
        draft = drafts.load(session, "open-visit")
    (page,) = draft.pages
    assert draft.items[page.item_id or ""].title == "借条"
    assert draft.items[page.item_id or ""].purpose == "证明借款"
    assert page.lines[0].text == SECRET


def test_migrating_again_does_nothing(store: Store) -> None:
    fill(store)
    store.database.migrate(MIGRATIONS)
    with store.database.read() as session:
        assert session.execute(text("SELECT count(*) FROM visits")).scalar() == 2
