from __future__ import annotations

import os
import subprocess
import sys

_CALLS = """
from pathlib import Path
from PySide6.QtCore import QObject, Signal
from kiosk_app.ui.app import prepare_environment
from kiosk_app.ui.private_place import PrivatePlace

class Bell(QObject):
    rung = Signal()

place = PrivatePlace()
prepare_environment(place, Path("resources"))
place.close()
bell = Bell()
for _ in range(100_000):
    bell.rung.emit()
    bell.setObjectName("bell")
    bell.isWidgetType()
"""


def test_many_thousand_calls_of_qt_do_not_end_the_process() -> None:
    """An hour at the camera: see ``kiosk_app.ui.app._hold_constants``."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, "-c", _CALLS], env=environment, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
