from __future__ import annotations

from pathlib import Path

import PIL.Image
import pytest
from pyzbar import pyzbar

from kiosk_app.documents import separators
from kiosk_app.documents.separators import TooManySeparators
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.code_meaning import MOST_SEPARATORS, SeparatorCode, meaning_of
from tests.fakes import papers
from tests.fakes.papers import AT


def test_each_sheet_says_what_begins_there(typeface: Typeface, tmp_path: Path) -> None:
    pdf = separators.render(3, at=AT, typeface=typeface).pdf
    papers.assert_sound(pdf, tmp_path)
    sheets = papers.pages(pdf)
    assert len(sheets) == 3
    for number, text in enumerate(sheets, 1):
        assert f"证据{number}从这一页下面开始" in text
        assert f"放在第{number}份证据的最上面" in text
        assert "不会交给法院" in text


def test_the_code_tells_its_number(typeface: Typeface, tmp_path: Path) -> None:
    pdf = separators.render(MOST_SEPARATORS, at=AT, typeface=typeface).pdf
    for number in (1, MOST_SEPARATORS):
        with PIL.Image.open(papers.picture(pdf, tmp_path, number)) as page:
            (code,) = pyzbar.decode(page)
        assert meaning_of(code.data.decode()) == SeparatorCode(number)


def test_the_same_sheets_are_the_same_file(typeface: Typeface) -> None:
    first, second = (separators.render(2, at=AT, typeface=typeface) for _ in range(2))
    assert first == second


@pytest.mark.parametrize("count", [0, -1, MOST_SEPARATORS + 1])
def test_there_are_only_so_many(typeface: Typeface, count: int) -> None:
    with pytest.raises(TooManySeparators) as raised:
        separators.render(count, at=AT, typeface=typeface)
    assert raised.value.facts == {"count": count, "most": MOST_SEPARATORS}
