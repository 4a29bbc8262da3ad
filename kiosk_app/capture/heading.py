"""The head of a page that says what it is: 民事判决书, 缴费通知单, 结婚证."""

from __future__ import annotations

import re
from collections.abc import Iterable
from statistics import median

from kiosk_app.capture.ocr import Line, in_rows

_KINDS = "书|证|单|表|票|据|条|函|通知|证明|协议|合同|记录|回执|报告|笔录|决定|明细|流水|备忘录"
_HEAD = re.compile(rf"[㐀-鿿·()（）《》]{{1,24}}(?:{_KINDS})(?:[(（][㐀-鿿]{{1,8}}[)）])?")
_TOP_SHARE = 0.4
_MIDDLE = (0.3, 0.7)
_LARGER = 1.15
"""Print of a head is so much higher than most on its page."""
_SURE = 0.9
_MOST_LINES = 400


def heading(lines: Iterable[Line], size_px: tuple[int, int]) -> Line | None:
    """The row that is the page's head, its signs without spaces; None where nothing is clearly one.

    A letterhead is none: what counts is a word for a paper, in the middle, larger than the rest.
    """
    width_px, height_px = size_px
    known = list(lines)[:_MOST_LINES]
    if not known:
        return None
    usual_px = median(line.box[3] - line.box[1] for line in known)
    for row in in_rows([line for line in known if line.box[1] < _TOP_SHARE * height_px]):
        text = "".join("".join(line.text.split()) for line in row)
        left, right = row[0].box[0], row[-1].box[2]
        top, bottom = min(line.box[1] for line in row), max(line.box[3] for line in row)
        confidence = min(line.confidence for line in row)
        if (
            _HEAD.fullmatch(text)
            and confidence >= _SURE
            and _MIDDLE[0] * width_px < (left + right) / 2 < _MIDDLE[1] * width_px
            and (bottom - top >= _LARGER * usual_px or len(known) == 1)
        ):
            return Line(text, confidence, (left, top, right, bottom))
    return None
