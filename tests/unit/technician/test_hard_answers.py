"""Every form with answers that are hard to set: refused by name at the door, or well set on every page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from kiosk_app.content.answer_files import AnswerFile, AnswerUnusable
from kiosk_app.content.library import Library, form_paths
from kiosk_app.documents import address_confirmation, fee_relief
from kiosk_app.documents.sheet import FORM_PAPER, SLIP_PAPER
from kiosk_app.domain.filing import Court
from kiosk_app.forms.question import Form, Kind
from kiosk_app.forms.unroll import unroll
from kiosk_app.technician.draft import draft_case
from tests.fakes import page_geometry as geometry
from tests.fakes.form_answers import filled
from tests.fakes.hard_text import LONG, ODD, as_read, canonical
from tests.fakes.kiosks import RESOURCES
from tests.fakes.papers import FONTS, MOMENT

FORMS = [path.stem for path in form_paths(RESOURCES)]
WRITTEN = (Kind.NAME, Kind.TEXT, Kind.LONG_TEXT, Kind.ADDRESS)
COURT = Court("110101", "某某区人民法院")
PAPERS = {
    "service_address.pdf": address_confirmation._PAPER,
    "fee_relief.pdf": fee_relief._PAPER,
    "notices.pdf": SLIP_PAPER,
}
_QUICK = settings(
    max_examples=1, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate]
)


@st.composite
def hard_answers(draw: st.DrawFn, form: Form) -> dict[str, str]:
    """Answers of every kind, some of the written ones replaced with text that is hard to set."""
    texts = draw(filled(form))
    by_key = unroll(form, {group.key: group.most for group in form.groups}).by_key
    for key in texts:
        if by_key[key].kind in WRITTEN and draw(st.integers(0, 4)) == 0:
            longest = {Kind.NAME: 60, Kind.LONG_TEXT: 5000}.get(by_key[key].kind, 300)
            texts[key] = draw(st.sampled_from(ODD + LONG))[:longest]
    return texts


def drawn(library: Library, form: Form, texts: dict[str, str]) -> dict[str, bytes]:
    """The papers by name; none where an answer was refused, which names its key."""
    answers = AnswerFile(Path("answers.yaml"), form.id, {}, texts)
    try:
        return dict(draft_case(form, answers, library, court=COURT, fonts=FONTS, moment=MOMENT).files)
    except AnswerUnusable as refused:
        if refused.facts["key"] not in texts:
            raise
        return {}


def check(library: Library, form: Form, texts: dict[str, str]) -> None:
    for name, content in drawn(library, form, texts).items():
        if not name.endswith(".pdf"):
            continue
        paper = PAPERS.get(name, FORM_PAPER)
        pages = geometry.read(content)
        found = [
            *geometry.outside(pages, paper),
            *geometry.crossing(pages),
            *geometry.overlapping(pages),
            *geometry.framed(pages, paper),
            *geometry.ill_divided(pages, paper),
        ]
        assert not found, (name, found[:5])


@pytest.mark.parametrize("form_id", FORMS)
def test_hard_answers_are_well_set(library: Library, form_id: str) -> None:
    form = library.forms[form_id]
    _QUICK(given(hard_answers(form))(lambda texts: check(library, form, texts)))()


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("form_id", FORMS)
def test_many_hard_answers_are_well_set(library: Library, form_id: str) -> None:
    form = library.forms[form_id]
    how = settings(_QUICK, max_examples=100)
    how(given(hard_answers(form))(lambda texts: check(library, form, texts)))()


def test_ten_plaintiffs_and_facts_of_five_thousand_characters(library: Library) -> None:
    form = library.forms["loan"]
    names = [f"阿卜杜拉·买买提{number}" for number in range(1, 11)]
    texts = {f"plaintiff.{number}.name": name for number, name in enumerate(names, 1)}
    long_text = next(question for question in form.questions() if question.kind is Kind.LONG_TEXT)
    texts[long_text.key] = LONG[0][:5000]
    check(library, form, texts)
    complaint = drawn(library, form, texts)["complaint.pdf"]
    body = canonical(geometry.body_text(geometry.read(complaint), FORM_PAPER))
    assert as_read(texts[long_text.key].strip()) in body
    assert all(body.count(as_read(name)) >= 2 for name in names)


@pytest.mark.parametrize("text", ["甲\u202e乙", "甲\ud800", "甲\x07"])
def test_what_is_no_text_is_refused_by_name(library: Library, text: str) -> None:
    form = library.forms["loan"]
    answers = AnswerFile(Path("answers.yaml"), "loan", {}, {"plaintiff.1.name": text})
    with pytest.raises(AnswerUnusable) as refused:
        draft_case(form, answers, library, court=COURT, fonts=FONTS, moment=MOMENT)
    assert refused.value.facts["key"] == "plaintiff.1.name"
