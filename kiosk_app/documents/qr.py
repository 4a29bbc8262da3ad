"""QR codes on paper, drawn as squares."""

from __future__ import annotations

import segno

from kiosk_app.documents.paper_canvas import PaperCanvas

Modules = tuple[tuple[int, ...], ...]
"""Row by row, 1 for dark."""


def modules_of(text: str) -> Modules:
    """The code of a text. Error correction M survives folds and stains of a paper in a pocket."""
    return tuple(tuple(row) for row in segno.make(text, error="m", micro=False).matrix)


def draw_code(canvas: PaperCanvas, modules: Modules, left: float, top: float, size: float) -> None:
    """The code as squares. Its quiet zone of four modules (ISO/IEC 18004) is the white around it."""
    module = size / len(modules)
    path = canvas.beginPath()
    for row, values in enumerate(modules):
        for column, value in enumerate(values):
            if value:
                path.rect(left + column * module, top - (row + 1) * module, module, module)
    canvas.drawPath(path, stroke=0, fill=1)
