"""Where a person's or an organisation's name begins and ends in running Chinese text."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kiosk_app.capture.paper_tables import (
    AFTER_NAME,
    BEFORE_NAME,
    BETWEEN_NAME,
    COMPOUND_SURNAMES,
    MAYBE_AFTER_NAME,
    ORGANIZATION,
    SURNAMES,
)

_HAN = r"㐀-䶿一-鿿\U00020000-\U0003ffff"
_RUN = re.compile(rf"[{_HAN}·•.・]{{1,40}}")
_RUN_BEFORE = re.compile(rf"[{_HAN}·]{{1,40}}\Z")
_ORGANIZATION = re.compile(rf"[{_HAN}()（）]{{2,36}}?{ORGANIZATION}(?:[{_HAN}]{{2,8}}(?:分公司|支行))?")
_MANY = re.compile(r"[、/]|和|与|及")
_ASIDE = re.compile(r"[(（]([^()（）\n\t]{0,60})[)）]\Z")
_WHEN = re.compile(r"(?:于|在|自)?\d{4}[年.\-/]\d{1,2}[月.\-/]\d{1,2}日?\Z")
_LONGEST_PERSON = 4


@dataclass(frozen=True, slots=True)
class Name:
    """A name at ``start`` to ``end``. ``clean`` says that both ends are beyond doubt."""

    value: str
    start: int
    end: int
    clean: bool


def is_common(name: str) -> bool:
    """Whether all its signs are of the common tables (GB 2312). Others are taken for one another when read:
    軒 for 轩."""
    try:
        return bool(name.replace("·", "").encode("gb2312"))
    except UnicodeEncodeError:
        return False


def is_person(name: str) -> bool:
    """Whether it begins with a surname and is as long as names are (a minority's have a middle dot)."""
    if "·" in name:
        return 4 <= len(name) <= 20
    if name[:2] in COMPOUND_SURNAMES:
        return 3 <= len(name) <= _LONGEST_PERSON
    return bool(name) and name[0] in SURNAMES and 2 <= len(name) <= _LONGEST_PERSON


def _has_doubtful_length(name: str) -> bool:
    """Four signs with a surname of one: more often a name and a word than a name."""
    return len(name) == _LONGEST_PERSON and "·" not in name and name[:2] not in COMPOUND_SURNAMES


def name_after(text: str, at: int) -> Name | None:
    """The name that begins at ``at``; None where no name does, or nobody can say where it ends."""
    if (match := _ORGANIZATION.match(text, at)) and "，" not in match[0]:
        return Name(match[0], at, match.end(), True)
    run = _RUN.match(text, at)
    if run is None:
        return None
    whole = re.sub("[•・.]", "·", run[0]).rstrip("·")
    length, clean = _length(whole)
    name = whole[:length]
    if not is_person(name) or (
        length == _LONGEST_PERSON and "·" not in name and name[:2] not in COMPOUND_SURNAMES
    ):
        return None
    followed = _MANY.match(text, at + length)
    return Name(name, at, at + length, clean and not followed)


def _length(whole: str) -> tuple[int, bool]:
    """Where a name ends in a run of signs, and whether that is beyond doubt."""
    for at in range(2, min(len(whole), 21)):
        if whole.startswith(AFTER_NAME, at):
            return at, True
        if whole[at] in MAYBE_AFTER_NAME:
            # 林知远于…: a third sign before it makes a whole name; 李慧因 may be one.
            return at, at >= 3
    return len(whole), True


def name_before(text: str, at: int) -> Name | None:
    """The name that ends at ``at``, or before a day or an aside that stands there."""
    inside = ""
    for _ in range(4):
        head = text[max(0, at - 80) : at]
        if aside := _ASIDE.search(head):
            inside = inside or aside[1]
            at -= len(aside[0])
        elif when := _WHEN.search(head):
            at -= len(when[0])
        elif word := next((word for word in BETWEEN_NAME if head.endswith((f"){word}", f"日{word}"))), ""):
            at -= len(word)
        else:
            break
    head = text[max(0, at - 80) : at]
    run = _RUN_BEFORE.search(head)
    if run is None:
        return None
    whole, start = run[0], at - len(run[0])
    if inside and whole.endswith(("本人", "我")):
        return name_after(text, text.index(inside, start))
    for word in BETWEEN_NAME:
        whole = whole.removesuffix(word) if len(whole) - len(word) >= 2 else whole
    end = start + len(whole)
    for word in BEFORE_NAME:
        if whole.startswith(word) and len(whole) - len(word) >= 2:
            whole, start = whole[len(word) :], start + len(word)
    # What stands before a gap in the middle of a row was not read, and may have been a word such as 向.
    clean = not (start and text[start - 1] == "\t")
    if not is_person(whole) or _has_doubtful_length(whole):
        organization = re.search(rf"[{_HAN}]{{2,36}}{ORGANIZATION}\Z", whole)
        return Name(whole, start, end, clean) if organization else None
    return Name(whole, start, end, clean)
