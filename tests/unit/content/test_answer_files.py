from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app.content.answer_files import AnswerFile, AnswerUnusable, load_answers, understand
from kiosk_app.content.data_file import ContentInvalid, ContentMissing
from kiosk_app.content.library import Library, load_library
from kiosk_app.forms.answers import AnswerProblem
from kiosk_app.forms.written import NoSuchQuestion
from tests.fakes.kiosks import RESOURCES, SAMPLES
from tests.fakes.papers import AT

SCHEMAS = RESOURCES / "schema"


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(RESOURCES)


def given(answers: dict[str, str]) -> AnswerFile:
    return AnswerFile(Path("mine.yaml"), "", {}, answers)


def test_the_samples_are_understood(library: Library) -> None:
    samples = load_answers(SAMPLES / "answers.yaml", SCHEMAS)
    assert (samples.form, samples.consents["online_filing"]) == ("loan", "yes")
    form, answers = understand(library.forms["loan"], samples, AT)
    assert str(answers["claims.principal"].value) == "50,000.00"
    assert form.question("plaintiff.1.name").label == "姓名"


def test_as_many_of_a_group_as_the_keys_name(library: Library) -> None:
    form, answers = understand(library.forms["loan"], given({"defendant.3.name": "周明川"}), AT)
    assert set(answers) == {"defendant.3.name"}
    assert {"defendant.1.name", "defendant.2.name"} <= set(form.by_key)


def test_nothing_is_no_answer(library: Library) -> None:
    assert understand(library.forms["loan"], given({"claims.principal": "  "}), AT)[1] == {}


def test_what_cannot_be_used_names_file_key_and_problem(library: Library) -> None:
    with pytest.raises(AnswerUnusable) as unusable:
        understand(library.forms["loan"], given({"claims.principal": "-1"}), AT)
    assert unusable.value.facts == {
        "path": "mine.yaml",
        "key": "claims.principal",
        "problem": AnswerProblem.NOT_AN_AMOUNT,
    }
    with pytest.raises(NoSuchQuestion) as unknown:
        understand(library.forms["loan"], given({"claims.nothing": "1"}), AT)
    assert unknown.value.facts == {"path": "mine.yaml", "key": "claims.nothing"}


def test_a_file_that_is_not_there_or_is_none(tmp_path: Path) -> None:
    with pytest.raises(ContentMissing):
        load_answers(tmp_path / "none.yaml", SCHEMAS)
    path = tmp_path / "list.yaml"
    path.write_text("answers:\n  - one\n")
    with pytest.raises(ContentInvalid) as invalid:
        load_answers(path, SCHEMAS)
    assert invalid.value.facts["line"] == 2
