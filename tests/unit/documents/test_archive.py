from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from functools import partial
from pathlib import Path
from typing import Any

import pikepdf
import PIL.Image
import PIL.ImageChops
import PIL.ImageCms
import pytest
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from kiosk_app.documents import archive, evidence_pages
from kiosk_app.documents.archive import Properties
from kiosk_app.documents.evidence_pages import PageScan, ScanLine
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.evidence import EvidenceItem
from tests.fakes import papers, pdfa

AT = datetime(2026, 11, 23, 1, 30, 5, tzinfo=timezone(timedelta(hours=8)))


@pytest.fixture(scope="module")
def paper(typeface: Typeface) -> bytes:
    """A cover and a page with a picture, text that is seen and text that is not."""
    stream = io.BytesIO()
    PIL.Image.new("RGB", (60, 80), "white").save(stream, "JPEG")
    scan = PageScan(partial(io.BytesIO, stream.getvalue()), (ScanLine("今借到", (5, 5, 50, 15)),))
    item = EvidenceItem("借条", "证明借款", ("a",))
    letterhead = papers.letterhead(typeface)
    drawn = evidence_pages.render(
        item, (scan,), number=1, first_page=1, submitter="林知远", letterhead=letterhead
    )
    with drawn.open() as whole:
        return whole.read()


def edited(pdf: bytes, plant: Callable[[Pdf], None]) -> bytes:
    """The paper with one fault, written as the kiosk writes."""
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        plant(document)
        archive.save(document, target)
    return target.getvalue()


def test_a_paper_is_pdf_a(paper: bytes, tmp_path: Path) -> None:
    papers.assert_sound(paper, tmp_path)


def test_writing_it_again_keeps_it_pdf_a(paper: bytes) -> None:
    papers.assert_archival(edited(paper, lambda document: None))


def test_what_a_file_says_of_itself(paper: bytes) -> None:
    said = papers.run("pdfinfo", "-rawdates", "-", pdf=paper)
    for line in (
        r"Title: +证据1　借条",
        r"Producer: +Filing Hall Kiosk",
        r"CreationDate: +D:20261123013005\+08'00'",
        r"Encrypted: +no",
        r"PDF version: +1.7",
    ):
        assert re.search(line, said), line
    with pikepdf.open(io.BytesIO(paper)) as document:
        assert document.Root.Lang == "zh-CN"
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)


@pytest.mark.parametrize(
    ("title", "kept"),
    [
        ('<借条> & "收据" {title}', '<借条> & "收据" {title}'),
        ("两行\r\n\t名", "两行   名"),
        ("\x00\x07控\ufffe制\ud800", "控制"),
        ("𬱖😀", "𬱖😀"),
        ("", ""),
    ],
)
def test_any_title_reads_the_same_in_both_places(paper: bytes, title: str, kept: str) -> None:
    pdf = archive.archive(paper, Properties(title, "某某区人民法院", AT))
    papers.assert_archival(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert str(document.trailer.Info.Title) == kept


def test_the_same_draft_is_the_same_file(paper: bytes) -> None:
    properties = Properties("题", "", AT)
    assert archive.archive(paper, properties) == archive.archive(paper, properties)
    assert archive.archive(paper, properties) != archive.archive(paper, Properties("目", "", AT))


def test_the_profile_is_srgb_by_the_measure_of_another() -> None:
    """littleCMS finds no difference between it and its own sRGB."""
    data = Path(archive.__file__).with_name("srgb.icc").read_bytes()
    ours, its = PIL.ImageCms.ImageCmsProfile(io.BytesIO(data)), PIL.ImageCms.createProfile("sRGB")
    assert ours.profile.version == pytest.approx(4.2)
    colours = PIL.Image.linear_gradient("L")
    picture = PIL.Image.merge("RGB", (colours, colours.rotate(90), colours.rotate(180)))
    seen = PIL.ImageCms.profileToProfile(picture, ours, its)
    assert seen is not None
    assert max(PIL.ImageChops.difference(picture, seen).tobytes()) <= 1


@pytest.mark.parametrize("shown", [False, True])
def test_a_place_for_a_signature_keeps_it_pdf_a(paper: bytes, shown: bool) -> None:
    def plant(document: Pdf) -> None:
        box = Array([10, 10, 60, 60]) if shown else Array([0, 0, 0, 0])
        field = Dictionary(Type=Name.Annot, Subtype=Name.Widget, FT=Name.Sig, T=String("S"), F=132, Rect=box)
        if shown:
            drawn = Stream(document, b"0 0 50 50 re S", Type=Name.XObject, Subtype=Name.Form)
            drawn.BBox, drawn.Resources = Array([0, 0, 50, 50]), Dictionary()
            field.AP = Dictionary(N=document.make_indirect(drawn))
        fields = Array([document.make_indirect(field)])
        document.pages[0].obj.Annots = fields
        document.Root.AcroForm = Dictionary(Fields=fields, SigFlags=3)

    papers.assert_archival(edited(paper, plant))


def test_a_stream_may_end_with_a_carriage_return(paper: bytes) -> None:
    def plant(document: Pdf) -> None:
        # Deflated, it ends with the low byte of its Adler-32: 1 + 12.
        document.Root.Spare = document.make_indirect(Stream(document, b"\x0c"))

    spoilt = edited(paper, plant)
    assert b"\r\nendstream" in spoilt
    papers.assert_archival(spoilt)


# --- what is planted, by clause ---


def font(document: Pdf) -> Any:
    """The font of the stamp, which is seen."""
    fonts = document.pages[0].Resources.Font
    return next(fonts[key] for key in fonts.keys() if "Sans" in str(fonts[key].BaseFont))  # noqa: SIM118


def metadata(old: bytes, new: bytes) -> Callable[[Pdf], None]:
    def plant(document: Pdf) -> None:
        packet = document.Root.Metadata.read_bytes()
        assert old in packet
        document.Root.Metadata.write(packet.replace(old, new))

    return plant


def profile(at: int, new: bytes) -> Callable[[Pdf], None]:
    def plant(document: Pdf) -> None:
        stream = document.Root.OutputIntents[0].DestOutputProfile
        data = bytearray(stream.read_bytes())
        data[at : at + len(new)] = new
        stream.write(bytes(data))

    return plant


def content(words: bytes, **resources: Any) -> Callable[[Pdf], None]:
    def plant(document: Pdf) -> None:
        last = document.pages[-1]
        for kind, value in resources.items():
            last.Resources[f"/{kind}"] = value
        last.contents_add(words + b"\n")

    return plant


def root(**entries: Any) -> Callable[[Pdf], None]:
    def plant(document: Pdf) -> None:
        for key, value in entries.items():
            document.Root[f"/{key}"] = value

    return plant


def annotation(**entries: Any) -> Callable[[Pdf], None]:
    def plant(document: Pdf) -> None:
        note = Dictionary(Type=Name.Annot, Rect=Array([10, 10, 60, 60]), **entries)
        notes = Array([document.make_indirect(note)])
        document.pages[0].obj.Annots = notes
        if note.Subtype == Name.Widget:
            document.Root.AcroForm = Dictionary(Fields=notes)

    return plant


def picture(**entries: Any) -> Callable[[Pdf], None]:
    def plant(document: Pdf) -> None:
        for image in document.pages[-1].get_images().values():
            for key, value in entries.items():
                image[f"/{key}"] = value

    return plant


def typed(**entries: Any) -> Callable[[Pdf], None]:
    def plant(document: Pdf) -> None:
        for key, value in entries.items():
            font(document)[f"/{key}"] = value

    return plant


def no_font_program(document: Pdf) -> None:
    del font(document).FontDescriptor.FontFile2


def lzw(document: Pdf) -> None:
    spare = Stream(document, b"")
    # qpdf would write another filter if it could decode this one.
    spare.write(b"", filter=Name.LZWDecode, decode_parms=Dictionary(Predictor=99))
    document.Root.Spare = document.make_indirect(spare)


def outside(document: Pdf) -> None:
    document.pages[0].obj.Contents = Stream(document, b"", F=String("elsewhere.bin"))


def inherited(document: Pdf) -> None:
    first = document.pages[0].obj
    document.Root.Pages.Resources = first.Resources
    del first.Resources


def postscript(document: Pdf) -> None:
    document.pages[-1].Resources.XObject.PS = Stream(document, b"", Type=Name.XObject, Subtype=Name.PS)
    document.pages[-1].contents_add(b"/PS Do\n")


def unreal(document: Pdf) -> None:
    cmap = font(document).ToUnicode.read_bytes()
    font(document).ToUnicode.write(re.sub(rb"<01> <\w+>", b"<01> <FEFF>", cmap))


def small(document: Pdf) -> None:
    document.pages[0].obj.MediaBox = Array([0, 0, 2, 2])


def unsigned_tail(document: Pdf) -> None:
    document.Root.Perms = Dictionary(DocMDP=Dictionary(ByteRange=Array([0, 10, 20, 10])))


def enclosed(document: Pdf) -> None:
    document.attachments["a.txt"] = b"hello"


def info(document: Pdf) -> None:
    document.trailer.Info.Title = String("something else")


STATE = Dictionary(G=Dictionary(TR=Name.Identity))
SHINE = Dictionary(G=Dictionary(ca=0.5))
SCRIPT = Dictionary(S=Name.JavaScript, JS=String("app.alert(1)"))
BOX = Dictionary(Names=Array([String("a"), SCRIPT]))
NOT_SEEN = "allowed, or not looked at, by the other validator"

PLANTED: tuple[tuple[str, Callable[[Pdf], None], str], ...] = (
    ("6.1.7.2", lzw, ""),
    ("6.1.7.2", outside, ""),
    ("6.1.13", small, ""),
    ("6.1.13", content(b"q " * 40 + b"Q " * 40), ""),
    ("6.2.2", content(b"BX 1 foo EX"), ""),
    ("6.2.2", content(b"BT /Nope 9 Tf ET"), NOT_SEEN),
    ("6.2.2", inherited, ""),
    ("6.2.3", lambda document: document.Root.__delitem__("/OutputIntents"), ""),
    ("6.2.3", profile(8, b"\x05"), ""),
    ("6.2.3", profile(12, b"link"), ""),
    ("6.2.4.3", content(b"0 0 0 1 k 0 0 5 5 re f"), ""),
    ("6.2.4.3", picture(ColorSpace=Name.DeviceCMYK), ""),
    ("6.2.5", content(b"/G gs", ExtGState=STATE), ""),
    ("6.2.5", content(b"/Rosy ri"), ""),
    ("6.2.8", picture(Interpolate=True), ""),
    ("6.2.9", postscript, ""),
    ("6.2.10", content(b"/G gs", ExtGState=SHINE), NOT_SEEN),
    ("6.2.11.2", no_font_program, ""),
    ("6.2.11.2", typed(Encoding=Name.WinAnsiEncoding), ""),
    ("6.2.11.2", typed(Widths=Array([1000] * 9)), ""),
    ("6.2.11.5", typed(Widths=Array([500] * 128)), ""),
    ("6.2.11.7.2", unreal, NOT_SEEN),
    ("6.2.11.8", content(b"BT /F2+0 9 Tf <F0> Tj ET"), ""),
    ("6.2.11.8", content(b"BT /F2+0 9 Tf 3 Tr <1F> Tj ET"), NOT_SEEN),
    ("6.3", annotation(Subtype=Name.Link), ""),
    ("6.3", annotation(Subtype=Name.Link, F=6), ""),
    ("6.3", annotation(Subtype=Name.Widget, F=4, FT=Name.Sig), ""),
    ("6.3", annotation(Subtype=Name.Movie, F=4), ""),
    ("6.4", root(AcroForm=Dictionary(Fields=Array([]), NeedAppearances=True)), ""),
    ("6.4", root(AcroForm=Dictionary(Fields=Array([]), XFA=String("x"))), ""),
    ("6.4.3", unsigned_tail, NOT_SEEN),
    ("6.5", root(OpenAction=SCRIPT), ""),
    ("6.5", root(AA=Dictionary()), ""),
    ("6.5", root(Names=Dictionary(JavaScript=BOX)), NOT_SEEN),
    ("6.6.2.1", lambda document: document.Root.__delitem__("/Metadata"), ""),
    ("6.6.2.1", metadata(b"</dc:title>", b""), ""),
    ("6.6.2.1", metadata(b'" id=', b'" bytes="9" id='), ""),
    ("6.6.2.3", metadata(b"pdf:Producer", b"pdf:Prodigy"), ""),
    ("6.6.3", info, NOT_SEEN),
    ("6.6.3", metadata(b"+08:00", b"+09:00"), NOT_SEEN),
    ("6.6.4", metadata(b"part>2", b"part>1"), ""),
    ("6.6.4", metadata(b"conformance>B", b"conformance>X"), ""),
    ("6.8", enclosed, ""),
    ("6.8", root(OCProperties=Dictionary(OCGs=Array([]), D=Dictionary())), ""),
    ("6.8", root(Requirements=Array([Dictionary(S=Name.EnableJavaScripts)])), ""),
)


@pytest.mark.parametrize(("clause", "plant", "unseen"), PLANTED)
def test_a_planted_fault_is_found(
    paper: bytes, clause: str, plant: Callable[[Pdf], None], unseen: str
) -> None:
    spoilt = edited(paper, plant)
    assert clause in {fault.partition(":")[0] for fault in pdfa.faults(spoilt)}
    assert bool(papers.validator_faults(spoilt)) is not bool(unseen)


BROKEN: tuple[tuple[str, bytes, bytes], ...] = (
    ("6.1.2", rb"\A%PDF-1.7\n%....", b"%PDF-1.7\n%abcd"),
    ("6.1.3", rb"/ID \[", b"/IX ["),
    ("6.1.3", rb"%%EOF\n\Z", b"%%EOF\nmore\n"),
    ("6.1.7.1", rb"\nendstream", b" endstream"),
    ("6.1.7.1", rb"/Length \d(\d+)", rb"/Length 7\1"),
    ("6.1.9", rb"\n(\d+ 0) obj\n", rb"\n\1 obj "),
)


@pytest.mark.parametrize(("clause", "old", "new"), BROKEN)
def test_a_broken_byte_is_found(paper: bytes, clause: str, old: bytes, new: bytes) -> None:
    spoilt, count = re.subn(old, new, paper, count=1, flags=re.DOTALL)
    assert count == 1
    assert clause in {fault.partition(":")[0] for fault in pdfa.faults(spoilt)}
    assert papers.validator_faults(spoilt)


def test_each_clause_can_fail() -> None:
    assert {clause.number for clause in pdfa.CLAUSES} == {planted[0] for planted in (*PLANTED, *BROKEN)}
