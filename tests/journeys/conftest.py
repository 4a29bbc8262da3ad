"""Qt as the kiosk sets it up, once for all tests of the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk_app.capture.ocr import Reader
from kiosk_app.ui.private_place import PrivatePlace
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from tests.fakes.kiosks import FakeKiosk, kiosk_at
from tests.fakes.screens import go_to_evidence


@pytest.fixture(autouse=True)
def _fonts(screen_fonts: None) -> None:
    """Every journey is seen in the fonts of the kiosk."""


@pytest.fixture(scope="session")
def reader() -> Reader:
    return Reader()


@pytest.fixture
def kiosk(tmp_path: Path, reader: Reader) -> Iterator[FakeKiosk]:
    made = kiosk_at(tmp_path, reader)
    yield made
    made.store.close()


@pytest.fixture(params=[(1080, 1920), (1920, 1080)], ids=["portrait", "landscape"])
def size(request: pytest.FixtureRequest) -> tuple[int, int]:
    width, height = request.param
    return width, height


@pytest.fixture
def open_window(
    qapp: QApplication, kiosk: FakeKiosk, place: PrivatePlace
) -> Iterator[Callable[[tuple[int, int]], Window]]:
    windows: list[Window] = []

    def make(size: tuple[int, int]) -> Window:
        window = Window(kiosk.parts, place, *size)
        windows.append(window)
        window.open()
        settle(window)
        return window

    yield make
    for window in windows:
        window.finish_visit()
        window.close_down()
        settle(window)
        window.close()
        window.deleteLater()


@pytest.fixture
def window(open_window: Callable[[tuple[int, int]], Window]) -> Window:
    return open_window((1080, 1920))


@pytest.fixture
def at_evidence(open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int]) -> Window:
    """A visit that has come to the page for evidence, agreeing to all and answering nothing."""
    window = open_window(size)
    go_to_evidence(window)
    settle(window)
    return window
