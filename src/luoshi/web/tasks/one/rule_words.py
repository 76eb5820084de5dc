"""A recurrence rule as an office says it: 每季度末月25日, the 25th of each quarter's last month."""

from luoshi.web.words import t

_QUARTERS = ({"3,6,9,12", "12,3,6,9"}, "quarter")
_HALVES = ({"6,12"}, "half")
_LAST = "-1"
_WEEK = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


def rule_words(rrule: str) -> str:
    """Return a rule in words; empty when it is none of those offices use."""
    parts = dict(part.split("=", 1) for part in rrule.split(";") if "=" in part)
    every = parts.get("INTERVAL", "1")
    freq, months, day = parts.get("FREQ", ""), parts.get("BYMONTH", ""), parts.get("BYMONTHDAY", "")
    if freq == "WEEKLY" and every == "1":
        weekday = parts.get("BYDAY", "")
        names = dict(zip(_WEEK, t("tasks.weekdays").split(), strict=True))
        return t("tasks.rule_weekly", day=names[weekday]) if weekday in names else t("tasks.rule_each_week")
    if freq == "DAILY" and every == "1":
        return t("tasks.rule_daily")
    if every != "1" or freq not in {"MONTHLY", "YEARLY"} or "BYSETPOS" in parts:
        return ""
    span = "month" if freq == "MONTHLY" and not months else "year"
    for known_months, name in (_QUARTERS, _HALVES):
        span = name if months in known_months else span
    if span == "year" and not (months.isdecimal() and day):
        return ""
    if not day:
        return t(f"tasks.rule_each_{span}")
    when = "end" if day == _LAST or (span == "year" and months == "12" and day == "31") else "day"
    return t(f"tasks.rule_{span}_{when}", day=day, month=months)
