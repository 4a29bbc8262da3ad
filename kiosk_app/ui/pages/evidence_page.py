"""One page of evidence, large, with what was found on it and all that can be done about it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtGui import QImage

from kiosk_app.capture.geometry import Quad, quad_of
from kiosk_app.domain.findings import Finding
from kiosk_app.store.draft import StoredPage
from kiosk_app.ui.messages import finding_words
from kiosk_app.ui.pages.corners import CornersPage
from kiosk_app.ui.pages.page import Desk
from kiosk_app.ui.pages.page_actions import PagesPage
from kiosk_app.ui.widgets.bricks import Column, button, columns, rows, scrolled
from kiosk_app.ui.widgets.corner_editor import shot_of
from kiosk_app.ui.widgets.page_look import PageLook
from kiosk_app.ui.widgets.word_button import WordButton
from kiosk_app.visit.evidence import SEEN

_PICTURE_SHARE = 0.56
"""Of the width, where the buttons stand beside the page."""


class PagePage(PagesPage):
    """``retake_wanted`` and ``removed`` carry the page's id: the next picture is to take its place, or it
    was taken out."""

    retake_wanted = Signal(str)
    removed = Signal(str)

    def __init__(self, desk: Desk, page_id: str) -> None:
        super().__init__(desk, "")
        theme = desk.theme
        self._page_id = page_id
        self._shown: str | None = None
        self._image = QImage()
        width_px = round(desk.width_px * _PICTURE_SHARE) if desk.landscape else desk.width_px
        self.look = PageLook(theme, width_px - theme.px("strip") - theme.px("gap_m"))
        self._column: Column = scrolled(theme, rows(self.look, 1))
        self._buttons = self.buttons()
        retake = self.action(self.tr("重拍这一页"), "again", "again", self._retake)
        corners = self.action(self.tr("自己框边"), "frame", "corners", self._frame)
        laid: list[WordButton] = [*self._buttons.values()]
        laid[3:3] = [retake, corners]
        if desk.landscape:
            side = rows(self.grid(laid, 2), 1)
            body = columns(self._column, side, gap_px=theme.px("gap_l"))
            body.setStretch(0, 1)
            self.lay(body)
        else:
            self.lay(self._column, self.grid(laid, 3))
        self.refresh()

    def ids(self) -> tuple[str, ...]:
        return (self._page_id,)

    def refresh(self) -> None:
        page = self.stack.page(self._page_id)
        if page is None:
            return
        item = self.stack.item_of(page.id)
        number = [other.id for other in item.pages].index(page.id) + 1
        words = self.tr("{0}　第{1}页，共{2}页").format(item.title, number, len(item.pages))
        self.set_title(words)
        self.enable(self._buttons)
        self._say_findings(page)
        self._show(page)

    def _show(self, page: StoredPage) -> None:
        if self._shown == page.cleaned:
            self._mark(page)
            return
        self._shown = page.cleaned
        picture = self.stack.picture
        self.desk.looks.run(lambda: QImage.fromData(picture(page.id)), self._on_loaded, self.show_fault, self)

    def _on_loaded(self, image: QImage) -> None:
        self._image = image
        if page := self.stack.page(self._page_id):
            self._mark(page)

    def _mark(self, page: StoredPage) -> None:
        places = [found.place for found in self.stack.findings(page.id) if found.place]
        self.look.show_page(self._image, page.quarter_turns, places)

    # What was found ------------------------------------------------------------------------------

    def _say_findings(self, page: StoredPage) -> None:
        found = self.stack.findings(page.id)
        if not found:
            self.say("")
            return
        words = self.tr("{0}。也可以就用这一张。").format(
            "；".join(finding_words(each, "") for each in found)
        )
        keep = button(self.theme, self.tr("就用这一张"), self._keep, "", "check", "keep")
        seen = next((dict(each.facts)["page"] for each in found if each.code == SEEN), None)
        if seen is not None:
            other = button(
                self.theme, self.tr("看那一页"), partial(self._view, seen), "", "eye", "other page"
            )
            self.say(words, "doubt", "warning", other, keep)
        else:
            self.say(words, "doubt", "warning", keep)

    def _keep(self) -> None:
        self.stack.accept(self._page_id)
        self.left.emit()

    def _view(self, page_id: str) -> None:
        self.aside.emit(PagePage(self.desk, page_id))

    # What is done --------------------------------------------------------------------------------

    def remove(self) -> None:
        self.stack.remove(self.ids())
        self.left.emit()
        self.removed.emit(self._page_id)

    def _retake(self) -> None:
        self.left.emit()
        self.retake_wanted.emit(self._page_id)

    def _frame(self) -> None:
        page = self.stack.page(self._page_id)
        if page is None or page.quad is None:
            return
        original, page_id = self.stack.original, page.id
        corners = CornersPage(self.desk, lambda: shot_of(original(page_id)), quad_of(page.quad))
        corners.framed.connect(self._on_framed)
        self.aside.emit(corners)

    def _on_framed(self, quad: Quad) -> None:
        stack, page_id = self.stack, self._page_id
        self.set_busy(self.tr("正在按您框的重新做这一页…"))
        self.desk.tasks.run(lambda: stack.reframe(page_id, quad), self._on_reframed, self.show_fault, self)

    def _on_reframed(self, _none: None) -> None:
        self.set_busy("")
        self.refresh()


def words_of(found: tuple[Finding, ...]) -> str:
    """Findings as one line of words."""
    return "；".join(finding_words(each, "") for each in found)
