"""Relief from court fees (司法救助, 诉讼费用交纳办法 44–51): what somebody applies for. The court decides."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReliefKind(StrEnum):
    """To be spared the fee (natural persons only, 44), to pay less, or to pay later."""

    EXEMPT = "exempt"
    REDUCE = "reduce"
    DEFER = "defer"


RELIEF_NAMES = {ReliefKind.DEFER: "缓交", ReliefKind.REDUCE: "减交", ReliefKind.EXEMPT: "免交"}
RELIEF_ARTICLES = {
    ReliefKind.DEFER: "第四十七条",
    ReliefKind.REDUCE: "第四十六条",
    ReliefKind.EXEMPT: "第四十五条",
}


@dataclass(frozen=True, slots=True)
class Ground:
    """One of the cases of an article, such as 第四十五条第（二）项, in the words of the article."""

    article: str
    words: str


@dataclass(frozen=True, slots=True)
class FeeRelief:
    """An application as its applicant made it; nothing in it is judged. ``kind`` is None where none was
    chosen; ``reasons`` are the applicant's own words; ``proofs`` are named, whether or not they are there."""

    kind: ReliefKind | None
    grounds: tuple[Ground, ...]
    reasons: str
    proofs: tuple[str, ...]
