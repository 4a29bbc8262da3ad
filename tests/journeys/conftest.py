"""Qt as the kiosk sets it up, once for all tests of the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from kiosk_app.capture.ocr import Reader
from kiosk_app.ui.app import load_fonts
from kiosk_app.ui.private_place import PrivatePlace
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from tests.fakes.kiosks import RESOURCES, FakeKiosk, kiosk_at
from tests.fakes.screens import prepare_qt


@pytest.fixture(scope="session")
def place() -> Iterator[PrivatePlace]:
    made = PrivatePlace()
    yield made
    made.close()


@pytest.fixture(scope="session")
def qapp_cls(place: PrivatePlace) -> type[QApplication]:
    return prepare_qt(place)


@pytest.fixture(autouse=True)
def _fonts(qapp: QApplication) -> None:
    if "Noto Sans SC" not in qapp.font().families():
        load_fonts(RESOURCES)


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
