"""The unit tree and one unit, as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Sum, Value, When

from luoshi.ledger.state import Step
from luoshi.store.models import Document, Holding, Post, Tally, Task, Unit
from luoshi.store.models.levels import level_fields

MOST_BELOW = 300  # children shown of one unit
CAP = 1_000
ENDED = (Step.CLOSED.value, Step.CANCELLED.value)


@dataclass(frozen=True, slots=True)
class Node:
    """A unit in the tree.

    Attributes:
        below: its children, where they are unfolded.
        has_below: there are some.
        is_cut: there are more children than are shown.
    """

    pk: int
    name: str
    has_below: bool
    is_closed: bool
    below: tuple["Node", ...] = ()
    is_open: bool = False
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class UnitHead:
    """A unit and the units above it, topmost first, as ``(id, name)``."""

    pk: int
    name: str
    short: str
    kind: str
    depth: int
    parent: int | None
    closed_on: date | None
    above: tuple[tuple[int, str], ...]
    levels: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Owes:
    """What the units at and below one owe; each number at most ``CAP``."""

    n_open: int
    n_overdue: int
    n_soon: int
    n_unevidenced: int
    n_gap: int


@dataclass(frozen=True, slots=True)
class League:
    """A child unit's numbers from the rollup."""

    pk: int
    name: str
    n_open: int
    n_past: int
    n_done: int
    n_closed: int


@dataclass(frozen=True, slots=True)
class Holder:
    """Who holds a post, from when until when."""

    holding: int
    person: int
    name: str
    from_on: date
    until_on: date | None


@dataclass(frozen=True, slots=True)
class PostLine:
    """A post with its holders today and to come."""

    pk: int
    title: str
    role: str
    scope: str
    holders: tuple[Holder, ...]


def unit_head(pk: int) -> UnitHead | None:
    """Return a unit; None when there is none. Two queries."""
    columns = ("pk", "name", "short", "kind", "depth", "parent_id", "closed_on", *level_fields())
    row = Unit.objects.filter(pk=pk).values_list(*columns).first()
    if row is None:
        return None
    levels = tuple(unit for unit in row[7:] if unit)
    names = dict(Unit.objects.filter(pk__in=levels[:-1]).values_list("pk", "name"))
    name, short, kind, depth, parent, closed_on = row[1:7]
    return UnitHead(
        pk,
        name,
        short,
        kind,
        depth,
        parent,
        closed_on,
        tuple((unit, names[unit]) for unit in levels[:-1]),
        levels,
    )


def _nodes(units: QuerySet[Unit]) -> QuerySet[Unit, tuple[Any, ...]]:
    has_below = Exists(Unit.objects.filter(parent=OuterRef("pk")))
    rows = units.annotate(has_below=has_below).order_by("rank", "pk")
    return rows.values_list("pk", "name", "has_below", "closed_on", "parent_id")


def children_of(pk: int) -> tuple[Node, ...]:
    """Return the units directly below one."""
    return tuple(_leaf(row) for row in _nodes(Unit.objects.filter(parent=pk))[:MOST_BELOW])


def _leaf(row: tuple[Any, ...]) -> Node:
    pk, name, has_below, closed, _ = row
    return Node(pk, name, has_below, bool(closed))


def tree(roots: Iterable[int] | None, unfolded: tuple[int, ...]) -> tuple[Node, ...]:
    """Return the tree from its roots, unfolded along a path; a query for each level of it.

    Args:
        roots: ids of the topmost units shown; None for all that have no parent.
        unfolded: ids of units whose children are shown, from the top down; of many the first, and the one
            that is unfolded too.
    """
    top = Q(parent=None) if roots is None else Q(pk__in=list(roots))
    below = {pk: _below(pk, unfolded[n + 1 : n + 2]) for n, pk in enumerate(unfolded)}
    return tuple(_node(row, below) for row in _nodes(Unit.objects.filter(top)))


def _below(pk: int, also: tuple[int, ...]) -> list[tuple[Any, ...]]:
    rows = list(_nodes(Unit.objects.filter(parent=pk))[: MOST_BELOW + 1])
    if also and len(rows) > MOST_BELOW and all(row[0] != also[0] for row in rows[:MOST_BELOW]):
        rows = [*rows[:MOST_BELOW], *_nodes(Unit.objects.filter(pk=also[0])), rows[MOST_BELOW]]
    return rows


def _node(row: tuple[Any, ...], below: dict[int, list[tuple[Any, ...]]]) -> Node:
    if row[0] not in below:
        return _leaf(row)
    rows = below[row[0]]
    is_cut = len(rows) > MOST_BELOW
    under = tuple(_node(child, below) for child in (rows[:-1] if is_cut else rows))
    return replace(_leaf(row), below=under, is_open=True, is_cut=is_cut)


def owes(pk: int, depth: int, today: date, soon: date) -> Owes:
    """Return what the units at and below one owe: tasks they lead, or own while nobody leads."""
    here = Task.objects.filter(**{f"l{depth}": pk}, is_open=True)
    n_open = Tally.objects.filter(unit=pk).exclude(step__in=ENDED).aggregate(n=Sum("n_tasks"))["n"] or 0
    overdue = here.filter(due_on__lt=today, met_on=None)
    near = here.filter(due_on__gte=today, due_on__lte=soon)
    bare = here.filter(due_on__lte=soon, supported="none")
    gap = here.filter(said="done", supported__in=("none", "contradicted"))
    return Owes(n_open, *(rows[:CAP].count() for rows in (overdue, near, bare, gap)))


def league(pk: int, depth: int, today: date) -> tuple[League, ...]:
    """Return the children of a unit with their numbers, from the rollup; three queries."""
    children = list(
        Unit.objects.filter(parent=pk, closed_on=None)
        .order_by("rank", "pk")
        .values_list("pk", "name")[:MOST_BELOW]
    )
    if not children:
        return ()
    is_open = ~Q(step__in=ENDED)
    month = f"{today:%Y-%m}"

    def sum_of(condition: Q) -> Sum:
        return Sum(Case(When(condition, then=F("n_tasks")), default=Value(0)))

    rows = (
        Tally.objects.filter(unit__in=[child for child, _ in children])
        .values_list("unit")
        .annotate(
            n_open=sum_of(is_open),
            n_past=sum_of(is_open & Q(due_month__lt=month) & ~Q(due_month="")),
            n_done=sum_of(Q(step="done")),
            n_closed=sum_of(Q(step="closed")),
        )
        .order_by()
    )
    counted = {unit: list(numbers) for unit, *numbers in rows}
    for unit, n in _late_this_month(pk, depth, today):
        if unit in counted:
            counted[unit][1] += n
    return tuple(League(child, name, *counted.get(child, (0, 0, 0, 0))) for child, name in children)


def _late_this_month(pk: int, depth: int, today: date) -> list[tuple[int, int]]:
    """Return ``(child, how many)`` that fell due this month before today and are not closed."""
    if depth >= len(level_fields()):
        return []
    under = {f"l{depth}": pk}
    rows = Task.objects.filter(is_open=True, due_on__gte=today.replace(day=1), due_on__lt=today, **under)
    return list(rows.values_list(f"l{depth + 1}").annotate(n=Count("pk")).order_by())


def posts_of(pk: int, today: date) -> tuple[PostLine, ...]:
    """Return the posts of a unit with who holds them now or will; two queries."""
    posts = list(
        Post.objects.filter(unit=pk).order_by("pk").values_list("pk", "title", "role", "scope__name")
    )
    held: dict[int, list[Holder]] = {}
    rows = Holding.objects.filter(Q(until_on=None) | Q(until_on__gte=today), post__unit=pk)
    columns = ("post", "pk", "person", "person__name", "from_on", "until_on")
    for post, *row in rows.order_by("from_on", "pk").values_list(*columns):
        held.setdefault(post, []).append(Holder(*row))
    return tuple(PostLine(*row[:3], row[3] or "", tuple(held.get(row[0], ()))) for row in posts)


def documents_of(pk: int, n: int = 8) -> tuple[tuple[int, str, datetime], ...]:
    """Return the documents a unit took in last: id, title, when."""
    rows = Document.objects.filter(unit=pk, withdrawn_at=None).order_by("-taken_in_at", "-pk")
    return tuple(rows.values_list("pk", "title", "taken_in_at")[:n])


def found_units(
    typed: str, sees: tuple[tuple[int, int], ...] | None, n: int = 30
) -> tuple[tuple[int, str, str], ...]:
    """Return units whose name or initials hold what was typed: id, name, the unit above.

    ``sees`` limits them to subtrees ``(unit, depth)``; None for all.
    """
    typed = typed.strip()
    fits = Q(name__contains=typed) | Q(short__contains=typed) | Q(initials__contains=typed.lower())
    rows = Unit.objects.filter(fits) if typed else Unit.objects.none()
    if sees is not None:
        place = Q(pk__in=[])
        for unit, depth in sees:
            place |= Q(**{f"l{depth}": unit})
        rows = rows.filter(place)
    named = rows.order_by("depth", "rank", "pk").values_list("pk", "name", "parent__name")[:n]
    return tuple((pk, name, above or "") for pk, name, above in named)


def units_named(name: str, above: str = "", n: int = 2) -> list[int]:
    """Return ids of open units with a name, below a unit with another name when that is given."""
    rows = Unit.objects.filter(name=name, closed_on=None)
    if above:
        rows = rows.filter(parent__name=above)
    return list(rows.order_by("depth", "pk").values_list("pk", flat=True)[:n])
