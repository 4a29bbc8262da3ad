"""Design tokens: one file of lengths and colours, from which the style sheet and the icons are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from string import Template

import yaml
from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from kiosk_app.domain.errors import EnvironmentFault

FAMILY = "Noto Sans SC"
_SHORT_SIDE_PX = 1080


class ThemeBroken(EnvironmentFault):
    """A file of the theme is missing or unreadable. Facts: ``path``."""


@dataclass(frozen=True, slots=True)
class Theme:
    """The tokens at one scale. ``px`` and ``colour`` raise KeyError for a token that does not exist."""

    folder: Path
    lengths_px: Mapping[str, int]
    colours: Mapping[str, str]

    def px(self, name: str) -> int:
        return self.lengths_px[name]

    def colour(self, name: str) -> str:
        return self.colours[name]


def load_theme(resources: Path, width_px: int, height_px: int) -> Theme:
    """The tokens for a screen of this size. Raises :class:`ThemeBroken`."""
    path = resources / "theme" / "theme.yaml"
    try:
        tokens = yaml.safe_load(path.read_text("utf-8"))
        scale = min(width_px, height_px) / _SHORT_SIDE_PX
        chosen = tokens["length_px"] | (tokens["landscape_px"] if width_px > height_px else {})
        lengths = {name: max(1, round(px * scale)) for name, px in chosen.items()}
        colours = {name: str(colour) for name, colour in tokens["colour"].items()}
    except (OSError, yaml.YAMLError, KeyError, TypeError, AttributeError) as error:
        raise ThemeBroken(path=str(path)) from error
    return Theme(resources, lengths, colours)


def style_sheet(theme: Theme) -> str:
    """The Qt style sheet of the whole window. Raises :class:`ThemeBroken`."""
    path = theme.folder / "theme" / "kiosk.qss"
    words = {name: str(px) for name, px in theme.lengths_px.items()}
    words |= {name: _css(colour) for name, colour in theme.colours.items()} | {"family": FAMILY}
    try:
        return Template(path.read_text("utf-8")).substitute(words)
    except (OSError, KeyError, ValueError) as error:
        raise ThemeBroken(path=str(path)) from error


def _css(colour: str) -> str:
    """``#AARRGGBB`` as Qt's style sheets understand it."""
    if len(colour) == 9:
        alpha, red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5, 7))
        return f"rgba({red}, {green}, {blue}, {alpha})"
    return colour


def icon_pixmap(theme: Theme, name: str, side_px: int, colour: str) -> QPixmap:
    """An icon of the family, drawn in a colour. Raises :class:`ThemeBroken`."""
    path = theme.folder / "icons" / f"{name}.svg"
    try:
        drawing = path.read_text("utf-8").replace("#000000", colour)
    except OSError as error:
        raise ThemeBroken(path=str(path)) from error
    image = QImage(QSize(side_px, side_px), QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(0, 0, side_px, side_px))
    painter.end()
    return QPixmap.fromImage(image)


def icon(theme: Theme, name: str, colour: str) -> QIcon:
    """An icon for a button; ``colour`` is a token's name."""
    side_px = theme.px("icon_m")
    drawn = QIcon(icon_pixmap(theme, name, side_px, theme.colour(colour)))
    faded = icon_pixmap(theme, name, side_px, theme.colour("ink_soft"))
    drawn.addPixmap(faded, QIcon.Mode.Disabled)
    return drawn
