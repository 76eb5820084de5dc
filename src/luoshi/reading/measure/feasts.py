"""On which day a feast falls."""

import tomllib
from datetime import date
from pathlib import Path

_TABLE = tomllib.loads(Path(__file__).with_name("feasts.toml").read_text(encoding="utf-8"))
_FIXED: dict[str, str] = _TABLE["fixed"]
_LUNAR: dict[str, str] = {word: key for key, words in _TABLE["names"].items() for word in words}
_DAYS: dict[str, dict[str, date]] = {key: _TABLE[key] for key in _TABLE["names"]}

FEASTS: tuple[str, ...] = tuple(sorted({*_FIXED, *_LUNAR}, key=lambda word: (-len(word), word)))


def feast_on(name: str, year: int) -> date | None:
    """Return the day of a feast, or None when the name or the year is not in the table."""
    if name in _FIXED:
        return date.fromisoformat(f"{year}-{_FIXED[name]}")
    key = _LUNAR.get(name)
    return _DAYS[key].get(str(year)) if key else None


def next_feast(name: str, ref: date) -> date | None:
    """Return the first day of this feast that is not before ``ref``."""
    for year in (ref.year, ref.year + 1):
        day = feast_on(name, year)
        if day is not None and day >= ref:
            return day
    return None


def nearest_feast(ref: date) -> date | None:
    """Return the next public feast after ``ref``, whichever it is (节前 without a name)."""
    public = ("元旦", "春节", "清明", "五一", "端午", "中秋", "国庆")
    days = [day for name in public if (day := next_feast(name, ref)) is not None and day > ref]
    return min(days, default=None)
