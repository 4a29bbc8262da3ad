"""Qt as the kiosk sets it up, for all tests of the screens."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def _fonts(screen_fonts: None) -> None:
    """Every widget is measured in the fonts of the kiosk."""
