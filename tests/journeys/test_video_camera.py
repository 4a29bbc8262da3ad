"""A stack is turned under a camera that plays a video: every page comes into the filing without a touch."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from time import monotonic_ns

import pytest
from pytestqt.qtbot import QtBot

from kiosk_app.capture.ocr import Reader
from kiosk_app.devices.camera import open_camera
from kiosk_app.ui.pages.evidence import EvidencePage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from kiosk_app.visit.evidence import SEEN
from kiosk_app.visit.idle import IdleWatch
from kiosk_app.visit.steps import StepKind
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.screens import clipped, go_to_evidence
from tests.fakes.stacks import SilentReader
from tests.samples.stack_video import write

PAGES = 3
_PATIENCE_MS = 120_000  # the video goes round and round: a slow machine needs several rounds


@pytest.fixture(scope="module")
def reader() -> Reader:
    return SilentReader()


@pytest.fixture
def size() -> tuple[int, int]:
    return 1080, 1920


@pytest.fixture
def kiosk(kiosk: FakeKiosk, tmp_path: Path) -> FakeKiosk:
    video = tmp_path / "stack.avi"
    write(video, PAGES, seed=3, fps=10, size_px=(960, 540))
    kiosk.open_camera = lambda: open_camera(f"video:{video}")
    kiosk.parts = replace(kiosk.parts, auto_capture=True, now_ms=_now_ms, idle=lambda: IdleWatch(_now_ms()))
    return kiosk


def _now_ms() -> int:
    """A video has its own time, which no clock of the tests stands still for."""
    return monotonic_ns() // 1_000_000


def test_a_stack_is_taken_without_a_touch(
    open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int], qtbot: QtBot
) -> None:
    window = open_window(size)
    go_to_evidence(window)
    visit, page = window.desk.visit, window.page
    assert isinstance(page, EvidencePage)

    def count() -> int:
        return sum(len(item.pages) for item in visit.stack.items)

    qtbot.waitUntil(lambda: count() == PAGES, timeout=_PATIENCE_MS)
    settle(window)
    assert list(clipped(window)) == []
    # None of them is a page that was taken before.
    seen = {found.code for page_id in visit.stack.prints for found in visit.stack.findings(page_id)}
    assert SEEN not in seen
    window.frame.main.click()
    settle(window)
    assert visit.step.kind is not StepKind.EVIDENCE
    assert count() == PAGES
