"""Break a task down for the next level, and see how far it came (分解、层层传导)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min, Q

from luoshi.followup.ground.permissions import Viewer, acting_as, task_for, visible_tasks
from luoshi.followup.ground.record import record, seat, today_of
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import NewTask, make_task
from luoshi.followup.task.assign import give
from luoshi.ledger.entries import BrokenDown
from luoshi.ledger.state import Step
from luoshi.store.models import Event, Stake, Task, Unit

_MOST = 200  # cascades looked at together
_BROAD = 20_000  # tasks of one level
_UNSIGNED = (Step.OPEN, Step.ASSIGNED, Step.RETURNED)


@dataclass(frozen=True, slots=True)
class Part:
    """What each unit below is to do.

    Attributes:
        units: who gets a part; usually the children of the unit that breaks down.
        words: the task's own words when empty.
        due_on: the task's own limit when None; never later.
    """

    units: Sequence[int]
    words: str = ""
    due_on: date | None = None


def break_down(viewer: Viewer, code: str, part: Part, *, now: datetime) -> list[Task]:
    """Make one child task for each unit, owned by the viewer's unit.

    Raises:
        NotFoundError, NotAllowedError: not this viewer's.
        RefusedError: ``nobody-named``, ``unknown-unit``, ``part-later-than-whole``.
    """
    with writing():
        task = task_for(viewer, code)
        by = acting_as(viewer, task, "lead", "support", "owner")
        owner = Unit.objects.get(pk=by)
        found = Unit.objects.in_bulk(list(part.units))
        if not part.units:
            raise RefusedError("nobody-named")
        if unknown := [unit for unit in part.units if unit not in found]:
            raise RefusedError("unknown-unit", unit=unknown[0])
        if task.due_on and part.due_on and part.due_on > task.due_on:
            raise RefusedError("part-later-than-whole", day=task.due_on.isoformat())
        new = NewTask(
            words=part.words.strip() or task.words,
            kind=task.kind,
            rrule=task.rrule,
            due_on=part.due_on or task.due_on,
            parent=task,
            version=task.version_id,
            place=(task.start, task.end) if task.start is not None and task.end is not None else None,
            quote=task.quote,
            scheme=task.scheme_id,
        )
        return give_each(viewer, owner, [found[unit] for unit in part.units], new, now=now)


def give_each(
    viewer: Viewer, owner: Unit, units: Sequence[Unit], part: NewTask, *, now: datetime
) -> list[Task]:
    """Make a part of ``part.parent`` for each unit, to be led by it alone. Call inside ``writing()``."""
    task = part.parent
    if task is None:
        raise ValueError("a part of what?")
    parts = []
    for unit in units:
        child = make_task(viewer, owner, part, now=now)
        give(viewer, child, [(unit.pk, "lead")], now=now)
        entry = BrokenDown(task=task.code, at=now, by_unit=str(owner.pk), into=child.code)
        record(task, entry, viewer=viewer)
        parts.append(child)
    if not task.has_lead and task.seat_id == owner.pk:
        seat(task, owner, has_lead=True)  # somebody leads it: each unit its own part
    return parts


@dataclass(frozen=True, slots=True)
class Level:
    """How one level of the cascade took a task up.

    Attributes:
        depth: 0 for the task itself, 1 for its parts, and so on.
        kind: the commonest kind of the units that lead at this level (乡镇, 村).
        n_given, n_signed, n_broken_down, n_acted: tasks of this level given out, signed for, broken down
            further, and reported on or evidenced; a whole that nobody leads acts by being broken down.
        days_to_sign, days_to_act: mean days from being given; None when nobody did.
    """

    depth: int
    kind: str
    n_given: int
    n_signed: int
    n_broken_down: int
    n_acted: int
    days_to_sign: float | None
    days_to_act: float | None


def levels(viewer: Viewer, code: str) -> list[Level]:
    """Return the cascade below a task, level by level: where the pressure fades.

    Whoever sees the whole sees the counts of its parts, in whatever unit they are.

    Raises:
        NotFoundError: not this viewer's.
    """
    return _levels([task_for(viewer, code).pk])


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of one task, counted: given out, signed for, acted on."""

    n: int
    n_signed: int
    n_acted: int


@dataclass(frozen=True, slots=True)
class Cascades:
    """The latest tasks that were broken down, and their levels together.

    Attributes:
        tasks: ids, the latest first.
        parts: the parts of each, by id.
        is_capped: there are more.
    """

    tasks: tuple[int, ...]
    parts: Mapping[int, Parts]
    levels: tuple[Level, ...]
    is_capped: bool


def cascades(viewer: Viewer, *, document: int = 0, owner: int = 0) -> Cascades:
    """Return the cascades of the topmost tasks a viewer sees, of one document or owner when asked."""
    broken_down = Task.objects.filter(parent__isnull=False).order_by().values("parent").distinct()
    tops = visible_tasks(viewer).filter(pk__in=broken_down, parent=None)
    if document:
        tops = tops.filter(version__document=document)
    if owner:
        tops = tops.filter(owner=owner)
    ids = list(tops.order_by("-pk").values_list("pk", flat=True)[: _MOST + 1])
    shown = ids[:_MOST]
    return Cascades(tuple(shown), _parts(shown), tuple(_levels(shown)), len(ids) > _MOST)


def _parts(ids: Sequence[int]) -> dict[int, Parts]:
    acted = ~Q(said="nothing") | ~Q(supported="none")
    rows = (
        Task.objects.filter(parent__in=ids)
        .order_by()
        .values_list("parent")
        .annotate(
            n=Count("pk"),
            signed=Count("pk", filter=~Q(step__in=_UNSIGNED)),
            acted=Count("pk", filter=acted),
        )
    )
    return {parent: Parts(n, signed, done) for parent, n, signed, done in rows}


def _levels(here: list[int]) -> list[Level]:
    found: list[Level] = []
    while here:
        found.append(_level(len(found), here))
        below = Task.objects.filter(parent__in=here).order_by("pk")
        here = list(below.values_list("pk", flat=True)[:_BROAD])
    return found


def _level(depth: int, ids: Sequence[int]) -> Level:
    first: dict[str, dict[int, date]] = {}
    for kinds in (("assigned", "made"), ("signed-for",), ("broken-down",), ("reported", "evidenced")):
        rows = Event.objects.filter(task__in=ids, kind__in=kinds).values_list("task").annotate(at=Min("at"))
        first[kinds[0]] = {pk: today_of(at) for pk, at in rows}
    at_level = Task.objects.filter(pk__in=ids).values_list("seat__kind").annotate(n=Count("pk"))
    commonest = at_level.order_by("-n", "seat__kind").first()
    led = set(Stake.objects.filter(task__in=ids, role=Stake.Role.LEAD).values_list("task", flat=True))
    unled = {pk: on for pk, on in first["broken-down"].items() if pk not in led}
    first["reported"] = unled | first["reported"]  # to give each its part is all there is to do about it
    return Level(
        depth,
        commonest[0] if commonest else "",
        len(ids),
        len(first["signed-for"]),
        len(first["broken-down"]),
        len(first["reported"]),
        _mean_days(first["assigned"], first["signed-for"]),
        _mean_days(first["assigned"], first["reported"]),
    )


def _mean_days(start: dict[int, date], end: dict[int, date]) -> float | None:
    days = [(on - start[pk]).days for pk, on in end.items() if pk in start]
    return round(sum(days) / len(days), 1) if days else None
