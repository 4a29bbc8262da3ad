"""Form files understood: shared blocks in their place, keys made whole, conditions parsed (docs/forms.md)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from kiosk_app.content import data_file
from kiosk_app.content.form_references import check_references
from kiosk_app.domain.cause import Cause
from kiosk_app.domain.findings import Grade
from kiosk_app.domain.paper import FactName, PaperSort
from kiosk_app.forms.condition import ALWAYS, AllOf, Comparison, Condition, How, NoneOf, OneOf, both, is_key
from kiosk_app.forms.question import (
    Check,
    Choice,
    EvidenceHint,
    FeeChoice,
    Form,
    FormNotice,
    Group,
    InterestRule,
    Kind,
    Prefill,
    Question,
    Row,
    RowBlock,
    Section,
    Sum,
    VenueRule,
)

Entry = Mapping[str, Any]
Blocks = Mapping[str, Any]

_YES_NO = {"yes": "是", "no": "否"}
_UNSURE = {"unknown": "不知道"}
_PARTS_OF_KEY = re.compile(r"\{([a-z0-9_.#]+)")
_SEGMENT = re.compile(r"\[[^\[\]]*\]")


class _UnknownBlock(KeyError):
    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class _Scope:
    """The keys that a block or group has of its own, ``prefix`` before them. A key is looked for here first,
    then in what lies around."""

    prefix: str
    own: frozenset[str]
    around: _Scope | None = None

    def whole(self, key: str) -> str:
        if key in self.own or self.around is None:
            return f"{self.prefix}{key}"
        return self.around.whole(key)


_TOP = _Scope("", frozenset())


def load_blocks(resources: Path) -> Blocks:
    """What forms share, by name. Raises as :func:`load_form`."""
    blocks: Blocks = data_file.load(
        resources / "forms" / "common.yaml", resources / "schema" / "blocks.schema.json"
    )
    return blocks


def load_form(path: Path, schemas: Path, blocks: Blocks) -> Form:
    """One form, with the shared blocks that it uses.

    Raises :class:`~kiosk_app.content.data_file.ContentInvalid` naming file, line and remedy.
    """
    data = data_file.load(path, schemas / "form.schema.json")
    days = [data_file.day_at(path, data, name) for name in ("valid_from", "valid_until") if name in data]
    try:
        form = _form(data, blocks, days)
    except _UnknownBlock as unknown:
        line = data_file.line_with(path, str(unknown))
        problem = f"there is no block {unknown} in common.yaml; name one that exists"
        raise data_file.invalid(path, line, problem) from None
    check_references(path, form)
    return form


def _form(data: Entry, blocks: Blocks, days: list[date]) -> Form:
    cause, document = data["cause"], data["document"]
    entries = [entry for section in data["sections"] for entry in section["questions"]]
    sections = _sections(data, blocks)
    asked = frozenset(question.key for section in sections for question in section.questions)
    return Form(
        id=data["id"],
        edition=data["edition"],
        valid_from=days[0],
        valid_until=days[1] if len(days) > 1 else None,
        source=data["source"],
        verified=data["verified"],
        title=data["title"],
        description=data["description"],
        cause=Cause(cause["id"], cause["name"], tuple(cause["path"]), cause["edition"]),
        sections=sections,
        groups=tuple(_group(entry) for entry in _groups(entries, blocks)),
        document_title=document["title"],
        preface=tuple(_preface(document["preface"], blocks)),
        blocks=tuple(_row_block(block, blocks, asked) for block in document["blocks"]),
        sums={key: _sum(key, each) for key, each in data["sums"].items()},
        fee=tuple(FeeChoice(each["kind"], each.get("amount", ""), _when(each, _TOP)) for each in data["fee"]),
        venue=_venue(data["venue"]) if "venue" in data else None,
        interest=tuple(
            InterestRule(**{**each, "start": tuple(each["start"])}) for each in data.get("interest", ())
        ),
        notices=tuple(map(_notice, data.get("notices", ()))),
        checks=(
            *_checks(entries, blocks, _scope(entries, blocks, "", None)),
            *(_check(each, _TOP, ALWAYS) for each in data.get("checks", ())),
        ),
        evidence=tuple(map(_hint, data["evidence"])),
        quick_exit=data.get("quick_exit", False),
    )


def _sections(data: Entry, blocks: Blocks) -> tuple[Section, ...]:
    """The sections with every question whole, each offering only what this form asks."""
    questions = [
        tuple(_questions(section["questions"], blocks, _scope(section["questions"], blocks, "", None)))
        for section in data["sections"]
    ]
    asked = {question.key for own in questions for question in own}
    of_blocks = {key for block in blocks.values() for key in _own_keys(block.get("questions", ()), blocks)}
    return tuple(
        Section(
            section["id"],
            section["title"],
            section["why"],
            tuple(_offering(question, of_blocks - asked) for question in own),
            tuple(section.get("totals", ())),
        )
        for section, own in zip(data["sections"], questions, strict=True)
    )


def _sum(key: str, data: Entry) -> Sum:
    return Sum(key, data["label"], tuple(data["add"]), tuple(data.get("less", ())))


def _notice(data: Entry) -> FormNotice:
    return FormNotice(
        data["id"],
        data["title"],
        data["article"],
        tuple(data["text"]),
        data.get("print", False),
        _when(data, _TOP),
    )


def _hint(data: Entry) -> EvidenceHint:
    return EvidenceHint(
        data["title"],
        data["purpose"],
        tuple(map(PaperSort, data.get("papers", ()))),
        data.get("aside", False),
        data.get("proves", ""),
    )


def _offering(question: Question, unasked: Set[str]) -> Question:
    """A shared block offers what any kind of party answered before: of it, what this form asks."""
    return replace(question, default_from=tuple(key for key in question.default_from if key not in unasked))


def _check(data: Entry, scope: _Scope, when: Condition) -> Check:
    return Check(
        data["id"],
        both(when, _when(data, scope)),
        Grade(data["grade"]),
        scope.whole(data["about"]),
        data["say"],
        data["remedy"],
        data.get("article", ""),
    )


def _checks(entries: Iterable[Entry], blocks: Blocks, scope: _Scope) -> Iterator[Check]:
    """The checks that shared blocks bring along, each with the conditions under which the block is asked."""
    for entry in entries:
        when = _when(entry, scope)
        inner, own = scope, entry.get("questions", ())
        checks: Iterable[Entry] = ()
        if "use" in entry:
            block = _block(entry["use"], blocks)
            own, checks = block.get("questions", ()), block.get("checks", ())
            inner = _scope(
                own, blocks, f"{scope.prefix}{entry['for']}." if "for" in entry else scope.prefix, scope
            )
        elif "group" in entry:
            inner = _scope(own, blocks, f"{scope.prefix}{entry['group']}.#.", scope)
        yield from (_check(each, inner, when) for each in checks)
        for check in _checks(own, blocks, inner):
            yield replace(check, when=both(when, check.when))


def _venue(data: Entry) -> VenueRule:
    return VenueRule(data["case"], {point: tuple(keys) for point, keys in data["places"].items()})


# Questions ------------------------------------------------------------------------------------------------


def _preface(said: str | list[str], blocks: Blocks) -> Iterable[str]:
    """The sentences themselves, or those of a shared block."""
    return _block(said, blocks).get("preface", ()) if isinstance(said, str) else said


def _block(name: str, blocks: Blocks) -> Entry:
    try:
        block: Entry = blocks[name]
    except KeyError:
        raise _UnknownBlock(name) from None
    return block


def _scope(entries: Iterable[Entry], blocks: Blocks, prefix: str, around: _Scope | None) -> _Scope:
    return _Scope(prefix, frozenset(_own_keys(entries, blocks)), around)


def _own_keys(entries: Iterable[Entry], blocks: Blocks) -> Iterator[str]:
    """The keys that entries bring, relative to where they stand."""
    for entry in entries:
        if "use" in entry:
            before = f"{entry['for']}." if "for" in entry else ""
            own = _own_keys(_block(entry["use"], blocks).get("questions", ()), blocks)
            yield from (f"{before}{key}" for key in own)
        elif "group" in entry:
            yield from (f"{entry['group']}.#.{key}" for key in _own_keys(entry["questions"], blocks))
        else:
            yield entry["key"]


def _groups(entries: Iterable[Entry], blocks: Blocks) -> Iterator[Entry]:
    for entry in entries:
        if "group" in entry:
            yield entry
        elif "use" in entry:
            yield from _groups(_block(entry["use"], blocks).get("questions", ()), blocks)


def _group(entry: Entry) -> Group:
    return Group(entry["group"], entry["each"], entry["add"], int(entry["most"]))


def _questions(entries: Iterable[Entry], blocks: Blocks, scope: _Scope) -> Iterator[Question]:
    for entry in entries:
        when = _when(entry, scope)
        if "use" in entry:
            yield from (
                replace(question, when=both(when, question.when)) for question in _used(entry, blocks, scope)
            )
        elif "group" in entry:
            prefix = f"{scope.prefix}{entry['group']}.#."
            inner = _scope(entry["questions"], blocks, prefix, scope)
            yield from (
                replace(question, when=both(when, question.when), group=entry["group"])
                for question in _questions(entry["questions"], blocks, inner)
            )
        else:
            yield _question(entry, scope, when)


def _used(entry: Entry, blocks: Blocks, scope: _Scope) -> Iterator[Question]:
    """The questions of a shared block, as one place uses them."""
    own = _block(entry["use"], blocks).get("questions", ())
    prefix = f"{scope.prefix}{entry['for']}." if "for" in entry else scope.prefix
    for question in _questions(own, blocks, _scope(own, blocks, prefix, scope)):
        relative = question.key.removeprefix(prefix)
        if relative in entry.get("without", ()):
            continue
        suggested = entry.get("prefill", {}).get(relative)
        yield replace(
            question,
            optional=question.optional or relative in entry.get("optional", ()),
            prefill=tuple(map(_prefill, suggested)) if suggested else question.prefill,
        )


def _question(data: Entry, scope: _Scope, when: Condition) -> Question:
    kind = Kind(data["kind"])
    choices = data.get("choices") or (_YES_NO if kind is Kind.YES_NO else {})
    return Question(
        key=f"{scope.prefix}{data['key']}",
        kind=kind,
        label=data["label"],
        term=data.get("term", ""),
        help=data.get("help", ""),
        voice=data.get("voice", ""),
        example=data.get("example", ""),
        article=data.get("article", ""),
        optional=data.get("optional", False),
        choices=tuple(
            Choice(id, label)
            for id, label in (choices | (_UNSURE if data.get("unsure", False) else {})).items()
        ),
        when=when,
        default=data.get("default", ""),
        default_from=tuple(map(scope.whole, data.get("default_from", ()))),
        otherwise=data.get("otherwise", ""),
        future=data.get("future", False),
        prefill=tuple(map(_prefill, data.get("prefill", ()))),
        off_form=data.get("off_form", False),
    )


def _prefill(written: str) -> Prefill:
    """``iou.amount``, or ``iou.rate=yes``: that there is a rate suggests the choice "yes"."""
    named, _, choice = written.partition("=")
    sort, _, fact = named.partition(".")
    return Prefill(PaperSort(sort), FactName(fact), choice)


# Conditions -----------------------------------------------------------------------------------------------


def _when(entry: Entry, scope: _Scope) -> Condition:
    return _condition(entry.get("when", {}), scope)


def _condition(data: Entry, scope: _Scope) -> Condition:
    parts = [_part(key, wanted, scope) for key, wanted in data.items()]
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def _part(key: str, wanted: Any, scope: _Scope) -> Condition:
    if key in ("one_of", "none_of"):
        parts = tuple(_condition(part, scope) for part in wanted)
        return OneOf(parts) if key == "one_of" else NoneOf(parts)
    whole = scope.whole(key)
    if isinstance(wanted, list):
        return Comparison(whole, How.IS, tuple(wanted))
    if isinstance(wanted, str):
        return Comparison(whole, How(wanted))
    ((how, word),) = wanted.items()
    return Comparison(whole, How(how), (scope.whole(word) if is_key(word) else word,))


# The document ---------------------------------------------------------------------------------------------


def _row_block(data: Entry, blocks: Blocks, asked: frozenset[str]) -> RowBlock:
    rows, prefix = data.get("rows", []), ""
    if "use" in data:
        block = _block(data["use"], blocks)
        prefix = f"{data['for']}." if "for" in data else ""
        own = frozenset(_own_keys(block.get("questions", ()), blocks))
        rows = [{**row, "cell": _in_place(row["cell"], prefix, own, asked)} for row in block.get("rows", [])]
    group, sign, _ = prefix.partition(".#")
    return RowBlock(
        data["heading"],
        tuple(Row(row["label"], row["cell"]) for row in rows),
        _when(data, _TOP),
        data.get("otherwise", ""),
        group if sign else "",
    )


def _in_place(cell: str, prefix: str, own: frozenset[str], asked: frozenset[str]) -> str:
    """A shared block's cell with whole keys. Square brackets about what the form leaves out are left out."""

    def left_out(segment: re.Match[str]) -> str:
        keys = _PARTS_OF_KEY.findall(segment[0])
        gone = any(key in own and f"{prefix}{key}" not in asked for key in keys)
        return "" if gone else segment[0]

    whole = _SEGMENT.sub(left_out, cell)
    return re.sub(r"\{(?=[a-z])", "{" + prefix, whole)
