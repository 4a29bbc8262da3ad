"""What the evidence suggests for the questions. Nothing is filled in: a person takes a suggestion or not."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from kiosk_app.capture.paper_text import place_of
from kiosk_app.capture.prefill import PaperFacts, read_facts
from kiosk_app.domain.paper import Fact, FactName, NameSuggestion, PaperSort, Suggestion
from kiosk_app.domain.values import Origin, Value
from kiosk_app.forms.answers import Answers, InvalidAnswer, edit_text, parse
from kiosk_app.forms.question import Form, Question
from kiosk_app.store.draft import Draft, StoredPage
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
        if page.size_px is None:
            return PaperFacts(PaperSort.UNKNOWN)
        with self._lock:
            known = self._known.get(page.id)
        if known and known[0].lines is page.lines and known[1] is sort:
            return known[2]
        facts = read_facts(lines_of(page), page.size_px, sort)
        with self._lock:
            self._known[page.id] = (page, sort, facts)
        return facts

    def of(self, draft: Draft) -> Iterator[ReadPaper]:
        """Every page of the evidence that was read, in order. An item is what its first page is."""
        sorts: dict[str | None, PaperSort] = {}
        for page in evidence_pages(draft):
            facts = self.facts(page, sorts.get(page.item_id, PaperSort.UNKNOWN))
            sorts.setdefault(page.item_id, facts.sort)
            if page.size_px is not None:
                yield ReadPaper(page.id, draft.items[page.item_id or ""].title, page.size_px, facts)


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


def name_of(form: Form, facts: PaperFacts) -> NameSuggestion | None:
    """What an item of evidence seems to be by its first page; None where the form has no such evidence."""
    hint = next((hint for hint in form.evidence if facts.sort in hint.papers), None)
    if hint is None:
        return None
    day = facts.first(FactName.DATE)
    on = day.value if day and day.certain and isinstance(day.value, date) else None
    return NameSuggestion(hint.title, hint.purpose, on)
