"""How long a visitor's answer takes until it survives a power cut.

Run: ``python -m tests.benchmarks.store``
"""

from __future__ import annotations

import io
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kiosk_app.store import drafts
from tests.fakes import stores

ANSWERS = 500
PICTURE_BYTES = 4_000_000


def measure(work: Callable[[int], object], times: int) -> list[float]:
    """Milliseconds of each call."""
    taken = []
    for number in range(times):
        start = time.perf_counter()
        work(number)
        taken.append((time.perf_counter() - start) * 1000)
    return sorted(taken)


def main() -> None:
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as directory:
        store = stores.open_at(Path(directory))
        store.begin_visit("v", stores.NOON, "loan", "notice")

        def save(number: int) -> None:
            with store.database.begin() as session:
                drafts.save_answer(session, "v", stores.answer(f"key{number}"))

        picture = bytes(PICTURE_BYTES)
        answers = measure(save, ANSWERS)
        pictures = measure(lambda number: store.put_blob("v", io.BytesIO(picture)), 10)
        wiped = measure(lambda number: store.end_visit("v", stores.NOON), 1)
        store.close()
        starts = measure(lambda number: stores.open_at(Path(directory)).close(), 5)
    print(f"answers committed: {ANSWERS}, median {statistics.median(answers):.2f} ms")
    print(f"slowest in a hundred: {answers[-ANSWERS // 100]:.2f} ms")
    print(f"picture of {PICTURE_BYTES / 1e6:.0f} MB: median {statistics.median(pictures):.1f} ms")
    print(f"visit wiped: {wiped[0]:.1f} ms; store opened: median {statistics.median(starts):.1f} ms")


if __name__ == "__main__":
    main()
