from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app.documents import typeface as typefaces
from kiosk_app.documents.typeface import FontMissing, Typeface
from tests.fakes.papers import FONTS


def test_a_second_load_gives_the_same(typeface: Typeface) -> None:
    assert typefaces.load(FONTS) == typeface


def test_widths_are_in_em(typeface: Typeface) -> None:
    assert typeface.serif.width_em("中国") == 2
    assert 0.4 < typeface.serif.width_em("1") < 0.7
    assert not typeface.serif.has("\N{GRINNING FACE}")


def test_a_missing_font_names_its_path(tmp_path: Path) -> None:
    with pytest.raises(FontMissing) as missing:
        typefaces.load(tmp_path)
    assert str(missing.value.facts["path"]).startswith(str(tmp_path))


def test_a_file_that_is_no_font(tmp_path: Path) -> None:
    path = tmp_path / "NotAFont.ttf"
    path.write_bytes(b"no font at all")
    with pytest.raises(FontMissing) as missing:
        typefaces.face(path)
    assert missing.value.facts == {"path": str(path)}
