"""The fonts of everything printed, loaded once into frozen values.

A face is a chain: its own Noto font first, then, for ideographs that it lacks, the fonts for rare characters
that are installed. What none of them has is drawn from the visitor's own hand where they wrote it
(:data:`~kiosk_app.domain.signature.DrawnCharacters`), else as its code point: never as a look-alike.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import structlog
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError

from kiosk_app.documents.embedded_font import EmbeddedFont
from kiosk_app.domain.errors import EnvironmentFault
from kiosk_app.domain.signature import DrawnCharacters

FONT_DIRECTORIES = (
    Path("/usr/local/share/fonts"),
    Path("/usr/share/fonts/truetype/babelstone"),
    Path("/usr/share/fonts/truetype/hanazono"),
)
"""Where fonts for rare characters are looked for, after the folder of the Noto fonts. A court may put more
into the first one; the others are those of installer/packages.txt."""

RARE_FONTS = (
    "BabelStoneHan.ttf",
    "HanaMinA.ttf",
    "HanaMinB.ttf",
    "Jigmo.ttf",
    "Jigmo2.ttf",
    "Jigmo3.ttf",
)
"""Song faces in the order they are asked. BabelStone Han draws as the mainland standards do; HanaMin has all
of the extensions A to F, Jigmo all to H. TrueType outlines only: ReportLab embeds no others."""

_HAN = (
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x31C0, 0x31EF), (0x3400, 0x4DBF), (0x4E00, 0x9FFF),
    (0xF900, 0xFAFF), (0x20000, 0x3FFFD),
)  # fmt: skip
"""Radicals, strokes, unified and compatibility ideographs, and the two planes that are kept for more."""


class FontMissing(EnvironmentFault):
    """A font is not there or is no TrueType font. Facts: ``path``."""


@dataclass(frozen=True, slots=True)
class Font:
    """One font file: the name ReportLab knows it by, its own (PostScript) name that stands in PDFs, and the
    advance of each character it draws, in em/1000."""

    name: str
    base_name: str
    path: Path
    advances: Mapping[int, float] = field(repr=False, compare=False)

    def has(self, character: str) -> bool:
        return ord(character) in self.advances


@dataclass(frozen=True, slots=True)
class Face:
    """A font, those that stand in for it, and what the visitor drew because none of them has it.

    The others are opened when a text first wants a character that the main font lacks: they are large.
    """

    main: Font
    rare: tuple[Path, ...] = ()
    drawn: DrawnCharacters = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.main.name

    def font_of(self, character: str) -> Font | None:
        """The first font that has the character; None where none has."""
        if self.main.has(character):
            return self.main
        if not is_han(character):
            return None
        return next((font for font in map(_rare_font, self.rare) if font and font.has(character)), None)

    def has(self, character: str) -> bool:
        return self.font_of(character) is not None

    def fonts_of(self, texts: Iterable[str]) -> frozenset[Font]:
        """The fonts that draw these texts."""
        fonts = map(self.font_of, set().union(*texts))
        return frozenset(font for font in fonts if font)

    def width_em(self, text: str) -> float:
        """The width in em of characters that a font has."""
        return sum(self._advance(character) for character in text) / 1000

    def _advance(self, character: str) -> float:
        font = self.font_of(character)
        if font is None:
            raise KeyError(character)
        return font.advances[ord(character)]


@dataclass(frozen=True, slots=True)
class Typeface:
    """The three faces of a court paper: serif for what was answered, sans for labels, bold for headings."""

    serif: Face
    sans: Face
    bold: Face

    @property
    def faces(self) -> tuple[Face, ...]:
        return self.serif, self.sans, self.bold


def load(
    folder: Path, *, drawn: DrawnCharacters | None = None, directories: Sequence[Path] = FONT_DIRECTORIES
) -> Typeface:
    """The typeface from a folder with the three Noto fonts (SIL OFL), with the fonts for rare characters that
    are in ``folder`` or ``directories``; one that is not there, or damaged, is no fault: what it has is
    written by hand. Raises :class:`FontMissing`.

    ``drawn`` is what the visitor wrote of characters that no font has.
    """
    rare = rare_fonts((folder, *directories))

    def chain(name: str) -> Face:
        return Face(face(folder / name).main, rare, drawn or {})

    return Typeface(
        serif=chain("NotoSerifSC-Regular.ttf"),
        sans=chain("NotoSansSC-Regular.ttf"),
        bold=chain("NotoSansSC-Bold.ttf"),
    )


def face(path: Path) -> Face:
    """One TrueType font alone. Raises :class:`FontMissing`."""
    if not path.is_file():
        raise FontMissing(path=str(path))
    return Face(_font(path))


def rare_fonts(directories: Iterable[Path]) -> tuple[Path, ...]:
    """The fonts for rare characters that are installed, in the order they are asked."""
    folders = tuple(directories)
    found = (next((at / name for at in folders if (at / name).is_file()), None) for name in RARE_FONTS)
    return tuple(path for path in found if path)


def is_han(character: str) -> bool:
    """Whether this is, or may one day be, a Chinese character."""
    return any(low <= ord(character) <= high for low, high in _HAN)


def is_private(character: str) -> bool:
    """Whether the code point means what its writer agreed upon, as on the chips of identity cards; fonts put
    there what they please."""
    return unicodedata.category(character) == "Co"


def to_be_written(text: str, face: Face) -> tuple[str, ...]:
    """The Chinese characters of ``text`` that no font has and nobody drew yet, each once, and private code
    points, which stand for such characters."""
    return tuple(
        dict.fromkeys(
            character
            for character in text
            if (is_han(character) or is_private(character))
            and character not in face.drawn
            and not face.has(character)
        )
    )


@cache
def _rare_font(path: Path) -> Font | None:
    """None for a damaged one: nobody's filing waits until a technician has put it right."""
    try:
        return _font(path)
    except FontMissing:
        structlog.get_logger().error("rare_font_damaged", where=[str(path)])
        return None


@cache
def _font(path: Path) -> Font:
    """The font of a file, registered with ReportLab, which knows fonts by a name per process."""
    name = str(path)
    try:
        pdfmetrics.registerFont(EmbeddedFont(name, name))
    except (TTFError, OSError) as error:
        raise FontMissing(path=name) from error
    font = pdfmetrics.getFont(name)
    assert isinstance(font, EmbeddedFont)
    known = font.face
    at, widths, default = known.glyphPos, known.charWidths, known.defaultWidth
    advances = {
        code: widths.get(code, default)
        for code, glyph in known.charToGlyph.items()
        # What has no picture is no character: .notdef, a gap of the character map, an empty ideograph.
        if glyph and not is_private(chr(code)) and (at[glyph] < at[glyph + 1] or not is_han(chr(code)))
    }
    # The same font may be known from another file already: it is that one which is drawn.
    return Font(name, known.name.decode("ascii"), Path(known.filename), advances)
