"""When a task shows a light: its scheme's rules, first match first, as a condition on columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django.db import connection

from luoshi.ledger.lights import rule_sets
from luoshi.ledger.state import Clock, Supported
from luoshi.store.models import Scheme

PLAIN_RULES = "xian"  # of tasks without a scheme
_ALL = 100  # per cent
_NEVER, _ALWAYS = "1 = 0", "1 = 1"


def shining(light: str, today: date) -> str:
    """Return when a task ``t`` shows a light on a day; one query for which scheme follows which rules."""
    by_rules: dict[str, list[int]] = {}
    for pk, of in Scheme.objects.values_list("pk", "rules"):
        by_rules.setdefault(of, []).append(pk)
    asking = _Asking(today, connection.vendor)
    alike: dict[str, list[str]] = {}
    for name in rule_sets():
        if name in by_rules or name == PLAIN_RULES:
            alike.setdefault(_shining(name, light, asking), []).append(name)
    if len(alike) == 1:
        return f"({next(iter(alike))})"
    found = []
    for shines, names in alike.items():
        schemes = [pk for name in names for pk in by_rules.get(name, ())]
        of_sets = [f"t.scheme_id IN ({', '.join(map(str, schemes))})"] if schemes else []
        of_sets += ["t.scheme_id IS NULL"] if PLAIN_RULES in names else []
        found.append(f"(({' OR '.join(of_sets)}) AND ({shines}))")
    return f"({' OR '.join(found)})"


@dataclass(frozen=True, slots=True)
class _Asking:
    """The day lights are as of, and whose SQL is spoken."""

    today: date
    vendor: str


@lru_cache(maxsize=256)  # the rule sets are fixed while a process runs
def _shining(rules: str, light: str, asking: _Asking) -> str:
    """Return when a light shines under a rule set, as short as it can be said."""
    at: dict[tuple[str, tuple[str, ...]], list[Clock]] = {}
    for clock in Clock:
        by_rest: dict[str, list[str]] = {}
        for supported in Supported:
            rest = _asked(rules, light, clock, supported, asking)
            if rest is not None:
                by_rest.setdefault(rest, []).append(supported.value)
        for rest, kinds in by_rest.items():
            at.setdefault((rest, tuple(kinds)), []).append(clock)
    found = []
    for (rest, evidence), clocks in at.items():
        parts = [f"({rest})"] if rest else []
        if len(evidence) < len(Supported):
            parts.append(_one_of("supported", evidence))
        if len(clocks) < len(Clock):
            parts.append(f"({' OR '.join(_clock(clock, asking.today) for clock in clocks)})")
        found.append(f"({' AND '.join(parts or [_ALWAYS])})")
    return " OR ".join(found) or _NEVER


def _one_of(column: str, values: Any) -> str:  # noqa: ANN401 - codes of ours
    return f"t.{column} IN ({', '.join(repr(str(value)) for value in values)})"


def _asked(rules: str, light: str, clock: Clock, supported: Supported, asking: _Asking) -> str | None:
    """Return what is asked beyond clock and evidence for a light to shine; None when it never does."""
    shines: list[str] = []
    not_before: list[str] = []
    for rule in rule_sets()[rules]:
        if clock not in rule.get("clock", Clock) or supported not in rule.get("supported", Supported):
            continue
        rest = _rest(rule, clock, asking)
        if rest is None:
            continue
        if rule["light"] == light:
            here = " AND ".join([*not_before, *([f"({rest})"] if rest else [])])
            if not here:
                return ""
            shines.append(f"({here})")
        if not rest:
            break
        not_before.append(f"({rest}) IS NOT TRUE")
    return " OR ".join(shines) if shines else None


def _rest(rule: Mapping[str, Any], clock: Clock, asking: _Asking) -> str | None:
    """Return what a rule asks beyond clock and evidence; None when that cannot be under this clock."""
    found = []
    if "said" in rule:
        found.append(_one_of("said", rule["said"]))
    for name, sign in (("days_left_at_most", 1), ("days_late_at_least", -1)):
        if name in rule:
            if clock not in {Clock.RUNNING, Clock.OVERDUE}:
                return None
            found.append(f"t.due_on <= '{asking.today + timedelta(days=sign * rule[name])}'")
    if "behind_at_least" in rule:
        if clock is Clock.NO_DATE:
            return None
        found.append(_behind(rule["behind_at_least"], asking))
    return " AND ".join(found)


def _clock(clock: Clock, today: date) -> str:
    return {
        Clock.NO_DATE: "t.due_on IS NULL",
        Clock.MET: "t.met_on <= t.due_on",
        Clock.MET_LATE: "t.met_on > t.due_on",
        Clock.OVERDUE: f"(t.met_on IS NULL AND t.due_on < '{today}')",
        Clock.RUNNING: f"(t.met_on IS NULL AND t.due_on >= '{today}')",
    }[clock]


def _behind(points: int, asking: _Asking) -> str:
    """Return that the units' own figure lies so many points behind an even pace.

    Elapsed days x 100 >= (percent + points) x whole days; nobody can be more than 100 points along.
    """
    days = "(date({1}) - date({0}))" if asking.vendor == "postgresql" else "(julianday({1}) - julianday({0}))"
    whole, elapsed = days.format("t.made_on", "t.due_on"), days.format("t.made_on", f"'{asking.today}'")
    return (
        f"t.due_on > t.made_on AND (t.percent IS NULL OR t.percent <= {_ALL - points}) "
        f"AND {elapsed} * {_ALL} >= (COALESCE(t.percent, 0) + {points}) * {whole}"
    )
