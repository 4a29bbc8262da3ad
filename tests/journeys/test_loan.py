"""A whole loan case through the real window, by touch: from the idle screen to the receipt and back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
import yaml
from PySide6.QtWidgets import QLabel

from kiosk_app.devices.camera import Camera, PictureCamera, open_camera
from kiosk_app.domain.submission import State
from kiosk_app.domain.values import Source
from kiosk_app.store import outbox
from kiosk_app.ui.pages.arrange import ArrangePage
from kiosk_app.ui.pages.card import CardPage
from kiosk_app.ui.pages.corners import CornersPage
from kiosk_app.ui.pages.evidence import EvidencePage
from kiosk_app.ui.pages.evidence_page import PagePage
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.pages.receipt import ReceiptPage
from kiosk_app.ui.pages.sign import SignPage
from kiosk_app.ui.screens import SIZES, draw, settle, wait_for
from kiosk_app.ui.widgets.capture_box import CaptureBox
from kiosk_app.ui.widgets.entries import EntryKind
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.kiosks import SAMPLES, FakeKiosk
from tests.fakes.screens import Finger, clipped, small_targets


@pytest.fixture
def under_camera(kiosk: FakeKiosk) -> list[Path]:
    """What lies under the camera: the last of the list."""
    papers = [SAMPLES / "id_front.jpg"]

    def open_it() -> Camera:
        camera = PictureCamera((papers[-1],))
        camera.open()
        return camera

    kiosk.open_camera = open_it
    return papers


def _answers() -> Mapping[str, str]:
    sample = yaml.load((SAMPLES / "answers.yaml").read_text("utf-8"), yaml.BaseLoader)
    answers: Mapping[str, str] = sample["answers"]
    return answers


def _lay(capture: CaptureBox, papers: list[Path], name: str) -> None:
    papers.append(SAMPLES / name)
    capture.start()
    wait_for(capture.ready)


def _answer_page(finger: Finger, answers: Mapping[str, str]) -> None:
    page = finger.window.page
    assert isinstance(page, QuestionsPage)
    for key, field in page.fields.items():
        text = answers.get(key)
        if text is None or field.isHidden() or field.written():
            continue
        if field.tiles is not None:
            finger.tap(field.tiles.tile(text))
        elif field.entry is not None and field.entry.property("entry") == EntryKind.WORDS:
            finger.write(field.entry, text)
        elif field.entry is not None:
            finger.dial(field.entry, text.replace("-", ""))
        assert field.written(), key
        assert key in finger.window.desk.visit.answers, key


def words(window: Window) -> str:
    return " ".join(label.text() for label in window.findChildren(QLabel) if label.isVisible())


def _sound(window: Window) -> None:
    """Nothing clipped, no target too small, and all of it on the screen it was composed for."""
    assert (window.width(), window.height()) in SIZES
    assert list(clipped(window)) == []
    assert list(small_targets(window)) == []


def test_from_idle_to_receipt(
    open_window: Callable[[tuple[int, int]], Window],
    kiosk: FakeKiosk,
    under_camera: list[Path],
    size: tuple[int, int],
) -> None:
    window = open_window(size)
    finger, answers = Finger(window), _answers()
    finger.tap("begin")
    finger.tap("case loan")
    for kind in ("online_filing", "sensitive_data"):
        tiles = finger.find(f"consent {kind}")
        finger.tap(tiles.tile("yes"))  # type: ignore[attr-defined]
    _sound(window)
    finger.tap("main")

    page = window.page
    assert isinstance(page, CardPage)
    for name in ("id_front.jpg", "id_back.jpg"):
        _lay(page.capture, under_camera, name)
        _sound(window)
        finger.tap("shutter")
    assert len(window.desk.visit.card_sides) == 2
    finger.tap("main")
    assert window.desk.visit.answers["plaintiff.1.name"].value

    _answer_page(finger, answers)
    _sound(window)
    finger.tap("main")

    evidence = window.page
    assert isinstance(evidence, EvidencePage)
    finger.tap(evidence.titles.tile("借条"))
    _lay(evidence.capture, under_camera, "evidence_iou.jpg")
    finger.tap("shutter")
    assert [item.title for item in window.desk.visit.evidence] == ["借条"]
    _sound(window)
    finger.tap_page(evidence.pages, window.desk.visit.evidence[0].page_ids[0])
    assert isinstance(window.page, PagePage)
    _sound(window)
    finger.tap("corners")
    assert isinstance(window.page, CornersPage)
    _sound(window)
    finger.tap("main")
    assert isinstance(window.page, PagePage)
    finger.tap("remove page")
    assert not window.desk.visit.evidence
    finger.tap("undo remove")
    assert len(window.desk.visit.evidence) == 1
    finger.tap("arrange")
    assert isinstance(window.page, ArrangePage)
    _sound(window)
    finger.tap("main")
    finger.tap("main")

    while window.desk.visit.step.kind is StepKind.QUESTIONS:
        _sound(window)
        if window.desk.visit.step.id == "claims":
            finger.tap("take claims.principal")
            assert window.desk.visit.answers["claims.principal"].source is Source.PAPER
            assert "照材料上写的填的" in words(window)
        _answer_page(finger, answers)
        _sound(window)
        finger.tap("main")

    _answer_page(finger, answers)
    finger.tap("main")
    assert window.desk.visit.step.id == "review"
    _sound(window)
    finger.tap("main")

    while isinstance(sign := window.page, SignPage):
        if not sign.signing:
            _sound(window)
        finger.tap("main")
        draw(sign.pad)
        finger.tap("main")
    assert all(document.signed for document in window.desk.visit.documents())
    assert window.desk.visit.step.id == "submit"
    _sound(window)
    finger.tap("main")

    receipt = window.page
    assert isinstance(receipt, ReceiptPage)
    _sound(window)
    submitted = window.desk.visit.submitted
    assert submitted is not None
    shown = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert submitted.receipt_number in shown
    assert "已保存在本机，等待送往法院" in shown
    with kiosk.store.database.read() as session:
        assert outbox.find(session, submitted.filing_id).state is State.SEALED
    with kiosk.store.database.begin() as session:
        outbox.acknowledge(session, submitted.filing_id, "jws", kiosk.clock.now().at)
    receipt.ask()
    assert "法院已收到" in [label.text() for label in window.findChildren(QLabel) if label.isVisible()]

    finger.tap("main")
    assert window.page is None
    assert window.desk.open_visit is None
    print(f"touches: {finger.touches}", finger.per_page)  # noqa: T201 - the figure the issue asks for


def test_a_picture_without_a_card_is_explained(
    window: Window, kiosk: FakeKiosk, under_camera: list[Path]
) -> None:
    finger = _at_the_card(window)
    page = window.page
    assert isinstance(page, CardPage)
    _lay(page.capture, under_camera, "evidence_iou.jpg")
    finger.tap("shutter")
    shown = " ".join(label.text() for label in page.findChildren(QLabel))
    assert "身份证" in shown
    assert "再拍一次" in shown
    assert not page.busy
    assert window.desk.visit.card_sides == {}


def test_without_a_camera_there_is_a_way_on(window: Window, kiosk: FakeKiosk, tmp_path: Path) -> None:
    kiosk.open_camera = lambda: open_camera(f"folder:{tmp_path}/none")
    finger = _at_the_card(window)
    page = window.page
    assert isinstance(page, CardPage)
    if not page.capture.again.isVisible():
        wait_for(page.capture.ready)
    assert page.capture.again.isVisible()
    assert any("镜头没有接上" in label.text() for label in page.findChildren(QLabel))
    _sound(window)
    finger.tap("main")
    assert window.desk.visit.step.kind is StepKind.IDENTITY


def _at_the_card(window: Window) -> Finger:
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("case loan")
    for kind in ("online_filing", "sensitive_data"):
        finger.tap(finger.find(f"consent {kind}").tile("yes"))  # type: ignore[attr-defined]
    finger.tap("main")
    settle(window)
    return finger
