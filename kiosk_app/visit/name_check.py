"""A name that waits for the person's word: which of its characters are in doubt, and what else they may be.

“是这个字吗？” is asked of a name that was not read surely, that has a character outside the common tables, or
that a rare character fits better than the one that was read. A rare character is never replaced by its
look-alike: it is offered where it was thought of, written by hand where not, and where this kiosk can do
neither its place is held by :data:`MISSING`, so that nobody takes another character for the right one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from kiosk_app.capture.geometry import Image
from kiosk_app.capture.name_signs import RareSigns, SignSeen, draw_rare_signs, look_closely
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.identity import uncommon

MISSING = "〓"
"""Stands for a character that cannot be written here, as printers have long set it (U+3013)."""

_FONT = "NotoSansSC-Regular.ttf"
_WRITTEN_IN_SIGNS = re.compile(r"[㐀-䶿一-鿿\U00020000-\U0003ffff·〓]{1,20}")
_MARGIN = 0.35
"""So much of a row's height is shown above and below it."""


@dataclass(frozen=True, slots=True, eq=False)
class NameCheck:
    """``piece`` is what the card shows, ``doubtful`` are the places in the name that are to be looked at
    first; empty where it is the name as a whole."""

    name: str
    signs: tuple[SignSeen, ...]
    doubtful: tuple[int, ...]
    piece: Image

    def put(self, at: int, sign: str) -> NameCheck:
        """With another character at a place, which is in doubt no more."""
        name = self.name[:at] + sign + self.name[at + 1 :]
        signs = tuple(SignSeen(sign) if n == at else seen for n, seen in enumerate(self.signs))
        return replace(self, name=name, signs=signs, doubtful=tuple(n for n in self.doubtful if n != at))

    @property
    def lacks_a_sign(self) -> bool:
        """Whether a character stands there that could not be written."""
        return MISSING in self.name


def is_checkable(name: object) -> bool:
    """Whether a name is one of characters, which are looked at one by one. Letters are not."""
    return isinstance(name, str) and _WRITTEN_IN_SIGNS.fullmatch(name) is not None


def doubtful_signs(signs: Sequence[SignSeen]) -> tuple[int, ...]:
    """The places of a name that may hold another character than was read."""
    return tuple(at for at, seen in enumerate(signs) if seen.rare_fits or uncommon(seen.sign))


def signs_on(page: Image, box: tuple[int, int, int, int], name: str, fonts: Path) -> tuple[SignSeen, ...]:
    """Each character of the name that was read in a box of a card. A tenth of a second."""
    left, top, right, bottom = box
    row = page[max(0, top) : bottom, max(0, left) : right]
    return look_closely(row, name, _rare_signs(fonts)) if row.size else tuple(map(SignSeen, name))


def check_of(page: Image, box: tuple[int, int, int, int], name: str, fonts: Path) -> NameCheck:
    """The check of a name that was read in a box of a card."""
    if not is_checkable(name):
        raise Bug("a name in letters has no characters to look at one by one")
    signs = signs_on(page, box, name, fonts)
    left, top, right, bottom = box
    margin = round(_MARGIN * (bottom - top))
    piece = page[max(0, top - margin) : bottom + margin, max(0, left - margin) : right + margin]
    return NameCheck(name, signs, doubtful_signs(signs), piece.copy())


@cache
def _rare_signs(fonts: Path) -> RareSigns:
    return draw_rare_signs((fonts / _FONT).read_bytes())
