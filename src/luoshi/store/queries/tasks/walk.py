"""One page of the ledger: index walks under each place a person sees, merged, never counted to the end."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from luoshi.store.models import Task, Unit
from luoshi.store.queries.sql import Sql, both, day, fetched, union
from luoshi.store.queries.tasks.filters import Filters
from luoshi.store.queries.tasks.place import Branch, Place, Walk, branches, outermost

CAP: Final = 1_001  # nobody counts further
_LOOKED_AT = 4_000  # rows a costly filter looks at before it says how far it came
_LEAST = 500  # of them under one place, however many places there are
_ROUNDS = 3
_WINDOW = 30_000  # task ids a walk by number looks at
_SMALL = 3_000  # a set of this size is sorted in memory

Key = tuple[date | None, int]  # limit and id; for the order by making (None, id)


@dataclass(frozen=True, slots=True)
class Page:
    """Ids in order, and where to go on.

    Attributes:
        keys: of the tasks shown.
        after: the last key looked at; None at the end of the ledger.
        is_short: the page is not full because the filter is rare: go on to look further.
        n_found: of a costly filter, how many fit among those looked at.
        is_all: everything was looked at, so ``n_found`` is how many there are.
    """

    keys: tuple[Key, ...]
    after: Key | None
    is_short: bool = False
    n_found: int = 0
    is_all: bool = False


def everywhere() -> tuple[tuple[int, int], ...]:
    """Return the subtrees that somebody sees who sees all: the operator at the command line."""
    return tuple(
        (pk, 1) for pk in Unit.objects.filter(parent=None).order_by("pk").values_list("pk", flat=True)
    )


def walk_for(sees: Sequence[tuple[int, int]], filters: Filters, today: date) -> Walk:
    """Return the walk of a person who sees the subtrees ``(unit, depth)``, narrowed to the unit asked for."""
    places = outermost(sees)
    if len(places) == 1 and places[0].depth == 1:
        others = Unit.objects.filter(parent=None).exclude(pk=places[0].unit)
        places = (replace(places[0], is_all=not others.exists()),)
    if not filters.unit or not places:
        return Walk(places, filters, today)
    row = Unit.objects.filter(pk=filters.unit).values_list("depth", *(f"l{p.depth}" for p in places)).first()
    if row is None:
        return Walk((), filters, today)
    depth, *above = row
    if any(unit == place.unit for unit, place in zip(above, places, strict=True)):
        return Walk((Place(filters.unit, depth),), filters, today)
    return Walk(places, filters, today, ((f"l{depth}", filters.unit),))


def by_due(walk: Walk, *, after: Key | None, n: int) -> Page:
    """Return the next ``n`` tasks by limit, those without one last.

    A costly filter looks at some thousand rows at a time, at most ``_ROUNDS`` times.
    """
    found: list[Key] = []
    n_found = 0
    for dated in (True, False):
        if not dated and not walk.may_be_undated:
            continue
        if dated and ((after and after[0] is None) or walk.filters.when == "undated"):
            continue
        start = after if after and (after[0] is not None) == dated else None
        for _ in range(_ROUNDS):
            keys, n_here, border = _next(walk, dated=dated, after=start, n=n - len(found))
            found += keys
            n_found += n_here
            if len(found) >= n:
                is_all = border is None and (not dated or not walk.may_be_undated)
                return Page(tuple(found), found[-1], n_found=n_found, is_all=is_all)
            if border is None:
                break
            start = border
        else:
            return Page(tuple(found), start, is_short=True, n_found=n_found)
    return Page(tuple(found), None, n_found=n_found, is_all=True)


def _next(walk: Walk, *, dated: bool, after: Key | None, n: int) -> tuple[list[Key], int, Key | None]:
    """Return up to ``n`` keys, how many there are up to the border, and the border of a costly filter."""
    ways = [(branch, _way(walk, branch, dated=dated, after=after)) for branch in branches(walk)]
    if not ways:
        return [], 0, None
    if not walk.is_costly:
        rows = _keys([branch.keys(way, n) for branch, way in ways], n)
        return [(day(due), pk) for due, pk, _ in rows], len(rows), None
    border = _border(ways)
    members = [branch.keys(both([way, *_up_to(border, branch)])) for branch, way in ways]
    rows = _keys(members, n)
    return [(day(due), pk) for due, pk, _ in rows], rows[0][2] if rows else 0, border


def _keys(members: Sequence[Sql], n: int) -> list[tuple[Any, ...]]:
    """Return the first ``n`` keys of all branches, each once, with how many the branches have together."""
    whole = union(members, distinct=True)
    text = f"SELECT due_on, id, COUNT(*) OVER () FROM ({whole.text}) AS k ORDER BY due_on, id LIMIT {n:d}"  # noqa: S608
    return fetched(Sql(text, whole.params))


def _way(walk: Walk, branch: Branch, *, dated: bool, after: Key | None) -> Sql:
    """Return the days a branch is walked through: those after a key, or those without a limit."""
    due, pk = branch.due, branch.pk
    if not dated:
        return Sql(f"{due} IS NULL AND {pk} > %s", (after[1] if after else 0,))
    first, last = walk.days
    found = []
    if after and after[0]:
        first = max(first or date.min, after[0])
        found.append(Sql(f"({due} > %s OR {pk} > %s)", after))
    found.append(Sql(f"{due} >= %s", (first,)) if first else Sql(f"{due} IS NOT NULL"))
    if last:
        found.append(Sql(f"{due} <= %s", (last,)))
    return both(found)


def _border(ways: Sequence[tuple[Branch, Sql]]) -> Key | None:
    """Return the key at which a costly filter stops looking; an index step each, no row is read."""
    at = max(_LEAST, _LOOKED_AT // len(ways))
    members = [branch.keys(way, 1, offset=at, plain=True) for branch, way in ways]
    reached = [(day(due), pk) for due, pk in fetched(union(members, distinct=False))]
    return min(reached, key=_sortable) if reached else None


def _up_to(border: Key | None, branch: Branch) -> Iterator[Sql]:
    if border is None:
        return
    due, pk = branch.due, branch.pk
    if border[0] is None:
        yield Sql(f"{pk} <= %s", (border[1],))
    else:
        yield Sql(f"{due} <= %s AND ({due} < %s OR {pk} <= %s)", (border[0], *border))


def _sortable(key: Key) -> tuple[date, int]:
    return key[0] or date.max, key[1]


def by_making(walk: Walk, *, after: Key | None, n: int) -> Page:
    """Return the next ``n`` tasks, the latest made first."""
    below = after[1] if after else None
    if not walk.is_costly and count(walk, _SMALL + 1) <= _SMALL:
        members = [branch.ids(_before(branch, below)) for branch in branches(walk)]
        keys = _latest(members, n + 1)
        return Page(keys[:n], keys[n - 1] if len(keys) > n else None)
    top = below if below is not None else _highest() + 1
    found: list[Key] = []
    for _ in range(_ROUNDS):
        window = [branch.window(top - _WINDOW, top, n) for branch in branches(walk)]
        found += _latest(window, n - len(found))
        top -= _WINDOW
        if len(found) >= n or top <= 0:
            break
    if len(found) >= n:
        return Page(tuple(found), found[-1])
    return Page(tuple(found), (None, top) if top > 0 else None, is_short=top > 0)


def _before(branch: Branch, pk: int | None) -> Sql:
    return Sql(f"{branch.pk} < %s", (pk,)) if pk is not None else Sql("")


def _latest(members: Sequence[Sql], n: int) -> tuple[Key, ...]:
    if not members:
        return ()
    whole = union(members, distinct=True)
    rows = fetched(Sql(f"SELECT id FROM ({whole.text}) AS k ORDER BY id DESC LIMIT {n:d}", whole.params))  # noqa: S608
    return tuple((None, pk) for (pk,) in rows)


def _highest() -> int:
    return Task.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def by_unit(walk: Walk, *, after: Key | None, n: int) -> Page | None:
    """Return the next ``n`` tasks by the lead unit's place in the tree; None when too many to sort."""
    page = by_due(walk, after=None, n=_SMALL + 1)
    if page.after is not None:
        return None
    small = [pk for _, pk in page.keys]
    order = Task.objects.filter(pk__in=small).values_list("seat__l1", "seat__rank", "seat_id", "due_on", "pk")
    in_order = [row[4] for row in sorted(order, key=lambda row: (*row[:3], row[3] or date.max, row[4]))]
    start = in_order.index(after[1]) + 1 if after and after[1] in in_order else 0
    keys = tuple((None, pk) for pk in in_order[start : start + n])
    return Page(keys, keys[-1] if len(in_order) > start + n else None)


_ORDERS: dict[str, Callable[..., Page | None]] = {"due": by_due, "made": by_making, "unit": by_unit}


def page_of(walk: Walk, *, sort: str, after: Key | None, n: int) -> Page | None:
    """Return the next ``n`` tasks in an order; None when there are too many to sort by unit."""
    page = _ORDERS[sort](walk, after=after, n=n + 1)
    if page is None or len(page.keys) <= n:
        return page if page is None or page.is_short else replace(page, after=None)
    return replace(page, keys=page.keys[:n], after=page.keys[n - 1])


def count(walk: Walk, cap: int = CAP) -> int:
    """Return how many tasks there are, up to ``cap``; of a costly filter, among those it looks at."""
    if walk.is_costly:
        return min(cap, sum(_next(walk, dated=dated, after=None, n=1)[1] for dated in walk.phases))
    members = [branch.ids(walk.within(branch), cap) for branch in branches(walk)]
    if not members:
        return 0
    whole = union(members, distinct=True)
    return min(cap, int(fetched(Sql(f"SELECT COUNT(*) FROM ({whole.text}) AS k", whole.params))[0][0]))  # noqa: S608


def every_id(walk: Walk, *, sort: str, chunk: int = 2_000) -> Iterator[list[int]]:
    """Yield the ids of all tasks in order, a chunk at a time, in flat memory."""
    after: Key | None = None
    while True:
        page = page_of(walk, sort=sort, after=after, n=chunk)
        if page is None:  # too many to sort by unit
            sort = "due"
            continue
        if page.keys:
            yield [pk for _, pk in page.keys]
        after = page.after
        if after is None:
            return


def narrowed(walk: Walk, **changes: Any) -> Walk:  # noqa: ANN401 - the fields of Filters
    """Return the same walk with some filters changed."""
    return replace(walk, filters=replace(walk.filters, **changes))
