"""The two trees of what can go wrong: faults of the world, and bugs.

A fault carries facts in named fields and no sentence; the sentences for people stand in
``kiosk_app.ui.messages``, one for each fault and language. Each fault is declared at the top of
the module that raises it.
"""

from __future__ import annotations


class Fault(Exception):
    """Something in the world is not as it should be, and a person can do something about it."""

    def __init__(self, **facts: object) -> None:
        super().__init__(*(f"{name}={value}" for name, value in facts.items()))
        self.facts = facts

    def __str__(self) -> str:
        return f"{type(self).__name__}({', '.join(map(str, self.args))})"


class InputFault(Fault):
    """What a person handed over cannot be used: a picture, a file, a setting, an answer."""


class EnvironmentFault(Fault):
    """The machine or its surroundings fail: a full disk, a dead line, a missing device."""


class IntegrityFault(Fault):
    """Data is not what its maker signed, sealed or stored."""


class Bug(AssertionError):
    """We broke a promise of our own. Never caught but at a thread's or process's edge."""
