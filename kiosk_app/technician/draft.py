"""``kiosk-app draft``: the documents of one case from answers in a file, with no pictures and no visit."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kiosk_app.bootstrap import court_of
from kiosk_app.capture.picture import FileMissing
from kiosk_app.content.answer_files import AnswerFile, load_answers, understand
from kiosk_app.content.library import Library, load_library
from kiosk_app.devices.clock import SystemClock
from kiosk_app.documents import notice, typeface
from kiosk_app.domain.errors import InputFault
from kiosk_app.domain.filing import Court, Filing, Moment
from kiosk_app.domain.findings import Finding, Grade
from kiosk_app.durable import disk_faults, empty_folder, write_whole
from kiosk_app.forms.question import Form
from kiosk_app.forms.sums import Total, total
from kiosk_app.settings import load_settings
from kiosk_app.technician.fees import fee_lines
from kiosk_app.technician.prefills import NoSuchCase
from kiosk_app.ui.messages import finding_said, finding_words
from kiosk_app.ui.terminal import DELIVERED, tell
from kiosk_app.visit import assemble, papers
from kiosk_app.visit.notices import printed_notices
from kiosk_app.visit.remarks import name_of
from kiosk_app.visit.review import review
from kiosk_app.visit.steps import steps_for

_EXAMPLES = """\
examples:
  kiosk-app draft --case loan --answers resources/samples/answers.yaml --out trial
  kiosk-app forms show loan                         the keys that may stand in the file

FILE.yaml holds the answers as text, by the keys of the form's questions:

  form: loan
  answers:
    plaintiff.1.name: 林知远
    claims.principal: "50000"
    relief.any: yes

What the screens would offer by themselves is filled in likewise. In DIR: complaint.pdf, evidence_list.pdf
(empty), service_address.pdf, honesty.pdf; power_of_attorney.pdf, fee_relief.pdf,
representative_certificate.pdf, online_consents.pdf, mediation.pdf, fee_table.pdf, missing_notice.pdf and
notices.pdf where there are such; findings.json.

exit codes: 0 done, whatever is missing in the answers · 1 it failed, and why is said · 2 wrong use
"""
_GRADES = {Grade.UNREADABLE: "看不清", Grade.COURT_WILL_ASK: "法院会问", Grade.WORTH_KNOWING: "供参考"}


class AnswersOfAnotherCase(InputFault):
    """The file says that it answers another form. Facts: ``path``, ``form``, ``case``."""


@dataclass(frozen=True, slots=True)
class Drafted:
    """One case as its answers have it: the unrolled form, the filing and its files by name."""

    form: Form
    filing: Filing
    files: Mapping[str, bytes]


def draft_options(sub: argparse.ArgumentParser) -> None:
    sub.epilog, sub.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    sub.add_argument("--case", metavar="ID", required=True, help="a form, see: forms list")
    sub.add_argument("--answers", type=Path, metavar="FILE", required=True, help="YAML, see below")
    sub.add_argument("--out", type=Path, metavar="DIR", required=True, help="an empty or a new folder")


def draft(options: argparse.Namespace) -> int:
    settings = load_settings()
    library = load_library(settings.resources)
    if options.case not in library.forms:
        raise NoSuchCase(case=options.case, known=" ".join(library.forms))
    given = _given(options.answers, options.case, settings.resources / "schema")
    drafted = draft_case(
        library.forms[options.case],
        given,
        library,
        court=court_of(library, settings),
        fonts=settings.resources / "fonts",
        moment=SystemClock().now(),
    )
    _write(drafted, options.out)
    tell(_lines(drafted, options.out))
    return DELIVERED


def draft_case(
    declared: Form, given: AnswerFile, library: Library, *, court: Court, fonts: Path, moment: Moment
) -> Drafted:
    """The documents of one case, unsigned, as they would be at this moment, and what is found about it.

    Raises AnswerUnusable, NoSuchQuestion, FontMissing.
    """
    form, typed = understand(declared, given, moment.at)
    answers = assemble.with_defaults(form, typed, moment.at)
    today = moment.at.date()
    filing = assemble.filing(
        form,
        answers,
        (),
        (),
        review(form, answers, (), today),
        court=court,
        library=library,
        id="",
        receipt_number="",
        prepared=moment,
    )
    drawn = papers.documents(library, fonts, form, filing, say=finding_said)
    files = {f"{paper.id}.pdf": paper.printed.pdf for paper in drawn}
    if notices := printed_notices(form, filing.answers, today):
        files["notices.pdf"] = notice.render(notices, moment=moment, typeface=typeface.load(fonts)).pdf
    findings = [_finding_json(finding, form) for finding in filing.findings]
    files["findings.json"] = json.dumps(findings, ensure_ascii=False, indent=2).encode() + b"\n"
    return Drafted(form, filing, files)


def _given(path: Path, case: str, schemas: Path) -> AnswerFile:
    if not path.is_file():
        raise FileMissing(path=str(path))
    given = load_answers(path, schemas)
    if given.form not in ("", case):
        raise AnswersOfAnotherCase(path=str(path), form=given.form, case=case)
    return given


def _write(drafted: Drafted, out: Path) -> None:
    empty_folder(out)
    for name, content in drafted.files.items():
        with disk_faults(out / name):
            write_whole(out / name, content)


def _finding_json(finding: Finding, form: Form) -> dict[str, Any]:
    return {
        "code": finding.code,
        "grade": finding.grade,
        "about": finding.about,
        "words": _said(finding, form),
        "article": finding.article,
        "facts": dict(finding.facts),
    }


def _lines(drafted: Drafted, out: Path) -> Iterator[str]:
    form, filing = drafted.form, drafted.filing
    yield f"{out}：{' '.join(drafted.files)}"
    yield ""
    yield from fee_lines(filing.fee)
    for key in form.sums:
        yield from _total_lines(total(form, key, filing.answers))
    yield ""
    yield f"有 {len(filing.findings)} 处要看一看，都不妨碍提交。" if filing.findings else "没有要看的地方。"
    for finding in filing.findings:
        article = f"（{finding.article}）" if finding.article else ""
        yield f"  {_GRADES[finding.grade]}：{_said(finding, form)}{article}"
        if remedy := dict(finding.facts).get("remedy"):
            yield f"    {remedy}"


def _total_lines(sum_: Total) -> Iterator[str]:
    yield f"{sum_.label}：{sum_.amount}元"
    for part in sum_.parts:
        yield f"  {'减 ' if part.taken_off else ''}{part.label}：{part.amount}元"


def _said(finding: Finding, form: Form) -> str:
    return finding_words(finding, name_of(finding.about, form, steps_for(form), ()))
