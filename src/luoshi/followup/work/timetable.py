"""What has to be done again and again, and when."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from luoshi.followup.work import tasks
from luoshi.store.models import Job


@dataclass(frozen=True, slots=True)
class Regular:
    """Work that comes back.

    Attributes:
        task: name of a task in ``followup.work.tasks``.
        every: how often; a day's work begins at ``hour`` in the office's time zone.
        hour: of the day.
    """

    task: str
    every: timedelta
    hour: int = 0


TIMETABLE = (
    Regular("seal_log", timedelta(seconds=30)),
    Regular("plan_ahead", timedelta(days=1), 1),
    Regular("remind", timedelta(days=1), 7),
    Regular("send_digests", timedelta(days=1), 8),
    Regular("tidy", timedelta(days=1), 3),
)


def enqueue_due(*, now: datetime) -> int:
    """Enqueue what the timetable asks for by now, each turn once; return how many were new."""
    n_new = 0
    for regular in TIMETABLE:
        turn = _turn(regular, now)
        if turn is None:
            continue
        task = getattr(tasks, regular.task)
        key = f"{regular.task}-{turn}"
        if not Job.objects.filter(key=f"{task.module_path}:{key}").exists():
            task.enqueue(key=key)
            n_new += 1
    return n_new


def _turn(regular: Regular, now: datetime) -> str | None:
    """Return the name of the turn that has begun, or None before the hour."""
    if regular.every >= timedelta(days=1):
        local = now.astimezone(ZoneInfo(settings.TIME_ZONE))
        return f"{local:%Y-%m-%d}" if local.hour >= regular.hour else None
    return str(int(now.timestamp() // regular.every.total_seconds()))
