"""One person's use of the kiosk: where they are, what they said, what lies under the camera.

Every method that changes something commits before it returns: pulling the plug loses at most the last
keystroke. The visit decides; screens show it and call it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Set
from dataclasses import replace
from datetime import datetime
from functools import partial

from sqlalchemy.orm import Session

from kiosk_app.capture.geometry import Quad
from kiosk_app.capture.idcard import Side
from kiosk_app.content.library import Notice
from kiosk_app.devices.card_reader import RawCard
from kiosk_app.domain.chip import Chip
from kiosk_app.domain.consent import Consent, ConsentKind
from kiosk_app.domain.errors import Bug
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.fees import Fee
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.identity import CardBack, CardFront
from kiosk_app.domain.money import Money
from kiosk_app.domain.paper import Suggestion
from kiosk_app.domain.values import Answer, Source
from kiosk_app.forms import answers as answering
from kiosk_app.forms.question import Form, FormNotice, Question, Section, count_key
from kiosk_app.forms.sums import Total, claim_total, total
from kiosk_app.forms.unroll import without
from kiosk_app.store import drafts
from kiosk_app.store.draft import Corners, Draft, StoredPage
from kiosk_app.visit import assemble, sealing
from kiosk_app.visit.by_hand import signed_documents
from kiosk_app.visit.card import read_sides, with_chip
from kiosk_app.visit.court_choice import CourtDesk
from kiosk_app.visit.evidence import EvidenceStack
from kiosk_app.visit.gathered import card_lines, chip_of, evidence_of, findings_of
from kiosk_app.visit.identity import Identity
from kiosk_app.visit.keeper import Keeper
from kiosk_app.visit.notices import notices_now
from kiosk_app.visit.pages import Picture
from kiosk_app.visit.paper_kinds import to_sign
from kiosk_app.visit.parts import VisitParts
from kiosk_app.visit.reckoning import InterestOffer, interest_offers
from kiosk_app.visit.signing import Signing
from kiosk_app.visit.slip import Submitted
from kiosk_app.visit.standing import Standing, standing
from kiosk_app.visit.steps import Step, StepKind
from kiosk_app.visit.suggest import suggestions
from kiosk_app.visit.way import Way
from kiosk_app.visit.writing import Writing


class Visit:
    """A visit that has not ended. Make one with :class:`~kiosk_app.visit.reception.Reception`.

    Safe to call from the worker thread that takes a picture while the screen reads it: the draft, and what
    its answers make of the form, are frozen values that are replaced whole. ``identity`` holds the card,
    ``stack`` the evidence, ``courts`` where it goes, ``signing`` the documents.
    """

    def __init__(
        self, parts: VisitParts, form: Form, draft: Draft, on_queued: Callable[[], None] = lambda: None
    ) -> None:
        self._parts = parts
        self._on_queued = on_queued
        self._keeper = Keeper(parts.store, draft)
        self._declared = form
        self._known = standing(form, draft.answers)
        self._place = Way(self._known.steps).at(draft.step)
        self.identity = Identity(parts, self._keeper)
        self.stack = EvidenceStack(parts, form, self._keeper)
        self.courts = CourtDesk(parts, self._keeper)
        self.signing = Signing(parts, form, self._keeper)
        self.submitted: Submitted | None = None
        self.writing = Writing.HAND
        """How words are written; kept for this visit only, and nowhere but here."""

    # The way -----------------------------------------------------------------------------------

    @property
    def id(self) -> str:
        return self._draft.visit_id

    @property
    def _draft(self) -> Draft:
        return self._keeper.draft

    @property
    def _case(self) -> Standing:
        """As the draft says now, whoever changed it. Two threads at worst work out the same twice."""
        known, answers = self._known, self._draft.answers
        if known.answers is not answers:
            known = self._known = standing(self._declared, answers, known)
        return known

    @property
    def form(self) -> Form:
        """The form with as many of each party, child or car as there are."""
        return self._case.form

    @property
    def _on_paper(self) -> Mapping[str, Answer]:
        return self._case.on_paper

    @property
    def _way(self) -> Way:
        return replace(self._place, steps=self._case.steps)

    @property
    def steps(self) -> tuple[Step, ...]:
        return self._way.steps

    @property
    def step(self) -> Step:
        return self._way.step

    @property
    def returning_to(self) -> Step | None:
        """Where "next" leads back to after a jump."""
        return self._way.returning_to

    def forward(self) -> Step:
        """To the next step, or back to where a jump came from. Nothing but :meth:`blocker` holds it."""
        if self.blocker():
            return self.step
        way = self._way.forward()
        while self._asks_nothing(way.step):
            way = way.forward()
        return self._go(way)

    def back(self) -> Step | None:
        """To the step before; None at the first one."""
        way = self._way.back()
        while self._asks_nothing(way.step):
            way = way.back()
        return None if way == self._way else self._go(way)

    def jump(self, step_id: str) -> Step:
        """To a named step; "next" then leads back here."""
        return self._go(self._way.jump(step_id))

    def blocker(self) -> str | None:
        """What must be done before this step can be left forward; None for almost every step.

        A missing paper or answer never holds anybody up (登记立案规定 2): only the consents without which
        nothing may be read, and the signature without which nothing is declared.
        """
        match self.step.kind:
            case StepKind.NOTICE if any(
                not self._agreed(notice) for notice in self.notices if notice.required
            ):
                return "consent_needed"
            case StepKind.SIGN if set(to_sign(self._on_paper)) - signed_documents(self._draft):
                return "signature_missing"
            case StepKind.SUBMIT if self.submitted is None:
                return "not_submitted"
        return None

    def _asks_nothing(self, step: Step) -> bool:
        """Whether no question of a section applies: nobody is shown an empty page."""
        return step.kind is StepKind.QUESTIONS and not (step.section and self.questions(step.section))

    def _go(self, way: Way) -> Step:
        if self.submitted is None:
            self._save(lambda session: drafts.set_step(session, self.id, way.step.id))
        self._place = way
        self._offer(frozenset())
        return self.step

    def _asked(self) -> frozenset[str]:
        """The keys of what this step asks."""
        section = self.step.section
        return frozenset(question.key for question in self.questions(section)) if section else frozenset()

    def _offer(self, before: Set[str]) -> None:
        """Answer what this step asks, and did not ask ``before``, by what repeats an earlier answer or mostly
        holds; a visitor changes it like any other answer."""
        section = self.step.section
        if section is None or self.submitted is not None:
            return
        new = [question for question in section.questions if question.key not in before]
        offered = assemble.offered(self.form, self.answers, new, self._now())
        if offered:
            self._save(self._keeping(*offered.values()))

    def _change(self, write: Callable[[Session], object]) -> None:
        """Change answers: what was signed is to be signed anew, what is asked now gets what is offered."""
        asked = self._asked()
        self._save(write, unsign=True)
        self._offer(asked)

    def _keeping(self, *answers: Answer, gone: Iterable[str] = ()) -> Callable[[Session], None]:
        return partial(drafts.save_answers, visit_id=self.id, answers=answers, gone=gone)

    def _now(self) -> datetime:
        return self._parts.clock.now().at

    # Answers -----------------------------------------------------------------------------------

    @property
    def answers(self) -> Mapping[str, Answer]:
        return self._draft.answers

    def questions(self, section: Section) -> tuple[Question, ...]:
        """The questions of a section that the answers so far call for."""
        return answering.visible(section, self._on_paper)

    def enter(self, key: str, text_untrusted: str) -> None:
        """Take what was typed; nothing clears the answer. Raises InvalidAnswer and keeps the old one."""
        question = self.form.question(key)
        if not text_untrusted.strip():
            self._change(self._keeping(gone=(key,)))
            return
        value = answering.parse(question, text_untrusted)
        before = self.answers.get(key)
        if before and before.value == value and before.confirmed:
            return
        self._change(self._keeping(Answer(key, value, Source.LITIGANT, self._now())))

    def confirm(self, key: str) -> None:
        """The visitor has looked at a doubtful reading and says that it is right."""
        self._save(self._keeping(replace(self.answers[key], confirmed=True)))

    def count(self, group: str) -> int:
        """How many there are of a repeated group."""
        return self._case.there[group]

    def may_add(self, group: str) -> bool:
        """Whether there may be one more party, child or car in a repeated group."""
        return self.count(group) < self.form.group(group).most

    def add_to(self, group: str) -> None:
        """One more in a repeated group, with nothing answered yet; nothing where there are too many."""
        if self.may_add(group):
            self._change(self._keeping(self._counted(group, self.count(group) + 1)))

    def remove_from(self, group: str, number: int) -> None:
        """Take one out of a repeated group with its answers; those after it move up. The last one stays."""
        there = self.count(group)
        if there == 1:
            return
        moved, gone = without(self.form, group, number, self.answers)
        self._change(self._keeping(*moved.values(), self._counted(group, there - 1), gone=gone))

    def _counted(self, group: str, count: int) -> Answer:
        return Answer(count_key(group), str(count), Source.LITIGANT, self._now())

    def suggestions(self, section: Section) -> Mapping[str, tuple[Suggestion, ...]]:
        """What the evidence suggests for the questions of a section, by key; nothing for those that are
        answered just so. None of it is an answer before :meth:`take_suggestion`. Pages that wait for
        ``stack.go_through`` suggest nothing yet."""
        papers = self.stack.papers.of(self._draft)
        return suggestions(self.questions(section), self.answers, papers)

    def take_suggestion(self, suggestion: Suggestion) -> None:
        """The visitor has looked at the picture and takes over what the paper says. :meth:`enter` with
        nothing takes it back."""
        answer = Answer(
            suggestion.key,
            suggestion.value,
            Source.PAPER,
            self._now(),
            suggestion.confidence,
            origin=suggestion.origin,
        )
        self._change(self._keeping(answer))

    # Consents ----------------------------------------------------------------------------------

    @property
    def notices(self) -> tuple[Notice, ...]:
        return self._parts.library.notices

    @property
    def form_notices(self) -> tuple[FormNotice, ...]:
        """What somebody with such a case is told, as far as the answers so far call for it."""
        return notices_now(self.form, self._on_paper, self._now().date())

    @property
    def consents(self) -> Mapping[ConsentKind, Consent]:
        return {consent.kind: consent for consent in self._draft.consents}

    def agree(self, kind: ConsentKind, given: bool) -> None:
        """Keep a yes or a no, with the version of the text that was shown."""
        version = next(notice.version for notice in self.notices if notice.kind is kind)
        consent = Consent(kind, given, version, self._now())
        self._save(lambda session: drafts.save_consent(session, self.id, consent))

    def _agreed(self, notice: Notice) -> bool:
        consent = self.consents.get(notice.kind)
        return consent is not None and consent.given

    # Papers under the camera ---------------------------------------------------------------------

    def take_card(self, picture: Picture, quad: Quad | None = None) -> Side:
        """See :meth:`kiosk_app.visit.identity.Identity.take`."""
        return self.identity.take(picture, quad)

    def take_chip(self, card: RawCard) -> None:
        """See :meth:`kiosk_app.visit.identity.Identity.take_chip`."""
        self.identity.take_chip(card)

    @property
    def chip(self) -> Chip | None:
        """What the card's chip says, where a reader has read it."""
        return self.identity.chip

    @property
    def card_sides(self) -> Mapping[Side, str]:
        """The page id of each side that was taken."""
        return self.identity.sides

    def card(self) -> tuple[CardFront | None, CardBack | None]:
        """What both sides and the chip of a resident's card say, field by field."""
        return with_chip(*read_sides(card_lines(self._draft)), chip_of(self._draft))

    @property
    def evidence(self) -> tuple[EvidenceItem, ...]:
        """The evidence items in order of their first page, as the papers name them."""
        return evidence_of(self._draft)

    def page_corners(self, page_id: str) -> Corners:
        """Where the page lay in its original picture: pixels, clockwise from the top left."""
        quad = self._page(page_id).quad
        if quad is None:
            raise Bug("every page that a visit keeps was found in its picture")
        return quad

    def page_picture(self, page_id: str) -> bytes:
        """The cleaned page as JPEG. Raises BlobMissing, BlobDamaged."""
        name = self._page(page_id).cleaned
        if name is None:
            raise Bug("every page that a visit keeps has a cleaned picture")
        with self._parts.store.open_blob(self.id, name) as picture:
            return picture.read()

    def _page(self, page_id: str) -> StoredPage:
        return next(page for page in self._draft.pages if page.id == page_id)

    # The end ----------------------------------------------------------------------------------

    def findings(self) -> tuple[Finding, ...]:
        """All that is missing or doubtful, at once, the gravest first. None of it blocks."""
        return findings_of(self._parts, self.form, self._draft, self._now().date())

    def claim_total(self) -> Money:
        """The sum of what is claimed, as the visitor wrote it."""
        return claim_total(self.form, self._on_paper)

    def totals(self, section: Section) -> tuple[Total, ...]:
        """The sums that a section shows, each with its parts."""
        return tuple(total(self.form, key, self._on_paper) for key in section.totals)

    def interest(self) -> Mapping[str, InterestOffer]:
        """Interest that can be worked out, by the key of the question that it answers."""
        lpr, today = self._parts.library.lpr, self._now().date()
        return {each.key: each for each in interest_offers(self.form, self._on_paper, lpr, today)}

    def fee(self) -> Fee:
        """The acceptance fee of the case, with its computation."""
        parts = self._parts
        return assemble.fee(parts.library, parts.court, self.form, self._on_paper, self._now())

    def submit(self) -> Submitted:
        """Seal the filing and queue it: from here on it is saved on this kiosk, come what may.

        Slow (a second or two). The visit's own data is destroyed with it. Twice is as good as once.
        Raises DiskFull, EnrolmentMissing.
        """
        if self.submitted is None:
            self.submitted = sealing.submit(self._parts, self._declared, self.id)
            self._on_queued()
        return self.submitted

    def end(self) -> None:
        """Wipe whatever of the visit is not sealed. Twice is as good as once."""
        self._parts.store.end_visit(self.id, self._now())

    def _save(self, write: Callable[[Session], object], *, unsign: bool = False) -> None:
        self._keeper.save(write, unsign=unsign)
