from __future__ import annotations

import pytest

from kiosk_app.documents import typeface as typefaces
from kiosk_app.documents.typeface import Typeface
from tests.fakes.papers import FONTS


@pytest.fixture(scope="session")
def typeface() -> Typeface:
    return typefaces.load(FONTS)
