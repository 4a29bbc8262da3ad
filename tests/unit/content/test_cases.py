"""Written cases that a lawyer would recognise, each with what a clerk would find missing or at odds."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk_app.content.library import Library
from kiosk_app.domain.evidence import EvidenceItem
from kiosk_app.domain.findings import OF_FORM, Finding
from kiosk_app.forms.answers import relevant
from kiosk_app.forms.written import read_answers
from kiosk_app.visit.assemble import with_defaults
from kiosk_app.visit.review import review

CASES = Path(__file__).parents[2] / "vectors" / "cases"
EVIDENCE = (EvidenceItem("材料", "证明案件事实", ("page",)),)


def written() -> Iterator[Any]:
    for path in sorted(CASES.glob("*.yaml")):
        for case in yaml.load(path.read_text("utf-8"), yaml.BaseLoader)["cases"]:
            yield pytest.param(path.stem, case, id=f"{path.stem}-{case['title'][:24]}")


def named(finding: Finding) -> str:
    """A form's check by its id; what is found for every form, with what it is about."""
    if finding.code.startswith(OF_FORM):
        return finding.code.removeprefix(OF_FORM)
    return f"{finding.code} {finding.about}"


@pytest.mark.parametrize(("form_id", "case"), list(written()))
def test_a_written_case(library: Library, form_id: str, case: dict[str, Any]) -> None:
    today = date.fromisoformat(case["today"])
    at = datetime.combine(today, time(9), UTC)
    form, typed = read_answers(library.forms[form_id], case["answers"], at)
    answers = with_defaults(form, typed, at)
    stray = set(answers) - set(relevant(form, answers))
    assert not stray, "answers to questions that nobody asked"
    assert sorted(map(named, review(form, answers, EVIDENCE, today))) == sorted(case["findings"])


def test_there_are_enough_of_them(library: Library) -> None:
    forms = [param.values[0] for param in written()]
    assert len(forms) >= 20
    assert set(forms) == set(library.forms)
