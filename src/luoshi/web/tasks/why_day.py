"""Why a task is due on the day it is due, and how many working days are left."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.calendar.days import Day, DayKind, WorkCalendar
from luoshi.calendar.due import Due, LengthError, due_after, due_in_working_days

_FAR = 400  # days ahead that are counted one by one
_CALENDAR = WorkCalendar()


@dataclass(frozen=True, slots=True)
class WhyDay:
    """What can be said about a limit.

    Attributes:
        on: the day, and what kind of day it is.
        n_working: working days from tomorrow to the limit; None when it has passed or is far.
        skipped: feast days and days off in lieu until then that do not count, in order.
        added: weekend days until then that are worked (调休上班).
        provisional: it rests on a year whose holidays are not announced.
        if_today: of a limit that waits for an event: the day it would be, had the event been today.
        length: of that limit, ISO 8601.
    """

    on: Day | None
    n_working: int | None = None
    skipped: tuple[Day, ...] = ()
    added: tuple[Day, ...] = ()
    provisional: bool = False
    if_today: Due | None = None
    length: str = ""


def why_day(due_on: date | None, waits_for: str, limit_days: str, today: date) -> WhyDay | None:
    """Return what can be said about a limit; None when there is nothing to say."""
    waiting = due_from_event(today, waits_for, limit_days) if waits_for else None
    if due_on is None:
        return WhyDay(None, if_today=waiting, length=waits_for) if waiting else None
    on = _CALENDAR.day(due_on)
    if not today <= due_on <= today + timedelta(days=_FAR):
        return WhyDay(on, provisional=on.provisional, length=waits_for)
    days = [_CALENDAR.day(today + timedelta(days=n + 1)) for n in range((due_on - today).days)]
    return WhyDay(
        on,
        n_working=sum(day.kind.is_worked for day in days),
        skipped=tuple(day for day in days if day.kind in {DayKind.HOLIDAY, DayKind.IN_LIEU}),
        added=tuple(day for day in days if day.kind is DayKind.MAKE_UP),
        provisional=any(day.provisional for day in days),
        length=waits_for,
    )


def due_from_event(event: date, length: str, limit_days: str) -> Due | None:
    """Return the last day of a limit that runs from an event; None when its length is not known."""
    if length == "P0D":  # an event without a length
        return None
    days = re.fullmatch(r"P(\d+)D", length)
    if limit_days == "working" and days:
        return due_in_working_days(event, int(days[1]), _CALENDAR)
    try:
        return due_after(event, length, _CALENDAR)
    except LengthError:
        return None
