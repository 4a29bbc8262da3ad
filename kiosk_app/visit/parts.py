"""What a visit works with; ``bootstrap`` puts it together."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from kiosk_app.capture.ocr import Reader
from kiosk_app.content.library import Library
from kiosk_app.devices.clock import Clock
from kiosk_app.domain.filing import Court
from kiosk_app.store.store import Store

SOFTWARE = "filing-kiosk 0.1.0"


@dataclass(frozen=True, slots=True)
class VisitParts:
    """Shared by every visit of this kiosk. ``kiosk_name`` heads the receipt numbers."""

    store: Store
    library: Library
    reader: Reader
    clock: Clock
    court: Court
    kiosk_name: str
    fonts: Path
