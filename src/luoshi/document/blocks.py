"""Lines to blocks: paragraphs, and table rows written with " | " between their cells."""

from collections.abc import Iterator
from dataclasses import replace

from luoshi.document.source_text import Block, BlockKind
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_LINE = lazy(r"\S[^\n]*")
_CELL_MARK = " | "
_HEAD_WORDS = lazy(
    "序号|事项|任务|内容|单位|部门|时限|时间|项目|名称|措施|要求|目标|指标|类别|备注|职责|责任|分工|进度|编号|地区|数量|标准|处室"
)
_PERIOD = lazy(r"[0-9]{1,2}月[^：，。；\n]{0,12}：|全年：|第?[一二三四]季度：|[上下]半年：")
_MAX_HEAD_CELL = 20


def blocks_of(text: str) -> tuple[Block, ...]:
    """Return one block a non-empty line of ``text``; runs of lines with cell marks are tables."""
    if _CELL_MARK not in text:
        paragraph = BlockKind.PARAGRAPH
        return tuple([Block(paragraph, line) for line in _lines(text, 0, len(text))])
    blocks: list[Block] = []
    run: list[Span] = []
    n_tables = 0
    for line in _lines(text, 0, len(text)):
        if _CELL_MARK in line.of(text) or (run and _goes_on(text, run[-1], line)):
            run.append(line)
            continue
        if run:
            blocks += _table(text, run, n_tables)
            n_tables += len(run) > 1
            run = []
        blocks.append(Block(BlockKind.PARAGRAPH, line))
    if run:
        blocks += _table(text, run, n_tables)
    return tuple(blocks)


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
        if _is_head(text, block.cells):
            out[i] = replace(block, is_head=True)
    return tuple(out)


def _goes_on(text: str, row: Span, line: Span) -> bool:
    """Tell whether a line without cell marks is one more of the last cell's: 3月：… above 4月：…."""
    cell = text.rfind(_CELL_MARK, *row)
    start = row.start if cell < 0 else cell + len(_CELL_MARK)
    return _PERIOD.match(text, line.start) is not None and _PERIOD.match(text, start) is not None


def _lines(text: str, start: int, end: int) -> Iterator[Span]:
    for m in _LINE.finditer(text, start, end):
        at, stop = m.span()
        if text[stop - 1].isspace():
            stop = at + len(m[0].rstrip())
        yield Span(at, stop)


def _table(text: str, rows: list[Span], table: int) -> Iterator[Block]:
    """Yield the rows of a table; a short row is filled from the one above, aligned to the right.

    Cells merged over several rows stand at the left and are written once, so a row that lacks k cells
    lacks its first k.
    """
    if len(rows) == 1:
        yield Block(BlockKind.PARAGRAPH, rows[0])
        return
    own = [_cells(text, row) for row in rows]
    width = max(len(own[0]), len(own[1]))
    has_head = _is_head(text, own[0])
    above: tuple[Span, ...] = ()
    for i, (row, cells) in enumerate(zip(rows, own, strict=True)):
        is_head = has_head and i == 0
        filled = (above[: width - len(cells)] if above else ()) + cells
        yield Block(BlockKind.ROW, row, filled, table, is_head)
        if not is_head:
            above = filled


def _cells(text: str, row: Span) -> tuple[Span, ...]:
    cells: list[Span] = []
    at = row.start
    for words in row.of(text).split(_CELL_MARK):
        lead = len(words) - len(words.lstrip())
        kept = words.strip()
        cells.append(Span(at + lead, at + lead + len(kept)) if kept else Span(at, at))
        at += len(words) + len(_CELL_MARK)
    return tuple(cells)


def _is_head(text: str, cells: tuple[Span, ...]) -> bool:
    words = [cell.of(text) for cell in cells]
    short = all(len(w) <= _MAX_HEAD_CELL and not w.endswith("。") for w in words)
    return short and sum(bool(_HEAD_WORDS.search(w)) for w in words) * 2 >= len(words)
