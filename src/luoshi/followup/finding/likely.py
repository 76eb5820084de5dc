"""Documents likely to share words with a text, by phrases of it looked up in the search index."""

from collections.abc import Sequence

from django.db import connection

from luoshi.followup.finding.words import phrases_of
from luoshi.followup.ground.permissions import Viewer, visible_documents

_PHRASES = 60  # looked up, evenly spread over the text
_HITS = 400  # documents that hold most of them


def likely_documents(viewer: Viewer, text: str, *, n: int) -> tuple[int, ...]:
    """Return ids of documents the viewer may see that hold the most phrases of a text, likeliest first."""
    phrases = phrases_of(text)
    chosen = phrases[:: -(-len(phrases) // _PHRASES)] if phrases else []
    if not chosen or not viewer.grants:
        return ()
    hits = _hits(chosen)
    seen = visible_documents(viewer).filter(pk__in=hits).order_by()
    allowed = set(seen.values_list("pk", flat=True))
    return tuple([pk for pk in hits if pk in allowed][:n])


def _hits(phrases: Sequence[tuple[str, ...]]) -> list[int]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            asked = [" & ".join(f"'{token}'" for token in phrase) for phrase in phrases]
            cursor.execute(
                "SELECT row_id FROM store_search JOIN unnest(%s::tsquery[]) AS asked ON words @@ asked "
                "WHERE kind = 'document' GROUP BY row_id ORDER BY count(*) DESC, row_id DESC LIMIT %s",
                [asked, _HITS],
            )
        else:
            asked_any = " OR ".join(f'"{" ".join(phrase)}"' for phrase in phrases)
            cursor.execute(
                "SELECT rowid FROM store_search_words WHERE store_search_words MATCH %s AND rowid < 0 "
                "ORDER BY rank LIMIT %s",
                [asked_any, _HITS],
            )
        return [abs(row[0]) for row in cursor.fetchall()]
