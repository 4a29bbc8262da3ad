"""Evidence: page after page under the camera, each shown in the stack at once."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kiosk_app.domain.errors import Fault
from kiosk_app.forms.question import Choice
from kiosk_app.ui.pages.arrange import ArrangePage
from kiosk_app.ui.pages.capture_page import NOT_SEEN, Capture, CapturePage
from kiosk_app.ui.pages.evidence_item import ItemPage
from kiosk_app.ui.pages.evidence_page import PagePage, words_of
from kiosk_app.ui.pages.page import Desk, Main
from kiosk_app.ui.tones import Tone
from kiosk_app.ui.widgets.bricks import button, columns, line, rows, text
from kiosk_app.ui.widgets.page_stack import PageStack
from kiosk_app.ui.widgets.stack_model import Heading, Row, Sheet, Thumbnails, Waiting, rows_of
from kiosk_app.ui.widgets.tiles import Tiles
from kiosk_app.visit.separators import Separation

_PAGE_ASPECT = 210 / 297


class EvidencePage(CapturePage):
    """Pictures become pages one after the other while the next one is being laid down; none is lost: the
    page is left only when all have come through or were given up."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk,
            self.tr("拍证据材料"),
            self.tr("一页一页拍就行，是什么由机器来认；也可以先点名字再拍。原件您自己收好。"),
            _PAGE_ASPECT,
            "preview_low",
        )
        theme, stack = desk.theme, desk.visit.stack
        self._captures: list[Capture] = []
        self._retake = ""
        self._going = False
        titles = [Choice(title, title) for title in stack.first_titles]
        self.titles = Tiles(theme, titles, several=False, width_px=desk.width_px)
        self.pages = PageStack(
            theme, Thumbnails(desk.looks, stack.thumbnail, desk.theme.px("page_thumb"), self), movable=False
        )
        self.pages.list.touched.connect(self._on_touched)
        self.pages.list.remove_wanted.connect(self._on_remove_wanted)
        self._count = line("", "label")
        self._undo = button(theme, self.tr("放回去"), self._put_back, "", "undo", "put back")
        self._arrange = button(theme, self.tr("整理"), self._open_arrange, "", "papers", "arrange")
        head = columns(self._count, 1, self._undo, self._arrange, gap_px=theme.px("gap_s"))
        self._empty = text(self.tr("拍好的材料会排在这里。"), "soft")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._camera_side = QWidget()
        below = rows(head, self._empty, self.pages, gap_px=theme.px("gap_xs"))
        below.setStretch(2, 1)
        if desk.landscape:
            body = columns(self.capture, below, gap_px=theme.px("gap_l"))
            body.setStretch(0, 1)
            body.setStretch(1, 1)
            self.lay(self.titles, body)
        else:
            camera = rows(self.titles, self.capture, gap_px=theme.px("gap_s"))
            camera.setStretch(1, 1)
            self._camera_side.setLayout(camera)
            self.lay(self._camera_side, below)
            lay = self.layout()
            assert isinstance(lay, QVBoxLayout)
            lay.setStretch(2, 2)
            lay.setStretch(3, 1)
        self._show_stack()

    def main(self) -> Main:
        if self.desk.visit.stack.items or self._captures:
            return Main(self.tr("拍好了，下一步"))
        return Main(self.tr("现在没有，先不拍"), strong=False)

    def arrive(self) -> None:
        super().arrive()
        self.capture.know(list(self.desk.visit.stack.prints.values()))
        self._show_stack()

    def show_field(self, key: str) -> None:
        self.pages.show_page(key)

    def say(self, words: str, state: str = "", icon_name: str = "info", *actions: QWidget) -> None:
        super().say(words, state, icon_name, *actions)
        # What the camera sees needs the room more than a sentence that was read.
        self._why.setVisible(not words)

    # Leaving: no picture stays behind ----------------------------------------------------------------

    def press_main(self) -> None:
        if self._lost_first():
            return
        if self._captures:
            self._going = True
            self.set_busy(self.tr("还有{0}页正在处理，好了就往下走…").format(len(self._captures)))
        else:
            self.forward.emit()

    def press_back(self) -> bool:
        if self._lost_first():
            return True
        if self._captures:
            self.say(
                self.tr("还有{0}页正在处理，请稍等一下再返回。").format(len(self._captures)), "", "clock"
            )
        return bool(self._captures)

    def _lost_first(self) -> bool:
        """Whether there is a picture without a page, which is now spoken of."""
        lost = next((capture for capture in self._captures if capture.fault), None)
        if lost is not None:
            self._explain(lost)
        return lost is not None

    # Taking -------------------------------------------------------------------------------------

    def begin(self, capture: Capture) -> None:
        """Put a picture into the stack as one that is on its way, and make a page of it in its turn."""
        if capture not in self._captures:
            capture.title = self.titles.text()
            capture.instead_of, self._retake = self._retake, ""
            self._captures.append(capture)
        self.say("")
        self._show_stack()
        self.pages.show_end()
        self.desk.tasks.run(
            partial(self._made, capture),
            partial(self._on_taken, capture),
            partial(self._on_failed, capture),
            self,
        )

    def _made(self, capture: Capture) -> str | Separation:
        """The id of the page that a picture becomes, or what a separator sheet does. Runs in the worker."""
        stack, picture = self.desk.visit.stack, capture.loaded()
        if capture.as_page and capture.instead_of:
            return stack.retake(capture.instead_of, picture, capture.quad)
        if capture.as_page:
            return stack.take(picture, capture.title, capture.quad)
        return stack.lay(picture, capture.title, capture.quad, capture.instead_of)

    def _on_taken(self, capture: Capture, made: str | Separation) -> None:
        self._captures.remove(capture)
        self._show_stack()
        if isinstance(made, Separation):
            self._on_separated(capture, made)
        else:
            self._on_page(made)
        self._go_on()

    def _on_separated(self, capture: Capture, separation: Separation) -> None:
        """Say what a separator sheet does, or that it does nothing; and let it be undone."""
        self._retake = self._retake or capture.instead_of
        if self._going:
            return
        if separation.used:
            again = partial(self._begin_item, separation.number)
            begin = button(self.theme, self.tr("从下一页另起一份"), again, "", "plus", "begin item")
            words = self.tr("这张分隔页（{0}号）前面用过了，这次不另起一份。")
            self.say(words.format(separation.number), "", "info", begin)
            return
        self.titles.set_text("")
        self.capture.sound(Tone.PARTED)
        undo = button(
            self.theme,
            self.tr("不分开"),
            partial(self._not_separated, separation),
            "",
            "undo",
            "not separated",
        )
        keep = partial(self._keep_separator, capture, separation)
        kept = button(self.theme, self.tr("这是材料，留下"), keep, "", "papers", "keep separator")
        said = self.tr("看到分隔页了。从下一页起，算新的一份证据。")
        self.say(said, "good", "check", undo, kept)

    def _begin_item(self, number: int) -> None:
        self.desk.visit.stack.begin_item(number)
        self.capture.sound(Tone.PARTED)
        self.say(self.tr("好，从下一页起，算新的一份证据。"), "good", "check")

    def _not_separated(self, separation: Separation) -> None:
        self.desk.visit.stack.undo_separation(separation)
        self.say(self.tr("好，不分开。请接着拍下一页。"), "", "info")

    def _keep_separator(self, capture: Capture, separation: Separation) -> None:
        self.desk.visit.stack.undo_separation(separation)
        capture.as_page, self._retake = True, ""
        self._captures.append(capture)
        self.begin(capture)

    def _on_page(self, page_id: str) -> None:
        self.pages.show_page(page_id)
        found = self.desk.visit.stack.findings(page_id)
        if found and not self._going:
            retake = button(
                self.theme, self.tr("重拍"), partial(self._retake_page, page_id), "", "again", "again"
            )
            look = button(self.theme, self.tr("看一看"), partial(self._view, page_id), "", "eye", "look")
            keep = button(
                self.theme, self.tr("就用这一张"), partial(self._keep, page_id), "", "check", "keep"
            )
            words = self.tr("{0}。").format(words_of(found))
            self.say(words, "doubt", "warning", retake, look, keep)
        elif not self._going:
            self._say_taken(page_id)

    def _say_taken(self, page_id: str) -> None:
        """The page is good; what it seems to be is said, and put right by one touch if it lies elsewhere."""
        stack = self.desk.visit.stack
        seems, item = stack.seems(page_id), stack.item_of(page_id)
        if not seems:
            self.say(self.tr("拍好了，很清楚。换下一页，或者点“下一步”。"), "good", "check")
        elif seems == item.title:
            self.say(
                self.tr("拍好了，看起来是{0}。换下一页，或者点“下一步”。").format(item.title), "good", "check"
            )
        else:
            there = partial(self._file_under, page_id, seems)
            words = self.tr("改成“{0}”").format(seems)
            change = button(self.theme, words, there, "", "move", "file under")
            said = self.tr("拍好了，放在“{0}”里。这一页看起来是{1}。").format(item.title, seems)
            self.say(said, "good", "check", change)

    def _file_under(self, page_id: str, title: str) -> None:
        self.desk.visit.stack.file_under(page_id, title)
        self._show_stack()
        self.pages.show_page(page_id)
        self._say_taken(page_id)

    def _on_failed(self, capture: Capture, fault: Fault) -> None:
        capture.fault = fault
        if capture.picture is None:  # a file that is no picture: there is nothing to keep
            self._captures.remove(capture)
        self._show_stack()
        self._explain(capture)
        self._going = False
        self.set_busy("")

    def _go_on(self) -> None:
        if self._going and not self._captures:
            self._going = False
            self.set_busy("")
            self.forward.emit()

    def _explain(self, capture: Capture) -> None:
        if capture.picture is not None and not isinstance(capture.fault, NOT_SEEN):
            # A full disk is not the picture's fault: it waits until it can be saved.
            self.show_fault(capture.fault or Fault())
            return
        self.explain(capture, partial(self._forget, capture))

    def _forget(self, capture: Capture) -> None:
        self._captures.remove(capture)
        if capture.picture is not None:
            self.capture.forget(capture.picture)
        self.say("")
        self._show_stack()

    def _keep(self, page_id: str) -> None:
        self.desk.visit.stack.accept(page_id)
        self.say("")
        self._show_stack()

    def _retake_page(self, page_id: str) -> None:
        self._retake = page_id
        self._let_retake(page_id)
        cancel = button(self.theme, self.tr("不重拍了"), self._cancel_retake, "", "close", "cancel retake")
        self.say(self.tr("好，请重新摆好再拍，新的会换下原来那一张。"), "", "camera", cancel)
        self._show_stack()
        self.pages.show_page(page_id)

    def _let_retake(self, page_id: str) -> None:
        """The camera takes a page that it has taken before when it is laid down again."""
        if print_ := self.desk.visit.stack.prints.get(page_id):
            self.capture.forget(print_)

    def _cancel_retake(self) -> None:
        self._retake = ""
        self.say("")
        self._show_stack()

    # The stack ----------------------------------------------------------------------------------

    def _show_stack(self) -> None:
        stack = self.desk.visit.stack
        items = stack.items
        waiting = [Waiting(capture, capture.look(), capture.fault is not None) for capture in self._captures]
        shown = rows_of(items, waiting, stack.doubtful)
        self.pages.show_rows(shown, awaited=self._retake)
        self.capture.set_waiting(sum(capture.fault is None for capture in self._captures))
        count = sum(len(item.pages) for item in items)
        self._count.setText(self.tr("已拍{0}页").format(count) if count else "")
        self._undo.setVisible(bool(stack.removed_count))
        self._arrange.setVisible(bool(count))
        self._empty.setVisible(not shown)
        self.pages.setVisible(bool(shown))
        self.changed.emit()

    def _on_touched(self, row: Row) -> None:
        match row:
            case Sheet():
                self._view(row.page.id)
            case Heading():
                self.aside.emit(ItemPage(self.desk, row.item.id))
            case Waiting(key=Capture(fault=Fault()) as capture):
                if isinstance(capture.fault, NOT_SEEN):
                    self._explain(capture)
                else:
                    capture.fault = None
                    self.begin(capture)

    def _view(self, page_id: str) -> None:
        page = PagePage(self.desk, page_id)
        page.retake_wanted.connect(self._retake_page)
        page.removed.connect(self._on_removed)
        self.say("")
        self.aside.emit(page)

    def _on_removed(self, page_id: str) -> None:
        self._let_retake(page_id)
        undo = button(self.theme, self.tr("放回去"), self._put_back, "", "undo", "undo remove")
        self.say(self.tr("已经拿掉一页。"), "", "trash", undo)
        self._show_stack()

    def _open_arrange(self) -> None:
        self.say("")
        self.aside.emit(ArrangePage(self.desk))

    def _on_remove_wanted(self, page_id: str) -> None:
        self.desk.visit.stack.remove({page_id})
        self._on_removed(page_id)

    def _put_back(self) -> None:
        returned = self.desk.visit.stack.put_back()
        self._show_stack()
        self.pages.show_page(returned[0])
        self.say(self.tr("已经放回原来的位置。"), "good", "check")
