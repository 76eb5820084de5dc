"""What waits for a person, and what the units of a person owe: few queries, capped counts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q

from luoshi.store.models import (
    Evidence,
    ExtensionRequest,
    Notification,
    Stake,
)
from luoshi.store.queries.sql import Sql, day, fetched
from luoshi.store.queries.tasks.filters import Filters
from luoshi.store.queries.tasks.place import Walk
from luoshi.store.queries.tasks.rows import TaskRow, rows_of
from luoshi.store.queries.tasks.walk import by_due, count, walk_for

SHOWN = 6
CAP = 100  # nobody counts further on the front page
SOON_DAYS = 7
_DOING = ("lead", "support")
_WATCHING = ("owner", "supervise", "assess")


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose desk it is.

    Attributes:
        person: id.
        units: ids of the units the person acts for.
        inspects: ``(unit, seen, depth)``: in whose name the person inspects which subtree.
        sees: ``(unit, depth)`` of the subtrees the person sees.
    """

    person: int
    units: frozenset[int]
    inspects: tuple[tuple[int, int, int], ...]
    sees: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something that waits for the person.

    Attributes:
        code: of the task.
        words: of the task.
        unit: who gave it, asks or handed in.
        due_on: the task's limit.
        note: a reason, the title of the evidence.
        to: the day asked for.
        at: since when.
    """

    code: str
    words: str
    unit: str
    due_on: date | None
    note: str = ""
    to: date | None = None
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Pile:
    """Things of one kind: the first few, and how many, at most ``CAP``."""

    kind: str
    items: tuple[Waiting, ...]
    n: int

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.n >= CAP


@dataclass(frozen=True, slots=True)
class Owed:
    """Tasks of one kind under the places seen: the first few as rows, and how many, at most ``CAP``.

    Attributes:
        kind: which trouble.
        rows: the first few.
        n: how many were counted.
        is_capped: there may be more than were counted.
    """

    kind: str
    rows: tuple[TaskRow, ...]
    n: int
    is_capped: bool


@dataclass(frozen=True, slots=True)
class ToReview:
    """A document with proposals nobody has decided about."""

    pk: int
    title: str
    n: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice as stored; the words come from the notices' table."""

    pk: int
    kind: str
    args: str
    code: str
    at: datetime
    is_read: bool


def waiting_for(asker: Asker) -> tuple[Pile, ...]:
    """Return what the person has to decide or take on; empty piles are left out."""
    if not asker.units and not asker.inspects:
        return ()
    piles = (_to_sign(asker), _returned(asker), _extensions(asker), _to_check(asker))
    return tuple(pile for pile in piles if pile.n)


def _pile(kind: str, found: Iterable[tuple[Any, ...]]) -> Pile:
    rows = list(found)
    return Pile(kind, tuple(Waiting(*row) for row in rows[:SHOWN]), len(rows))


def _to_sign(asker: Asker) -> Pile:
    mine = Stake.objects.filter(
        unit__in=asker.units, role__in=_DOING, signed_at=None, returned_at=None, is_open=True
    )
    columns = ("task__code", "task__words", "task__owner__name", "due_on")
    return _pile("sign", mine.order_by("due_on", "task_id").values_list(*columns).distinct()[:CAP])


def _returned(asker: Asker) -> Pile:
    back = Stake.objects.filter(returned_at__isnull=False, is_open=True, task__owner__in=asker.units)
    columns = ("task__code", "task__words", "unit__name", "due_on", "return_reason")
    return _pile("returned", back.order_by("returned_at", "task_id").values_list(*columns).distinct()[:CAP])


def _extensions(asker: Asker) -> Pile:
    asked = ExtensionRequest.objects.filter(granted=None, task__owner__in=asker.units, task__is_open=True)
    columns = ("task__code", "task__words", "unit__name", "task__due_on", "reason", "to")
    return _pile("extension", asked.order_by("asked_at").values_list(*columns)[:CAP])


def _to_check(asker: Asker) -> Pile:
    """Return evidence that the person may look at: an inspector's, or of a unit that gave or supervises.

    Never in the name of a unit that does the task, or that handed it in.
    """
    of_task = Stake.objects.filter(task=OuterRef("task"))
    does_it = Stake.objects.filter(task=OuterRef("task"), unit=OuterRef("unit"), role__in=_DOING)
    watching = of_task.filter(~Exists(does_it), unit__in=asker.units, role__in=_WATCHING)
    mine = Q(Exists(watching.exclude(unit=OuterRef("unit")))) if asker.units else Q(pk__in=[])
    for unit, seen, depth in asker.inspects:
        own = Q(unit=unit) | Exists(of_task.filter(unit=unit, role__in=_DOING))
        mine |= Q(~own, **{f"task__l{depth}": seen})
    offered = Evidence.objects.filter(mine, holds=None, task__is_open=True)
    columns = ("task__code", "task__words", "unit__name", "task__due_on", "title")
    return _pile("check", offered.order_by("received_at").values_list(*columns)[:CAP])


def to_review(units: Iterable[int]) -> tuple[ToReview, ...]:
    """Return documents of these units whose latest version has open proposals, the latest first.

    Walks the documents from the latest on and counts only those shown, however many proposals wait.
    """
    of = ", ".join(str(int(unit)) for unit in units)
    if not of:
        return ()
    open_ones = "FROM store_proposal p WHERE p.version_id = v.id AND p.status = 'open' AND NOT p.is_people"
    later = "SELECT 1 FROM store_version w WHERE w.document_id = v.document_id AND w.number > v.number"
    text = (
        f"SELECT d.id, d.title, (SELECT COUNT(*) {open_ones}) FROM store_version v "  # noqa: S608
        f"JOIN store_document d ON d.id = v.document_id WHERE d.unit_id IN ({of}) AND d.withdrawn_at IS NULL "
        f"AND NOT EXISTS ({later}) AND EXISTS (SELECT 1 {open_ones}) "
        f"ORDER BY v.document_id DESC LIMIT {SHOWN:d}"
    )
    return tuple(ToReview(*row) for row in fetched(Sql(text)))


def owed(asker: Asker, today: date) -> tuple[Owed, ...]:
    """Return the open tasks with a stake under the places seen, by what is wrong with them.

    Kinds: ``mine_today``, ``mine_overdue`` (units acted for), ``overdue``, ``soon``, ``unevidenced`` (due
    within a week without evidence), ``unowned``, ``gap`` (said to be done, not borne out).
    """
    soon = today + timedelta(days=SOON_DAYS)
    mine = _mine(asker.units, today)
    found = {
        "mine_today": _first([pk for due, pk in mine if due == today]),
        "mine_overdue": _first([pk for due, pk in mine if due != today]),
    }
    wanted = {
        "overdue": Filters(when="overdue"),
        "soon": Filters(when="soon"),
        "unevidenced": Filters(supported="none", due_until=soon),
        "unowned": Filters(owner="none"),
        "gap": Filters(gap="1"),
    }
    trail = walk_for(asker.sees, Filters(), today)
    for kind, filters in wanted.items():
        found[kind] = _seen(replace(trail, filters=filters))
    shown = {pk for ids, _, _ in found.values() for pk in ids}
    rows = {row.pk: row for row in rows_of(sorted(shown), today=today)}
    return tuple(
        Owed(kind, tuple(rows[pk] for pk in ids if pk in rows), n, is_capped)
        for kind, (ids, n, is_capped) in found.items()
    )


def _mine(units: Iterable[int], today: date) -> list[tuple[date | None, int]]:
    """Return limits and ids of unmet tasks of these units that are due by today, the earliest first."""
    of = ", ".join(str(int(unit)) for unit in units)
    if not of:
        return []
    text = (
        "SELECT DISTINCT s.due_on, s.task_id FROM store_stake s CROSS JOIN store_task t "  # noqa: S608
        f"WHERE s.unit_id IN ({of}) AND s.role IN ('lead', 'support') AND s.is_open AND s.due_on <= %s "
        f"AND t.id = s.task_id AND t.met_on IS NULL ORDER BY s.due_on DESC, s.task_id LIMIT {2 * CAP:d}"
    )
    return sorted((day(due), pk) for due, pk in fetched(Sql(text, (today,))))


def _first(ids: list[int]) -> tuple[list[int], int, bool]:
    return ids[:SHOWN], min(len(ids), CAP), len(ids) >= CAP


def _seen(trail: Walk) -> tuple[list[int], int, bool]:
    """Return the first ids of a walk, how many there are, and whether there are more than were counted."""
    page = by_due(trail, after=None, n=SHOWN + 1)
    n, is_floor = (page.n_found, not page.is_all) if trail.is_costly else (count(trail, CAP), False)
    return [pk for _, pk in page.keys[:SHOWN]], min(n, CAP), n >= CAP or is_floor


def notices_of(person: int, *, only_new: bool = False, before: int = 0, n: int = SHOWN) -> tuple[Notice, ...]:
    """Return a person's notices, the latest first.

    Args:
        person: id.
        only_new: leave out those that were read.
        before: go on after the notice with this id; 0 from the start.
        n: how many at most.
    """
    mine = Notification.objects.filter(person=person)
    if only_new:
        mine = mine.filter(read_at=None)
    if before:
        last = mine.filter(pk=before).values_list("at", flat=True).first()
        mine = mine.filter(Q(at__lt=last) | Q(at=last, pk__lt=before)) if last else mine.none()
    columns = ("pk", "kind", "args", "task__code", "at", "read_at")
    return tuple(
        Notice(pk, kind, args, code or "", at, read_at is not None)
        for pk, kind, args, code, at, read_at in mine.order_by("-at", "-pk").values_list(*columns)[:n]
    )


def n_unread(person: int) -> int:
    """Return how many notices a person has not read, at most ``CAP``."""
    new = f"SELECT 1 FROM store_notification WHERE person_id = %s AND read_at IS NULL LIMIT {CAP:d}"  # noqa: S608
    return int(fetched(Sql(f"SELECT COUNT(*) FROM ({new}) AS k", (person,)))[0][0])  # noqa: S608


def code_of_notice(person: int, pk: int) -> str | None:
    """Return the number of the task a notice is about, empty for none; None when it is not this person's."""
    row = Notification.objects.filter(person=person, pk=pk).values_list("task__code").first()
    return (row[0] or "") if row else None
