"""Recurring duties, one occurrence at a time."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice, takewhile

from dateutil.rrule import rrulestr


class RuleError(ValueError):
    """Words that are no RFC 5545 rule."""

    def __init__(self, rrule: str) -> None:
        super().__init__(f"{rrule!r} is no recurrence rule; one looks like FREQ=MONTHLY;BYMONTHDAY=25")


_MOST = 10_000  # occurrences of one duty: a daily duty for 27 years


@dataclass(frozen=True, slots=True, order=True)
class Occurrence:
    """One time a recurring duty falls due; its identity is (duty, scheduled_on) and nothing else.

    Attributes:
        duty: id of the duty.
        scheduled_on: the day its rule names. Never changes.
        due_on: the day it is due; may be moved, which neither duplicates nor loses an occurrence.
    """

    duty: str
    scheduled_on: date
    due_on: date

    @property
    def identity(self) -> tuple[str, date]:
        """What makes two occurrences the same."""
        return self.duty, self.scheduled_on


def expand(duty: str, rrule: str, *, since: date, start: date, until: date) -> Iterator[Occurrence]:
    """Yield the occurrences of a rule from ``start`` to ``until``, both included, in order.

    Args:
        duty: its id.
        rrule: RFC 5545 rule.
        since: the day the duty was made; "every third year" and "every other week" count from there, whoever
            looks and whenever. Nothing falls due before it.
        start: first day of the look.
        until: last day of the look.

    Raises:
        RuleError: ``rrule`` is no RFC 5545 rule.

    >>> rule = "FREQ=MONTHLY;BYMONTHDAY=12,28"
    >>> look = {"since": date(2026, 1, 1), "start": date(2026, 2, 13), "until": date(2026, 3, 12)}
    >>> [str(o.due_on) for o in expand("d1", rule, **look)]
    ['2026-02-28', '2026-03-12']
    """
    first = max(start, since)
    anchor = datetime.combine(_anchor(rrule, since), time())
    try:
        rule = rrulestr(rrule, dtstart=anchor)
    except ValueError as error:
        raise RuleError(rrule) from error
    days = (moment.date() for moment in islice(rule, _MOST))
    for day in takewhile(lambda day: day <= until, days):
        if day >= first:
            yield Occurrence(duty, day, day)


def _anchor(rrule: str, since: date) -> date:
    """Return where counting begins: the start of the week, or of the year, in which the duty was made."""
    if "FREQ=WEEKLY" in rrule:
        return since - timedelta(days=since.weekday())
    return since if "FREQ=DAILY" in rrule else date(since.year, 1, 1)


def with_last_day(rrule: str) -> str:
    """Return a rule that names a day: "every quarter" without one falls due on its last day, "hourly" daily.

    >>> with_last_day("FREQ=MONTHLY;INTERVAL=3")
    'FREQ=MONTHLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1'
    """
    parts = dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)
    if parts.get("FREQ") == "HOURLY":
        return "FREQ=DAILY"  # a ledger counts days
    if set(parts) - {"FREQ", "INTERVAL", "BYMONTH"}:
        return rrule
    if parts["FREQ"] == "MONTHLY":
        step = int(parts.get("INTERVAL", "1"))
        if "BYMONTH" in parts or 12 % step:
            return f"{rrule};BYMONTHDAY=-1"
        months = ",".join(str(month) for month in range(step, 13, step))
        return f"FREQ=MONTHLY;BYMONTH={months};BYMONTHDAY=-1" if step > 1 else f"{rrule};BYMONTHDAY=-1"
    if parts["FREQ"] == "YEARLY":
        return f"{rrule};BYMONTHDAY=-1" if "BYMONTH" in parts else f"{rrule};BYMONTH=12;BYMONTHDAY=31"
    return f"{rrule};BYDAY=FR" if parts["FREQ"] == "WEEKLY" else rrule
