"""What kind of day a day is in China, and who says so."""

import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache

import chinese_calendar
import holidays

_SATURDAY = 5
_FIRST, _LAST = 2004, max(day.year for day in chinese_calendar.workdays)
_YEARLY_NOTICE = "State Council General Office notice for {year} (chinesecalendar)"
_STATUTE = "statutory holidays only; no notice for {year} yet (holidays)"


class DayKind(StrEnum):
    """Why a day counts as a working day or does not."""

    WORKING = "working"
    MAKE_UP = "make-up"  # 调休上班: a weekend day that is worked
    WEEKEND = "weekend"
    HOLIDAY = "holiday"  # 法定节假日
    IN_LIEU = "in-lieu"  # 调休放假: a weekday off in exchange for a make-up day

    @property
    def is_worked(self) -> bool:
        """Whether offices are open."""
        return self in {DayKind.WORKING, DayKind.MAKE_UP}


@dataclass(frozen=True, slots=True)
class Day:
    """One day, what it is and on whose word.

    Attributes:
        on: the day.
        kind: what it is.
        name: the feast it belongs to, in English; empty for ordinary days.
        source: where that is written.
        provisional: the year's notice is not out yet, so make-up days are unknown.
    """

    on: date
    kind: DayKind
    name: str = ""
    source: str = ""
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class HolidayNotice:
    """A yearly notice on holidays (国务院办公厅关于部分节假日安排的通知), overriding the built-in table.

    Attributes:
        year: the year it arranges.
        source: its document number.
        off: feast by day off.
        worked: feast by weekend day that is worked.
    """

    year: int
    source: str
    off: dict[date, str]
    worked: dict[date, str]


class NoticeError(ValueError):
    """A holiday notice that cannot be used; says which entry and why."""


def read_notice(toml: str) -> HolidayNotice:
    """Read a notice from TOML.

    Raises:
        NoticeError: a key is missing, a day lies in another year, or a day stands on both sides.

    >>> read_notice('''
    ... year = 2027
    ... source = "made up for this example"
    ... [[holiday]]
    ... name = "New Year"
    ... first = 2027-01-01
    ... last = 2027-01-03
    ... worked = [2027-01-09]
    ... ''').worked
    {datetime.date(2027, 1, 9): 'New Year'}
    """
    try:
        table = tomllib.loads(toml)
        year, source = int(table["year"]), str(table["source"])
        off: dict[date, str] = {}
        worked: dict[date, str] = {}
        for entry in table["holiday"]:
            off |= dict.fromkeys(_from_to(entry["first"], entry["last"]), entry["name"])
            worked |= dict.fromkeys(entry.get("worked", []), entry["name"])
    except (tomllib.TOMLDecodeError, KeyError, TypeError) as error:
        raise NoticeError(f"holiday notice: {error}") from error
    for day in [*off, *worked]:
        if abs(day.year - year) > 1:
            raise NoticeError(f"holiday notice for {year}: {day} lies in another year")
    if both := off.keys() & worked.keys():
        raise NoticeError(f"holiday notice for {year}: {min(both)} is both off and worked")
    return HolidayNotice(year, source, off, worked)


def _from_to(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=i) for i in range((last - first).days + 1))


@lru_cache(maxsize=64)
def _statutory(year: int) -> dict[date, str]:
    """Return the statutory days of a year without the exchanges that only a notice can make."""
    named = holidays.country_holidays("CN", years=year, language="en_US").items()
    return {day: name for day, name in named if "observed" not in name and not name.startswith("Day off")}


class WorkCalendar:
    """The days of China: built-in notices for 2004 on, statutory days after, notices given on top.

    >>> WorkCalendar().day(date(2026, 10, 10)).kind
    <DayKind.MAKE_UP: 'make-up'>
    >>> WorkCalendar().day(date(2031, 10, 1)).provisional
    True
    """

    def __init__(self, notices: Iterable[HolidayNotice] = ()) -> None:
        self._notices = {notice.year: notice for notice in notices}

    def day(self, on: date) -> Day:
        """Return what kind of day ``on`` is."""
        for year in (on.year, on.year + 1):  # the days before New Year stand in the coming year's notice
            notice = self._notices.get(year)
            if notice and on in notice.off:
                kind = DayKind.HOLIDAY if on in _statutory(on.year) or _is_weekend(on) else DayKind.IN_LIEU
                return Day(on, kind, notice.off[on], notice.source)
            if notice and on in notice.worked:
                return Day(on, DayKind.MAKE_UP, notice.worked[on], notice.source)
        if on.year in self._notices:
            return Day(on, _ordinary(on), "", self._notices[on.year].source)
        if _FIRST <= on.year <= _LAST:
            return _noticed(on)
        name = _statutory(on.year).get(on, "")
        kind = DayKind.HOLIDAY if name else _ordinary(on)
        return Day(on, kind, name, _STATUTE.format(year=on.year), provisional=True)

    def is_worked(self, on: date) -> bool:
        """Whether offices are open on a day."""
        return self.day(on).kind.is_worked


def _is_weekend(on: date) -> bool:
    return on.weekday() >= _SATURDAY


def _ordinary(on: date) -> DayKind:
    return DayKind.WEEKEND if _is_weekend(on) else DayKind.WORKING


def _noticed(on: date) -> Day:
    """Return a day of a year whose notice is built in."""
    source = _YEARLY_NOTICE.format(year=on.year)
    if on in chinese_calendar.workdays:
        return Day(on, DayKind.MAKE_UP, chinese_calendar.workdays[on], source)
    if on in chinese_calendar.in_lieu_days:
        return Day(on, DayKind.IN_LIEU, chinese_calendar.in_lieu_days[on], source)
    if on in chinese_calendar.holidays:
        return Day(on, DayKind.HOLIDAY, chinese_calendar.holidays[on], source)
    return Day(on, _ordinary(on), "", source)
