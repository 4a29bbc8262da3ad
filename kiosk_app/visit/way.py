"""The way through the steps: a place, and where to return after a jump. Pure values, no screen."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kiosk_app.visit.steps import Step


@dataclass(frozen=True, slots=True)
class Way:
    """Where a visitor stands in ``steps``. ``home`` is the index that a jump came from, else None."""

    steps: tuple[Step, ...]
    index: int = 0
    home: int | None = None

    @property
    def step(self) -> Step:
        return self.steps[self.index]

    @property
    def returning_to(self) -> Step | None:
        return None if self.home is None else self.steps[self.home]

    def forward(self) -> Way:
        """The next step, or back to where a jump came from."""
        if self.home is not None:
            return replace(self, index=self.home, home=None)
        return replace(self, index=min(self.index + 1, len(self.steps) - 1))

    def back(self) -> Way:
        """The step before; after a jump, back to where it came from."""
        if self.home is not None:
            return replace(self, index=self.home, home=None)
        return replace(self, index=max(self.index - 1, 0))

    def jump(self, step_id: str) -> Way:
        """To a named step, remembering the way back. Raises KeyError for a step that is not on the way."""
        index = self._index(step_id)
        if index == self.index:
            return self
        return replace(self, index=index, home=self.index if self.home is None else self.home)

    def at(self, step_id: str) -> Way:
        """The way as it is for somebody who stands at the named step."""
        return replace(self, index=self._index(step_id), home=None)

    def _index(self, step_id: str) -> int:
        for index, step in enumerate(self.steps):
            if step.id == step_id:
                return index
        raise KeyError(step_id)
