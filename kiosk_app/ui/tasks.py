"""The one helper for slow work: done on a worker thread, its end told on the UI thread.

There is a single worker, so that pieces of work on one visit never overlap and run in the order
in which they were asked for.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import structlog
from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from kiosk_app.domain.errors import EnvironmentFault, Fault

T = TypeVar("T")


class WorkFailed(EnvironmentFault):
    """A piece of work broke down in a way nobody foresaw: a bug. Facts: ``kind`` (exception class)."""


@dataclass(frozen=True, slots=True)
class _Waiting:
    owner: QObject | None
    done: Callable[[Any], None]
    failed: Callable[[Fault], None]


class _Work(QRunnable):
    def __init__(
        self,
        number: int,
        work: Callable[[], object],
        is_wanted: Callable[[], bool],
        report: Callable[..., None],
    ) -> None:
        super().__init__()
        self._number, self._work, self._is_wanted, self._report = number, work, is_wanted, report

    def run(self) -> None:
        try:
            result, fault = self._work() if self._is_wanted() else None, None
        except Fault as raised:
            result, fault = None, raised
        except Exception as error:  # noqa: BLE001 - the thread's edge: logged here, shown by the page
            result, fault = None, unforeseen(error)
        self._report(self._number, result, fault)


def unforeseen(error: Exception) -> WorkFailed:
    """A bug as a fault. Its message is not logged: it may quote what a visitor wrote."""
    frames = traceback.extract_tb(error.__traceback__)
    where = [f"{frame.filename}:{frame.lineno}" for frame in frames[-4:]]
    structlog.get_logger().error("work_failed", kind=type(error).__name__, where=where)
    return WorkFailed(kind=type(error).__name__)


class Tasks(QObject):
    """Runs slow work. ``settled`` is emitted when the last piece has come back."""

    settled = Signal()
    _back = Signal(int, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._waiting: dict[int, _Waiting] = {}
        self._number = self._given_up = 0
        self._back.connect(self._on_back)

    @property
    def running(self) -> int:
        """How many pieces of work have not come back yet."""
        return len(self._waiting)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None],
        failed: Callable[[Fault], None],
        owner: QObject | None = None,
    ) -> None:
        """Do ``work`` and tell its end. Nothing is told to an ``owner`` that is gone by then."""
        self._number += 1
        self._waiting[self._number] = _Waiting(owner, done, failed)
        number = self._number
        self._pool.start(_Work(number, work, lambda: number > self._given_up, self._back.emit))

    def give_up(self) -> None:
        """Whoever wanted the work so far is gone: what has not begun is left undone, and no end is told."""
        self._given_up = self._number

    def finish(self) -> None:
        """Wait for what runs. Its ends are told when the event loop goes on."""
        self._pool.waitForDone()

    def _on_back(self, number: int, result: object, fault: Fault | None) -> None:
        waiting = self._waiting.pop(number)
        if number > self._given_up and (waiting.owner is None or isValid(waiting.owner)):
            if fault is None:
                waiting.done(result)
            else:
                waiting.failed(fault)
        if not self._waiting:
            self.settled.emit()
