"""What a date without a year may lean on."""

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Final

from luoshi.reading.measure.limits.day_of import UNKNOWN_YEAR, Day, month_part
from luoshi.values.pattern import lazy

_EXPLICIT: Final = lazy(r"(20[0-9]{2})年(?=[0-9]{1,2}月)")
# 2021年度, 2021-2023年度, 〔2021〕
_MENTIONED: Final = lazy(
    r"(?<![0-9])(20[0-3][0-9])(?:(?:[—–~～至-]{1,2}20[0-3][0-9])?年(?![以来])|(?<=[〔\[［]....)[〕\]］])"
)
_MONTHS_LAST: Final = 31
# A month named without a year this many days back is still this year's (3月底前 in an April document).
_STILL_THIS_YEAR: Final = 62
_RELATIVE: Final = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "翌": 1, "来": 1, "后": 2}


@dataclass(slots=False)
class DateContext:
    """A text, the day it speaks on, and the years its headings and its other dates name.

    Attributes:
        text: as read.
        ref: the day from which relative dates are reckoned.
        heading_years: (offset, year), in order.
        plan_from: the first year that the title of a plan names, where ``ref`` is not known.
        in_cell: the text is a 时限 cell, where a bare date is a limit.
        last_day: the last full date that was read, and where it ended.
        event_day: the day of the event the text announces (活动时间：2026年3月31日).
    """

    text: str
    ref: date | None
    heading_years: tuple[tuple[int, int], ...] = ()
    in_cell: bool = False
    plan_from: int = UNKNOWN_YEAR
    last_day: tuple[int, Day] | None = field(default=None)
    event_day: Day | None = field(default=None)

    @cached_property
    def _explicit(self) -> tuple[list[int], list[int]]:
        hits = [(m.start(), int(m[1])) for m in _EXPLICIT.finditer(self.text)]
        return [at for at, _ in hits], [year for _, year in hits]

    @cached_property
    def _latest_named(self) -> int:
        return max((int(m[1]) for m in _MENTIONED.finditer(self.text)), default=UNKNOWN_YEAR)

    def _heading_year(self, at: int) -> int:
        past = [year for offset, year in self.heading_years if offset <= at]
        return past[-1] if past else UNKNOWN_YEAR

    def _nearest_year(self, at: int) -> int:
        """Return the year of the last full date before ``at``, else of the first after it.

        A text without one speaks in the latest year that it names.
        """
        places, years = self._explicit
        if not years:
            return self._latest_named
        return years[max(0, bisect_right(places, at) - 1)]

    def year_of(self, word: str, at: int) -> int:
        """Return the year that 今, 明, 次 … 年 means."""
        start = self.ref.year if self.ref else self._heading_year(at) or self._nearest_year(at)
        return start + _RELATIVE[word] if start else UNKNOWN_YEAR

    def _carried_year(self, at: int) -> int:
        """Return the year of a full date just before in the same sentence."""
        if self.last_day is None:
            return UNKNOWN_YEAR
        end, day = self.last_day
        if at - end > 80 or "。" in self.text[end:at] or "\n" in self.text[end:at]:
            return UNKNOWN_YEAR
        return day.year

    def _lies_ahead(self, month: int, at: int, day: int) -> bool:
        """Tell whether another part (；) names a day still to come this year: …；12月10日前 in November."""
        if self.ref is None or self.last_day is None or not 1 <= month <= 12:
            return False
        apart = self.text.find("；", self.last_day[0], at) >= 0
        return apart and (month, day or _MONTHS_LAST) > (self.ref.month, self.ref.day)

    def year_for(self, month: int, at: int, part: str | None = None, day: int = 0) -> int:
        """Return the year of a month named without one."""
        known = self._heading_year(at)
        carried = self._carried_year(at)
        if carried and not (self.ref and (carried < self.ref.year or self._lies_ahead(month, at, day))):
            known = carried
        if known:
            return known
        if self.ref is None:
            return self._nearest_year(at)
        if not month:
            return self.ref.year
        last = (
            month_part(self.ref.year, month, part).on()
            if not day
            else Day(self.ref.year, month, day, "day").on()
        )
        if last is not None and (self.ref - last).days > _STILL_THIS_YEAR:
            return self.ref.year + 1
        return self.ref.year

    def day(self, year: int, month: int, day: int) -> Day:
        """Return a day, or the last of the month when ``day`` is 0."""
        return Day(year, month, day, "day") if day else month_part(year, month, None)
