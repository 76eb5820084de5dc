"""Who is told of an act: the people it concerns now, never the one who acted."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db.models import Q

from luoshi.followup.ground.permissions import Viewer, viewer_of, visible_tasks
from luoshi.followup.ground.record import today_of
from luoshi.followup.tell.notify import inspectors_over, notify, people_of, watchers_of
from luoshi.store.models import Person, Stake, Task, Unit
from luoshi.store.models.levels import level_fields

_DOING = ("lead", "support")
_LONGEST = 80  # characters of a task's words in a notice


def tell_assigned(viewer: Viewer, task: Task, units: Iterable[int], *, now: datetime) -> None:
    """Tell the units a task was given to."""
    units = sorted(set(units))
    if units:
        _tell("assigned", task, viewer, people_of(units, today_of(now)), now)


def tell_returned(viewer: Viewer, task: Task, by: int, reason: str, *, now: datetime) -> None:
    """Tell the office that gave a task that a unit gave it back."""
    people = people_of([task.owner_id], today_of(now))
    _tell("returned", task, viewer, people, now, unit=_name(by), reason=reason)


def tell_reported(viewer: Viewer, task: Task, by: int, *, now: datetime) -> None:
    """Tell the office that gave a task, and who watches it, that a unit reported."""
    people = people_of([task.owner_id], today_of(now)) | _watchers(task, now)
    _tell("reported", task, viewer, people, now, unit=_name(by))


def tell_extension_asked(viewer: Viewer, task: Task, by: int, to: str, *, now: datetime) -> None:
    """Tell the office that gave a task that more time is asked for."""
    people = people_of([task.owner_id], today_of(now))
    _tell("extension-asked", task, viewer, people, now, unit=_name(by), to=to)


def tell_extension_decided(viewer: Viewer, task: Task, of: int, *, granted: bool, now: datetime) -> None:
    """Tell the unit that asked, and who watches, how its request was decided."""
    people = people_of([of], today_of(now)) | _watchers(task, now)
    _tell("extension-granted" if granted else "extension-refused", task, viewer, people, now)


def tell_evidence_to_check(viewer: Viewer, task: Task, by: int, *, now: datetime) -> None:
    """Tell whoever may check a piece of evidence; never a unit that does the task or handed it in."""
    doing = _units(task, *_DOING) | {by}
    checking = _units(task, "owner", "supervise", "assess") - doing
    above = [unit for level in level_fields() if (unit := getattr(task, level))]
    people = people_of(checking, today_of(now)) | inspectors_over(above, today_of(now), but=doing)
    _tell("evidence-to-check", task, viewer, people - people_of([by], today_of(now)), now)


def tell_evidence_refused(viewer: Viewer, task: Task, of: int, reason: str, *, now: datetime) -> None:
    """Tell the unit that handed it in that its evidence does not hold."""
    _tell("evidence-refused", task, viewer, people_of([of], today_of(now)), now, reason=reason)


def tell_closed(viewer: Viewer, task: Task, *, now: datetime) -> None:
    """Tell everybody with a part in a task, and who watches it, that it was closed."""
    _tell("closed", task, viewer, _everybody(task, now), now)


def tell_reopened(viewer: Viewer, task: Task, reason: str, *, now: datetime) -> None:
    """Tell everybody with a part in a task, and who watches it, that it is open again."""
    _tell("reopened", task, viewer, _everybody(task, now), now, reason=reason)


def tell_excused(viewer: Viewer, task: Task, days: Sequence[date], reason: str, *, now: datetime) -> None:
    """Tell everybody with a part in a task that an occurrence of it, or a run of them, need not be done."""
    kind = "excused" if len(days) == 1 else "excused-run"
    run: dict[str, str | int] = {"since": days[0].isoformat(), "count": len(days)} if len(days) > 1 else {}
    _tell(kind, task, viewer, _everybody(task, now), now, to=days[-1].isoformat(), reason=reason, **run)


def tell_commented(viewer: Viewer, task: Task, *, now: datetime) -> None:
    """Tell everybody with a part in a task, and who watches it, of a comment."""
    _tell("commented", task, viewer, _everybody(task, now), now, name=viewer.name)


def _tell(
    kind: str, task: Task, viewer: Viewer, people: set[int], now: datetime, /, **args: str | int
) -> None:
    words = task.words if len(task.words) <= _LONGEST else task.words[: _LONGEST - 1] + "…"
    key = f"{task.code}:{now.isoformat()}"
    notify(people - {viewer.person}, kind, task, key=key, now=now, code=task.code, words=words, **args)


def _units(task: Task, *roles: str) -> set[int]:
    return set(Stake.objects.filter(task=task, role__in=roles).values_list("unit", flat=True))


def _everybody(task: Task, now: datetime) -> set[int]:
    units = set(Stake.objects.filter(task=task).values_list("unit", flat=True))
    return people_of(units, today_of(now)) | _watchers(task, now)


def _watchers(task: Task, now: datetime) -> set[int]:
    """Return who watches a task and may still see it."""
    today = today_of(now)
    people = Person.objects.filter(Q(pk__in=watchers_of(task)), is_active=True)
    return {one.pk for one in people if visible_tasks(viewer_of(one, today)).filter(pk=task.pk).exists()}


def _name(unit: int) -> str:
    return Unit.objects.filter(pk=unit).values_list("name", flat=True).first() or ""
