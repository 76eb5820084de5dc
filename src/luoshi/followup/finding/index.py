"""Writing the search index: FTS5 on SQLite, a tsvector on PostgreSQL."""

import json
from collections.abc import Callable, Iterable, Iterator

from django.db import connection
from django.db.models import Max, OuterRef, Subquery

from luoshi.followup.finding.words import tokens_of
from luoshi.followup.ground.mended import Mended
from luoshi.followup.ground.writing import writing
from luoshi.store.models import Document, Task, Version

_LONGEST = 200_000  # characters of a document that are indexed
_CHUNK = 1_000

Row = tuple[str, int, str]  # kind, id, text


def index_task(task: Task) -> None:
    """Make a task found by its number, its words and the words it was promised in."""
    index_tasks([task])


def index_tasks(tasks: Iterable[Task]) -> None:
    """Make many tasks found; see ``index_task``."""
    _write([("task", task.pk, f"{task.code} {task.words} {task.quote}") for task in tasks])


def index_document(document: Document, text: str) -> None:
    """Make a document found by its title, number, issuer and latest text, as it is read when damaged."""
    _write([("document", document.pk, _document_text(document.title, document.docno, document.issuer, text))])


def _document_text(title: str, docno: str, issuer: str, text: str) -> str:
    return f"{title} {docno} {issuer} {text[:_LONGEST]}"


def rowid(kind: str, pk: int) -> int:
    """Return a row's place in SQLite's index: tasks count up from 1, documents down from -1."""
    return pk if kind == "task" else -pk


def _write(rows: Iterable[Row]) -> None:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            told = [(kind, pk, sorted(set(tokens_of(text)))) for kind, pk, text in rows]
            cursor.executemany(
                "INSERT INTO store_search (kind, row_id, words) "
                "VALUES (%s, %s, array_to_tsvector(%s::text[])) "
                "ON CONFLICT (kind, row_id) DO UPDATE SET words = excluded.words",
                told,
            )
            return
        places = [(rowid(kind, pk), kind, pk, " ".join(tokens_of(text))) for kind, pk, text in rows]
        cursor.executemany(
            "INSERT OR IGNORE INTO store_search (id, kind, row_id) VALUES (%s, %s, %s)",
            [place[:3] for place in places],
        )
        cursor.executemany(
            "INSERT OR REPLACE INTO store_search_words (rowid, words) VALUES (%s, %s)",
            [(place[0], place[3]) for place in places],
        )


def rebuild(done: Callable[[int], None] = lambda _n: None) -> int:
    """Write the whole index anew, as after an import; return how many rows it has.

    Args:
        done: told after each chunk how many rows stand.
    """
    with writing(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM store_search")
        if connection.vendor != "postgresql":
            cursor.execute("DELETE FROM store_search_words")
    n = 0
    for rows in _chunks(_every_row()):
        with writing():
            _write(rows)
        n += len(rows)
        done(n)
    return n


def _chunks(rows: Iterator[Row]) -> Iterator[list[Row]]:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _every_row() -> Iterator[Row]:
    """Yield what is to be indexed, a window of ids at a time: no cursor stays open while rows are written."""
    last = Task.objects.aggregate(last=Max("pk"))["last"] or 0
    for start in range(0, last, _CHUNK):
        window = Task.objects.filter(pk__gt=start, pk__lte=start + _CHUNK).order_by("pk")
        for pk, code, words, quote in list(window.values_list("pk", "code", "words", "quote")):
            yield "task", pk, f"{code} {words} {quote}"
    latest = Version.objects.filter(document=OuterRef("pk")).order_by("-number")
    columns = {name: Subquery(latest.values(name)[:1]) for name in ("text", "reading")}
    for pk in list(Document.objects.order_by("pk").values_list("pk", flat=True)):
        rows = Document.objects.filter(pk=pk).annotate(**columns)
        for title, docno, issuer, text, reading in rows.values_list("title", "docno", "issuer", *columns):
            yield "document", pk, _document_text(title, docno, issuer, as_read(text or "", reading or ""))


def as_read(text: str, reading: str) -> str:
    """Return a text as it was read, damage mended; ``reading`` is the contract as JSON, empty before."""
    return Mended.of(text, json.loads(reading)).whole() if reading else text
