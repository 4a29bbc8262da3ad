from __future__ import annotations

import sys

import numpy as np
import pytest
import segno

from kiosk_app.capture.codes import CodeKind, CodeReaderMissing, read_codes
from kiosk_app.capture.geometry import Image
from tests.benchmarks.codes import hatching
from tests.samples.codes import KINDS, Look, a_text, drawn, seen
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


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "look",
    [
        pytest.param(Look(3, 45), id="slanting"),
        pytest.param(Look(3, 120), id="turned"),
        pytest.param(Look(2, 0, 10), id="small"),
        pytest.param(Look(4, 20, 40), id="tilted"),
    ],
)
def test_a_code_that_lies_askew_is_laid_flat(kind: str, look: Look) -> None:
    rng = np.random.default_rng(3)
    text = a_text(kind, rng)
    (code,) = read_codes(seen(kind, text, look, rng))
    assert code.text == text
    left, top, right, bottom = code.box
    assert 300 < left < right < 1_000
    assert 150 < top < bottom < 810


def test_a_small_code_on_a_large_scan_is_read_at_its_full_size() -> None:
    scan = np.full((4_900, 3_500, 3), 250, np.uint8)
    mark = drawn("qr", "https://court.example/a", 5)
    scan[4_000 : 4_000 + len(mark), 2_900 : 2_900 + mark.shape[1]] = mark
    (code,) = read_codes(scan)
    assert code.text == "https://court.example/a"
    assert abs(code.box[0] - 2_920) < 25
    assert abs(code.box[3] - 4_000 - len(mark)) < 45


def test_the_same_code_twice_is_two_codes() -> None:
    assert len(read_codes(qr_on_paper("the same twice, 0123456789", "the same twice, 0123456789"))) == 2


@pytest.mark.parametrize("seed", range(6))
def test_hatching_is_no_code(seed: int) -> None:
    assert read_codes(hatching(np.random.default_rng(seed))) == ()


def test_three_hundred_bar_codes_end() -> None:
    page = np.full((2_300, 1_640, 3), 250, np.uint8)
    rng = np.random.default_rng(1)
    texts = set()
    for number in range(300):
        text = a_text("code128", rng)
        mark = np.ascontiguousarray(drawn("code128", text, 1)[:30])
        top, left = 20 + number // 10 * 75, 10 + number % 10 * 162
        page[top : top + len(mark), left : left + mark.shape[1]] = mark
        texts.add(text)
    assert {code.text for code in read_codes(page)} <= texts


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (900, 1), (5, 5), (40, 40)])
def test_tiny_pictures_hold_none(size: tuple[int, int]) -> None:
    assert read_codes(np.zeros((*size, 3), np.uint8)) == ()


def test_bytes_that_are_no_text_become_text() -> None:
    dots = np.array(
        list(segno.make(b"\xff\xfe\x00\x80", mode="byte", micro=False).matrix_iter(8, 4)), np.uint8
    )
    picture = np.repeat(np.where(dots, 0, 255).astype(np.uint8)[..., None], 3, axis=2)
    (code,) = read_codes(picture)
    assert isinstance(code.text, str)


def test_print_turned_and_mirrored_holds_no_code() -> None:
    page = on_desk(qr_on_paper(), 5, Difficulty.EASY).image
    assert read_codes(np.ascontiguousarray(page[::-1, ::-1])) == ()
