"""One page of the ledger: index walks under each place a person sees, merged, never counted to the end."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from heapq import merge
from typing import Any

from django.db.models import F, Model, Q, QuerySet

from luoshi.store.models import Stake, Task, Unit
from luoshi.store.queries.tasks.filters import Filters, condition, days_of

CAP = 1_001  # nobody counts further
_LOOKED_AT = 4_000  # rows a costly filter looks at before it says how far it came
_ROUNDS = 3
_WINDOW = 30_000  # task ids a walk by number looks at
_SMALL = 3_000  # a set of this size is sorted in memory

Key = tuple[date | None, int]  # limit and id; for the order by making (None, id)


@dataclass(frozen=True, slots=True)
class Place:
    """The root of a subtree that is seen.

    Attributes:
        unit, depth: of the root.
        is_all: there are no units outside: whoever has a stake, the task is seated here too.
    """

    unit: int
    depth: int
    is_all: bool = False


@dataclass(frozen=True, slots=True)
class Walk:
    """What to walk through: places, filters, the day it is.

    Attributes:
        places: the subtrees.
        filters: what is wanted of them.
        today: lights and overdue are as of this day.
        beyond: further condition on tasks, by prefix of their columns.
    """

    places: tuple[Place, ...]
    filters: Filters
    today: date
    beyond: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """Ids in order, and where to go on.

    Attributes:
        keys: of the tasks shown.
        after: the last key looked at; None at the end of the ledger.
        is_short: the page is not full because the filter is rare: go on to look further.
    """

    keys: tuple[Key, ...]
    after: Key | None
    is_short: bool = False


def walk_for(sees: Sequence[tuple[int, int]], filters: Filters, today: date) -> Walk:
    """Return the walk of a person who sees the subtrees ``(unit, depth)``, narrowed to the unit asked for."""
    places = _outermost(sees)
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


def _outermost(sees: Sequence[tuple[int, int]]) -> tuple[Place, ...]:
    """Return the places without repeats; a place below another costs a walk and changes nothing."""
    return tuple(Place(unit, depth) for unit, depth in sorted(set(sees), key=lambda s: (s[1], s[0])))


def by_due(walk: Walk, *, after: Key | None, n: int, enough: int | None = None) -> Page:
    """Return the next ``n`` tasks by limit, those without one last.

    A costly filter looks at some thousand rows at a time; with ``enough`` found it stops after the first.
    """
    found: list[Key] = []
    for dated in (True, False):
        if not dated and not _may_be_undated(walk):
            continue
        if dated and ((after and after[0] is None) or walk.filters.when == "undated"):
            continue
        start = after if after and (after[0] is not None) == dated else None
        for _ in range(_ROUNDS):
            keys, border = _merged(walk, dated=dated, after=start, n=n - len(found))
            found += keys
            if len(found) >= n:
                return Page(tuple(found), found[-1])
            if border is None:
                break
            start = border
            if enough is not None and len(found) >= enough:
                return Page(tuple(found), start)
        else:
            return Page(tuple(found), start, is_short=True)
    return Page(tuple(found), None)


def _may_be_undated(walk: Walk) -> bool:
    asked = walk.filters
    return asked.when in {"", "undated"} and days_of(asked, walk.today) == (None, None)


def _merged(walk: Walk, *, dated: bool, after: Key | None, n: int) -> tuple[list[Key], Key | None]:
    """Return up to ``n`` keys from all branches, and the key up to which a costly filter looked."""
    ways = [_limits(rows, order, walk, dated=dated, after=after) for rows, order in branches(walk)]
    border: Key | None = None
    if walk.filters.is_costly or walk.beyond:
        reached = [b for rows, _ in ways if (b := _border(rows)) is not None]
        border = min(reached, key=_sortable) if reached else None
    found: dict[Key, None] = {}
    lists = []
    for rows, order in ways:
        fitting = rows.filter(_conditions(walk, rows.model))
        if border:
            fitting = fitting.filter(_up_to(border, order))
        if order == "task_id":
            fitting = fitting.distinct()
        lists.append(list(fitting[:n]))
    for key in merge(*lists, key=_sortable):
        found[key] = None
        if len(found) == n:
            return list(found), border
    return list(found), border


def branches(walk: Walk) -> Iterator[tuple[QuerySet[Any], str]]:
    """Yield the rows under each place: tasks seated there, and stakes of units there."""
    for place in walk.places:
        for is_open in walk.filters.open_states:
            under = Q(**{f"l{place.depth}": place.unit}, is_open=is_open)
            if not walk.filters.role:
                yield Task.objects.filter(under), "pk"
                if not place.is_all:
                    yield Stake.objects.filter(under), "task_id"
            else:
                yield Stake.objects.filter(under, role=walk.filters.role), "task_id"


def wanted(walk: Walk, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Return the rows of a branch that fulfil everything asked for, in no order."""
    first, last = days_of(walk.filters, walk.today)
    rows = rows.filter(_conditions(walk, rows.model))
    rows = rows.filter(due_on__gte=first) if first else rows
    rows = rows.filter(due_on__lte=last) if last else rows
    if walk.filters.when == "undated":
        return rows.filter(due_on__isnull=True)
    return rows.filter(due_on__isnull=False) if walk.filters.when == "dated" else rows


def _conditions(walk: Walk, model: type[Model]) -> Q:
    before = "" if model is Task else "task__"
    found = condition(walk.filters, walk.today, before)
    for column, unit in walk.beyond:
        found &= Q(**{f"{before}{column}": unit})
    return found


def _limits(
    rows: QuerySet[Any], order: str, walk: Walk, *, dated: bool, after: Key | None
) -> tuple[QuerySet[Any], str]:
    """Return rows of one phase, dated or not, after a key, in order, as keys."""
    if not dated:
        rows = rows.filter(due_on__isnull=True)
        if after:
            rows = rows.filter(**{f"{order}__gt": after[1]})
        return rows.order_by("due_on", order).values_list("due_on", order), order
    first, last = days_of(walk.filters, walk.today)
    if after and after[0]:
        first = max(first or date.min, after[0])
        rows = rows.filter(Q(due_on__gt=after[0]) | Q(**{f"{order}__gt": after[1]}))
    rows = rows.filter(due_on__gte=first) if first else rows.filter(due_on__isnull=False)
    if last:
        rows = rows.filter(due_on__lte=last)
    return rows.order_by("due_on", order).values_list("due_on", order), order


def _border(rows: QuerySet[Any], at: int = _LOOKED_AT) -> Key | None:
    """Return the key at which a costly filter stops looking; an index step each, no row is read."""
    found: Key | None = next(iter(rows[at : at + 1]), None)
    return found


def _up_to(border: Key, order: str) -> Q:
    if border[0] is None:
        return Q(**{f"{order}__lte": border[1]})
    return Q(due_on__lte=border[0]) & (Q(due_on__lt=border[0]) | Q(**{f"{order}__lte": border[1]}))


def _sortable(key: Key) -> tuple[date, int]:
    return key[0] or date.max, key[1]


def by_making(walk: Walk, *, after: Key | None, n: int) -> Page:
    """Return the next ``n`` tasks, the latest made first."""
    below = after[1] if after else None
    small = _all_ids(walk)
    if small is not None:
        left = [pk for pk in sorted(small, reverse=True) if below is None or pk < below]
        keys = tuple((None, pk) for pk in left[:n])
        return Page(keys, keys[-1] if len(left) > n else None)
    top = (
        below
        if below is not None
        else (Task.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    )
    found: list[int] = []
    for _ in range(_ROUNDS):
        found += _window(walk, top, n - len(found))
        top -= _WINDOW
        if len(found) >= n or top <= 0:
            break
    keys = tuple((None, pk) for pk in found[:n])
    if len(keys) == n:
        return Page(keys, keys[-1])
    return Page(keys, (None, top) if top > 0 else None, is_short=top > 0)


def _highest() -> int:
    return Task.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _window(walk: Walk, top: int, n: int) -> list[int]:
    """Return up to ``n`` ids below ``top``, from a window of ids; the level index is kept out of it."""
    found: set[int] = set()
    for place in walk.places:
        for model, pk in ((Task, "pk"), (Stake, "task_id")):
            if (place.is_all and not walk.filters.role) if model is Stake else walk.filters.role:
                continue
            rows: QuerySet[Any] = model.objects.alias(place=F(f"l{place.depth}") + 0).filter(
                place=place.unit,
                **{f"{pk}__lt": top, f"{pk}__gte": top - _WINDOW, "is_open__in": walk.filters.open_states},
            )
            if walk.filters.role:
                rows = rows.filter(role=walk.filters.role)
            found |= set(wanted(walk, rows).order_by(f"-{pk}").values_list(pk, flat=True)[: n * 4])
    return sorted(found, reverse=True)[:n]


def _all_ids(walk: Walk) -> list[int] | None:
    """Return every id when the set is small, else None."""
    page = by_due(walk, after=None, n=_SMALL + 1)
    if len(page.keys) > _SMALL or page.after is not None:
        return None
    return [pk for _, pk in page.keys]


def by_unit(walk: Walk, *, after: Key | None, n: int) -> Page | None:
    """Return the next ``n`` tasks by the lead unit's place in the tree; None when too many to sort."""
    small = _all_ids(walk)
    if small is None:
        return None
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
        return page if page is None or page.is_short else Page(page.keys, None)
    return cut(page, n)


def first_page(walk: Walk, n: int) -> tuple[Page, int, bool]:
    """Return the first ``n`` tasks under a costly filter, how many there are, and whether there are more."""
    page = by_due(walk, after=None, n=CAP, enough=n + 1)
    return cut(page, n), len(page.keys), page.after is not None


def cut(page: Page, n: int) -> Page:
    """Return the first ``n`` of a page."""
    return page if len(page.keys) <= n else Page(page.keys[:n], page.keys[n - 1])


def count(walk: Walk) -> int:
    """Return how many tasks there are, up to ``CAP``."""
    ids: set[int] = set()
    bounded = walk.filters.is_costly or bool(walk.beyond)
    for rows, order in branches(walk):
        fitting = wanted(walk, _nearest(rows, order) if bounded else rows).order_by()
        if order == "pk" and not ids and len(walk.places) == 1:
            n = fitting.values("pk")[:CAP].count()
            if n == CAP:
                return n
        ids |= set(fitting.values_list(order, flat=True).distinct()[:CAP])
        if len(ids) >= CAP:
            return CAP
    return len(ids)


def _nearest(rows: QuerySet[Any], order: str) -> QuerySet[Any]:
    """Return the rows as far as a costly filter looks: those with the nearest limits, then those without."""
    dated = rows.filter(due_on__isnull=False).order_by("due_on", order).values_list("due_on", order)
    border = _border(dated, _LOOKED_AT * _ROUNDS)
    return rows.filter(_up_to(border, order)) if border else rows


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
