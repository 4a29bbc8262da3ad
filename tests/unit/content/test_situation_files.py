from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk_app.content.data_file import ContentInvalid, ContentMissing
from kiosk_app.content.library import Library
from kiosk_app.content.situation_files import load_situations

FORMS = (
    "loan divorce sale labour traffic property_service bank_loan credit_card surety_insurance finance_lease "
    "securities general"
).split()


@pytest.fixture
def copy(resources: Path, tmp_path: Path) -> Path:
    for name in ("causes", "icons", "schema"):
        shutil.copytree(resources / name, tmp_path / name)
    return tmp_path


def test_every_form_has_its_situation(library: Library) -> None:
    named = {leaf.form_id for leaf in library.situations.leaves()}
    assert named == set(FORMS)
    assert library.situations.otherwise.form_id == "general"


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("    form: loan", "    form: lone", "form: lone", "no form lone; name one of"),
        ("        form: divorce", "        form: divorced", "form: divorced", "no form divorced"),
        ("id: loan\n", "id: labour\n", "- id: labour", "twice"),
        ("icon: money", "icon: mony", "icon: mony", "icons/mony.svg"),
        ("otherwise: written", "otherwise: family", "otherwise: family", "leads to a form"),
        ("otherwise: written", "otherwise: nothing", "otherwise: nothing", "no situation nothing"),
        ("借钱, 借钱不还,", "借钱, ！, 借钱不还,", "！", "no letter"),
        ("借钱, 借钱不还,", "借钱, 借钱, 借钱不还,", "借钱, 借钱,", "借钱 stands here twice"),
        ("    form: loan\n", "", "", "'form' is a required property"),
        ("        form: divorce\n", "        form: divorce\n        children: []\n", "", "children"),
        ("sentence: 借出的钱要不回", "sentance: 借出的钱要不回", "", "sentance"),
        ("title: 借钱不还", "title: 借钱不还借钱不还借钱不还借钱不还！", "title", "too long"),
        ("situations:\n", "situations: ]\n", "situations: ]", ""),
    ],
)
def test_a_broken_tree_is_named_with_line_and_remedy(
    library: Library, copy: Path, old: str, new: str, at: str, says: str
) -> None:
    path = copy / "causes" / "situations.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentInvalid) as caught:
        load_situations(copy, library.forms)
    facts = caught.value.facts
    assert facts["path"] == str(path)
    assert at in path.read_text("utf-8").splitlines()[int(str(facts["line"])) - 1]
    assert says in str(facts["problem"])


def test_a_tree_that_is_not_there_is_named(library: Library, copy: Path) -> None:
    (copy / "causes" / "situations.yaml").unlink()
    with pytest.raises(ContentMissing):
        load_situations(copy, library.forms)


def test_a_new_form_is_offered_without_a_line_in_the_tree(library: Library, resources: Path) -> None:
    form = replace(library.forms["loan"], id="fishing", title="打渔纠纷", description="网破了")
    situations = load_situations(resources, {**library.forms, "fishing": form})
    group = next(top for top in situations.top if situations.otherwise in top.children)
    added = group.children[group.children.index(situations.otherwise) - 1]
    assert (added.form_id, added.title, added.sentence) == ("fishing", "打渔纠纷", "网破了")
    assert "打渔纠纷" in added.words


def test_it_stands_at_the_top_where_the_last_offer_does(library: Library, copy: Path) -> None:
    path = copy / "causes" / "situations.yaml"
    path.write_text(path.read_text("utf-8").replace("otherwise: written", "otherwise: loan", 1), "utf-8")
    form = replace(library.forms["loan"], id="fishing")
    situations = load_situations(copy, {**library.forms, "fishing": form})
    assert [top.id for top in situations.top][:2] == ["fishing", "loan"]


def test_the_words_are_plain(library: Library) -> None:
    words = [word for leaf in library.situations.leaves() for word in leaf.words]
    assert "4s店" in words
    assert len(words) > 1000
