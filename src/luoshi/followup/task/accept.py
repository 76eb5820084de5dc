"""A promise becomes a task (立项)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection

from luoshi.calendar.occurrences import expand, with_last_day
from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import make, seat, stake, today_of
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.ledger.lights import rule_sets
from luoshi.store.models import Occurrence, Scheme, Task, Unit

_NUMBERING = 4_242_002  # PostgreSQL advisory lock of whoever takes a number
HORIZON_DAYS = 400  # how far ahead the occurrences of a recurring task stand in the table


@dataclass(frozen=True, slots=True)
class NewTask:
    """What a new task is to hold.

    Attributes:
        words: what is to be done.
        kind: ``once``, ``recurring``, ``standing``, ``conditional`` or ``gate``.
        rrule: of a recurring one.
        due_on, due_words: the last day, and the limit in its own words.
        waits_for: a length after an event (``P15D``).
        counted_from: the day of that event, when it happened: ``due_on`` was counted from it.
        limit_days: ``calendar`` or ``working``.
        quantities: as in the contract, JSON.
        parent: the task it is a part of.
        version, place, quote: the text it came from, where, and the exact words.
        scheme: id of the line of work.
    """

    words: str
    kind: str = "once"
    rrule: str = ""
    due_on: date | None = None
    due_words: str = ""
    waits_for: str = ""
    counted_from: date | None = None
    limit_days: str = "calendar"
    quantities: str = "[]"
    parent: Task | None = None
    version: int | None = None
    place: tuple[int, int] | None = None
    quote: str = ""
    scheme: int | None = None


def make_task(viewer: Viewer | None, owner: Unit, new: NewTask, *, now: datetime) -> Task:
    """Make a task owned by a unit. Call inside ``writing()``.

    Raises:
        NotAllowedError: the viewer does not act for the owner.
        RefusedError: ``words-missing``.
    """
    if viewer is not None and owner.pk not in viewer.units:
        raise NotAllowedError("needs-role", roles="owner")
    if not new.words.strip():
        raise RefusedError("words-missing")
    today = today_of(now)
    task = Task(
        code=next_code(today.year),
        words=new.words.strip(),
        kind="recurring" if new.rrule else new.kind,
        rrule=with_last_day(new.rrule) if new.rrule else "",
        first_due_on=new.due_on,
        due_on=new.due_on,
        due_words=new.due_words[:120],
        waits_for=new.waits_for,
        counted_from=new.counted_from,
        limit_days=new.limit_days,
        quantities=new.quantities,
        parent=new.parent,
        version_id=new.version,
        start=new.place[0] if new.place else None,
        end=new.place[1] if new.place else None,
        quote=new.quote,
        scheme_id=new.scheme,
        owner=owner,
        made_on=today,
        changed_at=now,
    )
    seat(task, owner, has_lead=False)
    task.save()
    stake(task, owner, "owner")
    if task.rrule:
        plan_occurrences(task, today=today)
    make(task, now=now, viewer=viewer)
    return task


def next_code(year: int) -> str:
    """Return the next free number of a year, as 2026-0017."""
    if (
        connection.vendor == "postgresql"
    ):  # where many write at once: one number each, until the end of the act
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_NUMBERING])
    last = (
        Task.objects.filter(code__startswith=f"{year}-")
        .order_by("-pk")
        .values_list("code", flat=True)
        .first()
    )
    return f"{year}-{int(last.partition('-')[2]) + 1 if last else 1:04d}"


def plan_occurrences(task: Task, *, today: date) -> int:
    """Write the occurrences of a recurring task as far as the horizon; return how many were new.

    An occurrence is never written twice and a moved one never comes back: its identity is the scheduled day.
    """
    until = date.fromordinal(today.toordinal() + HORIZON_DAYS)
    wanted = expand(task.code, task.rrule, since=task.made_on, start=task.made_on, until=until)
    known = set(task.occurrences.values_list("scheduled_on", flat=True))
    new = [
        Occurrence(task=task, scheduled_on=o.scheduled_on, due_on=o.due_on)
        for o in wanted
        if o.scheduled_on not in known
    ]
    Occurrence.objects.bulk_create(new)
    return len(new)


def make_scheme(viewer: Viewer, name: str, rules: str) -> Scheme:
    """Make a line of work with a light rule set.

    Raises:
        NotAllowedError: the viewer does not keep the installation.
        RefusedError: ``unknown-rules``, ``name-missing``.
    """
    if not viewer.is_keeper:
        raise NotAllowedError("needs-keeper")
    if not name.strip():
        raise RefusedError("name-missing")
    if rules not in rule_sets():
        raise RefusedError("unknown-rules", rules=rules)
    return Scheme.objects.create(name=name.strip(), rules=rules)
