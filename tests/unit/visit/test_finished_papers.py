"""Every paper of every case type as it leaves: sound, searchable, signed; seen by other people's programs."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from kiosk_app.content.library import Library
from kiosk_app.court.protocol.signing import new_signing_key
from kiosk_app.documents.paper_canvas import SIGNATURE
from kiosk_app.domain.filing import ClockConfidence, Court, Moment
from kiosk_app.forms.answers import display
from kiosk_app.forms.written import read_answers
from kiosk_app.pades.certificate import Identification, Signatory
from kiosk_app.pades.sign import one_time_signer
from kiosk_app.ui.messages import finding_said
from kiosk_app.visit import assemble, papers
from kiosk_app.visit.by_hand import ByHand
from kiosk_app.visit.paper_kinds import to_sign
from kiosk_app.visit.papers import Document
from kiosk_app.visit.review import review
from tests.fakes import papers as fake
from tests.unit.content.test_cases import EVIDENCE, written
from tests.unit.visit.test_case_types import WRITTEN

FIRST = {param.values[0]: param.values[1] for param in reversed(list(written()))}


def of_case(
    library: Library, form_id: str, case: Mapping[str, Any]
) -> tuple[tuple[Document, ...], list[str]]:
    """The papers of a written case, all signed by hand, and what was written in its fields."""
    at = datetime.combine(date.fromisoformat(case["today"]), time(9), UTC)
    form, typed = read_answers(library.forms[form_id], case["answers"], at)
    answers = assemble.with_defaults(form, typed, at)
    filing = assemble.filing(
        form,
        answers,
        EVIDENCE,
        (),
        review(form, answers, EVIDENCE, at.date()),
        court=Court("c", fake.COURT),
        library=library,
        id=fake.FILING_ID,
        receipt_number="",
        prepared=Moment(at, ClockConfidence.SYNCHRONISED),
    )
    signatures = {id: replace(fake.SIGNATURE, at=at) for id in to_sign(filing.answers)}
    drawn = papers.documents(library, fake.FONTS, form, filing, say=finding_said, hand=ByHand(signatures))
    words = [
        display(form.by_key[key], answer.value)
        for key, answer in filing.answers.items()
        if key in form.by_key and form.by_key[key].kind in WRITTEN and not form.by_key[key].off_form
        if not key.startswith("service.")
    ]
    return drawn, words


def is_valid(pdf: bytes) -> bool:
    """What the library's own validator says: the signature is intact and covers the whole file."""
    (signature,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
    status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
    return bool(status.intact and status.valid and status.coverage is SignatureCoverageLevel.ENTIRE_FILE)


@pytest.mark.parametrize("form_id", sorted(FIRST))
def test_each_paper_is_sound_signed_and_found_changed(library: Library, form_id: str, tmp_path: Path) -> None:
    drawn, _ = of_case(library, form_id, FIRST[form_id])
    at = datetime.combine(date.fromisoformat(FIRST[form_id]["today"]), time(9), UTC)
    assert {"complaint", "evidence_list", "service_address", "honesty"} <= {each.id for each in drawn}
    with one_time_signer(new_signing_key(), "K03", Signatory("林知远", Identification.CARD), at) as signer:
        for document in drawn:
            pdf = document.printed.pdf
            if document.needs_signature:
                pdf = signer.sign(pdf, document.printed.places[SIGNATURE], at)
                assert is_valid(pdf), document.id
                middle = len(document.printed.pdf) // 2
                changed = bytes([*pdf[:middle], pdf[middle] ^ 1, *pdf[middle + 1 :]])
                assert not is_valid(changed), document.id
            fake.assert_sound(pdf, tmp_path)


@pytest.mark.parametrize("form_id", sorted(FIRST))
def test_every_word_that_was_written_is_found_in_the_complaint(library: Library, form_id: str) -> None:
    drawn, words = of_case(library, form_id, FIRST[form_id])
    (complaint,) = (each for each in drawn if each.id == "complaint")
    bodies = map(fake.body, fake.pages(complaint.printed.pdf))
    text = "".join(re.sub("^.{1,40}?（续）", "", body) for body in bodies)
    lost = [word for word in words if "".join(word.split()) not in text]
    assert words
    assert not lost
