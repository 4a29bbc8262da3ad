from __future__ import annotations

from dataclasses import replace

import pytest

from kiosk_app.content.library import Library
from kiosk_app.domain.filing import Court
from kiosk_app.domain.venue import CourtEntry, Venues, courts_at, find_courts


def entry(name: str, *areas: str) -> CourtEntry:
    return CourtEntry(Court(name, name), "1", areas)


TABLE = (
    entry("北京朝阳", "北京市朝阳区"),
    entry("长春朝阳", "吉林省长春市朝阳区"),
    entry("长春二道", "吉林省长春市二道区"),
    entry("荆州沙市", "湖北省荆州市沙市区"),
    entry("通州", "北京市通州区"),
    entry("阿鲁科尔沁", "内蒙古自治区赤峰市阿鲁科尔沁旗"),
    entry("城东法院"),
    entry("开发区", "示范省示范市城东区", "示范省示范市高新技术产业开发区"),
)


def names(address: str) -> list[str]:
    return [court.name for court in courts_at(TABLE, address)]


@pytest.mark.parametrize(
    ("address", "courts"),
    [
        ("北京市朝阳区建国路 1 号", ["北京朝阳"]),
        ("吉林省长春市朝阳区", ["长春朝阳"]),
        ("长春市朝阳区人民大街", ["长春朝阳"]),
        ("朝阳区", ["北京朝阳", "长春朝阳"]),
        ("上海市朝阳区", []),
        ("湖北省荆州市沙市区北京路", ["荆州沙市"]),
        ("北京市通州区", ["通州"]),
        ("内蒙古自治区赤峰市阿鲁科尔沁旗", ["阿鲁科尔沁"]),
        ("示范市高新技术产业开发区创新路阳光小区 3 号楼", ["开发区"]),
        ("示范市城东区阳光小区", ["开发区"]),
        ("由 城东法院 管辖", ["城东法院"]),
        ("", []),
        ("区", []),
        ("不知道", []),
        ("北京市", []),
        ("x" * 10_000, []),
        ("\x00城东区\u202e", []),
    ],
)
def test_an_address_lies_where_it_says(address: str, courts: list[str]) -> None:
    assert names(address) == courts


def found(library: Library, case: str, **places: str) -> Venues:
    named = {point: (place,) for point, place in places.items()}
    return find_courts(library.venues[case], library.courts.values(), named)


def test_each_court_has_its_reasons(library: Library) -> None:
    venues = found(library, "loan", defendant_home="示范市城东区", payee="示范市城东区", performed="临水县")
    assert [venue.court.id for venue in venues.found] == ["demo-east", "demo-county"]
    assert [reason.rule.point.id for reason in venues.found[0].reasons] == ["defendant_home", "payee"]
    assert all("第" in reason.rule.source for venue in venues.found for reason in venue.reasons)


def test_several_defendants_give_each_a_court(library: Library) -> None:
    homes = ("示范市城东区", "临水县", "示范市城东区和平路1号", " ")
    venues = find_courts(library.venues["general"], library.courts.values(), {"defendant_home": homes})
    assert [venue.court.id for venue in venues.found] == ["demo-east", "demo-county"]
    assert [len(venue.reasons) for venue in venues.found] == [2, 1]


def test_what_was_agreed_comes_first(library: Library) -> None:
    venues = found(library, "loan", defendant_home="示范市城东区", agreed="临水县")
    assert [venue.court.id for venue in venues.found] == ["demo-county", "demo-east"]


def test_what_the_law_fixes_comes_before_what_was_agreed(library: Library) -> None:
    loan, land = library.venues["loan"], library.venues["real_estate"]
    both = replace(loan, rules=(*loan.rules, *land.rules))
    places = {"agreed": ("临水县",), "property": ("示范市城东区",)}
    venues = find_courts(both, library.courts.values(), places)
    assert [venue.court.id for venue in venues.found] == ["demo-east", "demo-county"]


def test_a_place_of_no_court_here_is_told(library: Library) -> None:
    venues = found(library, "divorce", defendant_home="海南省三沙市西沙区")
    assert not venues.found
    assert [reason.place for reason in venues.elsewhere] == ["海南省三沙市西沙区"]


def test_what_the_case_does_not_ask_counts_for_nothing(library: Library) -> None:
    assert found(library, "labour", defendant_home="示范市城东区", employer="  ") == Venues((), ())


def test_land_is_heard_where_it_lies(library: Library) -> None:
    assert all(rule.exclusive for rule in library.venues["real_estate"].rules)
