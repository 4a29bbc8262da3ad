"""An identity card that is forgotten on the reader is called out; nobody is held up by it."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class LeftCard:
    """What is known of the card on the reader when somebody goes on: whether one ``lies`` there, and whether
    they were ``told`` so."""

    lies: bool = False
    told: bool = False

    def seen(self, lies: bool) -> LeftCard:
        """The reader was asked. Whoever took the card away and lays one down again is told again."""
        return replace(self, lies=lies) if lies else LeftCard()

    def leaving(self) -> LeftCard:
        """The first wish to go on with a card still there: it is to be called out."""
        return replace(self, told=self.lies)

    @property
    def calls(self) -> bool:
        """Whether going on must first say "take your card". Said once: who goes on then, goes on."""
        return self.lies and not self.told
