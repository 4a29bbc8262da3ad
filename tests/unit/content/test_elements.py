"""The eleven model forms against two witnesses: a transcription of their elements (elements.yaml), and
the reference list that the transcription is held against in turn, where it lies beside the repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

from kiosk_app.content.library import Library
from kiosk_app.documents import complaint, typeface
from kiosk_app.forms.condition import ALWAYS
from kiosk_app.forms.element_table import ElementTable, fill
from kiosk_app.forms.question import Form
from kiosk_app.forms.unroll import unroll
from tests.fakes import papers

ROOT = Path(__file__).resolve().parents[3]
REFERENCE = ROOT.parent / "shared" / "legal" / "elements.md"
ELEMENTS: Mapping[str, Any] = yaml.load(
    (ROOT / "tests/vectors/elements.yaml").read_text("utf-8"), yaml.BaseLoader
)
FORMS: Mapping[str, Mapping[str, Any]] = ELEMENTS["forms"]

Labels = list[tuple[str, list[str]]]
"""Headings with the labels of their rows."""


# The transcription ----------------------------------------------------------------------------------------


def split(row: str | Mapping[str, str]) -> tuple[str, str]:
    """A transcribed row's label, and the hint that the published form has in its cell."""
    return (row, "") if isinstance(row, str) else next(iter(row.items()))


def official(id: str) -> Labels:
    """All headings and labels of a form, in the official order."""
    form = FORMS[id]
    parties = [
        (party, next(b for end, b in ELEMENTS["blocks"].items() if end in party)) for party in form["parties"]
    ]
    rows = {**form["rows"], **ELEMENTS["last"]}
    return [
        (ELEMENTS["first"], []),
        *parties,
        *((heading, [split(row)[0] for row in labels]) for heading, labels in rows.items()),
    ]


def hints(id: str) -> dict[str, str]:
    """Hints by the labels of their rows."""
    return {label: hint for rows in FORMS[id]["rows"].values() for label, hint in map(split, rows) if hint}


# Our forms ------------------------------------------------------------------------------------------------


def printed(form: Form) -> ElementTable:
    """The form's table without answers, with two of every repeated group."""
    two = unroll(form, {group.key: 2 for group in form.groups})
    return fill(two, {}, {"evidence_list": "", **dict.fromkeys(form.sums, "____")})


def ours(form: Form, headings: Sequence[str]) -> Labels:
    """Headings and labels of our data. A block without a heading goes on with the one before; one that is
    shown only where it is needed, such as 法定代理人, is no part of the official order."""
    found: Labels = []
    for block in form.blocks:
        if block.when != ALWAYS and not block.otherwise and block.heading not in headings:
            continue
        labels = [row.label for row in block.rows if row.label]
        if block.heading:
            found.append((block.heading, labels))
        else:
            found[-1][1].extend(labels)
    return found


def form_of(id: str, library: Library) -> Form:
    if id not in library.forms:
        pytest.fail(f"there is no form {id}")
    return library.forms[id]


@pytest.mark.parametrize("id", FORMS)
def test_headings_and_labels_are_the_official_ones_in_their_order(id: str, library: Library) -> None:
    expected, behind = official(id), {label + hint: label for label, hint in hints(id).items()}
    found = ours(form_of(id, library), [heading for heading, _ in expected])
    assert [
        (heading, [behind.get(label, label) for label in labels]) for heading, labels in found
    ] == expected


@pytest.mark.parametrize("id", FORMS)
def test_hints_of_the_official_cells_are_printed(id: str, library: Library) -> None:
    cells = texts(printed(form_of(id, library)))
    missing = [hint for label, hint in hints(id).items() if plain(hint) not in cells.get(plain(label), "")]
    assert not missing, missing


def test_a_complaint_ends_with_the_official_lines(library: Library) -> None:
    paper = complaint.render(
        printed(library.forms["loan"]),
        plaintiffs=("甲",),
        letterhead=papers.letterhead(typeface.load(papers.FONTS)),
        signature=None,
    ).pdf
    *_, last = ELEMENTS["last"]["对纠纷解决方式的意愿"]
    end = papers.text(paper).partition(last)[2]
    assert [end.index(line) for line in ELEMENTS["closing"]] == sorted(map(end.index, ELEMENTS["closing"]))


# The reference list ---------------------------------------------------------------------------------------

_MARK = re.compile(r"\{[^{}]*=[^{}]*\}")
REPHRASED = {
    ("credit_card", "是否就主要条款进行提示注意、说明"),
    ("credit_card", "被告已还款金额"),
    ("securities", "控股股东、实际控制人、董监高等连带责任的情况"),
}
"""What the reference list says in words of its own; of the first two it says itself that they are in part
those of the form of 2024."""

_NO_TEXT = {"text", "amount", "list", "check", "note", "有无", "年", "月", "日"}
"""Words of the reference list that describe a cell. The units of a day are printed with the day."""
_TICKED = {
    "是",
    "否",
    "有",
    "无",
    "了解",
    "不了解",
    "男",
    "女",
    "无财产",
    "有财产",
    "无债务",
    "有债务",
    "无此问题",
    "有此问题",
}
_NOT_TICKED = {"业主/建设单位", "年（季/月）", "%/年（季/月）"}


@dataclass(frozen=True)
class Element:
    """One element of the reference list; ``value`` describes its cell. ``short`` ones abridge the label."""

    number: str
    label: str
    value: Any
    short: bool = False

    def fits(self, label: str) -> bool:
        """Whether an official label is this element's."""
        number, text = re.fullmatch(r"(?:(\d+)\.)?(.+)", label).groups()  # type: ignore[union-attr]
        if self.number and number != self.number:
            return False
        whole, own = plain(text), plain(self.label)
        return abridges(own, whole) if self.short else whole == own or whole.startswith(f"{own}（")


@dataclass(frozen=True)
class Reference:
    blocks: Mapping[str, list[Any]]
    forms: Mapping[str, Mapping[str, Any]]
    """By the names of the types: headings with what stands under them."""
    short: frozenset[str]
    """The names of the types of which it has but a short list."""

    def elements(self, name: str) -> Iterator[tuple[str, list[Element]]]:
        """The headings of a type, each with its elements in order."""
        for heading, content in self.forms[name].items():
            if heading != "parties":
                yield heading, [self._element(entry, name in self.short) for entry in entries(content)]

    def _element(self, entry: tuple[str, Any], short: bool) -> Element:
        key, value = entry
        block = self.blocks.get(key, self.blocks.get(value if isinstance(value, str) else ""))
        number, label = re.fullmatch(r"(?:(\d+) )?(.+)", key).groups()  # type: ignore[union-attr]
        if block is not None:
            label, value = next(iter(block[0])), [next(iter(block[0].values())), *block[1:]]
        return Element(number or "", label, value, short)


def entries(content: Any) -> list[tuple[str, Any]]:
    if isinstance(content, Mapping):
        return list(content.items())
    if isinstance(content, str):
        return [(content, "")]
    return [(key, value) for key, _, value in (each.partition(": ") for each in content)]


@pytest.fixture(scope="module")
def reference() -> Reference:
    if not REFERENCE.exists():
        pytest.skip("the reference list is not beside the repository")
    sections = re.split(r"^## ", REFERENCE.read_text("utf-8"), flags=re.M)
    data = {
        section.partition("\n")[0]: yaml.load(block, yaml.BaseLoader)
        for section in sections
        for block in re.findall(r"^```yaml\n(.*?)^```", section, flags=re.M | re.S)
    }
    blocks = next(each for title, each in data.items() if title.startswith("2. "))
    short = next(each for title, each in data.items() if title.startswith("9a. "))
    names = [form["name"] for form in FORMS.values()]
    whole = {name: each for title, each in data.items() for name in names if f". {name}" in title}
    return Reference(blocks, {**whole, **short}, frozenset(short))


def test_the_reference_list_has_all_eleven(reference: Reference) -> None:
    assert sorted(reference.forms) == sorted(form["name"] for form in FORMS.values())


@pytest.mark.parametrize("id", FORMS)
def test_the_transcription_has_every_element_of_the_reference_list(id: str, reference: Reference) -> None:
    name, transcribed = FORMS[id]["name"], dict(official(id))
    headings = [heading for heading in transcribed if heading in reference.forms[name]]
    assert headings == [heading for heading, _ in reference.elements(name)]
    for heading, elements in reference.elements(name):
        labels = transcribed[heading]
        assert len(labels) == len(elements), heading
        unlike = [
            (element.label, label)
            for element, label in zip(elements, labels, strict=True)
            if (id, element.label) not in REPHRASED and not element.fits(label)
        ]
        assert not unlike, unlike


@pytest.mark.parametrize("id", FORMS)
def test_the_transcription_has_every_party_of_the_reference_list(id: str, reference: Reference) -> None:
    parties = reference.forms[FORMS[id]["name"]].get("parties", {})
    endings = {
        "natural_person": "（自然人）",
        "organization": "（法人、非法人组织）",
        "organization_short": "（法人、非法人组织）",
    }
    wanted = [
        side + endings.get(kind, "")
        for side, kinds in parties.items()
        for kind in ([kinds] if isinstance(kinds, str) else kinds)
    ]
    assert [party for party in FORMS[id]["parties"] if party in wanted] == wanted


def test_the_shared_blocks_are_those_of_the_reference_list(reference: Reference) -> None:
    def labels(name: str) -> list[str]:
        return [split(entry)[0] for entry in reference.blocks[name]]

    assert ELEMENTS["blocks"]["（自然人）"] == labels("natural_person")
    assert ELEMENTS["blocks"]["（法人、非法人组织）"] == labels("organization")
    assert ELEMENTS["blocks"]["委托诉讼代理人"] == labels("agent")
    assert list(ELEMENTS["last"].values()) == [labels("mediation_wish")]
    assert ELEMENTS["closing"] == labels("closing")


@pytest.mark.parametrize("id", FORMS)
def test_cells_print_what_the_reference_list_names(id: str, library: Library, reference: Reference) -> None:
    """Options, with a box to tick; and the words between the blanks."""
    cells = texts(printed(form_of(id, library)))
    transcribed = dict(official(id))
    missing = [
        (label, word)
        for heading, elements in reference.elements(FORMS[id]["name"])
        for element, label in zip(elements, transcribed[heading], strict=True)
        for word in (*words(element), *ticks(element))
        if not re.search(word, cells.get(plain(label), ""))
    ]
    assert not missing, missing


HEADED = {
    "natural_person": "（自然人）",
    "organization": "（法人、非法人组织）",
    "agent": "代理人",
    "mediation_wish": "意愿",
}


@pytest.mark.parametrize("block", HEADED)
def test_shared_cells_print_what_the_reference_list_names(
    block: str, library: Library, reference: Reference
) -> None:
    table = [each for each in library.forms["loan"].blocks if HEADED[block] in each.heading]
    cells = {plain(row.label): plain(_MARK.sub("☐", row.cell)) for each in table for row in each.rows}
    missing = [
        (label, option)
        for label, options in map(split, reference.blocks[block])
        for option in options
        for word in re.split("[（）/]", option)
        if not re.search(rf"{re.escape(plain(word))}.*☐", cells[plain(label)])
    ]
    assert not missing, missing


# Words and boxes ------------------------------------------------------------------------------------------


def plain(text: str) -> str:
    """One spelling for what forms and transcriptions write differently: spaces, widths, quotes, colons."""
    return text.translate(str.maketrans("／％()", "/%（）", ' \u3000"“”:：'))


def texts(table: ElementTable) -> dict[str, str]:
    """What is printed of each row, by its label with and without a hint: the label and its cell."""
    rows = [(plain(row.label), plain(row.text)) for block in table.blocks for row in block.rows if row.label]
    found = {label: f"{label}\n{text}" for label, text in rows}
    return {re.sub("（[^（）]*）$", "", label): text for label, text in found.items()} | found


def abridges(short: str, whole: str) -> bool:
    """Whether all characters of one text stand in the other, in their order."""
    rest = iter(whole)
    return all(character in rest for character in short)


def words(element: Element) -> Iterator[str]:
    """Patterns of what is printed between the blanks of a cell. Short lists put several into one word."""
    for text in strings(element.value):
        for word in (each.strip("，。") for each in re.split(r"_+|[\s/:：()（）+–…]+", text)):
            if word and word not in _NO_TEXT and not (element.short and "、" in word):
                yield re.escape(plain(word))


def ticks(element: Element) -> Iterator[str]:
    """Patterns of the options of a cell, each with a box in its line."""
    if element.short:
        return
    for group in lists(element.value):
        heads = [re.split(r"[ :：]", each)[0] for each in group if isinstance(each, str)]
        closed = "其他" in heads
        yield from (boxed(head) for head in heads if closed or head in _TICKED)
    for text in strings(element.value):
        for group in re.findall(r"[^\s:：]+(?:\s?/\s?[^\s:：]+)+", "" if text.startswith("（") else text):
            if group not in _NOT_TICKED and "%" not in group:
                yield from (
                    boxed(re.sub(r"[(（][^()（）]*[)）]?$", "", option.strip()))
                    for option in group.split("/")
                )


def boxed(option: str) -> str:
    return f"{re.escape(plain(option))}[^\n]*☐"


def strings(value: Any) -> Iterator[str]:
    """Every text in a description, keys of mappings too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, each in value.items():
            yield key
            yield from strings(each)
    else:
        for each in value:
            yield from strings(each)


def lists(value: Any) -> Iterator[list[Any]]:
    """Every list in a description."""
    if isinstance(value, list):
        yield value
    for each in value.values() if isinstance(value, Mapping) else value if isinstance(value, list) else ():
        yield from lists(each)
