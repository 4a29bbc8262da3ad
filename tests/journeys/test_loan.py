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
from kiosk_app.ui.pages.court import CourtPage
from kiosk_app.ui.pages.evidence import EvidencePage
from kiosk_app.ui.pages.evidence_page import PagePage
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.pages.receipt import ReceiptPage
from kiosk_app.ui.pages.sign import SignPage
from kiosk_app.ui.screens import draw, settle, wait_for
from kiosk_app.ui.widgets.capture_box import CaptureBox
from kiosk_app.ui.widgets.entries import EntryKind
from kiosk_app.ui.window import Window
from kiosk_app.visit.steps import StepKind
from tests.fakes.kiosks import SAMPLES, FakeKiosk
from tests.fakes.screens import Finger, sound, words


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


def test_from_idle_to_receipt(
    open_window: Callable[[tuple[int, int]], Window],
    kiosk: FakeKiosk,
    under_camera: list[Path],
    size: tuple[int, int],
) -> None:
    finger, answers = Finger(open_window(size)), _answers()
    _agree(finger)
    _show_the_card(finger, under_camera)
    _answer_page(finger, answers)
    sound(finger.window)
    finger.tap("main")
    _lay_down_evidence(finger, under_camera)
    _answer_questions(finger, answers)
    _read_and_sign(finger)
    _take_the_receipt(finger, kiosk)
    print(f"touches: {finger.touches}", finger.per_page)  # noqa: T201 - the figure the issue asks for


def _agree(finger: Finger) -> None:
    finger.tap("begin")
    finger.tap("case loan")
    for kind in ("online_filing", "sensitive_data"):
        tiles = finger.find(f"consent {kind}")
        finger.tap(tiles.tile("yes"))  # type: ignore[attr-defined]
    sound(finger.window)
    finger.tap("main")


def _show_the_card(finger: Finger, under_camera: list[Path]) -> None:
    page, visit = finger.window.page, finger.window.desk.visit
    assert isinstance(page, CardPage)
    for name in ("id_front.jpg", "id_back.jpg"):
        _lay(page.capture, under_camera, name)
        sound(finger.window)
        finger.tap("shutter")
    assert len(visit.card_sides) == 2
    finger.tap("main")
    assert visit.answers["plaintiff.1.name"].value


def _lay_down_evidence(finger: Finger, under_camera: list[Path]) -> None:
    window, visit = finger.window, finger.window.desk.visit
    evidence = window.page
    assert isinstance(evidence, EvidencePage)
    finger.tap(evidence.titles.tile("借条"))
    _lay(evidence.capture, under_camera, "evidence_iou.jpg")
    finger.tap("shutter")
    assert [item.title for item in visit.evidence] == ["借条"]
    sound(window)
    finger.tap_page(evidence.pages, visit.evidence[0].page_ids[0])
    assert isinstance(window.page, PagePage)
    sound(window)
    finger.tap("corners")
    assert isinstance(window.page, CornersPage)
    sound(window)
    finger.tap("main")
    assert isinstance(window.page, PagePage)
    finger.tap("remove page")
    assert not visit.evidence
    finger.tap("undo remove")
    assert len(visit.evidence) == 1
    finger.tap("arrange")
    assert isinstance(window.page, ArrangePage)
    sound(window)
    finger.tap("main")
    finger.tap("main")


def _answer_questions(finger: Finger, answers: Mapping[str, str]) -> None:
    window, visit = finger.window, finger.window.desk.visit
    while visit.step.kind is StepKind.QUESTIONS:
        sound(window)
        if visit.step.id == "claims":
            finger.tap("take claims.principal")
            assert visit.answers["claims.principal"].source is Source.PAPER
            assert "照材料上写的填的" in words(window)
        _answer_page(finger, answers)
        sound(window)
        finger.tap("main")
    assert isinstance(window.page, CourtPage)
    assert "起诉状写给本院" in words(window)
    sound(window)
    finger.tap("main")
    _answer_page(finger, answers)
    finger.tap("main")
    assert visit.step.id == "review"
    sound(window)
    finger.tap("main")


def _read_and_sign(finger: Finger) -> None:
    window, visit = finger.window, finger.window.desk.visit
    while isinstance(sign := window.page, SignPage):
        if sign.signing:
            draw(sign.pad)
        else:
            sound(window)
        finger.tap("main")  # page by page, then to the pad; what is only read leads on
    documents = visit.signing.documents()
    assert not any(document.waits for document in documents)
    assert {"honesty", "online_consents", "fee_table"} <= {document.id for document in documents}
    assert visit.step.id == "submit"
    sound(window)
    finger.tap("main")


def _take_the_receipt(finger: Finger, kiosk: FakeKiosk) -> None:
    window, submitted = finger.window, finger.window.desk.visit.submitted
    receipt = window.page
    assert isinstance(receipt, ReceiptPage)
    sound(window)
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
    sound(window)
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
