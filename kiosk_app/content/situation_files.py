"""The tree of situations understood: every form and every picture it names is there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from kiosk_app.content import data_file
from kiosk_app.domain.situations import Situation, Situations, plain
from kiosk_app.forms.question import Form

_UNLISTED_ICON = "paper"


def load_situations(resources: Path, forms: Mapping[str, Form]) -> Situations:
    """The tree; a form that it does not name stands beside ``otherwise``: a new form is offered at once.

    Raises :class:`~kiosk_app.content.data_file.ContentInvalid` naming file, line and remedy.
    """
    path = resources / "causes" / "situations.yaml"
    data = data_file.load(path, resources / "schema" / "situations.schema.json")
    seen: set[str] = set()
    for place, entry in _entries(data["situations"], ["situations"]):
        _check(path, place, entry, seen, forms, resources / "icons")
    top = tuple(_situation(entry) for entry in data["situations"])
    leaves = {leaf.id: leaf for situation in top for leaf in situation.children or (situation,)}
    if data["otherwise"] not in leaves:
        raise data_file.problem_at(
            path, ["otherwise"], f"no situation {data['otherwise']} leads to a form; name one that does"
        )
    otherwise = leaves[data["otherwise"]]
    named = {leaf.form_id for leaf in leaves.values()}
    unlisted = tuple(_unlisted(form) for form in forms.values() if form.id not in named)
    return Situations(_beside(top, otherwise, unlisted), otherwise)


def _entries(
    entries: list[Mapping[str, Any]], place: list[str | int]
) -> Iterator[tuple[list[str | int], Mapping[str, Any]]]:
    """Every entry of the tree with its place in the file."""
    for index, entry in enumerate(entries):
        yield [*place, index], entry
        yield from _entries(entry.get("children", []), [*place, index, "children"])


def _check(
    path: Path,
    place: list[str | int],
    entry: Mapping[str, Any],
    seen: set[str],
    forms: Mapping[str, Form],
    icons: Path,
) -> None:
    """What the schema cannot know. ``seen`` are the ids of the entries before."""
    id, form = entry["id"], entry.get("form")
    if id in seen:
        raise data_file.problem_at(path, [*place, "id"], f"the situation {id} stands here twice; rename one")
    seen.add(id)
    if form is not None and form not in forms:
        known = ", ".join(forms)
        raise data_file.problem_at(path, [*place, "form"], f"there is no form {form}; name one of {known}")
    if not (icons / f"{entry['icon']}.svg").is_file():
        raise data_file.problem_at(path, [*place, "icon"], f"there is no drawing icons/{entry['icon']}.svg")
    _check_words(path, [*place, "words"], entry.get("words", ()))


def _check_words(path: Path, place: list[str | int], words: Iterable[str]) -> None:
    seen = {""}
    for index, word in enumerate(words):
        if plain(word) in seen:
            problem = f"{word} stands here twice, or has no letter; leave it out"
            raise data_file.problem_at(path, [*place, index], problem)
        seen.add(plain(word))


def _situation(entry: Mapping[str, Any]) -> Situation:
    return Situation(
        id=entry["id"],
        icon=entry["icon"],
        title=entry["title"],
        sentence=entry["sentence"],
        form_id=entry.get("form", ""),
        words=_plain_words((entry["title"], *entry["words"])) if "words" in entry else (),
        children=tuple(_situation(child) for child in entry.get("children", ())),
    )


def _unlisted(form: Form) -> Situation:
    words = (form.title, form.description, form.cause.name, form.cause.name.removesuffix("纠纷"))
    return Situation(form.id, _UNLISTED_ICON, form.title, form.description, form.id, _plain_words(words))


def _plain_words(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(plain, words)))


def _beside(
    situations: tuple[Situation, ...], otherwise: Situation, more: tuple[Situation, ...]
) -> tuple[Situation, ...]:
    """The tree with more leaves where ``otherwise`` stands."""
    if otherwise in situations:
        at = situations.index(otherwise)
        return (*situations[:at], *more, *situations[at:])
    return tuple(
        replace(each, children=_beside(each.children, otherwise, more))
        if otherwise in each.children
        else each
        for each in situations
    )
