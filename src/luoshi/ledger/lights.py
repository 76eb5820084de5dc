"""Lights: computed from a state by a rule set, never typed in."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any

from luoshi.ledger.state import TaskState


class Light(StrEnum):
    """What a light shows; each also has a shape and a word on every page."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Lit:
    """A light and why it shines. ``why`` is a key of the message catalogue."""

    light: Light
    why: str


class RuleSetError(ValueError):
    """A rule set that cannot be used; says which rule and why."""


_CONDITIONS = {"clock", "supported", "said", "days_left_at_most", "days_late_at_least", "behind_at_least"}


def read_rule_sets(toml: str) -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Read rule sets and refuse one that could show green on a claim alone.

    Raises:
        RuleSetError: an unknown condition or light, no final rule, or a path from a claim to green.
    """
    sets: dict[str, tuple[Mapping[str, Any], ...]] = {}
    for name, table in tomllib.loads(toml).items():
        rules = tuple(table.get("rules", ()))
        for number, rule in enumerate(rules, 1):
            if unknown := rule.keys() - _CONDITIONS - {"light", "why"}:
                raise RuleSetError(f"{name}, rule {number}: unknown condition {min(unknown)}")
            if rule.get("light") not in set(Light) or not rule.get("why"):
                raise RuleSetError(f"{name}, rule {number}: needs a light and a reason")
            if rule["light"] == Light.GREEN and rule.get("supported") != ["supported"]:
                raise RuleSetError(f"{name}, rule {number}: green needs evidence that holds")
        if not rules or rules[-1].keys() - {"light", "why"}:
            raise RuleSetError(f"{name}: the last rule must hold without conditions")
        sets[name] = rules
    return sets


@cache
def rule_sets() -> Mapping[str, tuple[Mapping[str, Any], ...]]:
    """Return the built-in rule sets by name."""
    return read_rule_sets((resources.files("luoshi.ledger") / "lights.toml").read_text(encoding="utf-8"))


def lit(
    state: TaskState, rules: Sequence[Mapping[str, Any]], *, as_of: date, since: date | None = None
) -> Lit:
    """Return the light of a state.

    Args:
        state: where the task stands.
        rules: one rule set.
        as_of: the day the state is of.
        since: the day the task was made; needed to say how far it is behind an even pace.
    """
    for rule in rules:
        if _holds(state, rule, _behind(state, as_of, since)):
            return Lit(Light(rule["light"]), rule["why"])
    raise RuleSetError("no rule holds: the last one must be without conditions")


def _holds(state: TaskState, rule: Mapping[str, Any], behind: int | None) -> bool:
    for key in ("clock", "supported", "said"):
        if key in rule and getattr(state, key) not in rule[key]:
            return False
    left = state.days_left
    if "days_left_at_most" in rule and (left is None or left > rule["days_left_at_most"]):
        return False
    if "days_late_at_least" in rule and (left is None or -left < rule["days_late_at_least"]):
        return False
    return "behind_at_least" not in rule or (behind is not None and behind >= rule["behind_at_least"])


def _behind(state: TaskState, as_of: date, since: date | None) -> int | None:
    """Return how many percentage points the units' own figure lies behind an even pace."""
    if since is None or state.due_on is None or state.due_on <= since:
        return None
    pace = min(100, 100 * (as_of - since).days // (state.due_on - since).days)
    return pace - (state.percent or 0)
