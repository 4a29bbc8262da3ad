"""How a visitor writes words: the one thing about writing that outlasts a field."""

from __future__ import annotations

from enum import StrEnum


class Writing(StrEnum):
    """With a finger, or by the sounds of pinyin. The kiosk begins with the finger: most who come without a
    lawyer are over 60, and many never learned pinyin's letters."""

    HAND = "hand"
    PINYIN = "pinyin"
