"""What waits for a person, and what the units of a person owe: few queries, capped counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from luoshi.store.models import (
    Evidence,
    ExtensionRequest,
    Notification,
    Proposal,
    Stake,
    Task,
    Version,
)
from luoshi.store.queries.tasks.rows import TaskRow, rows_of

SHOWN = 6
CAP = 100  # nobody counts further on the front page
SOON_DAYS = 7
_LOOKED_AT = 8_000  # rows that a rare condition goes through
_DOING = ("lead", "support")


@dataclass(frozen=True, slots=True)
class Asker:
    """Whose desk it is.

    Attributes:
        person: id.
        units: ids of the units the person acts for.
        inspects: ``(unit, depth)`` of the subtrees the person inspects.
        sees: ``(unit, depth)`` of the subtrees the person sees.
    """

    person: int
    units: frozenset[int]
    inspects: tuple[tuple[int, int], ...]
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
    """Tasks of one kind under the places seen: the first few as rows, and how many, at most ``CAP``."""

    kind: str
    rows: tuple[TaskRow, ...]
    n: int

    @property
    def is_capped(self) -> bool:
        """Whether there are more than were counted."""
        return self.n >= CAP


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
    """Return evidence that the person may look at: an inspector's, or of a unit that gave or supervises."""
    of_task = Stake.objects.filter(task=OuterRef("task"), unit__in=asker.units)
    mine = Q(Exists(of_task.filter(role__in=("owner", "supervise", "assess")))) if asker.units else Q()
    for unit, depth in asker.inspects:
        mine |= Q(**{f"task__l{depth}": unit})
    offered = Evidence.objects.filter(mine, holds=None, task__is_open=True)
    offered = offered.exclude(Exists(of_task.filter(role__in=_DOING))) if asker.units else offered
    columns = ("task__code", "task__words", "unit__name", "task__due_on", "title")
    return _pile("check", offered.order_by("received_at").values_list(*columns)[:CAP])


def to_review(units: Iterable[int]) -> tuple[ToReview, ...]:
    """Return documents of these units whose latest version has open proposals, the latest first."""
    later = Version.objects.filter(
        document=OuterRef("version__document"), number__gt=OuterRef("version__number")
    )
    open_ones = Proposal.objects.filter(
        ~Exists(later), status="open", is_people=False, version__document__unit__in=list(units)
    )
    rows = open_ones.values_list("version__document", "version__document__title").annotate(n=Count("pk"))
    return tuple(ToReview(*row) for row in rows.order_by("-version__document")[:SHOWN])


def owed(asker: Asker, today: date) -> tuple[Owed, ...]:
    """Return the open tasks with a stake under the places seen, by what is wrong with them.

    Kinds: ``mine_today``, ``mine_overdue`` (units acted for), ``overdue``, ``soon``, ``unevidenced`` (due
    within a week without evidence), ``unowned``, ``gap`` (said to be done, not borne out).
    """
    yesterday, soon = today - timedelta(days=1), today + timedelta(days=SOON_DAYS)
    unmet = Q(task__met_on=None)
    mine = Stake.objects.filter(unit__in=asker.units, role__in=_DOING, is_open=True)
    seen = _under(asker.sees)
    found = {
        "mine_today": _ids(mine.filter(unmet, due_on=today)) if asker.units else [],
        "mine_overdue": _ids(mine.filter(unmet, due_on__lte=yesterday)) if asker.units else [],
        "overdue": _ids(seen.filter(unmet, due_on__lte=yesterday)),
        "soon": _ids(seen.filter(unmet, due_on__gte=today, due_on__lte=soon)),
        "unevidenced": _ids(seen.filter(task__supported="none", due_on__lte=soon)),
        "unowned": _rare(asker.sees, Q(has_lead=False)),
        "gap": _rare(asker.sees, Q(said="done", supported__in=("none", "contradicted"))),
    }
    wanted = {pk for ids in found.values() for pk in ids[:SHOWN]}
    rows = {row.pk: row for row in rows_of(sorted(wanted), today=today)} if wanted else {}
    return tuple(
        Owed(kind, tuple(rows[pk] for pk in ids[:SHOWN] if pk in rows), len(ids))
        for kind, ids in found.items()
    )


def _under(sees: tuple[tuple[int, int], ...]) -> QuerySet[Stake]:
    place = Q(pk__in=[])
    for unit, depth in sees:
        place |= Q(**{f"l{depth}": unit})
    return Stake.objects.filter(place, is_open=True)


def _ids(stakes: QuerySet[Stake]) -> list[int]:
    """Return task ids by limit, each once."""
    rows = stakes.order_by("due_on", "task_id").values_list("due_on", "task_id").distinct()
    return [task for _, task in rows[:CAP]]


def _rare(sees: tuple[tuple[int, int], ...], condition: Q) -> list[int]:
    """Return ids of open tasks that fulfil a rare condition, among the first so many by limit."""
    if not sees:
        return []
    first = _under(sees).order_by("due_on", "task_id").values("task_id")[:_LOOKED_AT]
    rows = Task.objects.filter(condition, pk__in=first).order_by("due_on", "pk")
    return list(rows.values_list("pk", flat=True)[:CAP])


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
    return Notification.objects.filter(person=person, read_at=None)[:CAP].count()


def code_of_notice(person: int, pk: int) -> str | None:
    """Return the number of the task a notice is about, empty for none; None when it is not this person's."""
    row = Notification.objects.filter(person=person, pk=pk).values_list("task__code").first()
    return (row[0] or "") if row else None
