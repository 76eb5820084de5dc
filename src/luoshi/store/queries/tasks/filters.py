"""What a person wants to see of the ledger, as conditions on columns."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any

from django.db.models import DateField, DurationField, ExpressionWrapper, F, Q, Value
from django.db.models.functions import Coalesce
from django.db.models.lookups import GreaterThanOrEqual

from luoshi.ledger.lights import rule_sets
from luoshi.store.models import Scheme

SOON_DAYS = 7
PLAIN_RULES = "xian"  # of tasks without a scheme
_QUARTER_MONTHS = 3
_ALL = 100  # per cent


@dataclass(frozen=True, slots=True)
class Filters:
    """One look at the ledger; an empty field asks nothing.

    Attributes:
        q: words of the task, or the beginning of its number.
        unit: id of a unit; its whole subtree.
        role: of a unit in the subtree: ``lead``, ``support``, ``supervise``, ``assess``, ``owner``.
        scheme, document: ids.
        step, said, supported, kind: as cached in the row.
        light: as computed today.
        when: ``overdue``, ``soon``, ``undated`` or ``dated``.
        owner: ``none`` for tasks nobody leads.
        gap: ``1`` for tasks said to be done that the evidence does not bear out.
        year, quarter: of the limit.
        due_from, due_until: first and last day of limits.
        state: ``open``, ``ended`` or ``all``.
    """

    q: str = ""
    unit: int = 0
    role: str = ""
    scheme: int = 0
    step: str = ""
    said: str = ""
    supported: str = ""
    light: str = ""
    when: str = ""
    owner: str = ""
    gap: str = ""
    kind: str = ""
    year: int = 0
    quarter: int = 0
    document: int = 0
    due_from: date | None = None
    due_until: date | None = None
    state: str = ""

    @property
    def open_states(self) -> tuple[bool, ...]:
        """Which values of ``is_open`` are wanted."""
        if self.step in {"closed", "cancelled"}:
            return (False,)
        if self.step or self.state in {"", "open"}:
            return (True,)
        return (False,) if self.state == "ended" else (True, False)

    @property
    def is_costly(self) -> bool:
        """Whether rows must be looked at that the index alone does not tell apart."""
        asked = {f.name for f in fields(self) if getattr(self, f.name)}
        return bool(asked - {"unit", "role", "year", "quarter", "due_from", "due_until", "state", "when"})

    @property
    def is_plain(self) -> bool:
        """Whether nothing but a place in the tree is asked for."""
        return all(not getattr(self, f.name) for f in fields(self) if f.name != "unit")


def days_of(filters: Filters, today: date) -> tuple[date | None, date | None]:
    """Return the first and last day of limits that can match; None where there is no border."""
    first, last = filters.due_from, filters.due_until
    if filters.year:
        months = (1, 12)
        if filters.quarter:
            months = (filters.quarter * _QUARTER_MONTHS - 2, filters.quarter * _QUARTER_MONTHS)
        end = date(filters.year + months[1] // 12, months[1] % 12 + 1, 1) - timedelta(days=1)
        first = max(first or date.min, date(filters.year, months[0], 1))
        last = min(last or date.max, end)
    if filters.when == "overdue":
        last = min(last or date.max, today - timedelta(days=1))
    elif filters.when == "soon":
        first, last = max(first or date.min, today), min(last or date.max, today + timedelta(days=SOON_DAYS))
    return first, last


def condition(filters: Filters, today: date, before: str = "") -> Q:
    """Return what the rows must fulfil beyond their place and their days.

    Args:
        filters: what is asked.
        today: lights and overdue are as of this day.
        before: ``task__`` when the rows are stakes.
    """
    found = Q()
    for name in ("step", "said", "supported", "kind"):
        if wanted := getattr(filters, name):
            found &= Q(**{f"{before}{name}": wanted})
    if filters.scheme:
        found &= Q(**{f"{before}scheme": filters.scheme})
    if filters.document:
        found &= Q(**{f"{before}version__document": filters.document})
    if filters.when == "overdue":
        found &= Q(**{f"{before}met_on": None})
    if filters.owner == "none":
        found &= Q(**{f"{before}has_lead": False})
    if filters.gap:
        found &= Q(**{f"{before}said": "done", f"{before}supported__in": ("none", "contradicted")})
    if filters.q:
        found &= Q(**{f"{before}words__icontains": filters.q}) | Q(**{f"{before}code__startswith": filters.q})
    if filters.light:
        found &= _light(filters.light, today, before)
    return found


def _light(light: str, today: date, before: str) -> Q:
    """Return when a task shows a light: its scheme's rules, first match first, as conditions on columns."""
    by_rules: dict[str, list[int]] = {}
    for pk, of in Scheme.objects.values_list("pk", "rules"):
        by_rules.setdefault(of, []).append(pk)
    found = Q(pk__in=[])
    for name, rules in rule_sets().items():
        of_set = Q(**{f"{before}scheme__in": by_rules.get(name, [])})
        if name == PLAIN_RULES:
            of_set |= Q(**{f"{before}scheme": None})
        elif name not in by_rules:
            continue
        shines, earlier = Q(pk__in=[]), Q()
        for rule in rules:
            holds = _holds(rule, today, before)
            if rule["light"] == light:
                shines |= earlier & holds
            earlier &= ~holds if holds else Q(pk__in=[])
        found |= of_set & shines
    return found


def _holds(rule: Any, today: date, before: str) -> Q:  # noqa: ANN401 - a table of the TOML file
    due, met = f"{before}due_on", f"{before}met_on"
    found = Q()
    for name in ("supported", "said"):
        if name in rule:
            found &= Q(**{f"{before}{name}__in": rule[name]})
    if "clock" in rule:
        clock = Q(pk__in=[])
        for one in rule["clock"]:
            clock |= _clock(one, today, due, met)
        found &= clock
    if "days_left_at_most" in rule:
        found &= Q(**{f"{due}__lte": today + timedelta(days=rule["days_left_at_most"]), met: None})
    if "days_late_at_least" in rule:
        found &= Q(**{f"{due}__lte": today - timedelta(days=rule["days_late_at_least"]), met: None})
    if "behind_at_least" in rule:
        found &= _behind(rule["behind_at_least"], today, before)
    return found


def _clock(clock: str, today: date, due: str, met: str) -> Q:
    """Return a clock as a condition that is never null: NOT of it must hold where it does not."""
    dated, was_met = Q(**{f"{due}__isnull": False}), Q(**{f"{met}__isnull": False})
    return {
        "no-date": Q(**{f"{due}__isnull": True}),
        "met": dated & was_met & Q(**{f"{met}__lte": F(due)}),
        "met-late": dated & was_met & Q(**{f"{met}__gt": F(due)}),
        "overdue": dated & Q(**{f"{met}__isnull": True, f"{due}__lt": today}),
        "running": dated & Q(**{f"{met}__isnull": True, f"{due}__gte": today}),
    }[clock]


def _behind(points: int, today: date, before: str) -> Q:
    """Return that the units' own figure lies so many points behind an even pace.

    Elapsed days x 100 >= (percent + points) x whole days; nobody can be more than 100 points along.
    """
    due, made, percent = F(f"{before}due_on"), F(f"{before}made_on"), f"{before}percent"
    whole = ExpressionWrapper(due - made, output_field=DurationField())
    gone = ExpressionWrapper(Value(today, output_field=DateField()) - made, output_field=DurationField())
    told = Coalesce(F(percent), Value(0))
    needed = ExpressionWrapper(whole * (told + points) / _ALL, output_field=DurationField())
    at_most = Q(**{f"{percent}__isnull": True}) | Q(**{f"{percent}__lte": _ALL - points})
    dated = Q(**{f"{before}due_on__isnull": False, f"{before}due_on__gt": made})
    return dated & at_most & Q(GreaterThanOrEqual(gone, needed))
