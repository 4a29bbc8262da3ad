"""Paper through the real window: a document signed with a pen, the receipt, and a printer that fails."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event

import cv2
import pikepdf
import pytest
from reportlab.lib.units import mm

from kiosk_app.capture.ocr import Reader
from kiosk_app.devices.camera import Camera, PictureCamera
from kiosk_app.devices.printer import FolderPrinter, Paper
from kiosk_app.documents.paper_canvas import SIGNATURE
from kiosk_app.domain.signature import SignedOn
from kiosk_app.dossier.read import read
from kiosk_app.ui.pages.paper_sign import PaperSignPage
from kiosk_app.ui.pages.receipt import ReceiptPage
from kiosk_app.ui.pages.sign import SignPage
from kiosk_app.ui.screens import draw, settle, wait_for
from kiosk_app.ui.window import Window
from kiosk_app.visit.papers import Document
from kiosk_app.visit.steps import StepKind
from tests.fakes import papers
from tests.fakes.kiosks import FakeKiosk
from tests.fakes.pens import under_the_camera
from tests.fakes.screens import Finger, sound, words
from tests.fakes.stacks import SilentReader

Open = Callable[[tuple[int, int]], Window]


@pytest.fixture
def reader() -> Reader:
    return SilentReader()


@pytest.fixture
def tray(kiosk: FakeKiosk, tmp_path: Path) -> Path:
    """Where the papers come out."""
    folder = tmp_path / "tray"
    folder.mkdir()
    kiosk.parts = replace(kiosk.parts, printer=FolderPrinter(folder))
    return folder


def _sheets(tray: Path) -> list[bytes]:
    return [path.read_bytes() for path in sorted(tray.glob("*.pdf"))]


def _go_to_signing(window: Window) -> Finger:
    finger = Finger(window)
    finger.tap("begin")
    finger.tap("case loan")
    visit = window.desk.visit
    for notice in visit.notices:
        visit.agree(notice.kind, True)
    while visit.step.kind is not StepKind.SIGN:
        visit.forward()
    window._show_step()
    settle(window)
    return finger


def _shown(window: Window) -> Document:
    page = window.page
    assert isinstance(page, SignPage)
    document = page._document
    assert document is not None
    return document


def _to_paper(finger: Finger) -> PaperSignPage:
    finger.tap("sign on paper")
    page = finger.window.page
    assert isinstance(page, PaperSignPage)
    return page


def _lay(finger: Finger, kiosk: FakeKiosk, folder: Path, document: Document, number: int) -> None:
    """A page that came out of the printer, signed if it is the one to sign, under the camera."""
    place = document.printed.places[SIGNATURE]
    path = folder / f"{document.id}-{number}.png"
    seen = under_the_camera(document.printed.pdf, number, place if place.page == number else None)
    cv2.imwrite(str(path), seen)

    def open_it() -> Camera:
        camera = PictureCamera((path,))
        camera.open()
        return camera

    kiosk.open_camera = open_it
    page = finger.window.page
    assert isinstance(page, PaperSignPage)
    page.capture.start()
    wait_for(page.capture.ready)
    finger.tap("shutter")


def _sign_rest(finger: Finger) -> None:
    while isinstance(sign := finger.window.page, SignPage):
        if _shown(finger.window).signed is None:
            finger.tap("main")
            draw(sign.pad)
        finger.tap("main")


def test_one_document_by_pen_the_others_by_finger(
    open_window: Open, kiosk: FakeKiosk, tray: Path, tmp_path: Path, size: tuple[int, int]
) -> None:
    window = open_window(size)
    finger = _go_to_signing(window)
    complaint = _shown(window)
    assert complaint.printed.pages > 1
    sound(window)
    page = _to_paper(finger)
    sound(window)
    assert not page.main().strong, "first it is to be printed"
    finger.tap("print")
    assert _sheets(tray) == [complaint.printed.pdf], "with its line empty"
    assert f"打印好了，一共{complaint.printed.pages}页，请取走。" in words(window)
    assert page.main().strong
    sound(window)
    finger.tap("main")
    sound(window)
    finger.tap("main")
    assert "还没有拍" in words(window)
    assert window.page is page
    _lay(finger, kiosk, tmp_path, complaint, complaint.printed.places[SIGNATURE].page)
    assert f"拍了1页，一共{complaint.printed.pages}页" in words(window)
    assert page.main().words == "只交拍了的1页"
    sound(window)
    finger.tap("main")
    assert _shown(window).id != complaint.id, "on to what is not signed yet"
    visit = window.desk.visit
    _sign_rest(finger)
    assert [each.signed for each in visit.signing.documents()].count(SignedOn.PAPER) == 1
    finger.tap("main")
    _opens(kiosk, window, complaint, tmp_path / "opened")


def _opens(kiosk: FakeKiosk, window: Window, complaint: Document, into: Path) -> None:
    submitted = window.desk.visit.submitted
    assert submitted is not None
    filed = read(kiosk.store.dossier_path(submitted.filing_id), [kiosk.court_secret], into)
    told = {each["kind"]: each for each in filed.filing["documents"]}
    assert told["complaint"]["signed"] == "paper"
    assert told["complaint"]["pages"] == complaint.printed.pages
    assert len(told["complaint"]["scan"]["pages"]) == 1
    on_screen = {kind for kind, each in told.items() if each.get("signed") == "screen"}
    assert on_screen == {"evidence_list", "service_address", "honesty"}
    scan = (filed.root / told["complaint"]["scan"]["path"]).read_bytes()
    assert "民事起诉状（纸上签名）第1页共1页" in papers.text(scan)


def test_all_pages_are_captured_and_one_is_taken_anew(
    open_window: Open, kiosk: FakeKiosk, tray: Path, tmp_path: Path
) -> None:
    window = open_window((1080, 1920))
    finger = _go_to_signing(window)
    for _ in range(3):
        page = window.page
        assert isinstance(page, SignPage)
        while not page.signing:
            finger.tap("main")
        draw(page.pad)
        finger.tap("main")
    document = _shown(window)
    paper = _to_paper(finger)
    finger.tap("main")
    for number in range(1, document.printed.pages + 1):
        _lay(finger, kiosk, tmp_path, document, number)
    assert paper.main().words == "拍好了，用这些"
    own = window.desk.visit.signing.pages(document.id)
    finger.tap_page(paper.pages, own[0].id)
    finger.tap("retake")
    assert len(window.desk.visit.signing.pages(document.id)) == len(own) - 1
    _lay(finger, kiosk, tmp_path, document, 1)
    camera = paper.capture
    finger.tap("main")
    assert not any(each.waits for each in window.desk.visit.signing.documents())
    assert window.page is not paper
    assert camera._feed is None, "the camera is given back"


def test_a_bare_desk_is_explained_and_back_leads_to_the_screen(
    open_window: Open, kiosk: FakeKiosk, tray: Path, tmp_path: Path
) -> None:
    window = open_window((1080, 1920))
    finger = _go_to_signing(window)
    document = _shown(window)
    page = _to_paper(finger)
    finger.tap("main")
    path = tmp_path / "bare.png"
    cv2.imwrite(str(path), cv2.UMat(1080, 1920, cv2.CV_8UC3, (90, 90, 90)).get())
    kiosk.open_camera = lambda: _opened(path)
    page.capture.start()
    wait_for(page.capture.ready)
    finger.tap("shutter")
    assert "没有看清纸的边" in words(window)
    finger.tap("back")
    assert not page.capturing
    finger.tap("back")
    assert _shown(window) == document
    assert document.signed is None


def _opened(path: Path) -> Camera:
    camera = PictureCamera((path,))
    camera.open()
    return camera


def test_out_of_paper_is_said_and_printing_can_be_tried_again(
    open_window: Open, tray: Path, size: tuple[int, int]
) -> None:
    (tray / "media-empty").touch()
    window = open_window(size)
    finger = _go_to_signing(window)
    page = _to_paper(finger)
    finger.tap("print")
    assert "打印机没有纸了" in words(window)
    assert "也可以返回，在屏幕上签" in words(window)
    assert not page.print.printed
    assert not _sheets(tray)
    sound(window)
    (tray / "media-empty").unlink()
    finger.tap("print")
    assert "打印好了" in words(window)
    assert len(_sheets(tray)) == 1


def test_without_a_printer_it_says_who_prints(open_window: Open, size: tuple[int, int]) -> None:
    window = open_window(size)
    finger = _go_to_signing(window)
    page = _to_paper(finger)
    assert "请工作人员打印这份材料" in words(window)
    assert page.main().strong
    sound(window)
    finger.tap("main")
    assert page.capturing


def test_whoever_signs_with_a_pen_is_not_thought_gone(
    open_window: Open, kiosk: FakeKiosk, tray: Path
) -> None:
    window = open_window((1080, 1920))
    finger = _go_to_signing(window)
    _to_paper(finger)
    kiosk.clock.advance(120_000)
    window.look()
    assert not window.warning.isVisible()
    kiosk.clock.advance(160_000)
    window.look()
    assert window.warning.isVisible()


class _StuckPrinter:
    """Prints one document after the other, each once somebody lets it go on."""

    def __init__(self) -> None:
        self.begun, self.goes_on = Event(), Event()
        self.documents = 0

    def trouble(self) -> None:
        return None

    def print_pdf(self, pdf: bytes, paper: Paper) -> None:
        self.documents += 1
        self.begun.set()
        assert self.goes_on.wait(30)


def test_what_still_waits_to_be_printed_goes_with_the_visitor(open_window: Open, kiosk: FakeKiosk) -> None:
    printer = _StuckPrinter()
    kiosk.parts = replace(kiosk.parts, printer=printer)
    window = open_window((1080, 1920))
    finger = _go_to_signing(window)
    document = _shown(window)
    first, second = _to_paper(finger), PaperSignPage(window.desk, document)
    first.print.start()
    second.print.start()
    assert printer.begun.wait(30)
    window.finish_visit()
    printer.goes_on.set()
    settle(window)
    assert printer.documents == 1


def _submit(window: Window) -> Finger:
    finger = _go_to_signing(window)
    _sign_rest(finger)
    finger.tap("main")
    assert isinstance(window.page, ReceiptPage)
    return finger


def test_the_receipt_is_printed_by_itself_once(open_window: Open, tray: Path, size: tuple[int, int]) -> None:
    window = open_window(size)
    finger = _submit(window)
    assert "回执打印好了，请取走。" in words(window)
    sound(window)
    (printed,) = _sheets(tray)
    submitted = window.desk.visit.submitted
    assert submitted is not None
    assert submitted.receipt_number in papers.text(printed)
    finger.tap("print")
    assert len(_sheets(tray)) == 2, "once more where somebody asks for it"


def test_the_receipt_comes_on_a_roll_where_there_is_one(
    open_window: Open, kiosk: FakeKiosk, tray: Path, tmp_path: Path
) -> None:
    roll = tmp_path / "roll"
    roll.mkdir()
    kiosk.parts = replace(kiosk.parts, receipt_printer=FolderPrinter(roll))
    _submit(open_window((1080, 1920)))
    assert not _sheets(tray)
    (printed,) = _sheets(roll)
    with pikepdf.open(io.BytesIO(printed)) as document:
        assert float(document.pages[0].mediabox[2]) == pytest.approx(80 * mm, abs=0.1)


def test_a_receipt_that_was_not_printed_is_not_claimed(
    open_window: Open, tray: Path, size: tuple[int, int]
) -> None:
    (tray / "media-jam").touch()
    window = open_window(size)
    finger = _submit(window)
    assert "打印机卡纸了" in words(window)
    assert "请用手机拍下编号" in words(window)
    assert "打印好了" not in words(window)
    sound(window)
    (tray / "media-jam").unlink()
    finger.tap("print")
    assert "回执打印好了" in words(window)
    assert len(_sheets(tray)) == 1


def test_without_a_printer_the_receipt_says_so(open_window: Open, size: tuple[int, int]) -> None:
    window = open_window(size)
    _submit(window)
    assert "这台机器不能打印" in words(window)
    sound(window)
