"""How long the complaint takes to be drawn: `python -m tests.benchmarks.complaint`. Target: 150 ms.

The written case (tests/vectors/cases) whose complaint has the most text, with a signature, the fonts loaded
before. The peer is ReportLab's own table of the same cells in the same fonts, with none of the rules of
Chinese typesetting and nothing of the form around it.
"""

from __future__ import annotations

import io
import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from datetime import time as time_of_day
from pathlib import Path
from typing import Any

import yaml
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import LongTable, Paragraph, SimpleDocTemplate

from kiosk_app.content.library import load_library
from kiosk_app.documents import complaint, typeface
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.filing import CHINA
from kiosk_app.forms.element_table import ElementTable, fill
from kiosk_app.forms.written import read_answers
from kiosk_app.visit.assemble import computed_cells, with_defaults
from tests.fakes import papers
from tests.fakes.kiosks import RESOURCES

_CASES = Path(__file__).parents[1] / "vectors" / "cases"
_RUNS = 15


def _tables() -> Iterator[tuple[str, ElementTable]]:
    forms = load_library(RESOURCES).forms
    for path in sorted(_CASES.glob("*.yaml")):
        for case in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["cases"]:
            at = datetime.combine(date.fromisoformat(case["today"]), time_of_day(9), CHINA)
            form, typed = read_answers(forms[path.stem], case["answers"], at)
            answers = with_defaults(form, typed, at)
            yield f"{path.stem}: {case['title']}", fill(form, answers, computed_cells(form, answers, ()))


def _rows(table: ElementTable) -> Iterator[tuple[str, str]]:
    for block in table.blocks:
        yield block.heading, ""
        yield from ((row.label, row.text) for row in block.rows)


def _ours(table: ElementTable, face: Typeface) -> bytes:
    return complaint.render(
        table, plaintiffs=["宫守义"], letterhead=papers.letterhead(face), signature=papers.SIGNATURE
    ).pdf


def _plain(table: ElementTable, face: Typeface) -> bytes:
    style = ParagraphStyle("cell", fontName=face.serif.name, fontSize=11, leading=17.5, wordWrap="CJK")
    cells: list[list[Any]] = [[Paragraph(text, style) for text in row] for row in _rows(table)]
    stream = io.BytesIO()
    preface = [Paragraph(text, style) for text in table.preface]
    grid = LongTable(cells, (50 * mm, 110 * mm), style=[("GRID", (0, 0), (-1, -1), 0.6, "black")])
    paper = SimpleDocTemplate(
        stream, pagesize=A4, leftMargin=25 * mm, rightMargin=25 * mm, topMargin=28 * mm, bottomMargin=27 * mm
    )
    paper.build([*preface, grid])
    return stream.getvalue()


def _tell(name: str, draw: Callable[[], bytes]) -> None:
    """The median by the clock, and of the processor, which other work on the machine does not change."""
    draw()
    taken = []
    for _ in range(_RUNS):
        begun_s, begun_cpu_s = time.perf_counter(), time.process_time()
        draw()
        taken.append((time.perf_counter() - begun_s, time.process_time() - begun_cpu_s))
    took_ms, cpu_ms = (1000 * statistics.median(values) for values in zip(*taken, strict=True))
    print(f"{name:26}{took_ms:6.1f} ms  ({cpu_ms:5.1f} ms of the processor)")


def main() -> None:
    begun = time.perf_counter()
    face = typeface.load(papers.FONTS)
    print(f"fonts loaded once: {(time.perf_counter() - begun) * 1000:.0f} ms")
    title, table = max(_tables(), key=lambda named: sum(map(len, map("".join, _rows(named[1])))))
    signs = sum(map(len, map("".join, _rows(table))))
    print(f"{title}, {signs} characters, {len(papers.pages(_ours(table, face)))} pages")
    _tell("ours, signed", lambda: _ours(table, face))
    _tell("platypus, a plain table", lambda: _plain(table, face))


if __name__ == "__main__":
    main()
