"""Receipt numbers: what a visitor holds in hand until the court gives a case number.

``K03-20261122-0007`` is the seventh filing of kiosk K03 on that day. It looks nothing like a case number,
(2026)京0105民初12345号, so that nobody takes the one for the other.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from kiosk_app.domain.filing import CHINA
from kiosk_app.store.tables import Counter


def next_number(session: Session, kiosk: str, at: datetime) -> str:
    """The next number of ``kiosk`` (its short name) on the day of ``at`` in China. Never comes twice,
    even if the clock is set back; may leave a gap where a filing was not finished."""
    day = f"{at.astimezone(CHINA):%Y%m%d}"
    series = f"receipt:{kiosk}:{day}"
    counter = session.get(Counter, series)
    if counter is None:
        counter = Counter(series=series, last=0)
        session.add(counter)
    counter.last += 1
    session.flush()
    return f"{kiosk}-{day}-{counter.last:04d}"
