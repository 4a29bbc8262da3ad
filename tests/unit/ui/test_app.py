from __future__ import annotations

import os
import subprocess
import sys

_EMIT = """
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
for _ in range(50_000):
    bell.rung.emit()
"""


def test_many_thousand_signals_do_not_end_the_process() -> None:
    """An hour at the camera: see ``kiosk_app.ui.app._hold_true``."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    run = subprocess.run([sys.executable, "-c", _EMIT], env=environment, capture_output=True, check=False)
    assert run.returncode == 0, run.stderr
