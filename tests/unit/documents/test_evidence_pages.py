from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

import PIL.Image
import pytest

from kiosk_app.documents import evidence_pages
from kiosk_app.documents.evidence_pages import PageScan, PictureUnusable, ScanLine
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.evidence import EvidenceItem
from tests.fakes import papers
from tests.fakes.papers import MOMENT

ITEM = EvidenceItem("借条", "证明借款", ("a", "b"))


def jpeg(width_px: int, height_px: int, mode: str = "RGB") -> bytes:
    stream = io.BytesIO()
    PIL.Image.new(mode, (width_px, height_px), "white").save(stream, "JPEG")
    return stream.getvalue()


def scan(width_px: int = 1240, height_px: int = 1754, *lines: ScanLine) -> PageScan:
    return PageScan(jpeg(width_px, height_px), width_px, height_px, lines)


def render(typeface: Typeface, pages: Iterable[PageScan]) -> bytes:
    return evidence_pages.render(ITEM, pages, number=2, first_page=4, moment=MOMENT, typeface=typeface).pdf


def test_each_page_has_picture_text_and_stamp(typeface: Typeface, tmp_path: Path) -> None:
    first = scan(1240, 1754, ScanLine("今借到人民币伍万元整", (100, 100, 900, 160)))
    second = scan(1240, 1754, ScanLine("二〇二六年", (100, 100, 500, 160)))
    pdf = render(typeface, (first, second))
    papers.assert_sound(pdf, tmp_path)
    one, two = papers.pages(pdf)
    assert "今借到人民币伍万元整" in one
    assert "二〇二六年" in two
    assert "证据2" in one
    assert "第1页" in one
    assert "总第4页" in one
    assert "第2页" in two
    assert "总第5页" in two
    assert len(papers.run("pdfimages", "-list", "-", pdf=pdf).splitlines()) == 2 + 2


def test_the_jpeg_is_embedded_as_it_is(typeface: Typeface) -> None:
    page = scan()
    assert page.jpeg in render(typeface, (page,))


@pytest.mark.parametrize(
    ("turns", "size", "at_left", "above"),
    [
        (0, (595, 842), True, True),
        (1, (842, 595), False, True),
        (2, (595, 842), False, False),
        (3, (842, 595), True, False),
    ],
)
def test_a_page_turned_by_hand_is_turned_with_its_text(
    typeface: Typeface, turns: int, size: tuple[int, int], at_left: bool, above: bool
) -> None:
    page = replace(scan(1240, 1754, ScanLine("ABCD", (50, 50, 250, 100))), quarter_turns=turns)
    pdf = render(typeface, (page,))
    assert page.jpeg in pdf
    said = papers.run("pdftotext", "-bbox", "-", "-", pdf=pdf)
    width, height = map(float, re.findall(r'<page width="([\d.]+)" height="([\d.]+)"', said)[0])
    assert (round(width), round(height)) == size
    match = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">ABCD', said)
    assert match
    left, top, right, bottom = map(float, match.groups())
    assert ((left + right) / 2 < width / 2) is at_left
    assert ((top + bottom) / 2 < height / 2) is above


def test_text_lies_where_it_was_read(typeface: Typeface) -> None:
    pdf = render(typeface, (scan(1240, 1754, ScanLine("ABCDEFGH", (620, 877, 1240, 937))),))
    words = papers.run("pdftotext", "-bbox", "-", "-", pdf=pdf)
    match = re.search(r'xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">ABCDEFGH', words)
    assert match
    left, top, right, bottom = map(float, match.groups())
    width, height = 595.3, 841.9
    assert left == pytest.approx(width / 2, abs=4)
    assert right == pytest.approx(width - 24, abs=8)
    assert height / 2 - 20 < top < bottom < height / 2 + 60


def test_text_is_not_painted(typeface: Typeface, tmp_path: Path) -> None:
    with_text = render(typeface, (scan(1240, 1754, ScanLine("看不见的文字", (100, 800, 900, 900))),))
    without = render(typeface, (scan(),))
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    one, two = papers.picture(with_text, tmp_path / "a"), papers.picture(without, tmp_path / "b")
    assert one.read_bytes() == two.read_bytes()


def test_a_wide_picture_lies_on_a_wide_page(typeface: Typeface) -> None:
    info = papers.run("pdfinfo", "-f", "1", "-l", "2", "-", pdf=render(typeface, (scan(), scan(1754, 1240))))
    assert re.search(r"Page +1 size: +595.276 x 841.89", info)
    assert re.search(r"Page +2 size: +841.89 x 595.276", info)


@pytest.mark.parametrize("text", ["😀🇨🇳", "𠮷野", "שלום", "", " ", "a\nb", "\ud800", "\ufeff"])
def test_unusual_text(typeface: Typeface, text: str) -> None:
    found = papers.text(render(typeface, (scan(1240, 1754, ScanLine(text, (100, 100, 900, 160))),)))
    for character in "😀𠮷":
        assert (character in found) == (character in text)


@pytest.mark.parametrize("box", [(0, 0, 0, 0), (100, 100, 100, 200), (500, 500, 100, 100), (10, 10, 40, 900)])
def test_unusual_boxes(typeface: Typeface, box: tuple[int, int, int, int]) -> None:
    assert "证据2" in papers.text(render(typeface, (scan(1240, 1754, ScanLine("竖排文字", box)),)))


def test_vertical_text_is_found(typeface: Typeface) -> None:
    assert "竖排文字" in papers.text(
        render(typeface, (scan(1240, 1754, ScanLine("竖排文字", (600, 100, 660, 400))),))
    )


def test_grey_is_taken(typeface: Typeface, tmp_path: Path) -> None:
    papers.assert_sound(render(typeface, (PageScan(jpeg(600, 800, "L"), 600, 800),)), tmp_path)


@pytest.mark.parametrize("data", [b"", b"no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_what_is_no_jpeg_is_named(typeface: Typeface, data: bytes) -> None:
    with pytest.raises(PictureUnusable) as fault:
        render(typeface, (scan(), PageScan(data, 10, 10)))
    assert fault.value.facts == {"item": 2, "page": 2}


def test_a_printers_jpeg_is_refused(typeface: Typeface) -> None:
    with pytest.raises(PictureUnusable):
        render(typeface, (PageScan(jpeg(60, 80, "CMYK"), 60, 80),))


def test_pages_are_taken_one_at_a_time(typeface: Typeface) -> None:
    taken: list[int] = []

    def pages() -> Iterator[PageScan]:
        for number in range(3):
            taken.append(number)
            yield scan(60, 80)

    assert len(papers.pages(render(typeface, pages()))) == 3
    assert taken == [0, 1, 2]
