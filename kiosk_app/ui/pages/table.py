"""Which page shows which kind of step."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kiosk_app.ui.pages.card import CardPage
from kiosk_app.ui.pages.court import CourtPage
from kiosk_app.ui.pages.evidence import EvidencePage
from kiosk_app.ui.pages.identity import IdentityPage
from kiosk_app.ui.pages.notice import NoticePage
from kiosk_app.ui.pages.page import Desk, Page
from kiosk_app.ui.pages.questions import QuestionsPage
from kiosk_app.ui.pages.receipt import ReceiptPage
from kiosk_app.ui.pages.review import ReviewPage
from kiosk_app.ui.pages.sign import SignPage
from kiosk_app.ui.pages.submit import SubmitPage
from kiosk_app.visit.steps import StepKind

PAGES: Mapping[StepKind, Callable[[Desk], Page]] = {
    StepKind.NOTICE: NoticePage,
    StepKind.CARD: CardPage,
    StepKind.IDENTITY: IdentityPage,
    StepKind.QUESTIONS: QuestionsPage,
    StepKind.EVIDENCE: EvidencePage,
    StepKind.COURT: CourtPage,
    StepKind.SERVICE: QuestionsPage,
    StepKind.REVIEW: ReviewPage,
    StepKind.SIGN: SignPage,
    StepKind.SUBMIT: SubmitPage,
    StepKind.RECEIPT: ReceiptPage,
}
