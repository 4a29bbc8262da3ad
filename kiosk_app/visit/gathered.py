"""What a draft amounts to: its evidence items, its findings, the filing it would be at this moment."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk_app.capture.cards import sides_belong
from kiosk_app.capture.copies import CARD_COPIES
from kiosk_app.capture.idcard import Side
from kiosk_app.capture.ocr import Line
from kiosk_app.domain.chip import Chip, parse_chip
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Filing, Moment
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.forms.question import Form
from kiosk_app.store.draft import Draft, StoredPage
from kiosk_app.store.tables import Slot
from kiosk_app.visit import assemble, court_choice
from kiosk_app.visit.card import findings_on_card
from kiosk_app.visit.pages import SIDES, lines_of
from kiosk_app.visit.parts import VisitParts
from kiosk_app.visit.review import review


def evidence_pages(draft: Draft) -> tuple[StoredPage, ...]:
    """The captured pages of evidence, in order."""
    return tuple(page for page in draft.pages if page.slot is Slot.EVIDENCE)


def evidence_of(draft: Draft) -> tuple[EvidenceItem, ...]:
    """The evidence items in order of their first page."""
    pages: dict[str, list[str]] = {}
    for page in evidence_pages(draft):
        pages.setdefault(page.item_id or "", []).append(page.id)
    return tuple(
        EvidenceItem(item.title, item.purpose, tuple(page_ids), dated=item.dated, origins=item.origins)
        for item, page_ids in ((draft.items[item_id], own) for item_id, own in pages.items())
    )


def page_findings(draft: Draft, page: StoredPage) -> tuple[Finding, ...]:
    """What was found on a page and still stands: it is like another one only while that one is in."""
    if not page.findings:
        return ()
    present = {other.id for other in draft.pages}
    return tuple(found for found in page.findings if dict(found.facts).get("page", page.id) in present)


def card_lines(draft: Draft) -> dict[Side, tuple[Line, ...]]:
    """What was read on each side of the card that was taken."""
    return {SIDES[page.slot]: lines_of(page) for page in draft.pages if page.slot in SIDES}


def chip_of(draft: Draft) -> Chip | None:
    """What the card's chip says, where a reader has read it."""
    return parse_chip(draft.chip.text) if draft.chip else None


def findings_of(parts: VisitParts, form: Form, draft: Draft, today: date) -> tuple[Finding, ...]:
    """All that is missing or doubtful, at once (登记立案规定 7), the gravest first."""
    lines = card_lines(draft)
    found = [
        *review(form, draft.answers, evidence_of(draft), today),
        *court_choice.findings(parts, form, draft.answers),
        *(
            found if found.about in form.by_key else replace(found, about="card")
            for found in findings_on_card(lines, today, chip_of(draft))
        ),
        *(
            each
            for page in draft.pages
            if page.slot is not Slot.SIGNED  # whoever signed it has looked at it, after the review
            for each in page_findings(draft, page)
            if each.code not in CARD_COPIES
        ),
        *card_remarks(draft),
    ]
    if Side.FRONT not in lines and draft.chip is None:
        found.append(Finding("identity_missing", Grade.COURT_WILL_ASK, "card", "登记立案规定第6条"))
    return tuple(sorted(dict.fromkeys(found), key=lambda finding: list(Grade).index(finding.grade)))


def card_remarks(draft: Draft) -> tuple[Finding, ...]:
    """What makes it doubtful that one card was taken, and an original, the gravest first."""
    lines = card_lines(draft)
    found = [found for page in draft.pages if page.slot in SIDES for found in page_findings(draft, page)]
    remarks = [replace(each, about="card") for each in found if each.code in CARD_COPIES]
    if len(lines) == len(Side):
        remarks += sides_belong(lines[Side.FRONT], lines[Side.BACK])
    return tuple(sorted(dict.fromkeys(remarks), key=lambda finding: list(Grade).index(finding.grade)))


def filing_of(parts: VisitParts, form: Form, draft: Draft, moment: Moment) -> Filing:
    """The filing as it stands. Its id is that of the visit, so that what is read and signed on the screen
    carries it already; a receipt number it gets when it is sealed."""
    return assemble.filing(
        form,
        draft.answers,
        evidence_of(draft),
        draft.consents,
        findings_of(parts, form, draft, moment.at.date()),
        court=parts.court,
        library=parts.library,
        id=draft.visit_id,
        receipt_number=draft.receipt_number or "",
        prepared=moment,
    )
