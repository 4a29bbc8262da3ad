from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from threading import Event

import numpy as np
import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from kiosk_app.capture.geometry import A4_ASPECT, CARD_ASPECT, Image, PaperKind, Quad, quad_of
from kiosk_app.capture.stack import Hint, marks_in
from kiosk_app.devices.camera import CameraMissing, CameraStopped, Frame
from kiosk_app.ui import tones
from kiosk_app.ui.theme import Theme, load_theme
from kiosk_app.ui.tones import Tone, Tones, can_be_heard
from kiosk_app.ui.widgets import capture_box
from kiosk_app.ui.widgets.camera_feed import CameraFeed
from kiosk_app.ui.widgets.capture_box import MOST_WAITING, CaptureBox
from kiosk_app.ui.widgets.hint import CARD_HINTS, PAGE_HINTS, hint_words
from tests.fakes.kiosks import RESOURCES
from tests.samples.desk import on_desk
from tests.samples.make_tones import TONES, samples
from tests.samples.stack_papers import contract_page

_SHOT = on_desk(contract_page(3, 1), 4)


class FakeCamera:
    """Gives its pictures again and again, then stops if it is told to. ``after`` waits for each next one."""

    def __init__(self, *images: Image, stops_after: int | None = None) -> None:
        self.images, self._left = images, stops_after
        self.reads, self.closed = 0, 0

    def open(self) -> None: ...

    def read(self) -> Frame:
        if self._left is not None and self.reads >= self._left:
            raise CameraStopped(source="fake")
        self.reads += 1
        return Frame(self.images[(self.reads - 1) % len(self.images)], self.reads)

    def close(self) -> None:
        self.closed += 1


def where_it_lies(_: Image) -> Quad | None:
    return quad_of(_SHOT.corners[0])


@pytest.fixture
def theme() -> Theme:
    return load_theme(RESOURCES, 1080, 1920)


@pytest.fixture
def make_box(theme: Theme, qtbot: QtBot) -> Callable[..., CaptureBox]:
    def make(camera: FakeCamera, *, auto: bool = True) -> CaptureBox:
        box = CaptureBox(theme, lambda: camera, 1 / A4_ASPECT, 400, False, auto=auto, find=where_it_lies)
        qtbot.addWidget(box, before_close_func=lambda _: box.stop())
        box.start()
        return box

    return make


def seen_by(box: CaptureBox, hint: Hint) -> Callable[[], bool]:
    return lambda: box.view.shown is not None and box.view.shown.hint is hint


# The feed -----------------------------------------------------------------------------------------------


def test_only_the_newest_picture_waits(qtbot: QtBot) -> None:
    camera = FakeCamera(*(np.full((40, 60, 3), number, np.uint8) for number in range(5)), stops_after=5)
    feed = CameraFeed(lambda: camera, lambda _: None)
    told: list[int] = []
    faults: list[object] = []
    feed.arrived.connect(lambda: told.append(1))
    feed.broke.connect(faults.append)
    feed.start()
    feed.join()
    qtbot.waitUntil(lambda: bool(faults))
    shown = feed.take()
    assert shown is not None
    assert int(shown.full[0, 0, 0]) == 4
    assert len(told) == 1
    assert isinstance(faults[0], CameraStopped)
    assert camera.closed == 1


def test_the_preview_flows_while_finding_takes_its_time(qtbot: QtBot) -> None:
    camera, found, asked = FakeCamera(_SHOT.image), Event(), []

    def slowly(image: Image) -> Quad | None:
        asked.append(1)
        found.wait()
        return None

    feed = CameraFeed(lambda: camera, slowly)
    told: list[object] = []
    feed.arrived.connect(lambda: told.append(feed.take()))
    feed.start()
    qtbot.waitUntil(lambda: len(told) >= 5, timeout=20_000)
    assert len(asked) == 1
    found.set()
    feed.stop()
    feed.join()


def test_a_feed_waits_for_the_one_before_it_and_knows_its_pages(qtbot: QtBot) -> None:
    first = CameraFeed(lambda: FakeCamera(_SHOT.image), where_it_lies)
    with qtbot.waitSignal(first.took, timeout=20_000):
        first.start()
    first.stop()
    second = CameraFeed(lambda: FakeCamera(_SHOT.image), where_it_lies, PaperKind.PAGE, first)
    second.start()
    qtbot.waitUntil(lambda: (shown := second.take()) is not None and shown.hint is Hint.SEEN, timeout=20_000)
    second.stop()
    second.join()


def test_a_bug_in_the_finder_is_told(qtbot: QtBot) -> None:
    def broken(_: Image) -> Quad | None:
        raise ZeroDivisionError

    feed = CameraFeed(lambda: FakeCamera(_SHOT.image), broken)
    with qtbot.waitSignal(feed.broke, timeout=20_000) as told:
        feed.start()
    feed.join()
    assert told.args is not None
    assert type(told.args[0]).__name__ == "WorkFailed"


# The box ------------------------------------------------------------------------------------------------


def test_a_page_is_taken_by_itself_and_once(make_box: Callable[..., CaptureBox], qtbot: QtBot) -> None:
    camera = FakeCamera(_SHOT.image)
    box = make_box(camera)
    pictures: list[object] = []
    box.captured.connect(pictures.append)
    qtbot.waitUntil(lambda: bool(pictures), timeout=20_000)
    qtbot.waitUntil(seen_by(box, Hint.TAKEN), timeout=20_000)
    reads = camera.reads
    qtbot.waitUntil(lambda: camera.reads > reads + 20, timeout=20_000)
    assert len(pictures) == 1
    assert box.view.words == "拍好了，请换下一页"


def test_the_button_takes_at_once_and_the_watch_does_not_take_again(
    make_box: Callable[..., CaptureBox], qtbot: QtBot
) -> None:
    camera = FakeCamera(_SHOT.image)
    box = make_box(camera, auto=False)
    pictures: list[object] = []
    box.captured.connect(pictures.append)
    qtbot.waitUntil(seen_by(box, Hint.READY), timeout=20_000)
    assert pictures == []
    box.shutter.click()
    assert len(pictures) == 1
    box.switch.click()
    assert "开" in box.switch.accessibleName()
    qtbot.waitUntil(seen_by(box, Hint.TAKEN), timeout=20_000)
    assert len(pictures) == 1


def test_with_three_pictures_waiting_none_is_taken_by_itself(
    make_box: Callable[..., CaptureBox], qtbot: QtBot
) -> None:
    box = make_box(FakeCamera(_SHOT.image))
    pictures: list[object] = []
    box.captured.connect(pictures.append)
    box.set_waiting(MOST_WAITING)
    qtbot.waitUntil(seen_by(box, Hint.READY), timeout=20_000)
    assert "请稍等" in box.view.words
    assert pictures == []
    box.shutter.click()
    assert len(pictures) == 1
    box.set_waiting(0)
    qtbot.waitUntil(seen_by(box, Hint.TAKEN), timeout=20_000)


def test_pages_that_are_in_already_are_not_taken(make_box: Callable[..., CaptureBox], qtbot: QtBot) -> None:
    box = make_box(FakeCamera(_SHOT.image))
    box.know(marks_in(_SHOT.image, where_it_lies))
    qtbot.waitUntil(seen_by(box, Hint.SEEN), timeout=20_000)
    assert "拍过了" in box.view.words


@pytest.mark.parametrize("first_fault", [CameraMissing, CameraStopped])
def test_a_lost_camera_comes_back_by_itself(
    theme: Theme, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, first_fault: type[CameraMissing]
) -> None:
    monkeypatch.setattr(capture_box, "_RETRY_MS", (0, 50))
    tries: list[int] = []

    def open_it() -> FakeCamera:
        tries.append(1)
        if len(tries) < 4:
            raise first_fault(source="fake")
        return FakeCamera(_SHOT.image)

    box = CaptureBox(theme, open_it, 1 / A4_ASPECT, 400, False, find=where_it_lies)
    qtbot.addWidget(box, before_close_func=lambda _: box.stop())
    with qtbot.waitSignal(box.ready, timeout=20_000):
        box.start()
    assert not box.again.isHidden()
    assert "正在重新连接" in box._trouble.text()
    qtbot.waitUntil(lambda: box.view.shown is not None, timeout=20_000)
    assert box.again.isHidden()
    assert box._trouble.isHidden()
    assert box.shutter.isEnabled()


def test_stopping_does_not_wait_for_the_camera(theme: Theme, qtbot: QtBot) -> None:
    opened, given_back = Event(), Event()

    def slowly() -> FakeCamera:
        opened.set()
        given_back.wait()
        return FakeCamera(_SHOT.image)

    box = CaptureBox(theme, slowly, CARD_ASPECT, 400, True)
    qtbot.addWidget(box)
    box.start()
    opened.wait()
    box.stop()
    given_back.set()
    assert box.view.shown is None


def test_every_hint_has_words_in_both_languages() -> None:
    for table in (PAGE_HINTS, CARD_HINTS):
        assert set(table) == set(Hint)
        assert all(words.zh and words.en for words in table.values())
    assert hint_words(Hint.NO_PAPER, PaperKind.CARD) != hint_words(Hint.NO_PAPER, PaperKind.PAGE)
    assert hint_words(Hint.MOVE_IN, PaperKind.PAGE, "en").isascii()


# Tones --------------------------------------------------------------------------------------------------


def test_without_a_loudspeaker_tones_are_silent(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    assert not can_be_heard(tmp_path)
    (tmp_path / "pcmC0D0p").touch()
    assert can_be_heard(tmp_path)
    parent = QObject()
    if not tones.can_be_heard():
        Tones(RESOURCES, parent).play(Tone.TAKEN)
        assert Tones(RESOURCES, parent)._effects == {}


def test_the_shipped_tones_are_those_we_make(tmp_path: Path) -> None:
    for tone in Tone:
        data = (RESOURCES / "sounds" / f"{tone}.wav").read_bytes()
        assert len(data) < 20_000
        # Sines differ in their last bit between processors.
        made = np.frombuffer(samples(TONES[tone]), "<i2").astype(int)
        assert np.abs(np.frombuffer(data[44:], "<i2").astype(int) - made).max() <= 1


def test_a_missing_tone_file_is_no_fault(qtbot: QtBot, tmp_path: Path) -> None:
    shutil.copytree(RESOURCES / "sounds", tmp_path / "sounds")
    (tmp_path / "sounds" / "taken.wav").unlink()
    Tones(tmp_path).play(Tone.TAKEN)
