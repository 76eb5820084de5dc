"""Last days: of a month, a ten-day period, a quarter, a plan."""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from luoshi.reading.measure.numerals import read_number

_PART_DAYS: Final = {"上": 10, "中": 20, "初": 10}
_LENGTHS: Final = (0, 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
UNKNOWN_YEAR: Final = 0


@dataclass(frozen=True, slots=True)
class Day:
    """A last day as far as it is known; ``0`` stands for what the document hides or never says."""

    year: int
    month: int
    day: int
    precision: str

    @property
    def norm(self) -> str:
        """``2022-06-30``, or ``????-06-30``."""
        year = f"{self.year:04d}" if self.year else "????"
        month = f"{self.month:02d}" if self.month else "??"
        return f"{year}-{month}-{self.day:02d}" if self.day else f"{year}-{month}-??"

    def on(self) -> date | None:
        """Return the day, or None when part of it is hidden or it is not in the calendar."""
        try:
            return date(self.year, self.month, self.day)
        except ValueError:
            return None


def last_of_month(year: int, month: int) -> int:
    """Return the last day; 28 for a February of an unknown year."""
    return 29 if month == 2 and year and calendar.isleap(year) else _LENGTHS[month]


def month_part(year: int, month: int, part: str | None) -> Day:
    """Return the last day of a month or of its first, middle or last ten days."""
    if not month:
        return Day(year, 0, 0, "month")
    if part and len(part) == len("中上旬"):
        part = "中旬" if "下" not in part else "下旬"  # the later of the two
    if part and part[0] in _PART_DAYS:
        return Day(year, month, _PART_DAYS[part[0]], "ten-days")
    precision = "ten-days" if part == "下旬" else "month"
    return Day(year, month, last_of_month(year, month), precision)


def plan_end(name: str) -> int | None:
    """Return the last year of a five-year plan named by its number: 十四五 is 2025.

    >>> plan_end("十四五"), plan_end("十五五")
    (2025, 2030)
    """
    number = read_number(name[:-1]) if name.endswith("五") else None
    if number is None or not 6 <= number <= 30:
        return None
    return 1955 + 5 * int(number)  # the first plan ended in 1957, the sixth, on the decades since, in 1985


def weekday_in_week(ref: date, week: int, weekday: int) -> date:
    """Return a day (0 Monday … 6 Sunday) of the week ``week`` weeks after the one of ``ref``."""
    return ref - timedelta(days=ref.weekday()) + timedelta(weeks=week, days=weekday)


def month_after(ref: date, months: int) -> tuple[int, int]:
    """Return year and month ``months`` after the one of ``ref``."""
    count = ref.year * 12 + ref.month - 1 + months
    return count // 12, count % 12 + 1
