"""A task's events as dated, readable lines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from luoshi.followup.intake.register import names_of
from luoshi.store.queries.tasks.page import Happening
from luoshi.web.words import known, t


@dataclass(frozen=True, slots=True)
class Line:
    """One event in words.

    Attributes:
        who: the unit and person; empty for the system itself.
        what: what was done.
        words: the reason or words given, as written.
        link: code of another task it is about.
    """

    at: datetime
    kind: str
    who: str
    what: str
    words: str = ""
    link: str = ""


def excuses(events: Sequence[Happening]) -> Mapping[date, str]:
    """Return why occurrences need not be done, by scheduled day, from the latest event on each."""
    found: dict[date, str] = {}
    for event in sorted(events, key=lambda one: one.pk):
        if event.kind in {"excused", "excuse-withdrawn"}:
            found[date.fromisoformat(event.body["occurrence"])] = str(event.body["reason"])
    return found


def lines_of(events: Sequence[Happening], unit_names: Mapping[int, str]) -> tuple[Line, ...]:
    """Return events as lines, the latest first; one query for the names of units no longer in the task."""
    wanted = {int(e.body["unit"]) for e in events if str(e.body.get("unit", "")).isdecimal()}
    names = {**names_of(wanted - unit_names.keys()), **unit_names}
    return tuple(_line(event, names) for event in events)


def _line(event: Happening, names: Mapping[int, str]) -> Line:
    body = event.body
    unit = str(body.get("unit", ""))
    who = "·".join(part for part in (event.unit, event.person) if part)
    args = {
        "unit": names.get(int(unit), unit) if unit.isdecimal() else "",
        "role": known(f"common.role_{body.get('role', '')}"),
        "day": body.get("due_on") or body.get("to") or t("common.no_date"),
        "percent": body.get("percent"),
        "once": body.get("occurrence") or "",
        "before": body.get("before") or t("common.none"),
        "after": body.get("after") or t("common.none"),
    }
    what = known(f"tasks.event_{_form(event.kind, body)}", **args)
    if args["once"]:
        what = t("tasks.event_of_occurrence", what=what, day=args["once"])
    words = body.get("reason") or (body.get("words", "") if event.kind in {"made", "reported"} else "")
    return Line(event.at, event.kind, who, what, words, body.get("into", ""))


def _form(kind: str, body: Mapping[str, Any]) -> str:
    """Return which sentence tells an event: some kinds have two."""
    if kind == "reported":
        return "reported_done" if body.get("is_done") else "reported"
    if kind == "checked":
        return "checked_holds" if body.get("supports") else "checked_fails"
    if kind == "extension-decided":
        return "extension_granted" if body.get("granted") else "extension_refused"
    return kind
