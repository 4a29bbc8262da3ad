"""Everything once more before signing: findings with a way to mend each, the fee, every answer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from kiosk_app.domain.fees import Fee
from kiosk_app.domain.findings import Finding
from kiosk_app.domain.money import ZERO
from kiosk_app.forms.answers import display
from kiosk_app.forms.fee_words import amount_words, step_words
from kiosk_app.ui.messages import finding_words, remedy_words
from kiosk_app.ui.pages.page import Desk, Main, Page
from kiosk_app.ui.widgets.bricks import (
    banner,
    box,
    button,
    columns,
    line,
    picture,
    rows,
    rule,
    scrolled,
    text,
)
from kiosk_app.ui.widgets.tiles import LaidButton
from kiosk_app.visit.remarks import name_of
from kiosk_app.visit.steps import Step, StepKind


class ReviewPage(Page):
    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, self.tr("核对一遍"), self.tr("哪一行不对，就点哪一行，改好会回到这里。"))
        theme, visit = desk.theme, desk.visit
        findings = [self._findings(visit.findings())]
        answers = [self._section(step) for step in visit.steps if step.section]
        answers += [self._court(step) for step in visit.steps if step.kind is StepKind.COURT]
        answers.append(self._evidence(next(step for step in visit.steps if step.kind is StepKind.EVIDENCE)))
        fee = self._fee(visit.fee())
        gap_px = theme.px("gap_m")
        if desk.landscape:
            side = rows(*findings, fee, 1, gap_px=gap_px)
            body = columns(rows(*answers, 1, gap_px=gap_px), side, gap_px=gap_px)
            body.setStretch(0, 5)
            body.setStretch(1, 4)
            self.lay(scrolled(theme, body))
        else:
            self.lay(scrolled(theme, rows(*findings, fee, *answers, 1, gap_px=gap_px)))

    def main(self) -> Main:
        return Main(self.tr("核对好了，去签名"))

    # Findings -----------------------------------------------------------------------------------

    def _findings(self, findings: tuple[Finding, ...]) -> QWidget:
        theme = self.theme
        if not findings:
            return banner(theme, self.tr("该填的都填了。"), "good", "check")
        title = text(self.tr("有{0}处想请您看一看").format(len(findings)), "heading")
        calm = text(self.tr("不改也可以提交，法院一样会收下，以后可能请您补。"), "soft")
        lay = rows(title, calm, gap_px=theme.px("gap_xs"))
        for finding in findings:
            lay.addWidget(rule())
            lay.addLayout(self._finding(finding))
        frame = box(theme, lay)
        frame.setProperty("state", "doubt")
        return frame

    def _finding(self, finding: Finding) -> QVBoxLayout:
        theme = self.theme
        said = (
            (finding_words(finding, self._name(finding.about)), "body"),
            (remedy_words(finding), "soft"),
            (self.tr("依据：{0}").format(finding.article) if finding.article else "", "small"),
        )
        words = rows(*(text(each, role) for each, role in said if each), gap_px=theme.px("gap_xs"))
        step = self._step_of(finding.about)
        mend = button(
            theme, self.tr("去看"), partial(self.jumped.emit, step.id, finding.about), "", "pen", "mend"
        )
        lay = columns(picture(theme, "warning", "icon_s", "doubt"), words, mend, gap_px=theme.px("gap_s"))
        lay.setStretch(1, 1)
        return rows(lay)

    def _name(self, about: str) -> str:
        visit = self.desk.visit
        return name_of(about, visit.form, visit.steps, visit.evidence)

    def _step_of(self, about: str) -> Step:
        """The step that asks for what a finding speaks of."""
        steps = self.desk.visit.steps
        for step in steps:
            if step.id == about or (step.section and any(q.key == about for q in step.section.questions)):
                return step
        kind = StepKind.CARD if about in self.desk.visit.card_sides.values() else StepKind.EVIDENCE
        return next(step for step in steps if step.kind is kind)

    # Answers ------------------------------------------------------------------------------------

    def _section(self, step: Step) -> QFrame:
        theme, visit = self.theme, self.desk.visit
        assert step.section is not None
        lay = rows(self._heading(step), gap_px=theme.px("gap_xs"))
        for question in visit.questions(step.section):
            answer = visit.answers.get(question.key)
            if answer is None and question.optional:
                continue
            words = display(question, answer.value) if answer else self.tr("（没有填）")
            lay.addWidget(rule())
            lay.addWidget(
                self._line(step, question.key, visit.form.called(question.key), words, answer is None)
            )
        return box(theme, lay)

    def _court(self, step: Step) -> QFrame:
        theme, visit = self.theme, self.desk.visit
        choice = visit.courts.choice(visit.form)
        name = self.tr("起诉状写给") if choice.chosen else self.tr("起诉状写给（没有另选）")
        shown = self._line(step, "", name, choice.addressed_to.name, False)
        return box(theme, rows(self._heading(step), rule(), shown, gap_px=theme.px("gap_xs")))

    def _evidence(self, step: Step) -> QFrame:
        theme = self.theme
        lay = rows(self._heading(step), gap_px=theme.px("gap_xs"))
        for item in self.desk.visit.evidence:
            words = self.tr("{0}页 · {1}").format(item.page_count, item.purpose or self.tr("没有写证明什么"))
            lay.addWidget(rule())
            lay.addWidget(self._line(step, "", item.title, words, False))
        if not self.desk.visit.evidence:
            lay.addWidget(self._line(step, "", self.tr("证据材料"), self.tr("（没有拍）"), True))
        return box(theme, lay)

    def _heading(self, step: Step) -> QWidget:
        return text(step.title, "heading")

    def _line(self, step: Step, key: str, name: str, words: str, missing: bool) -> QPushButton:
        theme = self.theme
        label, value = text(name, "soft"), text(words, "doubt" if missing else "body")
        for words_ in (label, value):
            words_.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        lay = columns(label, value, picture(theme, "next", "icon_s", "edge"), gap_px=theme.px("gap_m"))
        lay.setContentsMargins(0, theme.px("gap_s"), 0, theme.px("gap_s"))
        lay.setStretch(0, 2)
        lay.setStretch(1, 3)
        made = LaidButton(theme, lay)
        made.setProperty("role", "row")
        made.setObjectName(f"review {key or step.id}")
        made.setAccessibleName(f"{name}: {words}")
        made.clicked.connect(lambda: self.jumped.emit(step.id, key))
        return made

    # Fee ----------------------------------------------------------------------------------------

    def _fee(self, fee: Fee) -> QFrame:
        theme, charged = self.theme, fee.rule
        lay = rows(text(self.tr("诉讼费"), "heading"), gap_px=theme.px("gap_s"))
        if fee.amount == ZERO and not charged.base:
            lay.addWidget(text(self.tr("没有写要多少钱，诉讼费由法院来算。"), "soft"))
        else:
            if charged.by_amount and fee.amount not in (None, ZERO):
                lay.addWidget(_pair(charged.counted, f"{fee.amount}元", "body"))
            lay.addWidget(_pair(self.tr("案件受理费"), amount_words(fee.total), "label"))
            for step in fee.steps:
                lay.addWidget(text(step_words(step), "small"))
            lay.addWidget(rule())
            if fee.halved:
                lay.addWidget(_pair(self.tr("如果减半（由法院决定）"), amount_words(fee.halved), "body"))
        lay.addWidget(text(self.tr("现在不用交。立案以后，按法院的通知交。"), "soft"))
        for note in charged.notes:
            lay.addWidget(text(note, "small"))
        return box(theme, lay)


def _pair(name: str, words: str, role: str) -> QWidget:
    left, right = text(name, role), line(words, role)
    right.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
    made = QWidget()
    lay = columns(left, right)
    lay.setStretch(0, 1)
    made.setLayout(lay)
    return made
