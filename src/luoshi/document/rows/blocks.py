"""Lines to blocks: paragraphs, and rows of tables written with bars, tabs or blanks between their cells."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from luoshi.document.rows.stacked import stacked_tables
from luoshi.document.rows.text_tables import (
    CELL_MARK,
    barred_rows,
    blank_heads,
    ends_sentence,
    has_bars,
    is_group_title,
    is_head,
    is_left_empty,
    is_owner_head,
    spaced_cells,
    tabbed_cells,
    tight_cells,
)
from luoshi.document.source_text import Block, BlockKind
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_LINE = lazy(r"\S[^\n]*")
_NUMBER_HEAD = lazy(r"^[ \u3000]*(?:序号|编号|项次)[ \u3000]*$", re.MULTILINE)
_TITLE_LINE = lazy("(?:[一二三四五六七八九十]{1,3}、|（[一二三四五六七八九十]{1,3}）)[^，。；：|]{2,24}")
_FEW_BARS = 2
_TIGHT = "a|b"  # the form of rows whose bars have no blanks around them
_PERIOD = lazy(r"[0-9]{1,2}月[^：，。；\n]{0,12}：|全年：|第?[一二三四]季度：|[上下]半年：")


def blocks_of(text: str, tabbed: str = "") -> tuple[Block, ...]:
    """Return one block a non-empty line of ``text``; runs of lines with cell marks are tables.

    Args:
        text: as read.
        tabbed: the same before tabs became blanks, where it holds any.
    """
    heads = blank_heads(text)
    lines = list(_lines(text, 0, len(text)))
    stacked = stacked_tables(text, lines) if _NUMBER_HEAD.search(text) else []
    if "|" not in text and not tabbed and not heads and not stacked:
        paragraph = BlockKind.PARAGRAPH
        return tuple([Block(paragraph, line) for line in lines])
    walk = _Walk(text, tabbed, heads, _titles_between(text, lines))
    at = 0
    for table in stacked:
        for line in lines[at : table.first]:
            walk.take(line)
        walk.add(table.rows)
        at = table.last + 1
    for line in lines[at:]:
        walk.take(line)
    walk.close()
    return tuple(walk.blocks)


class _Walk:
    """Goes over the lines and gathers those of a table."""

    __slots__ = ("blocks", "cells", "form", "heads", "n_tables", "rows", "tabbed", "text", "titles")

    def __init__(self, text: str, tabbed: str, heads: frozenset[int], titles: frozenset[int]) -> None:
        self.text, self.tabbed, self.heads, self.titles = text, tabbed, heads, titles
        self.blocks: list[Block] = []
        self.rows: list[Span] = []
        self.cells: list[tuple[Span, ...]] = []
        self.form = ""
        self.n_tables = 0

    def take(self, line: Span) -> None:
        """Add a line to the open table, or close that and begin anew."""
        form, cells = self._read(line)
        if form != self.form or (form == " " and line.start in self.heads):
            self.close()
        if not form:
            self.blocks.append(Block(BlockKind.PARAGRAPH, line))
            return
        self.form = form
        self.rows.append(line)
        self.cells.append(cells)

    def add(self, rows: Sequence[tuple[Span, ...]]) -> None:
        """Add a table whose cells are known, its header first."""
        self.close()
        for i, cells in enumerate(rows):
            span = Span(cells[0].start, max(cell.end for cell in cells))
            self.blocks.append(Block(BlockKind.ROW, span, cells, self.n_tables, is_head=i == 0))
        self.n_tables += 1

    def close(self) -> None:
        """Make the gathered lines a table, or paragraphs where they are none."""
        if not self.rows:
            return
        cells = barred_rows(self.text, self.rows) if self.form == "|" else self.cells
        if len(self.rows) == 1 or (self.form != "|" and not is_head(self.text, cells[0])):
            self.blocks += [Block(BlockKind.PARAGRAPH, row) for row in self.rows]
        else:
            self.blocks += _table(self.text, self.rows, cells, self.n_tables)
            self.n_tables += 1
        self.rows, self.cells, self.form = [], [], ""

    def _read(self, line: Span) -> tuple[str, tuple[Span, ...]]:
        words = line.of(self.text)
        if "|" in words and (has_bars(words) or (self.form == "|" and words.endswith(CELL_MARK.rstrip()))):
            return "|", ()  # 一、体系建设 | : a title between the rows
        goes_on = self.rows and _goes_on(self.text, self.rows[-1], line)
        if self.form == "|" and (line.start in self.titles or goes_on):
            return "|", ()
        return self._read_plain(line, words)

    def _read_plain(self, line: Span, words: str) -> tuple[str, tuple[Span, ...]]:
        """Return how the cells of a line are parted that has no bars with blanks around them."""
        width = len(self.cells[0]) if self.cells else 0
        if "|" in words and (cells := tight_cells(self.text, line, width if self.form == _TIGHT else 0)):
            return _TIGHT, cells
        if self.tabbed and len(cells := tabbed_cells(self.tabbed, line)) > 1:
            return "\t", cells
        if line.start in self.heads:
            return " ", spaced_cells(self.text, line)
        if self.form == " " and (cells := spaced_cells(self.text, line, width)):
            return " ", cells
        return "", ()


def _titles_between(text: str, lines: Sequence[Span]) -> frozenset[int]:
    """Return where the short lines begin that stand between rows with bars: 一、产业提质（3项）."""
    if CELL_MARK not in text:
        return frozenset()
    bars = [line.of(text).count(CELL_MARK) for line in lines]
    return frozenset(
        line.start
        for i, line in enumerate(lines[1:-1], start=1)
        if min(bars[i - 1], bars[i + 1]) >= _FEW_BARS > bars[i]
        and (
            _TITLE_LINE.fullmatch(text, *line) or (bars[i - 1] == bars[i + 1] and is_group_title(text, line))
        )
    )


def name_heads(text: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """Return ``blocks`` with the header row marked of each table whose form names none."""
    if all(block.kind is not BlockKind.ROW for block in blocks):
        return blocks
    known = {b.table for b in blocks if b.is_head}
    out = list(blocks)
    for i, block in enumerate(blocks):
        if block.kind is not BlockKind.ROW or block.table in known or len(set(block.cells)) == 1:
            continue  # a single merged cell over the header is the table's title
        known.add(block.table)
        if is_head(text, block.cells):
            out[i] = replace(block, is_head=True)
    return tuple(out)


def _goes_on(text: str, row: Span, line: Span) -> bool:
    """Tell whether a line without cell marks is one more of the last cell's: 3月：… above 4月：…."""
    cell = text.rfind(CELL_MARK, *row)
    start = row.start if cell < 0 else cell + len(CELL_MARK)
    return _PERIOD.match(text, line.start) is not None and _PERIOD.match(text, start) is not None


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for m in _LINE.finditer(text, start, end):
        at, stop = m.span()
        if text[stop - 1].isspace():
            stop = at + len(m[0].rstrip())
        yield Span(at, stop)


def _table(text: str, rows: Sequence[Span], own: Sequence[tuple[Span, ...]], table: int) -> Iterator[Block]:
    """Yield the rows of a table; a short row is filled from the one above, aligned to the right.

    A header that lacks some is the first merged over several columns.
    """
    has_head = is_head(text, own[0])
    heads = own[0] if has_head else ()
    widest = max((len(cells) for cells in own[1:]), default=0)
    if heads and 1 < widest < len(heads) and all(is_left_empty(h.of(text)) for h in heads[widest:]):
        heads = heads[:widest]  # 备注, under which nothing stands, was not written in the rows
    width = max(len(heads or own[0]), len(own[1]))
    above: tuple[Span, ...] = ()
    for i, (row, cells) in enumerate(zip(rows, own, strict=True)):
        if not cells:
            continue  # the line under the header of a framed table
        head = has_head and (i == 0 or row.of(text) == rows[0].of(text))
        if head:
            yield Block(BlockKind.ROW, row, cells[:1] * (width - len(cells)) + cells, table, is_head=True)
            continue
        titled = len(cells) == 1 and CELL_MARK not in row.of(text) and is_group_title(text, row)
        if titled:
            yield Block(BlockKind.ROW, row, cells * width, table)
            continue
        filled = _filled(text, heads, above, cells, width)
        yield Block(BlockKind.ROW, row, filled, table)
        above = filled


def _filled(
    text: str, heads: tuple[Span, ...], above: tuple[Span, ...], cells: tuple[Span, ...], width: int
) -> tuple[Span, ...]:
    """Return a row with the cells that it lacks taken from the row above.

    Cells merged over several rows stand at the left and are written once, so a row that lacks k cells
    lacks its first k; where that would put a sentence under 责任单位, the cell of the units is one it lacks.
    """
    lacks = width - len(cells)
    if not above or lacks <= 0:
        return cells
    if len(heads) == len(above) == width:
        at = lacks
        while at > 1 and is_owner_head(heads[at].of(text)) and ends_sentence(cells[0].of(text)):
            at -= 1
        if at < lacks:
            return (*above[:at], cells[0], *above[at + 1 : lacks + 1], *cells[1:])
    return above[:lacks] + cells
