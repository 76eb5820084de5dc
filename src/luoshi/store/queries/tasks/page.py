"""One task with everything around it, as frozen values; a fixed number of queries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import UTC, date, datetime
from typing import Any

from django.utils.timezone import localtime

from luoshi.store.queries.sql import Sql, day, fetched
from luoshi.store.queries.tasks.lit import PLAIN_RULES
from luoshi.store.queries.tasks.rows import DAILY, light_of

_MOST = 200  # events, reports and pieces of evidence on a page
_PAST, _AHEAD = 400, 12  # occurrences that have fallen due, and that are to come


@dataclass(frozen=True, slots=True)
class Facts:
    """A task's own columns and the names they refer to."""

    pk: int
    code: str
    words: str
    kind: str
    rrule: str
    due_words: str
    waits_for: str
    limit_days: str
    counted_from: date | None
    quote: str
    start: int | None
    made_on: date
    first_due_on: date | None
    due_on: date | None
    met_on: date | None
    step: str
    said: str
    supported: str
    percent: int | None
    is_open: bool
    edition: int
    has_lead: bool
    seat_id: int
    seat: str
    owner_id: int
    owner: str
    scheme_id: int | None
    scheme: str | None
    rules: str | None
    parent: str | None
    parent_words: str | None
    document_id: int | None
    document: str | None
    quantities: str


_FROM_OTHERS = {
    "seat": "u.name", "owner": "o.name", "scheme": "c.name", "rules": "c.rules", "parent": "p.code",
    "parent_words": "p.words", "document_id": "v.document_id", "document": "d.title", "pk": "t.id",
}  # fmt: skip
_FACTS = (
    f"SELECT {', '.join(_FROM_OTHERS.get(f.name, f't.{f.name}') for f in fields(Facts))} FROM store_task t "  # noqa: S608
    "JOIN store_unit u ON u.id = t.seat_id JOIN store_unit o ON o.id = t.owner_id "
    "LEFT JOIN store_scheme c ON c.id = t.scheme_id LEFT JOIN store_task p ON p.id = t.parent_id "
    "LEFT JOIN store_version v ON v.id = t.version_id LEFT JOIN store_document d ON d.id = v.document_id "
    "WHERE t.id = %s"
)


@dataclass(frozen=True, slots=True)
class Part:
    """A unit's part in the task."""

    unit: int
    name: str
    role: str
    signed_at: datetime | None
    returned_at: datetime | None
    return_reason: str


@dataclass(frozen=True, slots=True)
class Happening:
    """An event of the task's history; ``body`` as recorded."""

    pk: int
    at: datetime
    kind: str
    person: str | None
    unit: str | None
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Once:
    """One occurrence of a recurring task."""

    scheduled_on: date
    due_on: date
    step: str
    said: str
    supported: str
    met_on: date | None

    @property
    def is_blank(self) -> bool:
        """Whether it is owed and nobody said or showed anything about it."""
        is_owed = self.met_on is None and self.step not in {"excused", "closed", "cancelled"}
        return is_owed and (self.said, self.supported) == ("nothing", "none")


@dataclass(frozen=True, slots=True)
class Told:
    """What a unit said."""

    at: datetime
    unit: str
    person: str
    words: str
    percent: int | None
    is_done: bool
    figures: tuple[Mapping[str, str], ...]
    occurrence: date | None


@dataclass(frozen=True, slots=True)
class Shown:
    """A piece of evidence."""

    pk: int
    kind: str
    title: str
    link: str
    sha256: str | None
    unit: str
    unit_id: int
    happened_on: date | None
    covers_from: date | None
    covers_until: date | None
    received_at: datetime
    holds: bool | None
    checked_by: str | None
    checked_at: datetime | None
    check_reason: str
    occurrence: date | None


@dataclass(frozen=True, slots=True)
class Asked:
    """More time asked for."""

    to: date
    reason: str
    unit: str
    asked_at: datetime
    granted: bool | None
    decided_at: datetime | None
    decision_words: str


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment."""

    at: datetime
    person: str
    unit: str
    words: str


@dataclass(frozen=True, slots=True)
class Child:
    """A task this one was broken down into.

    Attributes:
        signed_at: when its lead unit signed for it.
        n_parts: into how many it was broken down again.
    """

    code: str
    lead: str
    words: str
    step: str
    said: str
    supported: str
    made_on: date
    due_on: date | None
    signed_at: datetime | None
    n_parts: int

    @property
    def days_to_sign(self) -> int | None:
        """Days from being given to being signed for; None while it is not."""
        return (localtime(self.signed_at).date() - self.made_on).days if self.signed_at else None

    @property
    def has_acted(self) -> bool:
        """Whether anything was reported or handed in."""
        return self.said != "nothing" or self.supported != "none"


@dataclass(frozen=True, slots=True)
class Whole:
    """Everything about a task.

    Attributes:
        clock, light, why, days: as computed today.
        doers: ids of the units that reported or handed in evidence.
    """

    facts: Facts
    clock: str
    light: str
    why: str
    days: int | None
    stakes: tuple[Part, ...]
    events: tuple[Happening, ...]
    occurrences: tuple[Once, ...]
    reports: tuple[Told, ...]
    evidence: tuple[Shown, ...]
    extensions: tuple[Asked, ...]
    comments: tuple[Remark, ...]
    children: tuple[Child, ...]
    is_watched: bool
    doers: frozenset[int]
    today: date

    @property
    def n_blank(self) -> int:
        """How many past occurrences nobody said or showed anything about."""
        return sum(one.is_blank and one.due_on < self.today for one in self.occurrences)

    @property
    def is_daily(self) -> bool:
        """Whether it falls due every day."""
        return self.facts.rrule.startswith(DAILY)

    @property
    def said(self) -> str:
        """What the units say; with ``supported``, ``clock`` and ``light`` the marks of a row."""
        return self.facts.said

    @property
    def supported(self) -> str:
        """What the evidence supports."""
        return self.facts.supported

    @property
    def has_request(self) -> bool:
        """Whether more time was asked for and nobody has decided."""
        return any(one.granted is None for one in self.extensions)


def _occurrences(pk: int, today: date) -> tuple[Once, ...]:
    """Return the latest occurrences that have fallen due and the next ones; a daily task has more."""
    rows = fetched(Sql(_OCCURRENCES, (pk, today, pk, today)))
    found = (
        Once(day(scheduled) or today, day(due) or today, step, said, supported, day(met))
        for scheduled, due, step, said, supported, met in rows
    )
    return tuple(sorted(found, key=lambda one: one.scheduled_on))


def whole_task(pk: int, *, person: int, today: date) -> Whole:
    """Return a task that is known to be the person's to see."""
    facts = Facts(*_of(_FACTS, pk)[0])
    clock, shines, days = light_of(
        (facts.step, facts.said, facts.supported, facts.percent, facts.due_on, facts.met_on),
        facts.rules or PLAIN_RULES,
        facts.made_on,
        today,
    )
    reports = [(*row[:6], tuple(json.loads(row[6])), *row[7:]) for row in _of(_REPORTS, pk)]
    evidence = tuple(Shown(*row) for row in _of(_EVIDENCE, pk))
    return Whole(
        facts=facts,
        clock=clock,
        light=shines.light.value,
        why=shines.why,
        days=days,
        stakes=tuple(Part(*row) for row in _of(_STAKES, pk)),
        events=_events(pk),
        occurrences=_occurrences(pk, today) if facts.rrule else (),
        today=today,
        reports=tuple(Told(*row[:8]) for row in reports),
        evidence=evidence,
        extensions=tuple(Asked(*row) for row in _of(_EXTENSIONS, pk)),
        comments=tuple(Remark(*row) for row in _of(_COMMENTS, pk)),
        children=tuple(Child(*row) for row in _of(_CHILDREN, pk)),
        is_watched=bool(fetched(Sql(_WATCHED, (pk, person)))),
        doers=frozenset(row[8] for row in reports) | {one.unit_id for one in evidence},
    )


_WHO = "JOIN store_unit u ON u.id = {0}.unit_id JOIN store_person n ON n.id = {0}.person_id"
_ONCE = "LEFT JOIN store_occurrence k ON k.id = {0}.occurrence_id"
_STAKES = (
    "SELECT s.unit_id, u.name, s.role, s.signed_at, s.returned_at, s.return_reason FROM store_stake s "
    "JOIN store_unit u ON u.id = s.unit_id WHERE s.task_id = %s ORDER BY s.id"
)
_HISTORY = (
    "SELECT e.id, e.at, e.kind, n.name, u.name, e.body FROM store_event e "
    "LEFT JOIN store_person n ON n.id = e.person_id LEFT JOIN store_unit u ON u.id = e.unit_id "
    "WHERE e.task_id = %s AND {} ORDER BY e.id DESC LIMIT {:d}"
)
_EVENTS = _HISTORY.format("e.kind NOT IN ('commented', 'watched')", _MOST)
_FIRST_EVENT = _HISTORY.format("e.kind = 'made'", 1)
_ONE_OF = (
    "SELECT scheduled_on, due_on, step, said, supported, met_on FROM store_occurrence WHERE task_id = %s"
)
_OCCURRENCES = (
    f"SELECT * FROM ({_ONE_OF} AND due_on < %s ORDER BY scheduled_on DESC LIMIT {_PAST:d}) AS p "  # noqa: S608
    f"UNION ALL SELECT * FROM ({_ONE_OF} AND due_on >= %s ORDER BY scheduled_on LIMIT {_AHEAD:d}) AS n"
)
_REPORTS = (
    "SELECT r.at, u.name, n.name, r.words, r.percent, r.is_done, r.figures, k.scheduled_on, r.unit_id "  # noqa: S608
    f"FROM store_report r {_WHO.format('r')} {_ONCE.format('r')} WHERE r.task_id = %s "
    f"ORDER BY r.at DESC, r.id DESC LIMIT {_MOST:d}"
)
_EVIDENCE = (
    "SELECT e.id, e.kind, e.title, e.link, f.sha256, u.name, e.unit_id, e.happened_on, e.covers_from, "  # noqa: S608
    "e.covers_until, e.received_at, e.holds, c.name, e.checked_at, e.check_reason, k.scheduled_on "
    "FROM store_evidence e JOIN store_unit u ON u.id = e.unit_id "
    "LEFT JOIN store_original f ON f.id = e.original_id LEFT JOIN store_unit c ON c.id = e.checked_by_id "
    f"{_ONCE.format('e')} WHERE e.task_id = %s ORDER BY e.received_at DESC, e.id DESC LIMIT {_MOST:d}"
)
_EXTENSIONS = (
    'SELECT x."to", x.reason, u.name, x.asked_at, x.granted, x.decided_at, x.decision_words '
    "FROM store_extensionrequest x JOIN store_unit u ON u.id = x.unit_id WHERE x.task_id = %s "
    "ORDER BY x.asked_at DESC"
)
_COMMENTS = (
    "SELECT c.at, n.name, u.name, c.words FROM store_comment c "  # noqa: S608
    f"{_WHO.format('c')} WHERE c.task_id = %s ORDER BY c.at, c.id LIMIT {_MOST:d}"
)
_CHILDREN = (
    "SELECT t.code, u.name, t.words, t.step, t.said, t.supported, t.made_on, t.due_on, "  # noqa: S608
    "(SELECT s.signed_at FROM store_stake s WHERE s.task_id = t.id AND s.role = 'lead' "
    "AND s.signed_at IS NOT NULL ORDER BY s.signed_at LIMIT 1), "
    "(SELECT COUNT(*) FROM store_task c WHERE c.parent_id = t.id) "
    "FROM store_task t JOIN store_unit u ON u.id = t.seat_id WHERE t.parent_id = %s "
    f"ORDER BY t.id LIMIT {_MOST:d}"
)
_WATCHED = "SELECT 1 FROM store_watch WHERE task_id = %s AND person_id = %s"


def _of(statement: str, pk: int) -> list[tuple[Any, ...]]:
    """Return what is told of a task; moments with their zone."""
    return [tuple(map(_aware, row)) for row in fetched(Sql(statement, (pk,)))]


def _aware(value: Any) -> Any:  # noqa: ANN401 - whatever stands in a column
    """Return a moment with its zone: SQLite keeps it in UTC without saying so."""
    return value.replace(tzinfo=UTC) if isinstance(value, datetime) and value.tzinfo is None else value


def _events(pk: int) -> tuple[Happening, ...]:
    rows = _of(_EVENTS, pk)
    if len(rows) == _MOST and rows[-1][2] != "made":  # the first promise never vanishes
        rows += _of(_FIRST_EVENT, pk)
    return tuple(Happening(*(*row[:5], json.loads(row[5]))) for row in rows)
