"""OpenCV and Qt in one process: whichever comes first, a window opens and nothing is set behind our back."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.metadata import distributions

import pytest

_OPEN = """
import os
{imports}
from PySide6.QtWidgets import QApplication, QLabel
application = QApplication([])
label = QLabel("立案")
label.show()
assert label.isVisible()
assert "QT_QPA_PLATFORM_PLUGIN_PATH" not in os.environ
"""


@pytest.mark.parametrize(
    "imports", ["import cv2\nimport PySide6.QtWidgets", "import PySide6.QtWidgets\nimport cv2"]
)
def test_a_window_opens_in_either_order(imports: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    code = _OPEN.format(imports=imports)
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, env=environment
    )
    assert run.returncode == 0, run.stderr


def test_exactly_one_opencv_is_installed() -> None:
    installed = {
        found.metadata["Name"] for found in distributions() if found.metadata["Name"].startswith("opencv")
    }
    assert installed == {"opencv-python-headless"}
