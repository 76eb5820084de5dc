"""The ledger in groups: by lead unit one level down, by line of work, by step; with counts and totals."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, Case, Count, F, Sum, Value, When
from django.db.models.functions import Coalesce

from luoshi.ledger.state import Step
from luoshi.store.models import Scheme, Stake, Tally, Task, Unit
from luoshi.store.models.levels import LEVELS
from luoshi.store.queries.tasks.walk import CAP, Place, Walk, branches, by_due, narrowed, wanted

MOST = 5_000  # rows that are gone through to count a filtered set
_SHOWN = 80  # units on a page of groups
_ENDED = (Step.CLOSED.value, Step.CANCELLED.value)


@dataclass(frozen=True, slots=True)
class Group:
    """Tasks that belong together, counted.

    Attributes:
        key: what narrows the ledger to it: a unit's or scheme's id, or a step; empty for the rest.
        name: of the unit or scheme; the step's code.
        n: how many.
        n_past: of these, how many are past their limit and not closed.
        n_done: of these, how many are said to be done and wait for verification.
        is_capped: there are more than were counted.
        has_below: a unit with units below, to go down to.
    """

    key: str
    name: str
    n: int
    n_past: int
    n_done: int
    is_capped: bool = False
    has_below: bool = False


def groups_of(walk: Walk, by: str) -> tuple[Group, ...]:
    """Return the groups of what a walk goes through, ``by`` unit, scheme or step."""
    if by == "unit":
        return _by_unit(walk)
    if by == "scheme":
        return _by_scheme(walk)
    wanted = [walk.filters.step] if walk.filters.step else [s.value for s in Step if s.value not in _ENDED]
    if not walk.filters.step and walk.filters.state in {"ended", "all"}:
        wanted = [*(wanted if walk.filters.state == "all" else ()), *_ENDED]
    return tuple(g for step in wanted if (g := _counted(narrowed(walk, step=step), step, step)).n)


def _by_scheme(walk: Walk) -> tuple[Group, ...]:
    """Return a group a line of work, each counted up to the cap, and what belongs to none."""
    found = []
    for pk, name in Scheme.objects.order_by("name").values_list("pk", "name"):
        if not walk.filters.scheme or walk.filters.scheme == pk:
            found.append(_counted(narrowed(walk, scheme=pk), str(pk), name))
    return tuple(sorted((g for g in found if g.n), key=lambda g: -g.n))


def _counted(walk: Walk, key: str, name: str) -> Group:
    page = by_due(walk, after=None, n=CAP)
    past = sum(1 for due, _ in page.keys if due and due < walk.today and True in walk.filters.open_states)
    n_done = len(page.keys) if walk.filters.step == Step.DONE else 0
    return Group(key, name, len(page.keys), past, n_done, is_capped=page.after is not None)


def _by_unit(walk: Walk) -> tuple[Group, ...]:
    """Return a group for each unit one level below the places seen, and for what lies elsewhere."""
    counted: dict[int, list[int]] = defaultdict(lambda: [0, 0, 0])
    capped: set[int] = set()
    for place in walk.places:
        if walk.filters.is_plain and not walk.beyond:
            _from_tallies(place, walk.today, counted)
        elif not walk.filters.role:
            capped |= _add(walk, place, Task, counted)
        capped |= _add(walk, place, Stake, counted)
    return _named(counted, walk, capped)


def _from_tallies(place: Place, today: date, counted: dict[int, list[int]]) -> None:
    """Count the open tasks seated under a place from the rollup: exact, and no task is read."""
    children = list(Unit.objects.filter(parent=place.unit).values_list("pk", flat=True))
    month = f"{today:%Y-%m}"
    before = Case(When(due_month="", then=Value(0)), When(due_month__lt=month, then=F("n_tasks")), default=0)
    rows = (
        Tally.objects.filter(unit__in=[place.unit, *children], n_tasks__gt=0)
        .exclude(step__in=_ENDED)
        .values_list("unit")
        .annotate(
            n=Sum("n_tasks"),
            past=Sum(before),
            done=Sum(Case(When(step=Step.DONE, then=F("n_tasks")), default=0)),
        )
    )
    found = {unit: [n, past, done] for unit, n, past, done in rows}
    whole = found.pop(place.unit, [0, 0, 0])
    for unit, late in _late_this_month(place, today):
        if unit in found:
            found[unit][1] += late
        whole[1] += late
    own = [whole[i] - sum(row[i] for row in found.values()) for i in range(3)]
    for unit, row in [*found.items(), (place.unit, own)]:
        for i in range(3):
            counted[unit][i] += row[i]


def _late_this_month(place: Place, today: date) -> list[tuple[int, int]]:
    """Return ``(child unit or none, how many)`` that fell due this month before today: an index range."""
    under = {f"l{place.depth}": place.unit}
    rows = Task.objects.filter(is_open=True, due_on__gte=today.replace(day=1), due_on__lt=today, **under)
    return list(rows.values_list(f"l{min(place.depth + 1, LEVELS)}").annotate(n=Count("pk")).order_by())


def _add(walk: Walk, place: Place, model: type[Task | Stake], counted: dict[int, list[int]]) -> set[int]:
    """Add what a walk finds at one place to the counts; return those with more than is counted."""
    below = f"l{min(place.depth + 1, LEVELS)}"
    capped: set[int] = set()
    for rows, _ in branches(replace(walk, places=(place,))):
        if rows.model is not model:
            continue
        fitting = wanted(walk, rows)
        if model is Task:
            unit: Any = Coalesce(F(below), F("seat_id"), output_field=BigIntegerField())
            found = fitting.annotate(group=unit).values_list("group", "due_on", "step", "is_open", "pk")
        else:
            if not walk.filters.role:  # those seated here are counted as tasks
                fitting = fitting.exclude(**{f"task__l{place.depth}": place.unit})
            columns = ("task__seat", "due_on", "task__step", "is_open", "task_id")
            found = fitting.values_list(*columns).distinct()
        n, here = 0, set()
        for group, due_on, step, is_open, _pk in found[:MOST]:
            n += 1
            here.add(group)
            row = counted[group]
            row[0] += 1
            row[1] += bool(is_open and due_on and due_on < walk.today)
            row[2] += step == Step.DONE
        capped |= here if n == MOST else set()
    return capped


def _named(counted: dict[int, list[int]], walk: Walk, capped: set[int]) -> tuple[Group, ...]:
    """Return the counted units in their order; of many the largest, the rest as one without a name."""
    counted, rest = _largest(counted, {place.unit for place in walk.places})
    here = list(counted)
    places = {place.unit for place in walk.places}
    below = Unit.objects.filter(parent__in=here).exclude(parent__in=places)
    parents = set(below.values_list("parent", flat=True))
    named = Unit.objects.filter(pk__in=here).order_by("depth", "rank", "pk")
    found = []
    for pk, name in named.values_list("pk", "name"):
        n, n_past, n_done = counted[pk]
        if n:
            found.append(
                Group(str(pk), name, n, n_past, n_done, is_capped=pk in capped, has_below=pk in parents)
            )
    n, n_past, n_done = rest
    return (*found, Group("", "", n, n_past, n_done)) if n else tuple(found)


def _largest(counted: dict[int, list[int]], places: set[int]) -> tuple[dict[int, list[int]], list[int]]:
    """Return the most telling units, and the sum of the others."""
    if len(counted) <= _SHOWN:
        return counted, [0, 0, 0]
    below = set(Unit.objects.filter(parent__in=places).values_list("pk", flat=True)) | places
    in_order = sorted(counted, key=lambda unit: (unit not in below, -counted[unit][0], unit))
    kept, others = in_order[:_SHOWN], in_order[_SHOWN:]
    return {unit: counted[unit] for unit in kept}, [
        sum(counted[unit][i] for unit in others) for i in range(3)
    ]
