from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kiosk_app.content.checking import problems, unverified
from kiosk_app.content.data_file import ContentInvalid, ContentMissing, load
from kiosk_app.content.library import Library, load_library


@pytest.fixture
def copy(resources: Path, tmp_path: Path) -> Path:
    for name in ("forms", "fees", "courts", "guidance", "rates", "causes", "icons", "schema"):
        shutil.copytree(resources / name, tmp_path / name)
    return tmp_path


def test_everything_shipped_is_valid(library: Library) -> None:
    assert "loan" in library.forms
    assert library.courts
    assert {notice.kind for notice in library.notices} == {"online_filing", "sensitive_data"}


@pytest.mark.parametrize(
    ("file", "old", "new", "at", "says"),
    [
        (
            "forms/loan.yaml",
            "kind: money, label: 还欠多少本金",
            "kind: mony, label: 还欠多少本金",
            "还欠多少本金",
            "mony",
        ),
        (
            "forms/loan.yaml",
            "- {use: agents}",
            "- {use: agnet}",
            "agnet",
            "no block agnet",
        ),
        ("forms/loan.yaml", 'cell: "{claims.other}', 'cell: "{claims.othr}', "claims.othr", "claims.othr"),
        ("forms/loan.yaml", "{claims.costs=yes}", "{claims.costs=maybe}", "claims.costs", "no choice"),
        (
            "forms/loan.yaml",
            "when: {security.any: [yes]}",
            "when: {security.all: [yes]}",
            "security.all",
            "no question",
        ),
        (
            "forms/loan.yaml",
            "when: {security.any: [yes]}",
            "when: {security.any: [maybe]}",
            "security.any",
            "no choice",
        ),
        ("forms/loan.yaml", "key: claims.other,", "key: claims.principal,", "claims.principal", "twice"),
        (
            "forms/loan.yaml",
            "add: [claims.principal",
            "add: [claims.other",
            "claims.other",
            "money",
        ),
        (
            "forms/loan.yaml",
            "default_from: [contract.to]",
            "default_from: [contract.till]",
            "contract.till",
            "no question",
        ),
        ("forms/loan.yaml", "otherwise: no", "otherwise: never", "claims.interest_until_paid", "no choice"),
        ("forms/loan.yaml", "id: loan\n", "id: loan\nid: loan2\n", "id: loan2", "twice"),
        ("forms/loan.yaml", "valid_from: 2025-07-14", "valid_from: 2025-02-30", "2025-02-30", "calendar"),
        (
            "forms/loan.yaml",
            "key: security.any\n",
            "key: security.any\n        when: {security.pledge: [yes]}\n",
            "security.",
            "circle",
        ),
        ("forms/loan.yaml", "sections:\n", "sections: ]\n", "sections: ]", ""),
        ("fees/acceptance.yaml", 'up_to: "100000"', 'up_to: "9000"', 'up_to: "9000"', "rise"),
        ("fees/acceptance.yaml", '      - {rate: "0.005"}\n', "", 'up_to: "20000000"', "rise"),
        ("fees/acceptance.yaml", 'up_to: "10000"', 'up_to: "0"', 'up_to: "0"', "rise"),
        ("fees/acceptance.yaml", '["50", "300"]', '["300", "50"]', '["300", "50"]', "comes first"),
        ("fees/acceptance.yaml", "2007-04-01", "2007-02-30", "2007-02-30", "calendar"),
        ("fees/acceptance.yaml", "    of: property", "    of: nothing", "of: nothing", "nothing"),
        ("fees/acceptance.yaml", "    verified: true\n", "", "财产案件", "verified"),
        ("fees/application.yaml", "divided_by: 3", "divided_by: 0", "divided_by: 0", "divided_by"),
        ("fees/application.yaml", 'cap: "5000"', 'cap: "-1"', 'cap: "-1"', "cap"),
        ("courts/courts.yaml", "1 号窗口", '1 号窗口\n  fees: {divorce: "301"}', "301", "50.00–300.00"),
        ("courts/courts.yaml", "1 号窗口", '1 号窗口\n  fees: {property: "50"}', "property", "nothing"),
        ("guidance/notices.yaml", "kind: sensitive_data", "kind: everything", "everything", "everything"),
        ("courts/courts.yaml", "  counter:", "  counters:", "id: demo-district", "counter"),
        ("courts/courts.yaml", "id: demo-east", "id: demo-district", "id: demo-district", "twice"),
        ("courts/venue.yaml", "point: agreed", "point: agred", "point: agred", "agred"),
        ("forms/loan.yaml", "  case: loan", "  case: lone", "case: lone", "no case lone"),
        ("forms/loan.yaml", "    payee: [", "    insured: [", "insured: [", "no place of the case loan"),
        ("courts/venue.yaml", "exclusive: true", "exclusive: yes", "exclusive: yes", "exclusive"),
    ],
)
def test_a_broken_file_is_named_with_line_and_remedy(
    copy: Path, file: str, old: str, new: str, at: str, says: str
) -> None:
    path = copy / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentInvalid) as caught:
        load_library(copy)
    facts = caught.value.facts
    assert facts["path"] == str(path)
    assert at in path.read_text("utf-8").splitlines()[int(str(facts["line"])) - 1]
    assert says in str(facts["problem"])


def test_two_files_of_one_form_are_named(copy: Path) -> None:
    shutil.copy(copy / "forms" / "loan.yaml", copy / "forms" / "loan2.yaml")
    with pytest.raises(ContentInvalid, match="loan2") as caught:
        load_library(copy)
    assert "already" in str(caught.value.facts["problem"])


def test_all_files_are_checked_and_each_fault_told(copy: Path) -> None:
    assert problems(copy) == ()
    for file, old, new in (
        ("forms/loan.yaml", "kind: money", "kind: mony"),
        ("fees/application.yaml", "divided_by: 3", "divided_by: 1"),
        ("courts/venue.yaml", "edition:", "editon:"),
    ):
        path = copy / file
        path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")
    (copy / "guidance" / "notices.yaml").unlink()
    told = sorted(Path(str(fault.facts["path"])).name for fault in problems(copy))
    assert told == ["application.yaml", "loan.yaml", "notices.yaml", "venue.yaml"]


def test_what_only_shows_together_is_told_when_each_file_is_right(copy: Path) -> None:
    path = copy / "courts" / "courts.yaml"
    path.write_text(path.read_text("utf-8").replace("demo-east", "demo-district"), "utf-8")
    assert [fault.facts["path"] for fault in problems(copy)] == [str(path)]


def test_what_nobody_verified_is_told(library: Library) -> None:
    assert [each.what for each in unverified(library)] == [
        *(f"form {id}" for id in library.forms),
        "rates lpr",
    ]


def test_a_missing_file_is_named(copy: Path) -> None:
    (copy / "courts" / "courts.yaml").unlink()
    with pytest.raises(ContentMissing) as caught:
        load_library(copy)
    assert str(caught.value.facts["path"]).endswith("courts.yaml")


@pytest.mark.parametrize(
    "text",
    [
        b'a: "x\0y"',
        b"? [a, b]\n: c",
        b"[" * 5000,
        b"- " * 100_000,
        b"{a: " * 100_000,
        b"!!int x",
        b"!!timestamp x",
        b"a: \xff\xfe",
        b"- a",
        b"",
    ],
)
def test_a_file_that_is_no_such_yaml_is_named(resources: Path, tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "answers.yaml"
    path.write_bytes(text)
    with pytest.raises(ContentInvalid) as caught:
        load(path, resources / "schema" / "answers.schema.json")
    assert caught.value.facts["path"] == str(path)


def test_a_folder_is_no_content_file(resources: Path, tmp_path: Path) -> None:
    with pytest.raises(ContentMissing) as caught:
        load(tmp_path, resources / "schema" / "answers.schema.json")
    assert caught.value.facts["path"] == str(tmp_path)
