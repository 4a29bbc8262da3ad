"""One document signed with a pen: printed, signed, laid under the camera page by page."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from kiosk_app.devices.printer import Paper
from kiosk_app.documents.paper_canvas import SIGNATURE
from kiosk_app.domain.errors import Fault
from kiosk_app.ui.messages import finding_words
from kiosk_app.ui.pages.capture_page import Capture, CapturePage
from kiosk_app.ui.pages.page import Desk, Main
from kiosk_app.ui.widgets.bricks import box, button, columns, line, picture, rows, scrolled, text
from kiosk_app.ui.widgets.page_stack import PageStack
from kiosk_app.ui.widgets.print_box import PrintBox, PrintWords
from kiosk_app.ui.widgets.stack_model import Row, Sheet, Thumbnails, Waiting
from kiosk_app.visit.pages import Picture
from kiosk_app.visit.papers import Document

_PAGE_ASPECT = 210 / 297
_PAPER, _CAMERA = 0, 1


class PaperSignPage(CapturePage):
    """First what to do with paper and pen, then the camera. The document counts as signed as soon as one page
    of it was captured; how many there are is shown, and said to the court."""

    patient = True

    def __init__(self, desk: Desk, document: Document) -> None:
        self._document, self._total = document, document.printed.pages
        super().__init__(
            desk, self.tr("用笔签名：{0}").format(document.title), "", _PAGE_ASPECT, "preview_low"
        )
        self._gap = "gap_s" if desk.landscape else "gap_l"
        self._captures: list[Capture] = []
        self._pictures: dict[str, Picture] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self._paper_side())
        self._stack.addWidget(self._camera_side())
        self.lay(self._stack)
        if desk.visit.signing.pages(document.id):
            self._stack.setCurrentIndex(_CAMERA)
        self._show_pages()

    # What stands there ---------------------------------------------------------------------------

    def _paper_side(self) -> QWidget:
        theme, document = self.theme, self._document
        words = PrintWords(
            offer=self.tr("请先打印这份材料，一共{0}页。").format(self._total),
            printing=self.tr("正在打印，请稍等…"),
            printed=self.tr("打印好了，一共{0}页，请取走。").format(self._total),
            missing=self.tr("这台机器没有打印机。请工作人员打印这份材料，一共{0}页。").format(self._total),
            otherwise=self.tr("也可以返回，在屏幕上签。"),
        )
        desk = self.desk
        pdf = document.printed.pdf
        self.print = PrintBox(
            theme, desk.prints, desk.parts.printer, Paper.SHEET, lambda: pdf, words, wide=desk.landscape
        )
        self.print.changed.connect(self.changed)
        place = document.printed.places.get(SIGNATURE)
        on_line = self.tr("签名的地方在第{0}页。请用黑色笔在横线上签您的姓名，写上日期。")
        anywhere = self.tr("请用黑色笔签名，写上日期；要盖章的，请盖章。")
        how = on_line.format(place.page) if place else anywhere
        steps = (
            self._step("1", "printer", self.tr("打印"), self.print),
            self._step(
                "2",
                "pen",
                self.tr("用笔签名"),
                text(how),
            ),
            self._step(
                "3",
                "camera",
                self.tr("放到镜头下拍"),
                text(self.tr("一页一页放，每一页都拍。签好的原件您自己收好，法院核对时要看。")),
            ),
        )
        block = QWidget()
        block.setLayout(rows(scrolled(theme, rows(*steps, 1, gap_px=theme.px(self._gap)))))
        return block

    def _step(self, number: str, icon_name: str, title: str, content: QWidget) -> QFrame:
        theme = self.theme
        words = rows(text(f"{number}　{title}", "heading"), content, gap_px=theme.px("gap_xs"))
        lay = columns(picture(theme, icon_name, "icon_l", "brand"), words, gap_px=theme.px("gap_l"))
        lay.setStretch(1, 1)
        return box(theme, lay, "card", self._gap)

    def _camera_side(self) -> QWidget:
        theme, desk = self.theme, self.desk
        stack = desk.visit.stack
        self.pages = PageStack(
            theme, Thumbnails(desk.looks, stack.thumbnail, theme.px("page_thumb"), self), movable=False
        )
        self.pages.list.touched.connect(self._on_touched)
        self.pages.list.remove_wanted.connect(self._remove)
        self._count = line("", "label")
        again = button(theme, self.tr("回到打印"), self._to_paper, "", "printer", "back to print")
        head = columns(self._count, 1, again, gap_px=theme.px("gap_s"))
        below = rows(head, self.pages, gap_px=theme.px("gap_xs"))
        below.setStretch(1, 1)
        body = (columns if desk.landscape else rows)(self.capture, below, gap_px=theme.px("gap_m"))
        body.setStretch(0, 1 if desk.landscape else 2)
        body.setStretch(1, 1)
        block = QWidget()
        block.setLayout(body)
        return block

    # What the window asks ------------------------------------------------------------------------

    @property
    def capturing(self) -> bool:
        return self._stack.currentIndex() == _CAMERA

    def main(self) -> Main:
        taken = len(self.desk.visit.signing.pages(self._document.id))
        if not self.capturing:
            return Main(self.tr("签好了，去拍照"), "camera", strong=self.print.settled)
        if not taken:
            return Main(self.tr("还没有拍"), "check", strong=False)
        if taken < self._total:
            return Main(self.tr("只交拍了的{0}页").format(taken), "check", strong=False)
        return Main(self.tr("拍好了，用这些"), "check")

    def arrive(self) -> None:
        if self.capturing:
            super().arrive()

    def press_main(self) -> None:
        if not self.capturing:
            self._stack.setCurrentIndex(_CAMERA)
            self.say(self._what_next())
            self.capture.start()
            self.changed.emit()
        elif self._captures:
            self._say_waiting()
        elif self.desk.visit.signing.pages(self._document.id):
            self.left.emit()
        else:
            self.say(self.tr("还没有拍。请把签好的纸放在镜头下；不想用笔签，就点“返回”。"), "doubt", "camera")

    def press_back(self) -> bool:
        if self._captures:
            self._say_waiting()
        elif self.capturing and not self.desk.visit.signing.pages(self._document.id):
            self._to_paper()
        else:
            self.left.emit()
        return True

    def _to_paper(self) -> None:
        self.capture.stop()
        self.say("")
        self._stack.setCurrentIndex(_PAPER)
        self.changed.emit()

    def _say_waiting(self) -> None:
        self.say(self.tr("还有{0}页正在处理，请稍等一下。").format(len(self._captures)), "", "clock")

    # Taking --------------------------------------------------------------------------------------

    def begin(self, capture: Capture) -> None:
        """Make the next page of a picture, after those that came before."""
        if capture not in self._captures:
            self._captures.append(capture)
        self.say("")
        self._show_pages()
        signing, document_id = self.desk.visit.signing, self._document.id
        self.desk.tasks.run(
            lambda: signing.take(document_id, capture.loaded(), capture.quad),
            partial(self._on_taken, capture),
            partial(self._on_failed, capture),
            self,
        )

    def _on_taken(self, capture: Capture, page_id: str) -> None:
        self._captures.remove(capture)
        self._pictures[page_id] = capture.loaded()
        self._show_pages()
        self.pages.show_page(page_id)
        page = next(page for page in self.desk.visit.signing.pages(self._document.id) if page.id == page_id)
        if page.findings:
            words = "；".join(finding_words(found, "") for found in page.findings)
            self._offer_retake(page_id, self.tr("{0}。看得清就不用重拍。").format(words), "doubt")
        else:
            self.say(self.tr("拍好了。{0}").format(self._what_next()), "good", "check")

    def _what_next(self) -> str:
        taken = len(self.desk.visit.signing.pages(self._document.id))
        if taken >= self._total:
            return self.tr("{0}页都拍了。签好的原件您自己收好。").format(self._total)
        if taken:
            return self.tr("一共{0}页，请放下一页。").format(self._total)
        return self.tr("请放第1页，一共{0}页。有签名的那一页一定要拍。").format(self._total)

    def _on_failed(self, capture: Capture, fault: Fault) -> None:
        self._captures.remove(capture)
        capture.fault = fault
        if capture.picture is not None:
            self.capture.forget(capture.picture)
        self._show_pages()
        self.explain(capture)

    def _on_touched(self, row: Row) -> None:
        if isinstance(row, Sheet):
            self._offer_retake(row.page.id, self.tr("第{0}页要重拍吗？").format(row.number), "")

    def _offer_retake(self, page_id: str, words: str, state: str) -> None:
        again = button(
            self.theme, self.tr("不要这页，重拍"), partial(self._remove, page_id), "", "again", "retake"
        )
        self.say(words, state, "warning" if state else "paper", again)

    def _remove(self, page_id: str) -> None:
        self.desk.visit.signing.remove(page_id)
        if taken := self._pictures.pop(page_id, None):
            self.capture.forget(taken)
        self._show_pages()
        self.say(self.tr("拿掉了一页。请重新摆好再拍。"), "", "camera")

    def _show_pages(self) -> None:
        own = self.desk.visit.signing.pages(self._document.id)
        shown: list[Row] = [
            Sheet(self._document.id, number, page, False, bool(page.findings))
            for number, page in enumerate(own, 1)
        ]
        waiting = [Waiting(capture, capture.look(), False) for capture in self._captures]
        self.pages.show_rows([*shown, *waiting])
        self.capture.set_waiting(len(self._captures))
        self._count.setText(self.tr("拍了{0}页，一共{1}页").format(len(own), self._total))
        self.changed.emit()
