"""What the search shows."""

import json
from dataclasses import dataclass
from datetime import date

from luoshi.followup.finding.ask import Found, find
from luoshi.followup.finding.words import marked, places_of
from luoshi.followup.ground.mended import Mended
from luoshi.followup.ground.permissions import Viewer
from luoshi.store.queries.search import DocumentHit, documents_of
from luoshi.store.queries.tasks.rows import TaskRow, rows_of

FIRST_DOCUMENTS, PER_PAGE = 5, 20
_AROUND = 30  # characters before the first hit in a document

Pieces = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """A document found.

    Attributes:
        title, place: its title, and the first place where the words stand, in pieces.
        at: that place in the text as received; -1 when only the head holds the words.
        n: how often they stand in it.
    """

    pk: int
    title: Pieces
    about: str
    dated_on: date | None
    place: Pieces
    at: int
    n: int


@dataclass(frozen=True, slots=True)
class Results:
    """What was found.

    Attributes:
        kind: ``task`` or ``document`` when only one is shown, else empty.
        more_documents, more_tasks: where to go on; 0 at the end.
        is_short: much of what holds the words is not this person's; go on to look further.
    """

    question: str
    kind: str
    documents: tuple[DocumentLine, ...]
    tasks: tuple[tuple[TaskRow, Pieces], ...]
    more_documents: int
    more_tasks: int
    is_short: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found."""
        return not self.documents and not self.tasks


def results(viewer: Viewer, question: str, *, kind: str, after: int, today: date) -> Results:
    """Return what a viewer finds; one kind alone goes on from ``after``."""
    documents, tasks = Found(()), Found(())
    if kind != "task":
        n = PER_PAGE if kind else FIRST_DOCUMENTS
        documents = find(viewer, "document", question, after=after if kind else 0, n=n)
    if kind != "document":
        tasks = find(viewer, "task", question, after=after if kind else 0, n=PER_PAGE)
    rows = rows_of(tasks.ids, today=today) if tasks.ids else ()
    return Results(
        question=question,
        kind=kind,
        documents=_document_lines(documents.ids, question),
        tasks=tuple((row, marked(row.words, question)) for row in rows),
        more_documents=documents.after,
        more_tasks=tasks.after,
        is_short=documents.is_short or tasks.is_short,
    )


def _document_lines(ids: tuple[int, ...], question: str) -> tuple[DocumentLine, ...]:
    return tuple(_document_line(hit, question) for hit in (documents_of(ids) if ids else ()))


def _document_line(hit: DocumentHit, question: str) -> DocumentLine:
    source = Mended.of(hit.text, json.loads(hit.reading)) if hit.reading else Mended(hit.text)
    text = source.whole()
    places = places_of(text, question)
    return DocumentLine(
        hit.pk,
        marked(hit.title, question),
        " · ".join(words for words in (hit.docno, hit.issuer) if words),
        hit.dated_on,
        tuple(
            (" ".join(words.split("\n")), is_hit) for words, is_hit in marked(text, question, around=_AROUND)
        ),
        source.place(places[0]) if places else -1,
        len(places),
    )
