from __future__ import annotations

import hashlib
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from types import TracebackType

import pytest

from kiosk_app.domain.errors import EnvironmentFault
from kiosk_app.domain.submission import State
from kiosk_app.store import audit, outbox
from kiosk_app.store.outbox import QueuedFiling
from kiosk_app.store.store import Store
from kiosk_app.sync.engine import Engine, Progress, purge_acknowledged
from kiosk_app.sync.link import CourtBusy, CourtUnreachable, DossierRejected
from tests.fakes import stores
from tests.fakes.clock import FakeClock
from tests.fakes.stores import NOON

MINUTE_MS = 60_000


class Killed(BaseException):
    """The power went."""


@dataclass(frozen=True, slots=True)
class Word:
    jws: str


@dataclass
class FakeCourt:
    """Keeps what the real one keeps: uploads by address, filings by id. ``at(station)`` may raise."""

    at: Callable[[str, str], None] = lambda station, filing_id: None
    uploads: dict[str, bytes] = field(default_factory=dict)
    filings: dict[str, str] = field(default_factory=dict)
    resumed: list[str] = field(default_factory=list)
    visits: list[str] = field(default_factory=list)
    connections: int = 0

    def connect(self) -> FakeCourt:
        self.connections += 1
        return self

    def __enter__(self) -> FakeCourt:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        pass

    def upload(
        self,
        path: Path,
        *,
        resume_url: str | None,
        on_url: Callable[[str], None],
        on_progress: Callable[[int, int], None],
    ) -> str:
        filing_id = path.stem
        self.visits.append(filing_id)
        self.at("before the upload", filing_id)
        content = path.read_bytes()
        if resume_url in self.uploads:
            url = str(resume_url)
            self.resumed.append(url)
        else:
            url = f"https://court/uploads/{len(self.uploads)}"
            self.uploads[url] = b""
            on_url(url)
        self.at("the upload has an address", filing_id)
        half = len(content) // 2
        for end in (half, len(content)):
            self.uploads[url] = content[:end]
            on_progress(end, len(content))
            self.at("half" if end == half else "all is up", filing_id)
        return url

    def finalise(self, filing_id: str, upload_url: str, sha256: str, size: int) -> Word:
        self.at("before finalising", filing_id)
        assert hashlib.sha256(self.uploads[upload_url]).hexdigest() == sha256
        assert len(self.uploads[upload_url]) == size
        assert self.filings.get(filing_id, sha256) == sha256
        self.filings[filing_id] = sha256
        self.at("the answer is lost", filing_id)
        return Word(f"received {filing_id}")

    def acknowledgement_of(self, filing_id: str, sha256: str, size: int) -> Word | None:
        return Word(f"received {filing_id}") if self.filings.get(filing_id) == sha256 else None


STATIONS = [
    "before the upload",
    "the upload has an address",
    "half",
    "all is up",
    "before finalising",
    "the answer is lost",
]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(stores.open_at(tmp_path)) as store:
        yield store


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(at=NOON)


def engine(store: Store, court: FakeCourt, clock: FakeClock) -> Engine:
    return Engine(store, court.connect, clock, random.Random(7))


def find(store: Store, visit_id: str) -> QueuedFiling:
    with store.database.read() as session:
        return outbox.find(session, f"filing-of-{visit_id}")


def failing(error: BaseException, filing_id: str = "", station: str = "half") -> Callable[[str, str], None]:
    def at(here: str, which: str) -> None:
        if here == station and filing_id in ("", which):
            raise error

    return at


def test_a_due_filing_is_delivered(store: Store, clock: FakeClock) -> None:
    sealed = stores.queue(store, "v")
    court, seen = FakeCourt(), list[Progress]()
    report = engine(store, court, clock).deliver_due(seen.append)
    assert report.delivered == ("filing-of-v",)
    assert court.filings == {"filing-of-v": sealed.sha256}
    assert [(step.filing_id, step.sent) for step in seen] == [
        ("filing-of-v", sealed.size // 2),
        ("filing-of-v", sealed.size),
    ]
    filing = find(store, "v")
    assert (filing.state, filing.acknowledgement, filing.acknowledged_at) == (
        State.DELIVERED,
        "received filing-of-v",
        NOON,
    )
    with store.database.read() as session:
        states = [event.state for event in outbox.events(session, "filing-of-v")]
        assert states == [State.SEALED, State.SENDING, State.DELIVERED]
        assert audit.entries(session, "filing-of-v")[-1].event == "filing_delivered"
    assert store.dossier_path("filing-of-v").exists()


def test_with_nothing_to_do_nobody_is_called(store: Store, clock: FakeClock) -> None:
    court = FakeCourt()
    assert engine(store, court, clock).deliver_due().delivered == ()
    assert court.connections == 0


@pytest.mark.parametrize("station", STATIONS)
def test_killed_anywhere_the_next_start_delivers_once(tmp_path: Path, clock: FakeClock, station: str) -> None:
    court = FakeCourt(at=failing(Killed(), station=station))
    with closing(stores.open_at(tmp_path)) as store:
        stores.queue(store, "v")
        with pytest.raises(Killed):
            engine(store, court, clock).deliver_due()
        assert find(store, "v").state is State.SENDING
    court.at = lambda here, which: None
    with closing(stores.open_at(tmp_path)) as store:
        assert engine(store, court, clock).deliver_due().delivered == ("filing-of-v",)
        assert list(court.filings) == ["filing-of-v"]
        assert len(court.uploads) == 1
        with store.database.read() as session:
            assert "interrupted" in [event.reason for event in outbox.events(session, "filing-of-v")]


@pytest.mark.parametrize("station", STATIONS)
def test_a_broken_line_anywhere_is_tried_again_later(store: Store, clock: FakeClock, station: str) -> None:
    stores.queue(store, "v")
    court = FakeCourt(at=failing(CourtUnreachable(url="u", why="reset"), station=station))
    sending = engine(store, court, clock)
    assert sending.deliver_due().retrying == {"filing-of-v": "CourtUnreachable"}
    filing = find(store, "v")
    assert (filing.state, filing.reason, filing.attempts) == (State.SEALED, "CourtUnreachable", 1)
    assert filing.next_attempt_at
    assert filing.next_attempt_at > NOON
    court.at = lambda here, which: None
    assert sending.deliver_due().delivered == ()  # its time has not come
    clock.advance(MINUTE_MS)
    assert sending.deliver_due().delivered == ("filing-of-v",)
    assert len(court.uploads) == 1
    assert bool(court.resumed) == (station not in ("before the upload", "the answer is lost"))


def test_a_lost_answer_is_asked_for_before_sending_again(store: Store, clock: FakeClock) -> None:
    stores.queue(store, "v")
    court = FakeCourt(at=failing(CourtUnreachable(), station="the answer is lost"))
    engine(store, court, clock).deliver_due()
    court.uploads.clear()  # the court keeps an upload only for a while
    assert engine(store, court, clock).deliver_due(everything=True).delivered == ("filing-of-v",)
    assert court.uploads == {}


def test_one_failure_stops_no_other(
    store: Store, clock: FakeClock, capsys: pytest.CaptureFixture[str]
) -> None:
    for number, visit in enumerate("abcd"):
        stores.queue(store, visit, NOON + timedelta(seconds=number))
    faults = {
        "filing-of-a": DossierRejected(code="seal"),
        "filing-of-b": CourtUnreachable(),
        "filing-of-c": ZeroDivisionError("张三"),
    }

    def at(station: str, filing_id: str) -> None:
        if station == "half" and filing_id in faults:
            raise faults[filing_id]

    court = FakeCourt(at=at)
    report = engine(store, court, clock).deliver_due()
    assert court.visits == [f"filing-of-{visit}" for visit in "abcd"]
    assert report.delivered == ("filing-of-d",)
    assert report.needs_person == {"filing-of-a": "DossierRejected"}
    assert report.retrying == {"filing-of-b": "CourtUnreachable", "filing-of-c": "ZeroDivisionError"}
    said = "".join(capsys.readouterr())
    assert "ZeroDivisionError" in said
    assert "张三" not in said
    assert "Traceback" not in said
    assert (find(store, "a").state, find(store, "a").reason) == (State.NEEDS_PERSON, "DossierRejected")


def test_what_needs_a_person_waits_for_one(store: Store, clock: FakeClock) -> None:
    stores.queue(store, "v")
    court = FakeCourt(at=failing(DossierRejected()))
    engine(store, court, clock).deliver_due()
    court.at = lambda here, which: None
    clock.advance(24 * 60 * MINUTE_MS)
    assert engine(store, court, clock).deliver_due(everything=True).delivered == ()
    with store.database.begin() as session:
        outbox.change(session, "filing-of-v", State.SEALED, NOON, reason="clerk")
    assert engine(store, court, clock).deliver_due().delivered == ("filing-of-v",)


def test_everything_disregards_the_back_off(store: Store, clock: FakeClock) -> None:
    stores.queue(store, "v")
    court = FakeCourt(at=failing(CourtBusy(retry_after_s=600, code="busy")))
    sending = engine(store, court, clock)
    sending.deliver_due()
    assert find(store, "v").next_attempt_at == NOON + timedelta(seconds=600)
    court.at = lambda here, which: None
    clock.advance(599_000)
    assert sending.deliver_due().delivered == ()
    assert sending.deliver_due(everything=True).delivered == ("filing-of-v",)


@pytest.mark.parametrize(
    ("content", "reason"),
    [(None, "DossierMissing"), (b"short", "DossierDamaged"), ("flip", "DossierDamaged")],
)
def test_a_dossier_that_is_not_the_sealed_one_is_not_sent(
    store: Store, clock: FakeClock, content: bytes | str | None, reason: str
) -> None:
    stores.queue(store, "v")
    path = store.dossier_path("filing-of-v")
    whole = path.read_bytes()
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else whole[:-1] + b"?")
    court = FakeCourt()
    assert engine(store, court, clock).deliver_due().needs_person == {"filing-of-v": reason}
    assert court.visits == []


def test_what_a_clerk_stops_meanwhile_is_not_sent(store: Store, clock: FakeClock) -> None:
    stores.queue(store, "a", NOON)
    stores.queue(store, "b", NOON + timedelta(seconds=1))

    def hold_b(station: str, filing_id: str) -> None:
        if station == "half":
            with store.database.begin() as session:
                outbox.change(session, "filing-of-b", State.HELD, NOON, reason="clerk")

    court = FakeCourt(at=hold_b)
    assert engine(store, court, clock).deliver_due().delivered == ("filing-of-a",)
    assert court.visits == ["filing-of-a"]
    assert find(store, "b").state is State.HELD


@pytest.mark.parametrize("fails", [True, False])
def test_stopped_while_it_is_sent(store: Store, clock: FakeClock, fails: bool) -> None:
    stores.queue(store, "v")

    def hold(station: str, filing_id: str) -> None:
        if station == "half":
            with store.database.begin() as session:
                outbox.change(session, filing_id, State.HELD, NOON, reason="clerk")
            if fails:
                raise CourtUnreachable

    engine(store, FakeCourt(at=hold), clock).deliver_due()
    assert find(store, "v").state is (State.HELD if fails else State.DELIVERED)


def test_no_connection_at_all_moves_nothing(store: Store, clock: FakeClock) -> None:
    class NotEnrolledYet(EnvironmentFault):
        pass

    def refuse() -> FakeCourt:
        raise NotEnrolledYet

    stores.queue(store, "v")
    with pytest.raises(NotEnrolledYet):
        Engine(store, refuse, clock).deliver_due()
    assert (find(store, "v").state, find(store, "v").attempts) == (State.SEALED, 0)


def test_two_programs_do_not_deliver_at_once(store: Store, clock: FakeClock, tmp_path: Path) -> None:
    stores.queue(store, "v")
    court = FakeCourt()
    with closing(stores.open_at(tmp_path)) as second, second.sole_courier():
        assert engine(store, court, clock).deliver_due().other_courier
    assert find(store, "v").state is State.SEALED
    assert engine(store, court, clock).deliver_due().delivered == ("filing-of-v",)


def test_a_stop_is_heard_between_two_filings(store: Store, clock: FakeClock) -> None:
    stores.queue(store, "a")
    stores.queue(store, "b")
    stop = threading.Event()
    court = FakeCourt(at=lambda station, filing_id: stop.set())
    assert len(engine(store, court, clock).deliver_due(stop=stop).delivered) == 1


def test_the_loop_delivers_what_comes_and_ends_when_told(store: Store, clock: FakeClock) -> None:
    stop, wake, passed = threading.Event(), threading.Event(), threading.Semaphore(0)
    court, faults = FakeCourt(), [True]

    def connect() -> FakeCourt:
        if faults.pop():  # the first pass fails as a whole; the loop goes on
            faults.append(False)
            passed.release()
            raise CourtUnreachable
        faults.append(False)
        return court

    loop = threading.Thread(
        target=Engine(store, connect, clock).run, args=(stop, wake, lambda report: passed.release())
    )
    stores.queue(store, "a")
    loop.start()
    assert passed.acquire(timeout=30)
    assert court.filings == {}
    stores.queue(store, "b")
    wake.set()
    assert passed.acquire(timeout=30)
    assert set(court.filings) == {"filing-of-a", "filing-of-b"}
    stop.set()
    wake.set()
    loop.join(timeout=30)
    assert not loop.is_alive()


def test_a_stop_at_the_worst_moment_is_not_slept_through(store: Store, clock: FakeClock) -> None:
    stop = threading.Event()

    class LateEvent(threading.Event):
        def clear(self) -> None:
            stop.set()
            self.set()
            super().clear()

    loop = threading.Thread(
        target=engine(store, FakeCourt(), clock).run, args=(stop, LateEvent()), daemon=True
    )
    loop.start()
    loop.join(timeout=30)
    assert not loop.is_alive()


def test_only_what_the_court_has_is_purged(store: Store, clock: FakeClock) -> None:
    stores.queue(store, "a")
    stores.queue(store, "b", NOON + timedelta(seconds=1))
    engine(store, FakeCourt(at=failing(CourtUnreachable(), "filing-of-b")), clock).deliver_due()
    later = NOON + timedelta(days=31)
    assert purge_acknowledged(store, NOON, later) == 0
    assert purge_acknowledged(store, later, later) == 1
    assert purge_acknowledged(store, later, later) == 0
    assert not store.dossier_path("filing-of-a").exists()
    assert store.dossier_path("filing-of-b").exists()
    assert find(store, "a").purged_at == later
    assert find(store, "a").acknowledgement == "received filing-of-a"
