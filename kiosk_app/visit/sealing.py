"""The way from a signed draft to a sealed dossier in the queue, in the order that no crash can spoil.

The visit is bound to its filing id; the dossier is written, fsynced and renamed; one transaction queues it
and destroys the visit's key. Killed anywhere, the next start finds the draft or the queued filing whole,
and sealing again makes the same filing (see ``store.store``).
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import BinaryIO

from joserfc.jwk import OKPKey

from kiosk_app.court.protocol.signing import parse_signing_key, thumbprint
from kiosk_app.documents.missing_notice import to_take_home
from kiosk_app.documents.paper_canvas import SIGNATURE
from kiosk_app.domain.errors import EnvironmentFault
from kiosk_app.domain.filing import Filing
from kiosk_app.domain.signature import Signature, SignedOn
from kiosk_app.dossier import bag
from kiosk_app.dossier.filing_json import (
    Device,
    DocumentFile,
    DocumentSignature,
    Files,
    SignedScan,
    filing_to_json,
    json_bytes,
    record_to_json,
)
from kiosk_app.dossier.inkml import strokes_to_inkml
from kiosk_app.dossier.seal import Payload, SealedDossier, seal
from kiosk_app.forms.question import Form
from kiosk_app.forms.unroll import of_answers
from kiosk_app.pades.sign import one_time_signer
from kiosk_app.store import audit, drafts, enrolment, receipts
from kiosk_app.store.draft import Draft, StoredPage
from kiosk_app.store.enrolment import Enrolment
from kiosk_app.store.outbox import SealedFiling
from kiosk_app.visit import captured_pdfs, papers, slip
from kiosk_app.visit.gathered import filing_of
from kiosk_app.visit.notices import printed_notices
from kiosk_app.visit.pages import SIDES
from kiosk_app.visit.papers import Document
from kiosk_app.visit.parts import SOFTWARE, VisitParts
from kiosk_app.visit.remarks import remarks
from kiosk_app.visit.signatory import signatory_of
from kiosk_app.visit.slip import Submitted


class EnrolmentMissing(EnvironmentFault):
    """No court has registered this kiosk yet, so there is no key to seal to."""


def submit(parts: VisitParts, declared: Form, visit_id: str) -> Submitted:
    """Seal and queue what the visit gathered by a declared form. Sealing again after a crash makes the same
    filing.

    Raises :class:`EnrolmentMissing`, DiskFull, DiskFailed, VisitEnded.
    """
    moment = parts.clock.now()
    with parts.store.database.begin() as session:
        enrolled = enrolment.load(session)
        if enrolled is None:
            raise EnrolmentMissing
        draft = drafts.load(session, visit_id)
        number = draft.receipt_number or receipts.next_number(session, parts.kiosk_name, moment.at)
        drafts.reserve(session, visit_id, visit_id, number)
        draft = drafts.load(session, visit_id)
        head = audit.head(session)
    form = of_answers(declared, draft.answers)
    filing = filing_of(parts, form, draft, moment)
    documents = papers.of_draft(parts, form, filing, draft)
    sealed = _seal(parts, draft, filing, documents, enrolled, head)
    notices = printed_notices(form, filing.answers, moment.at.date())
    if missing := remarks(filing, form, parts.say):
        notices += (to_take_home(missing),)
    slip_facts = slip.of(filing, documents, notices)
    # Drawn first: once it is queued, nothing may fail any more that the visitor would have to be told.
    submitted = slip.submitted(slip_facts, parts.fonts, drawn=draft.drawn)
    queued = SealedFiling(
        filing.id, number, sealed.path.name, sealed.sha256, sealed.size, moment, slip.to_facts(slip_facts)
    )
    parts.store.queue(visit_id, queued)
    return submitted


def _seal(
    parts: VisitParts,
    draft: Draft,
    filing: Filing,
    documents: Sequence[Document],
    enrolled: Enrolment,
    audit_head: str,
) -> SealedDossier:
    key = parse_signing_key(enrolled.device_jwk, private=True)
    pages = {page.id: page for page in draft.pages}
    stamped = captured_pdfs.evidence_pdfs(parts, draft.visit_id, filing, pages, draft.drawn)
    evidence = [
        (f"data/evidence/{bag.file_name(number, item.title, '.pdf')}", pdf)
        for number, (item, pdf) in enumerate(stamped, 1)
    ]
    scans = {
        paper.id: (SignedScan(_scan_path(paper), tuple(page.id for page in own)), pdf)
        for paper, own, pdf in captured_pdfs.signed_scans(parts, draft, filing, documents)
    }
    finished = _sign(documents, draft, filing, key, enrolled.kiosk_id)
    files = Files(
        documents=tuple(
            replace(file, scan=scans[file.kind][0]) if file.kind in scans else file for file, _ in finished
        ),
        evidence=tuple(path for path, _ in evidence),
        originals={page.id: _original_path(page) for page in draft.pages},
    )
    record = record_to_json(
        filing,
        device=Device(enrolled.kiosk_id, thumbprint(key), SOFTWARE),
        page_count=len(pages),
        sealed=filing.prepared,
        audit_head=audit_head,
    )
    whole = {
        bag.FILING_JSON: json_bytes(filing_to_json(filing, files)),
        bag.RECORD_JSON: json_bytes(record),
        **{file.path: pdf for file, pdf in finished},
        **{_strokes_path(id): strokes_to_inkml(drawn) for id, drawn in _drawn(documents, draft).items()},
    }
    return seal(
        (
            *(Payload(path, partial(io.BytesIO, data)) for path, data in whole.items()),
            *(Payload(path, pdf.open) for path, pdf in evidence),
            *(Payload(scan.path, pdf.open) for scan, pdf in scans.values()),
            *_pictures(parts, draft),
        ),
        bag_info=_bag_info(filing, enrolled),
        device_key=key,
        recipients=enrolled.recipients,
        to=parts.store.dossier_path(filing.id),
    )


def _sign(
    documents: Sequence[Document], draft: Draft, filing: Filing, key: OKPKey, kiosk_id: str
) -> list[tuple[DocumentFile, bytes]]:
    """The documents as they are sent: what was signed by hand has a signature by a key of this sealing too,
    which is gone when this returns."""
    at = filing.prepared.at
    signatory = signatory_of(draft, filing, at.date())
    finished = []
    with one_time_signer(key, kiosk_id, signatory, at) as signer:
        for paper in documents:
            pdf, signature = paper.printed.pdf, None
            if paper.signed is SignedOn.SCREEN:
                pdf = signer.sign(pdf, paper.printed.places.get(SIGNATURE), at)
                signature = DocumentSignature(signer.certificate_sha256, _strokes_path(paper.id))
            file = DocumentFile(paper.id, _document_path(paper), paper.printed.pages, paper.signed, signature)
            finished.append((file, pdf))
    return finished


def _drawn(documents: Sequence[Document], draft: Draft) -> Mapping[str, Signature]:
    """The drawn signatures of the documents that go along."""
    return {paper.id: draft.signatures[paper.id] for paper in documents if paper.id in draft.signatures}


def _pictures(parts: VisitParts, draft: Draft) -> Iterator[Payload]:
    """The untouched frames; beside them the flattened card and what its chip says. Read from disk only while
    they are sealed."""

    def stored(blob_id: str) -> BinaryIO:
        return parts.store.open_blob(draft.visit_id, blob_id)

    if draft.chip:
        yield Payload("data/identity/chip.bin", partial(io.BytesIO, draft.chip.text))
        if draft.chip.portrait:
            yield Payload("data/identity/portrait.wlt", partial(io.BytesIO, draft.chip.portrait))
    for page in draft.pages:
        yield Payload(_original_path(page), partial(stored, page.original))
        if page.slot in SIDES and page.cleaned:
            yield Payload(f"data/identity/{SIDES[page.slot]}.jpg", partial(stored, page.cleaned))


def _document_path(paper: Document) -> str:
    return f"data/documents/{paper.id}.pdf"


def _strokes_path(document_id: str) -> str:
    return f"data/signatures/{document_id}.inkml"


def _scan_path(paper: Document) -> str:
    return f"data/documents/{paper.id}-signed.pdf"


def _original_path(page: StoredPage) -> str:
    return f"data/originals/{page.id}.jpg"


def _bag_info(filing: Filing, enrolled: Enrolment) -> Mapping[str, str]:
    return {
        "Source-Organization": enrolled.kiosk_id,
        "Bagging-Date": filing.prepared.at.date().isoformat(),
        "Bag-Software-Agent": SOFTWARE,
    }
