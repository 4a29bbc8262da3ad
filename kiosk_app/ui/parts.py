"""What the screens are given by the program around them. No Qt here."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kiosk_app.devices.camera import Camera
    from kiosk_app.devices.card_reader import RawCard
    from kiosk_app.devices.printer import Printer
    from kiosk_app.visit.idle import IdleWatch
    from kiosk_app.visit.reception import Reception
    from kiosk_app.visit.visit import Visit


def monotonic_ms() -> int:
    """Milliseconds of a clock that never jumps."""
    return time.monotonic_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class KioskParts:
    """Everything the window needs and does not make itself.

    ``picture_folder`` is offered as "read from a picture" where the kiosk has no live camera.
    ``counter`` is how this court calls the place where people help, e.g. 诉讼服务大厅3号窗口.
    ``read_card`` asks the card reader what lies on it, None where the kiosk has none; it takes seconds.
    ``printer`` prints on A4, ``receipt_printer`` on a roll of 80 mm; None where the kiosk has none.
    ``auto_capture``: pages are taken by themselves from the start; a visitor may switch it on and off.
    ``resumed`` is a visit that a crash cut short a moment ago; the window goes on with it.
    """

    reception: Reception
    open_camera: Callable[[], Camera]
    idle: Callable[[], IdleWatch]
    resources: Path
    full_screen: bool = True
    court_name: str = ""
    counter: str = "诉讼服务窗口"
    picture_folder: Path | None = None
    read_card: Callable[[], RawCard | None] | None = None
    printer: Printer | None = None
    receipt_printer: Printer | None = None
    auto_capture: bool = True
    resumed: Visit | None = None
    now_ms: Callable[[], int] = monotonic_ms
