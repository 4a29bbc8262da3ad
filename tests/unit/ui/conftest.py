"""Qt as the kiosk sets it up, once for all tests of the screens."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from kiosk_app.ui.app import load_fonts
from kiosk_app.ui.private_place import PrivatePlace
from tests.fakes.kiosks import RESOURCES
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
