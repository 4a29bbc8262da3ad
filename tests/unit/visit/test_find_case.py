"""Plain people's words, and the situations that are found for them."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from kiosk_app.content.library import Library
from kiosk_app.domain.situations import Situation, Situations, plain
from kiosk_app.visit.find_case import MOST_OFFERS, search

VECTORS = yaml.safe_load((Path(__file__).parents[2] / "vectors" / "situations.yaml").read_text("utf-8"))
SAID = [*VECTORS["tuned"], *VECTORS["aside"], *VECTORS["heard"]]


@pytest.fixture(scope="module")
def situations(library: Library) -> Situations:
    return library.situations


def found(situations: Situations, text: str) -> list[str]:
    return [match.situation.id for match in search(situations, text)]


@pytest.mark.parametrize("vector", SAID, ids=lambda vector: vector["say"])
def test_what_people_say_leads_where_they_mean(situations: Situations, vector: dict[str, str]) -> None:
    offers = found(situations, vector["say"])
    if "first" in vector:
        assert offers[0] == vector["first"]
    else:
        assert vector["three"] in offers[:3]


@pytest.mark.parametrize("say", VECTORS["none"])
def test_what_fits_nothing_is_offered_the_general_form(situations: Situations, say: str) -> None:
    (match,) = search(situations, say)
    assert match.situation == situations.otherwise
    assert match.situation.form_id == "general"
    assert match.said == ()


def test_there_are_queries_enough() -> None:
    assert len(SAID) >= 80
    assert len(VECTORS["none"]) >= 20
    assert len({vector["say"] for vector in SAID}) == len(SAID)


def test_every_situation_is_found_by_its_own_title(situations: Situations) -> None:
    for leaf in situations.leaves():
        assert found(situations, leaf.title)[0] == leaf.id


def test_every_situation_is_asked_for_in_the_queries(situations: Situations) -> None:
    asked = {vector.get("first") or vector.get("three") for vector in SAID}
    assert asked == {leaf.id for leaf in situations.leaves()}


@pytest.mark.parametrize(
    "id", ["owner", "rent", "odd_jobs", "bike", "bank_other", "insurance", "employer", "paid", "trading"]
)
def test_who_stands_on_the_other_side_gets_the_general_form(situations: Situations, id: str) -> None:
    """The element form of property management is written for the company, and so on (elements.md 8)."""
    assert {leaf.id: leaf.form_id for leaf in situations.leaves()}[id] == "general"


def test_the_explanation_repeats_the_visitors_words(situations: Situations) -> None:
    best = search(situations, "老板，拖欠 工资！")[0]
    assert best.situation.form_id == "labour"
    assert best.said == ("老板", "拖欠工资")


def test_words_that_overlap_are_one_and_those_said_twice_count_once(situations: Situations) -> None:
    best = search(situations, "朋友借钱不还钱，朋友啊朋友")[0]
    assert best.said == ("朋友借钱不还钱",)
    assert best.score == len("朋友借钱不还钱")


@pytest.mark.parametrize(
    "say",
    [
        "借钱不还",
        "借 钱 不 还",
        "“借钱，不还！”",
        "借\n钱\t不\u3000还",
        "\x00借钱\x1f不还\x7f",
        "🙏借钱不还🙏",
        "借钱\u200b不还",
    ],
)
def test_signs_between_the_words_make_no_difference(situations: Situations, say: str) -> None:
    assert search(situations, say)[0] == search(situations, "借钱不还")[0]


def test_full_width_and_capitals_make_no_difference(situations: Situations) -> None:
    assert found(situations, "４Ｓ店")[0] == found(situations, "4s店")[0] == "sale"


@pytest.mark.parametrize(
    ("say", "id"), [("离", "divorce"), ("物业", "owner"), ("信用", "credit_card"), ("劳动", "labour")]
)
def test_who_has_only_begun_to_write_is_offered_something(situations: Situations, say: str, id: str) -> None:
    assert id in found(situations, say)


def test_a_whole_word_goes_before_the_beginning_of_another(situations: Situations) -> None:
    assert found(situations, "保险")[0] == "insurance"


@pytest.mark.parametrize("say", ["", " ", "，。！", "\x00\x01", "🙂🙂", "\ud800"])
def test_nothing_said_is_offered_the_general_form(situations: Situations, say: str) -> None:
    assert found(situations, say) == [situations.otherwise.id]


def test_ten_thousand_characters_are_no_trouble(situations: Situations) -> None:
    assert found(situations, "我去年在工地干活老板一直不给工资，" * 600)[0] == "labour"


def test_a_story_of_many_troubles_is_offered_a_few(situations: Situations) -> None:
    matches = search(situations, "".join(word for leaf in situations.leaves() for word in leaf.words))
    assert len(matches) == MOST_OFFERS + 1
    assert matches[-1].situation == situations.otherwise


@given(st.text(max_size=60))
def test_whatever_is_said_there_is_an_offer_and_its_reason(text: str) -> None:
    loan = Situation("loan", "money", "借钱", "借钱", "loan", ("借钱", "钱"))
    other = Situation("other", "more", "别的", "别的", "general", ("别的",))
    matches = search(Situations((loan, other), other), text)
    assert other in [match.situation for match in matches]
    assert matches == search(Situations((loan, other), other), text)
    assert [match.score for match in matches] == sorted((match.score for match in matches), reverse=True)
    for match in matches:
        assert all(word in plain(text) for word in match.said)
        assert bool(match.said) == (match.score > 0)
