"""Asking the search index, the latest first, only for what the asker may see."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Model, QuerySet

from luoshi.followup.finding.index import rowid
from luoshi.followup.finding.words import terms_of
from luoshi.followup.ground.permissions import Viewer, visible_documents, visible_tasks

_LOOK = 200  # hits looked at in one go
_ROUNDS = 10

Terms = Sequence[tuple[tuple[str, ...], bool]]


@dataclass(frozen=True, slots=True)
class Found:
    """Ids in order, and where to go on.

    Attributes:
        ids: what the viewer may see, the latest first.
        after: the last id looked at; 0 when there is nothing further.
        is_short: fewer than asked for, because much of what was found is not the viewer's: look further.
    """

    ids: tuple[int, ...]
    after: int = 0
    is_short: bool = False


def find(viewer: Viewer, kind: str, question: str, *, after: int = 0, n: int = 20) -> Found:
    """Return the next ``n`` tasks or documents (``kind``) that hold everything asked for."""
    terms = terms_of(question)
    if not terms or not viewer.grants:
        return Found(())
    seen: QuerySet[Model] = visible_tasks(viewer) if kind == "task" else visible_documents(viewer)
    found: list[int] = []
    for _ in range(_ROUNDS):
        hits = _hits(kind, terms, after)
        allowed = set(seen.filter(pk__in=hits).order_by().values_list("pk", flat=True))
        for pk in hits:
            if pk in allowed:
                found.append(pk)
                if len(found) > n:
                    return Found(tuple(found[:n]), found[n - 1])
        if len(hits) < _LOOK:
            return Found(tuple(found))
        after = hits[-1]
    return Found(tuple(found), after, is_short=True)


def _hits(kind: str, terms: Terms, after: int) -> list[int]:
    """Return ids that hold every term, the latest first, from before ``after``."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT row_id FROM store_search WHERE words @@ %s::tsquery AND kind = %s "
                "AND (%s = 0 OR row_id < %s) ORDER BY row_id DESC LIMIT %s",
                [_for_postgresql(terms), kind, after, after, _LOOK],
            )
        else:
            border = rowid(kind, after)
            order = "DESC" if kind == "task" else "ASC"
            low, high = (0, border or 2**62) if kind == "task" else (border or -(2**62), 0)
            cursor.execute(
                "SELECT rowid FROM store_search_words WHERE store_search_words MATCH %s "  # noqa: S608 - one of two words
                f"AND rowid > %s AND rowid < %s ORDER BY rowid {order} LIMIT %s",
                [_for_sqlite(terms), low, high, _LOOK],
            )
        return [abs(row[0]) for row in cursor.fetchall()]


def _for_sqlite(terms: Terms) -> str:
    """Return a question in FTS5's language; tokens hold letters and digits only."""
    return " AND ".join(f'"{" ".join(tokens)}"{" *" if is_start else ""}' for tokens, is_start in terms)


def _for_postgresql(terms: Terms) -> str:
    """Return a question as a tsquery; the index keeps no places, so pairs need not stand in a row."""
    parts = [f"'{token}'{':*' if is_start else ''}" for tokens, is_start in terms for token in tokens]
    return " & ".join(parts)
