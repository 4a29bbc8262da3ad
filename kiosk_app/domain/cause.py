"""Causes of action (案由), as the court's table of a given edition names them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cause:
    """One cause: what it is called, its path in 《民事案件案由规定》, and that table's edition."""

    id: str
    name: str
    path: tuple[str, ...]
    edition: str
