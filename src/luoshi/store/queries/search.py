"""Found tasks and documents as rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import OuterRef, Subquery

from luoshi.store.models import Document, Version


@dataclass(frozen=True, slots=True)
class DocumentHit:
    """A document found, with its latest text."""

    pk: int
    title: str
    docno: str
    issuer: str
    dated_on: date | None
    text: str


def documents_of(ids: Sequence[int]) -> tuple[DocumentHit, ...]:
    """Return documents in the order of ``ids``; one query."""
    newest = Version.objects.filter(document=OuterRef("pk")).order_by("-number").values("text")[:1]
    rows = Document.objects.filter(pk__in=ids).annotate(text=Subquery(newest))
    columns = ("pk", "title", "docno", "issuer", "dated_on", "text")
    found = {
        pk: DocumentHit(pk, title, docno, issuer, dated_on, text or "")
        for pk, title, docno, issuer, dated_on, text in rows.values_list(*columns)
    }
    return tuple(found[pk] for pk in ids if pk in found)
