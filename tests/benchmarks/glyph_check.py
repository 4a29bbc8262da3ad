"""How long the proof of names takes beside drawing the papers it is made for.

python -m tests.benchmarks.glyph_check
"""

from __future__ import annotations

import time
from collections.abc import Callable
from statistics import median

from kiosk_app.documents import complaint, typeface
from kiosk_app.documents.glyph_check import check
from kiosk_app.forms.element_table import ElementTable, FilledBlock, FilledRow
from tests.fakes import papers

_ROUNDS = 15
_NAMES = {"原告": f"王{papers.RARE_NAME}", "被告": "东方华联建筑装饰工程有限公司"}


def main() -> None:
    """A complaint of some pages, drawn and proved; once by a process that never did it, then again."""
    rows = tuple(FilledRow(f"{number}.姓名或者名称", name) for number, name in enumerate(_NAMES.values()))
    facts = tuple(
        FilledRow(f"{number}.事实", "原告于二〇二四年三月出借人民币，" * 12) for number in range(30)
    )
    table = ElementTable("民事起诉状", "民间借贷纠纷", (), (FilledBlock("当事人", rows + facts),))
    face = typeface.load(papers.FONTS)
    letterhead = papers.letterhead(face)

    def draw() -> bytes:
        return complaint.render(table, plaintiffs=[_NAMES["原告"]], letterhead=letterhead, signature=None).pdf

    print(f"first drawing {_ms(draw):.0f} ms (opens the fonts)")
    pdf = draw()
    print(f"first proof   {_ms(lambda: check(pdf, _NAMES, face)):.0f} ms (opens the fonts by other code)")
    print(f"drawing       {median(_ms(draw) for _ in range(_ROUNDS)):.0f} ms")
    print(f"proof         {median(_ms(lambda: check(pdf, _NAMES, face)) for _ in range(_ROUNDS)):.0f} ms")


def _ms(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return (time.perf_counter() - start) * 1000


if __name__ == "__main__":
    main()
