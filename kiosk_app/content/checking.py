"""Every content file held against its rules, not only up to the first fault; what nobody has verified."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kiosk_app.content import data_file
from kiosk_app.content.data_file import ContentInvalid, ContentMissing
from kiosk_app.content.fee_files import load_fees
from kiosk_app.content.form_files import load_blocks, load_form
from kiosk_app.content.library import Library, form_paths, load_library
from kiosk_app.content.rate_files import load_lpr

Problem = ContentMissing | ContentInvalid

_PLAIN = {
    "guidance/notices.yaml": "notices.schema.json",
    "guidance/service_address.yaml": "sentences.schema.json",
    "courts/courts.yaml": "courts.schema.json",
    "courts/venue.yaml": "venue.schema.json",
    "causes/situations.yaml": "situations.schema.json",
}


@dataclass(frozen=True, slots=True)
class Unverified:
    """A rule, form or table that nobody has compared with its source yet. ``what`` is its kind and id."""

    what: str
    source: str
    edition: str


def problems(resources: Path) -> tuple[Problem, ...]:
    """The first fault of every file: a court that has edited several sees them all. What only shows when
    everything is put together is told when each file alone is right."""
    schemas = resources / "schema"
    blocks = partial(load_blocks, resources)
    unusable = _faults([blocks])
    shared = {} if unusable else blocks()
    alone: list[Callable[[], object]] = [
        *(partial(load_form, path, schemas, shared) for path in form_paths(resources) if not unusable),
        partial(load_fees, resources / "fees", schemas),
        partial(load_lpr, resources / "rates" / "lpr.yaml", schemas),
        *(partial(data_file.load, resources / file, schemas / schema) for file, schema in _PLAIN.items()),
    ]
    return (*unusable, *_faults(alone)) or _faults([partial(load_library, resources)])


def _faults(loads: Iterable[Callable[[], object]]) -> tuple[Problem, ...]:
    found = []
    for load in loads:
        try:
            load()
        except (ContentMissing, ContentInvalid) as fault:
            found.append(fault)
    return tuple(found)


def unverified(library: Library) -> Iterator[Unverified]:
    """What stays marked ``verified: false`` in the data."""
    for form in library.forms.values():
        if not form.verified:
            yield Unverified(f"form {form.id}", form.source, form.edition)
    for rule in library.fee_rules:
        if not rule.verified:
            yield Unverified(f"fee {rule.kind}", rule.source, rule.edition)
    for case in library.venues.values():
        if not case.verified:
            yield Unverified(f"venue {case.id}", case.rules[0].source, case.edition)
    if not library.lpr.verified:
        yield Unverified("rates lpr", library.lpr.source, library.lpr.edition)
