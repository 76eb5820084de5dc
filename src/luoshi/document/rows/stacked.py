"""Tables whose cells stand one under the other: what remains of one that was pasted as bare lines."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from luoshi.document.rows.text_tables import is_head, is_owner_head
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_NUMBER_HEADS: Final = frozenset({"序号", "编号", "项次"})
_FIRST: Final = "1"
_FEWEST_COLUMNS, _MOST_COLUMNS = 3, 9
_FEWEST_ROWS: Final = 2
_MOST_LINES: Final = 24  # of a row
_LIMIT_HEAD: Final = lazy("时限|时间|日期|期限|节点")
_LIMIT: Final = lazy(
    r"[\d一二三四五六七八九十]+(?:月|日|季度)|年[底内末]|[上下]半年|全年|长期|持续|常年|\d{4}[./-]\d"
)


class Stacked(NamedTuple):
    """A table found among lines.

    Attributes:
        first: index of its first line.
        last: index of its last line.
        rows: the header and the rows, each as its cells; a cell may reach over several lines.
    """

    first: int
    last: int
    rows: tuple[tuple[Span, ...], ...]


def stacked_tables(text: str, lines: Sequence[Span]) -> list[Stacked]:
    """Return the tables written one cell a line: a header from 序号 on, then 1, its cells, 2, its cells."""
    words = [line.of(text) for line in lines]
    out: list[Stacked] = []
    at = 0
    while at < len(lines):
        found = _table_at(text, lines, words, at) if words[at] in _NUMBER_HEADS else None
        if found is None:
            at += 1
        else:
            out.append(found)
            at = found.last + 1
    return out


def _table_at(text: str, lines: Sequence[Span], words: Sequence[str], at: int) -> Stacked | None:
    most = min(at + _MOST_COLUMNS + 1, len(words))
    begins = next((i for i in range(at + _FEWEST_COLUMNS, most) if words[i] == _FIRST), 0)
    heads = tuple(lines[at:begins])
    if not begins or not is_head(text, heads):
        return None
    rows: list[tuple[Span, ...]] = []
    number, here = 1, begins
    while here < len(words) and words[here] == str(number):
        until = min(here + _MOST_LINES, len(words))
        after = next((i for i in range(here + 1, until) if words[i] == str(number + 1)), 0)
        stop = after or _end_of_last(text, lines, heads, here, until)
        cells = _cells(text, heads, lines[here:stop])
        if not cells:
            return None
        rows.append(cells)
        number, here = number + 1, stop
    return Stacked(at, here - 1, (heads, *rows)) if len(rows) >= _FEWEST_ROWS else None


def _end_of_last(text: str, lines: Sequence[Span], heads: Sequence[Span], here: int, until: int) -> int:
    """Return where the last row ends: behind its limit if the last column is for one, else when full."""
    full = min(here + len(heads), until)
    if _LIMIT_HEAD.search(heads[-1].of(text)):
        limits = [i for i in range(here + 2, until) if _LIMIT.match(lines[i].of(text))]
        if limits:
            last = limits[0]
            while last + 1 in limits:
                last += 1
            return last + 1
    return full


def _cells(text: str, heads: Sequence[Span], lines: Sequence[Span]) -> tuple[Span, ...]:
    """Return the cells of a row: one line each; lines too many are further units, or more of the task."""
    given = list(lines)
    width = len(heads)
    empty = Span(given[-1].end, given[-1].end)
    cells = [empty] * width
    cells[0] = given.pop(0)
    if not given:
        return ()
    last = width - 1
    limits: list[Span] = []
    while len(given) > 1 and _LIMIT_HEAD.search(heads[last].of(text)) and _LIMIT.match(given[-1].of(text)):
        limits.insert(0, given.pop())
    if limits:
        cells[last] = Span(limits[0].start, limits[-1].end)
        last -= 1
    n_columns = last  # left to fill: 1 to last
    if len(given) <= n_columns:
        for i, line in enumerate(given, 1):
            cells[i] = line
        return tuple(cells)
    owners = [i for i in range(1, last + 1) if is_owner_head(heads[i].of(text))]
    wide = owners[-1] if owners else 1
    extra = len(given) - n_columns
    for i in range(1, last + 1):
        taken = given[: 1 + (extra if i == wide else 0)]
        given = given[len(taken) :]
        cells[i] = Span(taken[0].start, taken[-1].end)
    return tuple(cells)
