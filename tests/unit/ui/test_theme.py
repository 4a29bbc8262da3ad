from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor

from kiosk_app.ui.theme import ThemeBroken, icon_pixmap, load_theme, style_sheet
from tests.fakes.kiosks import RESOURCES

_ON = [
    ("ink", "ground"),
    ("ink", "surface"),
    ("ink", "sunken"),
    ("ink_soft", "ground"),
    ("ink_soft", "surface"),
    ("ink_soft", "sunken"),
    ("brand", "ground"),
    ("brand", "surface"),
    ("brand", "brand_ground"),
    ("on_brand", "brand"),
    ("on_rail", "rail"),
    ("on_rail_soft", "rail"),
    ("good", "good_ground"),
    ("good", "surface"),
    ("good", "ground"),
    ("doubt", "doubt_ground"),
    ("doubt", "surface"),
    ("doubt", "ground"),
    ("bad", "bad_ground"),
    ("bad", "ground"),
    ("seal", "surface"),
]


def _luminance(colour: str) -> float:
    drawn = QColor(colour)
    parts = (drawn.redF(), drawn.greenF(), drawn.blueF())
    red, green, blue = (c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4) for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize(("text", "ground"), _ON)
def test_text_can_be_read_on_its_ground(text: str, ground: str) -> None:
    """WCAG 2.2, 1.4.3."""
    theme = load_theme(RESOURCES, 1080, 1920)
    light, dark = sorted((_luminance(theme.colour(text)), _luminance(theme.colour(ground))), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080)])
def test_type_and_targets_are_large_enough(width: int, height: int) -> None:
    theme = load_theme(RESOURCES, width, height)
    assert min(px for name, px in theme.lengths_px.items() if name.startswith("type_")) >= 28
    # Keys grow into their panel: the journeys measure them where they stand.
    assert theme.px("target") >= 88


def test_a_smaller_screen_scales_everything() -> None:
    assert load_theme(RESOURCES, 540, 960).px("target") == 48


def test_every_token_of_the_style_sheet_exists() -> None:
    assert "$" not in style_sheet(load_theme(RESOURCES, 1080, 1920))


def test_missing_files_are_named(tmp_path: Path) -> None:
    with pytest.raises(ThemeBroken) as fault:
        load_theme(tmp_path, 1080, 1920)
    assert str(tmp_path) in str(fault.value.facts["path"])
    theme = load_theme(RESOURCES, 1080, 1920)
    with pytest.raises(ThemeBroken):
        icon_pixmap(theme, "no such icon", 10, "#000000")


def test_every_icon_draws_in_the_colour_asked_for(qapp: object) -> None:
    theme = load_theme(RESOURCES, 1080, 1920)
    for path in sorted((RESOURCES / "icons").glob("*.svg")):
        image = icon_pixmap(theme, path.stem, 48, "#ff0000").toImage()
        drawn = [
            image.pixelColor(x, y)
            for x in range(48)
            for y in range(48)
            if image.pixelColor(x, y).alpha() > 200
        ]
        assert drawn, path.stem
        assert all(colour.red() > 240 and colour.green() < 15 for colour in drawn), path.stem
