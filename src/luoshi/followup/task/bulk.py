"""Many tasks at once, from a register or another system: the same events and caches as one by one."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice

from django.db import connection
from django.db.models import F, Model

from luoshi.followup.finding.index import index_tasks
from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import next_code
from luoshi.ledger.entries import Assigned, Made, to_json
from luoshi.ledger.state import Step
from luoshi.store.models import Event, Stake, Tally, Task, Unit
from luoshi.store.models.levels import level_fields

_CHUNK = 2_000
_A_STATEMENT = 500
_STAKE = ("task_id", "unit_id", "role", "return_reason", "due_on", "is_open", *level_fields())
_EVENT = ("at", "kind", "task_id", "subject", "person_id", "unit_id", "body")
Values = tuple[str | int | date | None, ...]
_ROLES = ("lead", "support", "supervise", "assess")


@dataclass(frozen=True, slots=True)
class Row:
    """One task to be taken in, without a recurrence: those are made one by one, with their occurrences.

    Attributes:
        words: what is to be done.
        owner: id of the committing unit.
        units: ``(unit id, role)`` in order.
        due_on, due_words: the limit.
        scheme: id of the line of work.
    """

    words: str
    owner: int
    units: tuple[tuple[int, str], ...] = ()
    due_on: date | None = None
    due_words: str = ""
    scheme: int | None = None


def take_in(viewer: Viewer | None, rows: Iterable[Row], *, now: datetime) -> int:
    """Make a task of every row, all or none, and return how many.

    Raises:
        NotAllowedError: the viewer does not act for an owner.
        RefusedError: ``words-missing``, ``unknown-unit``, ``unknown-role``.
    """
    n = 0
    with writing():
        left = iter(rows)
        while chunk := list(islice(left, _CHUNK)):
            _take_in(viewer, chunk, now)
            n += len(chunk)
    return n


def _take_in(viewer: Viewer | None, rows: Sequence[Row], now: datetime) -> None:
    units = Unit.objects.in_bulk({pk for row in rows for pk in (row.owner, *(unit for unit, _ in row.units))})
    for row in rows:
        _check(viewer, row, units)
    today = today_of(now)
    year, _, number = next_code(today.year).partition("-")
    codes = [f"{year}-{int(number) + n:04d}" for n in range(len(rows))]
    made = [_task(row, code, units, now, today) for row, code in zip(rows, codes, strict=True)]
    tasks = Task.objects.bulk_create(made)
    stakes: list[Values] = []
    events: list[Values] = []
    tallies = Counter[tuple[int, str, str]]()
    for row, task in zip(rows, tasks, strict=True):
        due_on = connection.ops.adapt_datefield_value(row.due_on)
        stakes += [
            (task.pk, unit, role, "", due_on, True, *_place(units[unit]))
            for unit, role in ((row.owner, "owner"), *row.units)
        ]
        events += _events(viewer, row, task, now)
        month = f"{row.due_on:%Y-%m}" if row.due_on else ""
        for above in filter(None, _place(task)):
            tallies[above, task.step, month] += 1
    _insert(Stake, _STAKE, stakes)
    _insert(Event, _EVENT, events)
    index_tasks(tasks)
    _count(tallies)


def _insert(model: type[Model], columns: Sequence[str], rows: Iterable[Values]) -> None:
    """Write rows past the model layer, which costs three times as much as the database here.

    On SQLite many rows a statement: a table with triggers costs every statement a journal of its own, ten
    times what its row costs. PostgreSQL's driver sends rows in one pipeline.
    """
    left = iter(rows)
    row = f"({', '.join(['%s'] * len(columns))})"
    start = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)}) VALUES "  # noqa: S608, SLF001
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.executemany(start + row, list(left))
            return
        while some := list(islice(left, _A_STATEMENT)):
            cursor.execute(start + ", ".join([row] * len(some)), list(chain.from_iterable(some)))


def _place(row: Unit | Task) -> tuple[int | None, ...]:
    return tuple(getattr(row, level) for level in level_fields())


def _check(viewer: Viewer | None, row: Row, units: Mapping[int, Unit]) -> None:
    if viewer is not None and row.owner not in viewer.units:
        raise NotAllowedError("needs-role", roles="owner")
    if not row.words.strip():
        raise RefusedError("words-missing")
    for unit, role in ((row.owner, "lead"), *row.units):
        if unit not in units:
            raise RefusedError("unknown-unit", unit=unit)
        if role not in _ROLES:
            raise RefusedError("unknown-role", role=role)


def _task(row: Row, code: str, units: Mapping[int, Unit], now: datetime, today: date) -> Task:
    lead = next((unit for unit, role in row.units if role == "lead"), None)
    seat = units[lead or row.owner]
    return Task(
        code=code,
        words=row.words.strip(),
        owner_id=row.owner,
        seat=seat,
        has_lead=lead is not None,
        scheme_id=row.scheme,
        due_words=row.due_words[:120],
        first_due_on=row.due_on,
        due_on=row.due_on,
        made_on=today,
        changed_at=now,
        step=Step.ASSIGNED if row.units else Step.OPEN,
        edition=1 + len(row.units),
        **{level: getattr(seat, level) for level in level_fields()},
    )


def _events(viewer: Viewer | None, row: Row, task: Task, now: datetime) -> list[Values]:
    by, at = str(row.owner), connection.ops.adapt_datetimefield_value(now)
    made = Made(task=task.code, at=now, by_unit=by, words=task.words, due_on=row.due_on)
    given = [
        Assigned(task=task.code, at=now, by_unit=by, unit=str(unit), role=role) for unit, role in row.units
    ]
    person = viewer.person if viewer else None
    return [(at, e.kind, task.pk, "", person, row.owner, to_json(e)) for e in (made, *given)]


def _count(tallies: Mapping[tuple[int, str, str], int]) -> None:
    """Add many tasks to the rollup: those places that are there are raised, the others made."""
    known = {
        (unit, step, month): pk
        for pk, unit, step, month in Tally.objects.filter(
            unit__in={unit for unit, *_ in tallies}
        ).values_list("pk", "unit", "step", "due_month")
    }
    for place, n in tallies.items():
        if place in known:
            Tally.objects.filter(pk=known[place]).update(n_tasks=F("n_tasks") + n)
    Tally.objects.bulk_create(
        Tally(unit_id=unit, step=step, due_month=month, n_tasks=n)
        for (unit, step, month), n in tallies.items()
        if (unit, step, month) not in known
    )
