"""A TrueType font whose subsets say which character each code is, beyond U+FFFF too, and how wide it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import unpack
from typing import Any

from reportlab.pdfbase.ttfonts import TTFont

_MOST_LINES = 100
"""How many lines a block of a CMap may have (Adobe Technical Note 5014, §1.4.1)."""

_COUNT_OF_ADVANCES = slice(34, 36)
"""Where ``hhea`` says how many glyphs have an advance of their own; the others share the last one."""


class EmbeddedFont(TTFont):
    """ReportLab 5.1 makes two mistakes that fonts for rare characters bring to light; here is the remedy.

    It writes a code point beyond U+FFFF as five hexadecimal digits into the ToUnicode CMap, which no reader
    understands: such names could be neither copied nor searched. This class writes UTF-16BE (ISO 32000-1
    §9.10.3), and leaves out codes that stand for nothing.

    And where a font of other than 1,000 units in an em gives many glyphs one advance, it embeds that advance
    in thousandths: an em of 1,024 units becomes 1,000, and contradicts the widths of the PDF (ISO 19005-2,
    6.2.11.5).
    """

    def __init__(self, name: str, filename: str) -> None:
        super().__init__(name, filename)
        table: bytes = self.face.get_table("hhea")  # type: ignore[no-untyped-call]
        (full,) = unpack(">H", table[_COUNT_OF_ADVANCES])
        metrics = self.face.hmetrics
        advance = metrics[full - 1][0]
        metrics[full:] = [(advance, bearing) for _, bearing in metrics[full:]]

    def addObjects(self, doc: Any) -> None:  # noqa: N802
        subsets = self.state[doc].subsets
        names = [self.getSubsetInternalName(number, doc)[1:] for number in range(len(subsets))]
        super().addObjects(doc)
        fonts = doc.idToObject["BasicFonts"].dict
        for name, subset in zip(names, subsets, strict=True):
            doc.idToObject[f"toUnicodeCMap:{fonts[name].BaseFont}"].content = to_unicode(subset)


def to_unicode(codes: Sequence[int]) -> str:
    """The CMap from one-byte codes to characters: ``codes[i]`` is the code point of byte i, 0 for none."""
    lines = [f"<{byte:02X}> <{_utf16(code)}>" for byte, code in enumerate(codes) if code]
    return "\n".join(
        (
            "/CIDInit /ProcSet findresource begin",
            "12 dict begin",
            "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def",
            "/CMapType 2 def",
            "1 begincodespacerange",
            "<00> <FF>",
            "endcodespacerange",
            *_blocks(lines),
            "endcmap",
            "CMapName currentdict /CMap defineresource pop",
            "end",
            "end",
        )
    )


def _blocks(lines: Sequence[str]) -> Iterator[str]:
    for start in range(0, len(lines), _MOST_LINES):
        block = lines[start : start + _MOST_LINES]
        yield from (f"{len(block)} beginbfchar", *block, "endbfchar")


def _utf16(code: int) -> str:
    return chr(code).encode("utf-16-be").hex().upper()
