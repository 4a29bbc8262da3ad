"""A dossier in a few lines, for the person who holds the key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kiosk_app.dossier.read import OpenedDossier


def inspect(opened: OpenedDossier) -> str:
    """Who sues whom for what, what is in the bag, and by which key it says it was signed.

    Holds names of parties: for a terminal in the court, never for a log.
    """
    filing, record = opened.filing, opened.record
    lines = [
        ("Filing", f"{filing['id']}  receipt {filing['receipt_number']}"),
        ("Court", filing["court"]["name"]),
        ("Cause", filing["cause"]["name"]),
        ("Plaintiffs", _names(filing["plaintiffs"])),
        ("Defendants", _names(filing["defendants"])),
        ("Claim", f"{filing['claim_total']} yuan; fee {_between(filing['fee']['total'])} yuan"),
        ("Prepared", f"{filing['prepared']['at']} (clock {filing['prepared']['clock']})"),
        ("Evidence", f"{len(filing['evidence'])} items, {record['page_count']} pages captured"),
        ("Findings", str(len(filing["findings"]))),
        ("Signed by", f"{opened.signer}  (kiosk {record['device']['kiosk_id']})"),
        ("Sealed file", f"{opened.size} bytes, sha256 {opened.sha256}"),
    ]
    files = [f"  {path}  {entry.size} bytes" for path, entry in sorted(opened.files.items())]
    return "\n".join([*(f"{label + ':':<12} {text}" for label, text in lines), "Files:", *files]) + "\n"


def _between(span: Mapping[str, str]) -> str:
    return "–".join(dict.fromkeys((span["low"], span["high"])))


def _names(parties: list[Mapping[str, Any]]) -> str:
    return "、".join(party["name"] for party in parties) or "—"
