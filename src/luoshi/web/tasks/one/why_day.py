"""Why a task is due on the day it is due, and how many working days are left."""

from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.calendar.days import Day, DayKind, WorkCalendar
from luoshi.calendar.due import Due, due_from_event
from luoshi.followup.ground.days import office_calendar
from luoshi.store.queries.tasks.page import Facts

_FAR = 400  # days ahead that are counted one by one


@dataclass(frozen=True, slots=True)
class WhyDay:
    """What can be said about a limit.

    Attributes:
        on: the day, and what kind of day it is.
        counted: how it was counted from the day of an event, with every day skipped and added on the way.
        n_working: working days from tomorrow to the limit; None when it has passed or is far.
        n_late: working days since the limit; None while it has not passed or long ago.
        skipped: feast days and days off in lieu until then that do not count, in order.
        added: weekend days until then that are worked (调休上班).
        provisional: it rests on a year whose holidays are not announced.
        if_today: of a limit that waits for an event: the day it would be, had the event been today.
        length: of that limit, ISO 8601.
    """

    on: Day | None
    counted: Due | None = None
    n_working: int | None = None
    n_late: int | None = None
    skipped: tuple[Day, ...] = ()
    added: tuple[Day, ...] = ()
    provisional: bool = False
    if_today: Due | None = None
    length: str = ""


def why_day(facts: Facts, today: date) -> WhyDay | None:
    """Return what can be said about a task's limit; None when there is nothing to say."""
    if facts.due_on is None and not facts.waits_for:
        return None
    calendar = office_calendar()

    def from_event(event: date) -> Due | None:
        return due_from_event(event, facts.waits_for, facts.limit_days, calendar) if facts.waits_for else None

    if facts.due_on is None:
        waiting = from_event(today)
        return WhyDay(None, if_today=waiting, length=facts.waits_for) if waiting else None
    on = calendar.day(facts.due_on)
    counted = from_event(facts.counted_from) if facts.counted_from else None
    if facts.due_on < today <= facts.due_on + timedelta(days=_FAR):
        late = sum(day.kind.is_worked for day in _between(facts.due_on, today, calendar))
        return WhyDay(on, counted, n_late=late, provisional=on.provisional, length=facts.waits_for)
    if not today <= facts.due_on <= today + timedelta(days=_FAR):
        return WhyDay(on, counted, provisional=on.provisional, length=facts.waits_for)
    days = _between(today, facts.due_on, calendar)
    return WhyDay(
        on,
        counted,
        n_working=sum(day.kind.is_worked for day in days),
        skipped=tuple(day for day in days if day.kind in {DayKind.HOLIDAY, DayKind.IN_LIEU}),
        added=tuple(day for day in days if day.kind is DayKind.MAKE_UP),
        provisional=any(day.provisional for day in days) or bool(counted and counted.provisional),
        length=facts.waits_for,
    )


def _between(start: date, end: date, calendar: WorkCalendar) -> list[Day]:
    """Return the days after ``start`` up to ``end``."""
    return [calendar.day(start + timedelta(days=n + 1)) for n in range((end - start).days)]
