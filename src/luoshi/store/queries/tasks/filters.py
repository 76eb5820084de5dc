"""What a person wants to see of the ledger, as conditions on columns."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, timedelta
from functools import lru_cache, reduce
from operator import or_
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import DateField, F, Func, IntegerField, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import GreaterThanOrEqual
from django.db.models.sql.compiler import SQLCompiler

from luoshi.ledger.lights import rule_sets
from luoshi.ledger.state import Clock, Supported
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
    alike: dict[str, tuple[Q, list[str]]] = {}
    for name in rule_sets():
        if name in by_rules or name == PLAIN_RULES:
            shines = _shining(name, light, _Asking(today, before))
            alike.setdefault(str(shines), (shines, []))[1].append(name)
    found = Q(pk__in=[])
    for shines, names in alike.values():
        of_sets = Q(**{f"{before}scheme__in": [pk for name in names for pk in by_rules.get(name, ())]})
        if PLAIN_RULES in names:
            of_sets |= Q(**{f"{before}scheme": None})
        found |= of_sets & shines if len(alike) > 1 else shines
    return found


@lru_cache(maxsize=256)  # the rule sets are fixed while a process runs
def _shining(rules: str, light: str, asking: "_Asking") -> Q:
    """Return when a light shines under a rule set, as short as it can be said."""
    at: dict[tuple[str, tuple[str, ...]], tuple[Q, list[Clock]]] = {}
    for clock in Clock:
        by_rest: dict[str, tuple[Q, list[str]]] = {}
        for supported in Supported:
            rest = _asked(rules, light, clock, supported, asking)
            if rest is not None:
                by_rest.setdefault(str(rest), (rest, []))[1].append(supported.value)
        for text, (rest, kinds) in by_rest.items():
            at.setdefault((text, tuple(kinds)), (rest, []))[1].append(clock)
    found = Q(pk__in=[])
    for (_, evidence), (rest, clocks) in at.items():
        one = rest or Q(pk__isnull=False)
        if len(evidence) < len(Supported):
            one &= Q(**{f"{asking.before}supported__in": evidence})
        if len(clocks) < len(Clock):
            one &= reduce(or_, (_clock(clock, asking) for clock in clocks))
        found |= one
    return found


@dataclass(frozen=True, slots=True)
class _Asking:
    """The day lights are as of, and what stands before the columns' names."""

    today: date
    before: str


def _asked(rules: str, light: str, clock: Clock, supported: Supported, asking: _Asking) -> Q | None:
    """Return what is asked beyond clock and evidence for a light to shine; None when it never does."""
    shines: Q | None = None
    not_before = Q()
    for rule in rule_sets()[rules]:
        if clock not in rule.get("clock", Clock) or supported not in rule.get("supported", Supported):
            continue
        rest = _rest(rule, clock, asking)
        if rest is None:
            continue
        if rule["light"] == light:
            here = not_before & rest
            if not here:
                return here
            shines = here if shines is None else shines | here
        if not rest:
            break
        not_before &= ~rest
    return shines


def _rest(rule: Mapping[str, Any], clock: Clock, asking: _Asking) -> Q | None:
    """Return what a rule asks beyond clock and evidence; None when that cannot be under this clock."""
    due = f"{asking.before}due_on"
    found = Q()
    if "said" in rule:
        found &= Q(**{f"{asking.before}said__in": rule["said"]})
    for name, sign in (("days_left_at_most", 1), ("days_late_at_least", -1)):
        if name in rule:
            if clock not in {Clock.RUNNING, Clock.OVERDUE}:
                return None
            found &= Q(**{f"{due}__lte": asking.today + timedelta(days=sign * rule[name])})
    if "behind_at_least" in rule:
        if clock is Clock.NO_DATE:
            return None
        found &= _behind(rule["behind_at_least"], asking)
    return found


def _clock(clock: Clock, asking: _Asking) -> Q:
    due, met = f"{asking.before}due_on", f"{asking.before}met_on"
    return {
        Clock.NO_DATE: Q(**{f"{due}__isnull": True}),
        Clock.MET: Q(**{f"{met}__lte": F(due)}),
        Clock.MET_LATE: Q(**{f"{met}__gt": F(due)}),
        Clock.OVERDUE: Q(**{f"{met}__isnull": True, f"{due}__lt": asking.today}),
        Clock.RUNNING: Q(**{f"{met}__isnull": True, f"{due}__gte": asking.today}),
    }[clock]


class _Days(Func):
    """Whole days from one date to another, reckoned by the database itself."""

    output_field = IntegerField()
    template = "(%(expressions)s)"
    arg_joiner = " - "

    def as_sqlite(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,
        **extra: Any,  # noqa: ANN401
    ) -> tuple[str, tuple[str | int, ...]]:
        """Return the difference of two days of the Julian count: SQLite keeps dates as text."""
        return self.as_sql(
            compiler,
            connection,
            template="(julianday(%(expressions)s))",
            arg_joiner=") - julianday(",
            **extra,
        )


def _behind(points: int, asking: _Asking) -> Q:
    """Return that the units' own figure lies so many points behind an even pace.

    Elapsed days x 100 >= (percent + points) x whole days; nobody can be more than 100 points along.
    """
    before = asking.before
    due, made, percent = F(f"{before}due_on"), F(f"{before}made_on"), f"{before}percent"
    today = Cast(Value(asking.today, output_field=DateField()), DateField())
    needed = (Coalesce(F(percent), Value(0)) + points) * _Days(due, made)
    at_most = Q(**{f"{percent}__isnull": True}) | Q(**{f"{percent}__lte": _ALL - points})
    dated = Q(**{f"{before}due_on__isnull": False, f"{before}due_on__gt": made})
    return dated & at_most & Q(GreaterThanOrEqual(_Days(today, made) * _ALL, needed))
