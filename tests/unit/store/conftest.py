from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from kiosk_app.store.store import Store
from tests.fakes import stores


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    store = stores.open_at(tmp_path)
    yield store
    store.close()


@pytest.fixture
def python(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The start of a command that runs the next argument as another Python program."""
    monkeypatch.chdir(Path(__file__).parents[3])
    return [sys.executable, "-c"]
