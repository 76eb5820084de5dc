"""Tables of indicators (主要指标): rows that name a figure and set a value for it, not an act."""

from collections.abc import Sequence
from typing import NamedTuple

from luoshi.document.source_text import Block
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_NAME = lazy(r"(?:主要|具体|考核|核心|发展|绩效|监测)?(?:[一二三]级)?指标(?:名称|内容|项)?$|目标名称$")
_VALUE = lazy(r"(?:预期|目标|规划|考核|指标|计划)值$|(?:20\d\d年?)(?:末|底)?(?:目标|规划|预期)?值?$|目标$")
_UNIT = lazy(r"(?:计量)?单位$")
_FIGURE = lazy(r"\d")


class Indicator(NamedTuple):
    """A row of a table of indicators.

    Attributes:
        name: the cell that names what is measured.
        value: the cell that holds what it is to reach.
        unit: the cell with the unit of the value, or an empty span.
        head: the head of the value's column; a year in it is the limit.
    """

    name: Span
    value: Span
    unit: Span
    head: Span

    @property
    def span(self) -> Span:
        """From the name to the value, with what stands between."""
        return Span(self.name.start, self.value.end)


class _Columns(NamedTuple):
    name: int
    value: int
    unit: int
    head: Span


def indicator_rows(text: str, blocks: Sequence[Block]) -> dict[int, Indicator]:
    """Return the rows that set a value for an indicator, by the index of their block."""
    columns: dict[int, _Columns | None] = {}
    found: dict[int, Indicator] = {}
    for i, block in enumerate(blocks):
        if not block.cells:
            continue
        if block.is_head:
            columns[block.table] = _columns(text, block.cells) or columns.get(block.table)
            continue
        known = columns.get(block.table)
        if known is None or len(block.cells) <= max(known.name, known.value):
            continue
        name, value = block.cells[known.name], block.cells[known.value]
        unit = block.cells[known.unit] if known.unit >= 0 else Span(value.end, value.end)
        own = block.span.start <= name.start < name.end <= value.start < value.end
        if own and _FIGURE.search(text, *value):
            found[i] = Indicator(name, value, unit, known.head)
    return found


def _columns(text: str, cells: Sequence[Span]) -> _Columns | None:
    """Return where a head names the indicator and its value: the last such column is what is aimed at."""
    heads = ["".join(cell.of(text).split()) for cell in cells]
    name = next((k for k, head in enumerate(heads) if _NAME.match(head)), -1)
    values = [k for k, head in enumerate(heads) if k > name and _VALUE.match(head)]
    if name < 0 or not values:
        return None
    unit = next((k for k, head in enumerate(heads) if _UNIT.match(head)), -1)
    return _Columns(name, values[-1], unit, cells[values[-1]])
