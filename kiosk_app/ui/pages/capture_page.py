"""What the pages with a camera have in common: the box, pictures from files, the corners set by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtGui import QImage

from kiosk_app.capture.geometry import Quad
from kiosk_app.capture.take import NoCardFound, NoPageFound, SeveralCards
from kiosk_app.domain.errors import Bug, Fault
from kiosk_app.ui.messages import fault_words
from kiosk_app.ui.pages.asides import PicturesPage
from kiosk_app.ui.pages.corners import CornersPage
from kiosk_app.ui.pages.page import Desk, Page
from kiosk_app.ui.pixels import as_qimage
from kiosk_app.ui.widgets.bricks import button
from kiosk_app.ui.widgets.capture_box import CaptureBox
from kiosk_app.ui.widgets.corner_editor import shot_of, whole_of
from kiosk_app.visit.pages import NotAnIdCard, Picture, picture_file

NOT_SEEN = (NoPageFound, NoCardFound, SeveralCards, NotAnIdCard)
"""Faults that a person can mend by showing where the paper lies."""

_LOOK_PX = 240


@dataclass(slots=True, eq=False)
class Capture:
    """A picture on its way to become a page. ``load`` is called in the worker; ``quad`` was set by hand;
    ``instead_of`` is the page it takes the place of; ``as_page`` is set where the visitor wants to keep a
    separator sheet; ``fault`` is why it did not become a page."""

    load: Callable[[], Picture]
    title: str = ""
    instead_of: str = ""
    as_page: bool = False
    picture: Picture | None = None
    quad: Quad | None = None
    fault: Fault | None = None

    def loaded(self) -> Picture:
        self.picture = self.picture or self.load()
        return self.picture

    def look(self) -> QImage:
        """A few points of the picture, at once: to be shown until the page is there."""
        if self.picture is None:
            return QImage()
        image = self.picture.image
        step = max(1, max(image.shape[:2]) // _LOOK_PX)
        return as_qimage(image[::step, ::step])


class CapturePage(Page):
    """A page with a camera. What it does with a picture is its :meth:`begin`."""

    def __init__(self, desk: Desk, title: str, why: str, aspect: float, height: str = "preview") -> None:
        """``height`` names the least height of the live picture in the theme."""
        super().__init__(desk, title, why)
        parts, theme = desk.parts, desk.theme
        with_files = parts.picture_folder is not None
        self.capture = CaptureBox(
            theme, parts.open_camera, aspect, theme.px(height), with_files, auto=parts.auto_capture
        )
        self.capture.captured.connect(self.take)
        self.capture.from_file_wanted.connect(self._choose_file)

    def begin(self, capture: Capture) -> None:
        """Make something of a picture."""
        raise NotImplementedError

    def arrive(self) -> None:
        self.capture.start()

    def leave(self) -> None:
        self.capture.stop()

    def take(self, picture: Picture) -> None:
        """A picture came from the camera."""
        self.begin(Capture(lambda: picture, picture=picture))

    def take_file(self, path: Path) -> None:
        """A picture was chosen instead."""
        self.begin(Capture(lambda: picture_file(path)))

    def _choose_file(self) -> None:
        folder = self.desk.parts.picture_folder
        if folder is None:
            raise Bug("a picture was asked for where there is no folder of pictures")
        page = PicturesPage(self.desk, folder)
        page.picked.connect(page.left)
        page.picked.connect(self.take_file)
        self.aside.emit(page)

    def explain(self, capture: Capture, forget: Callable[[], None] | None = None) -> None:
        """Say why there is no page, and offer to show where it lies; ``forget`` is what gives it up."""
        fault = capture.fault
        if fault is None:
            return
        if capture.picture is None or not isinstance(fault, NOT_SEEN):
            self.show_fault(fault)
            return
        by_hand = partial(self._frame_by_hand, capture)
        actions = [button(self.theme, self.tr("自己框出来"), by_hand, "", "frame", "by hand")]
        if forget is not None:
            actions.append(button(self.theme, self.tr("不要这一张"), forget, "", "trash", "forget"))
        self.say(fault_words(fault), "bad", "warning", *actions)

    def _frame_by_hand(self, capture: Capture) -> None:
        if capture.picture is None:
            raise Bug("corners were to be set on a picture that could not be read")
        image = capture.picture.image
        page = CornersPage(self.desk, lambda: shot_of(image), whole_of(image, 0.12))

        def framed(quad: Quad) -> None:
            capture.quad, capture.fault = quad, None
            self.begin(capture)

        page.framed.connect(framed)
        self.aside.emit(page)
