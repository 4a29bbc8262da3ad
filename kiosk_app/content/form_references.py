"""A form held against itself: each key that is named exists, each choice too, nothing waits for itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

from kiosk_app.content import data_file
from kiosk_app.forms.answers import InvalidAnswer, parse
from kiosk_app.forms.condition import TODAY, Condition, How, comparisons, keys
from kiosk_app.forms.element_table import marks, question_in
from kiosk_app.forms.question import CLAIM_TOTAL, Check, Form, Kind, Question

COMPUTED = frozenset({"evidence_list"})
"""What a cell may name besides answers and sums: the visit computes it."""

NEEDED_SECTIONS = ("plaintiff", "service")
"""Sections that the kiosk shows on pages of their own."""

Complain = Callable[[str, str], data_file.ContentInvalid]
_AMOUNTS = (Kind.MONEY, Kind.PERCENT, Kind.NUMBER)
_ORDERED_BY_AMOUNT = (How.OVER, How.UNDER, How.AT_LEAST, How.AT_MOST)
_ORDERED_BY_DAY = (How.BEFORE, How.AFTER, How.ON_OR_BEFORE, How.ON_OR_AFTER, How.YOUNGER_THAN)


def check_references(path: Path, form: Form) -> None:
    """Raises :class:`~kiosk_app.content.data_file.ContentInvalid` for the first thing that does not fit."""

    def complain(word: str, problem: str) -> data_file.ContentInvalid:
        return data_file.invalid(path, data_file.line_with(path, word), problem)

    _check_ids(form, complain)
    for question in form.questions():
        _check_question(question, form, complain)
    _check_cycles(form, complain)
    _check_sums(form, complain)
    _check_blocks(form, complain)
    _check_rules(form, complain)


def _check_ids(form: Form, complain: Complain) -> None:
    sections = [section.id for section in form.sections]
    for id in NEEDED_SECTIONS:
        if id not in sections:
            raise complain("sections:", f"there is no section {id}; every form needs one")
    named = {
        "question": [question.key for question in form.questions()],
        "section": sections,
        "group": [group.key for group in form.groups],
        "check": [check.id for check in form.checks],
        "notice": [notice.id for notice in form.notices],
    }
    for what, ids in named.items():
        for id, times in Counter(ids).items():
            if times > 1:
                raise complain(id, f"the {what} {id} stands here twice; remove one")


def _check_question(question: Question, form: Form, complain: Complain) -> None:
    _check_condition(question.when, form, complain, with_today=False)
    for key in question.default_from:
        if key not in form.by_key:
            raise complain(key, f"default_from of {question.key} names {key}, which is no question")
    for prefill in question.prefill:
        if prefill.choice and not _has_choice(question, prefill.choice):
            problem = f"prefill of {question.key} suggests {prefill.choice}, which is no choice of it"
            raise complain(prefill.choice, problem)
    if question.otherwise and not _has_choice(question, question.otherwise):
        raise complain(question.key, f"otherwise: {question.otherwise} is no choice of {question.key}")
    try:
        parse(question, question.default) if question.default else None
    except InvalidAnswer:
        problem = f"default: {question.default} is no answer to {question.key}"
        raise complain(question.default, problem) from None


def _check_condition(
    condition: Condition, form: Form, complain: Complain, *, with_today: bool = True
) -> None:
    for key in keys(condition):
        if key not in form.by_key:
            raise complain(key, f"a condition names {key}, which is no question")
    for comparison in comparisons(condition):
        question = form.by_key[comparison.key]
        if comparison.how is How.IS:
            for choice in comparison.against:
                if not _has_choice(question, choice):
                    problem = f"a condition wants {comparison.key} to be {choice}, which is no choice of it"
                    raise complain(comparison.key, problem)
        if not with_today and (TODAY in comparison.against or comparison.how is How.YOUNGER_THAN):
            raise complain(
                comparison.key,
                f"a question cannot wait for a day: ask by a check what {comparison.key} means",
            )
        compared = [question, *(form.by_key[key] for key in comparison.others)]
        if comparison.how in _ORDERED_BY_AMOUNT and any(each.kind not in _AMOUNTS for each in compared):
            raise complain(
                comparison.key,
                f"{comparison.how} compares amounts, and {comparison.key} or its other side is none",
            )
        if comparison.how in _ORDERED_BY_DAY and any(each.kind is not Kind.DATE for each in compared):
            raise complain(
                comparison.key,
                f"{comparison.how} compares days, and {comparison.key} or its other side is none",
            )


def _check_cycles(form: Form, complain: Complain) -> None:
    """No question waits, over others, for an answer to itself: it would never be asked."""
    graph = {question.key: set(keys(question.when)) for question in form.questions()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        circle = error.args[1]
        raise complain(
            circle[0], f"conditions run in a circle: {' → '.join(circle)}; leave one out"
        ) from None


def _check_blocks(form: Form, complain: Complain) -> None:
    filled = set()
    for block in form.blocks:
        _check_condition(block.when, form, complain, with_today=False)
        for row in block.rows:
            for key, choice in marks(row.cell):
                filled.add(_check_mark(key, choice, form, complain))
    groups = {group.key for group in form.groups}
    for block in form.blocks:
        if block.group and block.group not in groups:
            raise complain(block.group, f"a block is for each {block.group}, which is no repeated group")
    for question in form.questions():
        if question.key not in filled and not question.off_form and question.key.split(".")[0] != "service":
            raise complain(
                question.key.rpartition(".")[2],
                f"the answer to {question.key} stands nowhere in the document; "
                "name it in a cell, or say off_form: true",
            )


def _check_mark(key: str, choice: str, form: Form, complain: Complain) -> str:
    """The key of the question whose answer the mark prints; empty for what is computed."""
    if key in COMPUTED or key in form.sums or key == "#":
        return ""
    found = question_in(key, form.by_key)
    if found is None:
        raise complain(key, f"a cell names {key}, which is no question")
    if choice and not _has_choice(found[0], choice):
        raise complain(key, f"a cell ticks {key}={choice}, which is no choice of it")
    return found[0].key


def _check_sums(form: Form, complain: Complain) -> None:
    if CLAIM_TOTAL not in form.sums:
        raise complain("sums:", f"there is no sum {CLAIM_TOTAL}; write one, with add: [] where it is nothing")
    for each in form.sums.values():
        for key in (*each.add, *each.less):
            if key not in form.by_key or form.by_key[key].kind is not Kind.MONEY:
                raise complain(key, f"the sum {each.key} names {key}, which is no question about money")
    for section in form.sections:
        for key in section.totals:
            if key not in form.sums:
                raise complain(key, f"totals of {section.id} name {key}, which is no sum")
    for choice in form.fee:
        if choice.amount and choice.amount not in form.sums:
            raise complain(choice.amount, f"the fee counts {choice.amount}, which is no sum")
        _check_condition(choice.when, form, complain)
    if list(keys(form.fee[-1].when)):
        raise complain(form.fee[-1].kind, "the last fee has a condition; the last one must hold always")


def _check_rules(form: Form, complain: Complain) -> None:
    for notice in form.notices:
        _check_condition(notice.when, form, complain)
    for check in form.checks:
        _check_condition(check.when, form, complain)
        if check.about not in _places(form):
            raise complain(check.about, f"the check {check.id} is about {check.about}, which is no question")
        _check_one_group(check, complain)
    for key, kinds in _interest_keys(form):
        if key not in form.by_key or form.by_key[key].kind not in kinds:
            raise complain(key, f"interest names {key}, which is no question of that kind")
    for point, names in (form.venue.places if form.venue else {}).items():
        for key in names:
            if key not in form.by_key:
                raise complain(key, f"the place {point} names {key}, which is no question")


def _places(form: Form) -> Iterable[str]:
    """What a finding can lead to: a question, a section, or the evidence."""
    return {*form.by_key, *(section.id for section in form.sections), "evidence", "card"}


def _check_one_group(check: Check, complain: Complain) -> None:
    if ".#" in check.about:
        return
    groups = {
        comparison.key.partition(".#")[0] for comparison in comparisons(check.when) if ".#" in comparison.key
    }
    if len(groups) > 1:
        raise complain(check.id, f"the check {check.id} names several groups; make one for each")


def _interest_keys(form: Form) -> Iterator[tuple[str, tuple[Kind, ...]]]:
    kinds: Mapping[str, tuple[Kind, ...]] = {
        "fills": (Kind.MONEY,),
        "principal": (Kind.MONEY,),
        "rate": (Kind.PERCENT,),
        "per": (Kind.CHOICE,),
        "end": (Kind.DATE,),
        "overdue_rate": (Kind.PERCENT,),
        "due": (Kind.DATE,),
        "made_on": (Kind.DATE,),
    }
    for rule in form.interest:
        for name, wanted in kinds.items():
            if key := getattr(rule, name):
                yield key, wanted
        yield from ((key, (Kind.DATE,)) for key in rule.start)


def _has_choice(question: Question, id: str) -> bool:
    return any(choice.id == id for choice in question.choices)
