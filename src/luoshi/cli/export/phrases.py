"""Normal forms said in words: recurrence rules, deadlines, amounts, questions."""

import re
from typing import Final

from luoshi.cli.words import Words
from luoshi.reading.marks import Commitment, DeadlineMark
from luoshi.reading.reading import Reading

_DURATION: Final = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?)?")
_SPANS: Final = ("within_years", "within_months", "within_weeks", "within_days", "within_hours")
_DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_PLAIN: Final = {
    ("HOURLY", 1): "hourly",
    ("DAILY", 1): "daily",
    ("WEEKLY", 1): "weekly",
    ("MONTHLY", 1): "monthly",
    ("MONTHLY", 3): "quarterly",
    ("MONTHLY", 6): "half_yearly",
    ("MONTHLY", 12): "yearly",
    ("YEARLY", 1): "yearly",
}
_EVERY: Final = {
    "HOURLY": "every_hours",
    "DAILY": "every_days",
    "WEEKLY": "every_weeks",
    "MONTHLY": "every_months",
    "YEARLY": "every_years",
}


def said_rule(rrule: str, say: Words) -> str:
    """Return a recurrence rule in words; the rule itself when it says more than our words can.

    >>> from luoshi.cli.words import words_in
    >>> said_rule("FREQ=MONTHLY;BYMONTHDAY=12,28", words_in("zh"))
    '每月12、28日'
    """
    parts = dict(p.split("=", 1) for p in rrule.split(";") if "=" in p)
    freq, every = parts.pop("FREQ", ""), int(parts.pop("INTERVAL", "1"))
    plain = _PLAIN.get((freq, every))
    if plain is None and freq not in _EVERY:
        return rrule
    base = say("time", plain) if plain else say("time", _EVERY[freq], n=every)
    months, days, weekdays = (parts.pop(k, "") for k in ("BYMONTH", "BYMONTHDAY", "BYDAY"))
    if parts or not set(weekdays.split(",")) <= {*_DAYS, ""}:
        return f"{base} ({rrule})"
    names = _weekdays(weekdays, say)
    if plain == "weekly" and names:
        return say("time", "weekly_on", days=names)
    return base + _on(months, days, say) + (say("time", "on_weekday", days=names) if names else "")


def _weekdays(days: str, say: Words) -> str:
    names = say.many("time", "weekdays")
    return say("time", "join").join(names[_DAYS.index(d)] for d in days.split(",") if d)


def _on(months: str, days: str, say: Words) -> str:
    join = say("time", "join")
    out = say("time", "in_month", month=months.replace(",", join)) if months else ""
    if days == "-1":
        last = say("time", "last_day")
        out += last[1:] if out and last.startswith("月") else last
    elif days:
        out += say("time", "on_day", day=days.replace(",", join))
    return out


def said_limit(mark: DeadlineMark, words: str, say: Words) -> str:
    """Return a deadline in words: its day, or for a length of time after an event the length.

    Args:
        mark: the deadline.
        words: what the text says.
        say: the catalogue.
    """
    if mark.norm.startswith("????"):
        return say("time", "masked_date", rest=mark.norm[5:])
    if not mark.norm.startswith("P"):
        return mark.norm
    found = _DURATION.fullmatch(mark.norm)
    given = [] if found is None else [(k, int(n)) for k, n in zip(_SPANS, found.groups(), strict=True) if n]
    if len(given) != 1 or given[0][1] == 0:
        return words
    key, n = given[0]
    if key == "within_days" and mark.working_days:
        key = "within_working_days"
    return say("time", key, n=n)


def questions(it: Commitment, reading: Reading, say: Words) -> tuple[str, ...]:
    """Return what a clerk must still ask about a commitment."""
    text = reading.source.text
    asked = [
        say("ask", m) if m in say.table["ask"] else say("ask", "other", code=m)
        for m in it.missing
        if m not in {"vague", "other"}
    ]
    asked += [say("ask", "vague", word=v.of(text)) for v in it.vague]
    asked += [say("ask", "unresolved", word=a.span.of(text)) for a in it.actors if not a.resolved]
    asked += [say("ask", "masked", word=q.span.of(text)) for q in it.quantities if q.quantity.masked]
    return tuple(dict.fromkeys(asked))
