from __future__ import annotations

import sys

import numpy as np
import pytest
import segno

from kiosk_app.capture.codes import CodeKind, CodeReaderMissing, read_codes
from kiosk_app.capture.geometry import Image
from tests.samples.desk import Difficulty, on_desk


def qr_on_paper(*texts: str) -> Image:
    page = np.full((1_754, 1_240, 3), 250, np.uint8)
    for index, text in enumerate(texts):
        dark = np.array([list(row) for row in segno.make(text, error="m").matrix]) > 0
        mark = np.kron(np.pad(dark, 4), np.ones((12, 12), bool))
        top, left = 200 + index * 700, 300
        page[top : top + len(mark), left : left + len(mark)][mark] = 15
    return page


def test_codes_from_the_top_down() -> None:
    codes = read_codes(qr_on_paper("https://court.example/案件?id=1", "(2026)京0101民初1号"))
    assert [code.text for code in codes] == ["https://court.example/案件?id=1", "(2026)京0101民初1号"]
    assert all(code.kind is CodeKind.QR for code in codes)
    left, top, right, bottom = codes[0].box
    assert 300 < left < right < 900
    assert 200 < top < bottom < 900


def test_code_seen_by_a_camera() -> None:
    shot = on_desk(qr_on_paper("receipt 20260001"), 2, Difficulty.MEDIUM)
    assert [code.text for code in read_codes(shot.image)] == ["receipt 20260001"]


def test_no_code() -> None:
    assert read_codes(np.full((600, 600, 3), 200, np.uint8)) == ()


def test_security_print_ends() -> None:
    """naps2#726: fine lines all over a paper hung the bar-code search."""
    y, x = np.mgrid[0:3_000, 0:4_000]
    waves = 128 + 60 * np.sin(x / 1.7 + 9 * np.sin(y / 37)) + 60 * np.sin(y / 1.9 + 7 * np.cos(x / 41))
    assert read_codes(np.repeat(waves.clip(0, 255).astype(np.uint8)[:, :, None], 3, axis=2)) == ()


def test_without_the_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyzbar.pyzbar", None)  # what Python does for a failed import
    with pytest.raises(CodeReaderMissing):
        read_codes(np.full((600, 600, 3), 200, np.uint8))


@pytest.mark.parametrize(
    "text", ["回单编号 20240315", "民间借贷纠纷起诉状", "䶮", "日本語テキスト", "https://a.test/?b=1"]
)
def test_what_a_code_says_comes_back_as_it_was_written(text: str) -> None:
    dots = np.array(list(segno.make(text, micro=False).matrix_iter(scale=8, border=4)), np.uint8)
    picture = np.repeat(np.where(dots, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    assert [code.text for code in read_codes(picture)] == [text]
