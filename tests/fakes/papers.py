"""Sample values for court papers, and other people's programs that read what we made of them."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import UTC, datetime
from pathlib import Path

import page as validator
import pikepdf

from kiosk_app.documents.sheet import Letterhead
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import ClockConfidence, Moment
from kiosk_app.domain.signature import Signature, StrokePoint
from tests.fakes import pdfa

CAUSE, COURT = "民间借贷纠纷", "某某区人民法院"
FILING_ID = "01999999-9999-7999-8999-999999999999"
FONTS = Path(__file__).parents[2] / "resources" / "fonts"
RARE_NAME = "㐂䶮𠮷𠀸𪟝𪟜𫝀𬱖𫠹𮯠𬻫𰻝𱍐"
"""Characters of Unicode's extensions A, B, C, D, E, F, G and H, from every font for rare characters."""

NO_RARE_FONTS = "fonts-hanazono and fonts-babelstone-han are not installed"
"""Why a test is skipped that prints such a name."""

UNENCODED = "\U000323b0"
"""A character of extension J, of 2025, that no font here has."""

AT = datetime(2026, 11, 22, 17, 30, 5, tzinfo=UTC)
"""In Beijing it is already the next day."""

MOMENT = Moment(AT, ClockConfidence.SYNCHRONISED)
SIGNATURE = Signature(
    strokes=(
        tuple(StrokePoint(0.2 + 0.01 * i, 0.3 + 0.01 * (i % 5), i * 10) for i in range(40)),
        tuple(StrokePoint(0.4, 0.1 + 0.02 * i, 500 + i * 10) for i in range(35)),
        (StrokePoint(0.7, 0.5, 900),),
    ),
    aspect=2.5,
    at=AT,
)
EVIDENCE = (
    EvidenceItem("借条", "证明借款金额和期限", ("a",)),
    EvidenceItem("银行转账回单", "证明已经交付借款", ("b", "c")),
    EvidenceItem("微信聊天记录", "证明多次催要", ("d", "e", "f", "g", "h"), "复印件"),
)


def letterhead(typeface: Typeface, moment: Moment = MOMENT) -> Letterhead:
    return Letterhead(COURT, CAUSE, moment, FILING_ID, typeface)


def run(program: str, *arguments: str, pdf: bytes) -> str:
    """What a poppler or qpdf program says about a PDF. ``-`` among the arguments is the PDF."""
    done = subprocess.run([program, *arguments], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def text(pdf: bytes) -> str:
    """All text of a PDF without white space, as ``pdftotext`` reads it."""
    return "".join(run("pdftotext", "-raw", "-", "-", pdf=pdf).split())


def pages(pdf: bytes) -> list[str]:
    """The text of each page, without white space."""
    return ["".join(page.split()) for page in run("pdftotext", "-raw", "-", "-", pdf=pdf).split("\f")[:-1]]


def body(page: str) -> str:
    """The text of a page without what stands around it: the line at its head, page number and court."""
    return re.sub(f"^.*?材料包编号{FILING_ID}|第\\d+页共\\d+页致：{COURT}", "", page)


def picture(pdf: bytes, folder: Path, page: int = 1, dpi: int = 60) -> Path:
    """A page as a PNG."""
    target = folder / f"page{page}"
    numbers = ["-f", str(page), "-l", str(page)]
    run("pdftoppm", "-r", str(dpi), *numbers, "-png", "-singlefile", "-", str(target), pdf=pdf)
    return target.with_suffix(".png")


def assert_sound(pdf: bytes, folder: Path) -> None:
    """The file is well-formed PDF/A-2b, every font is in it, and nothing borrows a font of the reader's."""
    path = folder / "sound.pdf"
    path.write_bytes(pdf)
    subprocess.run(["qpdf", "--check", str(path)], check=True, capture_output=True)
    fonts = run("pdffonts", "-", pdf=pdf).splitlines()[2:]
    assert fonts
    for font in fonts:
        assert font.split()[-5:-2] == ["yes", "yes", "yes"], font
    assert_archival(pdf)


def assert_archival(pdf: bytes) -> None:
    """PDF/A-2b, clause by clause and by a validator that is not ours."""
    found = [*pdfa.faults(pdf), *validator_faults(pdf)]
    assert not found, found


def validator_faults(pdf: bytes) -> list[str]:
    """The rules of PDF/A-2b that another program finds broken."""
    report = validator.validate_pdf_bytes(pdf, profile=validator.ValidationProfile.PDF_A_2B)
    return sorted({failure.rule_id for failure in report.failures if not _is_mistaken(failure, pdf)})


def _is_mistaken(failure: validator.ValidationFailure, pdf: bytes) -> bool:
    """Where a stream's data ends with a carriage return, it takes this for half of the line end behind it.
    Whether Length is right, ``pdfa`` has from qpdf."""
    if failure.rule_id != "PDFA2B-STREAM-LENGTH-001" or failure.object_id is None:
        return False
    number = failure.object_id.object_number, failure.object_id.generation
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return document.get_object(number).read_raw_bytes().endswith(b"\r")
