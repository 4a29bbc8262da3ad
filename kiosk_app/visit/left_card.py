"""The card on the reader: one that is forgotten there is called out, and none is read to somebody else.

Nobody is held up by either.
"""

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


@dataclass(frozen=True, slots=True)
class LaidCard:
    """Whether the card on the reader was laid there before this visitor's eyes.

    One that lies there when the page opens may be the last visitor's. A touch on "it is mine", by mistake or
    on purpose, would show a stranger's name, number and home. Lifting it tells more: whoever has a card in
    the hand sees whose face is on it. So it is read only after the reader was seen empty; who laid the own
    card down early loses two seconds.
    """

    empty_seen: bool = False

    def seen(self, lies: bool) -> LaidCard:
        """The reader was asked."""
        return self if lies else LaidCard(True)

    @property
    def may_be_read(self) -> bool:
        return self.empty_seen
