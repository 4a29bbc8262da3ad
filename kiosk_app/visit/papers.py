"""The papers of a filing: what a visit gathered, as the PDFs that are read, signed and sent."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pikepdf
import PIL.Image

from kiosk_app.content.library import Library
from kiosk_app.documents import address_confirmation, complaint, evidence_list, evidence_pages, typeface
from kiosk_app.documents import fee_relief as relief_paper
from kiosk_app.documents.evidence_pages import PageScan, ScanLine
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Filing, Moment
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.element_table import fill
from kiosk_app.forms.question import Form
from kiosk_app.store.draft import StoredPage
from kiosk_app.store.store import Store
from kiosk_app.visit import assemble
from kiosk_app.visit.fee_relief import fee_relief, is_asked_for
from kiosk_app.visit.parts import VisitParts


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to be read on the screen and signed. ``id`` names it in the dossier too."""

    id: str
    title: str
    pdf: bytes
    pages: int
    signed: bool


@dataclass(frozen=True, slots=True)
class _Paper:
    """What drawing any of the papers needs."""

    filing: Filing
    form: Form
    moment: Moment
    notices: Sequence[str]
    typeface: Typeface


def _complaint(paper: _Paper, signature: Signature | None) -> bytes:
    filing = paper.filing
    computed = assemble.computed_cells(paper.form, filing.answers, filing.evidence)
    return complaint.render(
        fill(paper.form, filing.answers, computed),
        court=filing.addressed_to.name,
        moment=paper.moment,
        plaintiffs=[party.name for party in filing.plaintiffs],
        signature=signature,
        typeface=paper.typeface,
    )


def _evidence_list(paper: _Paper, signature: Signature | None) -> bytes:
    filing = paper.filing
    return evidence_list.render(
        filing.evidence,
        cause=filing.cause.name,
        court=filing.addressed_to.name,
        submitter=_plaintiffs(filing),
        moment=paper.moment,
        signature=signature,
        typeface=paper.typeface,
    )


def _address_confirmation(paper: _Paper, signature: Signature | None) -> bytes:
    filing = paper.filing
    return address_confirmation.render(
        filing.service_address,
        party=_plaintiffs(filing),
        role="原告",
        cause=filing.cause.name,
        court=filing.addressed_to.name,
        notices=paper.notices,
        moment=paper.moment,
        signature=signature,
        typeface=paper.typeface,
    )


def _fee_relief(paper: _Paper, signature: Signature | None) -> bytes:
    filing = paper.filing
    relief = fee_relief(paper.form, filing.answers)
    if relief is None:
        raise Bug("the application is drawn only where it is asked for")
    return relief_paper.render(
        relief,
        applicants=filing.plaintiffs,
        defendants=[party.name for party in filing.defendants],
        cause=filing.cause.name,
        court=filing.court.name,
        claimed=filing.claim_total,
        fee=filing.fee,
        moment=paper.moment,
        signature=signature,
        typeface=paper.typeface,
    )


def _always(_answers: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Sort:
    """A sort of paper, and which answers call for it."""

    title: str
    draw: Callable[[_Paper, Signature | None], bytes]
    is_wanted: Callable[[Answers], bool] = _always


_SORTS: Mapping[str, _Sort] = {
    "complaint": _Sort("民事起诉状", _complaint),
    "evidence_list": _Sort("证据清单", _evidence_list),
    "service_address": _Sort("送达地址确认书", _address_confirmation),
    "fee_relief": _Sort("缓交（减交、免交）诉讼费申请书", _fee_relief, is_asked_for),
}


def wanted(answers: Answers) -> tuple[str, ...]:
    """The ids of the papers that these answers call for, in order; each wants a signature of its own.
    ``answers`` are those that go on paper."""
    return tuple(id for id, sort in _SORTS.items() if sort.is_wanted(answers))


def documents(
    library: Library, fonts: Path, form: Form, filing: Filing, signatures: Mapping[str, Signature]
) -> tuple[Document, ...]:
    """The papers of the filing as it stands, with the signatures that were given. Raises FontMissing."""
    paper = _Paper(filing, form, filing.prepared, library.service_notices, typeface.load(fonts))
    drawn = (
        (id, _SORTS[id].title, _SORTS[id].draw(paper, signatures.get(id))) for id in wanted(filing.answers)
    )
    return tuple(Document(id, title, pdf, _page_count(pdf), id in signatures) for id, title, pdf in drawn)


def _page_count(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


def evidence_pdfs(
    parts: VisitParts, visit_id: str, filing: Filing, pages: Mapping[str, StoredPage]
) -> Iterator[tuple[EvidenceItem, bytes]]:
    """Each evidence item with its searchable PDF, one at a time."""
    face = typeface.load(parts.fonts)
    firsts = evidence_list.first_pages(filing.evidence)
    for number, (item, first) in enumerate(zip(filing.evidence, firsts, strict=True), 1):
        scans = (_scan(parts.store, visit_id, pages[page_id]) for page_id in item.page_ids)
        yield (
            item,
            evidence_pages.render(
                item, scans, number=number, first_page=first, moment=filing.prepared, typeface=face
            ),
        )


def _scan(store: Store, visit_id: str, page: StoredPage) -> PageScan:
    with store.open_blob(visit_id, page.cleaned or page.original) as stream:
        jpeg = stream.read()
    with PIL.Image.open(io.BytesIO(jpeg)) as picture:
        width_px, height_px = picture.size
    lines = tuple(ScanLine(line.text, line.box) for line in (*page.lines, *page.codes) if line.box)
    return PageScan(jpeg, width_px, height_px, lines, page.quarter_turns)


def _plaintiffs(filing: Filing) -> str:
    return "、".join(party.name for party in filing.plaintiffs)
