"""Repeated groups: how many there are of each, and the form of one filing with a number for every ``#``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from kiosk_app.domain.values import Answer
from kiosk_app.forms.answers import Answers
from kiosk_app.forms.condition import AllOf, Comparison, Condition, How, OneOf, comparisons, rewrite
from kiosk_app.forms.question import Check, Form, Group, Question, RowBlock, Section, count_key

Counts = Mapping[str, int]

_MARKED = re.compile(r"\{([a-z0-9_]+(?:\.[a-z0-9_]+)*)\.#")


def counts(form: Form, answers: Answers) -> dict[str, int]:
    """How many there are of each group: at least one, and as many as have an answer."""
    return {group.key: _count(group, answers) for group in form.groups}


def _count(group: Group, answers: Answers) -> int:
    said = answers.get(count_key(group.key))
    numbers = [int(said.value)] if said and isinstance(said.value, str) and said.value.isdecimal() else [1]
    prefix = f"{group.key}."
    for key in answers:
        number = key[len(prefix) :].partition(".")[0] if key.startswith(prefix) else ""
        if number.isdecimal() and len(number) < 4:
            numbers.append(int(number))
    return max(1, min(max(numbers), group.most))


def without(
    form: Form, group: str, number: int, answers: Answers
) -> tuple[dict[str, Answer], frozenset[str]]:
    """The answers after one of a group was taken out and the later ones moved up: those that change, and the
    keys of those that go."""
    there = _count(form.group(group), answers)
    prefix = f"{group}."
    moved: dict[str, Answer] = {}
    gone = set()
    for key, answer in answers.items():
        own, _, rest = key[len(prefix) :].partition(".") if key.startswith(prefix) else ("", "", "")
        if not own.isdecimal() or not number <= int(own) <= there:
            continue
        gone.add(key)
        if int(own) > number:
            to = f"{prefix}{int(own) - 1}.{rest}"
            moved[to] = replace(answer, key=to)
    return moved, frozenset(gone - moved.keys())


def unroll(form: Form, there: Counts) -> Form:
    """The declared form with so many of each group (see :func:`counts`)."""

    def everywhere(key: str) -> tuple[str, ...]:
        """The keys that one with a ``#`` stands for outside its group."""
        group, sign, rest = key.partition(".#")
        return tuple(f"{group}.{n}{rest}" for n in range(1, there[group] + 1)) if sign else (key,)

    def all_of(names: Iterable[str]) -> tuple[str, ...]:
        return tuple(key for name in names for key in everywhere(name))

    def spread(each: Comparison) -> Condition:
        against = each.against if each.how is How.IS else all_of(each.against)
        found = tuple(Comparison(key, each.how, against) for key in everywhere(each.key))
        return found[0] if len(found) == 1 else (AllOf if each.how is How.BLANK else OneOf)(found)

    def condition(each: Condition) -> Condition:
        return rewrite(each, spread)

    def question(each: Question) -> tuple[Question, ...]:
        bound = [_question(each, n) for n in range(1, there[each.group] + 1)] if each.group else [each]
        return tuple(
            replace(own, when=condition(own.when), default_from=all_of(own.default_from)) for own in bound
        )

    def block(each: RowBlock) -> tuple[RowBlock, ...]:
        bound = [_block(each, n) for n in range(1, there[each.group] + 1)] if each.group else [each]
        return tuple(
            replace(
                own,
                when=condition(own.when),
                rows=tuple(replace(row, cell=_lines(row.cell, there)) for row in own.rows),
            )
            for own in bound
        )

    def check(each: Check) -> tuple[Check, ...]:
        named = (each.about, *(comparison.key for comparison in comparisons(each.when)))
        group = next((key.partition(".#")[0] for key in named if ".#" in key), "")
        bound = [_check(each, group, n) for n in range(1, there[group] + 1)] if group else [each]
        return tuple(replace(own, when=condition(own.when)) for own in bound)

    return replace(
        form,
        sections=tuple(_section(section, question) for section in form.sections),
        blocks=tuple(own for each in form.blocks for own in block(each)),
        sums={
            key: replace(each, add=all_of(each.add), less=all_of(each.less))
            for key, each in form.sums.items()
        },
        fee=tuple(replace(each, when=condition(each.when)) for each in form.fee),
        venue=form.venue
        and replace(form.venue, places={point: all_of(names) for point, names in form.venue.places.items()}),
        notices=tuple(replace(each, when=condition(each.when)) for each in form.notices),
        checks=tuple(own for each in form.checks for own in check(each)),
    )


def of_answers(form: Form, answers: Answers) -> Form:
    """The declared form as these answers call for it."""
    return unroll(form, counts(form, answers))


def _section(section: Section, question: Callable[[Question], tuple[Question, ...]]) -> Section:
    """A section's questions; those of one group run through together for each of them."""
    asked: list[Question] = []
    waiting: list[tuple[Question, ...]] = []

    def release() -> None:
        asked.extend(own for each in zip(*waiting, strict=True) for own in each)
        waiting.clear()

    group = ""
    for each in section.questions:
        if each.group != group:
            release()
            group = each.group
        waiting.append(question(each))
    release()
    return replace(section, questions=tuple(asked))


def _bind(text: str, group: str, number: int) -> str:
    return text.replace(f"{group}.#", f"{group}.{number}")


def _bound(condition: Condition, group: str, number: int) -> Condition:
    return rewrite(
        condition,
        lambda comparison: replace(
            comparison,
            key=_bind(comparison.key, group, number),
            against=tuple(_bind(word, group, number) for word in comparison.against),
        ),
    )


def _question(question: Question, number: int) -> Question:
    group = question.group
    return replace(
        question,
        key=_bind(question.key, group, number),
        when=_bound(question.when, group, number),
        default_from=tuple(_bind(key, group, number) for key in question.default_from),
        number=number,
    )


def _block(block: RowBlock, number: int) -> RowBlock:
    rows = tuple(
        replace(row, cell=_bind(row.cell, block.group, number).replace("{#}", str(number)))
        for row in block.rows
    )
    return replace(block, rows=rows, when=_bound(block.when, block.group, number))


def _check(check: Check, group: str, number: int) -> Check:
    return replace(check, when=_bound(check.when, group, number), about=_bind(check.about, group, number))


def _lines(cell: str, there: Counts) -> str:
    """Each line that names a group's ``#``, once for each of the group."""
    lines = []
    for line in cell.split("\n"):
        marked = _MARKED.search(line)
        group = marked[1] if marked else ""
        numbers = range(1, there[group] + 1) if group else (0,)
        lines += [_bind(line, group, n).replace("{#}", str(n)) if group else line for n in numbers]
    return "\n".join(lines)
