"""What a visit works with; ``bootstrap`` puts it together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from kiosk_app.capture.ocr import Reader
from kiosk_app.content.library import Library
from kiosk_app.devices.clock import Clock
from kiosk_app.domain.filing import Court
from kiosk_app.domain.findings import Finding
from kiosk_app.store.store import Store

SOFTWARE = "filing-kiosk 0.1.0"

Say = Callable[[Finding, str], tuple[str, str]]
"""A finding, and what it speaks of, in words: what is the matter, and what to do (may be empty).
``ui.messages`` has them."""


@dataclass(frozen=True, slots=True)
class VisitParts:
    """Shared by every visit of this kiosk. ``kiosk_name`` heads the receipt numbers, ``say`` words
    findings for paper."""

    store: Store
    library: Library
    reader: Reader
    clock: Clock
    court: Court
    kiosk_name: str
    fonts: Path
    say: Say
