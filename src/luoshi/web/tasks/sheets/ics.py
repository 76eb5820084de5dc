"""Days of the ledger as an iCalendar file (RFC 5545): all-day events that any calendar program opens."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_FOLD = 73  # octets of a line; the standard allows 75 without the line break
_PLAIN = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Entry:
    """A day something is due.

    Attributes:
        uid: the same in every export, so that a second import moves the entry instead of adding one.
        on: the day.
        words: what is due.
        about: more lines about it.
        url: where it is followed up.
    """

    uid: str
    on: date
    words: str
    about: str
    url: str


def calendar(name: str, entries: Iterable[Entry], *, now: datetime) -> Iterator[str]:
    """Return the lines of a calendar of this name, each with its line break."""
    yield from _lines(
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Luoshi//Ledger//EN",
        "CALSCALE:GREGORIAN",
        f"X-WR-CALNAME:{_text(name)}",
    )
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    for one in entries:
        yield from _lines(
            "BEGIN:VEVENT",
            f"UID:{_text(one.uid)}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{one.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{one.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{_text(one.words)}",
            f"DESCRIPTION:{_text(one.about)}",
            f"URL:{one.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        )
    yield from _lines("END:VCALENDAR")


def _text(value: str) -> str:
    return value.translate(_PLAIN)


def _lines(*lines: str) -> Iterator[str]:
    r"""Fold lines at so many octets, never inside a character.

    >>> "".join(_lines("SUMMARY:" + "建" * 25)).count("\r\n ")
    1
    """
    for line in lines:
        out, width = "", 0
        for character in line:
            octets = len(character.encode())
            if width + octets > _FOLD:
                yield out + "\r\n"
                out, width = " ", 1
            out, width = out + character, width + octets
        yield out + "\r\n"
