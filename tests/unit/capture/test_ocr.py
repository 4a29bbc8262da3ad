from __future__ import annotations

import importlib.util
import socket
import threading
from pathlib import Path

import cv2
import numpy as np
import pytest

from kiosk_app.capture.geometry import Image
from kiosk_app.capture.ocr import Line, Reader, TextModelsMissing, in_reading_order
from tests.samples.papers import render_card_back, render_iou


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


def test_reading_order() -> None:
    lines = [
        Line(text, 1.0, box)
        for text, box in (
            ("d", (10, 60, 40, 80)),
            ("b", (60, 12, 90, 32)),
            ("a", (10, 10, 40, 30)),
            ("c", (100, 8, 140, 28)),
        )
    ]
    assert "".join(line.text for line in in_reading_order(lines)) == "abcd"
