"""A visit on a kiosk of its own; each file says what its reader reads."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.visit.visit import Visit
from tests.fakes.kiosks import FakeKiosk, kiosk_at


@pytest.fixture
def kiosk(tmp_path: Path, reader: Reader) -> Iterator[FakeKiosk]:
    kiosk = kiosk_at(tmp_path, reader)
    yield kiosk
    kiosk.store.close()


@pytest.fixture
def visit(kiosk: FakeKiosk) -> Visit:
    return kiosk.parts.reception.open("loan")
