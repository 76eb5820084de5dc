"""Strike a task off, open it again, call it off; excuse one occurrence (销号、回头看、中止、免办)."""

from datetime import date, datetime

from luoshi.followup.ground.permissions import Viewer, acting_as, inspecting_as, task_for
from luoshi.followup.ground.record import record
from luoshi.followup.ground.refusals import NotAllowedError, RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.progress import occurrence_of
from luoshi.followup.tell.tidings import tell_closed, tell_excused, tell_reopened
from luoshi.ledger.entries import Cancelled, Closed, Excused, ExcuseWithdrawn, Reopened
from luoshi.store.models import Stake, Task


def _for_owner_or_inspector(viewer: Viewer, task: Task) -> int:
    try:
        return inspecting_as(viewer, task)
    except NotAllowedError:
        return acting_as(viewer, task, "owner")


def close(viewer: Viewer, code: str, reason: str, *, now: datetime) -> Task:
    """Strike a task off after verification. The unit that did the work can never do this.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``closed-by-doer``, ``closed-without-evidence``, ``closed-before-parts``, or another
            rule of the ledger.
    """
    with writing():
        task = task_for(viewer, code)
        by = _for_owner_or_inspector(viewer, task)
        n_open = task.children.filter(is_open=True).count()
        if n_open and not task.stakes.filter(role=Stake.Role.LEAD).exists():
            raise RefusedError("closed-before-parts", n=n_open)
        record(task, Closed(task=code, at=now, by_unit=str(by), reason=reason.strip()), viewer=viewer)
        tell_closed(viewer, task, now=now)
        return task


def reopen(viewer: Viewer, code: str, reason: str, *, now: datetime) -> Task:
    """Open a closed task again; its evidence must be looked at anew.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing``, or a rule of the ledger.
    """
    if not reason.strip():
        raise RefusedError("reason-missing")
    with writing():
        task = task_for(viewer, code)
        by = _for_owner_or_inspector(viewer, task)
        task.evidence.update(holds=None, checked_by=None, checked_at=None, check_reason="")
        record(task, Reopened(task=code, at=now, by_unit=str(by), reason=reason.strip()), viewer=viewer)
        tell_reopened(viewer, task, reason.strip(), now=now)
        return task


def cancel(viewer: Viewer, code: str, reason: str, *, now: datetime) -> Task:
    """Call a task off, for its owner, with a reason that stays in history.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing``, or a rule of the ledger.
    """
    if not reason.strip():
        raise RefusedError("reason-missing")
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        record(task, Cancelled(task=code, at=now, by_unit=str(by), reason=reason.strip()), viewer=viewer)
        return task


def excuse(  # noqa: PLR0913  # a run, by name
    viewer: Viewer, code: str, once: date | None, reason: str, *, through: date | None = None, now: datetime
) -> Task:
    """Strike an occurrence of a recurring task off, or a run of them; the others are owed as before.

    For the owner. Of a run, what was met or excused before stays as it is.

    Args:
        viewer: who does it.
        code: of the task.
        once: the scheduled day of the occurrence.
        reason: why it need not be done; stays in history.
        through: the scheduled day of the last of a run; None for one alone.
        now: when.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing``, ``which-occurrence``, ``no-such-occurrence``, ``run-backwards``, or
            a rule of the ledger.
    """
    if not reason.strip():
        raise RefusedError("reason-missing")
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        first = _day_of(task, once)
        days = [first]
        if through is not None and _day_of(task, through) != first:
            if through < first:
                raise RefusedError("run-backwards")
            run = task.occurrences.filter(scheduled_on__range=(first, through), is_open=True)
            days = list(run.values_list("scheduled_on", flat=True)) or days
        for day in days:
            entry = Excused(task=code, at=now, by_unit=str(by), occurrence=day, reason=reason.strip())
            record(task, entry, viewer=viewer)
        tell_excused(viewer, task, days, reason.strip(), now=now)
        return task


def withdraw_excuse(viewer: Viewer, code: str, once: date | None, *, now: datetime) -> Task:
    """Let an occurrence that was excused be owed again, for the owner.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``not-excused``, or as for ``excuse``.
    """
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "owner")
        entry = ExcuseWithdrawn(task=code, at=now, by_unit=str(by), occurrence=_day_of(task, once))
        record(task, entry, viewer=viewer)
        return task


def _day_of(task: Task, once: date | None) -> date:
    found = occurrence_of(task, once)
    if found is None:
        raise RefusedError("which-occurrence")
    return found.scheduled_on
