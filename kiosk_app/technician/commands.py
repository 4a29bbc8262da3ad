"""``kiosk-app capture``: what technicians ask of pictures and cameras."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from kiosk_app.bootstrap import camera_mode
from kiosk_app.capture.geometry import PaperKind
from kiosk_app.capture.ocr import Reader
from kiosk_app.content.library import load_library
from kiosk_app.devices.camera import open_camera
from kiosk_app.devices.clock import SystemClock
from kiosk_app.devices.v4l import Machine
from kiosk_app.documents import separators, typeface
from kiosk_app.domain.errors import InputFault
from kiosk_app.settings import load_settings
from kiosk_app.technician.cameras import list_cameras, probe
from kiosk_app.technician.pictures import find_in, save, save_bytes, take_from
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
from kiosk_app.ui.terminal import DELIVERED, FAILED, Table, add_commands, named, tell, terminal_language
from kiosk_app.ui.terminal_words import said

_EXAMPLES = """\
examples:
  kiosk-app capture find *.jpg --draw seen           where each paper lies, and pictures that show it
  kiosk-app capture find scan.png --json             the same for a program, one line for each picture
  kiosk-app capture page iou.jpg --out iou           outline, flat.png, clean.png, findings.json
  kiosk-app capture read iou.jpg                     lines of print, with confidence and place
  kiosk-app capture read-id front.jpg back.jpg --json   a card's fields, both sides checked
  kiosk-app capture prefill iou.jpg --case loan      what the papers suggest for the questions of a case
  kiosk-app capture separators --count 8 --out sheets.pdf   sheets that part the evidence in a stack
  kiosk-app capture camera --list                    the names to write in a setting
  kiosk-app capture camera --probe --camera "uvc:HD Camera" --out test.jpg

exit codes: 0 done, whether or not a paper was found · 1 it failed, and why is said · 2 wrong use
"""


def capture_options(sub: argparse.ArgumentParser) -> None:
    """All that follows ``kiosk-app capture``."""
    sub.epilog, sub.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    add_commands(sub.add_subparsers(metavar="COMMAND", required=True), _COMMANDS)


def _find(options: argparse.Namespace) -> int:
    code = DELIVERED
    for number, path in enumerate(options.picture, 1):
        drawing = options.draw / f"{number:03d}-{path.stem}.jpg" if options.draw else None
        try:
            found = find_in(path, drawing)
        except InputFault as fault:  # one bad picture does not stop the others
            fault.facts["picture"] = str(path)
            tell([named(fault)], sys.stderr)
            code = FAILED
        else:
            tell([_json(found.as_json())] if options.json else found_lines(found, terminal_language()))
    return code


def _page(options: argparse.Namespace) -> int:
    taken = take_from(options.picture, options.out, PaperKind.CARD if options.card else PaperKind.PAGE)
    tell(taken_lines(taken, options.out, terminal_language()))
    return DELIVERED


def _read(options: argparse.Namespace) -> int:
    read = read_picture(options.picture, Reader())
    tell([_json(read.as_json())] if options.json else read_lines(read, terminal_language()))
    return DELIVERED


def _read_id(options: argparse.Namespace) -> int:
    read = read_id(options.front, options.back, Reader(), SystemClock().now().at.date())
    tell([_json(read.as_json())] if options.json else id_lines(read, terminal_language()))
    return DELIVERED if all(read.sides) else FAILED


def _prefill(options: argparse.Namespace) -> int:
    library = load_library(load_settings().resources)
    prefilled = prefill_from(options.picture, options.case, library, Reader())
    tell([_json(prefilled.as_json())] if options.json else prefilled_lines(prefilled, terminal_language()))
    return DELIVERED


def _separators(options: argparse.Namespace) -> int:
    fonts = load_settings().resources / "fonts"
    sheets = separators.render(options.count, at=SystemClock().now().at, typeface=typeface.load(fonts))
    save_bytes(sheets.pdf, options.out)
    tell([said("separators", terminal_language(), count=options.count, path=options.out)])
    return DELIVERED


def _camera(options: argparse.Namespace) -> int:
    machine = Machine()
    if options.list:
        listed = list_cameras(machine)
        tell(camera_lines(listed, terminal_language()))
        if not listed:
            tell([said("no_camera", terminal_language())], sys.stderr)
        return DELIVERED if listed else FAILED
    settings = load_settings(camera=options.camera)
    spec = settings.portrait_camera or "" if options.portrait else settings.camera
    opened_ms = machine.now_ms()
    camera = open_camera(spec, camera_mode(settings), machine)
    try:
        probed = probe(camera, opened_ms, machine.now_ms)
    finally:
        camera.close()
    tell(probe_lines(probed, terminal_language()))
    if options.out:
        save(probed.image, options.out)
        tell([said("picture_in", terminal_language(), path=options.out)])
    return DELIVERED


def _json(told: object) -> str:
    return json.dumps(told, ensure_ascii=False)


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


def _separators_options(sub: argparse.ArgumentParser) -> None:
    sub.epilog = "example: kiosk-app capture separators --count 8 --out sheets.pdf; lp sheets.pdf"
    sub.add_argument("--count", type=int, metavar="N", default=8, help="sheets, numbered from 1 (8)")
    sub.add_argument("--out", type=Path, metavar="FILE", required=True, help="a PDF on A4, to be printed")


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


_COMMANDS: Table = {
    "find": (_find, _find_options, "where the page and the cards lie in pictures"),
    "page": (_page, _page_options, "flatten, clean and judge the page in a picture"),
    "read": (_read, _read_options, "the print of the page in a picture"),
    "read-id": (_read_id, _read_id_options, "the fields of a card from its two sides"),
    "prefill": (_prefill, _prefill_options, "what papers in pictures suggest for a case's questions"),
    "separators": (_separators, _separators_options, "print sheets that part the evidence in a stack"),
    "camera": (_camera, _camera_options, "list the cameras, or tell what one of them really gives"),
}
