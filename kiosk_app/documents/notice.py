"""What somebody with a case of a certain kind is told, on paper to take home (民法典 1091 in a divorce)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm

from kiosk_app.documents.layout import Align, Block, Paragraph, Style, set_text
from kiosk_app.documents.paper_canvas import Imprint, Printed
from kiosk_app.documents.sheet import SLIP_PAPER, write
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.filing import Moment


@dataclass(frozen=True, slots=True)
class PrintedNotice:
    """A title, the paragraphs under it and the article they come from."""

    title: str
    article: str
    text: tuple[str, ...]


def render(notices: Sequence[PrintedNotice], *, moment: Moment, typeface: Typeface) -> Printed:
    """The notices alone on A5, one after the other."""
    imprint = Imprint("、".join(notice.title for notice in notices), "", moment.at)
    return write(list(notice_blocks(notices, typeface, SLIP_PAPER.width_pt)), SLIP_PAPER, imprint, typeface)


def notice_blocks(notices: Sequence[PrintedNotice], typeface: Typeface, width: float) -> Iterator[Block]:
    """The notices for a column of ``width`` points. A title stays with its text."""
    title = Style(typeface.bold, 14, 22, Align.CENTRE)
    text = Style(typeface.serif, 11, 18.5, Align.JUSTIFY)
    small = Style(typeface.sans, 9, 14, Align.RIGHT)
    for number, notice in enumerate(notices):
        before = 8 * mm if number else 0
        yield Paragraph(
            set_text(notice.title, title, width), before_pt=before, after_pt=2.5 * mm, keep_with_next=True
        )
        last = len(notice.text) - 1
        for index, paragraph in enumerate(notice.text):
            lines = set_text(f"　　{paragraph}", text, width)
            yield Paragraph(lines, after_pt=1.2 * mm, keep_with_next=index == last)
        yield Paragraph(set_text(f"依据：{notice.article}", small, width))
