"""The printer a setting names: a queue of CUPS, spoken to over this machine's socket (docs/printer.md), or
a folder that stands in for one."""

from __future__ import annotations

import getpass
import io
import math
import os
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import pikepdf

from kiosk_app.devices import ipp
from kiosk_app.devices.ipp import NOT_FOUND, Attributes, Operation, PrinterUnclear
from kiosk_app.devices.printer import (
    FolderPrinter,
    Paper,
    Printer,
    PrinterFailed,
    PrinterMissing,
    PrintingTooSlow,
    fault_of,
)
from kiosk_app.domain.errors import Fault, InputFault

SOCKET = Path("/run/cups/cups.sock")
JOB_NAME = "filing-kiosk"
"""What a job is called in lists and logs of the printing system: nothing about a visitor."""

_STOPPED_PRINTER = 5
_STOPPED_JOB, _CANCELLED, _ABORTED, _COMPLETED = 6, 7, 8, 9
_ENDED = frozenset({_CANCELLED, _ABORTED, _COMPLETED})
_A4_PT, _SAME_PT = (595.28, 841.89), 3.0
_MM_PT = 72 / 25.4


class PrinterUnknown(InputFault):
    """The setting names no kind of printer. Facts: ``spec``."""


def open_printer(spec: str) -> Printer:
    """The printer a setting names: ``cups:QUEUE`` or ``folder:DIR``. Nothing is asked of it before it prints.
    Raises :class:`PrinterUnknown`."""
    kind, _, where = spec.partition(":")
    if kind == "cups" and where:
        return CupsPrinter(where)
    if kind == "folder" and where:
        return FolderPrinter(Path(where))
    raise PrinterUnknown(spec=spec)


@dataclass(frozen=True, slots=True)
class Patience:
    """``job_s``: how long a document may take. ``reason_s``: how long a reason must stand
    before it counts; until the printer speaks, that of the job before is still there."""

    job_s: float = 120.0
    reason_s: float = 6.0
    look_s: float = 0.5
    answer_s: float = 10.0


class CupsPrinter:
    """The queue of this name. The document goes through the socket from memory to CUPS, which forgets it when
    it is printed (``PreserveJobFiles No``)."""

    def __init__(self, queue: str, socket: Path = SOCKET, patience: Patience | None = None) -> None:
        self._queue, self._socket = queue, socket
        self._patience = patience or Patience()
        self._lock = threading.Lock()

    def trouble(self) -> Fault | None:
        try:
            told = self._printer()
        except (PrinterMissing, PrinterUnclear, PrinterFailed) as fault:
            return fault
        reasons = _words(told, "printer-state-reasons")
        stopped = told.get("printer-state") == (_STOPPED_PRINTER,)
        if stopped or told.get("printer-is-accepting-jobs") == (False,):
            return fault_of(reasons) or PrinterFailed(reason=" ".join(reasons))
        # An idle printer finds out with the next job whether what it said about the last one still holds.
        return None

    def print_pdf(self, pdf: bytes, paper: Paper) -> None:
        with self._lock:
            if fault := self.trouble():
                raise fault
            job = self._begin(pdf, paper)
            try:
                self._wait(job)
            except Fault:
                with suppress(PrinterMissing, PrinterUnclear):
                    self._ask(Operation.CANCEL_JOB, {"job-id": job})
                raise

    def _begin(self, pdf: bytes, paper: Paper) -> int:
        asked = {"job-name": JOB_NAME, "document-format": "application/pdf"}
        status, told = self._ask(Operation.PRINT_JOB, asked, _media(pdf, paper), pdf)
        number = told.get("job-id", (None,))[0]
        if ipp.is_error(status) or not isinstance(number, int):
            raise PrinterFailed(reason=f"{status:#06x}")
        return number

    def _wait(self, job: int) -> None:
        """Until the job is completed. Raises what the printer says is wrong, and PrintingTooSlow."""
        patience, began_s = self._patience, time.monotonic()
        clear_s = began_s
        while True:
            state, of_job = self._job(job)
            told = self._printer()
            reasons = _words(told, "printer-state-reasons")
            fault, now_s = fault_of(reasons), time.monotonic()
            if state == _COMPLETED:
                return
            if state in _ENDED or state == _STOPPED_JOB or told.get("printer-state") == (_STOPPED_PRINTER,):
                raise fault or PrinterFailed(reason=" ".join((*of_job, *reasons)))
            if fault is None:
                clear_s = now_s
            if fault is not None and now_s - clear_s >= patience.reason_s:
                raise fault
            if now_s - began_s >= patience.job_s:
                raise PrintingTooSlow(after_s=round(patience.job_s))
            time.sleep(patience.look_s)

    def _job(self, job: int) -> tuple[int, tuple[str, ...]]:
        wanted = ("job-state", "job-state-reasons")
        status, told = self._ask(
            Operation.GET_JOB_ATTRIBUTES, {"job-id": job, "requested-attributes": wanted}
        )
        state = told.get("job-state", (None,))[0]
        if ipp.is_error(status) or not isinstance(state, int):
            # A system that forgets a job at once (PreserveJobHistory No) cannot say that it was printed.
            raise PrinterFailed(reason="job-forgotten")
        return state, _words(told, "job-state-reasons")

    def _printer(self) -> Attributes:
        wanted = ("printer-state", "printer-state-reasons", "printer-is-accepting-jobs")
        status, told = self._ask(Operation.GET_PRINTER_ATTRIBUTES, {"requested-attributes": wanted})
        if status == NOT_FOUND:
            raise PrinterMissing(printer=self._queue)
        if ipp.is_error(status):
            raise PrinterFailed(reason=f"{status:#06x}")
        return told

    def _ask(
        self,
        operation: Operation,
        asked: Mapping[str, str | int | Sequence[str]],
        of_job: Mapping[str, str] | None = None,
        document: bytes = b"",
    ) -> tuple[int, Attributes]:
        """One request. Raises PrinterMissing where nobody listens, PrinterUnclear."""
        if not self._socket.is_socket():
            raise PrinterMissing(printer=self._queue)
        user = getpass.getuser()
        about: dict[str, str | int | Sequence[str]] = {
            "printer-uri": f"ipp://localhost/printers/{self._queue}",
            **({"job-id": asked["job-id"]} if "job-id" in asked else {}),
            "requesting-user-name": user,
            **asked,
        }
        try:
            with httpx.Client(
                transport=httpx.HTTPTransport(uds=os.fspath(self._socket)), timeout=self._patience.answer_s
            ) as line:
                answer = line.post(
                    f"http://localhost/printers/{self._queue}",
                    content=ipp.request(operation, about, of_job) + document,
                    # CUPS asks the socket itself whose process this is.
                    headers={"Content-Type": "application/ipp", "Authorization": f"PeerCred {user}"},
                )
        except httpx.HTTPError as error:
            raise PrinterMissing(printer=self._queue) from error
        if answer.status_code != httpx.codes.OK:
            raise PrinterUnclear
        return ipp.response(answer.content)


def _words(told: Attributes, name: str) -> tuple[str, ...]:
    return tuple(str(value) for value in told.get(name, ()) if value != "none")


def _media(pdf: bytes, paper: Paper) -> Mapping[str, str]:
    """A roll is cut behind the document. A page that is no A4 is enlarged or reduced to the sheet; one that
    is stays as it is, so that marks and seals keep their size."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        left, bottom, right, top = (float(edge) for edge in document.pages[0].mediabox)
    width_pt, height_pt = right - left, top - bottom
    if paper is Paper.ROLL:
        size = f"{math.ceil(width_pt / _MM_PT - 0.01)}x{math.ceil(height_pt / _MM_PT - 0.01)}mm"
        return {"media": f"Custom.{size}", "print-scaling": "none"}
    same = all(abs(a - b) < _SAME_PT for a, b in zip((width_pt, height_pt), _A4_PT, strict=True))
    return {"media": "iso_a4_210x297mm", "print-scaling": "none" if same else "fit"}
