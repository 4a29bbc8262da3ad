"""What was captured, as searchable PDFs: evidence by item, and documents that were signed with a pen."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from kiosk_app.documents import evidence_list, evidence_pages
from kiosk_app.documents.evidence_pages import PageScan, ScanLine
from kiosk_app.documents.pictures import PicturePdf
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Filing
from kiosk_app.domain.signature import DrawnCharacters
from kiosk_app.store.draft import Draft, StoredPage
from kiosk_app.store.store import Store
from kiosk_app.visit.by_hand import signed_pages
from kiosk_app.visit.paper_kinds import letterhead_of, plaintiffs_of
from kiosk_app.visit.papers import Document
from kiosk_app.visit.parts import VisitParts


def evidence_pdfs(
    parts: VisitParts,
    visit_id: str,
    filing: Filing,
    pages: Mapping[str, StoredPage],
    drawn: DrawnCharacters,
) -> Iterator[tuple[EvidenceItem, PicturePdf]]:
    """Each evidence item with its searchable PDF, which reads its pictures from the store while it is read.

    Raises FontMissing, PictureUnusable, VisitEnded, BlobMissing, BlobDamaged.
    """
    letterhead = letterhead_of(parts.fonts, filing, drawn)
    firsts = evidence_list.first_pages(filing.evidence)
    for number, (item, first) in enumerate(zip(filing.evidence, firsts, strict=True), 1):
        scans = (_scan(parts.store, visit_id, pages[page_id]) for page_id in item.page_ids)
        yield (
            item,
            evidence_pages.render(
                item,
                scans,
                number=number,
                first_page=first,
                submitter=plaintiffs_of(filing),
                letterhead=letterhead,
            ),
        )


def signed_scans(
    parts: VisitParts, draft: Draft, filing: Filing, documents: Sequence[Document]
) -> Iterator[tuple[Document, tuple[StoredPage, ...], PicturePdf]]:
    """Each document that was signed with a pen, its captured pages, and these as a searchable PDF."""
    letterhead = letterhead_of(parts.fonts, filing, draft.drawn)
    captured = signed_pages(draft)
    for document in documents:
        if pages := captured.get(document.id):
            scans = (_scan(parts.store, draft.visit_id, page) for page in pages)
            pdf = evidence_pages.render_signed(document.title, scans, count=len(pages), letterhead=letterhead)
            yield document, pages, pdf


def _scan(store: Store, visit_id: str, page: StoredPage) -> PageScan:
    lines = tuple(ScanLine(line.text, line.box) for line in (*page.lines, *page.codes) if line.box)
    picture = page.cleaned or page.original
    return PageScan(partial(store.open_blob, visit_id, picture), lines, page.quarter_turns)
