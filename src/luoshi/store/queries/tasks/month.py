"""How many tasks fall due on each day of a month, and which when they are few."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet

from luoshi.store.models import Task
from luoshi.store.queries.tasks.rows import TaskRow, rows_of
from luoshi.store.queries.tasks.walk import Walk, branches, by_due, wanted

_NAMED = 300  # up to here a month names its tasks
_LOOKED_AT = 5_000  # stakes of others' tasks that are gone through


@dataclass(frozen=True, slots=True)
class Month:
    """A month of limits.

    Attributes:
        counts: tasks by day.
        rows: the tasks themselves, when there are few enough to be read.
    """

    counts: dict[date, int]
    rows: tuple[TaskRow, ...] = ()


def month_of(walk: Walk, first: date, last: date) -> Month:
    """Return what falls due from ``first`` to ``last``."""
    in_month = replace(walk, filters=replace(walk.filters, due_from=first, due_until=last))
    keys = by_due(in_month, after=None, n=_NAMED + 1).keys
    if len(keys) <= _NAMED:
        return Month(
            dict(Counter(due for due, _ in keys if due)), rows_of([pk for _, pk in keys], today=walk.today)
        )
    return Month(_counted(in_month))


def _counted(walk: Walk) -> dict[date, int]:
    """Count by day along the index; tasks seated elsewhere are added as far as they are looked at."""
    found: Counter[date] = Counter()
    for place in walk.places:
        for rows, order in branches(replace(walk, places=(place,))):
            fitting = wanted(walk, rows)
            if rows.model is Task:
                for due, n in fitting.order_by().values_list("due_on").annotate(n=Count("pk")):
                    found[due] += n
            else:
                others = fitting if walk.filters.role else _elsewhere(fitting, place.depth, place.unit)
                for due, _ in others.values_list("due_on", order).distinct()[:_LOOKED_AT]:
                    found[due] += 1
    return dict(found)


def _elsewhere(stakes: QuerySet[Any], depth: int, unit: int) -> QuerySet[Any]:
    return stakes.exclude(**{f"task__l{depth}": unit})
