"""Deadlines and recurring tasks as a calendar (RFC 5545)."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from hashlib import sha256
from typing import Final

from dateutil.rrule import rrulestr
from icalendar import Calendar, Event, Todo, vRecur

from luoshi.cli.export.rows import Row, When, rows_of, title_of
from luoshi.cli.words import Words
from luoshi.reading.marks import Role
from luoshi.reading.reading import Reading

_TITLE_LIMIT: Final = 60


def as_ics(reading: Reading, say: Words, *, today: date) -> bytes:
    """Return a calendar: a deadline is an all-day event, a recurrence a repeated one.

    A limit without a date (15 days after an event) becomes a to-do without one, in the text's own words.

    Args:
        reading: what was read.
        say: the catalogue.
        today: the day from which recurrences run when the document has no date of its own.
    """
    start = reading.ref_date or reading.as_of or today
    book = Calendar()
    book.add("prodid", "-//luoshi//reading//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", say("calendar", "name", title=title_of(reading)))
    for row in rows_of(reading, say):
        if row.it.scope == "people":
            continue
        for entry in _entries(row, reading, say, start):
            entry.add("dtstamp", datetime.combine(start, time(), tzinfo=UTC))
            book.add_component(entry)
    return bytes(book.to_ical())


def _entries(row: Row, reading: Reading, say: Words, start: date) -> Iterator[Event | Todo]:
    for when in row.due:
        yield _entry(row, when, _day(when.norm), reading, say)
    for when in row.often:
        first = _first(when.norm, start)
        entry = _entry(row, when, first, reading, say)
        if first:
            rule = "FREQ=DAILY" if when.norm.startswith("FREQ=HOURLY") else when.norm  # the entry is a day's
            entry.add("rrule", vRecur.from_ical(rule))
        yield entry


def _entry(row: Row, when: When, day: date | None, reading: Reading, say: Words) -> Event | Todo:
    """Return a to-do, or on a ``day`` an event that does not block it."""
    entry = Todo() if day is None else Event()
    if day is not None:
        entry.add("dtstart", day)
        entry.add("transp", "TRANSPARENT")
    who = row.units(Role.LEAD)
    title = row.task if len(row.task) <= _TITLE_LIMIT else row.task[: _TITLE_LIMIT - 1] + "…"
    entry.add("uid", _uid(reading, row, when))
    entry.add("summary", f"{who}：{title}" if who else title)
    notes = [row.task, say("calendar", "words", words=when.words)]
    notes += [say("calendar", "owner", who=who)] if who else []
    notes += [say("calendar", "ask", ask=" ".join(row.asks))] if row.asks else []
    entry.add("description", "\n".join([*notes, say("calendar", "source", name=reading.source.name)]))
    return entry


def _uid(reading: Reading, row: Row, when: When) -> str:
    """Return a name that stays the same however often the document is read."""
    seed = f"{reading.source.text_sha256} {row.place.start} {row.place.end} {when.norm} {when.place.start}"
    return f"{sha256(seed.encode()).hexdigest()[:32]}@luoshi"


def _day(norm: str) -> date | None:
    """Return the day of a deadline; None for a length of time or a masked date."""
    try:
        return date.fromisoformat(norm)
    except ValueError:
        return None


def _first(rrule: str, start: date) -> date | None:
    """Return the first day on or after ``start`` that a rule names; None when it is no whole-day rule."""
    try:
        found = rrulestr(rrule, dtstart=datetime.combine(start, time())).after(
            datetime.combine(start, time()) - timedelta(days=1)
        )
    except ValueError:
        return None
    return found.date() if found else None
