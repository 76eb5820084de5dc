"""The findings as files other programs read; documents by line number, offsets in the words received."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from luoshi.corpus.findings import Findings
from luoshi.reuse.families import Family, Holder
from luoshi.reuse.files import write_whole


def write_tables(folder: Path, found: Findings) -> None:
    """Write pairs.tsv, spans.jsonl, share.tsv, quotes.jsonl and families.jsonl, each whole or not at all."""
    for name, lines in (
        ("pairs.tsv", pairs(found)),
        ("spans.jsonl", spans(found)),
        ("share.tsv", share(found)),
        ("quotes.jsonl", quotes(found)),
        ("families.jsonl", family_lines(found)),
    ):
        _write(folder / name, lines)


def _write(path: Path, lines: Iterator[str]) -> None:
    def write(aside: Path) -> None:
        with aside.open("w", encoding="utf-8") as file:
            file.writelines(lines)

    write_whole(path, write)


def pairs(found: Findings) -> Iterator[str]:
    """Yield a line a pair: both numbers, unchanged characters, passages."""
    p = found.passages
    total: dict[tuple[int, int], tuple[int, int]] = {}
    for a, b, same in zip(p.a.tolist(), p.b.tolist(), p.same.tolist(), strict=True):
        old = total.get((a, b), (0, 0))
        total[a, b] = (old[0] + same, old[1] + 1)
    for (a, b), (same, n) in sorted(total.items()):
        yield f"{a}\t{b}\t{same}\t{n}\n"


def spans(found: Findings) -> Iterator[str]:
    """Yield a line of JSON a passage."""
    p = found.passages
    columns = (p.a, p.a0, p.a1, p.b, p.b0, p.b1, p.same, p.density.round(3))
    for row in zip(*(c.tolist() for c in columns), strict=True):
        a, a0, a1, b, b0, b1, same, density = row
        yield (
            f'{{"a": {a}, "a0": {a0}, "a1": {a1}, "b": {b}, "b0": {b0}, "b1": {b1}, '
            f'"same": {same}, "density": {density}}}\n'
        )


def share(found: Findings) -> Iterator[str]:
    """Yield a line a document: number, share of earlier text, likely earliest source, share quoted, id."""
    for number, (document, s) in enumerate(zip(found.documents, found.shares, strict=True)):
        name = document.id.replace("\t", " ").replace("\n", " ")
        order = "dated" if s.dated else "listed"
        yield f"{number}\t{s.part:.4f}\t{s.source}\t{s.quoted:.4f}\t{order}\t{name}\n"


def quotes(found: Findings) -> Iterator[str]:
    """Yield a line of JSON a quotation: where each document quotes."""
    for number, stretches in enumerate(found.quotations):
        for begin, end in stretches:
            yield f'{{"doc": {number}, "begin": {begin}, "end": {end}}}\n'


def family_lines(found: Findings) -> Iterator[str]:
    """Yield a line of JSON a family."""
    for family in (*found.families, *found.quoted):
        yield json.dumps(family_row(family, found), ensure_ascii=False) + "\n"


def family_row(family: Family, found: Findings) -> dict[str, Any]:
    """Return a family as JSON: its words in the first and in the fullest reading, and who holds it."""
    return {
        "n": len(family.holders),
        "first_seen": family.first_seen,
        "is_quotation": family.is_quotation,
        "units": list(family.units),
        "exemplar": words(family.exemplar, found),
        "fullest": words(family.fullest, found),
        "holders": [{"doc": h.doc, "begin": h.begin, "end": h.end} for h in family.holders],
    }


def words(holder: Holder, found: Findings) -> str:
    """Return the words a holder has."""
    return found.documents[holder.doc].text[holder.begin : holder.end]
