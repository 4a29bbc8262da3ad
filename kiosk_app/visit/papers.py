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
    consents,
    evidence_list,
    evidence_pages,
    fee_table,
    glyph_check,
    honesty,
    missing_notice,
    power_of_attorney,
    representative_certificate,
    typeface,
)
from kiosk_app.documents import fee_relief as relief_paper
from kiosk_app.documents.consents import Asked
from kiosk_app.documents.evidence_pages import PageScan, ScanLine
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.documents.pictures import PicturePdf
from kiosk_app.documents.sheet import Letterhead
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Filing
from kiosk_app.domain.party import Organization
from kiosk_app.domain.signature import DrawnCharacters, Signature, SignedOn
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.element_table import fill
from kiosk_app.forms.question import Form
from kiosk_app.forms.sums import fee_choice, total
from kiosk_app.store.draft import Draft, StoredPage
from kiosk_app.store.store import Store
from kiosk_app.visit import assemble
from kiosk_app.visit import consents as asked_consents
from kiosk_app.visit.by_hand import ByHand, by_hand, signed_pages
from kiosk_app.visit.fee_relief import fee_relief, is_asked_for
from kiosk_app.visit.parts import Say, VisitParts
from kiosk_app.visit.remarks import remarks


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to be read on the screen, and signed where it ``needs_signature``: only those are handed in and
    stand on the receipt. The others tell the visitor something, or wait for a seal. ``id`` names it in the
    dossier too; ``printed`` tells where on it to sign."""

    id: str
    title: str
    printed: Printed
    signed: SignedOn | None = None
    signed_pages: int = 0
    """How many of its pages were captured after they were signed with a pen."""
    needs_signature: bool = True

    @property
    def waits(self) -> bool:
        """Whether it still has to be signed."""
        return self.needs_signature and not self.signed


_NOTHING = ByHand()
_AROUND = 6
"""How many characters beside an undrawn one tell which it is."""


@dataclass(frozen=True, slots=True)
class _Matter:
    """What drawing any of the papers needs."""

    filing: Filing
    form: Form
    library: Library
    letterhead: Letterhead
    say: Say

    @property
    def defendants(self) -> list[str]:
        return [party.name for party in self.filing.defendants]

    @property
    def own_letterhead(self) -> Letterhead:
        """For what this kiosk's court receives, whichever court is asked to hear the case."""
        return replace(self.letterhead, court=self.filing.court.name)


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
        notices=matter.library.service_notices,
        letterhead=matter.letterhead,
        signature=signature,
    )


def _power_of_attorney(matter: _Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    return power_of_attorney.render(
        filing.agents,
        principals=filing.plaintiffs,
        defendants=matter.defendants,
        letterhead=matter.letterhead,
        signature=signature,
    )


def _honesty(matter: _Matter, signature: Signature | None) -> Printed:
    names = [party.name for party in matter.filing.plaintiffs]
    return honesty.render(names, letterhead=matter.letterhead, signature=signature)


def _fee_relief(matter: _Matter, signature: Signature | None) -> Printed:
    filing = matter.filing
    relief = fee_relief(matter.form, filing.answers)
    if relief is None:
        raise Bug("the application is drawn only where it is asked for")
    return relief_paper.render(
        relief,
        applicants=filing.plaintiffs,
        defendants=matter.defendants,
        claimed=filing.claim_total,
        fee=filing.fee,
        letterhead=matter.own_letterhead,
        signature=signature,
    )


def _representative(matter: _Matter) -> Printed | None:
    first = next(iter(matter.filing.plaintiffs), None)
    if not isinstance(first, Organization):
        return None
    return representative_certificate.render(first, letterhead=matter.letterhead)


def _online_consents(matter: _Matter) -> Printed | None:
    asked = asked_consents.online(matter.library.notices, matter.form, matter.filing)
    return _consents(matter, consents.ONLINE, asked)


def _mediation(matter: _Matter) -> Printed | None:
    return _consents(matter, consents.MEDIATION, asked_consents.mediation(matter.form, matter.filing))


def _consents(matter: _Matter, about: consents.Matter, asked: Sequence[Asked]) -> Printed | None:
    if not asked:
        return None
    # It is this court that asked, and that is told of a change of mind.
    party = _plaintiffs(matter.filing)
    return consents.render(about, asked, party=party, letterhead=matter.own_letterhead)


def _fee_table(matter: _Matter) -> Printed | None:
    filing, form = matter.filing, matter.form
    if not fee_table.is_computed(filing.fee):
        return None
    key = fee_choice(form, filing.answers).amount
    counted = total(form, key, filing.answers) if key and filing.fee.rule.by_amount else None
    return fee_table.render(filing.fee, counted, party=_plaintiffs(filing), letterhead=matter.letterhead)


def _missing(matter: _Matter) -> Printed | None:
    found = remarks(matter.filing, matter.form, matter.say)
    if not found:
        return None
    party = _plaintiffs(matter.filing)
    return missing_notice.render(found, party=party, letterhead=matter.own_letterhead)


def _plaintiff_names(filing: Filing) -> Mapping[str, str]:
    return {"原告": "".join(party.name for party in filing.plaintiffs)}


def _first_name(filing: Filing) -> Mapping[str, str]:
    return {"原告": "".join(party.name for party in filing.plaintiffs[:1])}


def _both_sides(filing: Filing) -> Mapping[str, str]:
    return {**_plaintiff_names(filing), "被告": "".join(party.name for party in filing.defendants)}


def _all_parties(filing: Filing) -> Mapping[str, str]:
    return {**_both_sides(filing), "第三人": "".join(party.name for party in filing.third_parties)}


def _with_agents(filing: Filing) -> Mapping[str, str]:
    return {**_both_sides(filing), "代理人": "".join(agent.name for agent in filing.agents)}


def _always(_answers: Answers) -> bool:
    return True


def _has_agent(answers: Answers) -> bool:
    """Nobody signs a power of attorney for nobody: an agent without a name gets none."""
    return bool(assemble.agents(answers))


@dataclass(frozen=True, slots=True)
class _ToSign:
    """A sort of paper that is signed, and which answers call for it."""

    title: str
    draw: Callable[[_Matter, Signature | None], Printed]
    is_wanted: Callable[[Answers], bool] = _always
    names: Callable[[Filing], Mapping[str, str]] = _plaintiff_names
    """Whose names stand on it, all the characters of a role under its name."""


@dataclass(frozen=True, slots=True)
class _ToRead:
    """A sort of paper that is only read; None is drawn where it has nothing to say."""

    title: str
    draw: Callable[[_Matter], Printed | None]
    names: Callable[[Filing], Mapping[str, str]] = _plaintiff_names


_TO_SIGN: Mapping[str, _ToSign] = {
    "complaint": _ToSign("民事起诉状", _complaint, names=_all_parties),
    "evidence_list": _ToSign("证据清单", _evidence_list),
    "service_address": _ToSign("送达地址确认书", _address_confirmation),
    "power_of_attorney": _ToSign(power_of_attorney.TITLE, _power_of_attorney, _has_agent, _with_agents),
    "honesty": _ToSign(honesty.TITLE, _honesty),
    "fee_relief": _ToSign(relief_paper.TITLE, _fee_relief, is_asked_for, _both_sides),
}
_TO_READ: Mapping[str, _ToRead] = {
    "representative_certificate": _ToRead(representative_certificate.TITLE, _representative, _first_name),
    "online_consents": _ToRead(consents.ONLINE.title, _online_consents),
    "mediation": _ToRead(consents.MEDIATION.title, _mediation),
    "fee_table": _ToRead(fee_table.TITLE, _fee_table),
    "missing_notice": _ToRead(missing_notice.TITLE, _missing),
}


def to_sign(answers: Answers) -> tuple[str, ...]:
    """The ids of the papers that these answers want signed, in order, each on its own. ``answers`` are those
    that go on paper."""
    return tuple(id for id, sort in _TO_SIGN.items() if sort.is_wanted(answers))


def documents(
    library: Library,
    fonts: Path,
    form: Form,
    filing: Filing,
    *,
    say: Say,
    hand: ByHand = _NOTHING,
    ids: Collection[str] = (),
) -> tuple[Document, ...]:
    """The papers of the filing as it stands, with what the visitor's hand gave: those to sign, then those to
    read; all of them, or those named. ``say`` words its findings.
    The parties' names on each were proved to be printed right.

    Raises FontMissing, CharacterNotPrinted, CharacterMisprinted.
    """
    matter = _Matter(filing, form, library, _letterhead(fonts, filing, hand.drawn), say)
    signed = (_signed(id, matter, hand) for id in to_sign(filing.answers) if not ids or id in ids)
    read = (_read(id, matter) for id in _TO_READ if not ids or id in ids)
    return (*signed, *(document for document in read if document))


def of_draft(
    parts: VisitParts, form: Form, filing: Filing, draft: Draft, ids: Collection[str] = ()
) -> tuple[Document, ...]:
    """The papers of the filing that a draft amounts to, see :func:`documents`."""
    return documents(parts.library, parts.fonts, form, filing, say=parts.say, hand=by_hand(draft), ids=ids)


def _signed(id: str, matter: _Matter, hand: ByHand) -> Document:
    """What was signed with a pen is drawn as it was printed."""
    sort = _TO_SIGN[id]
    printed = sort.draw(matter, hand.signatures.get(id))
    _prove(printed, sort.names, matter)
    return Document(id, sort.title, printed, hand.signed_on(id), len(hand.captured.get(id, ())))


def _read(id: str, matter: _Matter) -> Document | None:
    sort = _TO_READ[id]
    printed = sort.draw(matter)
    if printed is None:
        return None
    _prove(printed, sort.names, matter)
    return Document(id, sort.title, printed, needs_signature=False)


def _prove(printed: Printed, names: Callable[[Filing], Mapping[str, str]], matter: _Matter) -> None:
    glyph_check.check(printed.pdf, names(matter.filing), matter.letterhead.typeface)


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
