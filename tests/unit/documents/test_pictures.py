"""Pictures that come into a PDF only while it is read."""

from __future__ import annotations

import io
import tracemalloc
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import pikepdf
import pytest

from kiosk_app.documents import evidence_pages
from kiosk_app.documents.evidence_pages import PageScan
from kiosk_app.documents.pictures import OpenJpeg, PicturePdf
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.evidence import EvidenceItem
from tests.fakes import papers
from tests.fakes.pictures import heavy_jpeg


def drawn(typeface: Typeface, *pictures: OpenJpeg) -> PicturePdf:
    return evidence_pages.render(
        EvidenceItem("聊天记录", "证明催要", tuple(map(str, range(len(pictures))))),
        map(PageScan, pictures),
        number=1,
        first_page=1,
        submitter="林知远",
        letterhead=papers.letterhead(typeface),
    )


def whole(pdf: PicturePdf) -> bytes:
    with pdf.open() as stream:
        return stream.read()


def embedded(pdf: bytes) -> list[bytes]:
    """The picture of each page, as its bytes are in the file."""
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return [picture.read_raw_bytes() for page in opened.pages for picture in page.get_images().values()]


def test_each_page_gets_its_own_picture(typeface: Typeface, tmp_path: Path) -> None:
    jpegs = [heavy_jpeg(70_000 * (number % 3), 40 + number) for number in range(12)]
    pdf = whole(drawn(typeface, *(partial(io.BytesIO, jpeg) for jpeg in jpegs)))
    papers.assert_sound(pdf, tmp_path)
    assert embedded(pdf) == jpegs


def test_one_picture_is_held_at_a_time(typeface: Typeface) -> None:
    heavy = heavy_jpeg(2_000_000)

    def opened() -> BinaryIO:
        return io.BytesIO(bytearray(heavy))  # a copy, as from a disk

    pdf = drawn(typeface, *[opened] * 40)
    assert len(pdf.drawn) < len(heavy)
    tracemalloc.start()
    try:
        with pdf.open() as stream:
            size = sum(len(piece) for piece in iter(partial(stream.read, 256 * 1024), b""))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert size > 40 * len(heavy)
    assert peak < 5 * len(heavy)


def test_a_stand_in_without_its_picture_is_a_bug(typeface: Typeface) -> None:
    pdf = drawn(typeface, *[partial(io.BytesIO, heavy_jpeg(0))] * 2)
    with pytest.raises(Bug):
        whole(replace(pdf, pictures=pdf.pictures[:1]))


def test_what_a_picture_raises_comes_through(typeface: Typeface) -> None:
    """The blob that was there when the page was drawn may be damaged when the file is read."""
    pdf = drawn(typeface, partial(io.BytesIO, heavy_jpeg(0)))

    def gone() -> BinaryIO:
        raise Bug("this one")

    with pytest.raises(Bug, match="this one"):
        whole(replace(pdf, pictures=(gone,)))
