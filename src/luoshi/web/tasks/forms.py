"""What people type into the ledger's address and forms, as values."""

from dataclasses import fields
from datetime import date

from django.http import QueryDict

from luoshi.followup.ground.refusals import RefusedError
from luoshi.ledger.state import Said, Step, Supported
from luoshi.store.queries.tasks.filters import Filters
from luoshi.store.queries.tasks.walk import Key

CHOICES: dict[str, tuple[str, ...]] = {
    "role": ("lead", "support", "supervise", "assess", "owner"),
    "step": tuple(step for step in Step if step is not Step.EXCUSED),  # of an occurrence, never of a task
    "said": tuple(Said),
    "supported": tuple(Supported),
    "light": ("red", "amber", "green", "none"),
    "when": ("overdue", "soon", "dated", "undated"),
    "owner": ("none",),
    "gap": ("1",),
    "kind": ("once", "recurring", "standing", "conditional", "gate"),
    "state": ("open", "ended", "all"),
}
COLUMNS = (
    "code", "words", "lead", "support", "owner", "scheme", "document", "kind", "made", "first_due", "due",
    "said", "supported", "clock", "percent", "step", "light",
)  # fmt: skip
PLAIN_COLUMNS = ("code", "words", "lead", "due", "said", "supported", "clock", "step", "light")
SORTS, GROUPS = ("due", "made", "unit"), ("unit", "scheme", "step")
_NUMBERS = {"unit", "scheme", "year", "quarter", "document"}
_DAYS = {"due_from", "due_until"}
_YEARS = range(1990, 2200)


def filters_from(query: QueryDict) -> Filters:
    """Return the filters an address asks for; what makes no sense asks nothing."""
    found: dict[str, str | int | date | None] = {}
    for field in fields(Filters):
        value = query.get(field.name, "").strip()
        if field.name in _NUMBERS:
            found[field.name] = int(value) if value.isdecimal() and len(value) < 16 else 0
        elif field.name in _DAYS:
            found[field.name] = key_day(value)
        elif field.name == "q" or value in CHOICES[field.name]:
            found[field.name] = value[:100]
    if found["year"] not in _YEARS:
        found["year"] = found["quarter"] = 0
    if found["quarter"] not in range(1, 5):
        found["quarter"] = 0
    return Filters(**found)  # type: ignore[arg-type] # numbers and words, each in its place


def key_day(text: str) -> date | None:
    """Return the day an address names; None when it names none."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def columns_from(query: QueryDict) -> tuple[str, ...]:
    """Return the columns an address asks for, in their fixed order."""
    wanted = set(query.getlist("col"))
    return tuple(name for name in COLUMNS if name in wanted) or PLAIN_COLUMNS


def one_of(query: QueryDict, name: str, allowed: tuple[str, ...]) -> str:
    """Return a value when it is allowed, else the empty string."""
    value = query.get(name, "")
    return value if value in allowed else ""


def key_from(text: str) -> Key | None:
    """Return the place in the list that ``after`` names: 2026-06-30.17 or none.17."""
    day, _, pk = text.partition(".")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    try:
        return (None if day == "none" else date.fromisoformat(day)), int(pk)
    except ValueError:
        return None


def text_of(key: Key) -> str:
    """Return a key as it stands in an address."""
    return f"{key[0].isoformat() if key[0] else 'none'}.{key[1]}"


def day_from(text: str) -> date | None:
    """Return a day typed into a form; None when nothing was typed.

    Raises:
        RefusedError: ``no-such-day``.
    """
    if not text.strip():
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise RefusedError("no-such-day", day=text.strip()[:20]) from error
