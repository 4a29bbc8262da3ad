"""Words for everything that can be said: none missing, none left over, facts filled in."""

from __future__ import annotations

import importlib
import pkgutil
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import kiosk_app
from kiosk_app.domain.errors import EnvironmentFault, Fault, InputFault, IntegrityFault
from kiosk_app.domain.findings import Finding, Grade, Place
from kiosk_app.domain.submission import State
from kiosk_app.forms.answers import AnswerProblem
from kiosk_app.ui import messages
from kiosk_app.ui.fault_words import FAULTS

_TREES = {InputFault, EnvironmentFault, IntegrityFault}
_SOURCES = sorted(Path(next(iter(kiosk_app.__path__))).rglob("*.py"))


def _faults() -> list[type[Fault]]:
    for module in pkgutil.walk_packages(kiosk_app.__path__, "kiosk_app."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    found: list[type[Fault]] = []

    def walk(kind: type[Fault]) -> None:
        for below in kind.__subclasses__():
            if below.__module__.startswith("kiosk_app"):
                found.append(below)
            walk(below)

    walk(Fault)
    return [fault for fault in found if fault not in _TREES]


def test_every_fault_has_words_in_both_languages() -> None:
    missing = {fault.__name__ for fault in _faults()} - set(FAULTS)
    assert missing == set()
    assert all(zh and en for zh, en in FAULTS.values())


def test_no_words_for_faults_that_are_gone() -> None:
    assert set(FAULTS) - {fault.__name__ for fault in _faults()} == set()


def test_words_name_only_facts_that_the_fault_documents() -> None:
    documented: dict[str, str] = {}
    for fault in _faults():
        documented[fault.__name__] = documented.get(fault.__name__, "") + (fault.__doc__ or "")
    for name, sentences in FAULTS.items():
        for sentence in sentences:
            for _, fact, _, _ in string.Formatter().parse(sentence):
                assert fact is None or f"``{fact}``" in documented[name], (name, fact)


def test_a_fault_without_its_facts_still_speaks() -> None:
    class Unheard(EnvironmentFault):
        pass

    assert "没有丢" in messages.fault_words(Unheard())
    assert "—" in messages.fault_words(_named("SeveralCards"))


def _named(name: str) -> Fault:
    return next(fault for fault in _faults() if fault.__name__ == name)()


@pytest.mark.parametrize("state", State)
def test_every_state_has_a_word_for_visitor_and_clerk(state: State) -> None:
    for language in ("zh", "en"):
        assert messages.state_words(state, "visitor", language)
        assert messages.state_words(state, "clerk", language)


def test_only_what_the_court_acknowledged_is_called_received() -> None:
    said = {state: messages.state_words(state, "visitor") for state in State}
    for state in (State.SEALED, State.SENDING, State.HELD, State.NEEDS_PERSON):
        assert "已保存在本机" in said[state]
        assert "法院已收到" not in said[state]
    assert said[State.DELIVERED] == "法院已收到"


@pytest.mark.parametrize("problem", AnswerProblem)
def test_every_problem_of_an_answer_has_words(problem: AnswerProblem) -> None:
    assert messages.problem_words(problem, "zh") != messages.problem_words(problem, "en")


def _codes() -> Iterator[str]:
    for path in _SOURCES:
        text = path.read_text("utf-8")
        yield from re.findall(r"""\b_?[Ff]inding\(\s*"([a-z_]+)\"""", text)
        if path.name == "quality.py":
            yield from re.findall(r'"(page_[a-z_]+)"', text)


def test_every_finding_has_words() -> None:
    codes = set(_codes())
    assert len(codes) > 10
    assert codes - set(messages.FINDINGS) == set()


def test_every_blocker_has_words() -> None:
    source = next(path for path in _SOURCES if path.match("visit/visit.py")).read_text("utf-8")
    codes = set(re.findall(r'return "([a-z_]+)"', source))
    assert codes
    assert codes <= set(messages.BLOCKERS)


def test_a_finding_names_what_it_speaks_of() -> None:
    words = messages.finding_words(Finding("answer_missing", Grade.COURT_WILL_ASK, "x"), "联系电话")
    assert "联系电话" in words


@pytest.mark.parametrize(
    ("where", "said"),
    [
        (Place(0.02, 0.05, 0.2, 0.1), "左上角"),
        (Place(0.4, 0.0, 0.2, 0.2), "上边"),
        (Place(0.7, 0.1, 0.3, 0.1), "右上角"),
        (Place(0.0, 0.4, 0.2, 0.2), "左边"),
        (Place(0.4, 0.4, 0.2, 0.2), "中间"),
        (Place(0.8, 0.2, 0.2, 0.6), "右边"),
        (Place(0.1, 0.8, 0.1, 0.1), "左下角"),
        (Place(0.0, 0.8, 1.0, 0.2), "下边"),
        (Place(0.75, 0.8, 0.2, 0.2), "右下角"),
        (Place(0.05, 0.05, 0.9, 0.9), ""),
    ],
)
def test_a_place_is_said_as_people_say_it(where: Place, said: str) -> None:
    assert messages.place_words(where) == said
    finding = Finding("page_glare", Grade.UNREADABLE, place=where)
    assert messages.finding_words(finding, "") == f"{said}有反光，请把材料转一下再拍"


def test_a_place_in_english_keeps_the_sentence_whole() -> None:
    here = Finding("page_finger", Grade.UNREADABLE, place=Place(0.0, 0.4, 0.2, 0.2))
    assert (
        messages.finding_words(here, "", "en")
        == "A finger hides print on the left; take it away and try again"
    )
    nowhere = Finding("page_glare", Grade.UNREADABLE)
    assert messages.finding_words(nowhere, "", "en") == "There is glare; turn the paper and take it again"


@pytest.mark.parametrize(
    ("side", "advice"), [("left", "往右"), ("right", "往左"), ("top", "往下"), ("bottom", "往上")]
)
def test_a_cut_edge_says_which_way_to_move(side: str, advice: str) -> None:
    finding = Finding("page_cut_off", Grade.UNREADABLE, facts=(("side", side),), place=Place(0, 0, 0.1, 1))
    assert advice in messages.finding_words(finding, "")


def test_a_cut_edge_without_its_side_still_speaks() -> None:
    assert "四个角" in messages.finding_words(Finding("page_cut_off", Grade.UNREADABLE), "")


def test_nothing_is_ever_called_refused_or_late() -> None:
    every = [words for pair in FAULTS.values() for words in pair]
    every += [words for pair in messages.FINDINGS.values() for words in pair]
    every += [words for pair in messages.REMEDIES.values() for words in pair]
    every += [words for pair in messages.CUT_OFF.values() for words in pair]
    every += [words for pair in messages.VISITOR_STATES.values() for words in pair]
    for forbidden in ("时效", "不予受理", "驳回", "胜诉"):
        assert not any(forbidden in words for words in every)


def test_words_need_no_qt() -> None:
    check = (
        "import sys, kiosk_app.ui, kiosk_app.ui.messages, kiosk_app.ui.parts;"
        "sys.exit(any(name.startswith('PySide6') for name in sys.modules))"
    )
    assert subprocess.run([sys.executable, "-c", check], check=False).returncode == 0
