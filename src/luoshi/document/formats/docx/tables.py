"""Word tables: merged cells stand once, nested tables follow the row they stand in."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from lxml.etree import _Element

from luoshi.document.formats.docx.numbering import W, child_val
from luoshi.document.formats.draft import Draft, folded
from luoshi.document.source_text import BlockKind
from luoshi.values.span import Span

_WRAPPERS = {W + "sdt", W + "sdtContent", W + "customXml", W + "ins"}
_N_COLUMNS_LIMIT = 512


class _Walk(Protocol):
    draft: Draft

    def words(self, paragraph: _Element) -> str: ...

    def blocks(self, container: _Element, kind: BlockKind = ..., depth: int = ...) -> None: ...


@dataclass(frozen=True, slots=True)
class _Cell:
    element: _Element
    width: int
    goes_on: bool  # continues the cell above (w:vMerge without restart)


def add_table(walk: _Walk, table: _Element, depth: int) -> None:
    """Add the rows of a table; one of a single column is a frame, its paragraphs stay paragraphs."""
    rows = [(row, [_cell(c) for c in _children(row, W + "tc")]) for row in _children(table, W + "tr")]
    rows = [(row, cells) for row, cells in rows if cells and not _is_deleted(row)]
    if all(len(cells) == 1 for _, cells in rows):
        for _, (cell,) in rows:
            walk.blocks(cell.element, depth=depth + 1)
        return
    number = walk.draft.new_table()
    above: dict[int, Span] = {}
    for row, cells in rows:
        props = row.find(W + "trPr")
        is_head = props is not None and props.find(W + "tblHeader") is not None
        above = _add_row(walk, cells, above, number, is_head=is_head)
        for cell in cells:
            for nested in _children(cell.element, W + "tbl"):
                add_table(walk, nested, depth + 1)


def _add_row(
    walk: _Walk, cells: list[_Cell], above: dict[int, Span], number: int, *, is_head: bool
) -> dict[int, Span]:
    """Write a row and return the span at each column, for cells that go on below."""
    told: list[str | Span] = []
    widths: list[int] = []
    at = 0
    for cell in cells:
        shared = above.get(at) if cell.goes_on else None
        told.append(shared if shared is not None else _cell_words(walk, cell.element))
        widths.append(cell.width)
        at += cell.width
    spans = walk.draft.row(told, number, is_head=is_head, widths=widths)
    return dict(enumerate(spans))


def _cell_words(walk: _Walk, cell: _Element) -> str:
    return folded("\n".join(w for p in _children(cell, W + "p") if (w := walk.words(p)).strip()))


def _cell(element: _Element) -> _Cell:
    props = element.find(W + "tcPr")
    if props is None:
        return _Cell(element, 1, goes_on=False)
    span = child_val(props, "gridSpan") or "1"
    merge = props.find(W + "vMerge")
    goes_on = merge is not None and merge.get(W + "val", "continue") != "restart"
    width = min(int(span), _N_COLUMNS_LIMIT) if span.isdigit() and span != "0" else 1
    return _Cell(element, width, goes_on)


def _is_deleted(row: _Element) -> bool:
    props = row.find(W + "trPr")
    return props is not None and props.find(W + "del") is not None


def _children(element: _Element, tag: str) -> Iterator[_Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _children(child, tag)
