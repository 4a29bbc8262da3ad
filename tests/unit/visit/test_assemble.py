"""What the screens would fill in by themselves, without the screens."""

from __future__ import annotations

import pytest

from kiosk_app.content.library import Library, load_library
from kiosk_app.forms.written import read_answers
from kiosk_app.visit.assemble import service_address, with_defaults
from tests.fakes.kiosks import RESOURCES
from tests.fakes.papers import AT


@pytest.fixture(scope="module")
def library() -> Library:
    return load_library(RESOURCES)


def filled(library: Library, answers: dict[str, str]) -> dict[str, object]:
    form, typed = read_answers(library.forms["loan"], answers, AT)
    return {key: answer.value for key, answer in with_defaults(form, typed, AT).items()}


def test_defaults_call_for_questions_whose_defaults_follow(library: Library) -> None:
    whole = filled(library, {"plaintiff.1.name": "林知远"})
    assert whole["plaintiff.1.kind"] == "person"
    assert whole["plaintiff.1.capacity"] == "full", "asked only of the person that the first default made"
    assert whole["service.recipient"] == whole["contract.lender"] == "林知远"


def test_what_is_answered_stays_and_what_is_not_asked_gets_nothing(library: Library) -> None:
    body = filled(library, {"plaintiff.1.kind": "organization", "plaintiff.1.org.name": "某某公司"})
    assert body["plaintiff.1.kind"] == "organization"
    assert "plaintiff.1.capacity" not in body
    assert body["service.recipient"] == "某某公司"


@pytest.mark.parametrize(("said", "wish"), [("yes", True), ("no", False), ("", None)])
def test_whether_the_service_address_is_to_be_kept_secret(
    library: Library, said: str, wish: bool | None
) -> None:
    typed = {"service.address": "某某市某某区建国路88号"} | ({"service.confidential": said} if said else {})
    _, answers = read_answers(library.forms["divorce"], typed, AT)
    address = service_address(answers)
    assert address is not None
    assert address.confidential is wish
