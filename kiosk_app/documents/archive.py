"""A drawn PDF made one that can still be read in a hundred years: PDF/A-2b (ISO 19005-2:2011).

ReportLab embeds its fonts and draws without transparency; what is added here is what the standard wants
beside that: metadata as XMP that agrees with the file's properties, the colours that black and white and
red mean, an identifier, and the strict spacing of objects (by qpdf). ``tests/fakes/pdfa.py`` has the clauses.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import BinaryIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

LANGUAGE = "zh-CN"
PRODUCER = "Filing Hall Kiosk"
_SRGB = "sRGB IEC61966-2.1"
_MOST_IN_BLOCK = 100
"""So many mappings may stand in one block of a CMap (Adobe Technical Note 5014, §7)."""


@dataclass(frozen=True, slots=True)
class Properties:
    """What a file says of itself, once in its Info dictionary and once as XMP. ``at`` knows its zone."""

    title: str
    subject: str
    at: datetime


def archive(draft: bytes, properties: Properties) -> bytes:
    """The draft as PDF/A-2b. The same input gives the same bytes."""
    finished = io.BytesIO()
    with pikepdf.open(io.BytesIO(draft)) as document:
        _mark(document, properties)
        save(document, finished)
    return finished.getvalue()


def save(document: Pdf, target: BinaryIO) -> None:
    """Write the document: spaced as §6.1 wants, its identifier a digest of what is in it. Each object stands
    for itself, so that a byte lost in a hundred years costs one object and not all of them."""
    document.save(
        target,
        deterministic_id=True,
        fix_metadata_version=False,  # it would write to the metadata
        object_stream_mode=pikepdf.ObjectStreamMode.disable,
        stream_decode_level=pikepdf.StreamDecodeLevel.none,
    )


def _mark(document: Pdf, properties: Properties) -> None:
    """Write into an open document what PDF/A-2b asks of its catalogue, its properties and its fonts."""
    root, said = document.Root, _sayable(properties)
    root.Metadata = Stream(document, _xmp(said), Type=Name.Metadata, Subtype=Name.XML)
    root.OutputIntents = Array([_output_intent(document)])
    root.Lang = String(LANGUAGE)
    root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    document.trailer.Info = document.make_indirect(_info(said))
    for page in document.pages:
        if Name.Trans in page.obj:  # ReportLab gives each page an empty transition
            del page.obj.Trans
    for thing in document.objects:
        if isinstance(thing, Dictionary) and thing.get("/Type") == Name.Font and "/ToUnicode" in thing:
            thing.ToUnicode.write(_without_nothing(thing.ToUnicode.read_bytes()))


def _without_nothing(cmap: bytes) -> bytes:
    """A font's ToUnicode without the codes that ReportLab left unused and maps to U+0000 (§6.2.11.7.2)."""
    return re.sub(rb"\d+ beginbfchar\n(.*?)\nendbfchar", _used_codes, cmap, flags=re.DOTALL)


def _used_codes(block: re.Match[bytes]) -> bytes:
    used = [line for line in block[1].splitlines() if not line.endswith(b"<0000>")]
    parts = (used[at : at + _MOST_IN_BLOCK] for at in range(0, len(used), _MOST_IN_BLOCK))
    return b"\n".join(b"%d beginbfchar\n%b\nendbfchar" % (len(part), b"\n".join(part)) for part in parts)


def _info(said: Properties) -> Dictionary:
    offset = said.at.strftime("%z")
    at = String(f"{said.at:D:%Y%m%d%H%M%S}{offset[:3]}'{offset[3:]}'")
    info = Dictionary(
        Title=String(said.title),
        Creator=String(PRODUCER),
        Producer=String(PRODUCER),
        CreationDate=at,
        ModDate=at,
    )
    if said.subject:
        info.Subject = String(said.subject)
    return info


def _output_intent(document: Pdf) -> Dictionary:
    """DeviceGray and DeviceRGB mean sRGB (§6.2.3, §6.2.4.3)."""
    return Dictionary(
        Type=Name.OutputIntent,
        S=Name.GTS_PDFA1,
        OutputConditionIdentifier=String(_SRGB),
        Info=String(_SRGB),
        RegistryName=String("http://www.color.org"),
        DestOutputProfile=document.make_indirect(Stream(document, _srgb_profile(), N=3)),
    )


@cache
def _srgb_profile() -> bytes:
    """sRGB as an ICC profile of version 4.2, the newest that PDF 1.7 knows (ISO 32000-1 §8.6.5.5).

    Made by littleCMS (``PIL.ImageCms.createProfile("sRGB")``, "No copyright, use freely"), which calls it
    4.4 though it holds nothing that 4.2 has not; bytes 8 to 11 are set to 4.2.
    """
    return Path(__file__).with_name("srgb.icc").read_bytes()


def _sayable(properties: Properties) -> Properties:
    return Properties(_xml_text(properties.title), _xml_text(properties.subject), properties.at)


def _xml_text(text: str) -> str:
    """Without what XML cannot hold (XML 1.0 §2.2, Char); a line break becomes a space."""
    spaced = text.translate({0x9: " ", 0xA: " ", 0xD: " "})
    return "".join(character for character in spaced if _is_xml(ord(character)))


def _is_xml(code: int) -> bool:
    return 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code >= 0x10000


def _xmp(said: Properties) -> bytes:
    """The packet (ISO 16684-1 §7.3). Written directly: pikepdf's editor of metadata costs as much as all
    else here together."""
    return _PACKET.format(
        title=escape(said.title),
        about=_ABOUT.format(subject=escape(said.subject)) if said.subject else "",
        producer=PRODUCER,
        at=said.at.isoformat(timespec="seconds"),
        language=LANGUAGE,
    ).encode()


_ABOUT = """\
   <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{subject}</rdf:li></rdf:Alt></dc:description>
"""
_PACKET = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about=""
    xmlns:dc="http://purl.org/dc/elements/1.1/"
    xmlns:pdf="http://ns.adobe.com/pdf/1.3/"
    xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/"
    xmlns:xmp="http://ns.adobe.com/xap/1.0/">
   <pdfaid:part>2</pdfaid:part>
   <pdfaid:conformance>B</pdfaid:conformance>
   <dc:format>application/pdf</dc:format>
   <dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
{about}   <pdf:Producer>{producer}</pdf:Producer>
   <xmp:CreatorTool>{producer}</xmp:CreatorTool>
   <xmp:CreateDate>{at}</xmp:CreateDate>
   <xmp:ModifyDate>{at}</xmp:ModifyDate>
   <xmp:MetadataDate>{at}</xmp:MetadataDate>
  </rdf:Description>
 </rdf:RDF>
</x:xmpmeta>
<?xpacket end="w"?>
"""
