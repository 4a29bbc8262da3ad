"""The camera with its buttons: takes each page by itself when it lies still, or what is seen by a touch."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from kiosk_app.capture.find import find_cards, find_page
from kiosk_app.capture.geometry import CARD_ASPECT, Image, PaperKind, Quad
from kiosk_app.capture.seen import Fingerprint
from kiosk_app.capture.stack import Find, Hint, Taken, Watch, forget, know, marks_in, taken_by_hand
from kiosk_app.devices.camera import Camera
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.messages import fault_words
from kiosk_app.ui.theme import Theme, icon
from kiosk_app.ui.tones import Tone, Tones
from kiosk_app.ui.widgets.bricks import button, columns, rows, text
from kiosk_app.ui.widgets.camera_feed import CameraFeed
from kiosk_app.ui.widgets.camera_view import CameraView
from kiosk_app.visit.pages import Picture

MOST_WAITING = 3
"""So many pictures may wait to become pages; then the box takes no more by itself until one is done."""

_RETRY_MS = (1_000, 2_000, 4_000, 8_000)


class CaptureBox(QWidget):
    """``captured`` carries a Picture; ``from_file_wanted`` asks for the choice of a picture.

    ``ready`` is emitted after :meth:`start`, once there is a picture or the reason why there is none. A
    camera that is gone is tried again by itself. ``aspect`` says what is to be laid down: a card or a page.
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
        *,
        auto: bool = True,
        find: Find | None = None,
    ) -> None:
        super().__init__()
        self._theme, self._open_camera = theme, open_camera
        self._kind = PaperKind.CARD if aspect == CARD_ASPECT else PaperKind.PAGE
        self._find = find or (_only_card if self._kind is PaperKind.CARD else find_page)
        self._feed: CameraFeed | None = None
        self._last: CameraFeed | None = None
        self._auto, self._waiting = auto, 0
        self._tones = Tones(theme.folder, self)
        self._hint = Hint.NO_PAPER
        self._tries = 0
        self._retry = QTimer(self)
        self._retry.setSingleShot(True)
        self._retry.timeout.connect(self._open)
        self.view = CameraView(theme, aspect, self._kind, least_height_px)
        self._trouble = text("", "bad")
        self._trouble.hide()
        self.shutter = button(theme, self.tr("拍照"), self.shoot, "main", "camera", "shutter")
        self.again = button(theme, self.tr("再试一次"), self.start, "", "again", "camera again")
        self.again.hide()
        self.switch = button(
            theme, self.tr("自动拍"), lambda: self.set_auto(not self._auto), "", "box_on", "auto capture"
        )
        line = columns(self.shutter, self.again, self.switch, gap_px=theme.px("gap_m"))
        if with_files:
            words = self.tr("从图片读取")
            line.addWidget(button(theme, words, self.from_file_wanted.emit, "", "picture", "from file"))
        line.setStretch(0, 1)
        lay = rows(self.view, self._trouble, line, gap_px=theme.px("gap_s"))
        lay.setStretch(0, 1)
        self.setLayout(lay)
        self._show_state(None)
        self.set_auto(auto)

    # What the page asks for ---------------------------------------------------------------------------

    def start(self) -> None:
        """Open the camera on its own thread."""
        self._tries = 0
        self.view.show_frame(None)
        self._show_state(None)
        self._open()

    def stop(self) -> None:
        """Give the camera back. Does not wait until it is."""
        self._retry.stop()
        if feed := self._feed:
            self._feed, self._last = None, feed
            feed.stop()

    def shoot(self) -> None:
        """Hand on the newest picture."""
        if (shown := self.view.shown) is None:
            return
        if self._feed:
            image, kind = shown.full, self._kind
            self._feed.order(lambda state: taken_by_hand(state, image, kind))
        self._hand_on(shown.full)

    def sound(self, tone: Tone) -> None:
        """Let something be heard that became known of a picture."""
        self._tones.play(tone)

    def set_auto(self, on: bool) -> None:
        """Whether pages are taken by themselves."""
        self._auto = on
        self.switch.setAccessibleName(self.tr("自动拍：开") if on else self.tr("自动拍：关"))
        name = "box_on" if on else "box_off"
        self.switch.set_icon(icon(self._theme, name, "ink"), name)
        self._tell_feed()

    def set_waiting(self, count: int) -> None:
        """So many pictures are not pages yet. From three on, none is taken by itself."""
        self._waiting = count
        self._tell_feed()

    def know(self, pages: Sequence[Fingerprint]) -> None:
        """Pages that are in the stack already: not taken again by themselves. Call it after ``start``."""
        self._order(lambda state: know(state, pages))

    def forget(self, page: Picture | Fingerprint) -> None:
        """This page is not in the stack after all, or is to be taken anew: it may be taken again."""
        if isinstance(page, Picture):
            image, find, kind = page.image, self._find, self._kind
            self._order(lambda state: forget(state, marks_in(image, find, kind)))
        else:
            self._order(lambda state: forget(state, [page]))

    # --------------------------------------------------------------------------------------------------

    def _open(self) -> None:
        self.stop()
        feed = CameraFeed(self._open_camera, self._find, self._kind, self._last)
        self._last = None
        feed.arrived.connect(self._on_arrived)
        feed.took.connect(self._on_took)
        feed.broke.connect(self._on_broke)
        self._feed = feed
        self._tell_feed()
        feed.start()

    def _order(self, change: Callable[[Watch], Watch]) -> None:
        if feed := self._feed or self._last:
            feed.order(change)

    def _tell_feed(self) -> None:
        if self._feed:
            self._feed.auto = self._auto and self._waiting < MOST_WAITING

    def _hand_on(self, image: Image) -> None:
        self.view.flash()
        self._tones.play(Tone.TAKEN)
        self.captured.emit(Picture(image))

    def _on_took(self, taken: Taken) -> None:
        if self.sender() is self._feed:
            self._hand_on(taken.shot.image)

    def _on_arrived(self) -> None:
        # What a feed that was stopped meanwhile has left behind is no news.
        shown = self._feed.take() if self._feed else None
        if shown is None:
            return
        first = self.view.shown is None
        full = self._auto and self._waiting >= MOST_WAITING
        self.view.show_frame(shown, self.tr("请稍等，前面几页正在处理") if full else "")
        if shown.hint is Hint.SEEN and self._hint is not Hint.SEEN:
            self._tones.play(Tone.SEEN)
        self._hint = shown.hint
        if first:
            self._tries = 0
            self._show_state(None)
            self.ready.emit()

    def _on_broke(self, fault: Fault) -> None:
        if self.sender() is not self._feed:
            return
        self.view.show_frame(None)
        self._show_state(fault)
        self._retry.start(_RETRY_MS[min(self._tries, len(_RETRY_MS) - 1)])
        self._tries += 1
        self.ready.emit()

    def _show_state(self, fault: Fault | None) -> None:
        self.shutter.setEnabled(self.view.shown is not None)
        self._trouble.setVisible(fault is not None)
        retrying = self.tr("正在重新连接…")
        self._trouble.setText(f"{fault_words(fault)}{retrying}" if fault else "")
        self.again.setVisible(fault is not None)
        self.shutter.setVisible(fault is None)


def _only_card(image: Image) -> Quad | None:
    """The card in the picture, if there is just one."""
    cards = find_cards(image)
    return cards[0] if len(cards) == 1 else None
