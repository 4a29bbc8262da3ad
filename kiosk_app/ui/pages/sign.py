"""Each document is read on the screen, page by page, and signed, each on its own; some are only read."""

from __future__ import annotations

from datetime import UTC, datetime

from PySide6.QtWidgets import QStackedWidget, QWidget

from kiosk_app.domain.signature import Signature
from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.pages.paper_sign import PaperSignPage
from kiosk_app.ui.widgets.bricks import button, columns, rows, text
from kiosk_app.ui.widgets.pdf_reader import PdfReader
from kiosk_app.ui.widgets.rare_characters import RareCharacters
from kiosk_app.ui.widgets.signature_pad import SignaturePad
from kiosk_app.visit.papers import Document


class SignPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("阅读并签名"), "")
        theme = desk.theme
        self._documents: tuple[Document, ...] = ()
        self._index = 0
        self._what = text("", "heading")
        self.reader = PdfReader(theme, desk.column_px, landscape=desk.landscape)
        self.reader.turned.connect(self.changed)
        self.pad = SignaturePad(theme, theme.px("pad"))
        self.pad.drawn.connect(self.changed)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.reader)
        self._stack.addWidget(self._signing())
        self.rare = RareCharacters(theme, desk.landscape)
        self.rare.asked.connect(self._on_asked)
        self.rare.done.connect(self._prepare)
        self.rare.pad.drawn.connect(self.changed)
        self._stack.addWidget(self.rare)
        self._pen = button(theme, self.tr("用笔在纸上签"), self._sign_on_paper, "", "pen", "sign on paper")
        self._others = button(theme, "", self._show_others, "", "papers", "only read")
        ways = columns(self._pen, self._others, gap_px=theme.px("gap_m"))
        gap_px = theme.px("gap_s")
        head = columns(self._what, ways) if desk.landscape else rows(self._what, ways, gap_px=gap_px)
        head.setStretch(0, int(desk.landscape))
        self.lay(head, self._stack)

    def _signing(self) -> QWidget:
        theme = self.theme
        words = text(self.tr("在白框里用手指签上您的姓名。写得不好可以擦掉重写。"), "why")
        undo = button(theme, self.tr("退一笔"), self.pad.undo, "", "undo", "undo stroke")
        wipe = button(theme, self.tr("擦掉重写"), self.pad.clear, "", "trash", "clear pad")
        again = button(theme, self.tr("再看一遍材料"), self._read_again, "link", "paper", "read again")
        block = QWidget()
        tools = columns(undo, wipe, 1, again, gap_px=theme.px("gap_m"))
        lay = rows(words, self.pad, tools, gap_px=theme.px("gap_m"))
        if not self.desk.landscape:
            lay.addStretch(1)
        block.setLayout(lay)
        return block

    # What the window asks -----------------------------------------------------------------------

    @property
    def signing(self) -> bool:
        return self._stack.currentIndex() == 1

    @property
    def asking(self) -> bool:
        """Whether a character is asked for that no font has."""
        return self._stack.currentWidget() is self.rare

    @property
    def waits(self) -> bool:
        """Whether the paper that is shown, or drawn still, is to be signed."""
        document = self._document
        return document is None or document.waits

    def main(self) -> Main:
        if self.asking:
            return Main(self.tr("写好了"), "check", strong=not self.rare.pad.empty)
        if self.signing:
            return Main(self.tr("签好了"), "check", strong=not self.pad.empty)
        if self.waits:
            seen = self.reader.all_seen
            return Main(self.tr("看完了，去签名"), "sign") if seen else Main(self.tr("看下一页"))
        place = self._next
        if place is None:
            return Main(self.tr("都签好了，下一步"))
        if self._documents[place].waits and not self._documents[self._index].needs_signature:
            return Main(self.tr("看完了，回去签名"))
        return Main(self.tr("看下一份"))

    def arrive(self) -> None:
        self.set_busy(self.tr("正在准备材料，请稍等…"))
        self.desk.tasks.run(self.desk.visit.signing.undrawn, self.rare.ask, self.show_fault, self)

    def _prepare(self) -> None:
        self._stack.setCurrentIndex(0)
        self.set_busy(self.tr("正在准备材料，请稍等…"))
        self.desk.tasks.run(self.desk.visit.signing.documents, self._on_documents, self.show_fault, self)

    def press_main(self) -> None:
        document = self._document
        if self.asking:
            self._keep_character()
        elif document is None:
            self.arrive()
        elif self.signing:
            self._sign(document)
        elif not self.waits:
            self._go_on()
        elif not self.reader.all_seen:
            self.reader.show_unseen()
        else:
            self.say("")
            self.pad.clear()
            self._turn(signing=True)

    def press_back(self) -> bool:
        if self.signing:
            self._read_again()
            return True
        if self._index:
            self._show(self._index - 1)
            return True
        return False

    # What happens -------------------------------------------------------------------------------

    @property
    def _document(self) -> Document | None:
        return self._documents[self._index] if self._index < len(self._documents) else None

    @property
    def _next(self) -> int | None:
        """Which paper comes next: those to sign one after the other, or the others; behind the last of either
        the first that still waits for a signature, and None where none does."""
        sort = self._documents[self._index].needs_signature
        later = range(self._index + 1, len(self._documents))
        same = [place for place in later if self._documents[place].needs_signature == sort]
        waiting = [place for place, document in enumerate(self._documents) if document.waits]
        return next(iter(same or waiting), None)

    def _on_asked(self) -> None:
        self.set_busy("")
        self.say("")
        self._what.setText(self.tr("有一个字要请您写"))
        self._pen.hide()
        self._others.hide()
        self._stack.setCurrentWidget(self.rare)
        self.changed.emit()

    def _keep_character(self) -> None:
        if self.rare.pad.empty:
            self.say(self.tr("还没有写。请在格子里写这个字，或者按“不写”。"), "doubt", "pen")
            return
        character, drawn = self.rare.written(datetime.now(UTC))
        self.set_busy(self.tr("正在保存…"))
        self.desk.tasks.run(
            lambda: self.desk.visit.signing.draw_character(character, drawn),
            lambda _: self.rare.kept(),
            self.show_fault,
            self,
        )

    def _on_documents(self, documents: tuple[Document, ...]) -> None:
        self.set_busy("")
        self._documents = documents
        signed = [place for place, document in enumerate(documents) if document.needs_signature]
        waiting = [place for place in signed if documents[place].waits]
        self._others.setText(self.tr("另外{0}份，不用签").format(len(documents) - len(signed)))
        self._show(waiting[0] if waiting else signed[-1])

    def _show(self, index: int) -> None:
        self._index = index
        document = self._documents[index]
        alike = [each for each in self._documents if each.needs_signature == document.needs_signature]
        place = self.tr("第{0}份，共{1}份：{2}").format(alike.index(document) + 1, len(alike), document.title)
        self._what.setText(place if document.needs_signature else self.tr("不用签名的") + place)
        self.reader.show_paper(document.printed, signed=document.signed is not None)
        self._read_again()

    def _show_others(self) -> None:
        others = [place for place, document in enumerate(self._documents) if not document.needs_signature]
        self._show(others[0])

    def _read_again(self) -> None:
        self._turn(signing=False)

    def _turn(self, *, signing: bool) -> None:
        to_sign = self._documents[self._index].needs_signature
        self._pen.show()
        self._others.setVisible(to_sign and not all(each.needs_signature for each in self._documents))
        self._stack.setCurrentIndex(int(signing))
        self.changed.emit()

    def _sign(self, document: Document) -> None:
        if self.pad.empty:
            self.say(self.tr("还没有签名。请在白框里写上您的姓名。"), "doubt", "pen")
            return
        signature = self.pad.signature(datetime.now(UTC))
        self.set_busy(self.tr("正在保存签名…"))
        self.desk.tasks.run(
            lambda: self._signed(document.id, signature), self._on_signed, self.show_fault, self
        )

    def _signed(self, document_id: str, signature: Signature) -> tuple[Document, ...]:
        self.desk.visit.signing.sign(document_id, signature)
        return self.desk.visit.signing.documents(document_id)

    def _on_signed(self, signed: tuple[Document, ...]) -> None:
        self.set_busy("")
        self.say("")
        drawn = {document.id: document for document in signed}
        self._documents = tuple(drawn.get(document.id, document) for document in self._documents)
        self._go_on()

    def _sign_on_paper(self) -> None:
        if document := self._document:
            self.aside.emit(PaperSignPage(self.desk, document))

    def _go_on(self) -> None:
        place = self._next
        if place is None:
            self.forward.emit()
        else:
            self._show(place)
