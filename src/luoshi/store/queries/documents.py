"""Documents as rows of a list."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from luoshi.store.models import Document, Proposal, Version

PAGE = 50


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """A document in the list, with what was decided about the rows of its latest version.

    Attributes:
        n_open, n_accepted, n_rejected: rows by what was decided; those about people count in none.
        n_people: rows that are shown and never a task.
        covered: characters read as what.
    """

    pk: int
    title: str
    docno: str
    issuer: str
    dated_on: date | None
    unit: str
    taken_in_at: datetime
    n_open: int = 0
    n_accepted: int = 0
    n_rejected: int = 0
    n_people: int = 0
    covered: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of the list; ``page`` counts from 1."""

    rows: tuple[DocumentRow, ...]
    page: int
    has_next: bool


def listed(visible: QuerySet[Document], *, words: str = "", waiting: bool = False, page: int = 1) -> Listed:
    """Return a page of documents, latest first; three queries whatever their number.

    Args:
        visible: the documents the viewer may see.
        words: part of the title, number or issuer.
        waiting: only documents with rows nobody has decided about.
        page: from 1.
    """
    found = visible
    if words.strip():
        part = words.strip()
        found = found.filter(Q(title__contains=part) | Q(docno__contains=part) | Q(issuer__contains=part))
    if waiting:
        queue = Proposal.objects.filter(status=Proposal.Status.OPEN, is_people=False)
        found = found.filter(pk__in=queue.values("version__document"))
    page = max(1, page)
    start = (page - 1) * PAGE
    rows = list(
        found.order_by("-taken_in_at", "-id").values_list(
            "pk", "title", "docno", "issuer", "dated_on", "unit__name", "taken_in_at"
        )[start : start + PAGE + 1]
    )
    ids = [row[0] for row in rows[:PAGE]]
    latest, counts = _latest(ids), {}
    if latest:
        counts = _counts([version for version, _ in latest.values()])
    made = []
    for row in rows[:PAGE]:
        version, covered = latest.get(row[0], (0, "{}"))
        n = counts.get(version, {})
        decided = (n.get("open", 0), n.get("accepted", 0), n.get("rejected", 0), n.get("people", 0))
        made.append(DocumentRow(*row, *decided, covered=json.loads(covered)))
    return Listed(tuple(made), page, len(rows) > PAGE)


def _latest(documents: Sequence[int]) -> dict[int, tuple[int, str]]:
    """Return id and coverage of each document's latest version."""
    rows = Version.objects.filter(document__in=documents).order_by("number")
    return {
        document: (pk, covered) for document, pk, covered in rows.values_list("document", "pk", "covered")
    }


def _counts(versions: Sequence[int]) -> dict[int, dict[str, int]]:
    rows = (
        Proposal.objects.filter(version__in=versions)
        .order_by()
        .values_list("version", "status", "is_people")
        .annotate(n=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {}
    for version, status, is_people, n in rows:
        found.setdefault(version, {})["people" if is_people else status] = n
    return found
