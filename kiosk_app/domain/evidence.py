"""Evidence as the list names it (证据规定 19: numbered, with source and purpose)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One item of the evidence list. ``page_ids`` are the captured pages in reading order."""

    title: str
    purpose: str
    page_ids: tuple[str, ...]
    form: str = "原件"

    @property
    def page_count(self) -> int:
        return len(self.page_ids)
