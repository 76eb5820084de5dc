"""What a person wants to see of the ledger, as conditions on columns."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, timedelta

from django.db import connection

from luoshi.store.queries.sql import Sql, both, quoted
from luoshi.store.queries.tasks.lit import shining

SOON_DAYS = 7
_QUARTER_MONTHS = 3


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
        told_by_index = {"unit", "role", "year", "quarter", "due_from", "due_until", "state", "when"}
        return not self.document and bool(asked - told_by_index)  # a document's are few

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


def condition(filters: Filters, today: date) -> Sql:
    """Return what a task ``t`` must fulfil beyond its place and its days; lights are as of ``today``."""
    return both(_conditions(filters, today))


def _conditions(filters: Filters, today: date) -> Iterator[Sql]:
    for name in ("step", "said", "supported", "kind"):
        if wanted := getattr(filters, name):
            yield Sql(f"t.{name} = %s", (wanted,))
    if filters.scheme:
        yield Sql("t.scheme_id = %s", (filters.scheme,))
    if filters.document:
        versions = "SELECT id FROM store_version WHERE document_id = %s"
        yield Sql(f"t.version_id IN ({versions})", (filters.document,))
    if filters.when in {"overdue", "soon"}:
        yield Sql("t.met_on IS NULL")
    if filters.owner == "none":
        yield Sql("NOT t.has_lead")
    if filters.gap:
        yield Sql("t.said = 'done' AND t.supported IN ('none', 'contradicted')")
    if filters.q:
        has_case = filters.q.lower() != filters.q.upper()  # folding case costs PostgreSQL much
        like = "ILIKE" if has_case and connection.vendor == "postgresql" else "LIKE"
        words = quoted(filters.q)
        text = f"(t.words {like} %s ESCAPE '!' OR t.code LIKE %s ESCAPE '!')"
        yield Sql(text, (f"%{words}%", f"{words}%"))
    if filters.light:
        yield Sql(shining(filters.light, today))
