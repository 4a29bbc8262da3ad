from __future__ import annotations

import importlib.util
import socket
import threading
from pathlib import Path

import cv2
import numpy as np
import PIL.Image
import PIL.ImageDraw
import PIL.ImageFont
import pytest

from kiosk_app.capture.geometry import Image, PaperKind
from kiosk_app.capture.ocr import Line, Reader, TextModelsMissing
from kiosk_app.capture.take import take_card
from tests.samples.desk import Difficulty, bare_desk, on_desk
from tests.samples.layouts import (
    ROWS,
    render_many_lines,
    render_two_columns,
    render_vertical_letter,
    vertical_letter_columns,
)
from tests.samples.papers import SANS, render_card_back, render_card_front, render_iou
from tests.samples.people import person


def page() -> Image:
    return cv2.resize(render_iou(), (744, 1_052), interpolation=cv2.INTER_AREA).astype(np.uint8)


def test_print_is_read_in_order(reader: Reader) -> None:
    lines = reader.read(page())
    text = "".join(line.text for line in lines)
    assert "周明川向林知远" in text
    assert "110101189602290017" in text
    assert text.index("年利率百分之六") < text.index("特立此据") < text.index("借款人")
    for line in lines:
        left, top, right, bottom = line.box
        assert 0 <= left < right <= 744
        assert 0 <= top < bottom <= 1_052
        assert 0.5 <= line.confidence <= 1


@pytest.mark.parametrize("turns", range(4))
def test_any_way_up(reader: Reader, turns: int) -> None:
    card = cv2.resize(render_card_back(), (856, 540), interpolation=cv2.INTER_AREA).astype(np.uint8)
    upright = reader.read_upright(np.ascontiguousarray(np.rot90(card, -turns)))
    assert upright.quarter_turns == turns
    assert np.array_equal(upright.image, card)
    found = {line.text.replace(" ", ""): line.box for line in upright.lines}
    left, top, right, bottom = found["居民身份证"]
    assert 270 < left < 310 < 710 < right < 750
    assert 170 < top < 205 < 250 < bottom < 285


@pytest.mark.parametrize("turns", range(4))
def test_a_number_does_not_say_that_a_card_is_written_vertically(reader: Reader, turns: int) -> None:
    """Its longest line is of digits, which read much the same when each of them is laid on its side."""
    shot = on_desk(render_card_front(person(4_000)), 4_000, Difficulty.EASY, turns)
    upright = reader.read_upright(take_card(shot.image).clean, PaperKind.CARD)
    assert upright.image.shape[0] < upright.image.shape[1]
    assert upright.lines[0].text.replace(" ", "").startswith("姓名")


@pytest.mark.parametrize("shade", [0, 255])
def test_nothing_to_read(reader: Reader, shade: int) -> None:
    blank = np.full((600, 800, 3), shade, np.uint8)
    assert reader.read(blank) == ()
    assert reader.read_upright(blank).lines == ()
    assert reader.read_upright(blank).quarter_turns == 0


def test_threads_may_share_it(reader: Reader) -> None:
    card = render_card_back()[::2, ::2]
    results: list[tuple[Line, ...]] = []
    workers = [threading.Thread(target=lambda: results.append(reader.read(card))) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(results) == 3
    assert results[0] == results[1] == results[2]
    assert results[0]


def test_never_asks_the_network(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("a kiosk fetches nothing")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert Reader(threads=1).read(render_card_back()[::2, ::2])
    assert capfd.readouterr() == ("", "")


def test_models_missing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    class Spec:
        origin = str(tmp_path / "__init__.py")

    monkeypatch.setattr(importlib.util, "find_spec", lambda _: Spec)
    with pytest.raises(TextModelsMissing):
        Reader().read(page())


@pytest.mark.parametrize("turns", range(4))
def test_vertical_writing_any_way_up(reader: Reader, turns: int) -> None:
    """Its lines stand, and yet the page does not lie on its side."""
    upright = reader.read_upright(np.ascontiguousarray(np.rot90(render_vertical_letter(), -turns)))
    assert upright.quarter_turns == turns
    assert [line.text for line in upright.lines] == vertical_letter_columns()


def test_two_columns_under_a_header(reader: Reader) -> None:
    lines = reader.read(render_two_columns())
    assert [line.text for line in lines[:2]] == ["样本市房屋管理局文件", "房屋租赁合同"]
    assert [line.text[:3] for line in lines[2:]] == [
        f"{side}{row:02}" for side in ("左", "右") for row in range(ROWS)
    ]


def test_mirrored_text_is_nothing_sure(reader: Reader) -> None:
    """Mirror writing reads no way up: hardly a line is believed, and none of the true text is told."""
    mirrored = np.ascontiguousarray(page()[::-1])
    upright = reader.read_upright(mirrored)
    assert sum(line.confidence > 0.9 for line in upright.lines) <= 1
    assert "周明川" not in "".join(line.text for line in upright.lines)


def test_three_hundred_lines(reader: Reader) -> None:
    lines = reader.read(render_many_lines(300))
    assert len(lines) > 290
    assert sum(line.text.startswith("第") for line in lines) > 290


@pytest.mark.parametrize("words", ["The quick brown fox jumps over the lazy dog", "Съешь же ещё этих мягких"])
def test_foreign_scripts(reader: Reader, words: str) -> None:
    sheet = PIL.Image.new("RGB", (900, 200), "white")
    font = PIL.ImageFont.truetype(SANS, 36)
    PIL.ImageDraw.Draw(sheet).text((30, 80), words, font=font, fill="black")
    upright = reader.read_upright(np.array(sheet))
    assert upright.quarter_turns == 0
    assert len(upright.lines) <= 2


@pytest.mark.parametrize("size", [(1, 1), (3, 900), (900, 3), (40, 40)])
def test_slivers(reader: Reader, size: tuple[int, int]) -> None:
    assert reader.read_upright(np.full((*size, 3), 200, np.uint8)).lines == ()


@pytest.mark.parametrize("seed", range(4))
def test_a_picture_without_paper(reader: Reader, seed: int) -> None:
    """Grain, joints and pens are no text, and turn nothing."""
    upright = reader.read_upright(bare_desk(seed, Difficulty.HARD))
    assert upright.quarter_turns == 0
    assert len("".join(line.text for line in upright.lines)) <= 2  # a joint of tiles is a 十
