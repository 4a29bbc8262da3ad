"""Answers that were written into a file, read at the door as if somebody had typed them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.values import Answer, Source
from kiosk_app.forms.answers import parse
from kiosk_app.forms.question import Form
from kiosk_app.forms.unroll import of_answers


class NoSuchQuestion(InputFault):
    """The form asks nothing of that name. Facts: ``key``."""


def read_answers(
    form: Form, texts_untrusted: Mapping[str, str], at: datetime
) -> tuple[Form, dict[str, Answer]]:
    """The form with as many of each group as the keys name, and the answers by key.

    Raises :class:`NoSuchQuestion`, :class:`~kiosk_app.forms.answers.InvalidAnswer`.
    """
    named = {key: Answer(key, text, Source.LITIGANT, at) for key, text in texts_untrusted.items()}
    asked = of_answers(form, named)
    answers = {}
    for key, text in texts_untrusted.items():
        question = asked.by_key.get(key)
        if question is None:
            raise NoSuchQuestion(key=key)
        if text.strip():
            answers[key] = Answer(key, parse(question, text), Source.LITIGANT, at)
    return asked, answers
