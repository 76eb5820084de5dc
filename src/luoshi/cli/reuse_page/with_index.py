"""The verb with an index: documents are added, removed, or asked for."""

import json
import sys
from argparse import Namespace
from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np

from luoshi.cli.reuse_page.loading import Report, load
from luoshi.cli.reuse_page.wording import Say, percent
from luoshi.corpus.partitions import Document
from luoshi.reuse.index.index import Index
from luoshi.reuse.index.manifest import BrokenIndexError
from luoshi.reuse.index.query import Match
from luoshi.reuse.index.segment import Entry

DONE, SOME_UNREADABLE, WRONG = 0, 1, 2
BATCH = 20_000_000  # characters added in one go: each batch is kept even if the next one fails
SHOWN = 20


def use_index(args: Namespace, say: Say, lang: str, report: Report) -> int:
    """Remove, add and ask, in this order, whatever of it is asked for.

    Raises:
        OSError: The disk is full; the index is as it was before the batch that failed.
    """
    try:
        index = Index(args.index)
        status = _removed(index, args.remove, say, report) if args.remove else DONE
        if args.paths:
            documents = load(args.paths, say, lang, report)
            for batch in _batches(documents):
                entries = [Entry(d.id, d.date, d.unit, len(d.text)) for d in batch]
                index.add(entries, [d.text for d in batch])
            index.merge_in_background().join()
            index.reload()
        if args.paths or args.remove:
            sys.stderr.write(say("indexed", n=len(index)) + "\n")
        if args.against:
            for document in load([args.against], say, lang, report):
                matches, quotations = index.query(document.text)
                sys.stdout.write(_answer(document, matches, quotations, args.format, say) + "\n")
    except BrokenIndexError as error:
        sys.stderr.write(say("broken_index", why=error) + "\n")
        return WRONG
    if not (args.paths or args.remove or args.against):
        sys.stderr.write(say("no_paths") + "\n")
        return WRONG
    return status


def _removed(index: Index, ids: Sequence[str], say: Say, report: Report) -> int:
    known = index.remove(ids)
    for each in dict.fromkeys(ids):
        if each not in known:
            report(each, say("unknown_id", name=each))
    sys.stderr.write(say("removed", n=len(known)) + "\n")
    return DONE if len(known) == len(set(ids)) else SOME_UNREADABLE


def _batches(documents: Sequence[Document]) -> Iterator[list[Document]]:
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.text)
        if size >= BATCH:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _answer(
    document: Document, matches: Sequence[Match], quotations: Sequence[tuple[int, int]], form: str, say: Say
) -> str:
    by_source: dict[str, list[Match]] = defaultdict(list)
    for match in matches:
        by_source[match.entry.id].append(match)
    parts = {name: _part(held, len(document.text)) for name, held in by_source.items()}
    names = sorted(parts, key=lambda name: (-parts[name], name))
    if form == "json":
        return json.dumps(
            {
                "id": document.id,
                "quotations": [list(q) for q in quotations],
                "sources": [_source(by_source[name], parts[name]) for name in names],
            },
            ensure_ascii=False,
        )
    lines = [document.id] if names else [document.id, "  " + say("none")]
    lines += [
        "  " + say("query_line", part=percent(parts[name]), name=name, n=len(by_source[name]))
        for name in names[:SHOWN]
    ]
    if len(names) > SHOWN:
        lines.append("  " + say("less", shown=SHOWN, n=len(names)))
    return "\n".join(lines)


def _part(matches: Sequence[Match], length: int) -> float:
    held = np.zeros(max(1, length), dtype=np.bool_)
    for match in matches:
        held[match.b0 : match.b1] = True
    return float(held.mean())


def _source(matches: Sequence[Match], part: float) -> dict[str, object]:
    entry = matches[0].entry
    return {
        "id": entry.id,
        "date": entry.date,
        "unit": entry.unit,
        "part": round(part, 4),
        "passages": [
            {"a0": m.a0, "a1": m.a1, "b0": m.b0, "b1": m.b1, "same": m.same, "density": round(m.density, 3)}
            for m in matches
        ],
    }
