"""PDF/A-2b clause by clause: what ISO 19005-2:2011 asks of a file, and what of it a file has not.

Clauses and their wording follow the rules that the veraPDF consortium publishes for the standard
(PDFA-2B.xml of its validation profiles, CC BY 4.0); ``§`` in a demand is ISO 32000-1. Where the kiosk
needs less than the standard allows (transparency, layers, enclosed files), the check forbids it whole.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import pikepdf
from pikepdf import Dictionary, Name, Pdf, Stream

from tests.fakes.pdf_fonts import (
    Content,
    font_faults,
    glyph_faults,
    read_content,
    unicode_faults,
    width_faults,
)

_RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
_DC, _PDF = "{http://purl.org/dc/elements/1.1/}", "{http://ns.adobe.com/pdf/1.3/}"
_XMP, _ID = "{http://ns.adobe.com/xap/1.0/}", "{http://www.aiim.org/pdfa/ns/id/}"
_PROPERTIES = {
    *(_DC + name for name in ("format", "language", "title", "description")),
    *(_XMP + name for name in ("CreatorTool", "CreateDate", "ModifyDate", "MetadataDate")),
    *(_ID + name for name in ("part", "conformance")),
    _PDF + "Producer",
}
_FILTERS = {"/FlateDecode", "/DCTDecode", "/ASCII85Decode", "/ASCIIHexDecode", "/RunLengthDecode"}
_BOXES = ("/MediaBox", "/CropBox", "/BleedBox", "/TrimBox", "/ArtBox")
_ACTIONS = {"/GoTo", "/GoToR", "/GoToE", "/Thread", "/URI", "/Named", "/SubmitForm"}
_OTHER_ACTIONS = {
    *("/Launch", "/Sound", "/Movie", "/ResetForm", "/ImportData", "/Hide", "/SetOCGState", "/Rendition"),
    *("/Trans", "/GoTo3DView", "/JavaScript", "/SetState", "/NOP"),
}
_INTENTS = {"/RelativeColorimetric", "/AbsoluteColorimetric", "/Perceptual", "/Saturation"}


@dataclass(frozen=True, slots=True)
class File:
    """A PDF, taken apart once for all checks."""

    raw: bytes
    pdf: Pdf
    dictionaries: tuple[Any, ...]
    content: Content

    def of_type(self, subtype: Name) -> Iterator[Any]:
        return (thing for thing in self.dictionaries if thing.get("/Subtype") == subtype)


Faults = Iterator[str]


@dataclass(frozen=True, slots=True)
class Clause:
    number: str
    demand: str
    faults: Callable[[File], Faults]


def faults(raw: bytes) -> list[str]:
    """Each clause that the file breaks, with how. Empty for PDF/A-2b as far as these checks see."""
    with pikepdf.open(io.BytesIO(raw), inherit_page_attributes=False) as pdf:
        dictionaries = tuple(found for thing in pdf.objects for found in _dictionaries(thing))
        file = File(raw, pdf, dictionaries, read_content(pdf))
        return [f"{clause.number}: {fault}" for clause in CLAUSES for fault in clause.faults(file)]


def _dictionaries(thing: Any) -> Iterator[Any]:
    """A dictionary (also a stream's) and those that stand directly in it."""
    if isinstance(thing, Dictionary | Stream):
        yield thing
        inner = [value for _, value in thing.items()]
    else:
        inner = list(thing) if isinstance(thing, pikepdf.Array) else []
    for value in inner:
        if isinstance(value, pikepdf.Object) and not value.is_indirect:
            yield from _dictionaries(value)


def _header(file: File) -> Faults:
    if not re.match(rb"%PDF-1\.[0-7](\r\n|\r|\n)%[\x80-\xff]{4}", file.raw):
        yield "no version and four binary bytes at the beginning"


def _trailer(file: File) -> Faults:
    identifier = file.pdf.trailer.get("/ID")
    if identifier is None or not all(bytes(part) for part in identifier):
        yield "no identifier"
    if file.pdf.is_encrypted:
        yield "encrypted"
    if not re.search(rb"%%EOF(\r\n|\r|\n)?\Z", file.raw):
        yield "something stands behind the end"


def _streams(file: File) -> Faults:
    yield from file.pdf.check_pdf_syntax()
    if re.search(rb">>\s*stream(?!\r?\n)|(?<![\r\n])endstream", file.raw):
        yield "no line ends around a stream"


def _filters(file: File) -> Faults:
    for thing in file.dictionaries:
        if not isinstance(thing, Stream):
            continue
        if {"/F", "/FFilter", "/FDecodeParms"} & set(thing.keys()):
            yield "a stream lies outside the file"
        filters = thing.get("/Filter", pikepdf.Array())
        for name in filters if isinstance(filters, pikepdf.Array) else [filters]:
            if str(name) not in _FILTERS:
                yield f"filter {name}"


def _spacing(file: File) -> Faults:
    bare = re.sub(rb"stream\r?\n.*?[\r\n]endstream", b"", file.raw, flags=re.DOTALL)
    strict = len(re.findall(rb"[\r\n]\d+ \d+ obj[\r\n]", bare)), len(re.findall(rb"[\r\n]endobj[\r\n]", bare))
    loose = len(re.findall(rb"\b\d+\s+\d+\s+obj\b", bare)), len(re.findall(rb"endobj", bare))
    if strict != loose:
        yield "obj or endobj stand on no line of their own"


def _limits(file: File) -> Faults:
    for page in file.pdf.pages:
        for left, bottom, right, top in (map(float, page.obj[box]) for box in _BOXES if box in page.obj):
            if not (3 <= right - left <= 14400 and 3 <= top - bottom <= 14400):
                yield "a page smaller than 3 or larger than 14,400 points"
    for thing in file.dictionaries:
        for key, value in thing.items():
            if isinstance(value, pikepdf.String) and len(bytes(value)) > 32767:
                yield f"a string too long in {key}"
            if len(key.encode()) > 128 or (isinstance(value, Name) and len(str(value).encode()) > 128):
                yield f"a name too long in {key[:20]}"
    if file.content.deepest > 28:
        yield f"graphics states {file.content.deepest} deep"


def _content(file: File) -> Faults:
    yield from file.content.faults
    for page in file.pdf.pages:
        if "/Resources" not in page.obj:
            yield "a page inherits its resources"


def _output_intent(file: File) -> Faults:
    intents = [intent for intent in file.pdf.Root.get("/OutputIntents", []) if intent.S == Name.GTS_PDFA1]
    if len(intents) != 1:
        yield f"{len(intents)} output intents"
    for intent in intents:
        profile = intent.DestOutputProfile.read_bytes()
        about = profile[12:16], profile[16:20], profile[36:40]
        if about != (b"mntr", b"RGB ", b"acsp") or profile[8] >= 5 or intent.DestOutputProfile.N != 3:
            yield f"no RGB profile of a monitor: {about}"
        if int.from_bytes(profile[:4]) != len(profile):
            yield "the profile is cut short"


def _colours(file: File) -> Faults:
    for operator in sorted(file.content.operators & {"k", "K", "cs", "CS", "sc", "SC", "scn", "SCN", "sh"}):
        yield f"operator {operator}"
    for image in file.of_type(Name.Image):
        if image.get("/ColorSpace") not in (Name.DeviceGray, Name.DeviceRGB):
            yield f"picture in {image.get('/ColorSpace')}"


def _graphics_states(file: File) -> Faults:
    for thing in file.dictionaries:
        if {"/TR", "/TR2", "/HTP", "/HT"} & set(thing.keys()):
            yield "a transfer function or halftone"
    for intent in file.content.intents - _INTENTS:
        yield f"rendering intent {intent}"


def _pictures(file: File) -> Faults:
    for image in file.of_type(Name.Image):
        if "/Alternates" in image or "/OPI" in image or image.get("/Interpolate", False):
            yield "a picture with alternates, OPI or interpolation"


def _forms(file: File) -> Faults:
    for form in (*file.of_type(Name.Form), *file.of_type(Name.PS)):
        if form.Subtype == Name.PS or {"/OPI", "/PS", "/Ref", "/Subtype2"} & set(form.keys()):
            yield "PostScript, OPI or a reference to another file"


def _transparency(file: File) -> Faults:
    for thing in file.dictionaries:
        group = thing.get("/Group")
        if isinstance(group, Dictionary) and group.get("/S") == Name.Transparency:
            yield "a transparency group"
        if thing.get("/SMask", Name("/None")) != Name("/None"):
            yield "a soft mask"
        if thing.get("/BM", Name.Normal) != Name.Normal:
            yield f"blend mode {thing.BM}"
        if any(float(thing.get(key, 1)) < 1 for key in ("/ca", "/CA")):
            yield "opacity"


def _annotations(file: File) -> Faults:
    for page in file.pdf.pages:
        for note in page.obj.get("/Annots", []):
            if note.Subtype not in (Name.Widget, Name.Link):
                yield f"6.3.1: annotation {note.Subtype}"
            if int(note.get("/F", 0)) & 0b1_0010_0111 != 0b100:
                yield "6.3.2: not printed, or hidden"
            yield from _appearance(note)


def _appearance(note: Any) -> Faults:
    left, bottom, right, top = map(float, note.Rect)
    drawn = note.get("/AP")
    if drawn is None:
        if note.Subtype != Name.Link and (left, bottom) != (right, top):
            yield "6.3.3: no appearance"
    elif set(drawn.keys()) != {"/N"} or not isinstance(drawn.N, Stream):
        yield "6.3.3: an appearance other than one stream"


def _fields(file: File) -> Faults:
    form = file.pdf.Root.get("/AcroForm", Dictionary())
    if form.get("/NeedAppearances", False) or "/XFA" in form or "/NeedsRendering" in file.pdf.Root:
        yield "the reader has to draw the form"
    for widget in file.of_type(Name.Widget):
        if "/A" in widget or "/AA" in widget:
            yield "a field acts"


def _signatures(file: File) -> Faults:
    ends = [0]
    for thing in file.dictionaries:
        if "/ByteRange" in thing:
            start, length, gap_end, rest = map(int, thing.ByteRange)
            gap = file.raw[start + length : gap_end]
            if start != 0 or not re.fullmatch(rb"<[0-9A-Fa-f]*>", gap):
                yield "something beside the signature itself is not signed"
            ends.append(gap_end + rest)
    if len(ends) > 1 and max(ends) != len(file.raw):
        yield "the last signature covers less than the file"


def _actions(file: File) -> Faults:
    for thing in file.dictionaries:
        kind = str(thing.get("/S", ""))
        if (
            "/JS" in thing
            or kind in _OTHER_ACTIONS
            or (thing.get("/Type") == Name.Action and kind not in _ACTIONS)
        ):
            yield f"action {kind}"
        if "/AA" in thing:
            yield "additional actions"
    if "/JavaScript" in file.pdf.Root.get("/Names", {}):
        yield "JavaScript"


def _packet(file: File) -> ElementTree.Element | None:
    stream = file.pdf.Root.get("/Metadata")
    if not isinstance(stream, Stream) or (stream.get("/Type"), stream.get("/Subtype")) != (
        Name.Metadata,
        Name.XML,
    ):
        return None
    try:
        return ElementTree.fromstring(stream.read_bytes().decode())
    except (ElementTree.ParseError, UnicodeDecodeError):
        return None


def _said(file: File) -> Mapping[str, str]:
    """What the packet says: each property with its words."""
    packet = _packet(file)
    found = () if packet is None else packet.iterfind(f"{_RDF}RDF/{_RDF}Description/*")
    said = {item.tag: "".join(item.itertext()).strip() for item in found}
    about = () if packet is None else packet.iterfind(f"{_RDF}RDF/{_RDF}Description")
    # A property may stand as an attribute as well (ISO 16684-1 §7.9.2.2).
    return said | {tag: text for item in about for tag, text in item.items() if not tag.startswith(_RDF)}


def _metadata(file: File) -> Faults:
    if _packet(file) is None:
        yield "no XMP that can be read"
    elif not re.match(rb'<\?xpacket begin="\xef\xbb\xbf" id="\w+"\?>', file.pdf.Root.Metadata.read_bytes()):
        yield "the packet has no header, or one with bytes or encoding"
    elif b"<pdfaid:part>" not in file.raw:
        yield "the packet cannot be read without decompressing it"


def _properties(file: File) -> Faults:
    for tag in sorted(_said(file).keys() - _PROPERTIES):
        yield f"property {tag} is none of those that XMP defines"


def _agreement(file: File) -> Faults:
    """Of a signed file only what the signing leaves alone: it notes itself in both places, in its own way."""
    said, info = _said(file), file.pdf.trailer.get("/Info", Dictionary())
    words = {"/Title": _DC + "title", "/Subject": _DC + "description", "/Creator": _XMP + "CreatorTool"}
    dates = {"/CreationDate": _XMP + "CreateDate"}
    if not any("/ByteRange" in thing for thing in file.dictionaries):
        words["/Producer"] = _PDF + "Producer"
        dates["/ModDate"] = _XMP + "ModifyDate"
    for key, tag in words.items():
        if str(info.get(key, "")) != said.get(tag, ""):
            yield f"{key} and XMP differ"
    for key, tag in dates.items():
        if re.sub(r"\D", "", str(info.get(key, ""))) != re.sub(r"\D", "", said.get(tag, "")):
            yield f"{key} and XMP differ"


def _identification(file: File) -> Faults:
    said = _said(file)
    if (said.get(_ID + "part"), said.get(_ID + "conformance")) != ("2", "B"):
        yield "not marked as PDF/A-2b"


def _left_out(file: File) -> Faults:
    names = file.pdf.Root.get("/Names", Dictionary())
    if "/EmbeddedFiles" in names or any("/EF" in thing for thing in file.dictionaries):
        yield "6.8: an enclosed file"
    if "/OCProperties" in file.pdf.Root:
        yield "6.9: layers"
    if "/AlternatePresentations" in names or any("/PresSteps" in page.obj for page in file.pdf.pages):
        yield "6.10: a slide show"
    if "/Requirements" in file.pdf.Root:
        yield "6.11: requirements"


CLAUSES = (
    Clause("6.1.2", "%PDF-1.n at byte 0, then a comment of at least four bytes above 127", _header),
    Clause("6.1.3", "an ID, no encryption, nothing behind %%EOF but one line end", _trailer),
    Clause("6.1.7.1", "Length is right; line ends behind stream and before endstream", _streams),
    Clause("6.1.7.2", "no stream outside the file; filters of Table 6 without LZW and Crypt", _filters),
    Clause("6.1.9", "n g obj and endobj on lines of their own", _spacing),
    Clause("6.1.13", "pages of 3 to 14,400 units, strings ≤ 32,767, names ≤ 127, q ≤ 28 deep", _limits),
    Clause("6.2.2", "operators of ISO 32000-1 only; each page names its own resources", _content),
    Clause("6.2.3", "an output intent GTS_PDFA1 with an ICC profile below version 5", _output_intent),
    Clause("6.2.4.3", "device colours only those of the output intent: grey and RGB", _colours),
    Clause(
        "6.2.5", "no transfer functions and halftones; 6.2.6: the four rendering intents", _graphics_states
    ),
    Clause("6.2.8", "pictures without Alternates, OPI and interpolation", _pictures),
    Clause("6.2.9", "no PostScript and no references to other files", _forms),
    Clause("6.2.10", "blend modes of ISO 32000-1; here: no transparency at all", _transparency),
    Clause(
        "6.2.11.2",
        "whole font dictionaries; 6.2.11.4: embedded; 6.2.11.6: one cmap, no Encoding",
        lambda file: font_faults(file.content),
    ),
    Clause("6.2.11.5", "widths agree with the font program", lambda file: width_faults(file.content)),
    Clause(
        "6.2.11.7.2",
        "(level U) each code has a character, none is U+0000, U+FEFF or U+FFFE",
        lambda file: unicode_faults(file.content),
    ),
    Clause(
        "6.2.11.8",
        "each code has a glyph; .notdef is never shown, not even unseen",
        lambda file: glyph_faults(file.content),
    ),
    Clause("6.3", "annotations of fields and links only, printed, with one appearance stream", _annotations),
    Clause("6.4", "no field acts, nothing is left for the reader to draw, no XFA", _fields),
    Clause("6.4.3", "a signature covers all but itself", _signatures),
    Clause("6.5", "no JavaScript, no action but going somewhere, no additional actions", _actions),
    Clause("6.6.2.1", "XMP in the catalogue, well-formed, UTF-8, without bytes and encoding", _metadata),
    Clause("6.6.2.3", "properties of predefined schemas", _properties),
    Clause("6.6.3", "Info and XMP agree, to the second and the time zone", _agreement),
    Clause("6.6.4", "pdfaid:part 2 and pdfaid:conformance B", _identification),
    Clause("6.8", "none of what the kiosk does not need: files, layers, shows, requirements", _left_out),
)
