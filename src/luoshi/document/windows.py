"""A text too long to hold with all that is read in it: window after window, repeats told across them."""

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import blake2b
from typing import Final, NamedTuple

from luoshi.document.receive import receive
from luoshi.document.repeats import repeated_runs
from luoshi.document.source_text import Block, BlockKind, Extract, Repeat, SourceText
from luoshi.document.way_back import Edit, apply_edits
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

LARGE: Final = 1_000_000
"""Characters above which a text is read in windows; the longest real document has a third of that."""
WINDOW: Final = 120_000
_NEAR_END: Final = WINDOW // 8
_BEFORE_TITLE: Final = lazy(r"(?<=[。！？”]\n)(?=[^\n。；，]{2,40}\n)")
_BEFORE_HEADING: Final = lazy(
    r"(?<=\n)(?=[一二三四五六七八九十]{1,3}、|第[一二三四五六七八九十百]{1,4}[章条]|（[一二三四五六七八九十]{1,3}）)"
)
_DIGEST: Final = 16


class Window(NamedTuple):
    """A part of a long text, received as a document of its own.

    Attributes:
        start: where it begins in the whole, as received.
        source: all of it.
        kept: the same without the passages that stand before in the whole.
        repeats: these passages, places in the whole as received.
    """

    start: int
    source: SourceText
    kept: SourceText
    repeats: tuple[Repeat, ...]


def windows(text: str, *, name: str, size: int = WINDOW) -> Iterator[Window]:
    """Yield the windows of a text, cut before a title or a heading, else behind a line or sentence."""
    earlier = _Earlier()
    start = 0
    while start < len(text):
        stop = _cut(text, start, start + size)
        source = receive(Extract(text[start:stop], "text/plain"), name=name)
        twin = earlier.twins(source, start)
        runs = list(repeated_runs(source.text, source.blocks, twin))
        repeats = tuple(
            _repeat(source, start, run, earlier.span(twin[run[0]], twin[run[1] - 1])) for run in runs
        )
        yield Window(start, source, _without(source, runs), repeats)
        start = stop


def _cut(text: str, start: int, stop: int) -> int:
    if stop >= len(text):
        return len(text)
    floor = max(start + 1, stop - _NEAR_END)
    for form in (_BEFORE_TITLE, _BEFORE_HEADING):
        places = [found.end() for found in form.finditer(text, floor, stop)]
        if places:
            return places[-1]
    for end in "\n", "。":
        if (at := text.rfind(end, floor, stop)) >= 0:
            return at + 1
    return stop


class _Earlier:
    """The paragraphs of the windows so far: a digest of each, and where the first with it stands."""

    def __init__(self) -> None:
        self._first: dict[bytes, int] = {}
        self._starts, self._ends = array("q"), array("q")

    def twins(self, source: SourceText, at: int) -> list[int]:
        """Return for each block the number of the earliest with the same words, -1 when it is the first."""
        found = []
        for block in source.blocks:
            number = len(self._starts)
            start, end = source.way_back.to_raw(*block.span)
            self._starts.append(at + start)
            self._ends.append(at + end)
            words = block.span.of(source.text).encode("utf-8", "surrogatepass")
            first = self._first.setdefault(blake2b(words, digest_size=_DIGEST).digest(), number)
            found.append(first if first != number and block.kind is not BlockKind.ROW else -1)
        return found

    def span(self, first: int, last: int) -> Span:
        """Return where the blocks ``first`` to ``last`` stand in the whole."""
        return Span(self._starts[first], self._ends[last])


def _repeat(source: SourceText, at: int, run: tuple[int, int], of: Span) -> Repeat:
    start, end = source.way_back.to_raw(source.blocks[run[0]].span.start, source.blocks[run[1] - 1].span.end)
    return Repeat(Span(at + start, at + end), of)


def _without(source: SourceText, runs: Sequence[tuple[int, int]]) -> SourceText:
    """Return a source without these runs of blocks."""
    gone = {i for start, end in runs for i in range(start, end)}
    edits = [Edit(source.blocks[a].span.start, source.blocks[b - 1].span.end, "") for a, b in runs]
    text, step = apply_edits(source.text, edits)
    return replace(
        source,
        text=text,
        way_back=source.way_back.then(step),
        blocks=tuple(
            _moved(b, step.to_read(b.span.start)) for i, b in enumerate(source.blocks) if i not in gone
        ),
        parts=tuple(Span(step.to_read(p.start), step.to_read(p.end)) for p in source.parts),
        repeats=(),
    )


def _moved(block: Block, start: int) -> Block:
    by = start - block.span.start
    if not by:
        return block
    cells = tuple(Span(cell.start + by, cell.end + by) for cell in block.cells)
    return replace(block, span=Span(start, block.span.end + by), cells=cells)
