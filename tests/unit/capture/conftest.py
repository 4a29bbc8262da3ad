"""One text reader for all tests: loading its networks takes a second."""

from __future__ import annotations

import pytest

from kiosk_app.capture.ocr import Reader


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()
