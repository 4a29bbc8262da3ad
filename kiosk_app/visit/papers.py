"""The papers of a filing: what a visit gathered, as the PDFs that are read, signed and sent."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from kiosk_app.content.library import Library
from kiosk_app.documents import (
    address_confirmation,
    complaint,
    evidence_list,
    evidence_pages,
    glyph_check,
    typeface,
)
from kiosk_app.documents import fee_relief as relief_paper
from kiosk_app.documents.evidence_pages import PageScan, ScanLine
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.pictures import PicturePdf
from kiosk_app.documents.sheet import Letterhead
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Filing
from kiosk_app.domain.signature import DrawnCharacters, Signature, SignedOn
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.element_table import fill
from kiosk_app.forms.question import Form
from kiosk_app.store.draft import Draft, StoredPage
from kiosk_app.store.store import Store
from kiosk_app.visit import assemble
from kiosk_app.visit.fee_relief import fee_relief, is_asked_for
from kiosk_app.visit.paper_signing import ByHand, signed_pages
from kiosk_app.visit.parts import VisitParts


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to be read on the screen and signed. ``id`` names it in the dossier too; ``printed`` tells
    where on it to sign."""

    id: str
    title: str
    printed: Printed
    signed: SignedOn | None
    signed_pages: int = 0
    """How many of its pages were captured after they were signed with a pen."""


_NOTHING = ByHand()
_AROUND = 6
"""How many characters beside an undrawn one tell which it is."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """What drawing any of the papers needs."""

    filing: Filing
    form: Form
    notices: Sequence[str]
    letterhead: Letterhead


def _complaint(matter: _Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    computed = assemble.computed_cells(matter.form, filing.answers, filing.evidence)
    return complaint.render(
        fill(matter.form, filing.answers, computed),
        plaintiffs=[party.name for party in filing.plaintiffs],
        letterhead=matter.letterhead,
        signature=signature,
    )


def _evidence_list(matter: _Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    return evidence_list.render(
        filing.evidence, submitter=_plaintiffs(filing), letterhead=matter.letterhead, signature=signature
    )


def _address_confirmation(matter: _Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    return address_confirmation.render(
        filing.service_address,
        party=_plaintiffs(filing),
        role="原告",
        notices=matter.notices,
        letterhead=matter.letterhead,
        signature=signature,
    )


def _fee_relief(matter: _Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    relief = fee_relief(matter.form, filing.answers)
    if relief is None:
        raise Bug("the application is drawn only where it is asked for")
    return relief_paper.render(
        relief,
        applicants=filing.plaintiffs,
        defendants=[party.name for party in filing.defendants],
        claimed=filing.claim_total,
        fee=filing.fee,
        # It goes to the court that receives it, whichever court is asked to hear the case.
        letterhead=replace(matter.letterhead, court=filing.court.name),
        signature=signature,
    )


def _plaintiff_names(filing: Filing) -> Mapping[str, str]:
    return {"原告": "".join(party.name for party in filing.plaintiffs)}


def _both_sides(filing: Filing) -> Mapping[str, str]:
    return {**_plaintiff_names(filing), "被告": "".join(party.name for party in filing.defendants)}


def _all_parties(filing: Filing) -> Mapping[str, str]:
    return {**_both_sides(filing), "第三人": "".join(party.name for party in filing.third_parties)}


def _always(_answers: Answers) -> bool:
    return True


@dataclass(frozen=True, slots=True)
class _Sort:
    """A sort of paper, and which answers call for it."""

    title: str
    draw: Callable[[_Matter, Signature | None], Printed]
    is_wanted: Callable[[Answers], bool] = _always
    names: Callable[[Filing], Mapping[str, str]] = _plaintiff_names
    """Whose names stand on it, all the characters of a role under its name."""


_SORTS: Mapping[str, _Sort] = {
    "complaint": _Sort("民事起诉状", _complaint, names=_all_parties),
    "evidence_list": _Sort("证据清单", _evidence_list),
    "service_address": _Sort("送达地址确认书", _address_confirmation),
    "fee_relief": _Sort("缓交（减交、免交）诉讼费申请书", _fee_relief, is_asked_for, _both_sides),
}


def wanted(answers: Answers) -> tuple[str, ...]:
    """The ids of the papers that these answers call for, in order; each wants a signature of its own.
    ``answers`` are those that go on paper."""
    return tuple(id for id, sort in _SORTS.items() if sort.is_wanted(answers))


def documents(
    library: Library,
    fonts: Path,
    form: Form,
    filing: Filing,
    by_hand: ByHand = _NOTHING,
    ids: Collection[str] = (),
) -> tuple[Document, ...]:
    """The papers of the filing as it stands, with what the visitor's hand gave; all of them, or those named.
    The parties' names on each were proved to be printed right.

    Raises FontMissing, CharacterNotPrinted, CharacterMisprinted.
    """
    matter = _Matter(filing, form, library.service_notices, _letterhead(fonts, filing, by_hand.drawn))
    return tuple(_document(id, matter, by_hand) for id in wanted(filing.answers) if not ids or id in ids)


def _document(id: str, matter: _Matter, by_hand: ByHand) -> Document:
    """What was signed with a pen is drawn as it was printed."""
    sort = _SORTS[id]
    printed = sort.draw(matter, by_hand.signatures.get(id))
    glyph_check.check(printed.pdf, sort.names(matter.filing), matter.letterhead.typeface)
    return Document(id, sort.title, printed, by_hand.signed_on(id), len(by_hand.captured.get(id, ())))


@dataclass(frozen=True, slots=True)
class Undrawn:
    """A character that no font has, neither of the printer nor mostly of the screen, with what stands before
    and after it, by which a visitor knows which one is meant."""

    character: str
    before: str
    after: str


def undrawn(fonts: Path, filing: Filing, drawn: DrawnCharacters) -> tuple[Undrawn, ...]:
    """The characters of what will be printed that no font has and nobody wrote yet: of names first, then of
    answers and of what the evidence is called. Raises FontMissing."""
    names = (party.name for party in (*filing.plaintiffs, *filing.defendants, *filing.third_parties))
    answers = (answer.value for answer in filing.answers.values() if isinstance(answer.value, str))
    evidence = (words for item in filing.evidence for words in (item.title, item.purpose))
    face = typeface.load(fonts, drawn=drawn).serif
    found: dict[str, Undrawn] = {}
    for words in (*names, *answers, *evidence):
        for character in typeface.to_be_written(words, face):
            before, _, after = words.partition(character)
            found.setdefault(character, Undrawn(character, before[-_AROUND:], after[:_AROUND]))
    return tuple(found.values())


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
    letterhead = _letterhead(parts.fonts, filing, drawn)
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
                submitter=_plaintiffs(filing),
                letterhead=letterhead,
            ),
        )


def signed_scans(
    parts: VisitParts, draft: Draft, filing: Filing, documents: Sequence[Document]
) -> Iterator[tuple[Document, tuple[StoredPage, ...], PicturePdf]]:
    """Each document that was signed with a pen, its captured pages, and these as a searchable PDF."""
    letterhead = _letterhead(parts.fonts, filing, draft.drawn)
    captured = signed_pages(draft)
    for document in documents:
        if pages := captured.get(document.id):
            scans = (_scan(parts.store, draft.visit_id, page) for page in pages)
            pdf = evidence_pages.render_signed(document.title, scans, count=len(pages), letterhead=letterhead)
            yield document, pages, pdf


def _letterhead(fonts: Path, filing: Filing, drawn: DrawnCharacters) -> Letterhead:
    face = typeface.load(fonts, drawn=drawn)
    return Letterhead(filing.addressed_to.name, filing.cause.name, filing.prepared, filing.id, face)


def _scan(store: Store, visit_id: str, page: StoredPage) -> PageScan:
    lines = tuple(ScanLine(line.text, line.box) for line in (*page.lines, *page.codes) if line.box)
    picture = page.cleaned or page.original
    return PageScan(partial(store.open_blob, visit_id, picture), lines, page.quarter_turns)


def _plaintiffs(filing: Filing) -> str:
    return "、".join(party.name for party in filing.plaintiffs)
