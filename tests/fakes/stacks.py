"""Evidence for tests: sheets that differ, a reader that reads nothing, and stacks of hundreds of pages."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace

import cv2
import numpy as np

from kiosk_app.capture.geometry import Image, PaperKind, quad_of
from kiosk_app.capture.ocr import Line, Reader, Upright
from kiosk_app.capture.picture import encode_jpeg
from kiosk_app.documents import separators, typeface
from kiosk_app.store import drafts
from kiosk_app.store.draft import Draft, StoredItem, StoredPage
from kiosk_app.store.store import Store
from kiosk_app.store.tables import Slot
from kiosk_app.visit.pages import Picture
from tests.fakes.papers import FONTS
from tests.fakes.stores import NOON

SHEET = quad_of([(60, 40), (740, 40), (740, 1000), (60, 1000)])
"""Where the sheet lies in every picture of :func:`sheet`."""


IOU = (
    "借条",
    "今借到林知远人民币50,000元（大写：伍万元整），",
    "于2025年3月14日前还清，年利率6%。",
    "借款人：周明川",
    "2024年3月15日",
)
TRANSFER = (
    "电子转账回单",
    "付款人户名：林知远",
    "收款人户名：周明川",
    "金额：48,000.00元",
    "交易日期：2024-03-16",
)


class SilentReader(Reader):
    """Takes every picture to stand upright and to hold no text: for tests in which nothing is read."""

    def read(self, image: Image, kind: PaperKind = PaperKind.PAGE) -> tuple[Line, ...]:
        return ()

    def read_upright(self, image: Image, kind: PaperKind = PaperKind.PAGE) -> Upright:
        return Upright(image, (), 0)


class PrintedReader(Reader):
    """Reads on every picture what a test lets stand there."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[str, ...] = ()

    def read_upright(self, image: Image, kind: PaperKind = PaperKind.PAGE) -> Upright:
        lines = tuple(
            Line(text, 0.99, (60, 60 + 60 * n, 60 + 24 * len(text), 96 + 60 * n))
            for n, text in enumerate(self.rows)
        )
        return Upright(image, lines, 0)


def sheet(number: int) -> Picture:
    """A picture of a printed sheet on a dark desk, each number with print of its own."""
    desk = np.full((1040, 800, 3), 60, np.uint8)
    rng = np.random.default_rng(number)
    desk[40:1000, 60:740] = 235
    # The upper half stays free: what a reader of tests reads there has no other print beside it.
    for line in range(10):
        words = "".join(chr(65 + letter) for letter in rng.integers(0, 26, 22))
        cv2.putText(desk, words, (90, 540 + 44 * line), cv2.FONT_HERSHEY_SIMPLEX, 1.1, (30, 30, 30), 2)
    return Picture(desk)


def separator(number: int) -> Picture:
    """A picture of our separator sheet as it is printed, where :data:`SHEET` says."""
    pdf = separators.render(number, at=NOON, typeface=typeface.load(FONTS)).pdf
    pages = ["-f", str(number), "-l", str(number)]
    png = subprocess.run(
        ["pdftoppm", "-r", "90", *pages, "-png", "-singlefile", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    ).stdout
    page = cv2.imdecode(np.frombuffer(png, np.uint8), cv2.IMREAD_COLOR)
    assert page is not None
    desk = np.full((1040, 800, 3), 60, np.uint8)
    desk[40:1000, 60:740] = cv2.resize(page, (680, 960), interpolation=cv2.INTER_AREA)
    return Picture(desk)


def thick_stack(store: Store, visit_id: str, count: int, picture: bytes = b"") -> Draft:
    """Write pages of two items into a visit, all with one picture, each with a thumbnail of its own."""
    large = store.put_blob(visit_id, io.BytesIO(picture or encode_jpeg(sheet(0).image, 80)))
    with store.database.read() as session:
        before = drafts.load(session, visit_id)
    items = {key: StoredItem(key, title) for key, title in (("first", "借条"), ("second", "聊天记录"))}
    pages = [
        StoredPage(
            id=f"page-{number:03d}",
            slot=Slot.EVIDENCE,
            position=(number + 1) << 20,
            original=large,
            cleaned=large,
            taken_at=NOON,
            item_id="first" if number < count // 2 else "second",
            thumbnail=store.put_blob(visit_id, io.BytesIO(_small(number))),
        )
        for number in range(count)
    ]
    after = replace(before.with_pages((*before.pages, *pages)), items=items)
    with store.database.begin() as session:
        drafts.rearrange(session, before, after)
    return after


def _small(number: int) -> bytes:
    small = np.full((360, 255, 3), 240, np.uint8)
    cv2.putText(small, str(number), (50, 200), cv2.FONT_HERSHEY_SIMPLEX, 3, (40, 40, 40), 6)
    return encode_jpeg(small, 80)
