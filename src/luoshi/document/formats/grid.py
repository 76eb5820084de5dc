"""A sheet as a grid: where its table begins, which rows name the columns."""

from itertools import takewhile

from luoshi.document.formats.draft import Draft
from luoshi.values.span import Span

_HEAD_CELL = 30
_HEAD_ROWS = 4
_LEAD_ROWS = 12  # title, subtitle and note stand above the header, within these rows
_FILLED = 0.5


class Grid:
    """Cells row by row; a merged cell is told at its first place and pointed to from the others."""

    def __init__(self, rows: list[list[str]], *, top: int = 0) -> None:
        """Take the rows in; ``top`` are the empty ones left out above them."""
        self.rows = rows
        self.top = top
        self.n_columns = max((self._width(row) for row in rows), default=0)
        self._origin: dict[tuple[int, int], tuple[int, int]] = {}

    @staticmethod
    def _width(row: list[str]) -> int:
        return len(row) - sum(1 for _ in takewhile(lambda cell: not cell, reversed(row)))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Make one cell of a rectangle, as far as it lies in the grid."""
        if top < 0 or left < 0 or (top, left) in self._origin:
            return
        for row in range(top, min(bottom + 1, len(self.rows))):
            for column in range(left, min(right + 1, self.n_columns)):
                if (row, column) != (top, left):
                    self._origin[row, column] = (top, left)

    def origin(self, row: int, column: int) -> tuple[int, int]:
        """Return where the cell that covers this place begins."""
        return self._origin.get((row, column), (row, column))

    def words(self, row: int, column: int) -> str:
        """Return the words at a place, merged cells filled."""
        row, column = self.origin(row, column)
        cells = self.rows[row]
        return cells[column] if column < len(cells) else ""

    def own_cells(self, row: int) -> list[str]:
        """Return the words of the cells that begin in a row, the blank ones left out."""
        return [
            self.words(row, c)
            for c in range(self.n_columns)
            if self.origin(row, c) == (row, c) and self.words(row, c)
        ]


def add_grid(draft: Draft, grid: Grid) -> None:
    """Write a sheet: what stands above the header as paragraphs, the rest as rows of one table."""
    first, heads = _head_rows(grid)
    for row in range(first):
        draft.line("\t".join(grid.own_cells(row)))
    table = draft.new_table()
    spans: dict[tuple[int, int], Span] = {}
    for row in range(first, len(grid.rows)):
        _add_row(draft, grid, row, table, spans, is_head=row in heads)


def _add_row(  # noqa: PLR0913  # spans is carried from row to row
    draft: Draft, grid: Grid, row: int, table: int, spans: dict[tuple[int, int], Span], *, is_head: bool
) -> None:
    cells: list[str | Span] = []
    widths: list[int] = []
    origins: list[tuple[int, int]] = []
    for column in range(grid.n_columns):
        origin = grid.origin(row, column)
        if origins and origin == origins[-1]:
            widths[-1] += 1
            continue
        origins.append(origin)
        widths.append(1)
        cells.append(spans[origin] if origin in spans else grid.words(row, column))
    told = draft.row(cells, table, is_head=is_head, widths=widths, number=grid.top + row + 1)
    at = 0
    for origin, width in zip(origins, widths, strict=True):
        spans.setdefault(origin, told[at])
        at += width


def _head_rows(grid: Grid) -> tuple[int, frozenset[int]]:
    """Return the row where the table begins, and the rows of its header."""
    for row in range(min(_LEAD_ROWS, len(grid.rows))):
        filled = {grid.origin(row, c) for c in range(grid.n_columns) if grid.words(row, c)}
        n_filled = sum(bool(grid.words(row, c)) for c in range(grid.n_columns))
        if len(filled) < 2 or n_filled < _FILLED * grid.n_columns:
            continue
        if not _names_columns(grid.own_cells(row)):
            return (row, frozenset()) if row < 2 else (0, frozenset())
        heads = {row}
        for below in range(row + 1, min(row + _HEAD_ROWS, len(grid.rows))):
            goes_on = any(grid.origin(below, c)[0] == row for c in range(grid.n_columns))
            if not goes_on or not _names_columns(grid.own_cells(below)):
                break
            heads.add(below)
        again = [r for r in range(row + len(heads), len(grid.rows)) if grid.rows[r] == grid.rows[row]]
        return row, frozenset(heads).union(again)
    return 0, frozenset()


def _names_columns(cells: list[str]) -> bool:
    return bool(cells) and all(len(cell) <= _HEAD_CELL and not _is_number(cell) for cell in cells)


def _is_number(cell: str) -> bool:
    return cell.strip("%-.,/: ").replace(".", "").replace("-", "").replace("/", "").isdecimal()
