"""Tables whose rows set figures, not acts: indicators (主要指标), and targets shared out."""

from collections.abc import Sequence
from typing import NamedTuple

from luoshi.document.source_text import Block
from luoshi.values.pattern import lazy
from luoshi.values.span import Span

_NAME = lazy(r"(?:主要|具体|考核|核心|发展|绩效|监测)?(?:[一二三]级)?指标(?:名称|内容|项)?$|目标名称$")
_VALUE = lazy(r"(?:预期|目标|规划|考核|指标|计划)值$|(?:20\d\d年?)(?:末|底)?(?:目标|规划|预期)?值?$|目标$")
_UNIT = lazy(r"(?:计量)?单位$")
_FIGURE = lazy(r"\d")
# 村名 | 新改（户） | 完成时限
_WHOSE = lazy(
    "(?:责任|承担|实施|任务|所属|各)?(?:[乡镇村县市区州旗]{1,3}|街道|镇街|乡镇街道|社区|单位|部门|学校|企业|片区|地区|站点|支部)"
    "(?:（[^（）]{1,8}）)?(?:名|名称)?$"
)
_COUNTED = lazy(r"(?P<what>[\u4e00-\u9fff]{2,12})[（(](?P<unit>[\u4e00-\u9fff%％㎡]{1,4})[）)]$")
_BY_WHEN = lazy("时限|期限|完成时间|时间节点")
_ACTS_OR_TOLD = lazy("内容|措施|举措|事项|工作|情况|进展|已|实际|累计|存在|问题")
_SUM = lazy("[合小总]\\s*计|全[省市县区镇乡村]")


class Amount(NamedTuple):
    """A figure of a row, and the words that give its unit and what it counts (empty spans where none do)."""

    value: Span
    unit: Span
    counted: Span


class Indicator(NamedTuple):
    """A row that sets figures.

    Attributes:
        name: the cell that names what is measured, or who owes the figures.
        amounts: what is to be reached.
        head: the head of the figure's column; a year in it is the limit.
        span: from the name to the last cell that belongs to it.
        is_share: the row is a share of a target, and its own limit stands in it.
    """

    name: Span
    amounts: tuple[Amount, ...]
    head: Span
    span: Span
    is_share: bool = False


class _Columns(NamedTuple):
    name: int
    values: tuple[int, ...]
    counts: tuple[tuple[Span, Span], ...]  # unit of each value and what it counts, where its head says them
    unit: int
    head: Span
    until: int  # the column of the limit, -1 where none is


def indicator_rows(text: str, blocks: Sequence[Block]) -> dict[int, Indicator]:
    """Return the rows that set figures, by the index of their block."""
    columns: dict[int, _Columns | None] = {}
    found: dict[int, Indicator] = {}
    for i, block in enumerate(blocks):
        if not block.cells:
            continue
        if block.is_head:
            columns[block.table] = (
                _columns(text, block.cells) or _shares(text, block.cells) or columns.get(block.table)
            )
            continue
        known = columns.get(block.table)
        if known is not None and (row := _row(text, block, known)) is not None:
            found[i] = row
    return found


def _row(text: str, block: Block, known: _Columns) -> Indicator | None:
    """Return what a row sets, if it holds a name and a figure of its own."""
    last = max(known.name, known.until, *known.values)
    if len(block.cells) <= last:
        return None
    name = block.cells[known.name]
    values = [block.cells[k] for k in known.values]
    own = block.span.start <= name.start < name.end <= values[0].start < values[0].end
    if not own or not any(_FIGURE.search(text, *value) for value in values):
        return None
    if known.until < 0:
        (value,) = values
        unit = block.cells[known.unit] if known.unit >= 0 else Span(value.end, value.end)
        return Indicator(name, (Amount(value, unit, Span(0, 0)),), known.head, Span(name.start, value.end))
    if _SUM.match(text, *name):
        return None
    end = max(block.cells[known.until].end, values[-1].end)
    amounts = tuple(
        Amount(value, unit, counted) for value, (unit, counted) in zip(values, known.counts, strict=True)
    )
    return Indicator(name, amounts, known.head, Span(name.start, end), is_share=True)


def _columns(text: str, cells: Sequence[Span]) -> _Columns | None:
    """Return where a head names the indicator and its value: the last such column is what is aimed at."""
    heads = ["".join(cell.of(text).split()) for cell in cells]
    name = next((k for k, head in enumerate(heads) if _NAME.match(head)), -1)
    values = [k for k, head in enumerate(heads) if k > name and _VALUE.match(head)]
    if name < 0 or not values:
        return None
    unit = next((k for k, head in enumerate(heads) if _UNIT.match(head)), -1)
    return _Columns(name, (values[-1],), (), unit, cells[values[-1]], -1)


def _shares(text: str, cells: Sequence[Span]) -> _Columns | None:
    """Return where a head names who owes how much of each target by when: 村名, 新改（户）, 完成时限."""
    heads = ["".join(cell.of(text).split()) for cell in cells]
    name = next((k for k, head in enumerate(heads) if _WHOSE.match(head)), -1)
    until = next((k for k, head in enumerate(heads) if k > name and _BY_WHEN.search(head)), -1)
    counted = [
        (k, m) for k, cell in enumerate(cells) if name < k < until and (m := _COUNTED.match(text, *cell))
    ]
    if name < 0 or not counted or any(map(_ACTS_OR_TOLD.search, heads)):
        return None
    counts = tuple((Span(*m.span("unit")), Span(*m.span("what"))) for _, m in counted)
    return _Columns(name, tuple(k for k, _ in counted), counts, -1, Span(0, 0), until)
