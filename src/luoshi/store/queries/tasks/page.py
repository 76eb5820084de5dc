"""One task with everything around it, as frozen values; a fixed number of queries."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Min, Q
from django.utils.timezone import localtime

from luoshi.store.models import (
    Comment,
    Event,
    Evidence,
    ExtensionRequest,
    Occurrence,
    Report,
    Stake,
    Task,
    Watch,
)
from luoshi.store.queries.tasks.filters import PLAIN_RULES
from luoshi.store.queries.tasks.rows import light_of

_MOST = 200  # events, reports and pieces of evidence on a page


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


_PATHS = {
    "seat": "seat__name", "owner": "owner__name", "scheme": "scheme__name", "rules": "scheme__rules",
    "parent": "parent__code", "parent_words": "parent__words", "document_id": "version__document_id",
    "document": "version__document__title",
}  # fmt: skip


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


def whole_task(pk: int, *, person: int, today: date) -> Whole:
    """Return a task that is known to be the person's to see."""
    columns = [_PATHS.get(field.name, field.name) for field in fields(Facts)]
    facts = Facts(*Task.objects.values_list(*columns).get(pk=pk))
    clock, shines, days = light_of(
        (facts.step, facts.said, facts.supported, facts.percent, facts.due_on, facts.met_on),
        facts.rules or PLAIN_RULES,
        facts.made_on,
        today,
    )
    stakes = Stake.objects.filter(task=pk).order_by("pk")
    parts = stakes.values_list("unit", "unit__name", "role", "signed_at", "returned_at", "return_reason")
    reports, doers = _reports(pk)
    evidence = _evidence(pk)
    return Whole(
        facts=facts,
        clock=clock,
        light=shines.light.value,
        why=shines.why,
        days=days,
        stakes=tuple(Part(*row) for row in parts),
        events=_events(pk),
        occurrences=_occurrences(pk) if facts.rrule else (),
        reports=reports,
        evidence=evidence,
        extensions=_extensions(pk),
        comments=_comments(pk),
        children=_children(pk),
        is_watched=Watch.objects.filter(task=pk, person=person).exists(),
        doers=doers | {one.unit_id for one in evidence},
    )


def _events(pk: int) -> tuple[Happening, ...]:
    rows = Event.objects.filter(task=pk).exclude(kind__in=["commented", "watched"]).order_by("-pk")
    columns = ("pk", "at", "kind", "person__name", "unit__name", "body")
    found = [_happening(row) for row in rows.values_list(*columns)[:_MOST]]
    if len(found) == _MOST and found[-1].kind != "made":  # the first promise never vanishes
        found.append(_happening(rows.filter(kind="made").values_list(*columns).get()))
    return tuple(found)


def _happening(row: tuple[Any, ...]) -> Happening:
    pk, at, kind, person, unit, body = row
    return Happening(pk, at, kind, person, unit, json.loads(body))


def _occurrences(pk: int) -> tuple[Once, ...]:
    rows = Occurrence.objects.filter(task=pk).values_list(
        "scheduled_on", "due_on", "step", "said", "supported", "met_on"
    )
    return tuple(Once(*row) for row in rows[:_MOST])


def _reports(pk: int) -> tuple[tuple[Told, ...], frozenset[int]]:
    rows = Report.objects.filter(task=pk).values_list(
        "at", "unit__name", "person__name", "words", "percent", "is_done", "figures",
        "occurrence__scheduled_on", "unit",
    )[:_MOST]  # fmt: skip
    told = tuple(Told(*row[:6], tuple(json.loads(row[6])), row[7]) for row in rows)
    return told, frozenset(row[8] for row in rows)


def _evidence(pk: int) -> tuple[Shown, ...]:
    rows = Evidence.objects.filter(task=pk).values_list(
        "pk", "kind", "title", "link", "original__sha256", "unit__name", "unit", "happened_on", "covers_from",
        "covers_until", "received_at", "holds", "checked_by__name", "checked_at", "check_reason",
        "occurrence__scheduled_on",
    )  # fmt: skip
    return tuple(Shown(*row) for row in rows[:_MOST])


def _extensions(pk: int) -> tuple[Asked, ...]:
    rows = ExtensionRequest.objects.filter(task=pk).values_list(
        "to", "reason", "unit__name", "asked_at", "granted", "decided_at", "decision_words"
    )
    return tuple(Asked(*row) for row in rows)


def _comments(pk: int) -> tuple[Remark, ...]:
    rows = Comment.objects.filter(task=pk).values_list("at", "person__name", "unit__name", "words")
    return tuple(Remark(*row) for row in rows[:_MOST])


def _children(pk: int) -> tuple[Child, ...]:
    rows = Task.objects.filter(parent=pk).annotate(
        signed=Min("stakes__signed_at", filter=Q(stakes__role="lead")), parts=Count("children", distinct=True)
    )
    columns = (
        "code", "seat__name", "words", "step", "said", "supported", "made_on", "due_on", "signed", "parts",
    )  # fmt: skip
    return tuple(Child(*row) for row in rows.order_by("pk").values_list(*columns)[:_MOST])
