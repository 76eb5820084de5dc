"""What a person can choose from in the ledger's filters and forms."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from luoshi.store.models import Document, Unit
from luoshi.store.queries.sql import Sql, fetched


@dataclass(frozen=True, slots=True)
class Choice:
    """Something to choose: id and name."""

    pk: int
    name: str


@dataclass(frozen=True, slots=True)
class View:
    """A saved way of looking at the ledger."""

    pk: int
    name: str
    query: str


def schemes() -> tuple[Choice, ...]:
    """Return every line of work."""
    return tuple(Choice(*row) for row in fetched(Sql("SELECT id, name FROM store_scheme ORDER BY name")))


def views_of(person: int) -> tuple[View, ...]:
    """Return a person's saved views."""
    mine = "SELECT id, name, query FROM store_savedview WHERE person_id = %s ORDER BY name"
    return tuple(View(*row) for row in fetched(Sql(mine, (person,))))


def unit_name(pk: int) -> str:
    """Return a unit's name; empty when there is none."""
    return Unit.objects.filter(pk=pk).values_list("name", flat=True).first() or ""


def document_title(pk: int) -> str:
    """Return a document's title; empty when there is none."""
    return Document.objects.filter(pk=pk).values_list("title", flat=True).first() or ""


_OFFERED = 20
_BELOW = 300


def unit_offers(units: Iterable[int], typed: str) -> tuple[Choice, ...]:
    """Return the units that two typed letters may mean, best first, in the trees of ``units``.

    Names and short names by their beginning, then pinyin initials, then names that hold the letters.
    """
    wanted = typed.strip().lower()
    if not wanted:
        return ()
    tops = Unit.objects.filter(pk__in=list(units)).values("l1")
    whole, begins = Q(name=typed) | Q(short=typed), Q(name__startswith=typed) | Q(short__startswith=typed)
    initials = Q(initials__startswith=wanted) | Q(initials__contains=f" {wanted}")
    rank = Case(
        When(whole, then=Value(0)),
        When(begins, then=Value(1)),
        When(initials, then=Value(2)),
        default=Value(3),
    )
    fitting = begins | initials | Q(name__contains=typed) | Q(short__contains=typed)
    rows = Unit.objects.filter(fitting, l1__in=tops, closed_on=None).annotate(fit=rank)
    named = rows.order_by("fit", "depth", "rank", "pk").values_list("pk", "name")
    return tuple(Choice(*row) for row in named[:_OFFERED])


def units_by_kind(units: Iterable[int]) -> dict[str, tuple[Choice, ...]]:
    """Return the units a task can be broken down to, by kind: those below ``units``.

    A unit with none below it, as an office, hands on to those beside it.
    """
    own = list(units)
    columns = ("kind", "pk", "name")
    open_units = Unit.objects.filter(closed_on=None).order_by("rank", "pk")
    rows = list(open_units.filter(parent__in=own).values_list(*columns)[:_BELOW])
    with_some = open_units.filter(parent__in=own).values("parent")
    lowest = Unit.objects.filter(pk__in=own, parent__isnull=False).exclude(pk__in=with_some)
    parents = lowest.values("parent")
    beside = open_units.filter(parent__in=parents).exclude(pk__in=own)
    rows += list(beside.values_list(*columns)[:_BELOW])
    found: dict[str, list[Choice]] = {}
    for kind, pk, name in rows:
        found.setdefault(kind, []).append(Choice(pk, name))
    return {kind: tuple(members) for kind, members in found.items()}
