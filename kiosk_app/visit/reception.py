"""What the idle screen talks to: opens visits, takes up what a crash cut short, knows where filings are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from uuid_utils import uuid7

from kiosk_app.domain.errors import Fault
from kiosk_app.domain.submission import RECEIVED_BY_COURT, State
from kiosk_app.forms.question import Form
from kiosk_app.store import drafts, enrolment, outbox
from kiosk_app.store.draft import Draft
from kiosk_app.visit import sealing, slip
from kiosk_app.visit.parts import VisitParts
from kiosk_app.visit.slip import Submitted
from kiosk_app.visit.steps import steps_for
from kiosk_app.visit.visit import Visit

RESUME_WITHIN = timedelta(minutes=5)
"""After a crash, whoever still stands there goes on; a later comer must not see what was left."""


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One filing as a clerk sees it in the queue. ``reason`` is the name of the fault, or empty."""

    filing_id: str
    receipt_number: str
    state: State
    since: datetime
    reason: str


class Reception:
    """One for each kiosk. ``on_queued`` is called after a filing was queued, to wake the delivery."""

    def __init__(self, parts: VisitParts, on_queued: Callable[[], None] = lambda: None) -> None:
        self._parts = parts
        self._on_queued = on_queued
        self._log = structlog.get_logger(__name__)
        self.situations = parts.library.situations

    @property
    def enrolled(self) -> bool:
        """Whether a court has registered this kiosk; before that nothing can be sealed."""
        with self._parts.store.database.read() as session:
            return enrolment.load(session) is not None

    def open(self, form_id: str) -> Visit:
        """A fresh visit for this kind of case. Raises DiskFull."""
        form = self._parts.library.forms[form_id]
        visit_id = str(uuid7())
        at = self._parts.clock.now().at
        self._parts.store.begin_visit(visit_id, at, form_id, steps_for(form)[0].id)
        return Visit(self._parts, form, self._draft(visit_id), self._on_queued)

    def recover(self) -> Visit | None:
        """After a start: what a crash cut short.

        Whoever had pressed "submit" gets what was promised: the filing is sealed and queued. The newest
        draft is given back if its visitor can still be there; every other draft is wiped.
        """
        resumed: Visit | None = None
        for visit_id in reversed(self._parts.store.recovery.unfinished):
            draft = self._draft(visit_id)
            form = self._parts.library.forms.get(draft.form_id)
            if form and draft.filing_id and self.enrolled:
                self._keep_promise(form, visit_id)
            elif form and resumed is None and self._is_fresh(draft):
                resumed = Visit(self._parts, form, draft, self._on_queued)
            else:
                self._parts.store.end_visit(visit_id, self._parts.clock.now().at)
        return resumed

    def _keep_promise(self, form: Form, visit_id: str) -> None:
        try:
            sealing.submit(self._parts, form, visit_id)
        except Fault as fault:
            # A full disk or a damaged picture must not keep the kiosk from starting; the draft stays.
            self._log.error("submission_waits", fault=type(fault).__name__)
        else:
            self._on_queued()

    def _draft(self, visit_id: str) -> Draft:
        with self._parts.store.database.read() as session:
            return drafts.load(session, visit_id)

    def _is_fresh(self, draft: Draft) -> bool:
        moments = [answer.at for answer in draft.answers.values()]
        moments += [page.taken_at for page in draft.pages]
        last = max([draft.started_at, *moments])
        return timedelta(0) <= self._parts.clock.now().at - last < RESUME_WITHIN

    def state_of(self, filing_id: str) -> State:
        """Where a filing is now. Raises FilingUnknown."""
        with self._parts.store.database.read() as session:
            return outbox.find(session, filing_id).state

    def receipt(self, filing_id: str, *, roll: bool = False) -> Submitted:
        """The receipt again, with what has become of the filing since; for a roll of 80 mm or on A5. Raises
        FilingUnknown."""
        with self._parts.store.database.read() as session:
            filing = outbox.find(session, filing_id)
        received = filing.acknowledged_at if filing.state in RECEIVED_BY_COURT else None
        slip_facts = slip.from_facts(filing.receipt_facts, received)
        return slip.submitted(slip_facts, self._parts.fonts, roll=roll)

    def queue(self) -> tuple[QueueLine, ...]:
        """The filings that have not reached the court yet, oldest first."""
        waiting = set(State) - RECEIVED_BY_COURT - {State.DRAFTING}
        with self._parts.store.database.read() as session:
            filings = outbox.listing(session, *sorted(waiting))
        return tuple(
            QueueLine(filing.filing_id, filing.receipt_number, filing.state, filing.sealed.at, filing.reason)
            for filing in filings
        )
