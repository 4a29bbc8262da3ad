"""A drawn signature as W3C InkML (Recommendation, 2011): the strokes with their time, to be examined."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from kiosk_app.domain.signature import Signature, Stroke

NAMESPACE = "http://www.w3.org/2003/InkML"
_ID = "{http://www.w3.org/XML/1998/namespace}id"


def strokes_to_inkml(signature: Signature) -> bytes:
    """One trace a stroke, one ``x y t`` a point.

    X runs to the right and Y down, both in heights of the pad, so that nothing is distorted wherever it is
    drawn; T counts milliseconds from the first touch.
    """
    ink = ET.Element("ink", {"xmlns": NAMESPACE})
    definitions = ET.SubElement(ink, "definitions")
    source = ET.SubElement(ET.SubElement(definitions, "context", {_ID: "pad"}), "inkSource", {_ID: "glass"})
    form = ET.SubElement(source, "traceFormat")
    for name, most in (("X", f"{signature.aspect:.6f}"), ("Y", "1")):
        ET.SubElement(form, "channel", {"name": name, "type": "decimal", "min": "0", "max": most})
    ET.SubElement(form, "channel", {"name": "T", "type": "integer", "units": "ms"})
    ET.SubElement(ink, "annotation", {"type": "signed"}).text = signature.at.isoformat()
    ET.SubElement(ink, "annotation", {"type": "padAspect"}).text = f"{signature.aspect:.6f}"
    for stroke in signature.strokes:
        ET.SubElement(ink, "trace", {"contextRef": "#pad"}).text = _points(stroke, signature.aspect)
    ET.indent(ink)
    written: bytes = ET.tostring(ink, encoding="UTF-8", xml_declaration=True)
    return written + b"\n"


def _points(stroke: Stroke, aspect: float) -> str:
    return ", ".join(f"{point.x * aspect:.6f} {point.y:.6f} {point.t_ms}" for point in stroke)
