"""What is done with your data, and your consents: each its own, "no" as easy as "yes"."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame

from kiosk_app.content.library import Notice
from kiosk_app.forms.question import Choice, FormNotice
from kiosk_app.ui.messages import blocker_words
from kiosk_app.ui.pages.asides import FullTextPage
from kiosk_app.ui.pages.page import Desk, Page
from kiosk_app.ui.theme import Theme
from kiosk_app.ui.widgets.bricks import box, button, columns, rows, scrolled, text
from kiosk_app.ui.widgets.tiles import Tiles

YES, NO = "yes", "no"


class NoticePage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(
            desk, self.tr("先说明几件事"), self.tr("请一项一项选。选“不同意”也能立案，可以到人工窗口。")
        )
        cards: list[QFrame] = [ConsentCard(self, notice) for notice in desk.visit.notices]
        cards += [notice_card(desk.theme, notice) for notice in desk.visit.form_notices]
        self.lay(scrolled(desk.theme, rows(*cards, 1, gap_px=desk.theme.px("gap_m"))))

    def press_main(self) -> None:
        if blocker := self.desk.visit.blocker():
            self.say(blocker_words(blocker), "doubt", "info")
        else:
            self.forward.emit()


def notice_card(theme: Theme, notice: FormNotice) -> QFrame:
    """What the visitor is told: nothing to touch, to be read in peace."""
    paragraphs = (text(paragraph) for paragraph in notice.text)
    lay = rows(
        text(notice.title, "heading"), *paragraphs, text(notice.article, "small"), gap_px=theme.px("gap_s")
    )
    made = box(theme, lay)
    made.setAccessibleName(notice.title)
    return made


class ConsentCard(QFrame):
    """One consent: what it is in plain words, the full text one touch away, two equal answers."""

    def __init__(self, page: Page, notice: Notice) -> None:
        super().__init__()
        self.setObjectName("card")
        self._page, self._notice = page, notice
        desk, theme = page.desk, page.theme
        choices = (Choice(YES, self.tr("同意")), Choice(NO, self.tr("不同意")))
        width_px = desk.column_px - 4 * theme.px("gap_l") - theme.px("full_text")
        self.tiles = Tiles(theme, choices, several=False, width_px=width_px)
        self.tiles.setObjectName(f"consent {notice.kind}")
        given = desk.visit.consents.get(notice.kind)
        self.tiles.set_text("" if given is None else YES if given.given else NO)
        self.tiles.chosen.connect(self._on_chosen)
        full = button(theme, self.tr("看全文"), self._show_full, "link", "paper", f"full {notice.kind}")
        answers = columns(self.tiles, full, gap_px=theme.px("gap_m"))
        answers.setStretch(0, 1)
        lay = rows(text(notice.title, "heading"), text(notice.plain), answers, gap_px=theme.px("gap_s"))
        pad_px = theme.px("gap_m")
        lay.setContentsMargins(pad_px, pad_px, pad_px, pad_px)
        self.setLayout(lay)

    def _on_chosen(self, answer: str) -> None:
        self._page.desk.visit.agree(self._notice.kind, answer == YES)
        self._page.say("")
        self._page.changed.emit()

    def _show_full(self) -> None:
        self._page.aside.emit(FullTextPage(self._page.desk, self._notice.title, self._notice.full))
