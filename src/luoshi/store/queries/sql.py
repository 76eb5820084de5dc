"""Statements written out: what every page asks is not put together anew by the ORM each time."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

Param = str | int | date | None


@dataclass(frozen=True, slots=True)
class Sql:
    """A piece of a statement with what its places stand for.

    Attributes:
        text: with ``%s`` for each place.
        params: in their order.
    """

    text: str
    params: tuple[Param, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether it says anything."""
        return bool(self.text)


def both(pieces: Iterable[Sql], joint: str = " AND ") -> Sql:
    """Return pieces that all hold as one; those that say nothing are left out."""
    said = [piece for piece in pieces if piece]
    return Sql(joint.join(piece.text for piece in said), tuple(p for piece in said for p in piece.params))


def union(members: Sequence[Sql], *, distinct: bool) -> Sql:
    """Return the rows of several statements, each with an order and an end of its own."""
    if len(members) == 1:
        return members[0]
    named = [Sql(f"SELECT * FROM ({one.text}) AS u{n}", one.params) for n, one in enumerate(members)]  # noqa: S608
    return both(named, " UNION " if distinct else " UNION ALL ")


def fetched(statement: Sql) -> list[tuple[Any, ...]]:
    """Return the rows of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement.text, [_adapted(p) for p in statement.params])
        found: list[tuple[Any, ...]] = cursor.fetchall()
        return found


def day(value: Any) -> date | None:  # noqa: ANN401 - text on SQLite, a date on PostgreSQL
    """Return a day from a row."""
    return date.fromisoformat(value) if isinstance(value, str) else value


def _adapted(value: Param) -> Any:  # noqa: ANN401 - as the database takes it
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def quoted(words: str) -> str:
    """Return words for a LIKE that is escaped by ``!``."""
    return words.replace("!", "!!").replace("%", "!%").replace("_", "!_")
