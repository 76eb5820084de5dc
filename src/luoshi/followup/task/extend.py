"""More time: asked for before the limit, decided by the owner; the first promise stays in history (延期)."""

from datetime import date, datetime

from luoshi.calendar.due import due_from_event
from luoshi.followup.ground.days import office_calendar
from luoshi.followup.ground.permissions import Viewer, acting_as, task_for
from luoshi.followup.ground.record import record, today_of, waiting_occurrence
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.progress import occurrence_of
from luoshi.followup.tell.tidings import tell_extension_asked, tell_extension_decided
from luoshi.ledger.entries import DueChanged, ExtensionAsked, ExtensionDecided
from luoshi.store.models import ExtensionRequest, Occurrence, Task


def _which(task: Task, scheduled_on: date | None) -> Occurrence | None:
    """Return which occurrence of a recurring task is meant: the one that waits, unless another is named."""
    if scheduled_on is None and task.rrule:
        return waiting_occurrence(task)
    return occurrence_of(task, scheduled_on)


def ask(  # noqa: PLR0913  # what a form asks for, the rare ones by name
    viewer: Viewer, code: str, to: date, reason: str, *, occurrence: date | None = None, now: datetime
) -> ExtensionRequest:
    """Ask for more time for the viewer's unit.

    Args:
        viewer: acts for the lead unit.
        code: the task's.
        to: the new last day.
        reason: why.
        occurrence: of a recurring task, the scheduled day; None for the one that waits.
        now: when.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing``, ``extension-not-later``, ``extension-open``,
            ``extension-asked-late``.
    """
    if not reason.strip():
        raise RefusedError("reason-missing")
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "lead")
        one = _which(task, occurrence)
        due_on = one.due_on if one else task.due_on
        if due_on and to <= due_on:
            raise RefusedError("extension-not-later", day=due_on.isoformat())
        if task.extensions.filter(granted=None).exists():
            raise RefusedError("extension-open")
        asked = ExtensionRequest.objects.create(
            task=task, occurrence=one, unit_id=by, to=to, reason=reason.strip(), asked_at=now
        )
        entry = ExtensionAsked(
            task=code, at=now, by_unit=str(by), occurrence=_day(one), to=to, reason=reason.strip()
        )
        record(task, entry, viewer=viewer)
        tell_extension_asked(viewer, task, by, to.isoformat(), now=now)
        return asked


def _day(one: Occurrence | None) -> date | None:
    return one.scheduled_on if one else None


def decide(viewer: Viewer, code: str, *, granted: bool, words: str, now: datetime) -> ExtensionRequest:
    """Grant or refuse the open request, for the task's owner.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``no-extension-asked``, or ``reason-missing`` when it is refused.
    """
    if not granted and not words.strip():
        raise RefusedError("reason-missing")
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        asked = task.extensions.filter(granted=None).first()
        if asked is None:
            raise RefusedError("no-extension-asked")
        asked.granted, asked.decided_by_id, asked.decided_at = granted, by, now
        asked.decision_words = words.strip()
        asked.save()
        entry = ExtensionDecided(
            task=code,
            at=now,
            by_unit=str(by),
            occurrence=_day(asked.occurrence),
            granted=granted,
            to=asked.to if granted else None,
            reason=words.strip(),
        )
        record(task, entry, viewer=viewer)
        tell_extension_decided(viewer, task, asked.unit_id, granted=granted, now=now)
        return asked


def change_due(  # noqa: PLR0913  # likewise
    viewer: Viewer,
    code: str,
    due_on: date | None,
    reason: str,
    *,
    occurrence: date | None = None,
    now: datetime,
) -> Task:
    """Set or correct the limit, for the task's owner, with a reason that stays in history.

    Args:
        viewer: acts for the owner.
        code: the task's.
        due_on: the new last day; None for no limit any more.
        reason: why.
        occurrence: of a recurring task, the scheduled day; None for the one that waits.
        now: when.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing``, ``due-before-today``, ``day-missing`` (of a recurring task).
    """
    if not reason.strip():
        raise RefusedError("reason-missing")
    if due_on and due_on < today_of(now):
        raise RefusedError("due-before-today", day=due_on.isoformat())
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        one = _which(task, occurrence)
        if one is not None and due_on is None:
            raise RefusedError("day-missing")
        entry = DueChanged(
            task=code, at=now, by_unit=str(by), occurrence=_day(one), due_on=due_on, reason=reason.strip()
        )
        record(task, entry, viewer=viewer)
        return task


def event_happened(viewer: Viewer, code: str, event_on: date, reason: str, *, now: datetime) -> Task:
    """Count the limit of a task that waits for an event from the day on which it happened.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing``, ``length-unknown``.
    """
    if not reason.strip():
        raise RefusedError("reason-missing")
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        due = due_from_event(event_on, task.waits_for, task.limit_days, office_calendar())
        if due is None:
            raise RefusedError("length-unknown")
        entry = DueChanged(
            task=code,
            at=now,
            by_unit=str(by),
            due_on=due.due_on,
            reason=reason.strip(),
            counted_from=event_on,
        )
        record(task, entry, viewer=viewer)
        return task
