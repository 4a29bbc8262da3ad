"""Delivers what lies in the outbox: one pass, or a loop for the background.

What makes it safe to stop at any point: the state of each filing is written before and after every step
that others can see; the filing id is chosen before anything is sent, so the court takes a repetition for
the same filing; an upload's address is kept as soon as it is known; one program at a time delivers, so a
filing found in SENDING at the start of a pass was interrupted and goes back to SEALED.
"""

from __future__ import annotations

import hashlib
import random
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol

import structlog

from kiosk_app.devices.clock import Clock
from kiosk_app.domain.errors import Fault, IntegrityFault
from kiosk_app.domain.submission import State
from kiosk_app.durable import disk_faults
from kiosk_app.store import outbox
from kiosk_app.store.outbox import QueuedFiling
from kiosk_app.store.store import Store
from kiosk_app.sync import schedule
from kiosk_app.sync.link import CourtBusy, RetryableFault, TerminalFault

_AFTER_FAULT = timedelta(minutes=1)
_SHORTEST_PAUSE = timedelta(seconds=1)


class DossierMissing(IntegrityFault):
    """The sealed file of a queued filing is gone from the outbox directory. Facts: ``path``."""


class DossierDamaged(IntegrityFault):
    """The sealed file is not the one that was queued. Facts: ``path``."""


class Acknowledgement(Protocol):
    """The court's signed word that it has the filing; its signature was verified by who hands it over."""

    @property
    def jws(self) -> str: ...


class Client(Protocol):
    """The court's server as the engine needs it. All of it raises RetryableFault or TerminalFault."""

    def upload(
        self,
        path: Path,
        *,
        resume_url: str | None,
        on_url: Callable[[str], None],
        on_progress: Callable[[int, int], None],
    ) -> str:
        """Send the file, going on at ``resume_url`` if there is one; returns the upload's address."""

    def finalise(self, filing_id: str, upload_url: str, sha256: str, size: int) -> Acknowledgement:
        """Hand the upload over as this filing. May be repeated: the answer is the same."""

    def acknowledgement_of(self, filing_id: str, sha256: str, size: int) -> Acknowledgement | None:
        """What the court said to this filing if it has it already, else None."""


@dataclass(frozen=True, slots=True)
class Progress:
    """``sent`` of ``total`` bytes of one dossier are at the court's server."""

    filing_id: str
    sent: int
    total: int


@dataclass(frozen=True, slots=True)
class Report:
    """What one pass did, by filing id. ``retrying`` and ``needs_person`` name the fault of each;
    ``other_courier`` is True if another program is delivering and this one did nothing."""

    delivered: tuple[str, ...] = ()
    retrying: Mapping[str, str] = field(default_factory=dict)
    needs_person: Mapping[str, str] = field(default_factory=dict)
    other_courier: bool = False


def _ignore(progress: Progress) -> None:
    pass


class Engine:
    """``connect`` gives the court's client; it is called once a pass, and only if something is due."""

    def __init__(
        self,
        store: Store,
        connect: Callable[[], AbstractContextManager[Client]],
        clock: Clock,
        rng: random.Random | None = None,
    ) -> None:
        self._store = store
        self._connect = connect
        self._clock = clock
        self._rng = rng or random.Random()
        self._log = structlog.get_logger(__name__)

    def deliver_due(
        self,
        on_progress: Callable[[Progress], None] = _ignore,
        *,
        everything: bool = False,
        stop: threading.Event | None = None,
    ) -> Report:
        """Try each filing that is due, once. ``everything`` disregards the back-off of earlier failures.

        A filing that fails is put back or laid before a person, and the next one is tried. Raises what
        ``connect`` raises, and the store's faults if not even a failure can be written down.
        """
        with self._store.sole_courier() as sole:
            if not sole:
                return Report(other_courier=True)
            filings = self._gather(everything)
            outcomes = self._deliver_all(filings, on_progress, stop) if filings else {}
        return Report(
            delivered=tuple(key for key, (state, _) in outcomes.items() if state is State.DELIVERED),
            retrying={key: reason for key, (state, reason) in outcomes.items() if state is State.SEALED},
            needs_person={
                key: reason for key, (state, reason) in outcomes.items() if state is State.NEEDS_PERSON
            },
        )

    def run(
        self,
        stop: threading.Event,
        wake: threading.Event,
        on_report: Callable[[Report], None] = lambda report: None,
        on_progress: Callable[[Progress], None] = _ignore,
    ) -> None:
        """Deliver until ``stop`` is set, sleeping until something is due or ``wake`` is set.

        Set ``wake`` when a filing was queued or the line came back; to end, set ``stop``, then ``wake``.
        """
        while True:
            wake.clear()  # before looking at stop: what is set after this ends the wait below
            if stop.is_set():
                return
            try:
                report = self.deliver_due(on_progress, stop=stop)
                on_report(report)
                pause = _AFTER_FAULT if report.other_courier else self._until_due()
            except Fault as fault:
                self._log.warning("sync_pass_failed", fault=type(fault).__name__)
                pause = _AFTER_FAULT
            wake.wait(max(pause, _SHORTEST_PAUSE).total_seconds())

    def _deliver_all(
        self,
        filings: tuple[QueuedFiling, ...],
        on_progress: Callable[[Progress], None],
        stop: threading.Event | None,
    ) -> dict[str, tuple[State, str]]:
        outcomes: dict[str, tuple[State, str]] = {}
        with self._connect() as client:
            for filing in filings:
                if stop and stop.is_set():
                    break
                outcomes[filing.filing_id] = self._deliver(client, filing, on_progress)
        return outcomes

    def _gather(self, everything: bool) -> tuple[QueuedFiling, ...]:
        now = self._clock.now().at
        with self._store.database.begin() as session:
            for filing in outbox.listing(session, State.SENDING):
                outbox.change(session, filing.filing_id, State.SEALED, now, reason="interrupted")
            if everything:
                outbox.hurry(session)
            return schedule.due(outbox.listing(session, State.SEALED), now)

    def _until_due(self) -> timedelta:
        with self._store.database.read() as session:
            return schedule.wait(outbox.listing(session, State.SEALED), self._clock.now().at)

    def _deliver(
        self, client: Client, filing: QueuedFiling, on_progress: Callable[[Progress], None]
    ) -> tuple[State, str]:
        """Where the filing is now, and the name of the fault that kept it from the court."""
        filing_id = filing.filing_id
        if not self._take(filing_id):
            return State.HELD, ""
        try:
            acknowledgement = self._send(client, filing, on_progress)
        except RetryableFault as fault:
            return self._put_back(filing, fault)
        except (TerminalFault, DossierMissing, DossierDamaged) as fault:
            return self._lay_before_a_person(filing_id, fault)
        except Exception as error:  # noqa: BLE001
            # The edge of one filing's work: whatever its dossier or answer provokes, the others go on,
            # and it stays in the queue with the error's name where a clerk sees it.
            # The log gets places, no message and no values: they may quote what a visitor wrote.
            frames = traceback.extract_tb(error.__traceback__)
            where = [f"{frame.filename}:{frame.lineno}" for frame in frames[-4:]]
            self._log.error("delivery_failed", filing_id=filing_id, kind=type(error).__name__, where=where)
            return self._put_back(filing, error)
        with self._store.database.begin() as session:
            outbox.acknowledge(session, filing_id, acknowledgement.jws, self._clock.now().at)
        return State.DELIVERED, ""

    def _take(self, filing_id: str) -> bool:
        """Mark the filing as being sent, unless a clerk stopped it since the pass began."""
        with self._store.database.begin() as session:
            if outbox.find(session, filing_id).state is not State.SEALED:
                return False
            outbox.change(session, filing_id, State.SENDING, self._clock.now().at)
            return True

    def _send(
        self, client: Client, filing: QueuedFiling, on_progress: Callable[[Progress], None]
    ) -> Acknowledgement:
        # Once an upload has begun, an earlier answer of the court may have been lost on its way here.
        if filing.upload_url:
            earlier = client.acknowledgement_of(filing.filing_id, filing.sha256, filing.size)
            if earlier:
                return earlier
        path = self._store.outbox_directory / filing.dossier
        _check_dossier(path, filing)

        def keep_url(url: str) -> None:
            with self._store.database.begin() as session:
                outbox.remember_upload(session, filing.filing_id, url)

        upload_url = client.upload(
            path,
            resume_url=filing.upload_url,
            on_url=keep_url,
            on_progress=lambda sent, total: on_progress(Progress(filing.filing_id, sent, total)),
        )
        return client.finalise(filing.filing_id, upload_url, filing.sha256, filing.size)

    def _put_back(self, filing: QueuedFiling, error: Exception) -> tuple[State, str]:
        now = self._clock.now().at
        wish = error.facts.get("retry_after_s") if isinstance(error, CourtBusy) else None
        at_least = timedelta(seconds=wish) if isinstance(wish, int | float) else timedelta(0)
        later = schedule.next_attempt(filing.attempts + 1, now, self._rng, at_least)
        return self._settle(filing.filing_id, State.SEALED, type(error).__name__, now, later)

    def _lay_before_a_person(self, filing_id: str, fault: Fault) -> tuple[State, str]:
        return self._settle(filing_id, State.NEEDS_PERSON, type(fault).__name__, self._clock.now().at, None)

    def _settle(
        self, filing_id: str, to: State, reason: str, now: datetime, later: datetime | None
    ) -> tuple[State, str]:
        with self._store.database.begin() as session:
            current = outbox.find(session, filing_id).state
            if current is not State.SENDING:  # a clerk stopped it meanwhile: that stands
                return current, reason
            outbox.change(session, filing_id, to, now, reason=reason, next_attempt_at=later)
        return to, reason


def purge_acknowledged(store: Store, older_than: datetime, now: datetime) -> int:
    """Delete the dossiers that the court acknowledged before ``older_than``; returns how many.

    Only files with the court's signed acknowledgement go (the database holds the same rule). The file
    goes before its row says so: a crash between leaves work to repeat, never a file that nobody knows.
    """
    with store.database.read() as session:
        filings = outbox.acknowledged_before(session, older_than)
    for filing in filings:
        path = store.outbox_directory / filing.dossier
        with disk_faults(path):
            path.unlink(missing_ok=True)
        with store.database.begin() as session:
            outbox.mark_purged(session, filing.filing_id, now)
    return len(filings)


def _check_dossier(path: Path, filing: QueuedFiling) -> None:
    """A damaged file would travel for nothing and come back as a riddle; its hash is quicker."""
    with disk_faults(path):
        if not path.exists():
            raise DossierMissing(path=str(path))
        if path.stat().st_size != filing.size:
            raise DossierDamaged(path=str(path))
        with path.open("rb") as file:
            if hashlib.file_digest(file, "sha256").hexdigest() != filing.sha256:
                raise DossierDamaged(path=str(path))
