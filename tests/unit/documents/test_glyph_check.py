"""The check of names in a finished PDF: it passes what is right, and it can fail."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pikepdf
import pytest
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk_app.documents import typeface as typefaces
from kiosk_app.documents.glyph_check import CharacterMisprinted, CharacterNotPrinted, check
from kiosk_app.documents.layout import Paragraph, Style, set_text
from kiosk_app.documents.paper_canvas import Imprint
from kiosk_app.documents.sheet import FORM_PAPER, write
from kiosk_app.documents.typeface import Typeface
from tests.fakes.papers import AT, FONTS, RARE_NAME, SIGNATURE, UNENCODED

NAME = "龚䶮"
"""Two characters that are easily taken for each other."""


def printed(text: str, typeface: Typeface) -> bytes:
    lines = set_text(text, Style(typeface.serif, 12, 20), FORM_PAPER.width_pt)
    return write((Paragraph(lines),), FORM_PAPER, Imprint("", "", AT), typeface).pdf


def changed(pdf: bytes, change: Callable[[pikepdf.Pdf], object]) -> bytes:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        change(document)
        document.save(out := io.BytesIO())
    return out.getvalue()


def font_of(document: pikepdf.Pdf) -> pikepdf.Object:
    """The font of the names."""
    fonts = document.pages[0].Resources.Font
    return next(font for font in fonts.values() if "NotoSerif" in str(font.BaseFont))


def with_font(pdf: bytes, change: Callable[[TTFont, Any], object]) -> bytes:
    """The PDF with a change to the embedded font of the names; its map from codes to glyphs is given too."""

    def replace(document: pikepdf.Pdf) -> None:
        file = font_of(document).FontDescriptor.FontFile2
        font = TTFont(io.BytesIO(file.read_bytes()))
        change(font, font["cmap"].getcmap(1, 0).cmap)
        font.save(out := io.BytesIO())
        file.write(out.getvalue())

    return changed(pdf, replace)


def codes(pdf: bytes) -> tuple[int, int]:
    """The codes of the two characters of the name, from the ToUnicode map."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        lines = font_of(document).ToUnicode.read_bytes().decode().splitlines()
    found = {line[6:10]: int(line[1:3], 16) for line in lines if line.startswith("<") and len(line) == 11}
    return found["9F9A"], found["4DAE"]


@pytest.fixture(scope="module")
def pdf() -> bytes:
    return printed(f"原告：{NAME}，男", typefaces.load(FONTS))


def test_a_name_that_is_right(pdf: bytes, typeface: Typeface) -> None:
    check(pdf, {"原告": NAME, "被告": "原 告", "第三人": ""}, typeface)


def test_rare_characters_and_drawn_ones() -> None:
    typeface = typefaces.load(FONTS, drawn={UNENCODED: SIGNATURE})
    name = f"王{RARE_NAME}葛\U000e0100{UNENCODED}\ue863"
    check(printed(name, typeface), {"原告": name}, typeface)


@settings(max_examples=40, deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30))
def test_whatever_somebody_is_called(typeface: Typeface, name: str) -> None:
    """No name, however odd, is held up by the proof."""
    check(printed(f"原告：{name}", typeface), {"原告": name}, typeface)


@pytest.mark.parametrize("name", ["张三", UNENCODED, "\ue863", "𠮷"])
def test_a_name_that_is_not_there(pdf: bytes, typeface: Typeface, name: str) -> None:
    with pytest.raises(CharacterNotPrinted) as missing:
        check(pdf, {"原告": NAME, "被告": name}, typeface)
    assert missing.value.facts == {"label": "被告", "character": name[0]}


def test_swapped_glyphs(pdf: bytes, typeface: Typeface) -> None:
    one, two = codes(pdf)

    def swap(_font: TTFont, glyphs: dict[int, str]) -> None:
        glyphs[one], glyphs[two] = glyphs[two], glyphs[one]

    with pytest.raises(CharacterMisprinted) as wrong:
        check(with_font(pdf, swap), {"原告": NAME}, typeface)
    assert wrong.value.facts == {"label": "原告", "character": "龚"}


def test_no_glyph(pdf: bytes, typeface: Typeface) -> None:
    code = codes(pdf)[1]
    with pytest.raises(CharacterMisprinted) as wrong:
        check(with_font(pdf, lambda _, glyphs: glyphs.update({code: ".notdef"})), {"原告": NAME}, typeface)
    assert wrong.value.facts == {"label": "原告", "character": "䶮"}


def test_an_empty_glyph(pdf: bytes, typeface: Typeface) -> None:
    code = codes(pdf)[1]

    def empty(font: TTFont, glyphs: dict[int, str]) -> None:
        font["glyf"][glyphs[code]] = TTGlyphPen(None).glyph()

    with pytest.raises(CharacterMisprinted):
        check(with_font(pdf, empty), {"原告": NAME}, typeface)


def test_one_point_moved(pdf: bytes, typeface: Typeface) -> None:
    code = codes(pdf)[1]

    def move(font: TTFont, glyphs: dict[int, str]) -> None:
        glyph = font["glyf"][glyphs[code]]
        glyph.expand(font["glyf"])
        glyph.coordinates[0] = (glyph.coordinates[0][0] + 1, glyph.coordinates[0][1])

    with pytest.raises(CharacterMisprinted):
        check(with_font(pdf, move), {"原告": NAME}, typeface)


@pytest.mark.parametrize("instead", [b"9F9A", b"D883", b"FFFD"])
def test_a_wrong_map_to_characters(pdf: bytes, typeface: Typeface, instead: bytes) -> None:
    def mislead(document: pikepdf.Pdf) -> None:
        cmap = font_of(document).ToUnicode
        cmap.write(cmap.read_bytes().replace(b"<4DAE>", b"<" + instead + b">"))

    with pytest.raises((CharacterNotPrinted, CharacterMisprinted)):
        check(changed(pdf, mislead), {"原告": NAME}, typeface)


def test_text_that_is_not_seen(pdf: bytes, typeface: Typeface) -> None:
    def hide(document: pikepdf.Pdf) -> None:
        content = document.pages[0].Contents
        content.write(content.read_bytes().replace(b" Tf", b" Tf 3 Tr"))

    with pytest.raises(CharacterNotPrinted):
        check(changed(pdf, hide), {"原告": NAME}, typeface)


def test_a_look_alike_that_only_says_what_it_is_not(pdf: bytes, typeface: Typeface) -> None:
    """ActualText alone proves nothing: the code point must stand there to be read."""
    span = b"/Span <</ActualText <FEFFD883DEDD>>> BDC"

    def pretend(document: pikepdf.Pdf) -> None:
        content = document.pages[0].Contents
        content.write(content.read_bytes().replace(b"BT", span + b"\nBT", 2).replace(b"ET", b"ET EMC", 2))

    with pytest.raises(CharacterNotPrinted):
        check(changed(pdf, pretend), {"原告": "𰻝"}, typeface)


def test_another_typeface_was_used(pdf: bytes, typeface: Typeface) -> None:
    sans = Typeface(typeface.sans, typeface.sans, typeface.bold)
    with pytest.raises(CharacterMisprinted):
        check(pdf, {"原告": NAME}, sans)
