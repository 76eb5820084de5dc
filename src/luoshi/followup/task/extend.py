"""More time: asked for before the limit, decided by the owner; the first promise stays in history (延期)."""

from datetime import date, datetime

from luoshi.followup.ground.permissions import Viewer, acting_as, task_for
from luoshi.followup.ground.record import record, today_of
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.tell.tidings import tell_extension_asked, tell_extension_decided
from luoshi.ledger.entries import DueChanged, ExtensionAsked, ExtensionDecided
from luoshi.store.models import ExtensionRequest, Task


def ask(viewer: Viewer, code: str, to: date, reason: str, *, now: datetime) -> ExtensionRequest:
    """Ask for more time for the viewer's unit.

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
        if task.due_on and to <= task.due_on:
            raise RefusedError("extension-not-later", day=task.due_on.isoformat())
        if task.extensions.filter(granted=None).exists():
            raise RefusedError("extension-open")
        asked = ExtensionRequest.objects.create(
            task=task, unit_id=by, to=to, reason=reason.strip(), asked_at=now
        )
        entry = ExtensionAsked(task=code, at=now, by_unit=str(by), to=to, reason=reason.strip())
        record(task, entry, viewer=viewer)
        tell_extension_asked(viewer, task, by, to.isoformat(), now=now)
        return asked


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
            granted=granted,
            to=asked.to if granted else None,
            reason=words.strip(),
        )
        record(task, entry, viewer=viewer)
        tell_extension_decided(viewer, task, asked.unit_id, granted=granted, now=now)
        return asked


def change_due(viewer: Viewer, code: str, due_on: date | None, reason: str, *, now: datetime) -> Task:
    """Set or correct the limit, for the task's owner, with a reason that stays in history.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing``, ``due-before-today``.
    """
    if not reason.strip():
        raise RefusedError("reason-missing")
    if due_on and due_on < today_of(now):
        raise RefusedError("due-before-today", day=due_on.isoformat())
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        entry = DueChanged(task=code, at=now, by_unit=str(by), due_on=due_on, reason=reason.strip())
        record(task, entry, viewer=viewer)
        return task
