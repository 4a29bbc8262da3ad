"""What a printer does, what can go wrong with one, and a folder that stands in for it.

A document counts as printed when the printing system says that its job is completed, never before. A job
that cannot be printed now is cancelled: nothing of one visitor comes out when the next one stands there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from uuid_utils import uuid7

from kiosk_app.domain.errors import EnvironmentFault, Fault


class PrinterMissing(EnvironmentFault):
    """There is no such queue or folder, or no printing system. Facts: ``printer``."""


class OutOfPaper(EnvironmentFault):
    """No paper, or a tray is out."""


class PaperJam(EnvironmentFault):
    """Paper is stuck in the printer."""


class PrinterOpen(EnvironmentFault):
    """A cover or door of the printer is open."""


class OutOfInk(EnvironmentFault):
    """Toner, ink or ribbon is used up."""


class PrinterSwitchedOff(EnvironmentFault):
    """The printer cannot be reached: it is off, or its cable is out."""


class PrintingTooSlow(EnvironmentFault):
    """The job was not done in time and was cancelled. Facts: ``after_s``."""


class PrinterFailed(EnvironmentFault):
    """The printer stopped or gave the job up. Facts: ``reason``, a keyword of IPP, or empty."""


_FAULTS: Mapping[str, type[Fault]] = {
    "media-empty": OutOfPaper,
    "media-needed": OutOfPaper,
    "input-tray-missing": OutOfPaper,
    "media-jam": PaperJam,
    "cover-open": PrinterOpen,
    "door-open": PrinterOpen,
    "interlock-open": PrinterOpen,
    "toner-empty": OutOfInk,
    "marker-supply-empty": OutOfInk,
    "marker-supply-missing": OutOfInk,
    "offline": PrinterSwitchedOff,
    "shutdown": PrinterSwitchedOff,
}
"""By the keywords of ``printer-state-reasons`` (RFC 8011, 5.4.12, and PWG 5100.9)."""


class Paper(StrEnum):
    """What is put into the printer: sheets of A4, or a roll of 80 mm that is cut behind each document."""

    SHEET = "sheet"
    ROLL = "roll"


class Printer(Protocol):
    """A driver is safe to be called from a worker. Documents queue up where several threads print."""

    def trouble(self) -> Fault | None:
        """What stands in the way of printing, as far as the printer tells; None where nothing does."""

    def print_pdf(self, pdf: bytes, paper: Paper) -> None:
        """Print a document and wait until it is printed. Raises the faults of this module: then nothing of it
        will come out any more."""


def fault_of(reasons: Iterable[str]) -> Fault | None:
    """The fault that the first grave reason names; None where all of them are only remarks.

    ``-warning`` says that there will be trouble, ``-report`` that there was something to say. CUPS reports a
    printer that is off as ``offline-report``.
    """
    for reason in reasons:
        name, _, grade = reason.rpartition("-")
        keyword = name if grade in ("error", "warning", "report") else reason
        if grade == "warning" or (grade == "report" and keyword != "offline"):
            continue
        if kind := _FAULTS.get(keyword):
            return kind()
    return None


class FolderPrinter:
    """Writes each document into a folder, to be looked at. For trying out: papers lie there for anybody.

    A file in it that is called like a keyword of IPP, such as ``media-empty``, is that trouble.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def trouble(self) -> Fault | None:
        if not self._folder.is_dir():
            return PrinterMissing(printer=str(self._folder))
        return fault_of(sorted(path.name for path in self._folder.iterdir() if not path.suffix))

    def print_pdf(self, pdf: bytes, paper: Paper) -> None:
        if fault := self.trouble():
            raise fault
        try:
            (self._folder / f"{uuid7()}-{paper}.pdf").write_bytes(pdf)
        except OSError as error:
            raise PrinterFailed(reason="") from error
