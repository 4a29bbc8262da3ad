"""``kiosk-app forms``: what forms there are, what they ask, and whether the content files are sound."""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kiosk_app.content.checking import problems, unverified
from kiosk_app.content.library import load_library
from kiosk_app.domain.errors import EnvironmentFault, InputFault
from kiosk_app.forms.condition import AllOf, Comparison, Condition, How, NoneOf, OneOf
from kiosk_app.forms.question import Form, Question
from kiosk_app.settings import load_settings
from kiosk_app.technician.blank_forms import blank, blank_options
from kiosk_app.technician.prefills import NoSuchCase
from kiosk_app.ui.messages import match_words
from kiosk_app.ui.terminal import DELIVERED, FAILED, Table, add_commands, named, no_options, tell
from kiosk_app.visit.find_case import Match, search

_EXAMPLES = """\
examples:
  kiosk-app forms list
  kiosk-app forms show loan                 every question, with its condition and its article
  kiosk-app forms show loan --json
  kiosk-app forms new rental                a small form to begin with, in ./rental.yaml
  kiosk-app forms blank loan --out ./blank  to be filled in by hand: loan.pdf, and loan.layout.json
  kiosk-app forms blank --all --out ./blank every form, and the service address confirmation
  kiosk-app forms find 老板拖欠工资         what a visitor is offered for these words, and why
  kiosk-app forms check                     every content file: forms, fees, courts, notices
  kiosk-app forms check /srv/our-resources  those of a court, before they are installed
  kiosk-app forms check --unverified        what nobody has compared with its source yet
"""


class FormThere(InputFault):
    """There is a file already where the new form should be written. Facts: ``path``."""


class CannotWrite(EnvironmentFault):
    """The file cannot be written there. Facts: ``path``."""


def forms_options(sub: argparse.ArgumentParser) -> None:
    """All that follows ``kiosk-app forms``."""
    sub.epilog, sub.formatter_class = _EXAMPLES, argparse.RawDescriptionHelpFormatter
    add_commands(sub.add_subparsers(metavar="COMMAND", required=True), _COMMANDS)


def _list(_options: argparse.Namespace) -> int:
    forms = load_library(load_settings().resources).forms
    tell(f"{form.id:<16}{form.cause.name}  {form.title}  {_edition(form)}" for form in forms.values())
    return DELIVERED


def _show(options: argparse.Namespace) -> int:
    forms = load_library(load_settings().resources).forms
    form = forms.get(options.form)
    if form is None:
        raise NoSuchCase(case=options.form, known=" ".join(forms))
    tell([json.dumps(_as_json(form), ensure_ascii=False)] if options.json else _lines(form))
    return DELIVERED


def _find(options: argparse.Namespace) -> int:
    matches = search(load_library(load_settings().resources).situations, " ".join(options.words))
    if options.json:
        tell([json.dumps([_match_json(match) for match in matches], ensure_ascii=False)])
        return DELIVERED
    for match in matches:
        tell([f"{match.situation.form_id:<18}{match.situation.title}：{match_words(match)}"])
    return DELIVERED


def _match_json(match: Match) -> dict[str, Any]:
    return {
        "situation": match.situation.id,
        "form": match.situation.form_id,
        "title": match.situation.title,
        "said": list(match.said),
    }


def _check(options: argparse.Namespace) -> int:
    resources = options.resources or load_settings().resources
    found = problems(resources)
    if found:
        tell(named(fault) for fault in found)
        return FAILED
    library = load_library(resources)
    if options.unverified:
        tell(f"{each.what:<24}{each.source}（{each.edition}）" for each in unverified(library))
        return DELIVERED
    count = len(library.forms)
    tell([f"都对：{count} 种表格，{len(library.fee_rules)} 种费用，{len(library.venues)} 类管辖规则。"])
    return DELIVERED


def _new(options: argparse.Namespace) -> int:
    to: Path = options.out or Path(f"{options.form}.yaml")
    model = (load_settings().resources / "samples" / "new_form.yaml").read_text("utf-8")
    try:
        with to.open("x", encoding="utf-8") as file:
            file.write(model.replace("new_form", options.form))
    except FileExistsError as error:
        raise FormThere(path=str(to)) from error
    except OSError as error:
        raise CannotWrite(path=str(to)) from error
    tell([f"{to}：改好以后放进 resources/forms/，再用 kiosk-app forms check 检查。语言见 docs/forms.md。"])
    return DELIVERED


def _lines(form: Form) -> Iterator[str]:
    yield f"{form.title}（{form.cause.name}）：{form.description}"
    yield f"{form.source}，{_edition(form)}"
    for section in form.sections:
        yield ""
        yield f"{section.title}  {section.why}"
        for question in section.questions:
            yield f"  {question.key:<32}{question.kind:<12}{question.label}{_aside(question)}"
            yield from (f"  {'':<44}{choice.id}={choice.label}" for choice in question.choices)


def _aside(question: Question) -> str:
    """What else is to be known of a question: the legal word, whether it may be left, when it is asked."""
    when = condition_words(question.when)
    notes = (
        question.term and f"“{question.term}”",
        "可不填" if question.optional else "",
        when and f"当 {when}",
        question.article,
    )
    said = "；".join(note for note in notes if note)
    return f"（{said}）" if said else ""


def condition_words(condition: Condition) -> str:
    """A condition as a technician reads it: ``contract.due=yes/no 且 claims.interest>0``."""
    match condition:
        case AllOf(parts):
            return " 且 ".join(map(condition_words, parts))
        case OneOf(parts):
            return f"（{' 或 '.join(map(condition_words, parts))}）"
        case NoneOf(parts):
            return f"不是（{' 或 '.join(map(condition_words, parts))}）"
        case Comparison(key, how, against):
            return f"{key}{_SIGNS[how]}{'/'.join(against)}"


_SIGNS = {
    How.IS: "=",
    How.GIVEN: " 已答",
    How.BLANK: " 未答",
    How.OVER: ">",
    How.UNDER: "<",
    How.AT_LEAST: "≥",
    How.AT_MOST: "≤",
    How.BEFORE: " 早于 ",
    How.AFTER: " 晚于 ",
    How.ON_OR_BEFORE: " 不晚于 ",
    How.ON_OR_AFTER: " 不早于 ",
    How.YOUNGER_THAN: " 年龄小于 ",
    How.SAME: " 同 ",
    How.DIFFERS: " 不同于 ",
}


def _as_json(form: Form) -> dict[str, Any]:
    return {
        "id": form.id,
        "title": form.title,
        "cause": form.cause.name,
        "edition": form.edition,
        "valid_from": form.valid_from.isoformat(),
        "source": form.source,
        "verified": form.verified,
        "sections": [
            {
                "id": section.id,
                "title": section.title,
                "questions": [_question_json(question) for question in section.questions],
            }
            for section in form.sections
        ],
    }


def _question_json(question: Question) -> dict[str, Any]:
    return {
        "key": question.key,
        "kind": question.kind,
        "label": question.label,
        "term": question.term,
        "article": question.article,
        "optional": question.optional,
        "when": condition_words(question.when),
        "choices": {choice.id: choice.label for choice in question.choices},
    }


def _edition(form: Form) -> str:
    doubt = "" if form.verified else "（未核实）"
    return f"{form.edition} 年版，{form.valid_from} 起{doubt}"


def _show_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("form", metavar="ID", help="which form, see: forms list")
    sub.add_argument("--json", action="store_true", help="for programs")


def _find_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("words", metavar="WORDS", nargs="+", help="what a visitor may say or write")
    sub.add_argument("--json", action="store_true", help="for programs")


def _check_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("resources", metavar="DIR", type=Path, nargs="?", help="instead of the installed ones")
    sub.add_argument("--unverified", action="store_true", help="what is marked so in the data")


def _id(text: str) -> str:
    if not re.fullmatch("[a-z][a-z0-9_]{0,40}", text):
        raise argparse.ArgumentTypeError(f"{text[:40]} is no id: small letters, digits and _")
    return text


def _new_options(sub: argparse.ArgumentParser) -> None:
    sub.add_argument("form", metavar="ID", type=_id, help="what the form will be called, such as rental")
    sub.add_argument("--out", metavar="FILE", type=Path, help="where to write it (default: ./ID.yaml)")


_COMMANDS: Table = {
    "list": (_list, no_options, "the forms there are"),
    "show": (_show, _show_options, "the questions of a form"),
    "new": (_new, _new_options, "write a small form to begin with"),
    "blank": (blank, blank_options, "print forms to be filled in by hand"),
    "find": (_find, _find_options, "the forms that a visitor's words lead to"),
    "check": (_check, _check_options, "hold every content file against its rules"),
}
