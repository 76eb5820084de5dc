"""What every stretch of the document was read as."""

from bisect import bisect_left
from collections.abc import Sequence

from luoshi.document.source_text import Block, BlockKind
from luoshi.reading.marks import Clause, Covered, State
from luoshi.reading.reading import Reading
from luoshi.values.span import Span

_AS = {State.QUOTATION: "quotation", State.HEAD: "heading"}


def read_coverage(reading: Reading) -> Reading:
    """Tile the text: each clause as what it became, marks and titles as headings, the rest unread."""
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
    tiling = _Tiling(source.text, reading.clauses, labels)
    tiling.headings |= {s.start for s in _head_spans(reading)} | {o.span.start for o in reading.outline}
    for block in source.blocks:
        tiling.add_block(block)
    return reading.having(coverage=tuple(Covered(Span(a, b), label) for a, b, label in tiling.tiles))


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


class _Tiling:
    """The tiles so far; blocks come in order and take their clauses with them."""

    __slots__ = ("at_clause", "clauses", "headings", "labels", "text", "tiles")

    def __init__(self, text: str, clauses: Sequence[Clause], labels: Sequence[str]) -> None:
        self.text = text
        self.clauses = clauses
        self.labels = labels
        self.headings: set[int] = set()
        self.at_clause = 0
        self.tiles: list[tuple[int, int, str]] = []

    def add_block(self, block: Block) -> None:
        """Add the tiles of one block."""
        start, end = block.span
        if block.kind in (BlockKind.CHROME, BlockKind.FURNITURE):
            self._add(start, end, "chrome")
            return
        rest = "heading" if start in self.headings or block.is_head else "unread"
        if block.kind is BlockKind.ROW and rest == "unread":
            rest = "background"
        clauses = self.clauses
        k = self.at_clause
        while k < len(clauses) and clauses[k].whole.start < end:
            a, b = clauses[k].whole
            if a > start:
                self._add(start, a, rest)
            self._add(max(a, start), min(b, end), self.labels[k])
            start = max(start, min(b, end))
            rest = "background"
            k += 1
        self.at_clause = k
        self._add(start, end, rest)

    def _add(self, start: int, end: int, label: str) -> None:
        text = self.text
        while start < end and text[start].isspace():
            start += 1
        while end > start and text[end - 1].isspace():
            end -= 1
        if start >= end:
            return
        tiles = self.tiles
        if (
            tiles
            and tiles[-1][2] == label
            and (tiles[-1][1] == start or text[tiles[-1][1] : start].isspace())
        ):
            tiles[-1] = (tiles[-1][0], end, label)
        else:
            tiles.append((start, end, label))
