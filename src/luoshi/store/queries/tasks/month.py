"""How many tasks fall due on each day of a month, and which when they are few."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from luoshi.store.queries.sql import Sql, day, fetched
from luoshi.store.queries.tasks.place import Walk, branches
from luoshi.store.queries.tasks.rows import TaskRow, rows_of
from luoshi.store.queries.tasks.walk import by_due, count

_NAMED = 300  # up to here a month names its tasks
_LOOKED_AT = 5_000  # stakes of others' tasks that are gone through, all places together


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
    if count(in_month, _NAMED + 1) > _NAMED:
        return Month(_counted(in_month))
    keys = by_due(in_month, after=None, n=_NAMED + 1).keys
    days = Counter(due for due, _ in keys if due)
    return Month(dict(days), rows_of([pk for _, pk in keys], today=walk.today))


def _counted(walk: Walk) -> dict[date, int]:
    """Count by day along the index; tasks seated elsewhere are added as far as they are looked at."""
    found: Counter[date] = Counter()
    most = max(1, _LOOKED_AT // max(1, len(walk.places)))
    for branch in branches(walk):
        if branch.alias == "t":
            rows = branch.keys(walk.within(branch))
        else:
            rows = branch.counted("t.seat_id", most, elsewhere=not walk.filters.role)
        by_day = Sql(f"SELECT due_on, COUNT(*) FROM ({rows.text}) AS k GROUP BY due_on", rows.params)  # noqa: S608
        for due, n in fetched(by_day):
            if on := day(due):
                found[on] += n
    return dict(found)
