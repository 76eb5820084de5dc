"""A yearly notice on holidays is taken in, and what is open is counted anew where everybody can see it."""

import json
from dataclasses import dataclass
from datetime import date, datetime

from luoshi.calendar.days import HolidayNotice, NoticeError, read_notice
from luoshi.calendar.due import due_from_event
from luoshi.followup.ground.days import office_calendar
from luoshi.followup.ground.permissions import Viewer
from luoshi.followup.ground.record import append, record, today_of
from luoshi.followup.ground.refusals import RefusedError
from luoshi.followup.ground.writing import writing
from luoshi.followup.registry.keeping import only_keeper
from luoshi.followup.tell.notify import notify, people_of, watchers_of
from luoshi.ledger.entries import DueChanged
from luoshi.store import models


@dataclass(frozen=True, slots=True)
class Moved:
    """A limit that falls on another day under the new notice."""

    code: str
    words: str
    before: date
    after: date


def take_in_notice(viewer: Viewer | None, toml: str, *, now: datetime) -> tuple[HolidayNotice, list[Moved]]:
    """Keep a notice and count every open limit in working days anew; all or nothing.

    A limit somebody named or extended by hand stays: only what was counted is counted again. Each change is
    an entry of its task with the notice as its reason, and whoever has a part in the task is told.

    Raises:
        NotAllowedError: not a keeper.
        RefusedError: ``notice-unclear``, ``notice-known``.
    """
    only_keeper(viewer)
    try:
        notice = read_notice(toml)
    except NoticeError as error:
        raise RefusedError("notice-unclear", why=str(error)) from error
    with writing():
        latest = models.HolidayNotice.objects.filter(year=notice.year).order_by("pk").last()
        if latest and read_notice(latest.body) == notice:
            raise RefusedError("notice-known", year=notice.year, source=notice.source)
        kept = models.HolidayNotice.objects.create(
            year=notice.year, source=notice.source[:120], body=toml, taken_in_at=now
        )
        told = json.dumps({"year": notice.year, "source": notice.source, "toml": toml}, ensure_ascii=False)
        append("holidays-noticed", told, at=now, viewer=viewer, subject=f"holidays:{kept.pk}")
        return notice, count_anew(viewer, source=notice.source, now=now)


def count_anew(viewer: Viewer | None = None, *, source: str = "", now: datetime) -> list[Moved]:
    """Count every open limit in working days from its event again, and return those that moved.

    Args:
        viewer: who took a notice in; None for the daily round, which notices when an upgrade brought one.
        source: of the notice; empty for whatever the new last day stands on.
        now: when.
    """
    calendar = office_calendar()
    found = []
    counted = models.Task.objects.filter(is_open=True, counted_from__isnull=False, limit_days="working")
    for pk in list(counted.order_by("pk").values_list("pk", flat=True)):
        with writing():
            task = models.Task.objects.select_for_update().get(pk=pk)  # as it is now
            if task.counted_from is None or task.due_on is None:
                continue
            due = due_from_event(task.counted_from, task.waits_for, task.limit_days, calendar)
            if due is None or due.due_on == task.due_on:
                continue
            moved = Moved(task.code, task.words, task.due_on, due.due_on)
            because = source or calendar.day(due.due_on).source
            entry = DueChanged(
                task=task.code, at=now, due_on=due.due_on, reason=because, counted_from=task.counted_from
            )
            record(task, entry, viewer=viewer)
            _tell(task, moved, because, now)
            found.append(moved)
    return found


def _tell(task: models.Task, moved: Moved, source: str, now: datetime) -> None:
    units = {*task.stakes.values_list("unit", flat=True), task.owner_id}
    people = people_of(units, today_of(now)) | watchers_of(task)
    notify(
        people,
        "due-recounted",
        task,
        key=f"{task.code}:{now.isoformat()}",
        now=now,
        code=task.code,
        words=task.words[:80],
        before=moved.before.isoformat(),
        to=moved.after.isoformat(),
        source=source,
    )
