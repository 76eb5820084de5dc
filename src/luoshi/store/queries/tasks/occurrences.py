"""The occurrences of recurring tasks that are still owed."""

from collections.abc import Sequence
from datetime import date

from luoshi.store.models import Occurrence


def owed_until(tasks: Sequence[int], until: date) -> dict[int, tuple[tuple[date, date], ...]]:
    """Return ``(scheduled day, limit)`` of the occurrences still owed, by task, up to a day; one query."""
    rows = Occurrence.objects.filter(task__in=list(tasks), is_open=True, met_on=None, due_on__lte=until)
    found: dict[int, list[tuple[date, date]]] = {}
    for task, scheduled_on, due_on in rows.order_by("due_on", "pk").values_list(
        "task", "scheduled_on", "due_on"
    ):
        found.setdefault(task, []).append((scheduled_on, due_on))
    return {task: tuple(days) for task, days in found.items()}
