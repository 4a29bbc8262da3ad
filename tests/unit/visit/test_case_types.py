"""Each case type from its first question to its draft papers, with answers that nobody has thought of."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kiosk_app.capture.ocr import Reader
from kiosk_app.content.library import Library, form_paths
from kiosk_app.demo.visitor import answer_step
from kiosk_app.domain.money import Money
from kiosk_app.domain.values import Answer, Source
from kiosk_app.forms.answers import display
from kiosk_app.forms.element_table import fill
from kiosk_app.forms.question import Kind
from kiosk_app.forms.unroll import counts
from kiosk_app.visit.assemble import computed_cells
from kiosk_app.visit.gathered import filing_of
from kiosk_app.visit.steps import StepKind
from kiosk_app.visit.visit import Visit
from tests.fakes import papers
from tests.fakes.form_answers import filled
from tests.fakes.kiosks import RESOURCES, FakeKiosk, kiosk_at

FORMS = [path.stem for path in form_paths(RESOURCES)]
_NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
WRITTEN = (Kind.NAME, Kind.TEXT, Kind.LONG_TEXT, Kind.ADDRESS, Kind.PHONE, Kind.NUMBER)


@pytest.fixture(scope="module")
def kiosk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FakeKiosk]:
    made = kiosk_at(tmp_path_factory.mktemp("kiosk"), Reader())
    yield made
    made.store.close()


def walk(visit: Visit, texts: Mapping[str, str]) -> None:
    """From the first step to the signatures, answering as the texts say, and nothing else."""
    for notice in visit.notices:
        visit.agree(notice.kind, True)
    named = {key: Answer(key, text, Source.LITIGANT, _NOON) for key, text in texts.items()}
    wanted = counts(visit.form, named)
    while visit.step.kind is not StepKind.SIGN:
        answer_step(visit, texts, wanted)
        before = visit.step
        assert visit.forward() != before


@pytest.mark.parametrize("form_id", FORMS)
def test_every_answer_comes_to_stand_on_paper(kiosk: FakeKiosk, library: Library, form_id: str) -> None:
    @settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.generate])
    @given(filled(library.forms[form_id]))
    def go(texts: dict[str, str]) -> None:
        visit = kiosk.parts.reception.open(form_id)
        try:
            walk(visit, texts)
            printed(visit)
            for document in visit.signing.documents():
                papers.assert_archival(document.printed.pdf)
                assert document.printed.pages
        finally:
            visit.end()

    go()


def printed(visit: Visit) -> None:
    """What is written in a field stands in the table word for word."""
    filing = filing_of(visit._parts, visit.form, visit._draft, visit._parts.clock.now())
    table = fill(visit.form, filing.answers, computed_cells(visit.form, filing.answers, ()))
    paper = "\n".join(row.text for block in table.blocks for row in block.rows)
    for key, answer in filing.answers.items():
        question = visit.form.by_key.get(key)
        if (
            question is None
            or question.off_form
            or question.kind not in WRITTEN
            or key.startswith("service.")
        ):
            continue
        assert display(question, answer.value) in paper, key


def test_a_case_type_more_is_one_file(tmp_path: Path) -> None:
    """Nothing but a YAML file: it is offered, asked, checked, priced and printed like the others."""
    resources = tmp_path / "resources"
    shutil.copytree(RESOURCES, resources, ignore=shutil.ignore_patterns("fonts", "sounds"))
    model = (RESOURCES / "samples" / "new_form.yaml").read_text("utf-8")
    (resources / "forms" / "rental.yaml").write_text(model.replace("new_form", "rental"), "utf-8")
    kiosk = kiosk_at(tmp_path, Reader(), resources=resources)
    try:
        assert "rental" in {each.form_id for each in kiosk.parts.reception.situations.leaves()}
        visit = kiosk.parts.reception.open("rental")
        walk(visit, {"plaintiff.1.name": "林知远", "defendant.2.kind": "person", "claims.amount": "10000"})
        assert visit.count("defendant") == 2
        assert visit.fee().total.exact == Money(Decimal(50))
        assert {document.id for document in visit.signing.documents()} >= {"complaint", "evidence_list"}
        assert "form.nothing_claimed" not in {finding.code for finding in visit.findings()}
        visit.enter("claims.amount", "")
        assert "form.nothing_claimed" in {finding.code for finding in visit.findings()}
    finally:
        kiosk.store.close()
