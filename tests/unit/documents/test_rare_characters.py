"""Names in characters that hardly any font has: printed, copied and searched as what they are."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from kiosk_app.documents import typeface as typefaces
from kiosk_app.documents.embedded_font import to_unicode
from kiosk_app.documents.layout import Paragraph, Style, set_text
from kiosk_app.documents.linebreak import Ink, break_lines
from kiosk_app.documents.paper_canvas import Imprint
from kiosk_app.documents.sheet import FORM_PAPER, write
from kiosk_app.documents.typeface import FONT_DIRECTORIES, RARE_FONTS, Typeface, to_be_written
from tests.fakes import papers
from tests.fakes.papers import AT, FONTS, RARE_NAME, SIGNATURE, UNENCODED

PRIVATE = "\ue863"
"""What the chip of an old identity card may say for 䶮."""

BLOCKS = "A1 A2 B1 B2 C1 C2 D E1 E2 F1 F2 G H".split()


def wants(character: str) -> pytest.MarkDecorator:
    has = typefaces.load(FONTS).serif.has(character)
    return pytest.mark.skipif(not has, reason=papers.NO_RARE_FONTS)


def draw(text: str, typeface: Typeface, size_pt: float = 14) -> bytes:
    lines = set_text(text, Style(typeface.serif, size_pt, 2 * size_pt), FORM_PAPER.width_pt)
    return write((Paragraph(lines),), FORM_PAPER, Imprint("姓名", "", AT), typeface).pdf


@pytest.mark.parametrize(
    "character",
    [pytest.param(one, marks=wants(one), id=name) for name, one in zip(BLOCKS, RARE_NAME, strict=True)],
)
def test_each_extension_is_drawn_copied_and_embedded(
    typeface: Typeface, character: str, tmp_path: Path
) -> None:
    pdf = draw(f"王{character}明", typeface)
    assert f"王{character}明" in papers.text(pdf)
    papers.assert_sound(pdf, tmp_path)


@wants(RARE_NAME[-1])
def test_a_whole_name_is_found_by_search(typeface: Typeface, tmp_path: Path) -> None:
    path = tmp_path / "name.pdf"
    path.write_bytes(draw(f"原告{RARE_NAME}，女", typeface))
    words = subprocess.run(["pdftotext", "-bbox", path, "-"], capture_output=True, check=True).stdout.decode()
    assert f">原告{RARE_NAME}，女<" in words


@pytest.mark.parametrize("how", [(), ("-layout",), ("-raw",)])
def test_a_drawn_character_stands_in_its_name_however_it_is_read(
    typeface: Typeface, how: tuple[str, ...]
) -> None:
    pdf = draw(f"原告王{UNENCODED}明，女", typeface)
    assert f"原告王{UNENCODED}明，女" in papers.run("pdftotext", *how, "-", "-", pdf=pdf)


@pytest.mark.parametrize("character", [UNENCODED, PRIVATE, "\U000f0000", "\U0001f600"])
def test_what_no_font_has_is_copied_too(typeface: Typeface, character: str) -> None:
    assert f"王{character}明" in papers.text(draw(f"王{character}明", typeface))


def test_writing_from_right_to_left_keeps_its_order(typeface: Typeface) -> None:
    """pdftotext marks each such letter as one that is written from right to left."""
    got = papers.text(draw("王שלום明", typeface))
    assert "王שלום明" in got.translate(dict.fromkeys(map(ord, "\u202b\u202c")))


def test_no_font_decides_what_a_private_code_point_looks_like(typeface: Typeface) -> None:
    """BabelStone Han has 4,637 pictures there, of its own choice."""
    assert not any(face.has(PRIVATE) for face in (typeface.serif, typeface.sans, typeface.bold))


@pytest.mark.parametrize("text", ["葛\U000e0100城", "邉\ufe00", "क\u094d\u200dष"])
def test_variation_selectors_and_joiners_are_copied(typeface: Typeface, text: str) -> None:
    assert text in papers.text(draw(f"（{text}）", typeface))


def test_without_fonts_for_rare_characters_nothing_fails(tmp_path: Path) -> None:
    alone = typefaces.load(FONTS, directories=(tmp_path,))
    assert alone.serif.rare == ()
    assert not alone.serif.has("𰻝")
    assert "王𰻝明" in papers.text(draw("王𰻝明", alone))


@pytest.mark.parametrize("content", [b"no font at all", b"OTTO\0\1", b""])
def test_a_damaged_font_for_rare_characters_holds_nobody_up(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / RARE_FONTS[0]
    path.write_bytes(content)
    damaged = typefaces.load(FONTS, directories=(tmp_path,))
    with capture_logs() as logged:
        assert to_be_written("王𰻝", damaged.serif) == ("𰻝",)
        assert "王𰻝明" in papers.text(draw("王𰻝明", damaged))
    assert [(each["event"], each["where"]) for each in logged] == [("rare_font_damaged", [str(path)])]


def test_a_font_of_the_court_goes_before_the_systems(tmp_path: Path) -> None:
    own = tmp_path / RARE_FONTS[-1]
    own.touch()
    assert own in typefaces.rare_fonts((tmp_path, *FONT_DIRECTORIES))
    assert typefaces.rare_fonts((tmp_path,)) == (own,)


def test_codes_beyond_the_first_plane_are_written_as_two_units() -> None:
    lines = to_unicode((0, 0x4E00, 0x30EDD)).splitlines()
    assert "2 beginbfchar" in lines
    assert "<01> <4E00>" in lines
    assert "<02> <D883DEDD>" in lines


def test_a_block_of_the_map_has_a_hundred_lines_at_most() -> None:
    lines = to_unicode(range(0x4E00, 0x4EFF)).splitlines()
    assert [line for line in lines if line.endswith("beginbfchar")] == [
        "100 beginbfchar",
        "100 beginbfchar",
        "55 beginbfchar",
    ]


# --- drawn by hand ---


def test_what_was_written_is_drawn_with_its_code_point(tmp_path: Path) -> None:
    drawn = typefaces.load(FONTS, drawn={UNENCODED: SIGNATURE})
    (line,) = break_lines(f"王{UNENCODED}", drawn.serif, 40)
    assert [atom.ink for atom in line.atoms] == [Ink.GLYPH, Ink.DRAWN]
    by_hand, crossed = draw(f"王{UNENCODED}", drawn), draw(f"王{UNENCODED}", typefaces.load(FONTS))
    assert papers.text(by_hand) == papers.text(crossed)
    assert UNENCODED in papers.text(by_hand)
    pictures = [papers.picture(pdf, tmp_path).read_bytes() for pdf in (by_hand, crossed)]
    assert pictures[0] != pictures[1]


def test_what_is_to_be_written(typeface: Typeface) -> None:
    text = f"王{UNENCODED}😀ש{PRIVATE}{UNENCODED}"
    assert to_be_written(text, typeface.serif) == (UNENCODED, PRIVATE)
    drawn = typefaces.load(FONTS, drawn={UNENCODED: SIGNATURE})
    assert to_be_written(text, drawn.serif) == (PRIVATE,)
