"""Where the paper lies in a picture, shown by hand."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal

from kiosk_app.capture.geometry import Quad
from kiosk_app.ui.pages.asides import SidePage
from kiosk_app.ui.pages.page import Desk, Main
from kiosk_app.ui.widgets.bricks import button, columns
from kiosk_app.ui.widgets.corner_editor import CornerEditor, Shot


class CornersPage(SidePage):
    """``framed`` carries the outline that was agreed to."""

    framed = Signal(object)

    def __init__(self, desk: Desk, load: Callable[[], Shot], quad: Quad) -> None:
        """``load`` is called in a worker; ``quad`` is the outline to begin with."""
        words = self.tr("按住角上的圆圈拖，对准纸的四个角。圆镜里看得更清楚。")
        super().__init__(desk, self.tr("框出这张纸"), words)
        theme = desk.theme
        self.editor = CornerEditor(theme)
        self._quad = quad
        buttons = columns(
            button(theme, self.tr("恢复原样"), self.editor.restore, "", "undo", "restore corners"),
            button(theme, self.tr("用整张图片"), self.editor.take_whole, "", "picture", "whole picture"),
            button(theme, self.tr("不框了，返回"), self.left.emit, "", "close", "leave corners"),
            gap_px=theme.px("gap_s"),
        )
        for place in range(3):
            buttons.setStretch(place, 1)
        self.lay(self.editor, buttons)
        desk.looks.run(load, self._on_loaded, self.show_fault, self)

    def main(self) -> Main:
        return Main(self.tr("就按这个框"), "check")

    def press_main(self) -> None:
        # Gone first: what comes of it is shown on the page behind.
        quad = self.editor.quad()
        self.left.emit()
        self.framed.emit(quad)

    def _on_loaded(self, shot: Shot) -> None:
        self.editor.show_shot(shot, self._quad)
        self.changed.emit()
