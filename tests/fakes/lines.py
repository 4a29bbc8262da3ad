"""Lines of print as a reader would give them, and what was made of them."""

from __future__ import annotations

from kiosk_app.capture.ocr import Line
from kiosk_app.capture.prefill import PaperFacts
from kiosk_app.domain.paper import FactName

SIZE = (1_654, 2_339)
Row = str | tuple[int, str]


def lines(*rows: Row, confidence: float = 0.99) -> tuple[Line, ...]:
    """Lines one below the other; a pair has its left edge first."""
    placed = [(100, row) if isinstance(row, str) else row for row in rows]
    return tuple(
        Line(text, confidence, (x, 100 + 110 * n, x + 38 * len(text), 160 + 110 * n))
        for n, (x, text) in enumerate(placed)
    )


def said(facts: PaperFacts, name: FactName) -> list[tuple[object, bool]]:
    return [(fact.value, fact.certain) for fact in facts.facts if fact.name is name]
