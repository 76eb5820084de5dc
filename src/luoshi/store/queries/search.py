"""Found tasks and documents as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from luoshi.store.models import Document, Version


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document found, with its latest text and the reading of it (contract, JSON)."""

    pk: int
    title: str
    docno: str
    issuer: str
    dated_on: date | None
    text: str
    reading: str


def documents_of(ids: Sequence[int]) -> tuple[DocumentHit, ...]:
    """Return documents in the order of ``ids``; one query."""
    latest = Version.objects.filter(document=OuterRef("pk")).order_by("-number")
    newest = {name: Subquery(latest.values(name)[:1]) for name in ("text", "reading")}
    rows = Document.objects.filter(pk__in=ids).annotate(**newest)
    columns = ("pk", "title", "docno", "issuer", "dated_on", *newest)
    found = {
        pk: DocumentHit(pk, title, docno, issuer, dated_on, text or "", reading or "")
        for pk, title, docno, issuer, dated_on, text, reading in rows.values_list(*columns)
    }
    return tuple(found[pk] for pk in ids if pk in found)
