"""A card reader in a process of its own, so that a vendor's crash stays there."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import Pipe
from multiprocessing.connection import Connection

import structlog

from kiosk_app.devices.card_process import CARD, FAULT, READ
from kiosk_app.devices.card_reader import CardReaderMissing, CardReaderUnknown, RawCard
from kiosk_app.domain.errors import EnvironmentFault, Fault

_LONGEST_ANSWER = 1 << 17
_CLOSING_S = 1.0


class CardReaderCrashed(EnvironmentFault):
    """The process of the reader ended by itself. Facts: ``exit_code`` (negative: the signal)."""


class CardReaderHung(EnvironmentFault):
    """The reader did not answer in time and its process was ended. Facts: ``after_ms``."""


class CardReaderBroken(EnvironmentFault):
    """The plug-in raised what it may not, or delivered no card. Facts: ``kind`` (class of exception)."""


_TOLD: dict[str, type[Fault]] = {
    fault.__name__: fault for fault in (CardReaderMissing, CardReaderUnknown, CardReaderBroken)
}


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the plug-in may take to load and open, and to read; and after how long a reader that failed
    is started again: the first time, the second time, and so on, the last for ever."""

    open_ms: int = 10_000
    read_ms: int = 5_000
    restart_ms: tuple[int, ...] = (1_000, 2_000, 5_000, 15_000, 60_000)


def _monotonic_ms() -> int:
    return time.monotonic_ns() // 1_000_000


class CardWorker:
    """``spec`` is ``NAME`` or ``NAME:OPTIONS`` of an installed plug-in, or ``folder:DIR``.

    The process is started by the first :meth:`read`. It is a fresh interpreter, not a fork and not
    ``multiprocessing``'s spawn, which would import the whole kiosk a second time only to read a card.
    May be shared by threads; their readings queue up.
    """

    def __init__(
        self, spec: str, patience: Patience | None = None, now_ms: Callable[[], int] = _monotonic_ms
    ) -> None:
        self._spec, self._patience, self._now_ms = spec, patience or Patience(), now_ms
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: Connection[bytes, bytes] | None = None
        self._fault: Fault | None = None
        self._failures = self._not_before_ms = 0
        self._closed = False

    def read(self) -> RawCard | None:
        """The card that lies on the reader, or None. Takes as long as the reader does, a few seconds at most:
        never call it on the UI thread.

        Raises CardReaderMissing, CardReaderUnknown, :class:`CardReaderCrashed`, :class:`CardReaderHung`,
        :class:`CardReaderBroken`; the same one again, at once, until the reader is due to be started anew.
        """
        with self._lock:
            if self._closed:
                return None
            if self._fault is not None and self._now_ms() < self._not_before_ms:
                raise type(self._fault)(**self._fault.facts)
            try:
                card = self._read()
            except Fault as fault:
                self._give_up(fault)
                raise
            self._fault, self._failures = None, 0
            return card

    def close(self) -> None:
        """End the process: kindly, and by force where it does not listen. Twice is as good as once."""
        self._closed = True
        kindly = self._lock.acquire(timeout=_CLOSING_S)
        if not kindly and (process := self._process):
            process.kill()  # whoever waits for its answer waits no more
            self._lock.acquire()
        try:
            self._end()
        finally:
            self._lock.release()

    # Under the lock ---------------------------------------------------------------------------------

    def _read(self) -> RawCard | None:
        if self._line is None:
            self._line = self._start()
            self._answer(self._line, self._patience.open_ms)
        with contextlib.suppress(OSError):  # the process has ended; its last words may still be there
            self._line.send_bytes(READ)
        return self._answer(self._line, self._patience.read_ms)

    def _start(self) -> Connection[bytes, bytes]:
        ours, theirs = Pipe()
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        program = [sys.executable, "-m", "kiosk_app.devices.card_process", str(theirs.fileno()), self._spec]
        with theirs:
            self._process = subprocess.Popen(
                program,
                pass_fds=(theirs.fileno(),),
                env=environment,
                stdin=subprocess.DEVNULL,
                # A vendor's library may print what it read: nothing of a visitor goes to a log.
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        return ours

    def _answer(self, line: Connection[bytes, bytes], limit_ms: int) -> RawCard | None:
        try:
            if not line.poll(limit_ms / 1_000):
                raise CardReaderHung(after_ms=limit_ms)
            answer = line.recv_bytes(_LONGEST_ANSWER)
        except (EOFError, OSError):
            self._end()
            code = self._process.returncode if self._process else None
            raise CardReaderCrashed(exit_code=code) from None
        if answer[:1] == FAULT:
            raise _told(answer[1:])
        if answer[:1] == CARD:
            end = 3 + int.from_bytes(answer[1:3], "big")
            return RawCard(answer[3:end], answer[end:])
        return None

    def _give_up(self, fault: Fault) -> None:
        if type(fault) is not type(self._fault):  # said once, not three times a second
            structlog.get_logger().warning("card_reader_failed", fault=type(fault).__name__)
        self._end(0 if isinstance(fault, CardReaderHung) else _CLOSING_S)
        waits = self._patience.restart_ms
        self._not_before_ms = self._now_ms() + waits[min(self._failures, len(waits) - 1)]
        self._fault, self._failures = fault, self._failures + 1

    def _end(self, closing_s: float = _CLOSING_S) -> None:
        if self._line is not None:
            self._line.close()  # to the process, the word to close the reader and end
            self._line = None
        if (process := self._process) is None:
            return
        try:
            process.wait(closing_s)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _told(answer: bytes) -> Fault:
    try:
        told = json.loads(answer)
        return _TOLD[told["fault"]](**told["facts"])
    except (ValueError, KeyError, TypeError):  # the plug-in's own words in the place of ours
        return CardReaderBroken(kind="answer")
