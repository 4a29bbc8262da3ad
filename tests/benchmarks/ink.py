"""How far ink stays behind the finger: from a move of the finger to the screen that shows it.

    python -m tests.benchmarks.ink

On the standing kiosk's pad, with little and with much written before; a frame lasts 16.7 ms. The peer is the
same pad renewed as a whole at every move.
"""

from __future__ import annotations

import itertools
import math
import statistics
import time

from PySide6.QtCore import QCoreApplication, QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from kiosk_app.ui.private_place import PrivatePlace
from kiosk_app.ui.theme import load_theme, style_sheet
from kiosk_app.ui.widgets.writing_canvas import WritingCanvas
from tests.fakes.kiosks import RESOURCES
from tests.fakes.screens import prepare_qt

_SIZE_PX = (1_080, 640)
_STROKE_POINTS = 60
_POINT_MS = 8

_clock = itertools.count(0, _POINT_MS)


def _send(canvas: WritingCanvas, kind: QEvent.Type, place: QPointF) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton
    event = QMouseEvent(
        kind,
        place,
        canvas.mapToGlobal(place),
        none if kind == QEvent.Type.MouseMove else left,
        none if kind == QEvent.Type.MouseButtonRelease else left,
        Qt.KeyboardModifier.NoModifier,
    )
    event.setTimestamp(next(_clock))
    QCoreApplication.sendEvent(canvas, event)


def _stroke(canvas: WritingCanvas, number: int, wholly: bool) -> list[float]:
    """Write a round stroke; the milliseconds each of its points took to be on the screen."""
    middle = QPointF(100 + 97 * number % (_SIZE_PX[0] - 200), 100 + 61 * number % (_SIZE_PX[1] - 200))
    taken_ms = []
    for point in range(_STROKE_POINTS):
        turn = point / _STROKE_POINTS * math.tau
        kind = QEvent.Type.MouseMove if point else QEvent.Type.MouseButtonPress
        begin = time.perf_counter()
        _send(canvas, kind, middle + QPointF(math.cos(turn), math.sin(turn)) * 90)
        if wholly:
            canvas.update()
        QApplication.processEvents()
        taken_ms.append((time.perf_counter() - begin) * 1000)
    _send(canvas, QEvent.Type.MouseButtonRelease, middle)
    return taken_ms


def main() -> None:
    place = PrivatePlace()
    app = prepare_qt(place)([])
    theme = load_theme(RESOURCES, 1_080, 1_920)
    app.setStyleSheet(style_sheet(theme))
    print(f"{'':<34}{'median ms':>10}{'p95':>8}")
    for title, before, wholly in (
        ("ours, an empty pad", 0, False),
        ("ours, 100 strokes before", 100, False),
        ("renewed as a whole, 100 before", 100, True),
    ):
        canvas = WritingCanvas(theme)
        canvas.resize(*_SIZE_PX)
        canvas.show()
        QApplication.processEvents()
        for number in range(before):
            _stroke(canvas, number, wholly=False)
        taken_ms = [each for number in range(10) for each in _stroke(canvas, before + number, wholly)]
        median_ms, p95_ms = statistics.median(taken_ms), statistics.quantiles(taken_ms, n=20)[-1]
        print(f"{title:<34}{median_ms:>10.2f}{p95_ms:>8.2f}")
        canvas.close()
    place.close()


if __name__ == "__main__":
    main()
