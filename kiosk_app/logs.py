"""Logs at both ends: a JSON line each, made of named things only. Nothing of a visitor can slip in."""

from __future__ import annotations

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, TextIO

import structlog
from structlog.typing import FilteringBoundLogger, Processor

ALLOWED = frozenset(
    "event level time request_id method route status took_ms kiosk_id filing_id problem error fault kind "
    "where swept url reasons text".split()
)
"""Ids, names of faults and places in the code. ``text`` is Qt's own words about itself."""


_NAMES_PEOPLE = ("pyhanko", "pyhanko_certvalidator")
"""Libraries whose warnings quote a certificate, and so who signed."""


def configure() -> None:
    """Let every ``structlog.get_logger()`` of this process write to standard error, whatever that is then."""
    for name in _NAMES_PEOPLE:
        library = logging.getLogger(name)
        library.addHandler(logging.NullHandler())
        library.propagate = False
    structlog.configure(
        processors=_processors(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )


def make_logger(stream: TextIO) -> FilteringBoundLogger:
    """A logger that writes JSON lines to ``stream`` and drops every key that is not allowed."""
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(stream),
        processors=_processors(),
        wrapper_class=structlog.make_filtering_bound_logger(logging.INFO),
        cache_logger_on_first_use=False,
    )
    return logger


def _processors() -> list[Processor]:
    return [
        _only_allowed,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _only_allowed(_logger: object, _method: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: value for key, value in entry.items() if key in ALLOWED}
