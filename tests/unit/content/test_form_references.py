"""A form that does not fit into itself: each fault is named with its line and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk_app.content.data_file import ContentInvalid
from kiosk_app.content.form_files import load_blocks, load_form
from kiosk_app.forms.question import Form

WHEN = "when: {claims.amount: blank, claims.other: blank}"


@pytest.fixture
def form(resources: Path, tmp_path: Path) -> Path:
    """A small sound form with its shared blocks beside it."""
    shutil.copytree(resources / "schema", tmp_path / "schema")
    (tmp_path / "forms").mkdir()
    shutil.copy(resources / "forms" / "common.yaml", tmp_path / "forms")
    shutil.copy(resources / "samples" / "new_form.yaml", tmp_path / "forms" / "new_form.yaml")
    return tmp_path / "forms" / "new_form.yaml"


def load(path: Path) -> Form:
    resources = path.parents[1]
    return load_form(path, resources / "schema", load_blocks(resources))


def test_it_is_sound_as_it_is(form: Path) -> None:
    assert load(form).id == "new_form"


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        # Keys and choices that are not there.
        (WHEN, "when: {claims.amuont: blank}", "a condition names claims.amuont, which is no question"),
        (WHEN, "when: {plaintiff.#.kind: [robot]}", "to be robot, which is no choice of it"),
        (WHEN, "when: {one_of: [{claims.x: given}]}", "a condition names claims.x"),
        ("about: claims.amount", "about: claims.amuont", "is about claims.amuont, which is no question"),
        (
            "add: [claims.amount]",
            "add: [claims.other]",
            "names claims.other, which is no question about money",
        ),
        ("amount: claim_total}", "amount: claim_totl}", "the fee counts claim_totl, which is no sum"),
        ("totals: [claim_total]", "totals: [claim_totl]", "name claim_totl, which is no sum"),
        ("[defendant.#.residence,", "[defendant.#.home,", "names defendant.#.home, which is no question"),
        ("{use: plaintiffs}", "{use: plaintifs}", "there is no block plaintifs in common.yaml"),
        ("use: guardian,", "use: gardian,", "there is no block gardian"),
        ("for: plaintiff.#, ", "for: plantiff.#, ", "plantiff.#.name, which is no question"),
        ('cell: "{claims.other}"', 'cell: "{claims.othr}"', "a cell names claims.othr"),
        ('cell: "{claims.amount}元"', 'cell: "{claims.amount.year}元"', "a cell names claims.amount.year"),
        ('cell: "{claims.amount}元"', 'cell: "{plaintiff.#.kind=robot}元"', "which is no choice of it"),
        # What is needed, and what stands twice.
        ("  - id: service", "  - id: servise", "there is no section service"),
        ("  claim_total: {label", "  claimed: {label", "there is no sum claim_total"),
        ("  - id: facts\n", "  - id: claims\n", "the section claims stands here twice"),
        ("key: claims.other,", "key: claims.amount,", "the question claims.amount stands here twice"),
        (
            "  - {kind: property, amount: claim_total}",
            "  - {kind: property, when: {claims.amount: given}}",
            "the last one must hold always",
        ),
        (
            '{label: 2.其他请求, cell: "{claims.other}"}',
            '{label: 2.其他请求, cell: "无"}',
            "say off_form: true",
        ),
        # What cannot be compared.
        (WHEN, 'when: {claims.other: {over: "5"}}', "over compares amounts"),
        (WHEN, "when: {claims.amount: {before: today}}", "before compares days"),
        (WHEN, 'when: {facts.story: {younger_than: "18"}}', "younger_than compares days"),
        (WHEN, "when: {plaintiff.#.name: given, defendant.#.name: given}", "names several groups"),
        (
            "key: claims.other, kind: long_text,",
            "key: claims.other, kind: long_text, when: {plaintiff.#.birth: {before: today}},",
            "a question cannot wait for a day",
        ),
        (
            "key: claims.other, kind: long_text,",
            "key: claims.other, kind: long_text, when: {claims.other: given},",
            "conditions run in a circle",
        ),
        # Answers that are none.
        (
            "key: claims.amount, kind: money,",
            "key: claims.amount, kind: money, default: viel,",
            "default: viel is no answer",
        ),
        # What the schema knows.
        ("kind: money", "kind: mony", "mony"),
        (WHEN, "when: {claims.amount: maybe}", "maybe"),
        (WHEN, 'when: {claims.amount: {about: "5"}}', "about"),
        ("label: 发生了什么事", 'label: ""', "label"),
        ("label: 还要对方做什么, ", "", "label"),
        ("grade: court_will_ask", "grade: refuse", "refuse"),
        ("valid_from: 2025-07-14", "valid_from: 2025-02-29", "no day of the calendar"),
    ],
)
def test_a_fault_is_named_with_its_line(form: Path, old: str, new: str, says: str) -> None:
    text = form.read_text("utf-8")
    assert old in text
    changed = text.replace(old, new, 1)
    form.write_text(changed, "utf-8")
    with pytest.raises(ContentInvalid) as caught:
        load(form)
    assert says in str(caught.value.facts["problem"])
    assert 1 <= int(str(caught.value.facts["line"])) <= changed.count("\n") + 1


def test_the_line_is_the_one_with_the_fault(form: Path) -> None:
    text = form.read_text("utf-8")
    form.write_text(text.replace("about: claims.amount", "about: claims.amuont"), "utf-8")
    with pytest.raises(ContentInvalid) as caught:
        load(form)
    line = int(str(caught.value.facts["line"]))
    assert "claims.amuont" in form.read_text("utf-8").splitlines()[line - 1]
