"""How words are written belongs to one visit."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.visit.writing import Writing
from tests.fakes.kiosks import kiosk_at


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader()


def test_the_choice_lasts_for_the_visit_and_no_longer(tmp_path: Path, reader: Reader) -> None:
    kiosk = kiosk_at(tmp_path, reader)
    first = kiosk.parts.reception.open("loan")
    assert first.writing is Writing.HAND
    first.writing = Writing.PINYIN
    first.forward()
    assert first.writing is Writing.PINYIN
    first.end()
    assert kiosk.parts.reception.open("loan").writing is Writing.HAND
    kiosk.store.close()
