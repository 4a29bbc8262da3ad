from __future__ import annotations

import numpy as np

from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.seals import in_seals
from tests.samples.layouts import render_stamped

WORDS = "样本市房屋管理局文件 甲方：周明川 乙方：林知远 日期：2024年3月15日 以上各项双方均无异议。"


def test_what_stands_in_seals_is_no_text_of_the_page(reader: Reader) -> None:
    """The red heading has no frame around it and stays."""
    assert " ".join(line.text for line in reader.read(render_stamped())) == WORDS


def test_the_same_in_black_is_text(reader: Reader) -> None:
    grey = render_stamped().min(axis=2, keepdims=True).repeat(3, axis=2)
    said = "".join(line.text for line in reader.read(grey))
    assert "财务专用骑缝章" in said
    assert "合同专用章" in said


def test_no_boxes_and_no_red() -> None:
    blank = np.full((600, 400, 3), 255, np.uint8)
    assert in_seals(blank, np.empty((0, 4, 2), np.float32)).tolist() == []
    box = np.array([[(10, 10), (90, 10), (90, 40), (10, 40)]], np.float32)
    assert in_seals(blank, box).tolist() == [False]
