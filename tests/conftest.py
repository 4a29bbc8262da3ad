"""What every test may use: the shipped content, Qt as the kiosk sets it up, the flag for long runs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from PySide6.QtWidgets import QApplication

from kiosk_app.content.library import Library, load_library
from kiosk_app.ui.app import load_fonts
from kiosk_app.ui.private_place import PrivatePlace
from tests.fakes.kiosks import RESOURCES
from tests.fakes.screens import prepare_qt

# How long a test takes says nothing of the code on a loaded machine.
settings.register_profile("kiosk", deadline=None)
settings.load_profile("kiosk")

ROOT = Path(__file__).parent.parent


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run minutes of faults, soak and fuzz")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--long"):
        return
    skip = pytest.mark.skip(reason="takes minutes; run with --long")
    for item in items:
        if item.get_closest_marker("long"):
            item.add_marker(skip)


@pytest.fixture(scope="session")
def resources() -> Path:
    return ROOT / "resources"


@pytest.fixture(scope="session")
def library(resources: Path) -> Library:
    return load_library(resources)


@pytest.fixture(scope="session")
def place() -> Iterator[PrivatePlace]:
    made = PrivatePlace()
    yield made
    made.close()


@pytest.fixture(scope="session")
def qapp_cls(place: PrivatePlace) -> type[QApplication]:
    return prepare_qt(place)


@pytest.fixture
def screen_fonts(qapp: QApplication) -> None:
    """The fonts of the kiosk, loaded into Qt once."""
    if "Noto Sans SC" not in qapp.font().families():
        load_fonts(RESOURCES)
