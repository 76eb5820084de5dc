"""Reminders before, on and after a due date, and upward after some days (催办、提级)."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from luoshi.followup.ground.record import today_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.tell.notify import Notice, holders, inspectors, tell
from luoshi.store.models import Stake, Task, Watch
from luoshi.store.models.levels import level_fields

SOON = (7, 3, 1)  # days before
LATE = (1, 7, 14, 30)  # days after
UPWARD = 5  # days late after which the units above are told
MADE_UP = 14  # days without a worker that are made up for
_PAGE = 500  # tasks of one transaction


@dataclass(slots=True)
class _People:
    """Who holds what on a day, asked for once in a round.

    Attributes:
        on: the day.
        by_unit: who holds an acting post in a unit.
        by_scope: who inspects the subtree that a unit heads.
    """

    on: date
    by_scope: dict[int, set[int]]
    by_unit: dict[int, set[int]] = field(default_factory=dict)

    def look_up(self, units: Collection[int]) -> None:
        """Find out who answers for these units; one query for those not known yet."""
        if missing := set(units) - self.by_unit.keys():
            self.by_unit |= {unit: set() for unit in missing} | holders(missing, self.on)

    def of(self, units: Collection[int]) -> set[int]:
        """Return who answers for any of these units, all looked up before."""
        return set().union(*(self.by_unit[unit] for unit in units))

    def over(self, units: Collection[int]) -> set[int]:
        """Return who inspects a subtree that one of these units heads."""
        return set().union(*(self.by_scope.get(unit, set()) for unit in units))


def remind_all(*, now: datetime, last: date | None = None) -> int:
    """Note for everybody concerned what is due soon, today, or late; return how many notices were new.

    A closed or called-off task, and one whose evidence holds, is not spoken of again.

    Args:
        now: the moment of this round.
        last: the day of the round before; what fell to the days since is told today.
    """
    today = today_of(now)
    steps = _steps(today, last)
    waiting = Task.objects.filter(is_open=True, met_on=None, due_on__in=list(steps))
    pks = list(waiting.order_by("pk").values_list("pk", flat=True))
    people = _People(today, inspectors(today))
    n_told = 0
    for start in range(0, len(pks), _PAGE):
        with writing():
            tasks = list(waiting.filter(pk__in=pks[start : start + _PAGE]).order_by("pk"))  # still open
            n_told += tell(_notices(tasks, steps, people), now=now)
    return n_told


def _steps(today: date, last: date | None) -> dict[date, int]:
    """Return for each limit to be spoken of how many days past it the step is that was reached last."""
    missed = min(MADE_UP, max(1, (today - last).days)) if last else 1
    past = sorted({*(-n for n in SOON), 0, *LATE, UPWARD}, reverse=True)
    found: dict[date, int] = {}
    for ago in range(missed):
        for n in past:
            found.setdefault(today - timedelta(days=ago + n), n)
    return found


def _notices(tasks: Sequence[Task], steps: dict[date, int], people: _People) -> Iterator[Notice]:
    doers, watchers = defaultdict[int, set[int]](set), defaultdict[int, set[int]](set)
    stakes = Stake.objects.filter(task__in=tasks, role__in=["lead", "support"])
    for pk, unit in stakes.values_list("task", "unit"):
        doers[pk].add(unit)
    for pk, person in Watch.objects.filter(task__in=tasks).values_list("task", "person"):
        watchers[pk].add(person)
    people.look_up({unit for task in tasks for unit in (*doers[task.pk], task.owner_id, *_levels(task)[-1:])})
    for task in tasks:
        if task.due_on is not None:
            told = people.of(doers[task.pk] or {task.owner_id}) | watchers[task.pk]
            yield from _of_task(task, steps[task.due_on], told, people)


def _of_task(task: Task, step: int, told: set[int], people: _People) -> Iterator[Notice]:
    late = (people.on - task.due_on).days if task.due_on else 0
    kind = "overdue" if late > 0 else "due-soon" if late < 0 else "due-today"
    key = f"{task.code}:{task.due_on}:{abs(step)}"
    args: dict[str, str | int] = {"code": task.code, "words": task.words[:80], "days": abs(late)}
    yield Notice(told, kind, task.pk, key, args)
    if late >= UPWARD:
        yield Notice(_above(task, people) - told, "escalated", task.pk, key, args)


def _above(task: Task, people: _People) -> set[int]:
    """Return who answers for the unit above, the office that gave the task, and who inspects them."""
    above = _levels(task)
    return people.of({*above[-1:], task.owner_id}) | people.over(above)


def _levels(task: Task) -> list[int]:
    """Return the units above the one where the task has its seat, topmost first."""
    return [unit for level in level_fields() if (unit := getattr(task, level)) and unit != task.seat_id]
