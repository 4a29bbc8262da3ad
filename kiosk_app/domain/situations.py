"""Everyday situations that bring people to court: a picture tree, at most two touches deep."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Situation:
    """One picture. A leaf leads to ``form_id`` and is found by ``words``, which are :func:`plain`; any other
    has ``children``.

    ``title`` and ``sentence`` are in a visitor's words; ``icon`` names a drawing of resources/icons.
    """

    id: str
    icon: str
    title: str
    sentence: str
    form_id: str = ""
    words: tuple[str, ...] = ()
    children: tuple[Situation, ...] = ()


@dataclass(frozen=True, slots=True)
class Situations:
    """The tree from its top. ``otherwise`` is the leaf that takes whatever fits no other: nobody is turned
    away (登记立案规定 2)."""

    top: tuple[Situation, ...]
    otherwise: Situation

    def leaves(self) -> Iterator[Situation]:
        """Every situation that leads to a form, in the order of the tree."""
        for situation in self.top:
            yield from situation.children or (situation,)


def plain(text_untrusted: str) -> str:
    """Its letters, figures and Chinese characters alone, without full width, Latin ones small."""
    folded = unicodedata.normalize("NFKC", text_untrusted).lower()
    return "".join(sign for sign in folded if sign.isalnum())
