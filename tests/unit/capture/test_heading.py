from __future__ import annotations

import pytest

from kiosk_app.capture.heading import heading
from kiosk_app.capture.ocr import Line

SIZE = (1_600, 2_300)
BODY = tuple(Line("本院经审理查明如下事实", 0.99, (200, 500 + 100 * n, 900, 550 + 100 * n)) for n in range(5))


def head(
    text: str, box: tuple[int, int, int, int] = (600, 200, 1_000, 290), confidence: float = 0.99
) -> Line:
    return Line(text, confidence, box)


@pytest.mark.parametrize(
    "text", ["民事判决书", "门诊收费票据", "结婚证", "催款通知", "工资明细", "还款计划表"]
)
def test_a_head_says_what_the_page_is(text: str) -> None:
    found = heading((head(text), *BODY), SIZE)
    assert found
    assert found.text == text


def test_signs_that_stand_apart_are_one_head() -> None:
    apart = (
        head("判", (500, 200, 580, 290)),
        head("决", (760, 200, 840, 290)),
        head("书", (1_000, 200, 1_080, 290)),
    )
    found = heading((*apart, *BODY), SIZE)
    assert found
    assert (found.text, found.box) == ("判决书", (500, 200, 1_080, 290))


@pytest.mark.parametrize(
    "line",
    [
        head("示范市人民医院"),  # a letterhead
        head("周明川"),
        head("我写了一张收据，请看。"),
        head("民事判决书", (600, 200, 1_000, 250)),  # no larger than the rest
        head("民事判决书", (100, 200, 500, 290)),  # at the edge
        head("民事判决书", (600, 1_900, 1_000, 1_990)),  # at the foot
        head("民事判决书", confidence=0.6),
        head("CERTIFICATE"),
    ],
)
def test_what_is_no_head(line: Line) -> None:
    assert heading((line, *BODY), SIZE) is None


def test_a_blank_page_and_thousands_of_lines_have_none() -> None:
    assert heading((), SIZE) is None
    assert heading(BODY * 5_000, SIZE) is None
