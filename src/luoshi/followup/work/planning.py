"""Occurrences stay ahead of the calendar."""

from datetime import datetime

from luoshi.followup.ground.record import refresh, today_of
from luoshi.followup.ground.writing import writing
from luoshi.followup.task.accept import plan_occurrences
from luoshi.store.models import Task


def plan_all(*, now: datetime) -> int:
    """Plan every open recurring task as far as the horizon; return how many occurrences were new."""
    n_new = 0
    recurring = Task.objects.filter(is_open=True).exclude(rrule="").order_by("pk")
    for pk in list(recurring.values_list("pk", flat=True)):
        with writing():
            task = Task.objects.select_for_update().get(
                pk=pk
            )  # as it is now, and nobody changes it meanwhile
            new = plan_occurrences(task, today=today_of(now))
            if new and task.due_on is None:
                refresh(task, now=now)
            n_new += new
    return n_new
