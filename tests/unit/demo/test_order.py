"""What the demonstration's visitor brings along."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk_app.capture.ocr import Reader
from kiosk_app.demo.order import Order, bring
from kiosk_app.demo.visitor import answer_step
from kiosk_app.forms.written import NoSuchQuestion
from tests.fakes.kiosks import RESOURCES, kiosk_at


def order(folder: Path, answers: str) -> Order:
    path = folder / "answers.yaml"
    path.write_text(answers, "utf-8")
    return Order(out=folder / "out", answers=path)


def test_a_loan_takes_the_samples_for_what_is_not_given(tmp_path: Path) -> None:
    brought = bring(order(tmp_path, 'answers:\n  claims.principal: "7"\n'), RESOURCES)
    assert (brought.form_id, brought.answers["claims.principal"]) == ("loan", "7")
    assert brought.answers["defendant.1.name"] == "周明川"


def test_another_form_has_the_given_answers_only(tmp_path: Path) -> None:
    brought = bring(order(tmp_path, "form: divorce\nanswers:\n  plaintiff.1.name: 林知远\n"), RESOURCES)
    assert (brought.form_id, brought.answers) == ("divorce", {"plaintiff.1.name": "林知远"})
    assert brought.consents["online_filing"] == "yes"


def test_an_answer_to_no_question_is_named_before_anything_runs(tmp_path: Path) -> None:
    with pytest.raises(NoSuchQuestion):
        bring(order(tmp_path, "form: divorce\nanswers:\n  claims.principal: '1'\n"), RESOURCES)


def test_the_visitor_adds_as_many_as_the_answers_name(tmp_path: Path) -> None:
    given = "answers:\n  defendant.3.kind: person\n  defendant.3.name: 吴安\n"
    brought = bring(order(tmp_path, given), RESOURCES)
    kiosk = kiosk_at(tmp_path, Reader())
    visit = kiosk.parts.reception.open(brought.form_id)
    visit.jump("defendant")
    answer_step(visit, brought.answers, brought.there)
    assert visit.count("defendant") == 3
    assert visit.answers["defendant.3.name"].value == "吴安"
    kiosk.store.close()
