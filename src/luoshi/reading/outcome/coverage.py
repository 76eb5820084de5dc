"""What every stretch of the document was read as."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.marks import Clause, Covered, State
from luoshi.reading.reading import Reading
from luoshi.values.span import Span

_AS = {State.QUOTATION: "quotation", State.HEAD: "heading"}


def read_coverage(reading: Reading) -> Reading:
    """Tile the text: each clause as what it became, the marks and titles around them as headings, the rest unread."""
    source = reading.source
    demands = {c.clause for c in reading.commitments}
    labels = [_label(i, c, demands) for i, c in enumerate(reading.clauses)]
    starts = [c.whole.start for c in reading.clauses]
    for spans, label in (
        ([a.span for a in reading.achievements], "achievement"),
        ([p.span for p in reading.shortcomings], "problem"),
        ([r.span for r in source.repeats], "duplicate"),
    ):
        _paint(reading.clauses, starts, spans, labels, label)
    headings = {s.start for s in _head_spans(reading)} | {o.span.start for o in reading.outline}
    tiles: list[tuple[int, int, str]] = []
    k = 0
    for block in source.blocks:
        k = _tile(source.text, block, reading.clauses, labels, k, headings, tiles)
    return replace(reading, coverage=tuple(Covered(Span(a, b), label) for a, b, label in tiles))


def _label(i: int, clause: Clause, demands: set[int]) -> str:
    if i in demands:
        return "commitment"
    if clause.heading:
        return "heading"
    return _AS.get(clause.state, "background")


def _head_spans(reading: Reading) -> list[Span]:
    return [s for name, spans in reading.head.spans.items() if not name.startswith("meeting") for s in spans]


def _paint(
    clauses: Sequence[Clause], starts: list[int], spans: Sequence[Span], labels: list[str], label: str
) -> None:
    for span in spans:
        i = max(bisect_left(starts, span.start) - 1, 0)
        while i < len(clauses) and clauses[i].whole.start < span.end:
            if clauses[i].span.start >= span.start and clauses[i].span.end <= span.end:
                labels[i] = label
            i += 1


def _tile(
    text: str,
    block: Block,
    clauses: Sequence[Clause],
    labels: Sequence[str],
    k: int,
    headings: set[int],
    tiles: list[tuple[int, int, str]],
) -> int:
    """Add the tiles of one block; return the first clause after it."""
    start, end = block.span
    if block.kind in (BlockKind.CHROME, BlockKind.FURNITURE):
        _add(tiles, text, start, end, "chrome")
        return k
    rest = "heading" if start in headings or block.is_head else "unread"
    rest = "background" if block.kind is BlockKind.ROW and rest == "unread" else rest
    at = start
    while k < len(clauses) and clauses[k].whole.start < end:
        whole = clauses[k].whole
        a = max(whole.start, at)
        _add(tiles, text, at, a, rest)
        _add(tiles, text, a, min(whole.end, end), labels[k])
        at = max(at, min(whole.end, end))
        rest = "background"
        k += 1
    _add(tiles, text, at, end, rest)
    return k


def _add(tiles: list[tuple[int, int, str]], text: str, start: int, end: int, label: str) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start >= end:
        return
    if tiles and tiles[-1][2] == label and not text[tiles[-1][1] : start].strip():
        tiles[-1] = (tiles[-1][0], end, label)
    else:
        tiles.append((start, end, label))
