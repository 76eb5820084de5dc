"""Where a walk goes: the subtrees a person sees, and the rows under each."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from luoshi.store.models import Unit
from luoshi.store.models.levels import level_fields
from luoshi.store.queries.sql import Sql, both
from luoshi.store.queries.tasks.filters import Filters, condition, days_of


@dataclass(frozen=True, slots=True)
class Place:
    """The root of a subtree that is seen.

    Attributes:
        unit, depth: of the root.
        is_all: there are no units outside: whoever has a stake, the task is seated here too.
    """

    unit: int
    depth: int
    is_all: bool = False


@dataclass(frozen=True)
class Walk:
    """What to walk through: places, filters, the day it is.

    Attributes:
        places: the subtrees.
        filters: what is wanted of them.
        today: lights and overdue are as of this day.
        beyond: further condition on tasks, by column.
    """

    places: tuple[Place, ...]
    filters: Filters
    today: date
    beyond: tuple[tuple[str, int], ...] = ()

    @cached_property
    def asked(self) -> Sql:
        """What a task must fulfil beyond place and days."""
        beyond = [Sql(f"t.{column} = %s", (unit,)) for column, unit in self.beyond]
        return both([condition(self.filters, self.today), *beyond])

    @cached_property
    def days(self) -> tuple[date | None, date | None]:
        """First and last day of limits that can match."""
        return days_of(self.filters, self.today)

    @property
    def is_costly(self) -> bool:
        """Whether rows must be looked at that the index alone does not tell apart."""
        return self.filters.is_costly or bool(self.beyond)

    @property
    def may_be_undated(self) -> bool:
        """Whether tasks without a limit are wanted too."""
        return self.filters.when in {"", "undated"} and self.days == (None, None)

    @property
    def phases(self) -> tuple[bool, ...]:
        """Whether tasks with, and without a limit are wanted."""
        dated = () if self.filters.when == "undated" else (True,)
        return (*dated, False) if self.may_be_undated else dated

    def within(self, branch: "Branch") -> Sql:
        """Return the days wanted as a condition on a branch."""
        first, last = self.days
        found = []
        if first:
            found.append(Sql(f"{branch.due} >= %s", (first,)))
        if last:
            found.append(Sql(f"{branch.due} <= %s", (last,)))
        if self.filters.when == "undated":
            found.append(Sql(f"{branch.due} IS NULL"))
        if self.filters.when == "dated":
            found.append(Sql(f"{branch.due} IS NOT NULL"))
        return both(found)


@dataclass(frozen=True, slots=True)
class Branch:
    """The open or the ended rows under a place: tasks seated there (``t``), or stakes in them (``s``)."""

    alias: str
    place: Place
    is_open: bool
    walk: Walk

    @property
    def due(self) -> str:
        """The column of the limit."""
        return f"{self.alias}.due_on"

    @property
    def pk(self) -> str:
        """The column of the task's id."""
        return "t.id" if self.alias == "t" else "s.task_id"

    def keys(self, way: Sql, n: int = 0, *, offset: int = 0, plain: bool = False, also: str = "") -> Sql:
        """Return the keys of the rows that lie on a way, in order when an end is given.

        Args:
            way: further condition on the rows.
            n: how many at most; 0 for all, in no order.
            offset: how many to pass over.
            plain: whatever else is asked of the tasks.
            also: a further column, named ``grp``.
        """
        rest = self._rows(way, plain=plain)
        end = f" ORDER BY {self.due}, {self.pk} LIMIT {n:d} OFFSET {offset:d}" if n else ""
        distinct = "DISTINCT " if self.alias == "s" and not plain else ""
        columns = f"{self.due} AS due_on, {self.pk} AS id{f', {also} AS grp' if also else ''}"
        return Sql(f"SELECT {distinct}{columns}{rest.text}{end}", rest.params)

    def ids(self, way: Sql, n: int = 0) -> Sql:
        """Return the ids of the tasks that lie on a way, in no order; of ``n`` rows at most when given."""
        rest = self._rows(way)
        end = f" LIMIT {n:d}" if n else ""
        text = f"SELECT {self.pk} AS id{rest.text}{end}"
        if self.alias == "s":  # two units here may have the same role in a task; the end comes first, cheaply
            text = f"SELECT DISTINCT id FROM ({text}) AS i"  # noqa: S608
        return Sql(text, rest.params)

    def window(self, first: int, end: int, n: int) -> Sql:
        """Return ids from a window of them, the highest first; the level's index is kept out of it."""
        way = both([Sql(f"{self.pk} >= %s AND {self.pk} < %s", (first, end)), self.walk.within(self)])
        rest = self._rows(way, by_level=False)
        distinct = "DISTINCT " if self.alias == "s" else ""
        return Sql(
            f"SELECT {distinct}{self.pk} AS id{rest.text} ORDER BY {self.pk} DESC LIMIT {n:d}", rest.params
        )

    def counted(self, group: str, most: int, *, elsewhere: bool) -> Sql:
        """Return rows to be counted: a group, the limit, the step, the id, how many were looked at.

        Each task once: one in which two units here have a stake counts as one, but was looked at twice.

        Args:
            group: an expression on the task.
            most: how many are looked at, at most; stakes in the order of their index, so that PostgreSQL too
                walks it and stops instead of joining all there are.
            elsewhere: leave out tasks seated under one of the walk's places.
        """
        away = both(
            Sql(f"t.l{place.depth} IS DISTINCT FROM %s", (place.unit,))
            for place in (self.walk.places if elsewhere else ())
        )
        rest = self._rows(both([self.walk.within(self), away]), join=True)
        distinct, order = ("DISTINCT ", " ORDER BY s.due_on, s.task_id") if self.alias == "s" else ("", "")
        columns = f"{group} AS grp, {self.due} AS due_on, t.step AS step, t.id AS id"
        walked = f"SELECT {columns}{rest.text}{order} LIMIT {most:d}"
        looked = f"SELECT grp, due_on, step, id, COUNT(*) OVER () AS looked FROM ({walked}) AS w"  # noqa: S608
        return Sql(f"SELECT {distinct}grp, due_on, step, id, looked FROM ({looked}) AS v", rest.params)  # noqa: S608

    def _rows(self, way: Sql, *, plain: bool = False, by_level: bool = True, join: bool = False) -> Sql:
        a, asked = self.alias, Sql("") if plain else self.walk.asked
        needs_task = a == "s" and (asked or join)
        by_document = bool(self.walk.filters.document)  # few enough to be looked up one by one
        by_level = by_level and not by_document
        level = f"{a}.l{self.place.depth}" if by_level else f"{a}.l{self.place.depth} + 0"
        found = both(
            [
                Sql(f"{level} = %s", (self.place.unit,)),
                Sql(f"{a}.is_open" if self.is_open else f"NOT {a}.is_open"),
                Sql("s.role = %s", (self.walk.filters.role,))
                if a == "s" and self.walk.filters.role
                else Sql(""),
                Sql("t.id = s.task_id") if needs_task else Sql(""),
                way,
                asked,
            ]
        )
        # CROSS JOIN keeps SQLite from turning the order round.
        tables = (
            ["store_task t"]
            if a == "t"
            else ["store_stake s", "store_task t"]
            if needs_task
            else ["store_stake s"]
        )
        joined = " CROSS JOIN ".join(reversed(tables) if by_document else tables)
        return Sql(f" FROM {joined} WHERE {found.text}", found.params)


def branches(walk: Walk) -> Iterator[Branch]:
    """Yield the branches of a walk."""
    for place in walk.places:
        for is_open in walk.filters.open_states:
            if not walk.filters.role:
                yield Branch("t", place, is_open, walk)
            if walk.filters.role or not place.is_all:
                yield Branch("s", place, is_open, walk)


def outermost(sees: Sequence[tuple[int, int]]) -> tuple[Place, ...]:
    """Return the places without repeats, and without those below another: they would change nothing."""
    places = tuple(Place(unit, depth) for unit, depth in sorted(set(sees), key=lambda s: (s[1], s[0])))
    if len({place.depth for place in places}) < 2:  # side by side
        return places
    of = {place.unit for place in places}
    levels = Unit.objects.filter(pk__in=of).values_list("pk", *level_fields())
    above = {pk: {unit for unit in units if unit and unit != pk} for pk, *units in levels}
    return tuple(place for place in places if not above.get(place.unit, set()) & of)
