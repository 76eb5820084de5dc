"""The office's calendar: the days built in, and the holiday notices taken in on top."""

from luoshi.calendar.days import WorkCalendar, read_notice
from luoshi.store.models import HolidayNotice


def office_calendar() -> WorkCalendar:
    """Return the days as this office knows them now; one query."""
    bodies = HolidayNotice.objects.order_by("year", "pk").values_list("body", flat=True)
    return WorkCalendar([read_notice(body) for body in bodies])
