"""Numbers behind the charts of a unit: on-time share, load, age of what is open."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from django.db.models import Case, Count, F, Q, Sum, Value, When

from luoshi.store.models import Tally, Task
from luoshi.store.queries.units import ENDED

MONTHS = 12
AGES = (30, 90, 180, 365)  # days; the last group is older than the last


@dataclass(frozen=True, slots=True)
class Month:
    """Of the tasks that fell due in a month: how many there were, and how many were met in time."""

    month: str
    n: int
    n_met: int


@dataclass(frozen=True, slots=True)
class Load:
    """Open tasks by the month they fall due; ``month`` empty for those without a date."""

    month: str
    n: int


@dataclass(frozen=True, slots=True)
class Age:
    """Open tasks made so many days ago; ``until`` None for the oldest group."""

    since: int
    until: int | None
    n: int


def months_before(today: date, n: int) -> list[str]:
    """Return the last ``n`` whole months before today's and this one, oldest first, as 2026-05."""
    found = []
    year, month = today.year, today.month
    for _ in range(n):
        found.append(f"{year}-{month:02d}")
        year, month = (year, month - 1) if month > 1 else (year - 1, 12)
    return found[::-1]


def n_tasks(unit: int) -> int:
    """Return how many tasks stand under a unit, from the rollup."""
    return Tally.objects.filter(unit=unit).aggregate(n=Sum("n_tasks"))["n"] or 0


def on_time(unit: int, depth: int, today: date) -> tuple[Month, ...]:
    """Return a year of months to today: what fell due, what was met in time (evidence received by then)."""
    months = months_before(today, MONTHS)
    first = date.fromisoformat(f"{months[0]}-01")
    under = Q(**{f"l{depth}": unit}, due_on__gte=first, due_on__lt=today)
    counted: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for is_open in (True, False):  # two index ranges instead of a walk through the table
        rows = Task.objects.filter(under, is_open=is_open).exclude(step="cancelled").values_list("due_on")
        met = Count("pk", filter=Q(met_on__lte=F("due_on")))
        for due_on, n, n_met in rows.annotate(n=Count("pk"), met=met).order_by():
            row = counted[f"{due_on:%Y-%m}"]
            row[0] += n
            row[1] += n_met
    return tuple(Month(month, *counted[month]) for month in months)


def load(unit: int, today: date, ahead: int = 6) -> tuple[Load, ...]:
    """Return open tasks by month: ``past`` together, this one, the months ahead, ``later``, those without."""
    rows = (
        Tally.objects.filter(unit=unit, n_tasks__gt=0)
        .exclude(step__in=ENDED)
        .values_list("due_month")
        .annotate(n=Sum("n_tasks"))
        .order_by()
    )
    counted = dict(rows)
    this = f"{today:%Y-%m}"
    months = []
    year, month = today.year, today.month
    for _ in range(ahead + 1):
        months.append(f"{year}-{month:02d}")
        year, month = (year, month + 1) if month < MONTHS else (year + 1, 1)
    past = sum(n for month_, n in counted.items() if month_ and month_ < this)
    later = sum(n for month_, n in counted.items() if month_ > months[-1])
    middle = [Load(month_, counted.get(month_, 0)) for month_ in months]
    return (Load("past", past), *middle, Load("later", later), Load("", counted.get("", 0)))


def ages(unit: int, depth: int, today: date) -> tuple[Age, ...]:
    """Return open tasks by how long ago they were made; one query."""
    borders = [
        (0, AGES[0]),
        *((a + 1, b) for a, b in pairwise(AGES)),
        (AGES[-1] + 1, None),
    ]
    counts = {}
    for since, until in borders:
        fits = Q(made_on__lte=today - timedelta(days=since)) if since else Q()
        fits &= Q(made_on__gte=today - timedelta(days=until)) if until is not None else Q()
        counts[f"from_{since}"] = Sum(Case(When(fits, then=Value(1)), default=Value(0)))
    found = Task.objects.filter(**{f"l{depth}": unit}, is_open=True).aggregate(**counts)
    return tuple(Age(since, until, found[f"from_{since}"] or 0) for since, until in borders)
