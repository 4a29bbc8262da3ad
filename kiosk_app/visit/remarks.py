"""Findings as a visitor reads them on paper: what each speaks of, what is the matter, what to do."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from kiosk_app.documents.missing_notice import Remark
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.filing import Filing
from kiosk_app.domain.findings import Grade
from kiosk_app.forms.question import Form
from kiosk_app.visit.parts import Say
from kiosk_app.visit.steps import Step, steps_for


def name_of(about: str, form: Form, steps: Iterable[Step], evidence: Iterable[EvidenceItem]) -> str:
    """What a finding speaks of: a question, a step, or an item of evidence by one of its pages."""
    if about in form.by_key:
        return form.called(about)
    titles = (step.title for step in steps if step.id == about)
    items = (item.title for item in evidence if about in item.page_ids)
    return next(chain(titles, items), about)


def remarks(filing: Filing, form: Form, say: Say) -> tuple[Remark, ...]:
    """All findings of a filing in words; none where nothing is missing or doubtful, only worth knowing."""
    if all(finding.grade is Grade.WORTH_KNOWING for finding in filing.findings):
        return ()
    return tuple(_remarks(filing, form, say))


def _remarks(filing: Filing, form: Form, say: Say) -> Iterator[Remark]:
    steps = steps_for(form)
    for finding in filing.findings:
        words, remedy = say(finding, name_of(finding.about, form, steps, filing.evidence))
        where = _page(finding.about, filing.evidence)
        wanted = finding.grade is not Grade.WORTH_KNOWING
        yield Remark(f"{where}{words}", remedy, finding.article, wanted)


def _page(about: str, evidence: Sequence[EvidenceItem]) -> str:
    """Which page of which item: on paper there is no picture beside the words."""
    return next(
        (
            f"“{item.title}”第{item.page_ids.index(about) + 1}页："
            for item in evidence
            if about in item.page_ids
        ),
        "",
    )
