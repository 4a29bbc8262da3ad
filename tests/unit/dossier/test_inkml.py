from __future__ import annotations

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.dossier.inkml import NAMESPACE, strokes_to_inkml

DRAWN = Signature(
    strokes=(
        (StrokePoint(0.1, 0.25, 0), StrokePoint(0.123456, 0.3, 16), StrokePoint(1.0, 0.999, 1033)),
        (StrokePoint(0.5, 0.5, 2000),),
    ),
    aspect=2.5,
    at=datetime(2026, 3, 2, 1, 30, tzinfo=UTC),
)


def read_back(data: bytes) -> Signature:
    """As any program would that knows the Recommendation and docs/dossier.md."""
    ink = ElementTree.fromstring(data)
    names = {"i": NAMESPACE}
    said = {each.get("type"): each.text or "" for each in ink.findall("i:annotation", names)}
    channels = ink.findall(".//i:channel", names)
    assert [each.get("name") for each in channels] == ["X", "Y", "T"]
    aspect = float(said["padAspect"])
    assert float(channels[0].get("max", "")) == aspect
    strokes = tuple(
        tuple(
            StrokePoint(float(x) / aspect, float(y), int(t))
            for x, y, t in (point.split() for point in (trace.text or "").split(","))
        )
        for trace in ink.findall("i:trace", names)
    )
    return Signature(strokes, aspect, datetime.fromisoformat(said["signed"]))


def test_strokes_come_back_with_their_time() -> None:
    back = read_back(strokes_to_inkml(DRAWN))
    assert (back.at, back.aspect) == (DRAWN.at, DRAWN.aspect)
    assert len(back.strokes) == len(DRAWN.strokes)
    for was, is_ in zip(DRAWN.strokes, back.strokes, strict=True):
        assert [point.t_ms for point in is_] == [point.t_ms for point in was]
        flat = [share for point in is_ for share in (point.x, point.y)]
        assert flat == pytest.approx([share for point in was for share in (point.x, point.y)], abs=1e-6)


def test_the_same_strokes_give_the_same_bytes() -> None:
    assert strokes_to_inkml(DRAWN) == strokes_to_inkml(DRAWN)
