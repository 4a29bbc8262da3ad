"""The fonts of everything printed, loaded once into a frozen value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from kiosk_app.domain.errors import EnvironmentFault


class FontMissing(EnvironmentFault):
    """A font is not there or is no TrueType font. Facts: ``path``."""


@dataclass(frozen=True, slots=True)
class Face:
    """One font: the name it is registered under and the advance of each character it has, in em/1000."""

    name: str
    advances: Mapping[int, int]

    def has(self, character: str) -> bool:
        return ord(character) in self.advances

    def width_em(self, text: str) -> float:
        """The width in em of characters that the font has."""
        return sum(self.advances[ord(character)] for character in text) / 1000


@dataclass(frozen=True, slots=True)
class Typeface:
    """The three faces of a court paper: serif for what was answered, sans for labels, bold for headings."""

    serif: Face
    sans: Face
    bold: Face


def load(folder: Path) -> Typeface:
    """The typeface from a folder with the three Noto fonts (SIL OFL). Raises :class:`FontMissing`.

    ReportLab knows fonts by a name per process; a name that is there already is used again.
    """
    return Typeface(
        serif=face(folder / "NotoSerifSC-Regular.ttf"),
        sans=face(folder / "NotoSansSC-Regular.ttf"),
        bold=face(folder / "NotoSansSC-Bold.ttf"),
    )


def face(path: Path) -> Face:
    """One TrueType font. Raises :class:`FontMissing`."""
    if not path.is_file():
        raise FontMissing(path=str(path))
    if path.stem not in pdfmetrics.getRegisteredFontNames():
        try:
            pdfmetrics.registerFont(TTFont(path.stem, str(path)))
        except (TTFError, OSError) as error:
            raise FontMissing(path=str(path)) from error
    font = pdfmetrics.getFont(path.stem)
    assert isinstance(font, TTFont)
    widths, default = font.face.charWidths, font.face.defaultWidth
    advances = {code: widths.get(code, default) for code in font.face.charToGlyph}
    return Face(path.stem, advances)
