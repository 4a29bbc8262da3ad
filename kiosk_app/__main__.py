"""The command line: run · demo · draft · capture · forms · fees · interest · courts · sync · enrol · …"""

from __future__ import annotations

import argparse
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path

from kiosk_app import logs
from kiosk_app.bootstrap import Kiosk, enrol, open_kiosk, window_parts
from kiosk_app.court.gateway.enrolment import create_enrolment_code
from kiosk_app.court.gateway.server import run_gateway
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.demo.order import Order
from kiosk_app.demo.run import deliver, run, shoot_screens
from kiosk_app.domain.errors import Fault
from kiosk_app.settings import Settings, load_settings
from kiosk_app.sync.engine import Progress, Report
from kiosk_app.technician.commands import capture_options
from kiosk_app.technician.courts import courts_options
from kiosk_app.technician.draft import draft, draft_options
from kiosk_app.technician.fees import fees, fees_options
from kiosk_app.technician.forms import forms_options
from kiosk_app.technician.interest import interest, interest_options
from kiosk_app.technician.papers import papers_options
from kiosk_app.ui import messages, terminal_words
from kiosk_app.ui.terminal import (
    DELIVERED,
    FAILED,
    SAVED,
    Table,
    add_commands,
    named,
    terminal_language,
)

_EXAMPLES = """\
examples:
  kiosk-app run --camera folder:resources/samples   the kiosk, with pictures as its camera
  kiosk-app demo --out trial                        one filing from samples to a court's acknowledgement
  kiosk-app demo --id-front f.jpg --id-back b.jpg --evidence iou.jpg --out trial
  kiosk-app demo --offline --out trial; kiosk-app sync --once --demo trial
  kiosk-app gateway --directory court --new-code    a one-time code for a new kiosk
  kiosk-app gateway --directory court               the court's server
  kiosk-app enrol http://127.0.0.1:8443 CODE        register this kiosk there
  kiosk-app sync --once                             deliver what waits, then end
  kiosk-app fees property --amount 224000           a court fee, with every step of its computation
  kiosk-app draft --case loan --answers resources/samples/answers.yaml --out trial
  kiosk-app forms check                             forms, fees and courts, held against their rules
  kiosk-app courts find --case loan --at defendant_home=示范市城东区
  kiosk-app papers check complaint.pdf              who signed it, and whether it was changed since
  kiosk-app capture --help                          for technicians: cameras, and finding papers

exit codes: 0 done and, for a filing, acknowledged by the court · 1 it failed, and why is said ·
2 wrong use · 3 saved on this kiosk, not yet received by the court
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; its exit code. A fault is one sentence on standard error, never a traceback."""
    if isinstance(sys.stdout, io.TextIOWrapper):  # a terminal that knows no Chinese must not stop a filing
        sys.stdout.reconfigure(errors="backslashreplace")
    options = _parser().parse_args(arguments)
    logs.configure()
    try:
        code: int = options.command(options)
    except Fault as fault:
        print(named(fault), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except BrokenPipeError:  # whoever read along, such as `head`, has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + signal.SIGPIPE
    return code


def _settings(options: argparse.Namespace, **more: object) -> Settings:
    return load_settings(data_directory=options.data, **more)


def _run(options: argparse.Namespace) -> int:
    # Qt is loaded only for a window: every other command runs without it.
    from kiosk_app.ui.app import run_window

    settings = _settings(options, camera=options.camera, full_screen=False if options.windowed else None)
    with open_kiosk(settings) as kiosk:
        kiosk.start_delivery()
        return run_window(window_parts(kiosk), kiosk.warm_up)


def _demo(options: argparse.Namespace) -> int:
    order = Order(
        out=options.out,
        id_front=options.id_front,
        id_back=options.id_back,
        evidence=tuple(options.evidence or ()),
        answers=options.answers,
        offline=options.offline,
    )
    language = terminal_language()
    received = run(_settings(options), order, lambda name, ms: _tell_station(name, ms, language))
    if options.screens:
        count = shoot_screens(_settings(options), order)
        print(terminal_words.said("screens", language, count=count, out=order.out / "screens"))
    return _tell_end(received, order.out, language)


def _tell_station(name: str, took_ms: int, language: messages.Language) -> None:
    print(f"{took_ms / 1000:7.2f} s  {terminal_words.station_words(name, language)}", flush=True)


def _tell_end(received: bool, out: Path, language: messages.Language) -> int:
    print(terminal_words.said("received" if received else "saved", language, out=out))
    return DELIVERED if received else SAVED


def _sync(options: argparse.Namespace) -> int:
    language = terminal_language()

    def tell(progress: Progress) -> None:
        percent = 100 * progress.sent // max(progress.total, 1)
        print(f"{progress.filing_id}  {percent:3d} %", flush=True)

    if options.demo:
        return _tell_end(deliver(_settings(options), options.demo, tell), options.demo, language)
    with open_kiosk(_settings(options)) as kiosk:
        kiosk.reception.recover()
        if options.once:
            return _tell_report(kiosk.engine.deliver_due(tell, everything=True), kiosk, language)
        stop = threading.Event()

        def end(*_: object) -> None:
            stop.set()
            kiosk.wake.set()

        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, end)
        kiosk.engine.run(stop, kiosk.wake, on_progress=tell)
    return DELIVERED


def _tell_report(report: Report, kiosk: Kiosk, language: messages.Language) -> int:
    for filing_id in report.delivered:
        print(terminal_words.said("delivered", language, filing_id=filing_id))
    if report.other_courier:
        print(terminal_words.said("other_courier", language))
    waiting = kiosk.reception.queue()
    for line in waiting:
        reason = terminal_words.reason_words(line.reason, language)
        print(terminal_words.said("waiting", language, filing_id=line.filing_id, reason=reason))
    if not (report.delivered or waiting):
        print(terminal_words.said("nothing", language))
    return SAVED if waiting else DELIVERED


def _enrol(options: argparse.Namespace) -> int:
    with open_kiosk(_settings(options)) as kiosk:
        enrolled = enrol(kiosk, options.url, options.code)
    print(
        terminal_words.said(
            "enrolled", terminal_language(), court=enrolled.court_name, kiosk_id=enrolled.kiosk_id
        )
    )
    return DELIVERED


def _gateway(options: argparse.Namespace) -> int:
    settings = GatewaySettings(
        directory=options.directory,
        court_id=options.court_id,
        court_name=options.court_name,
        host=options.host,
        port=options.port,
        certificate=options.certificate,
        certificate_key=options.certificate_key,
    )
    language = terminal_language()
    if options.new_code:
        code = create_enrolment_code(settings, valid_for=timedelta(hours=options.valid_hours))
        print(terminal_words.said("code", language, code=code, hours=options.valid_hours))
        return DELIVERED
    run_gateway(
        settings, on_up=lambda url: print(terminal_words.said("listening", language, url=url), flush=True)
    )
    return DELIVERED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kiosk-app",
        description="Filing Hall Kiosk (立案大厅自助终端)",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=_run, camera=None, windowed=False, data=None)
    add_commands(parser.add_subparsers(metavar="COMMAND"), _COMMANDS)
    return parser


def _run_options(sub: argparse.ArgumentParser) -> None:
    _data_option(sub)
    sub.add_argument("--camera", help="uvc:NAME (see capture camera --list), folder:DIR, video:FILE")
    sub.add_argument("--windowed", action="store_true", help="in a window, for development")


def _demo_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--id-front", type=Path, metavar="PIC", help="portrait side of the identity card")
    sub.add_argument("--id-back", type=Path, metavar="PIC", help="emblem side")
    sub.add_argument("--evidence", type=Path, metavar="PIC", nargs="+", help="one picture for each page")
    sub.add_argument("--answers", type=Path, metavar="FILE", help="YAML; the loan's samples for the rest")
    sub.add_argument("--screens", action="store_true", help="also a picture of every screen, both ways round")
    sub.add_argument("--offline", action="store_true", help="with the line cut: ends at saved on this kiosk")
    sub.add_argument("--out", type=Path, metavar="DIR", required=True, help="an empty or new folder")


def _sync_options(sub: argparse.ArgumentParser) -> None:
    _data_option(sub)
    sub.add_argument("--once", action="store_true", help="one pass, then end")
    sub.add_argument("--demo", type=Path, metavar="DIR", help="what an offline demonstration left there")


def _enrol_options(sub: argparse.ArgumentParser) -> None:
    _data_option(sub)
    sub.add_argument("url", help="the court's server, e.g. https://filing.court.example")
    sub.add_argument("code", help="the one-time code that the court gave")


def _gateway_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--directory", type=Path, metavar="DIR", required=True, help="keeps everything it has")
    sub.add_argument("--host", default="127.0.0.1")
    sub.add_argument("--port", type=_number(0, 65_535), default=8443)
    sub.add_argument("--court-id", default="demo-district")
    sub.add_argument("--court-name", default="示范市示范区人民法院")
    sub.add_argument("--certificate", type=Path, metavar="FILE", help="TLS certificate (PEM)")
    sub.add_argument("--certificate-key", type=Path, metavar="FILE")
    sub.add_argument("--new-code", action="store_true", help="print a one-time enrolment code and end")
    sub.add_argument("--valid-hours", type=_number(1, 8_760), default=24, metavar="N", help="of that code")


def _data_option(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--data", type=Path, metavar="DIR", help="where the kiosk keeps its store")


def _number(least: int, most: int) -> Callable[[str], int]:
    """A reader of whole numbers in that range, for the parser."""

    def read(text: str) -> int:
        if not (text.isascii() and text.isdigit() and least <= int(text[:9]) <= most):
            raise argparse.ArgumentTypeError(f"{text[:20]} is no whole number from {least} to {most}")
        return int(text)

    return read


_COMMANDS: Table = {
    "run": (_run, _run_options, "open the kiosk (the default)"),
    "demo": (_demo, _demo_options, "file one case without a screen, from pictures to an acknowledgement"),
    "draft": (draft, draft_options, "the documents of one case from answers in a file, without pictures"),
    # Its own commands take over from the first function.
    "capture": (_run, capture_options, "for technicians: cameras, and finding papers in pictures"),
    "forms": (_run, forms_options, "the forms, and whether the content files are sound"),
    "courts": (_run, courts_options, "the courts of the table, and which may hear a case"),
    "fees": (fees, fees_options, "a court fee, with its computation"),
    "interest": (interest, interest_options, "interest, row by row, and four times the LPR"),
    "papers": (_run, papers_options, "who signed a PDF, and whether it was changed since"),
    "sync": (_sync, _sync_options, "deliver what waits"),
    "enrol": (_enrol, _enrol_options, "register this kiosk at the court's server"),
    "gateway": (_gateway, _gateway_options, "the court's reference server"),
}
"""Each command: what it does, the options it takes, its line in the help."""

if __name__ == "__main__":
    sys.exit(main())
