from __future__ import annotations

import shutil
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from kiosk_app.content.checking import problems, unverified
from kiosk_app.content.data_file import ContentInvalid, ContentMissing
from kiosk_app.content.library import Library
from kiosk_app.content.rate_files import load_lpr

LEGAL = Path(__file__).parents[4] / "shared" / "legal" / "lpr.md"


@pytest.fixture
def copy(resources: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(resources / "rates" / "lpr.yaml", tmp_path))


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ('one_year: "4.20"', 'one_year: "4,20"', "4,20", "such as 3.45"),
        ('one_year: "4.20"', 'one_year: "-4.20"', "-4.20", "such as 3.45"),
        ('one_year: "4.20"', 'one_year: "４.20"', "４.20", "such as 3.45"),
        ('one_year: "4.20"', 'one_year: ".042"', ".042", "such as 3.45"),
        ('five_years: "4.65"', 'five_years: "NaN"', "NaN", "such as 3.45"),
        ('one_year: "4.20"', 'one_year: ["4.20"]', '["4.20"]', "one_year"),
        ("{from: 2020-02-20", "{from: 2019-11-20", "from: 2019-11-20", "twice; remove one"),
        ("{from: 2020-02-20", "{from: 2019-10-21", "from: 2019-10-21", "sort by day"),
        ("{from: 2020-02-20", "{from: 2020-02-30", "2020-02-30", "no day of the calendar"),
        ("{from: 2020-02-20", "{from: 20.2.2020", "20.2.2020", "20.2.2020"),
        ("known_until: 2025-05-20", "known_until: 2025-04-21", "known_until", "2025-05-20 or a later"),
        ("known_until: 2025-05-20", "known_until: 2025-02-29", "2025-02-29", "no day of the calendar"),
        ("verified: false", "verified: no", "verified", "verified"),
        ("known_until:", "known_till:", "#", "known_till"),
    ],
)
def test_a_broken_table_is_named_with_line_and_remedy(
    copy: Path, resources: Path, old: str, new: str, at: str, says: str
) -> None:
    text = copy.read_text("utf-8")
    assert old in text
    copy.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(ContentInvalid) as caught:
        load_lpr(copy, resources / "schema")
    facts = caught.value.facts
    assert facts["path"] == str(copy)
    assert at in copy.read_text("utf-8").splitlines()[int(str(facts["line"])) - 1]
    assert says in str(facts["problem"])


def test_an_empty_table_is_named(copy: Path, resources: Path) -> None:
    text = copy.read_text("utf-8")
    copy.write_text(text[: text.index("rates:")] + "rates: []\n", "utf-8")
    with pytest.raises(ContentInvalid, match="the table is empty; add"):
        load_lpr(copy, resources / "schema")


def test_a_table_that_is_not_there_is_named(tmp_path: Path, resources: Path) -> None:
    with pytest.raises(ContentMissing, match=r"lpr\.yaml"):
        load_lpr(tmp_path / "lpr.yaml", resources / "schema")


def test_the_table_is_checked_with_all_other_files(resources: Path, tmp_path: Path) -> None:
    own = tmp_path / "own"
    shutil.copytree(resources, own, ignore=shutil.ignore_patterns("fonts", "samples"))
    path = own / "rates" / "lpr.yaml"
    path.write_text(path.read_text("utf-8").replace('"3.45"', '"3,45"', 1), "utf-8")
    assert [fault.facts["path"] for fault in problems(own)] == [str(path)]


def test_what_nobody_verified_is_told(library: Library) -> None:
    assert "rates lpr" in [each.what for each in unverified(library)]


def test_the_table_is_the_one_of_the_reference(library: Library) -> None:
    if not LEGAL.exists():
        pytest.skip("the reference is not on this machine")
    cells = [
        [cell.strip() for cell in line.strip("| \n").split("|")]
        for line in LEGAL.read_text("utf-8").splitlines()
        if line.startswith("| 20")
    ]
    assert cells
    assert [(rate.since, rate.one_year, rate.five_years) for rate in library.lpr.rates] == [
        (date.fromisoformat(day), Decimal(one), Decimal(five)) for day, one, five in cells
    ]
