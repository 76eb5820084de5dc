"""``luoshi due``: a due date, and why it falls on that day."""

import argparse
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path

from luoshi.calendar.days import Day, NoticeError, WorkCalendar, read_notice
from luoshi.calendar.due import Due, LengthError, due_after, due_in_working_days
from luoshi.cli.arguments import Wrong
from luoshi.cli.arguments import day as day_named
from luoshi.cli.words import Words


def due(args: argparse.Namespace, say: Words) -> int:
    """Print the last day of a limit and the days skipped and added on the way."""
    start = day_named(args.start, say) or date.min
    try:
        notices = [read_notice(Path(path).read_text(encoding="utf-8")) for path in args.notice]
        calendar = WorkCalendar(notices)
        if args.length.isdecimal():
            found = due_in_working_days(start, int(args.length), calendar)
        else:
            found = due_after(start, args.length.upper(), calendar, roll=args.roll)
    except (LengthError, NoticeError, OSError) as error:
        raise Wrong(str(error)) from error
    sys.stdout.write("\n".join(_lines(found, say)) + "\n")
    return 0


def _lines(found: Due, say: Words) -> Iterable[str]:
    weekday = say.many("ledger", "weekdays")[found.due_on.weekday()]
    yield say("ledger", "due_on", day=found.due_on, weekday=weekday)
    yield say("ledger", "counted_from", day=found.start)
    if found.rolled_from:
        yield say("ledger", "rolled", day=found.rolled_from)
    for key, days in (("skipped", found.skipped), ("added", found.added)):
        if days:
            yield say("ledger", key, n=len(days))
            yield from (f"  {_day(day, say)}" for day in days)
    if found.provisional:
        yield say("ledger", "provisional")


def _day(day: Day, say: Words) -> str:
    weekday = say.many("ledger", "weekdays")[day.on.weekday()]
    kind = say("ledger", f"day_{day.kind.value.replace('-', '_')}")
    return f"{day.on} {weekday} {kind}{f' ({day.name})' if day.name else ''}"
