from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from kiosk_app.store import audit
from kiosk_app.store.store import Store
from tests.fakes.stores import NOON


def fill(store: Store, count: int = 5) -> None:
    with store.database.begin() as session:
        for number in range(count):
            audit.append(session, NOON + timedelta(seconds=number), "happened", f"visit-{number}")


def test_the_chain_holds_and_has_a_head(store: Store) -> None:
    with store.database.read() as session:
        assert audit.head(session) == audit.GENESIS
        assert audit.verify(session) is None
    fill(store)
    with store.database.begin() as session:
        assert audit.verify(session) is None
        before = audit.head(session)
        assert audit.append(session, NOON, "happened", "more") == audit.head(session) != before
        assert [entry.seq for entry in audit.entries(session)] == [1, 2, 3, 4, 5, 6]
        assert [entry.event for entry in audit.entries(session, "visit-3")] == ["happened"]


BREAKS = {
    "a changed event": ("UPDATE audit SET event='other' WHERE seq=3", 3),
    "a changed subject": ("UPDATE audit SET subject='other' WHERE seq=1", 1),
    "a changed time": ("UPDATE audit SET at='2030-01-01T00:00:00.000000+00:00' WHERE seq=5", 5),
    "a missing first": ("DELETE FROM audit WHERE seq=1", 1),
    "a missing entry": ("DELETE FROM audit WHERE seq=2", 2),
    "a changed hash": (f"UPDATE audit SET hash='{'0' * 64}' WHERE seq=4", 4),
    "a changed link": (f"UPDATE audit SET previous_hash='{'0' * 64}' WHERE seq=4", 4),
}


@pytest.mark.parametrize("what", BREAKS)
def test_a_break_is_found_where_it_is(store: Store, what: str) -> None:
    fill(store)
    sql, where = BREAKS[what]
    with store.database.begin() as session:
        session.execute(text(sql))
    with store.database.read() as session:
        assert audit.verify(session) == where


def test_a_cut_end_shows_in_the_head(store: Store) -> None:
    fill(store)
    with store.database.begin() as session:
        head = audit.head(session)
        session.execute(text("DELETE FROM audit WHERE seq=5"))
        assert audit.verify(session) is None
        assert audit.head(session) != head
