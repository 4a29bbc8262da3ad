"""Tells and times the stations of a run."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stopwatch:
    """Tells and times the stations of a run."""

    tell: Callable[[str, int], None]
    took_ms: dict[str, int] = field(default_factory=dict)

    @contextlib.contextmanager
    def station(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self.took_ms[name] = round((time.monotonic() - begun) * 1000)
        self.tell(name, self.took_ms[name])
