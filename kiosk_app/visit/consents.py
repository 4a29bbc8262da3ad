"""What the visitor was asked to agree to, and what was answered; nothing is taken for granted.

The first page asks for what its notices explain, the form for electronic service and for mediation; each
is put on paper in the words that were shown.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kiosk_app.content.library import Notice
from kiosk_app.documents.consents import Asked
from kiosk_app.domain.consent import Consent
from kiosk_app.domain.filing import Filing
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.question import Form

_ELECTRONIC_SERVICE = "service.electronic"
_MEDIATION = ("mediation.known", "mediation.wish")
_OTHER_STAGES = Asked(
    "在线调解、在线证据交换、在线庭审等其他环节",
    "由法院在办理这些环节时另行告知，另行征得同意。",
    (("同意", False), ("不同意", False)),
)


def online(notices: Sequence[Notice], form: Form, filing: Filing) -> tuple[Asked, ...]:
    """What was asked about going online, each on its own; empty where nothing was."""
    given = {consent.kind: consent for consent in filing.consents}
    answered = tuple(_of_notice(notice, given[notice.kind]) for notice in notices if notice.kind in given)
    answered += tuple(_of_form(form, filing.answers, _ELECTRONIC_SERVICE))
    return (*answered, _OTHER_STAGES) if answered else ()


def mediation(form: Form, filing: Filing) -> tuple[Asked, ...]:
    """What was asked about mediation before the case is heard; empty where nothing was answered."""
    return tuple(asked for key in _MEDIATION for asked in _of_form(form, filing.answers, key))


def _of_notice(notice: Notice, consent: Consent) -> Asked:
    # The text of another version is not what was read.
    told = notice.full.strip() if notice.version == consent.text_version else notice.title
    choices = (("同意", consent.given), ("不同意", not consent.given))
    return Asked(notice.title, told, choices, consent.text_version, consent.at)


def _of_form(form: Form, answers: Answers, key: str) -> Iterator[Asked]:
    answer = answers.get(key)
    if answer is None:
        return
    question = form.question(key)
    choices = tuple((choice.label, choice.id == answer.value) for choice in question.choices)
    yield Asked(question.label, question.help, choices, form.edition, answer.at)
