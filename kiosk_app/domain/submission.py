"""Where a filing is. Three facts are never confused: saved here, received by the court, case filed."""

from __future__ import annotations

from enum import StrEnum

from kiosk_app.domain.errors import Bug


class State(StrEnum):
    DRAFTING = "drafting"
    SEALED = "sealed"
    SENDING = "sending"
    DELIVERED = "delivered"
    UNDER_REVIEW = "under_review"
    ACCEPTED = "accepted"
    SUPPLEMENT_WANTED = "supplement_wanted"
    REFUSED = "refused"
    HELD = "held"
    NEEDS_PERSON = "needs_person"


FOLLOWS: dict[State, frozenset[State]] = {
    State.DRAFTING: frozenset({State.SEALED}),
    State.SEALED: frozenset({State.SENDING, State.HELD, State.NEEDS_PERSON}),
    State.SENDING: frozenset({State.SEALED, State.DELIVERED, State.NEEDS_PERSON, State.HELD}),
    State.HELD: frozenset({State.SEALED}),
    State.NEEDS_PERSON: frozenset({State.SEALED, State.HELD}),
    State.DELIVERED: frozenset({State.UNDER_REVIEW, State.ACCEPTED, State.SUPPLEMENT_WANTED, State.REFUSED}),
    State.UNDER_REVIEW: frozenset({State.ACCEPTED, State.SUPPLEMENT_WANTED, State.REFUSED}),
    State.SUPPLEMENT_WANTED: frozenset({State.UNDER_REVIEW, State.ACCEPTED, State.REFUSED}),
    State.ACCEPTED: frozenset(),
    State.REFUSED: frozenset(),
}
"""Which state may follow which. The court's refusal ends a filing; everything before it can be mended."""

RECEIVED_BY_COURT = frozenset(
    {State.DELIVERED, State.UNDER_REVIEW, State.ACCEPTED, State.SUPPLEMENT_WANTED, State.REFUSED}
)
"""States that only an acknowledgement signed by the court can bring about."""

WAITING = frozenset({State.SEALED, State.SENDING})
"""States in which the kiosk still has to deliver the filing by itself."""


def move(current: State, to: State) -> State:
    """The new state, or :class:`~kiosk_app.domain.errors.Bug` if it may not follow."""
    if to not in FOLLOWS[current]:
        raise Bug(f"{current} may not become {to}")
    return to
