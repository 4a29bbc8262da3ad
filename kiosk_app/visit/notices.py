"""What somebody with such a case is told: on the first page, and on paper with the receipt."""

from __future__ import annotations

from datetime import date

from kiosk_app.documents.notice import PrintedNotice
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.condition import holds
from kiosk_app.forms.question import Form, FormNotice


def notices_now(form: Form, answers: Answers, today: date) -> tuple[FormNotice, ...]:
    """The form's notices whose condition holds. ``answers`` are those that go on paper."""
    return tuple(notice for notice in form.notices if holds(notice.when, answers, today))


def printed_notices(form: Form, answers: Answers, today: date) -> tuple[PrintedNotice, ...]:
    """Those of them that a visitor takes home."""
    return tuple(
        PrintedNotice(notice.title, notice.article, notice.text)
        for notice in notices_now(form, answers, today)
        if notice.print
    )
