"""Doubtful readings are asked about before somebody goes on: once, and nobody is held up by them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk_app.domain.values import Answer


@dataclass(frozen=True, slots=True)
class OpenDoubts:
    """``keys`` of the answers that wait for a look, and those that the visitor was ``told`` of."""

    keys: tuple[str, ...] = ()
    told: frozenset[str] = frozenset()

    def seen(self, answers: Mapping[str, Answer], asked: Iterable[str]) -> OpenDoubts:
        """As the answers are now; ``asked`` are the keys of the questions on the screen."""
        keys = tuple(key for key in asked if key in answers and not answers[key].confirmed)
        return OpenDoubts(keys, self.told & frozenset(keys))

    def leaving(self) -> OpenDoubts:
        """The wish to go on with some still open: they are to be named."""
        return OpenDoubts(self.keys, frozenset(self.keys))

    @property
    def calls(self) -> bool:
        """Whether going on must first name what is open. Said once for each: who goes on then, goes on, and
        finds it at the review again."""
        return bool(frozenset(self.keys) - self.told)
