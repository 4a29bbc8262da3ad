"""What the evidence suggests for the questions. Nothing is filled in: a person takes a suggestion or not."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from string import Formatter

from kiosk_app.capture.ocr import Line
from kiosk_app.capture.paper_text import place_of
from kiosk_app.capture.prefill import PaperFacts, read_facts
from kiosk_app.domain.evidence import ItemPart
from kiosk_app.domain.paper import Fact, FactName, PaperSort, Suggestion
from kiosk_app.domain.values import Origin, Value
from kiosk_app.forms.answers import Answers, InvalidAnswer, edit_text, parse, spoken
from kiosk_app.forms.question import EvidenceHint, Form, Question
from kiosk_app.store.draft import Draft, StoredItem, StoredPage
from kiosk_app.visit.gathered import evidence_pages
from kiosk_app.visit.pages import lines_of

MOST = 3
"""So many different values are shown for one question; more help nobody."""


class Papers:
    """What each page says, found once: a page that did not change is not gone through again. Threads may
    share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: dict[str, tuple[StoredPage, PaperSort, PaperFacts]] = {}

    def facts(self, page: StoredPage, sort: PaperSort = PaperSort.UNKNOWN) -> PaperFacts:
        """What a page says; ``sort`` is what its item is, where the page itself does not tell."""
        known = self._of(page, sort)
        if known or page.size_px is None:
            return known or PaperFacts(PaperSort.UNKNOWN)
        facts = read_facts(lines_of(page), page.size_px, sort)
        with self._lock:
            self._known[page.id] = (page, sort, facts)
        return facts

    def _of(self, page: StoredPage, sort: PaperSort) -> PaperFacts | None:
        with self._lock:
            known = self._known.get(page.id)
        if known is None or known[0].lines is not page.lines:
            return None
        tells_itself = known[1] is PaperSort.UNKNOWN is not known[2].sort
        return known[2] if tells_itself or known[1] is sort else None

    def go_through(self, draft: Draft) -> None:
        """Find what every page says. Slow with hundreds of pages: milliseconds for each."""
        for page, sort in self._in_order(draft, self.facts):
            self.facts(page, sort)

    def is_behind(self, draft: Draft) -> bool:
        """Whether :meth:`go_through` has something to do."""
        return any(self._of(page, sort) is None for page, sort in self._in_order(draft, self._of))

    def of(self, draft: Draft) -> Iterator[ReadPaper]:
        """Every page of the evidence that was gone through, in order. Quick with hundreds of pages."""
        for page, sort in self._in_order(draft, self._of):
            if page.size_px and (facts := self._of(page, sort)):
                yield ReadPaper(page.id, draft.items[page.item_id or ""].title, page.size_px, facts)

    def _in_order(
        self, draft: Draft, facts_of: Callable[[StoredPage, PaperSort], PaperFacts | None]
    ) -> Iterator[tuple[StoredPage, PaperSort]]:
        """The pages that have a size, each with what its item is: that is what its first page is."""
        sorts: dict[str | None, PaperSort] = {}
        for page in evidence_pages(draft):
            if page.size_px is None:  # kept before pages knew theirs
                continue
            yield page, sorts.get(page.item_id, PaperSort.UNKNOWN)
            if page.item_id not in sorts:
                facts = facts_of(page, PaperSort.UNKNOWN)
                sorts[page.item_id] = facts.sort if facts else PaperSort.UNKNOWN


@dataclass(frozen=True, slots=True)
class ReadPaper:
    """A page that was read: what names it, what the visitor calls it, its width and height, what it says."""

    page_id: str
    title: str
    size_px: tuple[int, int]
    facts: PaperFacts


def suggestions(
    questions: Iterable[Question], answers: Answers, papers: Iterable[ReadPaper]
) -> Mapping[str, tuple[Suggestion, ...]]:
    """What the papers suggest, by the questions' keys, for those that are not answered just so.

    Where papers differ, each value is shown and none is certain.
    """
    papers = tuple(papers)
    found: dict[str, tuple[Suggestion, ...]] = {}
    for question in questions:
        own = _distinct(_of_papers(question, papers))
        answer = answers.get(question.key)
        if answer is not None and any(each.value == answer.value for each in own):
            continue
        if own:
            found[question.key] = own[:MOST]
    return found


def _of_papers(question: Question, papers: tuple[ReadPaper, ...]) -> Iterator[Suggestion]:
    """Each paper's suggestions: those of the first fact it has among the ones that the question names."""
    spoken: set[str] = set()
    for prefill in question.prefill:
        for paper in papers:
            if paper.facts.sort is not prefill.sort or paper.page_id in spoken:
                continue
            own = [fact for fact in paper.facts.facts if fact.name is prefill.fact]
            for fact in own[:1] if prefill.choice else own:
                if made := _made(question, fact, prefill.choice, paper):
                    spoken.add(paper.page_id)
                    yield made


def _made(question: Question, fact: Fact, choice: str, paper: ReadPaper) -> Suggestion | None:
    try:
        value = parse(question, choice or edit_text(fact.value))
    except InvalidAnswer:  # a rate by the day, where the form knows only years and months
        return None
    origin = Origin(paper.page_id, place_of(fact.box, paper.size_px))
    return Suggestion(
        question.key, value, fact.text, paper.title, origin, fact.box, fact.confidence, fact.certain
    )


def _distinct(found: Iterable[Suggestion]) -> tuple[Suggestion, ...]:
    by_value: dict[Value, Suggestion] = {}
    for each in found:
        if each.value not in by_value:
            by_value[each.value] = each
    if len(by_value) < 2:
        return tuple(by_value.values())
    return tuple(replace(each, certain=False) for each in by_value.values())


def item_suggestions(
    form: Form, item: StoredItem, page: StoredPage, facts: PaperFacts
) -> Mapping[ItemPart, Suggestion]:
    """What an item of evidence seems to be by its first page: its name, the day that stands on it, what it
    proves. Nothing for a part that says just so already."""
    hint = next((hint for hint in form.evidence if facts.sort in hint.papers), None)
    found: dict[ItemPart, Suggestion] = {}
    if page.size_px is None:
        return found

    def suggest(part: ItemPart, value: Value, at: Line | Fact, certain: bool) -> None:
        assert page.size_px is not None
        origin = Origin(page.id, place_of(at.box, page.size_px))
        found[part] = Suggestion(part, value, at.text, item.title, origin, at.box, at.confidence, certain)

    head, day = facts.head, facts.first(FactName.DATE)
    title = hint.title if hint else head.text if head else ""
    if head and title and title != item.title:
        suggest(ItemPart.TITLE, title, head, facts.sure)
    if day and day.value != item.dated:
        suggest(ItemPart.DATED, day.value, day, day.certain)
    if head and hint and item.title == hint.title:
        purpose = purpose_of(hint, facts)
        if purpose != item.purpose:
            suggest(ItemPart.PURPOSE, purpose, head, facts.sure)
    return found


def purpose_of(hint: EvidenceHint, facts: PaperFacts) -> str:
    """What such evidence proves: in full where the paper is certain of all that it takes, else as usual."""
    said = {fact.name: fact.value for fact in reversed(facts.facts) if fact.certain}
    wanted = [FactName(name) for _, name, _, _ in Formatter().parse(hint.proves) if name]
    if not wanted or not said.keys() >= set(wanted):
        return hint.purpose
    return hint.proves.format(**{name.value: spoken(said[name]) for name in wanted})
