"""Evidence as the list names it (证据规定 19: numbered, with source and purpose)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kiosk_app.domain.values import Origin


class ItemPart(StrEnum):
    """What is said of an item of evidence, and can be suggested by its first page."""

    TITLE = "title"
    DATED = "dated"
    PURPOSE = "purpose"


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One item of the evidence list. ``page_ids`` are the captured pages in reading order; ``dated`` is the
    day that stands on it. ``origins`` has a place on a page for each part that a person took over from it.

    ``form`` says what is handed over: a picture (翻拍, 在线诉讼规则 11). Whether an original or a copy lay
    under the camera nobody asked, and the original goes home again.
    """

    title: str
    purpose: str
    page_ids: tuple[str, ...]
    form: str = "翻拍件"
    dated: date | None = None
    origins: Mapping[ItemPart, Origin] = field(default_factory=dict)

    @property
    def page_count(self) -> int:
        return len(self.page_ids)
