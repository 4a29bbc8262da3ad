"""A draft's values as rows of its tables, and back."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from kiosk_app.domain.consent import Consent, ConsentKind
from kiosk_app.domain.evidence import ItemPart
from kiosk_app.domain.findings import Finding, Grade, Place
from kiosk_app.domain.identity import Reading
from kiosk_app.domain.signature import Signature, StrokePoint
from kiosk_app.domain.values import Answer, Origin, Source, decode, encode
from kiosk_app.store import tables
from kiosk_app.store.draft import StoredChip, StoredItem, StoredPage
from kiosk_app.store.tables import Slot

_ARRANGED = ("position", "item_id", "quarter_turns", "back_of", "removal")
"""What a person changes of a page without its pictures being made again."""


def arranged(page: StoredPage) -> dict[str, Any]:
    return {name: getattr(page, name) for name in _ARRANGED}


def answer_row(visit_id: str, answer: Answer) -> tables.Answer:
    return tables.Answer(
        visit_id=visit_id,
        key=answer.key,
        value=encode(answer.value),
        source=answer.source.value,
        at=answer.at,
        confidence=answer.confidence,
        confirmed=answer.confirmed,
        page_id=answer.origin and answer.origin.page_id,
        place=answer.origin and _place_row(answer.origin.place),
    )


def item_row(visit_id: str, item: StoredItem) -> tables.EvidenceItem:
    return tables.EvidenceItem(
        id=item.id,
        visit_id=visit_id,
        title=item.title,
        purpose=item.purpose,
        dated=item.dated and item.dated.isoformat(),
        origins={part: [at.page_id, _place_row(at.place)] for part, at in item.origins.items()},
    )


def page_row(visit_id: str, page: StoredPage) -> tables.Page:
    return tables.Page(
        id=page.id,
        visit_id=visit_id,
        slot=page.slot.value,
        original=page.original,
        cleaned=page.cleaned,
        thumbnail=page.thumbnail,
        lines=_reading_rows(page.lines),
        codes=_reading_rows(page.codes),
        size_px=page.size_px,
        quad=page.quad,
        findings=[_finding_row(finding) for finding in page.findings],
        taken_at=page.taken_at,
        document_id=page.document_id,
        **arranged(page),
    )


def signature_row(visit_id: str, document_id: str, signature: Signature) -> tables.Signature:
    return tables.Signature(
        visit_id=visit_id,
        document_id=document_id,
        **_strokes_row(signature),
    )


def drawn_row(visit_id: str, character: str, drawn: Signature) -> tables.DrawnCharacter:
    return tables.DrawnCharacter(visit_id=visit_id, character=character, **_strokes_row(drawn))


def _strokes_row(drawn: Signature) -> dict[str, Any]:
    strokes = [[[p.x, p.y, p.t_ms] for p in stroke] for stroke in drawn.strokes]
    return {"strokes": strokes, "aspect": drawn.aspect, "at": drawn.at}


def chip_of(row: tables.Chip | None) -> StoredChip | None:
    return StoredChip(row.text, row.portrait, row.read_at) if row else None


def answer_of(row: tables.Answer) -> Answer:
    origin = Origin(row.page_id, Place(*row.place)) if row.page_id else None
    value, source = decode(row.value), Source(row.source)
    return Answer(row.key, value, source, row.at, row.confidence, row.confirmed, origin)


def consent_of(row: tables.Consent) -> Consent:
    return Consent(ConsentKind(row.kind), row.given, row.text_version, row.at)


def item_of(row: tables.EvidenceItem) -> StoredItem:
    dated = date.fromisoformat(row.dated) if row.dated else None
    origins = {ItemPart(part): Origin(page, Place(*place)) for part, (page, place) in row.origins.items()}
    return StoredItem(row.id, row.title, row.purpose, dated, origins)


def page_of(row: tables.Page) -> StoredPage:
    findings = (_finding(*stored) for stored in row.findings)
    corners: Any = row.quad and tuple((x, y) for x, y in row.quad)
    return StoredPage(
        id=row.id,
        slot=Slot(row.slot),
        position=row.position,
        original=row.original,
        cleaned=row.cleaned,
        taken_at=row.taken_at,
        item_id=row.item_id,
        document_id=row.document_id,
        quarter_turns=row.quarter_turns,
        back_of=row.back_of,
        removal=row.removal,
        thumbnail=row.thumbnail,
        lines=_readings(row.lines),
        codes=_readings(row.codes or ()),
        size_px=row.size_px and tuple(row.size_px),
        quad=corners,
        findings=tuple(findings),
    )


def _reading_rows(readings: Iterable[Reading[str]]) -> list[Any]:
    return [[reading.text, reading.confidence, reading.box] for reading in readings]


def _readings(rows: Iterable[Any]) -> tuple[Reading[str], ...]:
    return tuple(Reading(text, text, confidence, box and tuple(box)) for text, confidence, box in rows)


def _finding_row(finding: Finding) -> list[Any]:
    place = finding.place and _place_row(finding.place)
    return [finding.code, finding.grade.value, finding.about, finding.article, finding.facts, place]


def _place_row(place: Place) -> list[float]:
    return [place.left, place.top, place.width, place.height]


def _finding(code: str, grade: str, about: str, article: str, facts: Any, place: Any = None) -> Finding:
    """Findings of pages that were kept before places were known have none."""
    facts = tuple((name, value) for name, value in facts)
    return Finding(code, Grade(grade), about, article, facts, place and Place(*place))


def strokes_of(row: tables.Signature | tables.DrawnCharacter) -> Signature:
    strokes = tuple(tuple(StrokePoint(x, y, t_ms) for x, y, t_ms in stroke) for stroke in row.strokes)
    return Signature(strokes, row.aspect, row.at)
