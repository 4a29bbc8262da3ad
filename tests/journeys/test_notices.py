"""A form's notices on the first page: calm cards below the consents, none cut, both ways round."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel

from kiosk_app.capture.ocr import Reader
from kiosk_app.ui.pages.notice import NoticePage
from kiosk_app.ui.screens import settle
from kiosk_app.ui.window import Window
from tests.fakes.kiosks import FakeKiosk, kiosk_at
from tests.fakes.resources import NOTICES, resources_with
from tests.fakes.screens import Finger, sound, words

LONG = NOTICES + "".join(
    f"""\
  - id: long_{number}
    title: 第{number}份很长的告知，标题也很长，一行放不下的时候要换行，不能截断
    article: 民法典第1091条、第1092条
    text: [{"内容" * 200}, {"更多内容" * 60}]
"""
    for number in range(6)
)


@pytest.fixture
def kiosk(tmp_path: Path, reader: Reader) -> Iterator[FakeKiosk]:
    made = kiosk_at(tmp_path / "kiosk", reader, resources=resources_with(tmp_path / "own", "loan", LONG))
    yield made
    made.store.close()


def test_every_notice_is_there_and_nothing_is_cut(
    open_window: Callable[[tuple[int, int]], Window], size: tuple[int, int]
) -> None:
    window = open_window(size)
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("case loan")
    assert isinstance(window.page, NoticePage)
    sound(window)
    said = words(window)
    assert said.index("诉讼权利义务告知") < said.index("只在屏幕上看的提示") < said.index("第5份很长的告知")
    assert "民法典第1091条、第1092条" in said
    assert "现金交付的借款" not in said, "nothing was answered yet"
    last = window.page.findChildren(QLabel)[-1]
    finger._bring(last)
    settle(window)
    assert not last.visibleRegion().isEmpty(), "the page scrolls to the end"
    for kind in ("online_filing", "sensitive_data"):
        finger.tap(finger.find(f"consent {kind}").tile("yes"))  # type: ignore[attr-defined]
    finger.tap("main")
    assert window.desk.visit.step.id == "card"
