"""What one running gateway holds, and how routes get at it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Annotated, cast
from weakref import WeakValueDictionary

from fastapi import Depends, Request
from sqlalchemy.orm import Session, sessionmaker
from structlog.typing import FilteringBoundLogger

from kiosk_app.court.gateway.keys import CourtKeys
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.court.protocol.wire import CourtName

_OPENING_AT_ONCE = 2


def utc_now() -> datetime:
    return datetime.now(UTC)


class Turns:
    """One lock for each name, for as long as somebody holds or waits for it."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._locks: WeakValueDictionary[str, threading.Lock] = WeakValueDictionary()

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        with self._guard:
            lock = self._locks.get(name)
            if lock is None:
                lock = self._locks[name] = threading.Lock()
        with lock:
            yield


class UsedTokens:
    """Token ids seen, each until its token is past its time. A restart forgets five minutes' worth."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._until: dict[tuple[str, str], datetime] = {}

    def use(self, kiosk_id: str, token_id: str, expires: datetime, now: datetime) -> bool:
        """True the first time, False for a token shown again."""
        with self._guard:
            if (kiosk_id, token_id) in self._until:
                return False
            if len(self._until) % 256 == 255:
                self._until = {key: until for key, until in self._until.items() if until > now}
            self._until[kiosk_id, token_id] = expires
            return True


@dataclass(frozen=True, slots=True)
class Gateway:
    """Settings, keys and the open database of one court's server."""

    settings: GatewaySettings
    keys: CourtKeys
    sessions: sessionmaker[Session]
    log: FilteringBoundLogger
    now: Callable[[], datetime] = utc_now
    turns: Turns = field(default_factory=Turns)
    used_tokens: UsedTokens = field(default_factory=UsedTokens)
    opening: threading.BoundedSemaphore = field(
        default_factory=lambda: threading.BoundedSemaphore(_OPENING_AT_ONCE)
    )

    @property
    def court(self) -> CourtName:
        return CourtName(id=self.settings.court_id, name=self.settings.court_name)


def gateway_of(request: Request) -> Gateway:
    return cast(Gateway, request.app.state.gateway)


GatewayDep = Annotated[Gateway, Depends(gateway_of)]
