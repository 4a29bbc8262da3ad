"""The papers of a filing as it stands: the PDFs that are read, signed and sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from pathlib import Path

from kiosk_app.content.library import Library
from kiosk_app.documents import glyph_check, typeface
from kiosk_app.documents.paper_canvas import Printed
from kiosk_app.domain.filing import Filing
from kiosk_app.domain.signature import DrawnCharacters, SignedOn
from kiosk_app.forms.question import Form
from kiosk_app.store.draft import Draft
from kiosk_app.visit.by_hand import ByHand, by_hand
from kiosk_app.visit.paper_kinds import TO_READ, TO_SIGN, Matter, ToRead, ToSign, letterhead_of, to_sign
from kiosk_app.visit.parts import Say, VisitParts

_NOTHING = ByHand()
_AROUND = 6
"""How many characters beside an undrawn one tell which it is."""


@dataclass(frozen=True, slots=True)
class Document:
    """A paper to be read on the screen, and signed where it ``needs_signature``: only those are handed in and
    stand on the receipt. The others tell the visitor something, or wait for a seal: what comes back captured
    is handed in too. ``id`` names it in the dossier too; ``printed`` tells where on it to sign."""

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
    matter = Matter(filing, form, library, letterhead_of(fonts, filing, hand.drawn), say)
    signed = (_signed(id, matter, hand) for id in to_sign(filing.answers) if not ids or id in ids)
    read = (_read(id, matter, hand) for id in TO_READ if not ids or id in ids)
    return (*signed, *(document for document in read if document))


def of_draft(
    parts: VisitParts, form: Form, filing: Filing, draft: Draft, ids: Collection[str] = ()
) -> tuple[Document, ...]:
    """The papers of the filing that a draft amounts to, see :func:`documents`."""
    return documents(parts.library, parts.fonts, form, filing, say=parts.say, hand=by_hand(draft), ids=ids)


def _signed(id: str, matter: Matter, hand: ByHand) -> Document:
    """What was signed with a pen is drawn as it was printed."""
    sort = TO_SIGN[id]
    return _proved(id, sort, sort.draw(matter, hand.signatures.get(id)), matter, hand)


def _read(id: str, matter: Matter, hand: ByHand) -> Document | None:
    """Nobody has to sign it; with a pen, or a seal, one may."""
    sort = TO_READ[id]
    printed = sort.draw(matter)
    if printed is None:
        return None
    return replace(_proved(id, sort, printed, matter, hand), needs_signature=False)


def _proved(id: str, sort: ToSign | ToRead, printed: Printed, matter: Matter, hand: ByHand) -> Document:
    glyph_check.check(printed.pdf, sort.names(matter.filing), matter.letterhead.typeface)
    return Document(id, sort.title, printed, hand.signed_on(id), len(hand.captured.get(id, ())))


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
