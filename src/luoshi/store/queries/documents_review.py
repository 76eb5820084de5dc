"""A document with its versions and the rows proposed from one of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet

from luoshi.store.models import Correction, Document, Proposal, Version


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What a document is called and whose it is."""

    pk: int
    title: str
    docno: str
    issuer: str
    dated_on: date | None
    unit: int
    unit_name: str
    taken_in_at: datetime
    taken_in_by: str


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One of a document's texts; ``sha256`` of the original, empty when none was kept."""

    pk: int
    number: int
    name: str
    engine: str
    received_at: datetime
    sha256: str
    n_bytes: int


@dataclass(frozen=True, slots=True)
class VersionText:
    """The text of a version and its reading (contract, JSON)."""

    pk: int
    number: int
    text: str
    reading: str


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A row as stored; ``standing`` fields tell of the earlier row that says the same.

    Attributes:
        body: the draft, JSON.
        task: id of the task it became; 0 for none.
        standing: id of the earlier row; 0 for none. ``standing_body`` is its draft.
    """

    pk: int
    number: int
    start: int
    end: int
    item: str
    body: str
    is_firm: bool
    is_people: bool
    status: str
    edition: int
    is_reworded: bool
    decided_by: str
    task: int
    standing: int
    standing_status: str
    standing_task: str
    standing_document: int
    standing_title: str
    standing_body: str


def corrected_fields(proposals: Iterable[int]) -> dict[int, tuple[str, ...]]:
    """Return which fields people changed in some rows, by id of the row."""
    found: dict[int, list[str]] = {}
    rows = Correction.objects.filter(proposal__in=list(proposals)).order_by("pk")
    for proposal, name in rows.values_list("proposal", "field"):
        found.setdefault(proposal, []).append(name)
    return {proposal: tuple(dict.fromkeys(names)) for proposal, names in found.items()}


_ROW = (
    "pk", "number", "start", "end", "item", "body", "is_firm", "is_people", "status", "edition",
    "is_reworded",
)  # fmt: skip
_PERHAPS = ("decided_by__name", "task", "stands_as", "stands_as__status", "stands_as__task__code")
_WHERE = ("stands_as__version__document", "stands_as__version__document__title", "stands_as__body")


def head_of(visible: QuerySet[Document], pk: int) -> DocumentHead | None:
    """Return a document the viewer may see, or None."""
    columns = ("pk", "title", "docno", "issuer", "dated_on", "unit", "unit__name", "taken_in_at")
    row = visible.filter(pk=pk).values_list(*columns, "taken_in_by__name").first()
    return DocumentHead(*row) if row else None


def versions_of(document: int) -> tuple[VersionRow, ...]:
    """Return a document's versions, the latest first."""
    columns = ("pk", "number", "name", "engine", "received_at", "original__sha256", "original__n_bytes")
    found = Version.objects.filter(document=document).order_by("-number").values_list(*columns)
    return tuple(_version(row) for row in found)


def _version(values: tuple[Any, ...]) -> VersionRow:
    pk, number, name, engine, received_at, sha256, n_bytes = values
    return VersionRow(pk, number, name, engine, received_at, sha256 or "", n_bytes or 0)


def text_of(version: int) -> VersionText:
    """Return the text and reading of a version."""
    row = Version.objects.values_list("pk", "number", "text", "reading").get(pk=version)
    return VersionText(*row)


def rows_of_version(version: int, only: frozenset[int] | None = None) -> tuple[ProposalRow, ...]:
    """Return the rows of a version in the order of the text, without those merged or split since."""
    found = Proposal.objects.filter(version=version).exclude(status=Proposal.Status.REPLACED)
    if only is not None:
        found = found.filter(pk__in=only)
    columns = found.order_by("start", "number", "pk").values_list(*_ROW, *_PERHAPS, *_WHERE)
    return tuple(_row(values) for values in columns)


def _row(values: tuple[Any, ...]) -> ProposalRow:
    (pk, number, start, end, item, body, is_firm, is_people, status, edition, is_reworded,
     by, task, standing, standing_status, code, document, title, standing_body) = values  # fmt: skip
    return ProposalRow(
        pk, number, start, end, item, body, is_firm, is_people, status, edition, is_reworded,
        by or "", task or 0, standing or 0, standing_status or "", code or "", document or 0, title or "",
        standing_body or "",
    )  # fmt: skip
