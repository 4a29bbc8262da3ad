"""The situation somebody means, found in their own words and explained with them.

A situation counts by how many characters of what was said its words cover, each character once: a longer
word wins over its parts. The same words always give the same offers. Weights for rare words, parts of words
and a dictionary of Chinese words were tried and found no more; figures: ``tests.benchmarks.situations``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk_app.domain.situations import Situation, Situations, plain

MOST_OFFERS = 4
"""Offers that the words call for; what takes everything else comes after them."""

_BESIDE_THE_BEST = 0.3
"""An offer that covers less than this share of what the best one covers is noise."""
_LONGEST_BEGINNING = 4

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Match:
    """One offer. ``said`` are the visitor's words that speak for it, in their order; none for the offer that
    takes whatever fits no other. ``score`` counts characters."""

    situation: Situation
    said: tuple[str, ...]
    score: float


def search(situations: Situations, text_untrusted: str) -> tuple[Match, ...]:
    """The situations that the words speak for, best first; ``otherwise`` is last, unless among them.

    Punctuation, spaces and full width make no difference.
    """
    text = plain(text_untrusted)
    found = [match for leaf in situations.leaves() if (match := _match(leaf, text))]
    best = max((match.score for match in found), default=0.0)
    near = [match for match in found if match.score >= best * _BESIDE_THE_BEST]
    near.sort(key=lambda match: -match.score)  # those that are equal stay in the order of the tree
    offers = near[:MOST_OFFERS]
    if any(match.situation == situations.otherwise for match in offers):
        return tuple(offers)
    return (*offers, Match(situations.otherwise, (), 0.0))


def _match(leaf: Situation, text: str) -> Match | None:
    spans = [(at, at + len(word)) for word in leaf.words if (at := text.find(word)) >= 0]
    if spans:
        pieces = list(_pieces(spans))
        said = tuple(text[start:end] for start, end in pieces)
        return Match(leaf, said, sum(end - start for start, end in pieces))
    if 0 < len(text) <= _LONGEST_BEGINNING:
        # Somebody has just begun to write: 物 and 物业 of 物业费.
        share = max((len(text) / len(word) for word in leaf.words if text in word), default=0.0)
        return Match(leaf, (text,), share * len(text)) if share else None
    return None


def _pieces(spans: list[Span]) -> Iterator[Span]:
    """The pieces of the text that the spans cover, in order; those that overlap as one."""
    start, end = 0, 0
    for next_start, next_end in sorted(spans):
        if next_start >= end:
            if end > start:
                yield start, end
            start, end = next_start, next_end
        end = max(end, next_end)
    yield start, end
