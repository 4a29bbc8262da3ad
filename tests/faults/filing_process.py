"""A kiosk process for the fault tests: submits the visit it finds, and is killed at a named station.

A station is ``before`` or ``after`` and ``module:function``; where it is reached, the process kills itself
with SIGKILL: no handler runs and no buffer is flushed, as when the plug is pulled.
"""

from __future__ import annotations

import importlib
import os
import signal
from pathlib import Path
from typing import Any

from kiosk_app.bootstrap import open_kiosk
from kiosk_app.settings import load_settings


def arm(station: str) -> None:
    """Put a SIGKILL before or after the function, such as ``after kiosk_app.x:Class.method``."""
    when, _, place = station.partition(" ")
    module_name, _, name = place.partition(":")
    owner: Any = importlib.import_module(module_name)
    *path, last = name.split(".")
    for part in path:
        owner = getattr(owner, part)
    real = getattr(owner, last)

    def deadly(*arguments: Any, **named: Any) -> None:
        if when == "after":
            real(*arguments, **named)
        os.kill(os.getpid(), signal.SIGKILL)

    setattr(owner, last, deadly)


def main(directory: Path, station: str) -> None:
    """Submit and deliver the visit that waits in ``directory``; dies at ``station``."""
    with open_kiosk(load_settings(data_directory=directory)) as kiosk:
        visit = kiosk.reception.recover()
        if visit is None:
            raise AssertionError("there is no visit to submit")
        arm(station)
        visit.submit()
        kiosk.engine.deliver_due(everything=True)
