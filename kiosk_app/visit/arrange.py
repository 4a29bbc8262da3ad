"""The order of evidence pages: pure functions, pages in, pages out.

Pages of one item stand together, and the back of a sheet follows its front. Each function takes the pages
that are in, in their order, and returns them in the new one; :func:`spaced` then writes the order down.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from kiosk_app.store.draft import StoredPage

Pages = tuple[StoredPage, ...]

GAP = 1 << 20
"""The room left between neighbours, so that a page finds a place between them without their moving."""


def leaves(pages: Pages) -> tuple[Pages, ...]:
    """Sheets of paper: a front with the back that was named for it, or a single page."""
    present = {page.id for page in pages}
    backs = {page.back_of: page for page in pages if page.back_of in present}
    return tuple(
        (page, backs[page.id]) if page.id in backs else (page,)
        for page in pages
        if page.back_of not in present
    )


def together(pages: Pages) -> Pages:
    """Items in the order of their first pages, each back behind its front."""
    items: dict[str | None, list[StoredPage]] = {}
    for leaf in leaves(pages):
        for page in leaf:
            items.setdefault(leaf[0].item_id, []).append(replace(page, item_id=leaf[0].item_id))
    return tuple(page for item in items.values() for page in item)


def moved(pages: Pages, page_ids: Collection[str], item_id: str, before: str | None) -> Pages:
    """The sheets of these pages into an item, in front of a page of it or at its end."""
    front: list[Pages] = []
    taken: list[Pages] = []
    behind: list[Pages] = []
    passed = False
    for sheet in leaves(pages):
        passed = passed or any(page.id == before for page in sheet)
        if any(page.id in page_ids for page in sheet):
            taken.append(tuple(replace(page, item_id=item_id) for page in sheet))
        else:
            (behind if passed else front).append(sheet)
    if before is None:
        ends = [number for number, sheet in enumerate(front, 1) if sheet[0].item_id == item_id]
        end = ends[-1] if ends else len(front)
        front, behind = front[:end], front[end:]
    return together(_flat((*front, *taken, *behind)))


def gathered(pages: Pages, page_ids: Collection[str], item_id: str) -> Pages:
    """The sheets of these pages as an item of their own, behind the item of the first of them."""
    chosen = {page.id for sheet in leaves(pages) for page in sheet if {p.id for p in sheet} & {*page_ids}}
    home = next(page.item_id for page in pages if page.id in chosen)
    own = tuple(replace(page, item_id=item_id) for page in pages if page.id in chosen)
    rest = [page for page in pages if page.id not in chosen]
    before = [number for number, page in enumerate(rest, 1) if page.item_id == home]
    first = next(number for number, page in enumerate(pages) if page.id in chosen)
    place = before[-1] if before else first
    return together((*rest[:place], *own, *rest[place:]))


def shifted(pages: Pages, page_ids: Collection[str], by: int) -> Pages:
    """The sheets of these pages one place on (``by`` 1) or back (-1) inside their item, all together."""
    sheets = leaves(pages)
    at = [number for number, sheet in enumerate(sheets) if any(page.id in page_ids for page in sheet)]
    item_id = sheets[at[0]][0].item_id if at else None
    own = [number for number, sheet in enumerate(sheets) if sheet[0].item_id == item_id]
    at = [number for number in at if number in own]
    target = at[0] - 1 if by < 0 else at[-1] + 1 if at else -1
    if not at or target not in own:
        return pages
    block = [sheets[number] for number in at]
    rest = [sheet for number, sheet in enumerate(sheets) if number not in at]
    place = target if by < 0 else target + 1 - len(at)
    return _flat((*rest[:place], *block, *rest[place:]))


def item_shifted(pages: Pages, item_id: str, by: int) -> Pages:
    """A whole item one place on or back among the items."""
    items = [tuple(group) for _, group in groupby(pages, key=lambda page: page.item_id)]
    at = next(number for number, group in enumerate(items) if group[0].item_id == item_id)
    other = at + by
    if 0 <= other < len(items):
        items[at], items[other] = items[other], items[at]
    return _flat(items)


def put_back(pages: Pages, returning: Iterable[StoredPage]) -> Pages:
    """Pages that were taken out, each where it was: among the pages of its item, else among the items."""
    present = list(pages)
    for page in sorted(returning, key=lambda page: page.position):
        present.insert(_home(present, page), replace(page, removal=None))
    return together(tuple(present))


def _home(pages: Sequence[StoredPage], page: StoredPage) -> int:
    own = [number for number, other in enumerate(pages) if other.item_id == page.item_id]
    starts = [
        number
        for number, other in enumerate(pages)
        if number == 0 or pages[number - 1].item_id != other.item_id
    ]
    later = [number for number in own or starts if pages[number].position > page.position]
    return later[0] if later else own[-1] + 1 if own else len(pages)


def spaced(pages: Pages) -> Pages:
    """Positions that rise in this order, with as few pages given a new one as possible."""
    kept = _longest_rise([page.position for page in pages])
    positions: list[int] = []
    low = 0
    for number, page in enumerate(pages):
        if number in kept:
            low = page.position
        else:
            after = next((n for n in range(number, len(pages)) if n in kept), None)
            high = pages[after].position if after is not None else low + 2 * GAP
            low += (high - low) // ((after or number + 1) - number + 1)
        positions.append(low)
    if any(later <= earlier for earlier, later in zip([0, *positions], positions, strict=False)):
        positions = [(number + 1) * GAP for number in range(len(pages))]
    return tuple(
        page if page.position == position else replace(page, position=position)
        for page, position in zip(pages, positions, strict=True)
    )


def _longest_rise(values: Sequence[int]) -> frozenset[int]:
    """The places of a longest strictly rising run of values (patience sorting)."""
    tails: list[int] = []
    ends: list[int] = []
    before: list[int | None] = []
    for number, value in enumerate(values):
        height = bisect_left(tails, value)
        before.append(ends[height - 1] if height else None)
        tails[height : height + 1] = [value]
        ends[height : height + 1] = [number]
    run: set[int] = set()
    at = ends[-1] if ends else None
    while at is not None:
        run.add(at)
        at = before[at]
    return frozenset(run)


def _flat(sheets: Iterable[Pages]) -> Pages:
    return tuple(page for sheet in sheets for page in sheet)
