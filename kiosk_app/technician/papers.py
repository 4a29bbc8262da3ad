"""``kiosk-app papers``: what a PDF says of who signed it, for a technician or a clerk with a file in hand."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from kiosk_app.capture.picture import FileMissing
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.filing import CHINA
from kiosk_app.pades.read import SignatureReport, read_signatures
from kiosk_app.ui.messages import Language
from kiosk_app.ui.terminal import DELIVERED, FAILED, Table, add_commands, named, tell, terminal_language
from kiosk_app.ui.terminal_words import said

_EXAMPLES = """\
examples:
  kiosk-app papers check complaint.pdf               who signed, when, how identified, changed since or not
  kiosk-app papers check *.pdf --key Upn1ohosLVKV9WDYCouiZ852qgvC9cgwKtTcOtOaGb4
                                                     and only a kiosk with this key will do
  kiosk-app papers check complaint.pdf --json        the same for a program, one line for each file

A kiosk's key is named by its thumbprint (RFC 7638), as in record.json and at enrolment. Without --key a
signature may be anybody's who has the programs of this kiosk: compare the thumbprint that is told.

exit codes: 0 every file is signed and unchanged, by a kiosk of --key where one is given · 1 one is not ·
2 wrong use
"""


def papers_options(sub: argparse.ArgumentParser) -> None:
    """All that follows ``kiosk-app papers``."""
    sub.epilog, sub.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    add_commands(sub.add_subparsers(metavar="COMMAND", required=True), _COMMANDS)


def _check(options: argparse.Namespace) -> int:
    code = DELIVERED
    for path in options.file:
        try:
            reports = _reports(path, options.key)
        except InputFault as fault:  # one bad file does not stop the others
            fault.facts["path"] = str(path)
            tell([named(fault)], sys.stderr)
            code = FAILED
            continue
        tell([_json(path, reports)] if options.json else _lines(path, reports, options.key))
        if not _is_good(reports, options.key):
            code = FAILED
    return code


def _reports(path: Path, keys: list[str]) -> tuple[SignatureReport, ...]:
    if not path.is_file():
        raise FileMissing(path=str(path))
    return read_signatures(path.read_bytes(), keys)


def _is_good(reports: tuple[SignatureReport, ...], keys: list[str]) -> bool:
    return bool(reports) and all(
        report.sound if keys else report.unchanged and report.device_key for report in reports
    )


def _lines(path: Path, reports: tuple[SignatureReport, ...], keys: list[str]) -> Iterator[str]:
    language = terminal_language()
    if not reports:
        yield said("unsigned", language, path=path)
    for report in reports:
        how = said(f"identified_{report.identified or 'unknown'}", language)
        at = f"{report.at.astimezone(CHINA):%Y-%m-%d %H:%M:%S}" if report.at else "—"
        yield said("signed_by", language, path=path, person=report.person or "—", how=how, at=at)
        yield said(_state(report), language)
        yield _kiosk(report, keys, language)


def _state(report: SignatureReport) -> str:
    if not report.intact:
        return "paper_changed"
    return "paper_extended" if report.extended else "paper_unchanged"


def _kiosk(report: SignatureReport, keys: list[str], language: Language) -> str:
    if not report.device_key:
        return said("no_kiosk", language)
    trust = "kiosk_trusted" if report.trusted else "kiosk_other" if keys else "kiosk_to_compare"
    words = said(trust, language)
    return said("by_kiosk", language, kiosk_id=report.kiosk_id, thumbprint=report.device_key, trust=words)


def _json(path: Path, reports: tuple[SignatureReport, ...]) -> str:
    found = [
        asdict(report) | {"at": report.at.isoformat() if report.at else None, "sound": report.sound}
        for report in reports
    ]
    return json.dumps({"path": str(path), "signatures": found}, ensure_ascii=False)


def _check_options(sub: argparse.ArgumentParser) -> None:
    sub.epilog = "example: kiosk-app papers check data/documents/*.pdf --key THUMBPRINT"
    sub.add_argument("file", type=Path, metavar="FILE", nargs="+", help="a PDF")
    sub.add_argument(
        "--key", metavar="THUMBPRINT", action="append", default=[], help="a kiosk to trust; may come again"
    )
    sub.add_argument("--json", action="store_true", help="one line of JSON for each file")


_COMMANDS: Table = {
    "check": (_check, _check_options, "who signed a PDF, and whether it was changed since"),
}
