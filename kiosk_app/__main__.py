"""The command line: run · demo · capture · sync · enrol · gateway."""

from __future__ import annotations

import argparse
import io
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from pathlib import Path

from kiosk_app import logs
from kiosk_app.bootstrap import Kiosk, camera_mode, enrol, open_kiosk, window_parts
from kiosk_app.capture.geometry import PaperKind
from kiosk_app.capture.ocr import Reader
from kiosk_app.content.library import load_library
from kiosk_app.court.gateway.enrolment import create_enrolment_code
from kiosk_app.court.gateway.server import run_gateway
from kiosk_app.court.gateway.settings import GatewaySettings
from kiosk_app.demo.order import Order
from kiosk_app.demo.run import deliver, run, shoot_screens
from kiosk_app.devices.camera import open_camera
from kiosk_app.devices.clock import SystemClock
from kiosk_app.devices.v4l import Machine
from kiosk_app.domain.errors import Fault, InputFault
from kiosk_app.settings import Settings, load_settings
from kiosk_app.sync.engine import Progress, Report
from kiosk_app.technician.cameras import list_cameras, probe
from kiosk_app.technician.pictures import find_in, save, take_from
from kiosk_app.technician.prefills import prefill_from
from kiosk_app.technician.reading import read_id, read_picture
from kiosk_app.technician.telling import (
    camera_lines,
    found_lines,
    id_lines,
    prefilled_lines,
    probe_lines,
    read_lines,
    taken_lines,
)
from kiosk_app.ui import messages, terminal_words

DELIVERED, FAILED, WRONG_USE, SAVED = 0, 1, 2, 3
"""Exit codes. SAVED: the filing is safe on this kiosk, but the court has not acknowledged it yet."""

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
  kiosk-app capture --help                          for technicians: cameras, and finding papers

exit codes: 0 done and, for a filing, acknowledged by the court · 1 it failed, and why is said ·
2 wrong use · 3 saved on this kiosk, not yet received by the court
"""

_CAPTURE_EXAMPLES = """\
examples:
  kiosk-app capture find *.jpg --draw seen           where each paper lies, and pictures that show it
  kiosk-app capture find scan.png --json             the same for a program, one line for each picture
  kiosk-app capture page iou.jpg --out iou           outline, flat.png, clean.png, findings.json
  kiosk-app capture read iou.jpg                     lines of print, with confidence and place
  kiosk-app capture read-id front.jpg back.jpg --json   a card's fields, both sides checked
  kiosk-app capture prefill iou.jpg --case loan      what the papers suggest for the questions of a case
  kiosk-app capture camera --list                    the names to write in a setting
  kiosk-app capture camera --probe --camera "uvc:HD Camera" --out test.jpg

exit codes: 0 done, whether or not a paper was found · 1 it failed, and why is said · 2 wrong use
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
        print(_named(fault, messages.fault_words(fault, _language())), file=sys.stderr)
        return FAILED
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    return code


def _named(fault: Fault, words: str) -> str:
    """Before the sentence, what picture, file or camera it is about: visitors are told no paths."""
    about = (str(fault.facts[fact]) for fact in ("picture", "path", "source") if fault.facts.get(fact))
    return next((f"{name}: {words}" for name in about if name not in words), words)


def _language() -> messages.Language:
    """Chinese where the terminal speaks it, else English."""
    spoken = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "zh" if spoken.startswith("zh") else "en"


def _settings(options: argparse.Namespace, **more: object) -> Settings:
    return load_settings(data_directory=options.data, **more)


def _run(options: argparse.Namespace) -> int:
    # Qt is loaded only for a window: every other command runs without it.
    from kiosk_app.ui.app import run_window

    settings = _settings(options, camera=options.camera, full_screen=False if options.windowed else None)
    with open_kiosk(settings) as kiosk:
        kiosk.start_delivery()
        kiosk.warm_up()
        return run_window(window_parts(kiosk))


def _demo(options: argparse.Namespace) -> int:
    order = Order(
        out=options.out,
        id_front=options.id_front,
        id_back=options.id_back,
        evidence=tuple(options.evidence or ()),
        answers=options.answers,
        offline=options.offline,
    )
    language = _language()
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
    language = _language()

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
    print(terminal_words.said("enrolled", _language(), court=enrolled.court_name, kiosk_id=enrolled.kiosk_id))
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
    language = _language()
    if options.new_code:
        code = create_enrolment_code(settings, valid_for=timedelta(hours=options.valid_hours))
        print(terminal_words.said("code", language, code=code, hours=options.valid_hours))
        return DELIVERED
    run_gateway(
        settings, on_up=lambda url: print(terminal_words.said("listening", language, url=url), flush=True)
    )
    return DELIVERED


def _capture_find(options: argparse.Namespace) -> int:
    language = _language()
    code = DELIVERED
    for number, path in enumerate(options.picture, 1):
        drawing = options.draw / f"{number:03d}-{path.stem}.jpg" if options.draw else None
        try:
            found = find_in(path, drawing)
        except InputFault as fault:  # one bad picture does not stop the others
            fault.facts["picture"] = str(path)
            print(_named(fault, messages.fault_words(fault, language)), file=sys.stderr)
            code = FAILED
        else:
            _print(
                [json.dumps(found.as_json(), ensure_ascii=False)]
                if options.json
                else found_lines(found, language)
            )
    return code


def _capture_page(options: argparse.Namespace) -> int:
    taken = take_from(options.picture, options.out, PaperKind.CARD if options.card else PaperKind.PAGE)
    _print(taken_lines(taken, options.out, _language()))
    return DELIVERED


def _capture_read(options: argparse.Namespace) -> int:
    read = read_picture(options.picture, Reader())
    _print([_json(read.as_json())] if options.json else read_lines(read, _language()))
    return DELIVERED


def _capture_read_id(options: argparse.Namespace) -> int:
    read = read_id(options.front, options.back, Reader(), SystemClock().now().at.date())
    _print([_json(read.as_json())] if options.json else id_lines(read, _language()))
    return DELIVERED if all(read.sides) else FAILED


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


def _capture_prefill(options: argparse.Namespace) -> int:
    library = load_library(load_settings().resources)
    prefilled = prefill_from(options.picture, options.case, library, Reader())
    _print(
        [json.dumps(prefilled.as_json(), ensure_ascii=False)]
        if options.json
        else prefilled_lines(prefilled, _language())
    )
    return DELIVERED


def _capture_camera(options: argparse.Namespace) -> int:
    machine = Machine()
    if options.list:
        listed = list_cameras(machine)
        _print(camera_lines(listed, _language()))
        if not listed:
            print(terminal_words.said("no_camera", _language()), file=sys.stderr)
        return DELIVERED if listed else FAILED
    settings = load_settings(camera=options.camera)
    spec = settings.portrait_camera or "" if options.portrait else settings.camera
    opened_ms = machine.now_ms()
    camera = open_camera(spec, camera_mode(settings), machine)
    try:
        probed = probe(camera, opened_ms, machine.now_ms)
    finally:
        camera.close()
    _print(probe_lines(probed, _language()))
    if options.out:
        save(probed.image, options.out)
        print(terminal_words.said("picture_in", _language(), path=options.out))
    return DELIVERED


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kiosk-app",
        description="Filing Hall Kiosk (立案大厅自助终端)",
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(command=_run, camera=None, windowed=False, data=None)
    _add_commands(parser.add_subparsers(metavar="COMMAND"), _COMMANDS)
    return parser


def _add_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser], table: _Table) -> None:
    for name, (command, add_options, text) in table.items():
        sub = commands.add_parser(name, help=text, description=text)
        sub.set_defaults(command=command)
        add_options(sub)


def _run_options(sub: argparse.ArgumentParser) -> None:
    _data_option(sub)
    sub.add_argument("--camera", help="uvc:NAME (see capture camera --list), folder:DIR, video:FILE")
    sub.add_argument("--windowed", action="store_true", help="in a window, for development")


def _demo_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("--id-front", type=Path, metavar="PIC", help="portrait side of the identity card")
    sub.add_argument("--id-back", type=Path, metavar="PIC", help="emblem side")
    sub.add_argument("--evidence", type=Path, metavar="PIC", nargs="+", help="one picture for each page")
    sub.add_argument("--answers", type=Path, metavar="FILE", help="YAML; others come from the samples")
    sub.add_argument("--screens", action="store_true", help="also a picture of every screen, both ways round")
    sub.add_argument("--offline", action="store_true", help="with the line cut: ends at saved on this kiosk")
    sub.add_argument("--out", type=Path, metavar="DIR", required=True, help="an empty or new folder")


def _capture_options(sub: argparse.ArgumentParser) -> None:
    sub.epilog, sub.formatter_class = _CAPTURE_EXAMPLES, argparse.RawDescriptionHelpFormatter
    commands = sub.add_subparsers(metavar="COMMAND", required=True)
    _add_commands(commands, _CAPTURE_COMMANDS)


def _find_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("picture", type=Path, metavar="PIC", nargs="+")
    sub.add_argument("--json", action="store_true", help="one line of JSON for each picture")
    sub.add_argument("--draw", type=Path, metavar="DIR", help="also pictures there that show the outlines")


def _page_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("picture", type=Path, metavar="PIC")
    sub.add_argument("--card", action="store_true", help="an identity card instead of a page")
    sub.add_argument("--out", type=Path, metavar="DIR", required=True)


def _read_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("picture", type=Path, metavar="PIC")
    sub.add_argument("--json", action="store_true", help="one line of JSON")


def _read_id_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("front", type=Path, metavar="FRONT", help="either side may come first")
    sub.add_argument("back", type=Path, metavar="BACK")
    sub.add_argument("--json", action="store_true", help="one line of JSON")


def _prefill_options(sub: argparse.ArgumentParser) -> None:
    sub.epilog = "example: kiosk-app capture prefill iou.jpg transfer.jpg --case loan --json"
    sub.add_argument("picture", type=Path, metavar="PIC", nargs="+")
    sub.add_argument("--case", metavar="ID", required=True, help="a form of resources/forms, e.g. loan")
    sub.add_argument("--json", action="store_true", help="one line of JSON, with every fact and its place")


def _camera_options(sub: argparse.ArgumentParser) -> None:
    what = sub.add_mutually_exclusive_group(required=True)
    what.add_argument("--list", action="store_true", help="every camera with its name, formats and sizes")
    what.add_argument(
        "--probe", action="store_true", help="read one for three seconds and tell what it gives"
    )
    which = sub.add_mutually_exclusive_group()
    which.add_argument("--camera", metavar="SPEC", help="uvc:NAME, folder:DIR or video:FILE, else as set up")
    which.add_argument("--portrait", action="store_true", help="the one that faces the visitor, as set up")
    sub.add_argument("--out", type=Path, metavar="FILE", help="with --probe: keep a picture there, as JPEG")


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


_Table = dict[str, tuple[Callable[[argparse.Namespace], int], Callable[[argparse.ArgumentParser], None], str]]

_COMMANDS: _Table = {
    "run": (_run, _run_options, "open the kiosk (the default)"),
    "demo": (_demo, _demo_options, "file one case without a screen, from pictures to an acknowledgement"),
    "capture": (_capture_find, _capture_options, "for technicians: cameras, and finding papers in pictures"),
    "sync": (_sync, _sync_options, "deliver what waits"),
    "enrol": (_enrol, _enrol_options, "register this kiosk at the court's server"),
    "gateway": (_gateway, _gateway_options, "the court's reference server"),
}
"""Each command: what it does, the options it takes, its line in the help."""

_CAPTURE_COMMANDS: _Table = {
    "find": (_capture_find, _find_options, "where the page and the cards lie in pictures"),
    "page": (_capture_page, _page_options, "flatten, clean and judge the page in a picture"),
    "read": (_capture_read, _read_options, "the print of the page in a picture"),
    "read-id": (_capture_read_id, _read_id_options, "the fields of a card from its two sides"),
    "prefill": (_capture_prefill, _prefill_options, "what papers in pictures suggest for a case's questions"),
    "camera": (_capture_camera, _camera_options, "list the cameras, or tell what one of them really gives"),
}


if __name__ == "__main__":
    sys.exit(main())
