"""Give a task out, sign for it, give it back (交办、签收、退回)."""

from collections.abc import Sequence
from datetime import datetime

from luoshi.followup.ground.permissions import Viewer, acting_as, task_for
from luoshi.followup.ground.record import record, seat, stake
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.tell.tidings import tell_assigned, tell_returned
from luoshi.ledger.entries import Assigned, Returned, SignedFor, Unassigned
from luoshi.store.models import Stake, Task, Unit

_GIVEN = (Stake.Role.LEAD, Stake.Role.SUPPORT, Stake.Role.SUPERVISE, Stake.Role.ASSESS)


def assign(
    viewer: Viewer,
    code: str,
    units: Sequence[tuple[int, str]],
    *,
    now: datetime,
    withdraw_others: bool = False,
) -> Task:
    """Give a task to units.

    Args:
        viewer: acts for the owner, or for the lead unit (which may bring in support).
        code: the task's.
        units: ``(unit id, role)`` in the order they are to be named.
        now: when.
        withdraw_others: take it from every unit not named.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``unknown-unit``, ``unknown-role``, ``task-ended``.
    """
    with writing():
        task = task_for(viewer, code)
        give(viewer, task, units, now=now, withdraw_others=withdraw_others)
        return task


def give(
    viewer: Viewer,
    task: Task,
    units: Sequence[tuple[int, str]],
    *,
    now: datetime,
    withdraw_others: bool = False,
) -> None:
    """Give a task at hand to units; see ``assign``. Call inside ``writing()``."""
    by = acting_as(viewer, task, "owner", "lead")
    if not task.is_open:
        raise RefusedError("task-ended", code=task.code)
    found = Unit.objects.in_bulk([unit for unit, _ in units])
    before = set(task.stakes.filter(role__in=_GIVEN).values_list("unit", "role"))
    had_part = {unit for unit, _ in before}
    for unit, role in units:
        if unit not in found:
            raise RefusedError("unknown-unit", unit=unit)
        if role not in _GIVEN:
            raise RefusedError("unknown-role", role=role)
        if (unit, role) not in before:
            stake(task, found[unit], role)
            record(
                task,
                Assigned(task=task.code, at=now, by_unit=str(by), unit=str(unit), role=role),
                viewer=viewer,
            )
    for unit, role in sorted(before - set(units)) if withdraw_others else ():
        task.stakes.filter(unit=unit, role=role).delete()
        gone = Unassigned(task=task.code, at=now, by_unit=str(by), unit=str(unit), role=role)
        record(task, gone, viewer=viewer)
    _take_seat(task)
    tell_assigned(viewer, task, {unit for unit, _ in units} - had_part, now=now)


def _take_seat(task: Task) -> None:
    first = task.stakes.filter(role=Stake.Role.LEAD).order_by("pk").select_related("unit").first()
    unit = first.unit if first else task.owner
    if (task.seat_id, task.has_lead) != (unit.pk, bool(first)):
        seat(task, unit, has_lead=bool(first))


def sign_for(viewer: Viewer, code: str, *, now: datetime) -> Task:
    """Take a task that was given to the viewer's unit (签收).

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``signed-already``, or a rule of the ledger.
    """
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "lead", "support")
        mine = task.stakes.filter(unit=by, role__in=["lead", "support"])
        if not mine.filter(signed_at=None).exists():
            raise RefusedError("signed-already")
        mine.update(signed_at=now, returned_at=None, return_reason="")
        record(task, SignedFor(task=code, at=now, by_unit=str(by)), viewer=viewer)
        return task


def give_back(viewer: Viewer, code: str, reason: str, *, now: datetime) -> Task:
    """Return a task to whoever gave it, with a reason (退回).

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``reason-missing``, or a rule of the ledger.
    """
    if not reason.strip():
        raise RefusedError("reason-missing")
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "lead", "support")
        task.stakes.filter(unit=by, role__in=["lead", "support"]).update(
            signed_at=None, returned_at=now, return_reason=reason.strip()
        )
        record(task, Returned(task=code, at=now, by_unit=str(by), reason=reason.strip()), viewer=viewer)
        tell_returned(viewer, task, by, reason.strip(), now=now)
        return task
