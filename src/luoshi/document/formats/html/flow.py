"""Writes the main element of a page as lines: paragraphs, headings and table rows in order."""

from luoshi.document.formats.draft import Draft, folded
from luoshi.document.formats.html.main_text import (
    is_chrome,
    is_chrome_line,
    is_footer_line,
    is_index,
    is_layout,
    is_tail_heading,
)
from luoshi.document.formats.html.tree import BLOCKS, Element
from luoshi.document.source_text import BlockKind
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_BLANKS = lazy(r"[ \t\r\n\f]+")
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_AROUND = " \t\r\n\xa0　\u200b\ufeff"
_N_CELLS_LIMIT = 200_000


class Flow:
    """One pass through the main element."""

    def __init__(self, draft: Draft, main: Element) -> None:
        self._draft = draft
        self._main = main
        self._line: list[str] = []
        self._n_cells = 0

    def add(self) -> None:
        """Add all of it to the draft."""
        self._walk(self._main, 0)
        self._end_line(0)

    def _walk(self, element: Element, level: int) -> None:
        if element.tag == "table" and not is_layout(element):
            self._end_line(level)
            self._table(element)
            return
        for child in element.children:
            if isinstance(child, str):
                self._text(child, element.tag, level)
            elif child is not self._main and child.tag in BLOCKS:
                self._end_line(level)
                if is_tail_heading(child) and self._draft.n_chars:
                    return
                if not is_chrome(child, self._main):
                    below = int(child.tag[1]) if child.tag in _HEADINGS else level
                    self._walk(child, below)
                    self._end_line(below)
            else:
                self._walk(child, level)

    def _text(self, text: str, tag: str, level: int) -> None:
        if text == "\n":
            self._end_line(level)
        elif tag == "pre":
            *lines, last = text.split("\n")
            for line in lines:
                self._line.append(line)
                self._end_line(level)
            self._line.append(last)
        else:
            self._line.append(_BLANKS.sub(" ", text))

    def _end_line(self, level: int) -> None:
        words = "".join(self._line).strip(_AROUND)
        self._line.clear()
        if is_chrome_line(words) or is_footer_line(words):
            self._draft.line(words, BlockKind.CHROME)
        elif level:
            self._draft.line(words, BlockKind.HEADING, level)
        else:
            self._draft.line(words)

    def _table(self, table: Element) -> None:
        if is_index(table):
            for row, _ in _rows(table):
                told = " ".join(folded(_cell_words(cell)) for cell in row.elements())
                self._draft.line(told, BlockKind.CHROME)
            return
        number = self._draft.new_table()
        above: dict[int, tuple[Span, int]] = {}
        for row, in_head in _rows(table):
            cells = [cell for cell in row.elements() if cell.tag in {"td", "th"}]
            is_head = in_head or (len(cells) > 1 and all(cell.tag == "th" for cell in cells))
            above = self._row(cells, above, number, is_head=is_head)

    def _row(
        self, cells: list[Element], above: dict[int, tuple[Span, int]], number: int, *, is_head: bool
    ) -> dict[int, tuple[Span, int]]:
        told: list[str | Span] = []
        widths: list[int] = []
        heights: list[int] = []
        at = 0
        for cell in cells:
            while at in above:
                at = self._shared(above, at, told, widths, heights)
            height, width = cell.spans
            while width > 1 and any(c in above for c in range(at, at + width)):
                width -= 1
            told.append(folded(_cell_words(cell)))
            widths.append(width)
            heights.append(height)
            at += width
        while at in above:
            at = self._shared(above, at, told, widths, heights)
        self._n_cells += at
        if self._n_cells > _N_CELLS_LIMIT:
            widths = [1] * len(widths)  # a page that multiplies its cells is no table anyone wrote
        spans = self._draft.row(told, number, is_head=is_head, widths=widths)
        left = [h - 1 for h, w in zip(heights, widths, strict=True) for _ in range(w)]
        return {i: (span, n) for i, (span, n) in enumerate(zip(spans, left, strict=True)) if n > 0}

    @staticmethod
    def _shared(
        above: dict[int, tuple[Span, int]],
        at: int,
        told: list[str | Span],
        widths: list[int],
        heights: list[int],
    ) -> int:
        span, left = above[at]
        told.append(span)
        widths.append(1)
        heights.append(left)
        return at + 1


def _rows(table: Element) -> list[tuple[Element, bool]]:
    found: list[tuple[Element, bool]] = []
    for child in table.elements():
        if child.tag == "tr":
            found.append((child, False))
        elif child.tag in {"tbody", "thead", "tfoot"}:
            found += [(row, child.tag == "thead") for row in child.elements() if row.tag == "tr"]
    return found


def _cell_words(cell: Element) -> str:
    pieces: list[str] = []
    _collect(cell, pieces)
    return "".join(pieces).replace("\xa0", " ").strip(_AROUND)


def _collect(element: Element, pieces: list[str]) -> None:
    for child in element.children:
        if isinstance(child, str):
            pieces.append(child if child == "\n" else _BLANKS.sub(" ", child))
            continue
        is_block = child.tag in BLOCKS
        if is_block and pieces:
            pieces.append("\n")
        _collect(child, pieces)
        if is_block:
            pieces.append("\n")
