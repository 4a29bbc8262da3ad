"""What a PDF's content streams show, by which fonts, and whether those fonts can show it.

Knows the fonts that the kiosk may make: embedded TrueType, simple or by glyph number (Type 0, Identity-H).
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pikepdf
from fontTools.ttLib import TTFont
from pikepdf import Dictionary, Name, Pdf

_OPERATORS = frozenset(
    "b B b* B* BDC BI BMC BT BX c cm CS cs d d0 d1 Do DP EI EMC ET EX f F f* G g gs h i ID j J K k l m M MP n"
    " q Q re RG rg ri s S SC sc SCN scn sh T* Tc Td TD Tf Tj TJ TL Tm Tr Ts Tw Tz v w W W* y ' \"".split()
)
"""ISO 32000-1, Table A.1."""

_NAMED = {"Tf": "/Font", "Do": "/XObject", "gs": "/ExtGState"}
_UNREAL = {0x0000, 0xFEFF, 0xFFFE}


@dataclass
class Content:
    """What all content streams of a file do. ``shown`` has each font with the codes that are shown in it."""

    operators: set[str] = field(default_factory=set)
    intents: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    deepest: int = 0
    shown: dict[tuple[int, int], tuple[Any, set[int]]] = field(default_factory=dict)


def read_content(pdf: Pdf) -> Content:
    """Pages, the forms that they draw, and the appearances of annotations."""
    content = Content()
    for page in pdf.pages:
        _read(content, page.obj, page.obj.get("/Resources", Dictionary()))
        for note in page.obj.get("/Annots", []):
            drawn = note.get("/AP", Dictionary()).get("/N")
            if isinstance(drawn, pikepdf.Stream):
                _read(content, drawn, drawn.get("/Resources", Dictionary()))
    return content


def _read(content: Content, stream: Any, resources: Any) -> None:
    font: Any = None
    saved: list[Any] = []
    for instruction in pikepdf.parse_content_stream(stream):
        operands, name = instruction.operands, str(instruction.operator)
        content.operators.add(name)
        if name not in _OPERATORS:
            content.faults.append(f"operator {name}")
        resource = _named(content, resources, name, operands)
        if name == "q":
            saved.append(font)
            content.deepest = max(content.deepest, len(saved))
        elif name == "Q":
            font = saved.pop()
        elif name == "ri":
            content.intents.add(str(operands[0]))
        elif name == "Tf":
            font = resource
        elif name in ("Tj", "'", '"', "TJ") and font is not None:
            pieces = operands[0] if name == "TJ" else [operands[-1]]
            text = b"".join(bytes(piece) for piece in pieces if isinstance(piece, pikepdf.String))
            content.shown.setdefault(font.objgen, (font, set()))[1].update(_codes(font, text))
        elif name == "Do" and resource is not None and resource.get("/Subtype") == Name.Form:
            _read(content, resource, resource.get("/Resources", Dictionary()))


def _named(content: Content, resources: Any, operator: str, operands: Any) -> Any:
    """The font, picture or graphics state that an operator names."""
    if operator not in _NAMED:
        return None
    found = resources.get(_NAMED[operator], Dictionary()).get(str(operands[0]))
    if found is None:
        content.faults.append(f"{operands[0]} is not among the stream's resources")
    return found


def _codes(font: Any, text: bytes) -> Iterator[int]:
    step = 2 if font.get("/Subtype") == Name.Type0 else 1
    return (int.from_bytes(text[at : at + step]) for at in range(0, len(text), step))


@dataclass(frozen=True)
class _Program:
    """An embedded TrueType program: the glyph of each code, advances in em/1000, number of cmaps."""

    glyphs: Mapping[int, int]
    advances: tuple[float, ...]
    cmaps: int


@cache
def _program(data: bytes) -> _Program:
    font = TTFont(io.BytesIO(data), lazy=True)
    tables = font["cmap"].tables if "cmap" in font else []
    glyphs = {
        code: font.getGlyphID(name)
        for table in tables
        if (table.platformID, table.platEncID) in ((1, 0), (3, 0))
        for code, name in table.cmap.items()
    }
    scale = 1000 / font["head"].unitsPerEm
    advances = tuple(font["hmtx"][name][0] * scale for name in font.getGlyphOrder())
    return _Program(glyphs, advances, len(tables))


def _described(font: Any) -> Any:
    """The dictionary that has descriptor and widths: the font itself, or its only descendant."""
    return font.DescendantFonts[0] if font.get("/Subtype") == Name.Type0 else font


def _glyphs(font: Any) -> tuple[_Program, Mapping[int, int]] | None:
    """The program and the glyph of each code, where both can be had."""
    file = _described(font).get("/FontDescriptor", Dictionary()).get("/FontFile2")
    if file is None:
        return None
    program = _program(file.read_bytes())
    if font.Subtype == Name.Type0:
        return program, {glyph: glyph for glyph in range(len(program.advances))}
    return program, program.glyphs


def font_faults(content: Content) -> Iterator[str]:
    for font, _ in content.shown.values():
        name, kind = font.get("/BaseFont", "?"), font.get("/Subtype")
        found = _glyphs(font)
        if font.get("/Type") != Name.Font or "/BaseFont" not in font or found is None:
            yield f"{name} is not embedded"
        elif kind == Name.TrueType:
            yield from _simple_faults(font, found[0])
        elif kind == Name.Type0:
            inner = _described(font)
            if (font.Encoding, inner.Subtype, inner.get("/CIDToGIDMap")) != (
                Name("/Identity-H"),
                Name.CIDFontType2,
                Name.Identity,
            ):
                yield f"{name} does not show its glyphs by their numbers"
        else:
            yield f"{name} is of kind {kind}"


def _simple_faults(font: Any, program: _Program) -> Iterator[str]:
    if int(font.FontDescriptor.Flags) & 0b10_0100 != 0b100:
        yield f"{font.BaseFont} is not marked as symbolic"
    if "/Encoding" in font or program.cmaps != 1:
        yield f"{font.BaseFont} has an Encoding or {program.cmaps} cmaps"
    if len(font.get("/Widths", [])) != font.get("/LastChar", 0) - font.get("/FirstChar", 0) + 1:
        yield f"{font.BaseFont} has {len(font.get('/Widths', []))} widths"


def width_faults(content: Content) -> Iterator[str]:
    for font, codes in content.shown.values():
        found = _glyphs(font)
        if found is None:
            continue
        program, glyphs = found
        widths = _widths(font)
        for code in sorted(codes & glyphs.keys()):
            if abs(widths.get(code, -1000) - program.advances[glyphs[code]]) > 1:
                yield f"{font.BaseFont}: code {code}"


def _widths(font: Any) -> Mapping[int, float]:
    if font.Subtype != Name.Type0:
        return {code: float(width) for code, width in enumerate(font.Widths, int(font.FirstChar))}
    inner = _described(font)
    default = float(inner.get("/DW", 1000))
    widths = dict.fromkeys(range(65536), default)
    entries = list(inner.get("/W", []))
    while entries:
        first, second = int(entries.pop(0)), entries.pop(0)
        if isinstance(second, pikepdf.Array):
            widths.update({code: float(width) for code, width in enumerate(second, first)})
        else:
            widths.update(dict.fromkeys(range(first, int(second) + 1), float(entries.pop(0))))
    return widths


def glyph_faults(content: Content) -> Iterator[str]:
    for font, codes in content.shown.values():
        found = _glyphs(font)
        for code in sorted(codes):
            if found is not None and not found[1].get(code):
                yield f"{font.BaseFont}: code {code} shows .notdef"


def unicode_faults(content: Content) -> Iterator[str]:
    for font, codes in content.shown.values():
        said = _to_unicode(font)
        for code in sorted(codes):
            if not said.get(code) or _UNREAL & set(said[code]):
                yield f"{font.BaseFont}: code {code} is no character"
        for code, values in said.items():
            if _UNREAL & set(values):
                yield f"{font.BaseFont}: code {code} is {values[0]:04X}"


def _to_unicode(font: Any) -> Mapping[int, tuple[int, ...]]:
    """Each code with its UTF-16 units, from the blocks of single codes (the kiosk writes no ranges)."""
    if "/ToUnicode" not in font:
        return {}
    text = font.ToUnicode.read_bytes()
    return {
        int(code, 16): tuple(int(units[at : at + 4], 16) for at in range(0, len(units), 4))
        for block in re.findall(rb"beginbfchar(.*?)endbfchar", text, re.DOTALL)
        for code, units in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]*)>", block)
    }
