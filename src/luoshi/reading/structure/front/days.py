"""Whole dates as heads write them: 2019年1月9日, 二〇〇四年一月十六日, 2021-4-1."""

from calendar import monthrange
from datetime import date

from luoshi.values.pattern import lazy

Found = tuple[date, int, int]
"""A day and where it stands."""

_DAY = lazy(
    r"(?P<y>\d{4}|[〇○零一二三四五六七八九0]{4})\s?(?:年|[-./])\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3}|元(?=月))\s?(?:月|[-./])\s?"
    r"(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})(?!\d)(?:\s?[日号])?"
)
_MONTH = lazy(
    r"(?P<y>(?:19|20)\d{2}|[一二][〇○零一二三四五六七八九0]{3})\s?年\s?(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3}|元)\s?月"
)
_MONTHS = 12
_DIGITS = {c: str(i) for i, c in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0"}


def find_day(text: str, start: int = 0, end: int | None = None) -> Found | None:
    """Return the first whole date in ``text[start:end]`` and where it stands.

    >>> find_day("二〇〇四年一月十六日")
    (datetime.date(2004, 1, 16), 0, 10)
    """
    for m in _DAY.finditer(text, start, len(text) if end is None else end):
        year = int("".join(_DIGITS.get(c, c) for c in m["y"]))
        try:
            return date(year, _small(m["m"]), _small(m["d"])), m.start(), m.end()
        except ValueError:
            continue
    return None


def find_month(words: str) -> date | None:
    """Return the last day of the month that is all ``words`` say, None where they say more or less.

    >>> find_month("二〇二三年一月"), find_month("2023年1月5日")
    (datetime.date(2023, 1, 31), None)
    """
    found = _MONTH.fullmatch(words)
    month = _small(found["m"]) if found else 0
    if found is None or not 1 <= month <= _MONTHS:
        return None
    year = int("".join(_DIGITS.get(c, c) for c in found["y"]))
    return date(year, month, monthrange(year, month)[1])


def _small(words: str) -> int:
    """Return a number up to 31 in digits or Chinese numerals; 0 when it is none."""
    if words.isdigit():
        return int(words)
    if words == "元":
        return 1
    tens, ten, ones = words.rpartition("十")
    if not ten:
        return int(_DIGITS[words]) if len(words) == 1 else 0
    return 10 * int(_DIGITS.get(tens, "1") if tens else "1") + (int(_DIGITS.get(ones, "0")) if ones else 0)


def last_such_day(month: int, day: int, *, until: date) -> date | None:
    """Return the last ``month``-``day`` not after ``until``."""
    for year in (until.year, until.year - 1):
        try:
            found = date(year, month, day)
        except ValueError:
            continue
        if found <= until:
            return found
    return None
