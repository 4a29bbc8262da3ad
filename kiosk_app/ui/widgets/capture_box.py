"""The camera with its button: shows the live picture, hands on the one that was wanted.

What hands it on is :meth:`CaptureBox.shoot`; a detector that finds the paper lying still can call it too.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.capture.find import outline
from kiosk_app.devices.camera import Camera
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.messages import fault_words
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import button, columns, rows, text
from kiosk_app.ui.widgets.camera_view import CameraFeed, CameraView
from kiosk_app.visit.pages import Picture


class CaptureBox(QWidget):
    """``captured`` carries a Picture; ``from_file_wanted`` asks for the choice of a picture.

    ``ready`` is emitted after :meth:`start`, once there is a picture or the reason why there is none.
    """

    captured = Signal(object)
    ready = Signal()
    from_file_wanted = Signal()

    def __init__(
        self,
        theme: Theme,
        open_camera: Callable[[], Camera],
        aspect: float,
        least_height_px: int,
        with_files: bool,
    ) -> None:
        super().__init__()
        self._open_camera = open_camera
        self._feed: CameraFeed | None = None
        self.view = CameraView(theme, aspect, least_height_px)
        self._trouble = text("", "bad")
        self._trouble.hide()
        self.shutter = button(theme, self.tr("拍照"), self.shoot, "main", "camera", "shutter")
        self.again = button(theme, self.tr("再试一次"), self.start, "", "again", "camera again")
        self.again.hide()
        line = columns(self.shutter, self.again, gap_px=theme.px("gap_m"))
        if with_files:
            words = self.tr("从图片读取")
            line.addWidget(button(theme, words, self.from_file_wanted.emit, "", "picture", "from file"))
        line.setStretch(0, 1)
        lay = rows(self.view, self._trouble, line, gap_px=theme.px("gap_s"))
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self._show_state(None)

    def start(self) -> None:
        """Open the camera on its own thread."""
        self.stop()
        self.view.show_frame(None)
        self._show_state(None)
        feed = CameraFeed(self._open_camera, outline)
        feed.arrived.connect(self._on_arrived)
        feed.broke.connect(self._on_broke)
        self._feed = feed
        feed.start()

    def stop(self) -> None:
        """Give the camera back."""
        if feed := self._feed:
            self._feed = None
            feed.stop()

    def shoot(self) -> None:
        """Hand on the newest picture."""
        if (shown := self.view.shown) is not None:
            self.captured.emit(Picture(shown.full))

    def _on_arrived(self) -> None:
        # What a feed that was stopped meanwhile has left behind is no news.
        shown = self._feed.take() if self._feed else None
        if shown is None:
            return
        first = self.view.shown is None
        self.view.show_frame(shown)
        self.shutter.setEnabled(True)
        if first:
            self.ready.emit()

    def _on_broke(self, fault: Fault) -> None:
        if self.sender() is not self._feed:
            return
        self.view.show_frame(None)
        self._show_state(fault)
        self.ready.emit()

    def _show_state(self, fault: Fault | None) -> None:
        self.shutter.setEnabled(self.view.shown is not None)
        self._trouble.setVisible(fault is not None)
        self._trouble.setText(fault_words(fault) if fault else "")
        self.again.setVisible(fault is not None)
        self.shutter.setVisible(fault is None)
