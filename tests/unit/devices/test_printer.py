"""Printing is claimed only for what was printed: the folder, and the real CUPS with a printer that fails."""

from __future__ import annotations

import io
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest

from kiosk_app.devices.cups import CupsPrinter, Patience, PrinterUnknown, open_printer
from kiosk_app.devices.ipp import PrinterUnclear
from kiosk_app.devices.printer import (
    FolderPrinter,
    OutOfInk,
    OutOfPaper,
    Paper,
    PaperJam,
    PrinterFailed,
    PrinterMissing,
    PrinterOpen,
    PrinterSwitchedOff,
    PrintingTooSlow,
    fault_of,
)
from kiosk_app.domain.errors import Fault
from tests.fakes.cups import CUPSD, Cups, cups_at

_QUICK = Patience(job_s=60, reason_s=0.2, look_s=0.02)


def _pdf(width_pt: float = 595.28, height_pt: float = 841.89) -> bytes:
    stream = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page(page_size=(width_pt, height_pt))
        document.save(stream, deterministic_id=True)
    return stream.getvalue()


# Words of the printer ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reasons", "kind"),
    [
        (["media-empty-error"], OutOfPaper),
        (["media-empty"], OutOfPaper),
        (["toner-low-warning", "media-jam-error"], PaperJam),
        (["cover-open"], PrinterOpen),
        (["marker-supply-empty-error"], OutOfInk),
        (["offline-report"], PrinterSwitchedOff),
    ],
)
def test_a_grave_reason_is_a_fault(reasons: list[str], kind: type[Fault]) -> None:
    assert type(fault_of(reasons)) is kind


@pytest.mark.parametrize(
    "reasons", [[], ["none"], ["media-low-warning"], ["media-empty-warning"], ["connecting-to-device"]]
)
def test_a_remark_is_none(reasons: list[str]) -> None:
    assert fault_of(reasons) is None


# The folder -------------------------------------------------------------------------------------------


def test_a_folder_takes_what_is_printed(tmp_path: Path) -> None:
    printer = open_printer(f"folder:{tmp_path}")
    assert printer.trouble() is None
    printer.print_pdf(_pdf(), Paper.SHEET)
    printer.print_pdf(_pdf(200, 500), Paper.ROLL)
    assert [path.read_bytes()[:5] for path in sorted(tmp_path.iterdir())] == [b"%PDF-"] * 2
    assert [path.stem.rpartition("-")[2] for path in sorted(tmp_path.iterdir())] == ["sheet", "roll"]


def test_a_folder_can_be_out_of_paper(tmp_path: Path) -> None:
    (tmp_path / "media-empty").touch()
    printer = FolderPrinter(tmp_path)
    assert isinstance(printer.trouble(), OutOfPaper)
    with pytest.raises(OutOfPaper):
        printer.print_pdf(_pdf(), Paper.SHEET)
    (tmp_path / "media-empty").unlink()
    printer.print_pdf(_pdf(), Paper.SHEET)


def test_a_folder_that_is_not_there_prints_nothing(tmp_path: Path) -> None:
    with pytest.raises(PrinterMissing):
        FolderPrinter(tmp_path / "none").print_pdf(_pdf(), Paper.SHEET)


@pytest.mark.parametrize("spec", ["", "cups:", "folder:", "office", "lpd:office"])
def test_a_setting_that_names_no_printer(spec: str) -> None:
    with pytest.raises(PrinterUnknown):
        open_printer(spec)


# CUPS -------------------------------------------------------------------------------------------------


@pytest.fixture
def cups(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cups]:
    if not CUPSD:
        pytest.skip("cupsd is not installed (Debian: cups-daemon)")
    # The name of a socket may have 107 bytes.
    with cups_at(tmp_path_factory.mktemp("c"), "abort-job_q", "retry-job_q", "stop-printer_q") as made:
        yield made


def _printer(cups: Cups, policy: str = "abort-job", patience: Patience = _QUICK) -> CupsPrinter:
    return CupsPrinter(f"{policy}_q", cups.socket, patience)


def test_what_cups_has_printed_is_what_was_sent(cups: Cups) -> None:
    pdf = _pdf()
    _printer(cups).print_pdf(pdf, Paper.SHEET)
    assert cups.printed == pdf
    assert "media=iso_a4_210x297mm" in cups.options
    assert "print-scaling=none" in cups.options


def test_nothing_of_a_visitor_stays_in_the_spool(cups: Cups) -> None:
    _printer(cups).print_pdf(_pdf(), Paper.SHEET)
    assert [path.name for path in cups.spool.iterdir() if path.name.startswith("d")] == []
    assert (cups.desk / "title").read_text().strip() == "filing-kiosk"


def test_a_small_page_fills_the_sheet_and_a_roll_is_as_long_as_its_page(cups: Cups) -> None:
    _printer(cups).print_pdf(_pdf(419.53, 595.28), Paper.SHEET)
    assert "print-scaling=fit" in cups.options
    _printer(cups).print_pdf(_pdf(80 * 72 / 25.4, 210 * 72 / 25.4), Paper.ROLL)
    assert "media=Custom.80x210mm" in cups.options
    assert "print-scaling=none" in cups.options


@pytest.mark.parametrize("policy", ["abort-job", "retry-job", "stop-printer"])
@pytest.mark.parametrize("waits", [True, False])
def test_out_of_paper_is_said_and_nothing_comes_out_later(cups: Cups, policy: str, waits: bool) -> None:
    cups.breaks("media-empty-error", waits=waits)
    with pytest.raises(OutOfPaper):
        _printer(cups, policy).print_pdf(_pdf(), Paper.SHEET)
    assert cups.printed is None
    cups.mended()
    if policy != "stop-printer" or waits:
        _printer(cups, policy).print_pdf(_pdf(300, 300), Paper.SHEET)
        assert cups.printed == _pdf(300, 300), "the job that could not be printed was cancelled"


def test_a_queue_that_was_stopped_says_why_before_anything_is_sent(cups: Cups) -> None:
    cups.breaks("media-jam-error", exit_code=4)
    with pytest.raises(PaperJam):
        _printer(cups).print_pdf(_pdf(), Paper.SHEET)
    (cups.desk / "title").unlink()
    assert isinstance(_printer(cups).trouble(), PaperJam)
    with pytest.raises(PaperJam):
        _printer(cups).print_pdf(_pdf(), Paper.SHEET)
    assert not (cups.desk / "title").exists()


def test_a_job_that_is_given_up_for_no_named_reason(cups: Cups) -> None:
    cups.breaks("spool-area-full")
    with pytest.raises(PrinterFailed) as failed:
        _printer(cups).print_pdf(_pdf(), Paper.SHEET)
    assert failed.value.facts["reason"]


def test_a_job_that_takes_too_long_is_cancelled(cups: Cups) -> None:
    cups.breaks("connecting-to-device", waits=True)
    with pytest.raises(PrintingTooSlow):
        _printer(cups, patience=Patience(job_s=0.3, look_s=0.02)).print_pdf(_pdf(), Paper.SHEET)
    cups.mended()
    _printer(cups).print_pdf(_pdf(300, 300), Paper.SHEET)
    assert cups.printed == _pdf(300, 300)


def test_an_unknown_queue_is_missing(cups: Cups) -> None:
    printer = CupsPrinter("nowhere", cups.socket, _QUICK)
    assert isinstance(printer.trouble(), PrinterMissing)
    with pytest.raises(PrinterMissing):
        printer.print_pdf(_pdf(), Paper.SHEET)


def test_without_a_printing_system_there_is_no_printer(tmp_path: Path) -> None:
    assert isinstance(CupsPrinter("office", tmp_path / "none").trouble(), PrinterMissing)


@pytest.mark.parametrize(
    "answer", [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi", b"HTTP/1.1 401 No\r\n\r\n"]
)
def test_a_system_that_speaks_nonsense_is_no_printer(tmp_path: Path, answer: bytes) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(path))
        server.listen()

        def talk() -> None:
            line, _ = server.accept()
            with line:
                line.recv(65_536)
                line.sendall(answer)

        talker = threading.Thread(target=talk)
        talker.start()
        assert isinstance(CupsPrinter("office", path).trouble(), PrinterUnclear)
        talker.join()
