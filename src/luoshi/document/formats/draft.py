"""Builds the text of an extract and its blocks side by side."""

from collections.abc import Iterable, Sequence

from luoshi.document.source_text import Block, BlockKind, Extract
from luoshi.values.pattern import lazy
from luoshi.values.problem import Problem
from luoshi.values.span import Span

_BLANKS = lazy(r"[^\S　]*[\r\n\t\v\f\x85\u2028\u2029]+\s*")
_BETWEEN_CELLS = " | "


def folded(words: str) -> str:
    r"""Return the words of a cell on one line.

    >>> folded("县教育局\n县财政局 ")
    '县教育局 县财政局'
    """
    return _BLANKS.sub(" ", words.strip())


class Draft:
    """An extract in the making: lines are added in document order."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._blocks: list[Block] = []
        self._at = 0
        self._n_tables = 0

    @property
    def n_chars(self) -> int:
        """How long the text is by now."""
        return self._at

    def first_lines(self, n: int) -> list[str]:
        """Return the first lines written."""
        return self._pieces[:n]

    def line(self, words: str, kind: BlockKind = BlockKind.PARAGRAPH, level: int = 0) -> None:
        """Add a block of one line; nothing when it is blank."""
        words = words.rstrip()
        if words and not words.isspace():
            self._blocks.append(Block(kind, self._write(words), level=level))

    def new_table(self) -> int:
        """Return the number of the table that begins here."""
        self._n_tables += 1
        return self._n_tables - 1

    def row(  # what a row is, by name
        self,
        cells: Sequence[str | Span],
        table: int,
        *,
        is_head: bool = False,
        widths: Sequence[int] | None = None,
        number: int = 0,
    ) -> tuple[Span, ...]:
        """Add a table row and return the span at each column.

        Args:
            cells: words of a cell that begins here, or the span of the merged cell that covers this place.
            table: from ``new_table``.
            is_head: whether it names the columns.
            widths: how many columns each cell covers; None when each covers one.
            number: see ``Block.row``.
        """
        widths = widths or [1] * len(cells)
        spans: list[Span] = []
        at = self._at
        words: list[str] = []
        is_blank = not any(isinstance(cell, str) and cell for cell in cells)
        for cell, width in zip(cells, widths, strict=True):
            if isinstance(cell, Span):
                spans += [cell] * width
                continue
            if is_blank:
                spans += [Span(at, at)] * width
                continue
            at += len(_BETWEEN_CELLS) if words else 0
            words.append(cell)
            spans += [Span(at, at + len(cell))] * width
            at += len(cell)
        if is_blank:
            return tuple(spans)
        span = self._write(_BETWEEN_CELLS.join(words))
        self._blocks.append(Block(BlockKind.ROW, span, tuple(spans), table, is_head, row=number))
        return tuple(spans)

    def extract(  # noqa: PLR0913  # the optional fields of an Extract, by name
        self,
        media_type: str,
        *,
        encoding: str | None = None,
        title: str | None = None,
        date: str | None = None,
        publisher: str | None = None,
        problems: Iterable[Problem] = (),
    ) -> Extract:
        """Return what was built."""
        return Extract(
            "".join(self._pieces),
            media_type,
            encoding,
            tuple(self._blocks),
            title or None,
            date or None,
            publisher or None,
            tuple(problems),
        )

    def _write(self, words: str) -> Span:
        span = Span(self._at, self._at + len(words))
        self._pieces.append(words + "\n")
        self._at += len(words) + 1
        return span
