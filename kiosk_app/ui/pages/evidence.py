"""Evidence: page after page under the camera, grouped by what it is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.forms.question import Choice, Kind
from kiosk_app.ui.messages import finding_words
from kiosk_app.ui.pages.asides import PicturesPage, SidePage
from kiosk_app.ui.pages.page import Desk, Main, Page, commit_half_words
from kiosk_app.ui.widgets.bricks import box, button, clear, columns, rows, scrolled, text
from kiosk_app.ui.widgets.capture_box import CaptureBox
from kiosk_app.ui.widgets.entries import entry_for
from kiosk_app.ui.widgets.tiles import Tiles
from kiosk_app.visit.pages import Picture, picture_file

_PAGE_ASPECT = 210 / 297


class EvidencePage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, self.tr("拍证据材料"), self.tr("先选这是什么，再一页一页拍。原件您自己收好，开庭时要带。")
        )
        theme = desk.theme
        titles = desk.visit.evidence_titles
        width_px = desk.width_px // 2 if desk.landscape else desk.width_px
        self.titles = Tiles(
            theme, [Choice(title, title) for title in titles], several=False, width_px=width_px
        )
        self.titles.set_text(titles[0] if titles else "")
        self.capture = CaptureBox(
            theme,
            desk.parts.open_camera,
            _PAGE_ASPECT,
            theme.px("preview"),
            desk.parts.picture_folder is not None,
        )
        self.capture.captured.connect(self.take)
        self.capture.from_file_wanted.connect(self._choose_file)
        self._camera_side = QWidget()
        self._items = QVBoxLayout()
        self._items.setSpacing(theme.px("gap_m"))
        self._list = scrolled(theme, self._items)
        if desk.landscape:
            papers = rows(self.titles, self._list, gap_px=theme.px("gap_xs"))
            papers.setStretch(1, 1)
            body = columns(self.capture, papers, gap_px=theme.px("gap_l"))
            body.setStretch(0, 1)
            body.setStretch(1, 1)
            self.lay(body)
        else:
            camera = rows(self.titles, self.capture, gap_px=theme.px("gap_s"))
            camera.setStretch(1, 1)
            self._camera_side.setLayout(camera)
            self.lay(self._camera_side, self._list)
            lay = self.layout()
            assert isinstance(lay, QVBoxLayout)
            lay.setStretch(2, 5)
            lay.setStretch(3, 4)
        self._show_items()

    def main(self) -> Main:
        if self.desk.visit.evidence:
            return Main(self.tr("拍好了，下一步"))
        return Main(self.tr("现在没有，先不拍"), strong=False)

    def arrive(self) -> None:
        self.capture.start()

    def leave(self) -> None:
        self.capture.stop()

    def writing(self, on: bool) -> None:
        if not self.desk.landscape:
            self._camera_side.setVisible(not on)

    def apply(self) -> bool:
        commit_half_words()
        return True

    # Taking -------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        folder = self.desk.parts.picture_folder
        assert folder is not None
        page = PicturesPage(self.desk, folder)
        page.picked.connect(page.left)
        page.picked.connect(self.take_file)
        self.aside.emit(page)

    def take_file(self, path: Path) -> None:
        """Add a page from a picture file."""
        title = self.titles.text()
        self._read(lambda: self.desk.visit.take_evidence(picture_file(path), title))

    def take(self, picture: Picture) -> None:
        """Add a page from a picture."""
        title = self.titles.text()
        self._read(lambda: self.desk.visit.take_evidence(picture, title))

    def _read(self, work: Callable[[], str]) -> None:
        if self.busy:
            return
        self.say("")
        self.set_busy(self.tr("正在处理这一页，请稍等…"))
        self.desk.tasks.run(work, self._on_taken, self.show_fault, self)

    def _on_taken(self, page_id: str) -> None:
        self.set_busy("")
        self._show_items()
        wrong = [finding_words(finding, "") for finding in self.desk.visit.page_findings(page_id)]
        if wrong:
            again = button(
                self.theme, self.tr("重拍这一页"), partial(self._remove, page_id, True), "", "again"
            )
            words = self.tr("这一页{0}。也可以就这样留着。").format("；".join(wrong))
            self.say(words, "doubt", "warning", again)
        else:
            self.say(self.tr("拍好了，很清楚。换下一页，或者点“下一步”。"), "good", "check")

    # The list -----------------------------------------------------------------------------------

    def _remove(self, page_id: str, retake: bool = False) -> None:
        self.desk.visit.remove_page(page_id)
        self._show_items()
        if retake:
            self.say(self.tr("好，请重新摆好，再点“拍照”。"))
            return
        undo = button(
            self.theme, self.tr("放回去"), partial(self._restore, page_id), "", "undo", "undo remove"
        )
        self.say(self.tr("已经拿掉一页。"), "", "trash", undo)

    def _restore(self, page_id: str) -> None:
        self.desk.visit.restore_page(page_id)
        self._show_items()
        self.say("")

    def _show_items(self) -> None:
        clear(self._items)
        evidence = self.desk.visit.evidence
        if not evidence:
            empty = text(self.tr("拍好的材料会排在这里。"), "soft")
            empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._items.addWidget(empty)
        for number, item in enumerate(evidence, 1):
            self._items.addWidget(self._item(number, item))
        self._items.addStretch(1)
        self.changed.emit()

    def _item(self, number: int, item: EvidenceItem) -> QWidget:
        theme = self.theme
        title = text(self.tr("{0}. {1}（{2}页）").format(number, item.title, item.page_count), "label")
        pages = QGridLayout()
        pages.setSpacing(theme.px("gap_s"))
        count = 4
        for place, page_id in enumerate(item.page_ids):
            pages.addWidget(self._thumb(page_id, place + 1), place // count, place % count)
        pages.setColumnStretch(count, 1)
        purpose = entry_for(theme, Kind.ADDRESS, self.tr("例如：证明借款已经交付"))
        purpose.setAccessibleName(self.tr("用它证明什么"))
        purpose.write(item.purpose)
        purpose.typed.connect(partial(self.desk.visit.set_purpose, item.title))
        lay = rows(title, pages, text(self.tr("用它证明什么"), "small"), purpose, gap_px=theme.px("gap_s"))
        return box(theme, lay)

    def _thumb(self, page_id: str, number: int) -> QWidget:
        theme = self.theme
        shown = QPixmap()
        shown.loadFromData(self.desk.visit.page_picture(page_id))
        height_px = theme.px("page_thumb")
        look = QLabel()
        look.setFixedHeight(height_px)
        look.setAlignment(Qt.AlignmentFlag.AlignCenter)
        room = QSize(height_px, height_px)
        look.setPixmap(
            shown.scaled(room, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation)
        )
        view = button(
            theme,
            self.tr("第{0}页").format(number),
            partial(self._view, page_id),
            "link",
            "eye",
            f"view {page_id}",
        )
        thumb = QWidget()
        thumb.setLayout(rows(look, view))
        return thumb

    def _view(self, page_id: str) -> None:
        page = PagePage(self.desk, page_id)
        page.removed.connect(page.left)
        page.removed.connect(partial(self._remove, page_id))
        self.aside.emit(page)


class PagePage(SidePage):
    """One page, large. ``removed`` is emitted when it is to be taken out."""

    removed = Signal()

    def __init__(self, desk: Desk, page_id: str) -> None:
        super().__init__(desk, self.tr("看这一页"))
        theme = desk.theme
        look = QLabel()
        shown = QPixmap()
        shown.loadFromData(desk.visit.page_picture(page_id))
        width_px = desk.column_px
        look.setPixmap(shown.scaledToWidth(width_px, Qt.TransformationMode.SmoothTransformation))
        words = [finding_words(finding, "") for finding in desk.visit.page_findings(page_id)]
        remove = button(theme, self.tr("拿掉这一页"), self.removed.emit, "", "trash", "remove page")
        notes = [text("；".join(words), "doubt")] if words else []
        self.lay(*notes, scrolled(theme, rows(look, 1)), columns(remove, 1))
