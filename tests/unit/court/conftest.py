from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.fakes.gateways import Bench, running


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with running(tmp_path_factory.mktemp("court")) as bench:
        yield bench
