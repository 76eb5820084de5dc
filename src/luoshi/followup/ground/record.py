"""Entries into the ledger: an event each, and the caches that follow from them."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db.models import F

from luoshi.followup.finding.index import index_task
from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.refusals import RefusedError
from luoshi.ledger.entries import KINDS, Entry, Made, from_json, to_json
from luoshi.ledger.fold import fold_task
from luoshi.ledger.state import Step, TaskState
from luoshi.store.models import Event, Occurrence, Stake, Tally, Task, Unit
from luoshi.store.models.levels import level_fields

ENDED = frozenset({Step.CLOSED, Step.CANCELLED, Step.EXCUSED})


def today_of(now: datetime) -> date:
    """Return the day it is in the office's time zone."""
    return now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()


def entries_from(bodies: Iterable[str]) -> list[Entry]:
    """Return entries as they are folded: each on the day it was in the office, not in Greenwich."""
    zone = ZoneInfo(settings.TIME_ZONE)
    return [replace(entry, at=entry.at.astimezone(zone)) for entry in map(from_json, bodies)]


def entries_of(task: Task) -> list[Entry]:
    """Return a task's entries in the order they were recorded."""
    rows = Event.objects.filter(task=task, kind__in=list(KINDS)).order_by("pk").values_list("body", flat=True)
    return entries_from(rows)


def append(kind: str, body: str, *, at: datetime, viewer: Viewer | None = None, subject: str = "") -> Event:
    """Append an event that is about no task (a unit, a post, a document)."""
    return Event.objects.create(
        at=at, kind=kind, body=body, subject=subject, person_id=viewer.person if viewer else None
    )


def record(task: Task, entry: Entry, *, viewer: Viewer | None) -> TaskState:
    """Append an entry to a task's history and bring the caches up to date. Call inside ``writing()``.

    Raises:
        RefusedError: the entry breaks a rule of the ledger; the transaction is to be rolled back.
    """
    Event.objects.create(
        at=entry.at,
        kind=entry.kind,
        task=task,
        person_id=viewer.person if viewer else None,
        unit_id=int(entry.by_unit) if entry.by_unit else None,
        body=to_json(entry),
    )
    return refresh(task, now=entry.at)


def refresh(task: Task, *, now: datetime) -> TaskState:
    """Fold a task's entries and write what follows into its cached columns.

    Raises:
        RefusedError: the last entry breaks a rule of the ledger.
    """
    history = entries_of(task)
    today = today_of(now)
    as_of = max(today, *(today_of(entry.at) for entry in history))
    state = fold_task(history, as_of=as_of)
    _refuse_wrong(history, state, as_of)
    before = _tallied(task)
    task.step, task.said, task.supported = state.step, state.said, state.supported
    task.percent, task.met_on = state.percent, state.met_on
    task.is_open = state.step not in ENDED
    task.due_on, task.counted_from = state.due_on, state.counted_from
    if task.rrule:
        _refresh_occurrences(task, history, as_of)
    task.edition += 1
    task.changed_at = now
    task.save()
    Stake.objects.filter(task=task).update(due_on=task.due_on, is_open=task.is_open)
    tally(before, _tallied(task))
    return state


def _refuse_wrong(history: Sequence[Entry], state: TaskState, as_of: date) -> None:
    """Refuse a last entry that breaks a rule: of the task, or of the one occurrence it is about."""
    if once := history[-1].occurrence:
        state = fold_task(history, as_of=as_of, occurrence=once)
    if state.wrong and state.wrong[-1][0] == len(history) - 1:
        raise RefusedError(state.wrong[-1][1])


def _refresh_occurrences(task: Task, history: Sequence[Entry], as_of: date) -> None:
    """Bring the occurrence of the last entry up to date; all with entries when it is about the task."""
    last = history[-1].occurrence
    touched = {last} if last else {e.occurrence for e in history if e.occurrence}
    if not task.is_open:
        task.occurrences.update(is_open=False)
    for one in task.occurrences.filter(scheduled_on__in=touched):
        state = fold_task(history, as_of=as_of, occurrence=one.scheduled_on)
        one.step, one.said, one.supported, one.met_on = state.step, state.said, state.supported, state.met_on
        one.due_on = state.due_on or one.scheduled_on
        one.is_open = state.step not in ENDED
        one.save()
    waiting = waiting_occurrence(task)
    task.due_on = waiting.due_on if waiting else None
    if waiting:  # the marks of a recurring task are those of the occurrence that waits
        task.said, task.supported = waiting.said, waiting.supported


def waiting_occurrence(task: Task) -> Occurrence | None:
    """Return the occurrence of a recurring task that waits: open, not met, due first."""
    return Occurrence.objects.filter(task=task, is_open=True, met_on=None).order_by("due_on").first()


def seat(task: Task, unit: Unit, *, has_lead: bool) -> None:
    """Put a task at its lead unit's place in the tree (at its owner's while it has none)."""
    before = _tallied(task) if task.pk else None
    task.seat, task.has_lead = unit, has_lead
    for level in level_fields():
        setattr(task, level, getattr(unit, level))
    if before is not None:
        task.save(update_fields=["seat", "has_lead", *level_fields()])
        tally(before, _tallied(task))


def stake(task: Task, unit: Unit, role: str) -> Stake:
    """Give a unit its part in a task; the same part twice is one."""
    levels = {level: getattr(unit, level) for level in level_fields()}
    given, _ = Stake.objects.update_or_create(
        task=task,
        unit=unit,
        role=role,
        defaults={
            **levels,
            "due_on": task.due_on,
            "is_open": task.is_open,
            "returned_at": None,
            "return_reason": "",
        },
    )
    return given


def make(task: Task, *, now: datetime, viewer: Viewer | None) -> TaskState:
    """Record that a task was made, from the columns of a row already saved; from now on it is found."""
    tally(None, _tallied(task))
    index_task(task)
    made = Made(
        task=task.code,
        at=now,
        by_unit=str(task.owner_id),
        words=task.words,
        due_on=task.first_due_on,
        rrule=task.rrule,
        parent=task.parent.code if task.parent else "",
        counted_from=task.counted_from,
    )
    return record(task, made, viewer=viewer)


def _tallied(task: Task) -> tuple[tuple[int, ...], str, str]:
    """Return where a task counts: under which units, in which step and month."""
    above = tuple(unit for level in level_fields() if (unit := getattr(task, level)))
    return above, str(task.step), f"{task.due_on:%Y-%m}" if task.due_on else ""


def tally(
    before: tuple[tuple[int, ...], str, str] | None, after: tuple[tuple[int, ...], str, str] | None
) -> None:
    """Move one task from one place in the rollup to another."""
    if before == after:
        return
    changes = [
        ((unit, place[1], place[2]), by)
        for place, by in ((before, -1), (after, 1))
        if place is not None
        for unit in place[0]
    ]
    for (unit, step, month), by in sorted(
        changes
    ):  # always in one order, so that two never wait for each other
        row = Tally.objects.filter(unit=unit, step=step, due_month=month)
        if not row.update(n_tasks=F("n_tasks") + by):
            new = Tally(unit_id=unit, step=step, due_month=month)
            Tally.objects.bulk_create([new], ignore_conflicts=True)  # somebody else may be making it too
            row.update(n_tasks=F("n_tasks") + by)
