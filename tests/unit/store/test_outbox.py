from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from kiosk_app.domain.errors import Bug
from kiosk_app.domain.submission import RECEIVED_BY_COURT, State
from kiosk_app.store import audit, drafts, outbox
from kiosk_app.store.drafts import VisitEnded
from kiosk_app.store.outbox import FilingUnknown, QueuedFiling
from kiosk_app.store.store import Store
from tests.fakes import stores
from tests.fakes.stores import NOON

LATER = NOON + timedelta(minutes=5)


def find(store: Store, visit_id: str = "v") -> QueuedFiling:
    with store.database.read() as session:
        return outbox.find(session, f"filing-of-{visit_id}")


def change(store: Store, *states: State) -> None:
    with store.database.begin() as session:
        for state in states:
            outbox.change(session, "filing-of-v", state, LATER, reason="why")


def way(store: Store) -> list[State]:
    with store.database.read() as session:
        return [event.state for event in outbox.events(session, "filing-of-v")]


def test_a_queued_filing_says_what_it_knows(store: Store) -> None:
    sealed = stores.queue(store, "v")
    filing = find(store)
    assert filing.state is State.SEALED
    assert (filing.receipt_number, filing.sha256, filing.size) == (
        sealed.receipt_number,
        sealed.sha256,
        sealed.size,
    )
    assert filing.sealed == sealed.sealed
    assert filing.receipt_facts == {"cause": "民间借贷纠纷"}
    assert (filing.attempts, filing.next_attempt_at, filing.acknowledgement) == (0, None, None)
    assert way(store) == [State.SEALED]


def test_queueing_twice_makes_one_filing(store: Store) -> None:
    sealed = stores.queue(store, "v")
    with pytest.raises(VisitEnded):
        store.queue("v", sealed)
    with pytest.raises(VisitEnded):
        store.queue("v", replace(sealed, filing_id="another", receipt_number="K03-9"))
    with store.database.read() as session:
        assert len(outbox.listing(session)) == 1


def test_a_dossier_of_another_filing_is_not_queued(store: Store) -> None:
    stores.begin(store, "v")
    sealed = stores.write_dossier(store, "v")
    with pytest.raises(Bug):
        store.queue("v", replace(sealed, filing_id="another"))
    with store.database.read() as session:
        assert drafts.load(session, "v").answers
        assert outbox.listing(session) == ()


def test_the_queue_can_be_looked_through(store: Store) -> None:
    stores.queue(store, "v", NOON + timedelta(minutes=1))
    number = stores.queue(store, "w").receipt_number
    change(store, State.SENDING)
    with store.database.read() as session:
        assert [filing.visit_id for filing in outbox.listing(session)] == ["w", "v"]
        assert [filing.visit_id for filing in outbox.listing(session, State.SENDING)] == ["v"]
        assert outbox.summary(session) == {State.SEALED: 1, State.SENDING: 1}
        found = outbox.find_receipt(session, f" {number.lower()} ")
        assert found
        assert found.visit_id == "w"
        assert outbox.find_receipt(session, "K99-20260101-0001") is None
        with pytest.raises(FilingUnknown):
            outbox.find(session, "nothing")


def test_a_change_leaves_its_event_and_its_audit_entry(store: Store) -> None:
    stores.queue(store, "v")
    with store.database.begin() as session:
        outbox.change(session, "filing-of-v", State.SENDING, LATER)
        outbox.remember_upload(session, "filing-of-v", "https://court/u/1")
        outbox.change(session, "filing-of-v", State.SEALED, LATER, reason="CourtBusy", next_attempt_at=LATER)
    filing = find(store)
    assert (filing.attempts, filing.reason, filing.next_attempt_at) == (1, "CourtBusy", LATER)
    assert filing.upload_url == "https://court/u/1"
    assert way(store) == [State.SEALED, State.SENDING, State.SEALED]
    with store.database.begin() as session:
        events = [entry.event for entry in audit.entries(session, "filing-of-v")]
        assert events == ["filing_sealed", "filing_sending", "filing_sealed"]
        outbox.hurry(session)
    assert find(store).next_attempt_at is None


def test_a_move_that_may_not_be_is_undone(store: Store) -> None:
    stores.queue(store, "v")
    with pytest.raises(Bug):
        change(store, State.SENDING, State.ACCEPTED)
    assert find(store).state is State.SEALED
    assert way(store) == [State.SEALED]


@pytest.mark.parametrize(
    "before",
    [
        [State.SENDING],
        [],
        [State.HELD],
        [State.SENDING, State.HELD],
        [State.NEEDS_PERSON],
        [State.SENDING, State.SEALED],
    ],
    ids=lambda states: "-".join(states) or "sealed",
)
def test_an_acknowledgement_counts_whenever_it_comes(store: Store, before: list[State]) -> None:
    stores.queue(store, "v")
    change(store, *before)
    with store.database.begin() as session:
        outbox.acknowledge(session, "filing-of-v", "the.court's.word", LATER)
        outbox.acknowledge(session, "filing-of-v", "another.later.word", LATER + timedelta(1))
    filing = find(store)
    assert (filing.state, filing.acknowledgement) == (State.DELIVERED, "the.court's.word")
    assert (filing.acknowledged_at, filing.upload_url, filing.reason) == (LATER, None, "")
    assert way(store)[-2:] == [State.SENDING, State.DELIVERED]
    assert way(store).count(State.DELIVERED) == 1


def test_what_the_court_decides_goes_on_from_there(store: Store) -> None:
    stores.queue(store, "v")
    with store.database.begin() as session:
        outbox.acknowledge(session, "filing-of-v", "word", LATER)
    change(store, State.UNDER_REVIEW, State.SUPPLEMENT_WANTED, State.ACCEPTED)
    assert find(store).state is State.ACCEPTED
    assert find(store).acknowledgement == "word"


IMPOSSIBLE = {
    "delivered without a word of the court": "UPDATE outbox SET state='delivered'",
    "a word of the court for what waits": "UPDATE outbox SET acknowledgement='x', acknowledged_at='y'",
    "acknowledged at no time": "UPDATE outbox SET state='delivered', acknowledgement='x'",
    "purged before the court has it": "UPDATE outbox SET purged_at='2026'",
    "a person is needed for no reason": "UPDATE outbox SET state='needs_person', reason=''",
    "drafting in the queue": "UPDATE outbox SET state='drafting'",
    "a state nobody knows": "UPDATE outbox SET state='lost'",
    "half a hash": "UPDATE outbox SET sha256='abc'",
    "a step back from the court": "INSERT INTO submission_events (filing_id, previous, state, at, reason) "
    "VALUES ('filing-of-v', 'delivered', 'sealed', 'now', '')",
    "an event of no filing": "INSERT INTO submission_events (filing_id, previous, state, at, reason) "
    "VALUES ('nothing', 'drafting', 'sealed', 'now', '')",
    "an ended visit with a key": "UPDATE visits SET wrapped_key=x'00'",
    "an open visit without a key": "UPDATE visits SET ended_at=NULL",
    "a filing without a number": "UPDATE visits SET receipt_number=NULL",
    "a second enrolment": "INSERT INTO enrolment VALUES (2, 'k', 'u', 'c', 'n', '[]', '{}', '{}', 'now')",
}


@pytest.mark.parametrize("what", IMPOSSIBLE)
def test_the_database_refuses_what_cannot_be(store: Store, what: str) -> None:
    stores.queue(store, "v")
    with pytest.raises(Bug), store.database.begin() as session:
        session.execute(text(IMPOSSIBLE[what]))


def test_the_same_receipt_number_cannot_be_twice(store: Store) -> None:
    stores.queue(store, "v")
    stores.queue(store, "w")
    with pytest.raises(Bug, match="receipt_number"), store.database.begin() as session:
        session.execute(text("UPDATE outbox SET receipt_number='K03-1'"))


@pytest.mark.parametrize("state", sorted(set(State) - RECEIVED_BY_COURT - {State.DRAFTING}))
def test_only_acknowledged_filings_come_up_for_purging(store: Store, state: State) -> None:
    stores.queue(store, "v")
    if state is not State.SEALED:
        change(store, state)
    with store.database.begin() as session:
        assert outbox.acknowledged_before(session, NOON + timedelta(days=999)) == ()
        outbox.acknowledge(session, "filing-of-v", "word", LATER)
        assert outbox.acknowledged_before(session, LATER) == ()
        assert len(outbox.acknowledged_before(session, LATER + timedelta(seconds=1))) == 1
        outbox.mark_purged(session, "filing-of-v", LATER)
        assert outbox.acknowledged_before(session, LATER + timedelta(seconds=1)) == ()
    assert find(store).receipt_facts == {}
    assert find(store).purged_at == LATER
