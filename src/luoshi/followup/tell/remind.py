"""Reminders before, on and after a due date, and upward after some days (催办、提级)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from luoshi.followup.ground.record import today_of
from luoshi.followup.tell.notify import inspectors_over, notify, people_of, watchers_of
from luoshi.store.models import Task
from luoshi.store.models.levels import level_fields

SOON = (7, 3, 1)  # days before
LATE = (1, 7, 14, 30)  # days after
UPWARD = 5  # days late after which the units above are told
_PAGE = 2000


@dataclass(frozen=True, slots=True)
class _Due:
    """A task on its day: what is to be said, and to how many levels above."""

    task: Task
    kind: str
    days: int


def remind_all(*, now: datetime) -> int:
    """Note for everybody concerned what is due soon, today, or late; return how many notices were new.

    A closed or called-off task, and one whose evidence holds, is not spoken of again.
    """
    today = today_of(now)
    return sum(_tell(due, today, now) for due in _due(today))


def _due(today: date) -> Iterator[_Due]:
    days = {today + timedelta(days=n): ("due-soon", n) for n in SOON}
    days |= {today: ("due-today", 0)}
    days |= {today - timedelta(days=n): ("overdue", n) for n in {*LATE, UPWARD}}
    waiting = Task.objects.filter(is_open=True, met_on=None, due_on__in=list(days)).order_by("pk")
    for task in waiting.iterator(chunk_size=_PAGE):
        if task.due_on is not None:
            kind, n = days[task.due_on]
            yield _Due(task, kind, n)


def _tell(due: _Due, today: date, now: datetime) -> int:
    task = due.task
    key = f"{task.code}:{task.due_on}:{due.days}"
    doers = set(task.stakes.filter(role__in=["lead", "support"]).values_list("unit", flat=True))
    args: dict[str, str | int] = {"code": task.code, "words": task.words[:80], "days": due.days}
    people = people_of(doers or {task.owner_id}, today) | watchers_of(task)
    n_told = notify(people, due.kind, task, key=key, now=now, **args)
    if due.kind == "overdue" and due.days >= UPWARD:
        n_told += notify(_above(task, today) - people, "escalated", task, key=key, now=now, **args)
    return n_told


def _above(task: Task, today: date) -> set[int]:
    """Return who answers for the units above, the office that gave the task, and who inspects them."""
    above = [unit for level in level_fields() if (unit := getattr(task, level)) and unit != task.seat_id]
    return people_of([*above[-1:], task.owner_id], today) | inspectors_over(above, today)
