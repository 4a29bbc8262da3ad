"""Proof, from a finished PDF, that each character of a name is printed as itself.

The file is read by other people's code (pikepdf, fontTools) than that which wrote it, and held against the
font file that the glyph should have come from: a character counts as printed where a code is shown whose
ToUnicode map names it and whose outline in the embedded subset is that of the character in the source font;
or, if no font has it, where its code point stands under its own ActualText beside the drawing.
"""

from __future__ import annotations

import io
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont

from kiosk_app.documents.linebreak import BOXES, code_point, is_ignorable, tidy
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.errors import IntegrityFault

Outline = tuple[int, tuple[tuple[int, int], ...], tuple[int, ...], bytes]
"""Units in an em, the points, the last point of each contour, which points are on the curve."""

_OPERATORS = "Tf Tr Tj BMC BDC EMC"
_INVISIBLE = 3
_MAPPED = re.compile(r"<([0-9A-Fa-f]{2})>\s*<((?:[0-9A-Fa-f]{4})+)>")


class CharacterNotPrinted(IntegrityFault):
    """A character of a name is nowhere on the paper as itself. Facts: ``label``, ``character``."""


class CharacterMisprinted(IntegrityFault):
    """What is printed for a character of a name is not that character's picture. Facts: ``label``,
    ``character``."""


def check(pdf: bytes, names: Mapping[str, str], typeface: Typeface) -> None:
    """Prove that every character of ``names``, each with the label it stands under, is printed as itself.

    Spaces, tick boxes and characters without a picture have no glyph. Raises :class:`CharacterNotPrinted`,
    :class:`CharacterMisprinted`.
    """
    sources = {font.base_name: font.path for face in typeface.faces for font in face.fonts_of(names.values())}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        shown = _read(document)
        for label, name in names.items():
            for character in dict.fromkeys(tidy(name)):
                if not (character.isspace() or character in BOXES or is_ignorable(character)):
                    _prove(label, character, shown, sources)


def _prove(label: str, character: str, shown: _Shown, sources: Mapping[str, Path]) -> None:
    glyphs = shown.glyphs.get(character, ())
    if not glyphs and character not in shown.spoken:
        raise CharacterNotPrinted(label=label, character=character)
    for font, code in glyphs:
        source = sources.get(font.base_name)
        picture = font.outline(code)
        if source is None or picture is None or picture != _source_outline(source, character):
            raise CharacterMisprinted(label=label, character=character)


@dataclass(frozen=True, slots=True)
class _Shown:
    """What a document shows: by character, the codes of fonts that stand for it; and the characters that are
    drawn without a font."""

    glyphs: dict[str, set[tuple[_EmbeddedFont, int]]] = field(default_factory=lambda: defaultdict(set))
    spoken: set[str] = field(default_factory=set)


class _EmbeddedFont:
    """A font as it is in the file."""

    def __init__(self, font: pikepdf.Object) -> None:
        self.base_name = str(font.BaseFont).split("+", 1)[-1]
        self.characters = dict(_mapped(font.ToUnicode.read_bytes().decode("ascii")))
        self._font = TTFont(io.BytesIO(font.FontDescriptor.FontFile2.read_bytes()), lazy=True)
        self._glyphs = self._font["cmap"].getcmap(1, 0).cmap

    def outline(self, code: int) -> Outline | None:
        """The picture of a code; None for one that has none."""
        glyph = self._glyphs.get(code)
        return _outline(self._font, glyph) if glyph else None


def _read(document: pikepdf.Pdf) -> _Shown:
    shown = _Shown()
    fonts: dict[tuple[int, int], _EmbeddedFont] = {}
    for page in document.pages:
        _read_page(page, fonts, shown)
    return shown


def _read_page(page: pikepdf.Page, fonts: dict[tuple[int, int], _EmbeddedFont], shown: _Shown) -> None:
    font: _EmbeddedFont | None = None
    visible = True
    spans: list[tuple[str, list[str]]] = []
    for step in pikepdf.parse_content_stream(page, _OPERATORS):
        operands: Any = step.operands
        match str(step.operator):
            case "Tf":
                found = page.Resources.Font[operands[0]]
                font = fonts.get(found.objgen) or fonts.setdefault(found.objgen, _EmbeddedFont(found))
            case "Tr":
                visible = int(operands[0]) != _INVISIBLE
            case "Tj" if font and visible:
                codes = bytes(operands[0])
                text = "".join(font.characters.get(code, "\ufffd") for code in codes)
                for code, character in zip(codes, text, strict=True):
                    shown.glyphs[character].add((font, code))
                if spans:
                    spans[-1][1].append(text)
            case "BMC":
                spans.append(("", []))
            case "BDC":
                spans.append((_actual_text(operands[1]), []))
            case "EMC" if spans:
                read, texts = spans.pop()
                if read and "".join(texts) == code_point(read[0]):
                    shown.spoken.add(read[0])


def _actual_text(properties: pikepdf.Object) -> str:
    return str(properties.get("/ActualText", "")) if isinstance(properties, pikepdf.Dictionary) else ""


def _mapped(cmap: str) -> Iterator[tuple[int, str]]:
    """The characters of a ToUnicode CMap, by code."""
    for block in cmap.split("beginbfchar")[1:]:
        for code, text in _MAPPED.findall(block.split("endbfchar")[0]):
            character = bytes.fromhex(text).decode("utf-16-be", "replace")
            yield int(code, 16), character if len(character) == 1 else "\ufffd"


def _outline(font: TTFont, glyph: str) -> Outline | None:
    """The picture of a glyph, its parts put together; None for .notdef and for an empty one."""
    if font.getGlyphID(glyph) == 0:
        return None
    table = font["glyf"]
    points, ends, flags = table[glyph].getCoordinates(table)
    return (font["head"].unitsPerEm, tuple(points), tuple(ends), bytes(flags)) if points else None


@lru_cache(maxsize=4096)
def _source_outline(path: Path, character: str) -> Outline | None:
    font = _source(path)
    glyph = font.getBestCmap().get(ord(character))
    return _outline(font, glyph) if glyph else None


@cache
def _source(path: Path) -> TTFont:
    return TTFont(path, lazy=True)
