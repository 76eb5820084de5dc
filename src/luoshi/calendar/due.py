"""Due dates that say why they fall on the day they fall on."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from luoshi.calendar.days import Day, DayKind, WorkCalendar

_LENGTH = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?")
_MONTHS = 12


class LengthError(ValueError):
    """A length of time that is not of the form P15D, P3M, P2Y, P2W or PT48H."""


@dataclass(frozen=True, slots=True)
class Due:
    """A due date and the way to it.

    Attributes:
        due_on: the last day.
        start: the day of the event; counting begins the day after it.
        length: as given, ISO 8601.
        skipped: days between that do not count, in order (weekends, holidays, days off in lieu).
        added: weekend days that do count (make-up days), in order.
        rolled_from: the day it would have been, when that was no working day and the rule moves it on.
        provisional: it rests on a year whose notice is not out yet.
    """

    due_on: date
    start: date
    length: str
    skipped: tuple[Day, ...] = ()
    added: tuple[Day, ...] = ()
    rolled_from: date | None = None
    provisional: bool = False


def due_in_working_days(start: date, n: int, calendar: WorkCalendar) -> Due:
    """Return the day ``n`` working days after ``start`` (行政许可法 art. 82: limits in working days).

    >>> due_in_working_days(date(2025, 9, 22), 15, WorkCalendar()).due_on
    datetime.date(2025, 10, 17)
    """
    on, counted = start, 0
    skipped: list[Day] = []
    added: list[Day] = []
    provisional = False
    while counted < n:
        on += timedelta(days=1)
        day = calendar.day(on)
        provisional |= day.provisional
        if day.kind.is_worked:
            counted += 1
            if day.kind is DayKind.MAKE_UP:
                added.append(day)
        else:
            skipped.append(day)
    return Due(on, start, f"P{n}D", tuple(skipped), tuple(added), provisional=provisional)


def due_after(start: date, length: str, calendar: WorkCalendar, *, roll: bool = False) -> Due:
    """Return the last day of a length in calendar days after ``start``.

    Args:
        start: the day of the event; counting begins the day after it.
        length: ``P15D``, ``P3M``, ``P2Y``, ``P2W`` or ``PT48H`` (hours end on the day they end in).
        calendar: says which days are worked.
        roll: move a last day that is a holiday or weekend to the next working day (民法典 art. 203).

    Raises:
        LengthError: ``length`` is none of these.

    >>> due_after(date(2025, 1, 31), "P1M", WorkCalendar()).due_on
    datetime.date(2025, 2, 28)
    """
    found = _LENGTH.fullmatch(length)
    if not found or not any(found.groups()):
        raise LengthError(f"{length!r} is no length of time")
    years, months, weeks, days, hours = (int(part or 0) for part in found.groups())
    on = _months_later(start, years * _MONTHS + months)
    on += timedelta(days=7 * weeks + days + -(-hours // 24))
    return _rolled(on, start, length, calendar) if roll else Due(on, start, length)


def due_from_event(event: date, length: str, limit_days: str, calendar: WorkCalendar) -> Due | None:
    """Return the last day of a limit that runs from an event; None when its length is not known.

    Args:
        event: the day it happened; counting begins the day after.
        length: as ``P15D``; ``P0D`` stands for a limit that names no length.
        limit_days: ``working`` or ``calendar`` days.
        calendar: says which days are worked.

    >>> due_from_event(date(2025, 9, 22), "P15D", "working", WorkCalendar()).due_on
    datetime.date(2025, 10, 17)
    """
    if length == "P0D":
        return None
    days = re.fullmatch(r"P(\d+)D", length)
    if limit_days == "working" and days:
        return due_in_working_days(event, int(days[1]), calendar)
    try:
        return due_after(event, length, calendar)
    except LengthError:
        return None


def _rolled(on: date, start: date, length: str, calendar: WorkCalendar) -> Due:
    last, skipped = on, []
    while not (day := calendar.day(last)).kind.is_worked:
        skipped.append(day)
        last += timedelta(days=1)
    return Due(last, start, length, tuple(skipped), (), on if last != on else None, day.provisional)


def _months_later(start: date, months: int) -> date:
    year, month = divmod(start.year * _MONTHS + start.month - 1 + months, _MONTHS)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
