"""Separator sheets under a stand-in camera and from a file, as the visitor meets them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.capture.ocr import Reader
from kiosk_app.capture.picture import encode_png
from kiosk_app.devices.camera import open_camera
from kiosk_app.ui.pages.evidence import EvidencePage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.tones import Tone
from kiosk_app.ui.window import Window
from kiosk_app.visit.pages import Picture
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.screens import Finger, sound, words
from tests.fakes.stacks import SilentReader, separator, sheet


@pytest.fixture(scope="module")
def reader() -> Reader:
    return SilentReader()


def evidence(window: Window) -> EvidencePage:
    assert isinstance(window.page, EvidencePage)
    return window.page


def sizes(window: Window) -> list[int]:
    return [len(item.pages) for item in window.desk.visit.stack.items]


def lay(window: Window, *pictures: Picture) -> None:
    for picture in pictures:
        evidence(window).take(picture)
    settle(window)


def test_under_the_camera_each_sheet_begins_an_item(
    at_evidence: Window, kiosk: FakeKiosk, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    window, finger, heard = at_evidence, Finger(at_evidence), list[Tone]()
    page = evidence(window)
    monkeypatch.setattr(page.capture._tones, "play", heard.append)  # nothing here has a loudspeaker
    for number, picture in enumerate((sheet(0), separator(1), sheet(1), sheet(2))):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "picture.png").write_bytes(encode_png(picture.image))
        kiosk.open_camera = lambda folder=folder: open_camera(f"folder:{folder}")  # type: ignore[misc]
        with qtbot.waitSignal(page.capture.ready, timeout=20_000):
            page.capture.start()
        finger.tap("shutter")
        if number == 1:
            assert "新的一份证据" in words(window)
            sound(window)
            assert heard[-1] is Tone.PARTED
    assert sizes(window) == [1, 2]
    assert heard.count(Tone.PARTED) == 1
    sound(window)


def test_a_sheet_from_a_file_counts_too(at_evidence: Window, tmp_path: Path) -> None:
    window = at_evidence
    lay(window, sheet(0))
    path = tmp_path / "separator.png"
    path.write_bytes(encode_png(separator(2).image))
    evidence(window).take_file(path)
    settle(window)
    lay(window, sheet(1))
    assert sizes(window) == [1, 1]


def test_it_is_undone_kept_or_used_again_by_one_touch(at_evidence: Window) -> None:
    window, finger = at_evidence, Finger(at_evidence)
    lay(window, sheet(0), separator(1))
    finger.tap("not separated")
    sound(window)
    lay(window, sheet(1))
    assert sizes(window) == [2]
    lay(window, separator(1))
    finger.tap("keep separator")
    assert sizes(window) == [3]
    lay(window, separator(2), sheet(2), separator(2))
    assert "2号" in words(window)
    sound(window)
    finger.tap("begin item")
    sound(window)
    lay(window, sheet(3))
    assert sizes(window) == [3, 1, 1]


def test_a_sheet_on_the_way_holds_nobody_up(at_evidence: Window) -> None:
    window = at_evidence
    evidence(window).take(sheet(0))
    evidence(window).take(separator(1))
    window.frame.main.click()
    settle(window)
    assert window.desk.visit.step.id == "defendant"
    assert sizes(window) == [1]


def test_a_retake_waits_for_its_page(at_evidence: Window) -> None:
    window, finger = at_evidence, Finger(at_evidence)
    lay(window, sheet(0))
    ((first,),) = (item.pages for item in window.desk.visit.stack.items)
    finger.tap_page(evidence(window).pages, first.id)
    finger.tap("again")
    lay(window, separator(1))
    lay(window, sheet(5))
    assert sizes(window) == [1]
    assert window.desk.visit.stack.page(first.id) is None
