"""``kiosk-app forms blank``: forms to be filled in by hand at home, and the maps by which scans are read."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from kiosk_app.content.library import Library, load_library
from kiosk_app.devices.clock import SystemClock
from kiosk_app.documents import address_confirmation, blank_form
from kiosk_app.documents.sheet import Letterhead
from kiosk_app.documents.typeface import Typeface, load
from kiosk_app.domain.filing import Moment
from kiosk_app.domain.layout_map import layout_json
from kiosk_app.forms.question import Form
from kiosk_app.settings import load_settings
from kiosk_app.technician.pictures import save_bytes
from kiosk_app.technician.prefills import NoSuchCase
from kiosk_app.ui.terminal import DELIVERED, tell


def blank_options(sub: argparse.ArgumentParser) -> None:
    sub.epilog = "example: kiosk-app forms blank loan --out ./blank; lp ./blank/loan.pdf"
    which = sub.add_mutually_exclusive_group(required=True)
    which.add_argument("form", metavar="ID", nargs="?", help="which form, see: forms list")
    which.add_argument("--all", action="store_true", help="every form, and the service address confirmation")
    sub.add_argument("--out", metavar="DIR", type=Path, required=True, help="the folder to write into")


def blank(options: argparse.Namespace) -> int:
    resources = load_settings().resources
    library, typeface, now = load_library(resources), load(resources / "fonts"), SystemClock().now()
    if options.form and options.form not in library.forms:
        raise NoSuchCase(case=options.form, known=" ".join(library.forms))
    for form in library.forms.values() if options.all else (library.forms[options.form],):
        tell([_write_form(form, options.out, now, typeface)])
    if options.all:
        tell([_write_address(library, options.out, now, typeface)])
    return DELIVERED


def _write_form(form: Form, to: Path, now: Moment, typeface: Typeface) -> str:
    drawn = blank_form.render(form, at=now.at, typeface=typeface)
    pdf, layout = to / f"{form.id}.pdf", to / f"{form.id}.layout.json"
    save_bytes(drawn.printed.pdf, pdf)
    save_bytes(json.dumps(layout_json(drawn.layout), ensure_ascii=False, indent=1).encode(), layout)
    return f"{pdf}（{drawn.printed.pages} 页）  {layout}"


def _write_address(library: Library, to: Path, now: Moment, typeface: Typeface) -> str:
    confirmation = address_confirmation.render(
        None,
        party="",
        role="",
        notices=library.service_notices,
        letterhead=Letterhead("", "", now, "", typeface),
        signature=None,
    )
    save_bytes(confirmation.pdf, to / "service_address.pdf")
    return f"{to / 'service_address.pdf'}（{confirmation.pages} 页）"
