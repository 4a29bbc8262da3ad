"""The papers of a filing: what a visit gathered, as the PDFs that are read, signed and sent."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pikepdf
import PIL.Image

from kiosk_app.documents import address_confirmation, complaint, evidence_list, evidence_pages, typeface
from kiosk_app.documents.evidence_pages import PageScan, ScanLine
from kiosk_app.documents.typeface import Typeface
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Filing, Moment
from kiosk_app.domain.signature import Signature
from kiosk_app.forms.element_table import fill
from kiosk_app.forms.question import Form
from kiosk_app.store.draft import StoredPage
from kiosk_app.store.store import Store
from kiosk_app.visit import assemble
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


_PAPERS: dict[str, tuple[str, Callable[[_Paper, Signature | None], bytes]]] = {
    "complaint": ("民事起诉状", _complaint),
    "evidence_list": ("证据清单", _evidence_list),
    "service_address": ("送达地址确认书", _address_confirmation),
}

SIGNED = frozenset(_PAPERS)
"""The ids of the papers that want a signature, each its own."""


def documents(
    parts: VisitParts, form: Form, filing: Filing, signatures: Mapping[str, Signature]
) -> tuple[Document, ...]:
    """The papers of the filing as it stands, with the signatures that were given. Raises FontMissing."""
    paper = _Paper(filing, form, filing.prepared, parts.library.service_notices, typeface.load(parts.fonts))
    drawn = ((id, title, draw(paper, signatures.get(id))) for id, (title, draw) in _PAPERS.items())
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
