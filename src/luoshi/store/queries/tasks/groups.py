"""The ledger in groups: by lead unit one level down, by line of work, by step; with counts and totals."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, F, QuerySet, Sum, Value, When

from luoshi.ledger.state import Step
from luoshi.store.models import Scheme, Tally, Unit
from luoshi.store.models.levels import LEVELS
from luoshi.store.queries.sql import Sql, fetched, union
from luoshi.store.queries.tasks.place import Branch, Place, Walk, branches

MOST = 5_000  # rows that are gone through to count a filtered set; of many places each has its share
_LEAST = 1_000  # of them under one place, however many places there are
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
    return _by_scheme(walk) if by == "scheme" else _by_step(walk)


def _by_step(walk: Walk) -> tuple[Group, ...]:
    """Return a group a step, in the order of the procedure."""
    counted = _counted(walk, "t.step", _steps_from_tallies)
    return tuple(
        _group(step.value, step.value, counted.rows[step], is_capped=step in counted.capped)
        for step in Step
        if counted.rows[step][0]
    )


def _by_scheme(walk: Walk) -> tuple[Group, ...]:
    """Return a group a line of work, the largest first."""
    counted = _counted(walk, "t.scheme_id")
    names = dict(Scheme.objects.values_list("pk", "name"))
    found = [
        _group(str(pk), names[pk], row, is_capped=pk in counted.capped)
        for pk, row in counted.rows.items()
        if pk in names
    ]
    return tuple(sorted(found, key=lambda g: (-g.n, g.name)))


def _group(key: str, name: str, numbers: list[int], *, is_capped: bool) -> Group:
    n, n_past, n_done = numbers
    return Group(key, name, n, n_past, n_done, is_capped)


def _by_unit(walk: Walk) -> tuple[Group, ...]:
    """Return a group for each unit one level below the places seen, and for what lies elsewhere."""
    counted = _counted(walk, "", _units_from_tallies)
    return _named(counted.rows, walk, counted.capped)


class _Counted:
    """Counts by group: all, past their limit and not closed, said to be done.

    Attributes:
        rows: by group.
        capped: groups of which there are more.
    """

    def __init__(self) -> None:
        self.rows: dict[Any, list[int]] = defaultdict(lambda: [0, 0, 0])
        self.capped: set[Any] = set()

    def add(self, walk: Walk, aliases: str, group: str) -> None:
        """Count tasks seated under the places (``t``), stakes there in others (``s``), or both.

        Args:
            walk: what is counted.
            aliases: ``t``, ``s`` or ``ts``.
            group: an expression on the task; empty for the unit a level below the place, else the seat.
        """
        most = max(_LEAST, MOST // max(1, len(walk.places)))
        members = [_member(branch, group, most) for branch in branches(walk) if branch.alias in aliases]
        for key, looked, *numbers in fetched(union(members, distinct=False)) if members else ():
            self.rows[key] = [a + b for a, b in zip(self.rows[key], numbers, strict=True)]
            if looked >= most:
                self.capped.add(key)


def _counted(walk: Walk, group: str, tallied: Callable[[Walk, _Counted], None] | None = None) -> _Counted:
    """Return the counts of a walk: of a plain one, what is seated here comes from the rollup where it can."""
    counted = _Counted()
    aliases = "ts"
    if tallied and walk.filters.is_plain and not walk.beyond:
        tallied(walk, counted)
        aliases = "s"
    counted.add(walk, aliases, group)
    return counted


def _member(branch: Branch, group: str, most: int) -> Sql:
    """Return the counts of one branch, each row with how many were looked at in the whole branch."""
    if not group:
        below = f"t.l{min(branch.place.depth + 1, LEVELS)}"
        group = f"COALESCE({below}, t.seat_id)" if branch.alias == "t" else "t.seat_id"
    # those seated in a place are counted as tasks, unless the role is asked for
    rows = branch.counted(group, most, elsewhere=branch.alias == "s" and not branch.walk.filters.role)
    past = "SUM(CASE WHEN due_on < %s THEN 1 ELSE 0 END)" if branch.is_open else "0"
    done = "SUM(CASE WHEN step = 'done' THEN 1 ELSE 0 END)"
    columns = f"grp, MAX(looked) AS looked, COUNT(*), {past}, {done}"
    text = f"SELECT {columns} FROM ({rows.text}) AS k GROUP BY grp"  # noqa: S608
    return Sql(text, (branch.walk.today, *rows.params) if branch.is_open else rows.params)


def _open_tallies(units: Collection[int], today: date, by: str) -> QuerySet[Tally, tuple[Any, ...]]:
    """Return counts of open tasks by ``by``: all, past their month, said to be done."""
    month = f"{today:%Y-%m}"
    before = Case(When(due_month="", then=Value(0)), When(due_month__lt=month, then=F("n_tasks")), default=0)
    done = Case(When(step=Step.DONE, then=F("n_tasks")), default=0)
    rows = Tally.objects.filter(unit__in=units, n_tasks__gt=0).exclude(step__in=_ENDED).values_list(by)
    return rows.annotate(n=Sum("n_tasks"), past=Sum(before), done=Sum(done)).order_by()


def _steps_from_tallies(walk: Walk, counted: _Counted) -> None:
    """Count the open tasks seated under the places by step, from the rollup: exact, few tasks are read."""
    for step, *numbers in _open_tallies([place.unit for place in walk.places], walk.today, "step"):
        counted.rows[Step(step)] = numbers
    for _, step, late in _late_this_month(walk, lambda _: "t.step"):
        counted.rows[Step(step)][1] += late


def _units_from_tallies(walk: Walk, counted: _Counted) -> None:
    """Count the open tasks seated under the places by the unit below, from the rollup; likewise."""
    places = {place.unit for place in walk.places}
    parent_of = dict(Unit.objects.filter(parent__in=places).values_list("pk", "parent"))
    units = {*places, *parent_of}
    found = {unit: numbers for unit, *numbers in _open_tallies(units, walk.today, "unit")}
    for place, unit, late in _late_this_month(walk, lambda place: f"t.l{min(place.depth + 1, LEVELS)}"):
        for one in {place, unit} & found.keys():
            found[one][1] += late
    for unit, numbers in found.items():
        if unit in parent_of:  # what a place has beyond its units is its own
            above = found.get(parent_of[unit] or 0)
            if above is not None:
                above[:] = [a - b for a, b in zip(above, numbers, strict=True)]
    for unit, numbers in found.items():
        counted.rows[unit] = [a + b for a, b in zip(counted.rows[unit], numbers, strict=True)]


def _late_this_month(walk: Walk, group: Callable[[Place], str]) -> list[tuple[Any, ...]]:
    """Return ``(place, group, how many)`` that fell due this month before today: index ranges."""
    members = []
    for place in walk.places:
        rows = Branch("t", place, is_open=True, walk=walk).keys(
            Sql("t.due_on >= %s AND t.due_on < %s", (walk.today.replace(day=1), walk.today)),
            also=group(place),
        )
        text = f"SELECT {place.unit:d} AS place, grp, COUNT(*) FROM ({rows.text}) AS k GROUP BY grp"  # noqa: S608
        members.append(Sql(text, rows.params))
    return fetched(union(members, distinct=False)) if members else []


def _named(counted: dict[int, list[int]], walk: Walk, capped: set[int]) -> tuple[Group, ...]:
    """Return the counted units in their order; of many the largest, the rest as one without a name."""
    places = {place.unit for place in walk.places}
    counted, rest = _largest(counted, places)
    here = list(counted)
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
